"""The page stays small whatever was handed in, and says what it leaves out."""

from grader.report import html
from grader.report.budget import Budget
from grader.report.views import causes, counts


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
