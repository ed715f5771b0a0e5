"""`grade verify [CONCEPT]`: prove that a course holds, before students meet it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .console import in_ci, open_console
from .failures import BELOW, Unusable
from .opening import course_of, with_tests
from .options import color_option

if TYPE_CHECKING:
    from grader.authoring.proving import ConceptProof
    from grader.course import Course
    from grader.judging.session import Tests
    from grader.sandbox.client import Zygote


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
    from grader.authoring.proving import Prover

    talk = sys.stderr.isatty() and not in_ci()

    def told(what: str) -> None:
        if talk:
            click.echo(f"\r\x1b[2K{what}", nl=False, err=True)

    def body(tests: Tests, zygote: Zygote) -> list[ConceptProof]:
        from grader.judging.session import HiddenTests

        if not isinstance(tests, HiddenTests):
            raise Unusable("practice data proves nothing; name the course with --solutions")
        prover = Prover(tests, zygote, exercises)
        return [prover.prove(concept, range(seeds), told) for concept in course.concepts]

    try:
        return with_tests(course, body)
    finally:
        told("")
