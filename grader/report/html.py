"""The HTML report: one file, offline, readable without a script, and of bounded size."""

from __future__ import annotations

import functools
import re

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from . import figures
from .budget import Budget
from .escape import one_line, printable
from .model import Report, Score, Status
from .pictures import Picture, Trace
from .terminal import GLYPHS, points, quiz_answer
from .views import causes, counts, first_failure

# Bytes that a page may give to what can be left out without losing an explanation.
OUTPUT_BYTES, PICTURE_BYTES, TRACE_BYTES = 20_000, 60_000, 40_000
_NO_ROOM = "is left out, to keep this page small; grading this file alone shows it."

_MARKS: dict[Status, Markup] = {
    status: Markup('<span class="mark {}"><span aria-hidden="true">{}</span> {}</span>').format(
        status, glyph, word
    )
    for status, (glyph, word, _) in GLYPHS.items()
}


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("grader.report", "templates"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "points": points,
        "mark": _MARKS.__getitem__,
        "points_of": points_of,
        "printable": printable,
        "one_line": one_line,
        "prose": prose,
        "causes": causes,
        "counts": counts,
        "quiz_answer": quiz_answer,
    }
    return environment


def points_of(score: Score) -> Markup:
    """Earned and possible points in a few characters."""
    return Markup(f'<span class="points">{points(score.earned)}/{points(score.possible)}</span>')


def prose(text: str, limit: int = 4000) -> Markup:
    """Escape a sentence and set what stands in `backticks` as code."""
    clean = printable(text, limit)
    if "`" not in clean:
        return escape(clean)
    parts = re.split(r"`([^`\n]+)`", clean)
    pieces = [
        f"<code>{escape(part)}</code>" if place % 2 else escape(part)
        for place, part in enumerate(parts)
    ]
    return Markup("".join(pieces))


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
