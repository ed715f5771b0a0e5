"""`grade hint FUNCTION`: the next hint, and the ones before it are remembered."""

from __future__ import annotations

from pathlib import Path

import click

from .failures import Unusable
from .opening import study_course
from .options import study_options


@click.command("hint")
@click.argument("function")
@study_options
def command(function: str, exercises: Path | None, solutions: Path | None) -> None:
    """Show the next hint for a function (gram, or 06.gram)."""
    from grader.course import CourseError
    from grader.studying.hints import next_hint
    from grader.studying.memory import Memory
    from grader.studying.names import find_function

    folder, course = study_course(exercises, solutions)
    try:
        place = find_function(course, function)
        hint = next_hint(Memory(folder), place)
    except CourseError as error:
        raise Unusable(str(error)) from error
    if hint is None:
        click.echo(f"There are no hints for {place.name}.")
        return
    click.echo(f"{place.name}: hint {hint.number} of {hint.total}\n\n  {hint.text}\n")
    if hint.number == hint.total:
        click.echo("That was the last one.")
