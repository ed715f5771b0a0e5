"""`grade verify [CONCEPT]`: prove that a course holds, before students meet it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .console import in_ci, open_console
from .failures import BELOW
from .opening import course_of
from .options import color_option

if TYPE_CHECKING:
    from grader.authoring.proving import ConceptProof
    from grader.course import Course


@click.command("verify")
@click.argument("concepts", nargs=-1, metavar="[CONCEPT]...")
@click.option(
    "--exercises",
    type=click.Path(path_type=Path),
    default=Path("exercises"),
    show_default=True,
    help="The stubs.",
)
@click.option(
    "--solutions", type=click.Path(path_type=Path), help="By default solutions/ beside them."
)
@click.option(
    "--seeds",
    type=click.IntRange(1, 10_000),
    default=20,
    show_default=True,
    help="How many seeds references and idioms are tried with.",
)
@color_option
def command(
    concepts: tuple[str, ...], exercises: Path, solutions: Path | None, seeds: int, color: str
) -> None:
    """Prove a course: stubs, idioms, misconceptions, mutants.

    Exits with 1 where the course has a gap; every gap is listed with its place.
    """
    course = course_of(exercises, solutions, concepts)
    from grader.authoring import layout
    from grader.authoring.table import render

    gaps = layout.complaints(course, exercises)
    proofs = _prove(course, exercises, seeds) if not gaps else []
    gaps += [gap for proof in proofs for gap in proof.gaps]
    render(proofs, gaps, open_console(color))
    if gaps:
        sys.exit(BELOW)


def _prove(course: Course, exercises: Path, seeds: int) -> list[ConceptProof]:
    """Prove every concept, as many at a time as there are cores."""
    from . import verify_jobs

    places = [
        verify_jobs.Place(course.folder, concept.id, exercises, seeds)
        for concept in course.concepts
    ]
    talk = sys.stderr.isatty() and not in_ci()

    def told(what: str) -> None:
        if talk:
            click.echo(f"\r\x1b[2K{what}", nl=False, err=True)

    try:
        return verify_jobs.prove(places, told)
    finally:
        told("")
