"""What is drawn, from what was observed; and nothing of it under the other policies."""

import pytest
import torch

from grader.diagnosis.evidence import Inputs, Pair
from grader.diagnosis.pictures import movement, tensors
from grader.report import figures
from grader.report.pictures import CurvePicture, Graph, GraphNode, GraphPicture, TensorPicture


def function_of(report, name):
    return next(f for f in report.concepts[0].functions if f.name == name)


MOVED = "def channels_first(images):\n    return images.reshape(images.shape[0], images.shape[3], "
MOVED += "images.shape[1], images.shape[2])\n"


def test_moved_elements_are_found_from_the_data(grade_sources):
    report = grade_sources({"06_reshape_transpose_matmul": MOVED})
    picture = function_of(report, "channels_first").picture
    assert picture.kind == "movement"
    assert sorted(picture.actual.order) == list(range(12))
    assert picture.expected.order[:5] == [0, 3, 6, 9, 1]
    page = figures.draw(picture)
    assert "10 of 12 are in the wrong place" in page
    assert page.count("≠") == 11


@pytest.mark.parametrize(
    ("wrong", "total", "words"),
    [
        (1, 1, "result[0]: the wrong value is marked"),
        (1, 6, "1 of 6 values differs; each"),
        (2, 6, "2 of 6 values differ; each"),
    ],
)
def test_wrong_values_are_counted_in_words_that_fit(wrong, total, words):
    assert words in figures.draw(TensorPicture(path="[0]", wrong=wrong, total=total, grids=[]))


@pytest.mark.parametrize("feedback", ["diagnosis", "score"])
def test_other_policies_show_no_picture(grade_sources, feedback):
    report = grade_sources({"06_reshape_transpose_matmul": MOVED}, feedback=feedback)
    function = function_of(report, "channels_first")
    assert function.status == "failed"
    assert function.picture is None
    assert function.trace is None


def test_a_window_round_the_worst_element():
    want = torch.zeros(3, 50, 40)
    got = want.clone()
    got[1, 30, 20], got[0, 0, 0] = 5.0, 1.0
    picture = tensors.draw(Pair("", want, got, Inputs({}, {})))
    (grid,) = picture.grids
    assert (picture.wrong, picture.total) == (2, 6000)
    assert grid.at == "[1, :, :]"
    assert 30 in grid.rows
    cell = grid.cells[grid.rows.index(30)][grid.columns.index(20)]
    assert (cell.text, cell.expected) == ("5.0", "0.0")
    assert "rows 27-32 of 50, columns 17-22 of 40" in figures.draw(picture)


def test_repeated_elements_are_not_called_moved():
    given = torch.tensor([[1.0, 1.0], [2.0, 3.0]])
    assert movement.draw(Pair("", given.T, given, Inputs({"x": given}, {}))) is None


def test_curves_say_their_numbers_in_words():
    picture = CurvePicture(
        expected=[1.0, 0.5, 0.25, 0.1], actual=[1.0, 2.0, None, 4.0],
        expected_length=4, actual_length=4,
    )  # fmt: skip
    page = figures.draw(picture)
    assert (
        'aria-label="Expected, 4 steps: 1, 0.5, 0.25, 0.1. Yours, 4 steps: 1, 2, not finite' in page
    )


def test_names_in_a_graph_are_escaped_and_loops_end():
    nodes = [GraphNode(name="<b>Evil", inputs=[1]), GraphNode(name="Leaf", inputs=[0, 1, 9])]
    page = figures.draw(GraphPicture(expected=None, actual=Graph(of="<i>", nodes=nodes)))
    assert "<b>Evil" not in page
    assert "(again)" in page


def test_a_training_that_fails_shows_its_losses(grade_sources):
    source = (
        "import torch\nfrom torch import nn\n\n"
        "def train(net, x, y, lr, steps):\n    losses = []\n    for _ in range(steps):\n"
        "        out = net(x)\n"
        "        value = nn.functional.binary_cross_entropy(out, y.reshape(out.shape))\n"
        "        losses.append(value.item())\n    return losses\n"
    )
    report = grade_sources({"09_backprop_update": source})
    assert function_of(report, "train").picture.kind == "curve"
