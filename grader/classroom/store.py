"""`RESULTS/class.sqlite`: students, their attempts, every result ever, and overrides.

A result is recorded in one transaction after its reports are written, so that a run that
was stopped leaves nothing half done. Old results stay; the newest of an attempt counts.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .facts import Facts

FILE = "class.sqlite"
VERSION = 1

_SCHEMA = """
CREATE TABLE student (
    id TEXT PRIMARY KEY, key TEXT NOT NULL, name TEXT NOT NULL, email TEXT NOT NULL DEFAULT '',
    identifiers TEXT NOT NULL DEFAULT '{}', handed_in INTEGER NOT NULL DEFAULT 1,
    current INTEGER, problem TEXT NOT NULL DEFAULT '', run INTEGER NOT NULL);
CREATE TABLE attempt (
    id INTEGER PRIMARY KEY, student TEXT NOT NULL REFERENCES student, digest TEXT NOT NULL,
    modified REAL, clock TEXT NOT NULL, late INTEGER, seen REAL NOT NULL,
    UNIQUE (student, digest));
CREATE TABLE result (
    id INTEGER PRIMARY KEY, attempt INTEGER NOT NULL REFERENCES attempt,
    signature TEXT NOT NULL, graded REAL NOT NULL, seed INTEGER NOT NULL, tier TEXT NOT NULL,
    trouble INTEGER NOT NULL, earned REAL NOT NULL, possible REAL NOT NULL, facts TEXT NOT NULL,
    report TEXT NOT NULL, changes TEXT NOT NULL DEFAULT '[]');
CREATE INDEX result_of_attempt ON result (attempt, id);
CREATE INDEX result_of_report ON result (report);
CREATE TABLE override (
    id INTEGER PRIMARY KEY, student TEXT NOT NULL, points REAL, reason TEXT NOT NULL,
    made REAL NOT NULL);
CREATE TABLE run (id INTEGER PRIMARY KEY, started REAL NOT NULL, course TEXT NOT NULL,
    title TEXT NOT NULL, policy TEXT NOT NULL, anonymous INTEGER NOT NULL,
    notes TEXT NOT NULL DEFAULT '[]', finished REAL);
