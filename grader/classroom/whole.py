"""The way of a class: each hand-in is read, and graded only if something about it changed."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from grader.course import Course
from grader.report.model import Tier

from .changes import changes_between
from .facts import Facts
from .git import Git
from .intake import HandIn, source_digest, student_id
from .packing import pack
from .pool import Pool, Task
from .roster import Matched
from .signature import Conditions, signature
from .store import Known, Store

REPORTS = "reports"
HISTORY = "history"
# Where jobs write. Only this process moves reports from here to where people find them.
PENDING = "pending"
TIERS: tuple[Tier, ...] = ("unsafe", "limited", "hardened")


@dataclass
class Summary:
    """What became of the hand-ins: how many, and by name those that need a look."""

    graded: int = 0
    unchanged: int = 0
    changed: list[str] = field(default_factory=list)
    unusable: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Stale:
    """A hand-in to be graded, and its newest result so far."""

    hand_in: HandIn
    known: Known | None


class ClassRun:
    """One run over a class, into one folder of results."""

    def __init__(
        self,
        course: Course,
        conditions: Conditions,
        store: Store,
        out: Path,
        *,
        force: bool,
        git: Git | None = None,
    ) -> None:
        self.summary = Summary()
        self._course = course
        self._concepts = [concept.id for concept in course.concepts]
        self._conditions = conditions
        self._signature = signature(course, conditions)
        self._store = store
        self._out = out
        self._force = force
        self._git = git

    def grade(
        self, hand_ins: list[HandIn], new_pool: Callable[[int], Pool], done: Callable[[bool], None]
    ) -> None:
        """Grade what has to be graded; `new_pool` is asked for jobs only if anything has.

        Raises:
            JobFailed: nothing can be graded: the tier, the course or the disk.
        """
        stale = self._stale(hand_ins, done)
        if not stale:
            return
        for folder in (REPORTS, HISTORY, PENDING):
            (self._out / folder).mkdir(exist_ok=True)
        with new_pool(len(stale)) as pool:
            self._grade(stale, pool, done)
        shutil.rmtree(self._out / PENDING, ignore_errors=True)

    def _stale(self, hand_ins: list[HandIn], done: Callable[[bool], None]) -> list[_Stale]:
        """The hand-ins that have to be graded; `done` is called for each of the others."""
        found = []
        with self._store.transaction():
            for hand_in in hand_ins:
                if hand_in.problem:
                    self.summary.unusable.append(f"{hand_in.name}: {hand_in.problem}")
                    done(False)
                    continue
                digest = source_digest(hand_in.submission(self._concepts))
                known = self._store.known(hand_in.student, digest)
                if known and not self._force and self._still_holds(known):
                    self._store.make_current(hand_in.student, known.attempt)
                    self.summary.unchanged += 1
                    done(False)
                else:
                    found.append(_Stale(hand_in, known))
        return found

    def _grade(self, stale: list[_Stale], pool: Pool, done: Callable[[bool], None]) -> None:
        """Grade what is stale and record each result as it comes."""
        for task, answer in pool.run(self._tasks(stale)):
            name = task.label.hand_in.name
            if answer is None:
                self.summary.trouble.append(f"{name}: the grading process ended twice")
            elif "trouble" in answer:
                self.summary.trouble.append(f"{name}: {answer['trouble']}")
            else:
                self._record(task, Facts.model_validate(answer["facts"]))
            done(True)

    def _still_holds(self, known: Known) -> bool:
        strong = TIERS.index(known.tier) >= TIERS.index(self._conditions.require)
        return (
            known.signature == self._signature
            and not known.trouble
            and strong
            and self._path(known.report, ".json").is_file()
            and self._path(known.report, ".html").is_file()
        )

    def _path(self, report: str, suffix: str) -> Path:
        return self._out / f"{report}{suffix}"

    def _tasks(self, stale: list[_Stale]) -> Iterator[Task]:
        """Read each hand-in only when a job is free for it."""
        for item in stale:
            submission = item.hand_in.submission(self._concepts)
            student = item.hand_in.student
            message, body = pack(submission)
            message |= {
                "seed": self._conditions.seed_of(student),
                "report": student,
                "digest": source_digest(submission),
            }
            yield Task(message, body, item)

    def _publish(self, student: str, older: int | None) -> None:
        """Put the new reports in their place; those of the result `older` keep another name."""
        report = f"{REPORTS}/{student}"
        for suffix in (".html", ".json"):
            if older is not None:
                with contextlib.suppress(FileNotFoundError):
                    kept = self._path(f"{HISTORY}/{student}-{older}", suffix)
                    os.replace(self._path(report, suffix), kept)
            os.replace(self._path(f"{PENDING}/{student}", suffix), self._path(report, suffix))

    def _record(self, task: Task, facts: Facts) -> None:
        hand_in: HandIn = task.label.hand_in
        student = hand_in.student
        report = f"{REPORTS}/{student}"
        before = task.label.known
        changes: list[str] = []
        if before:
            changes = changes_between(self._store.facts_of(before.result), facts)
        with self._store.transaction():
            older = self._store.newest_result(report)
            if older is not None:
                self._store.move_report(report, f"{HISTORY}/{student}-{older}")
            self._publish(student, older)
            attempt = self._store.put_attempt(
                student,
                task.message["digest"],
                *self._time_of(hand_in),
                hand_in.late,
                anew=self._force,
            )
            self._store.put_result(attempt, self._signature, facts, report, changes)
            self._store.make_current(student, attempt)
        self.summary.graded += 1
        if facts.trouble:
            self.summary.trouble.append(f"{hand_in.name}: {facts.trouble[0]}")
        if changes:
            self.summary.changed.append(f"{hand_in.name}: {'; '.join(changes[:3])}")

    def _time_of(self, hand_in: HandIn) -> tuple[float | None, str]:
        """When the work was handed in, and whose clock says so."""
        if hand_in.late is not None:
            return None, "platform"
        if self._git and hand_in.folder:
            committed = self._git.committed(hand_in.folder)
            if committed is not None:
                return committed, "git"
        return hand_in.modified, "file"


def register(store: Store, run: int, hand_ins: list[HandIn], matched: Matched | None) -> None:
    """Write down who handed in, and who did not, before anything is graded."""
    with store.transaction():
        for hand_in in hand_ins:
            person = matched.people.get(hand_in.key) if matched else None
            store.put_student(
                hand_in.student,
                key=_text(hand_in.key),
                name=_text(person.name if person and person.name else hand_in.name),
                email=person.email if person else "",
                identifiers=person.identifiers if person else {},
                problem=hand_in.problem,
                run=run,
            )
        for person in matched.absent if matched else []:
            store.put_student(
                student_id(person.key),
                key=person.key,
                name=person.name or person.email or person.key,
                email=person.email,
                identifiers=person.identifiers,
                handed_in=False,
                run=run,
            )


def _text(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode()
