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


def render(report: Report) -> str:
    """Return the page of a report."""
    environment = _environment()
    output, pictures = Budget(OUTPUT_BYTES), Budget(PICTURE_BYTES)
    environment.filters["capped"] = output.text
    environment.filters["drawn"] = lambda picture: pictures.spend(
        figures.draw(picture), f"The picture {_NO_ROOM}"
    )
    traces = Budget(TRACE_BYTES)
    environment.filters["traced"] = lambda trace: traces.spend(
        figures.draw_trace(trace), f"The trace {_NO_ROOM}"
    )
    template = environment.get_template("report.html")
    return template.render(report=report, first=first_failure(report))
