"""`grade init DIR`: the exercises that came with the package, ready to start."""

from __future__ import annotations

from pathlib import Path

import click

from .failures import Unusable
from .opening import course_of


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def command(folder: Path) -> None:
    """Start learning: copy the exercises and their quizzes into DIR.

    Files that are already there stay as they are.
    """
    from grader.practice.bundle import bundled_exercises
    from grader.report.files import write_whole

    source = bundled_exercises()
    if source is None:
        raise Unusable("this installation came without exercises")
    written = 0
    try:
        for path in sorted([*source.glob("*.py"), *source.glob("*.toml")]):
            target = folder / path.name
            if not target.exists():
                write_whole(target, path.read_bytes())
                written += 1
    except OSError as error:
        raise Unusable(f"{folder} could not be written: {error}") from error
    if not written:
        click.echo(
            f"{folder} has all the exercises already; nothing was changed.\nNext: grade {folder}"
        )
        return
    click.echo(f"{written} files in {folder}. {_how_graded(folder)}\nNext: grade {folder}")


def _how_graded(folder: Path) -> str:
    """Which tests `grade` will find for this folder."""
    from grader.practice.recorded import is_practice

    course = course_of(folder, None)
    if is_practice(course.folder):
        return (
            "They are graded with practice data: the visible tests only; "
            "the course's own tests may ask more."
        )
    return f"They are graded with all tests of the course in {course.folder}."
