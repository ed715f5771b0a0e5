"""The failed test shown first has a small and plain input, of those that fail alike."""

import pytest

from grader.report.views import first_failure


def test_the_smallest_failing_input_comes_first(grade_sources):
    source = (
        "import torch\n\ndef channels_first(images):\n    return images.permute(0, 3, 1, 2) * 3\n"
    )
    report = grade_sources({"06_reshape_transpose_matmul": source})
    function = next(f for f in report.concepts[0].functions if f.name == "channels_first")
    shown = next(test for test in function.tests if test.id == function.show_first)
    assert "(1, 2, 2, 3)" in shown.title
    assert shown.shown.call.startswith("channels_first(float32 tensor of shape (1, 2, 2, 3)")


def test_nothing_is_shown_first_when_nothing_failed(grade_sources):
    source = "def transpose(matrix):\n    raise NotImplementedError\n"
    report = grade_sources({"06_reshape_transpose_matmul": source})
    transpose = next(f for f in report.concepts[0].functions if f.name == "transpose")
    assert transpose.show_first is None
    assert first_failure(report)[1].name != "transpose"


@pytest.mark.parametrize(
    ("function", "source", "call"),
    [
        ("to_column", "def to_column(vector): return vector.nothing", "of shape (4,)"),
        ("gram", "def gram(matrix): return matrix.nothing", "of shape (3, 3)"),
        ("linear", "def linear(x, weight, bias): return x @ weight.T", "of shape (4, 3)"),
    ],
)
def test_an_edge_case_gives_way_to_a_plain_input(grade_sources, function, source, call):
    report = grade_sources({"06_reshape_transpose_matmul": f"import torch\n{source}\n"})
    result = next(f for f in report.concepts[0].functions if f.name == function)
    shown = next(test for test in result.tests if test.id == result.show_first)
    assert call in shown.shown.call
