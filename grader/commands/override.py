"""`grade override STUDENT POINTS --results RESULTS --reason …`: set a grade by hand."""

from __future__ import annotations

import difflib
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .failures import Unusable

if TYPE_CHECKING:
    from grader.classroom.store import Store

MOST_NAMES = 10


class Points(click.FloatRange):
    """A number of points: nan lies in no range, and inf in none that means anything."""

    name = "points"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        points = float(super().convert(value, param, ctx))
        if not math.isfinite(points):
            self.fail(f"{value!r} is not a number of points", param, ctx)
        return points


@click.command("override")
@click.argument("student")
@click.argument("points", type=Points(min=0), required=False)
@click.option(
    "--results",
    required=True,
    type=click.Path(path_type=Path),
    help="The folder that `grade class --out` wrote.",
)
@click.option("--reason", required=True, help="Why; it is kept and shown with the grade.")
@click.option("--bonus", is_flag=True, help="More points than are possible are meant.")
@click.option("--remove", is_flag=True, help="Take an earlier override back.")
def command(
    student: str, points: float | None, results: Path, reason: str, bonus: bool, remove: bool
) -> None:
    """Set a student's total by hand; grading again keeps it.

    STUDENT is a name, an email, an id, or the name of the student's report.
    """
    from grader.classroom.store import Store, StoreError

    if (points is None) is not remove:
        raise click.UsageError("give either POINTS or --remove")
    if not reason.strip():
        raise click.UsageError("--reason must not be empty")
    try:
        with Store(results) as store:
            identity, name = _find(store, student)
            if remove and identity not in store.overrides():
                raise Unusable(f"{name} has no override")
            if points is not None and not bonus:
                _refuse_too_many(store, results, identity, points)
            store.put_override(identity, points, reason.strip())
    except StoreError as error:
        raise Unusable(str(error)) from error
    from grader.classroom.dashboard import rewrite

    rewrite(results)
    click.echo(f"{name}: override taken back" if remove else f"{name}: {points:g} points by hand")


def _find(store: Store, wanted: str) -> tuple[str, str]:
    """The one student whom the words mean."""
    students = store.students()
    plain = wanted.casefold()
    found = [
        student
        for student in students
        if plain
        in {
            word.casefold()
            for word in (
                student.id,
                student.name,
                student.email,
                student.key.partition(":")[2],
                *student.identifiers.values(),
            )
            if word
        }
    ]
    if len(found) == 1:
        return found[0].id, found[0].name
    if found:
        ids = ", ".join(student.id for student in found)
        raise Unusable(f"{wanted!r} means several students; name one by its id: {ids}")
    near = _nearest(wanted, [student.name for student in students])
    meant = f"; did you mean {', '.join(map(repr, near))}?" if near else ""
    raise Unusable(f"no student is called {wanted!r}{meant}")


def _nearest(wanted: str, names: list[str]) -> list[str]:
    """The names most like the one that was typed, in order of the alphabet."""
    plain: dict[str, str] = {name.casefold(): name for name in names}
    found = difflib.get_close_matches(wanted.casefold(), plain, MOST_NAMES, 0.5)
    return sorted((plain[name][:80] for name in found), key=str.casefold)


def _refuse_too_many(store: Store, results: Path, student: str, points: float) -> None:
    """Unusable where the points are more than there are to earn: a slip, unless it is a bonus."""
    from grader.classroom.rows import each

    possible = next(row.possible for row, _ in each(store, results) if row.student == student)
    if 0 < possible < points:
        raise Unusable(
            f"{points:g} is more than the {possible:g} points possible; "
            "say --bonus if that is meant"
        )
