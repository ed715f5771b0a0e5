"""The page stays small whatever was handed in, and says what it leaves out."""

import pytest

from grader.report import html
from grader.report.budget import Budget
from grader.report.model import QuizResult, Score
from grader.report.views import causes, counts

from .. import samples


def test_what_is_left_out_is_said():
    budget = Budget(10_000)
    shown = [budget.text("a<b" * 400) for _ in range(40)]
    assert "&lt;" in shown[0]
    assert "(cut, 1200 characters)" in str(shown[10])
    assert shown[-1] == "The output is left out, to keep this page small."
    assert sum(len(text) for text in shown[:-1] if "left out" not in text) <= 10_000


def test_one_cause_is_told_once(grade_sources):
    source = "def transpose(matrix):\n    return matrix\n"
    report = grade_sources({"06_reshape_transpose_matmul": source})
    function = next(f for f in report.concepts[0].functions if f.name == "transpose")
    found = causes(function)
    assert found.distinct[0].id == function.show_first
    assert len(found.distinct) == 1
    assert len(found.again) >= 2
    page = html.render(report)
    assert page.count(found.distinct[0].diagnosis.next_step[:30]) == 1
    assert counts(report).startswith("10 functions fail")


def test_points_that_the_quiz_keeps_are_told(grade_sources):
    """All functions pass and points are missing: the page says where they are."""
    concept = "03_tensor_ranks"
    report = grade_sources({concept: samples.all_right()[concept]})
    (result,) = report.concepts
    quiz = QuizResult(id="q1", status="not_started", score=Score(earned=0, possible=8))
    score = Score(earned=result.score.earned, possible=result.score.earned + 8)
    open_quiz = report.model_copy(
        update={
            "concepts": [result.model_copy(update={"quiz": [quiz], "score": score})],
            "score": score,
        }
    )
    page = html.render(open_quiz)
    assert "quiz 0/8" in page
    assert "points, 0 of 8 for the quiz" in page
    assert "The points that are missing are those of the quiz." in page
    assert "not started yet" not in page

    won = quiz.model_copy(update={"status": "passed", "score": Score(earned=8, possible=8)})
    full = result.model_copy(update={"quiz": [won], "score": Score(earned=8, possible=8)})
    page = html.render(report.model_copy(update={"concepts": [full], "score": full.score}))
    assert "for the quiz" not in page
    assert "Everything passes. Well done!" in page


@pytest.mark.parametrize(
    ("feedback", "words"),
    [("full", None), ("diagnosis", "… stands for it"), ("score", "points alone")],
)
def test_what_a_course_keeps_to_itself_is_said(grade_sources, feedback, words):
    source = "def transpose(matrix):\n    return matrix\n"
    report = grade_sources({"06_reshape_transpose_matmul": source}, feedback=feedback)
    page = html.render(report)
    assert words is None or words in page
    assert ("This course" in page) == (words is not None)
    # Without reasons a test is a line; a box would be empty.
    assert ('<article class="test' in page) == (feedback != "score")
    assert "A matrix of shape" in page
