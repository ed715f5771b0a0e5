"""GitHub Markdown: a table of concepts, then what failed first in each function.

A student's text is escaped character by character, so that it stays text.
"""

from __future__ import annotations

import re

from ..escape import one_line
from ..model import Report
from ..terminal import GLYPHS, points
from .checks import Check, checks

# A step summary may hold 1 MiB (docs of GitHub Actions); a little is kept for the last line.
MAX_BYTES = 2**20 - 4096
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~@:&$^=])")


def text(words: str) -> str:
    """Escape words so that Markdown shows them as they are, on one line."""
    return _SPECIAL.sub(r"\\\1", words.replace("\n", " "))


def code(block: str) -> str:
    """A fenced block whose fence is longer than any run of backticks within."""
    longest = max((len(run) for run in re.findall(r"`+", block)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{block}\n{fence}"


def render(report: Report, limit: int = MAX_BYTES) -> str:
    """Return the document, cut at `limit` bytes between two functions, saying so."""
    score = report.score
    lines = [
        f"## {text(one_line(report.course.title))}",
        "",
        f"**{points(score.earned)} of {points(score.possible)} points**",
        "",
        "| | concept | status | points |",
        "|---|---|---|---:|",
    ]
    for concept in report.concepts:
        glyph, word, _ = GLYPHS[concept.status]
        share = f"{points(concept.score.earned)}/{points(concept.score.possible)}"
        lines.append(f"| {glyph} | {text(concept.id)} | {word} | {share} |")
    for trouble in report.trouble[:3]:
        lines += ["", f"> Grader trouble: {text(one_line(trouble, 300))}"]
    whole = "\n".join(lines) + "\n"
    parts = [_failure(check) for check in first_failures(report)]
    for place, part in enumerate(parts):
        if len((whole + part).encode()) > limit:
            return f"{whole}\n{len(parts) - place} more functions fail; see the full report.\n"
        whole += part
    return whole


def first_failures(report: Report) -> list[Check]:
    """What keeps a file from running, else of each failing function the check to look at first."""
    broken = {concept.id for concept in report.concepts if concept.problem}
    first = {
        (concept.id, function.name): function.show_first
        for concept in report.concepts
        for function in concept.functions
    }
    found: dict[tuple[str, str], Check] = {}
    for check in checks(report):
        told_at_file = check.concept in broken and check.group not in ("file", "quiz")
        if check.status in ("failed", "error") and not told_at_file:
            key = check.concept, check.group
            chosen = (first.get(key) or "").partition("::")[2]
            if key not in found or check.name == chosen:
                found[key] = check
    return list(found.values())


def _failure(check: Check) -> str:
    glyph, word, _ = GLYPHS[check.status]
    place = f"{check.file}:{check.line}" if check.line else check.file
    return (
        f"\n### {glyph} {text(check.title)} ({word})\n\n{text(place)}\n\n"
        f"{code(check.text or check.headline)}\n"
    )
