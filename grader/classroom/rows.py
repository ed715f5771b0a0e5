"""The gradebook: one row a student, as the policies in force make it.

Everything that exports grades reads it from here, and needs nothing but the results folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from grader.course import ClassSettings

from .names import natural
from .policy import Lateness, Points, Standing, standing
from .store import Override, Store, StudentRow

RowStatus = Literal["graded", "not_started", "not_handed_in", "unusable", "not_graded"]


@dataclass(frozen=True)
class Row:
    """One student's line of the gradebook; points are weighted.

    `student` is our own id. `earned` is before lateness, `total` after it or as set by hand.
    `json` and `html` are the paths of the reports of the attempt that counts.
    """

    student: str
    name: str
    email: str
    identifiers: dict[str, str]
    status: RowStatus
    concepts: dict[str, Points]
    earned: float
    possible: float
    total: float
    late: Lateness
    override: Override | None
    attempts: int
    changes: list[str]
    problem: str
    json: Path | None
    html: Path | None


def read_rows(results: Path) -> list[Row]:
    """All rows, by name.

    Raises:
        StoreError: there are no results of a class in that folder.
    """
    with Store(results) as store:
        rows = [row for row, _ in each(store, results)]
    return sorted(rows, key=lambda row: (natural(row.name), row.student))


def read_title(results: Path) -> str:
    """The title of the course that the last run graded with.

    Raises:
        StoreError: there are no results of a class in that folder.
    """
    with Store(results) as store:
        run = store.last_run()
    return str(run["title"]) if run else "Course"


def each(store: Store, results: Path) -> Iterator[tuple[Row, Standing]]:
    """Each student's row and what it was made from, one at a time."""
    run = store.last_run()
    settings = ClassSettings.model_validate(json.loads(run["policy"]) if run else {})
    possible: dict[str, Points] = {}
    overrides = store.overrides()
    late_rows = []
    for student in store.students():
        attempts = store.attempts(student.id)
        if not attempts:
            late_rows.append(student)
            continue
        counts = standing(attempts, student.current, settings, overrides.get(student.id))
        possible = counts.concepts
        yield _row(student, counts, len(attempts), results), counts
    # Those without a result owe as much as the others could earn.
    for student in late_rows:
        nothing = standing([], None, settings, overrides.get(student.id))
        concepts = {name: Points(0.0, points.possible) for name, points in possible.items()}
        whole = sum(points.possible for points in concepts.values())
        counts = Standing(None, concepts, 0.0, whole, nothing.total, nothing.late, nothing.override)
        yield _row(student, counts, 0, results), counts


def _row(student: StudentRow, counts: Standing, attempts: int, results: Path) -> Row:
    report = counts.attempt.report if counts.attempt else None
    return Row(
        student=student.id,
        name=student.name,
        email=student.email,
        identifiers=student.identifiers,
        status=_status(student, counts),
        concepts=counts.concepts,
        earned=counts.earned,
        possible=counts.possible,
        total=counts.total,
        late=counts.late,
        override=counts.override,
        attempts=attempts,
        changes=counts.attempt.changes if counts.attempt else [],
        problem=student.problem,
        json=results / f"{report}.json" if report else None,
        html=results / f"{report}.html" if report else None,
    )


def _status(student: StudentRow, counts: Standing) -> RowStatus:
    if not student.handed_in:
        return "not_handed_in"
    if student.problem:
        return "unusable"
    if counts.attempt is None:
        return "not_graded"
    return "graded" if counts.attempt.facts.started else "not_started"
