"""The HTML report: one file, offline, readable without a script, and of bounded size."""

from __future__ import annotations

import functools

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from . import figures
from .budget import Budget
from .escape import one_line, printable
from .listing import alike, folded, mark, passed
from .model import Report, Score
from .pictures import Picture, Trace
from .prose import prose
from .terminal import points, quiz_answer
from .views import (
    all_functions_pass,
    causes,
    counts,
    first_failure,
    problems_before_work,
    quiz_gap,
)

# Bytes that a page may give to what can be left out without losing an explanation.
OUTPUT_BYTES, PICTURE_BYTES, TRACE_BYTES = 20_000, 60_000, 40_000
_NO_ROOM = "is left out, to keep this page small; grading this file alone shows it."


class _Environment(Environment):
    """Templates read a report's attributes and nothing else: a missing one is an error."""

    getattr = staticmethod(getattr)  # type: ignore[assignment]


@functools.cache
def _environment() -> Environment:
    environment = _Environment(
        loader=PackageLoader("grader.report", "templates"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "points": points,
        "mark": mark,
        "points_of": points_of,
        "printable": printable,
        "one_line": one_line,
        "prose": prose,
        "causes": causes,
        "passed": passed,
        "alike": alike,
        "folded": folded,
        "counts": counts,
        "problems_before_work": problems_before_work,
        "quiz_answer": quiz_answer,
        "quiz_gap": quiz_gap,
        "all_functions_pass": all_functions_pass,
    }
    return environment


def points_of(score: Score) -> Markup:
    """Earned and possible points in a few characters."""
    return Markup(f'<span class="points">{points(score.earned)}/{points(score.possible)}</span>')


class Room:
    """What one page has room for: each part that can be left out, as markup or a sentence."""

    def __init__(self) -> None:
        self._outputs = Budget(OUTPUT_BYTES)
        self._pictures = Budget(PICTURE_BYTES)
        self._traces = Budget(TRACE_BYTES)

    def output(self, text: str) -> Markup:
        """The student's own output."""
        return self._outputs.text(text)

    def picture(self, picture: Picture) -> Markup:
        """A picture."""
        return self._pictures.spend(figures.draw(picture), f"The picture {_NO_ROOM}")

    def trace(self, trace: Trace) -> Markup:
        """A trace."""
        return self._traces.spend(figures.draw_trace(trace), f"The trace {_NO_ROOM}")


def render(report: Report) -> str:
    """Return the page of a report."""
    template = _environment().get_template("report.html")
    return template.render(report=report, first=first_failure(report), room=Room())
