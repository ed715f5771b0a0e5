"""Workflow commands of GitHub Actions: an annotation a concept, the worst first.

Escaping follows actions/toolkit, `core/src/command.ts`. Commands are read from any line of
standard output, so these lines are the only ones that may begin with `::`.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from ..model import Report
from .checks import Check
from .markdown import first_failures

# GitHub shows ten annotations of a kind for each step.
MAX_ANNOTATIONS = 10


def render(report: Report, folder: str = "") -> str:
    """Return the lines to print.

    Args:
        report: what was graded.
        folder: where the exercise files lie, from the root of the repository.
    """
    found: dict[str, list[Check]] = {}
    for check in first_failures(report):
        found.setdefault(check.concept, []).append(check)
    lost = {
        concept.id: concept.score.possible - concept.score.earned for concept in report.concepts
    }
    worst = sorted(found, key=lambda concept: (-lost[concept], concept))
    shown = worst[: MAX_ANNOTATIONS - 1] if len(worst) > MAX_ANNOTATIONS else worst
    lines = [_annotation(found[concept], folder) for concept in shown]
    if left := len(worst) - len(shown):
        lines.append(f"::error title=tensorgrade::{left} more concepts fail; see the report.")
    earned, possible = report.score.earned, report.score.possible
    lines.append(f"::notice title=tensorgrade::{earned:g} of {possible:g} points")
    return "".join(f"{line}\n" for line in lines)


def _annotation(failed: list[Check], folder: str) -> str:
    first = failed[0]
    message = f"{first.title}\n{first.text or first.headline}"
    if len(failed) > 1:
        message += f"\n{len(failed) - 1} more functions fail in this file."
    properties = {"file": str(PurePosixPath(folder) / first.file), "title": first.concept}
    if first.line:
        properties |= {"line": str(first.line), "endLine": str(first.line)}
    words = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::error {words}::{_data(message)}"


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")
