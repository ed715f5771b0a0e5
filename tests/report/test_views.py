"""What renderers say of a report in few words."""

import pytest

from grader.report.model import Diagnosis, FunctionResult, Score, TestResult
from grader.report.views import causes, with_article


@pytest.mark.parametrize(
    ("summary", "said"),
    [
        ("int64 tensor of shape (3,)", "an int64 tensor of shape (3,)"),
        ("uint8 array of shape (2, 2)", "a uint8 array of shape (2, 2)"),
        ("float32 tensor of rank 2", "a float32 tensor of rank 2"),
        ("int 4", "the int 4"),
        ("float 0.25", "the float 0.25"),
        ("int", "an int"),
        ("list of length 3", "a list of length 3"),
        ("None", "None"),
    ],
)
def test_a_summary_reads_as_a_sentence(summary, said):
    assert with_article(summary) == said


def _function(*whys):
    tests = [
        TestResult(
            id=str(number), title="A.", status="failed", end="wrong", points=1, earned=0,
            diagnosis=Diagnosis(id=name, headline="H", explanation=why, next_step="N"),
        )
        for number, (name, why) in enumerate(whys)
    ]  # fmt: skip
    score = Score(earned=0, possible=len(tests))
    return FunctionResult(name="f", line=1, status="failed", score=score, tests=tests)


@pytest.mark.parametrize(
    ("whys", "said"),
    [
        ([("A", "x")] * 3, "2 more tests fail for the same cause"),
        ([("A", "x"), ("A", "y"), ("A", "y")], "1 more test fails"),
        ([("A", "x"), ("B", "x"), ("A", "x"), ("B", "x")], "2 more tests fail"),
    ],
)
def test_the_same_cause_is_said_only_where_it_is_one(whys, said):
    assert causes(_function(*whys)).more == said
