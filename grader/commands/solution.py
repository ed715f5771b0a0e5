"""`grade solution FUNCTION`: the reference, once one's own answer passes."""

from __future__ import annotations

from pathlib import Path

import click

from .failures import Unusable
from .list_ import current
from .opening import study_course
from .options import study_options


@click.command("solution")
@click.argument("function")
@click.option("--give-up", is_flag=True, help="Show it now; the report will say so.")
@study_options
def command(function: str, give_up: bool, exercises: Path | None, solutions: Path | None) -> None:
    """Show the reference for a function that passes."""
    from grader.course import Course, CourseError
    from grader.practice.bundle import bundled_practice
    from grader.practice.recorded import is_practice
    from grader.studying.memory import Memory
    from grader.studying.names import find_function

    folder, course = study_course(exercises, solutions)
    if is_practice(course.folder):
        whose = "in solutions/ of the project's repository"
        if course.folder != bundled_practice():
            whose = "with your instructor"
        raise Unusable(
            f"the references did not come with these exercises; they are {whose}. "
            f"`grade hint {function}` shows the next hint"
        )
    try:
        place = find_function(course, function)
        source = place.concept.source_of(place.function)
    except CourseError as error:
        raise Unusable(str(error)) from error
    memory = Memory(folder)
    if place.name not in memory.given_up():
        one = Course(course.folder, [place.concept], course.settings)
        functions = current(folder, one).concepts[0].functions
        passed = any(f.name == place.function and f.status == "passed" for f in functions)
        if not passed and not give_up:
            raise Unusable(
                f"{place.name} does not pass yet: see `grade hint {place.function}`, "
                "or give up with --give-up"
            )
        if not passed:
            memory.remember_given_up(place.name)
    click.echo(source)