"""


class StoreError(Exception):
    """The store cannot be used; the message says what to do."""


@dataclass(frozen=True)
class Known:
    """The newest result of an attempt."""

    result: int
    attempt: int
    signature: str
    tier: str
    trouble: bool
    report: str


@dataclass(frozen=True)
class AttemptRow:
    """One attempt with its newest result."""

    id: int
    student: str
    digest: str
    modified: float | None
    clock: str
    late: bool | None
    facts: Facts
    report: str
    changes: list[str]
    graded: float


@dataclass(frozen=True)
class StudentRow:
    """One student as last seen."""

    id: str
    key: str
    name: str
    email: str
    identifiers: dict[str, str]
    handed_in: bool
    current: int | None
    problem: str


@dataclass(frozen=True)
class Override:
    """Points set by hand, and why."""

    points: float
    reason: str
    made: float


class Store:
    """The class's file; one process at a time writes to it."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        path = folder / FILE
        if not create and not path.is_file():
            raise StoreError(f"{folder}: there are no results of a class here (no {FILE})")
        try:
            self._db = sqlite3.connect(path, isolation_level=None)
            self._db.row_factory = sqlite3.Row
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._prepare(path)
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{path}: {error}") from error

    def _prepare(self, path: Path) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            self._db.executescript(f"BEGIN;{_SCHEMA}PRAGMA user_version = {VERSION};COMMIT;")
        elif version != VERSION:
            raise StoreError(f"{path}: made by another version of tensorgrade (format {version})")

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def transaction(self) -> _Transaction:
        """A `with` block whose changes are kept all or not at all."""
        return _Transaction(self._db)

    def begin_run(self, course: str, title: str, policy: str, *, anonymous: bool) -> int:
        """Note the course's digest and title, and the policy as JSON, that are now in force."""
        values = (time.time(), course, title, policy, anonymous)
        made = self._db.execute(
            "INSERT INTO run (started, course, title, policy, anonymous) VALUES (?, ?, ?, ?, ?)",
            values,
        )
        return int(made.lastrowid or 0)

    def put_notes(self, run: int, notes: list[str]) -> None:
        """What there is to say of the hand-ins, known before anything is graded."""
        self._db.execute("UPDATE run SET notes = ? WHERE id = ?", (json.dumps(notes), run))

    def end_run(self, run: int) -> None:
        self._db.execute("UPDATE run SET finished = ? WHERE id = ?", (time.time(), run))

    def last_run(self) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._db.execute(
            "SELECT * FROM run ORDER BY id DESC LIMIT 1"
        ).fetchone()
        return row

    def put_student(
        self,
        student: str,
        *,
        key: str,
        name: str,
        run: int,
        email: str = "",
        identifiers: dict[str, str] | None = None,
        handed_in: bool = True,
        problem: str = "",
    ) -> None:
        """Add a student, or update what is known of one."""
        self._db.execute(
            "INSERT INTO student (id, key, name, email, identifiers, handed_in, problem, run)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
            " email = excluded.email, identifiers = excluded.identifiers,"
            " handed_in = excluded.handed_in, problem = excluded.problem, run = excluded.run",
            (
                student,
                key,
                name,
                email,
                json.dumps(identifiers or {}),
                handed_in,
                problem,
                run,
            ),
        )

    def known(self, student: str, digest: str) -> Known | None:
        """The newest result of this student for these very sources."""
        row = self._db.execute(
            "SELECT result.id, attempt, signature, tier, trouble, report FROM result"
            " JOIN attempt ON attempt.id = result.attempt"
            " WHERE student = ? AND digest = ? ORDER BY result.id DESC LIMIT 1",
            (student, digest),
        ).fetchone()
        return Known(row[0], row[1], row[2], row[3], bool(row[4]), row[5]) if row else None

    def make_current(self, student: str, attempt: int) -> None:
        self._db.execute("UPDATE student SET current = ? WHERE id = ?", (attempt, student))

    def put_attempt(
        self,
        student: str,
        digest: str,
        modified: float | None,
        clock: str,
        late: bool | None,
        *,
        anew: bool = False,
    ) -> int:
        """The attempt with these sources; its time is the one first seen, unless taken `anew`."""
        self._db.execute(
            "INSERT INTO attempt (student, digest, modified, clock, late, seen)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (student, digest) DO UPDATE"
            " SET modified = excluded.modified, clock = excluded.clock, late = excluded.late"
            " WHERE ?",
            (student, digest, modified, clock, late, time.time(), anew),
        )
        row = self._db.execute(
            "SELECT id FROM attempt WHERE student = ? AND digest = ?", (student, digest)
        ).fetchone()
        return int(row[0])

    def put_result(
        self, attempt: int, signature: str, facts: Facts, report: str, changes: list[str]
    ) -> None:
        """Record a grading; `report` is the stem of its two files in reports/."""
        self._db.execute(
            "INSERT INTO result (attempt, signature, graded, seed, tier, trouble, earned,"
            " possible, facts, report, changes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                attempt,
                signature,
                time.time(),
                facts.seed,
                facts.tier,
                bool(facts.trouble),
                facts.earned,
                facts.possible,
                facts.model_dump_json(),
                report,
                json.dumps(changes),
            ),
        )

    def newest_result(self, report: str) -> int | None:
        """The id of the result whose files bear this name."""
        row = self._db.execute("SELECT max(id) FROM result WHERE report = ?", (report,)).fetchone()
        return None if row[0] is None else int(row[0])

    def move_report(self, old: str, new: str) -> None:
        """An earlier result's files now have another name."""
        self._db.execute("UPDATE result SET report = ? WHERE report = ?", (new, old))

    def facts_of(self, result: int) -> Facts:
        """What was kept of one result."""
        row = self._db.execute("SELECT facts FROM result WHERE id = ?", (result,)).fetchone()
        return Facts.model_validate_json(row[0])

    def concepts(self) -> set[str]:
        """The concepts that the newest result is about."""
        row = self._db.execute("SELECT facts FROM result ORDER BY id DESC LIMIT 1").fetchone()
        facts = Facts.model_validate_json(row[0]) if row else None
        return {concept.id for concept in facts.concepts} if facts else set()

    def state(self) -> str:
        """A digest of all that the last run's figures are made from."""
        found = hashlib.sha256()
        for query in (
            "SELECT course, title, policy, anonymous, notes, finished IS NULL FROM run"
            " ORDER BY id DESC LIMIT 1",
            "SELECT id, name, email, identifiers, handed_in, current, problem FROM student"
            " WHERE run = (SELECT max(id) FROM run) ORDER BY id",
            "SELECT attempt.id, student, modified, clock, late, max(result.id), report"
            " FROM attempt JOIN result ON result.attempt = attempt.id GROUP BY attempt.id"
            " ORDER BY attempt.id",
            "SELECT student, points, reason, made FROM override ORDER BY id",
        ):
            found.update(repr([tuple(row) for row in self._db.execute(query)]).encode())
        return found.hexdigest()

    def students(self) -> list[StudentRow]:
        """Everyone seen in the last run, in the order of their ids."""
        rows = self._db.execute(
            "SELECT * FROM student WHERE run = (SELECT max(id) FROM run) ORDER BY id"
        )
        return [_student(row) for row in rows]

    def attempts(self, student: str) -> list[AttemptRow]:
        """A student's attempts that have a result, oldest first."""
        rows = self._db.execute(
            "SELECT attempt.id, student, digest, modified, clock, late, facts, report, changes,"
            " graded FROM attempt JOIN result ON result.attempt = attempt.id WHERE student = ?"
            " AND result.id = (SELECT max(id) FROM result WHERE attempt = attempt.id)"
            " ORDER BY attempt.id",
            (student,),
        )
        return [_attempt(row) for row in rows]

    def results(self) -> Iterator[sqlite3.Row]:
        """Every result ever recorded, oldest first, with its student and source digest."""
        yield from self._db.execute(
            "SELECT result.id, student, digest, signature, earned, possible, report, changes"
            " FROM result JOIN attempt ON attempt.id = result.attempt ORDER BY result.id"
        )

    def put_override(self, student: str, points: float | None, reason: str) -> None:
        """Set a student's points by hand; None takes an earlier override back."""
        self._db.execute(
            "INSERT INTO override (student, points, reason, made) VALUES (?, ?, ?, ?)",
            (student, points, reason, time.time()),
        )

    def carry_overrides(self, run: int) -> list[str]:
        """Give people who are in this run under another id the points that were set for them.

        Whoever is on the roster has one id before handing in and another one after, and a third
        if the folder is renamed; what the roster says of the person is the same.

        Returns:
            The names of those whose points were set by hand and who are not in this run at all.
        """
        same = (
            "SELECT now.id FROM student AS now, student AS past WHERE past.id = override.student"
            " AND past.run < :run AND now.run = :run AND now.email = past.email"
            " AND now.identifiers = past.identifiers"
            " AND (now.email != '' OR now.identifiers != '{}')"
        )
        self._db.execute(
            f"UPDATE override SET student = ({same}) WHERE EXISTS ({same})", {"run": run}
        )
        names = {row["id"]: row["name"] for row in self._db.execute("SELECT * FROM student")}
        here = {student.id for student in self.students()}
        return [names.get(student, student) for student in self.overrides() if student not in here]

    def overrides(self) -> dict[str, Override]:
        """The overrides in force, by student."""
        rows = self._db.execute("SELECT student, points, reason, made FROM override ORDER BY id")
        newest: dict[str, Any] = {row["student"]: row for row in rows}
        return {
            student: Override(row["points"], row["reason"], row["made"])
            for student, row in newest.items()
            if row["points"] is not None
        }


class _Transaction:
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: object, *_: object) -> None:
        self._db.execute("COMMIT" if kind is None else "ROLLBACK")


def _student(row: sqlite3.Row) -> StudentRow:
    return StudentRow(
        row["id"],
        row["key"],
        row["name"],
        row["email"],
        json.loads(row["identifiers"]),
        bool(row["handed_in"]),
        row["current"],
        row["problem"],
    )


def _attempt(row: sqlite3.Row) -> AttemptRow:
    return AttemptRow(
        id=row["id"],
        student=row["student"],
        digest=row["digest"],
        modified=row["modified"],
        clock=row["clock"],
        late=None if row["late"] is None else bool(row["late"]),
        facts=Facts.model_validate_json(row["facts"]),
        report=row["report"],
        changes=json.loads(row["changes"]),
        graded=row["graded"],
    )
