"""`grade new 10_attention`: the skeleton of a concept."""

from __future__ import annotations

from pathlib import Path

import click

from .failures import Unusable


@click.command("new")
@click.argument("concept")
@click.option(
    "--exercises",
    type=click.Path(path_type=Path),
    default=Path("exercises"),
    show_default=True,
    help="Where the stubs go.",
)
@click.option(
    "--solutions",
    type=click.Path(path_type=Path),
    help="Where the secrets go; by default solutions/ beside the exercises.",
)
def command(concept: str, exercises: Path, solutions: Path | None) -> None:
    """Start a new concept: stub, reference, tests, hints and the rest."""
    from grader.authoring.scaffold import scaffold
    from grader.course import CourseError

    try:
        written = scaffold(concept, exercises, solutions or exercises.parent / "solutions")
    except (CourseError, OSError) as error:
        raise Unusable(str(error)) from error
    for path in written:
        click.echo(str(path))
    click.echo(f"Next: replace `double` by your first function, then `grade verify {concept}`.")
