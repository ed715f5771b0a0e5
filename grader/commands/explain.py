"""`grade explain ID`: what a diagnosis means, with wrong code that earns it."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .failures import Unusable
from .options import study_options

if TYPE_CHECKING:
    from grader.studying.explaining import Entry

MAX_EXAMPLES = 2


@click.command("explain")
@click.argument("id", metavar="ID")
@study_options
def command(id: str, exercises: Path | None, solutions: Path | None) -> None:
    """Explain a diagnosis of a report by its id."""
    from grader.course import did_you_mean
    from grader.studying.explaining import entries

    from .opening import study_course

    try:
        course = study_course(exercises, solutions)[1]
    except Unusable:
        if solutions or exercises:
            raise
        course = None  # the texts of the grader itself need none
    known = entries(course)
    entry = known.get(id.upper())
    if entry is None:
        near = did_you_mean(id.upper(), list(known))
        raise Unusable(f"no diagnosis is called {id!r}" + (near if "mean" in near else ""))
    click.echo(_page(entry))


def _page(entry: Entry) -> str:
    def wrap(text: str) -> str:
        return textwrap.fill(text, 88, initial_indent="  ", subsequent_indent="  ")

    parts = [entry.id]
    if entry.headline:
        parts += ["What a report says ({…} is filled in):", wrap(entry.headline)]
    parts += ["What it means:", wrap(entry.explanation), "What to look at:", wrap(entry.next_step)]
    for example in entry.examples[:MAX_EXAMPLES]:
        parts += [f"A wrong answer to {example.function}:", textwrap.indent(example.code, "    ")]
        if example.explanation != entry.explanation:
            parts.append(wrap(example.explanation))
    return "\n\n".join(parts)
