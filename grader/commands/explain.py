"""`grade explain ID`: what a diagnosis means, with a wrong and a right example."""

from __future__ import annotations

from pathlib import Path

import click

from .failures import Unusable
from .options import study_options


@click.command("explain")
@click.argument("id", metavar="ID")
@study_options
def command(id: str, exercises: Path | None, solutions: Path | None) -> None:
    """Explain a diagnosis of a report by its id."""
    from grader.course import did_you_mean
    from grader.diagnosis.pages import ids, page

    from .opening import course_of, exercises_meant, misconceptions_of

    try:
        course = course_of(exercises_meant(exercises), solutions)
    except Unusable:
        if solutions or exercises:
            raise
        course = None  # the texts of the grader itself need none
    found, known = page(id), []
    if found is None and course:
        known = misconceptions_of(course)
        found = page(id, known)
    if found is None:
        if course and any(id in concept.functions for concept in course.concepts):
            raise Unusable(f"{id} is a function; `grade hint {id}` shows the next hint for it")
        near = did_you_mean(id.upper(), ids(known))
        raise Unusable(f"no diagnosis is called {id!r}" + (near if "mean" in near else ""))
    click.echo(found.text, nl=False)
