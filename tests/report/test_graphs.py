"""Autograd graphs: drawn, told, and marked where the student's first departs."""

import re
from xml.etree import ElementTree

import pytest

from grader.report import figures
from grader.report.figures.departures import INTO_OUTPUT, departures
from grader.report.figures.layers import layers
from grader.report.pictures import Graph, GraphNode, GraphPicture


def graph(*nodes, of="output", cut=False):
    made = [GraphNode(name=name, gradient=text, inputs=inputs) for name, text, inputs in nodes]
    return Graph(of=of, nodes=made, cut=cut)


LEAF = "torch::autograd::AccumulateGrad"
RIGHT = graph(
    ("AddBackward0", "1.0", [1, 2]), ("MulBackward0", "1.0", [2]), (LEAF, "(2,): 3.0, 4.0", [])
)


def drawn(actual, expected=RIGHT):
    return str(figures.draw(GraphPicture(expected=expected, actual=actual)))


def test_both_are_drawn_with_the_gradients_and_told_as_a_list():
    page = drawn(RIGHT)
    drawings = [ElementTree.fromstring(svg) for svg in re.findall("<svg.*?</svg>", page)]
    assert [svg[0].text for svg in drawings] == [
        "Autograd graph, expected: 3 nodes",
        "Autograd graph, yours: 3 nodes",
    ]
    for svg in drawings:
        assert svg.get("role") == "img"
        assert svg.find("desc") is not None
        words = [text.text for text in svg.findall("text")]
        assert words == ["1.0", "AddBackward0", "1.0", "MulBackward0", "(2,): 3.0, 4.0",
                         "AccumulateGrad"]  # fmt: skip
        assert len(svg.findall("path")) == 3
    assert page.count('<ul class="tree">') == 2
    assert "≠" not in page


def test_the_edge_that_brings_another_gradient_is_marked():
    other = graph(
        ("AddBackward0", "1.0", [1, 2]), ("MulBackward0", "1.0", [2]), (LEAF, "(2,): 1.0, 1.0", [])
    )
    assert departures(RIGHT, other).actual == {(0, 2), (1, 2)}
    page = drawn(other)
    assert page.count('<path class="off"') == 4
    assert page.count(">≠ (2,)") == 2
    assert "another gradient arrives at torch::autograd::AccumulateGrad" not in page
    assert "another gradient arrives at AccumulateGrad" in page


def test_a_branch_that_is_missing_is_marked_where_it_is_expected():
    other = graph(("AddBackward0", "1.0", [1]), ("MulBackward0", "1.0", []))
    found = departures(RIGHT, other)
    assert (0, 2) in found.expected
    assert "AddBackward0 has 1 input, not 2" in found.words


def test_another_way_to_the_same_gradients_is_not_called_different():
    other = graph(("SumBackward0", "1.0", [1]), (LEAF, "(2,): 3.0, 4.0001", []))
    assert departures(RIGHT, other) == (set(), set(), [], False)
    wrong = graph(("SumBackward0", "1.0", [1]), (LEAF, "(2,): 9.0, 4.0", []))
    found = departures(RIGHT, wrong)
    assert found.actual == {INTO_OUTPUT}
    assert found.other_operations
    assert "Other operations can be as right" in drawn(wrong)


@pytest.mark.parametrize("other", [None, graph(("SumBackward0", "2.0", []), of="loss")])
def test_graphs_of_different_things_are_not_compared(other):
    assert departures(other, RIGHT).words == []


def test_a_layer_lies_below_all_that_lead_to_it():
    places, width, height = layers(RIGHT, [60, 80, 100])
    assert places[0].y < places[1].y < places[2].y < height
    assert all(0 < place.x < width for place in places)


def test_a_forged_graph_is_drawn_too():
    loop = graph(*((f"<Node&{n}>" * 9, "9, " * 60, [n, n + 1, 0, 99]) for n in range(24)))
    page = drawn(loop, None)
    ElementTree.fromstring(re.search("<svg.*</svg>", page)[0])
    assert "<Node" not in page
    assert len(page) < 45_000
