"""The gradebook as CSV: for a spreadsheet, for Canvas, for Moodle.

Who has no result has an empty cell, never a zero: whether that is worth nothing is for
the instructor to say. A name or an id that a spreadsheet would run as a formula gets an
apostrophe in front.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .rows import Row

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
TOTAL = "total"
_CANVAS = ("ID", "SIS User ID", "SIS Login ID")
_MOODLE_ID = ("idnumber", "id number")


@dataclass(frozen=True)
class Sheet:
    """A CSV as text, and the names of those whom the other system could not have identified."""

    text: str
    left_out: list[str]


def plain(rows: Sequence[Row], title: str) -> Sheet:
    """Everything that is known: one line a student, one column a concept.

    Args:
        rows: the gradebook, from `read_rows`.
        title: the heading of the total; `TOTAL` where nobody asks for another.
    """
    headings = _in_order(heading for row in rows for heading in row.identifiers)
    concepts = _in_order(name for row in rows for name in row.concepts)
    lines = [
        [
            "student", "name", "email", *headings, "status", *concepts, "earned", "possible",
            "days late", "percent off", title, "by hand", "reason", "attempts", "problem",
        ]
    ]  # fmt: skip
    for row in rows:
        graded = _is_graded(row)
        by_concept = [
            _number(row.concepts[name].earned) if graded and name in row.concepts else ""
            for name in concepts
        ]
        lines.append(
            [
                row.student,
                row.name,
                row.email,
                *(row.identifiers.get(heading, "") for heading in headings),
                row.status,
                *by_concept,
                _number(row.earned) if graded else "",
                _number(row.possible),
                str(row.late.days) if row.late.known else "unknown",
                _number(row.late.percent_off),
                _total(row),
                "yes" if row.override else "",
                row.override.reason if row.override else "",
                str(row.attempts),
                row.problem,
            ]
        )
    return Sheet(_csv(lines), [])


def canvas(rows: Sequence[Row], title: str) -> Sheet:
    """What Canvas's gradebook imports; the students' ids come from the roster.

    Args:
        rows: the gradebook, from `read_rows`.
        title: the assignment as Canvas's own export heads it, `Homework 1 (1234)`; without
            the number Canvas offers to make a new assignment.
    """
    possible = max((row.possible for row in rows), default=0.0)
    lines = [
        ["Student", *_CANVAS, "Section", title],
        ["    Points Possible", "", "", "", "", _number(possible)],
    ]
    left_out = []
    for row in rows:
        ids = [_identifier(row, (heading.casefold(),)) for heading in _CANVAS]
        if any(ids):
            lines.append([row.name, *ids, "", _total(row)])
        else:
            left_out.append(row.name)
    return Sheet(_csv(lines), left_out)


def moodle(rows: Sequence[Row], title: str) -> Sheet:
    """What Moodle's grade import reads; its emails or id numbers come from the roster.

    Moodle refuses the whole file for one unknown user, so whoever has neither is left out.

    Args:
        rows: the gradebook, from `read_rows`.
        title: the heading of the grades; that of the feedback is `TITLE feedback`.
    """
    lines = [["email", "idnumber", title, f"{title} feedback"]]
    left_out = []
    for row in rows:
        number = _identifier(row, _MOODLE_ID)
        if row.email or number:
            lines.append([row.email, number, _total(row), _feedback(row)])
        else:
            left_out.append(row.name)
    return Sheet(_csv(lines), left_out)


def harmless(cell: str) -> str:
    """The cell, with an apostrophe in front if a spreadsheet would run it as a formula."""
    if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def _feedback(row: Row) -> str:
    """What the student may read: points, lateness. The reason of an override is not for them."""
    by_hand = "The total was set by hand." if row.override else ""
    if not _is_graded(row):
        return by_hand
    points = f"{_number(row.earned)} of {_number(row.possible)} points"
    by_concept = "; ".join(
        f"{name} {_number(one.earned)}/{_number(one.possible)}"
        for name, one in row.concepts.items()
    )
    late = ""
    if row.late.closed:
        late = " Handed in after the exercise was closed."
    elif row.late.percent_off:
        days = f"{row.late.days} day{'' if row.late.days == 1 else 's'}"
        late = f" {days} late: {_number(row.late.percent_off)} % off."
    return f"{by_hand} {points} ({by_concept}).{late}".lstrip()


def _is_graded(row: Row) -> bool:
    """Whether a submission of theirs was graded, be it an old one beside an unusable new one."""
    return row.json is not None


def _total(row: Row) -> str:
    return _number(row.total) if _is_graded(row) or row.override else ""


def _identifier(row: Row, names: tuple[str, ...]) -> str:
    return next(
        (value for heading, value in row.identifiers.items() if heading.casefold() in names), ""
    )


def _in_order(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _number(value: float) -> str:
    return f"{value:.10g}"


def _csv(lines: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([harmless(cell) for cell in line] for line in lines)
    return text.getvalue()
