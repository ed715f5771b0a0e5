"""What a page has hundreds of, in one line each: written here, as a template takes longer."""

from __future__ import annotations

from html import escape

from markupsafe import Markup

from .escape import one_line
from .model import Status, TestResult
from .prose import prose
from .terminal import GLYPHS, points

MAX_LISTED = 8

_MARKS: dict[Status, str] = {
    status: f'<span class="mark {status}"><span aria-hidden="true">{glyph}</span> {word}</span>'
    for status, (glyph, word, _) in GLYPHS.items()
}


def mark(status: Status) -> Markup:
    """A status as glyph and word; its colour comes on top."""
    return Markup(_MARKS[status])


def passed(tests: list[TestResult]) -> Markup:
    """Those of which no more is to be said, with their points; nothing if there are none."""
    return _list([f'{_title(test)} <span class="points">{_worth(test)}</span>' for test in tests])


def alike(tests: list[TestResult], headline: str) -> Markup:
    """Those that fail for a cause that was told already, with their headline where it differs."""
    lines = [_title(test) + _otherwise(test, headline) for test in tests[:MAX_LISTED]]
    if len(tests) > MAX_LISTED:
        lines.append(f"and {len(tests) - MAX_LISTED} more")
    return _list(lines)


def folded(hints: list[str]) -> Markup:
    """Hints that each open by themselves."""
    of = f"of {len(hints)}"
    parts = [
        f"<details><summary>Hint {number} {of}</summary><p>{prose(hint)}</p></details>"
        for number, hint in enumerate(hints, 1)
    ]
    return Markup(f'<div class="hints">{"".join(parts)}</div>')


def _title(test: TestResult) -> str:
    return f"{_MARKS[test.status]} {escape(one_line(test.title, 120))}"


def _worth(test: TestResult) -> str:
    return f"· {points(test.points)} point{'' if test.points == 1 else 's'}"


def _otherwise(test: TestResult, headline: str) -> str:
    if test.diagnosis is None or test.diagnosis.headline == headline:
        return ""
    return f": {prose(test.diagnosis.headline, 120)}"


def _list(lines: list[str]) -> Markup:
    listed = f'<ul class="tests"><li>{"</li><li>".join(lines)}</li></ul>'
    return Markup(listed if lines else "")
