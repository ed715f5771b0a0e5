"""`grade class SUBMISSIONS --out RESULTS --solutions DIR`: grade a whole class."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .console import in_ci, open_console
from .failures import TierMissing, Unusable
from .options import GradingChoices, color_option, grading_options

if TYPE_CHECKING:
    from grader.classroom.pool import Pool
    from grader.classroom.signature import Conditions
    from grader.classroom.store import Store
    from grader.course import Course

JOB = [sys.executable, "-m", "grader.commands.class_job"]


@click.command("class")
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="RESULTS",
    help="The folder of results; the same one again goes on where it was.",
)
@grading_options
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    help="Processes that grade at the same time; one a core by default.",
)
@click.option("--force", is_flag=True, help="Grade again what has not changed.")
@color_option
def command(
    submissions: Path, out: Path, jobs: int | None, force: bool, color: str, **choices: Any
) -> None:
    """Grade a whole class."""
    from grader.classroom.pool import JobFailed
    from grader.classroom.store import Store, StoreError
    from grader.classroom.whole import REPORTS

    chosen = GradingChoices(**choices)
    course = _course(chosen)
    try:
        (out / REPORTS).mkdir(parents=True, exist_ok=True)
        with _alone(out), Store(out, create=True) as store:
            _grade(submissions, out, course, chosen, store, jobs or _cores(), force, color)
    except JobFailed as error:
        raise (TierMissing if error.kind == "tier" else Unusable)(str(error)) from error
    except sqlite3.OperationalError as error:
        text = f"{out}: {error}; the same command goes on where it was"
        raise Unusable(text) from error
    except (StoreError, OSError) as error:
        raise Unusable(str(error)) from error


def _course(chosen: GradingChoices) -> Course:
    """The course that is named; never one that lies among the submissions."""
    from grader.course import CourseError, load_course

    if chosen.solutions is None:
        raise Unusable("name the course with --solutions DIR: a class is never graded by guess")
    try:
        return load_course(chosen.solutions).only(list(chosen.only))
    except CourseError as error:
        raise Unusable(str(error)) from error


def _grade(
    submissions: Path,
    out: Path,
    course: Course,
    chosen: GradingChoices,
    store: Store,
    jobs: int,
    force: bool,
    color: str,
) -> None:
    from grader.classroom.intake import IntakeError, read_class
    from grader.classroom.progress import progress
    from grader.classroom.summary import say
    from grader.classroom.whole import ClassRun, register

    try:
        intake = read_class(submissions, [concept.id for concept in course.concepts])
    except IntakeError as error:
        raise Unusable(str(error)) from error
    console = open_console(color)
    run = store.begin_run(course.digest, course.settings.title)
    register(store, run, intake.hand_ins, {})
    conditions = _conditions(course, chosen)
    class_run = ClassRun(course, conditions, store, out, force=force)
    plain = in_ci() or not console.is_terminal
    with progress(console, len(intake.hand_ins), plain=plain) as done:
        class_run.grade(intake.hand_ins, _pool_of(course, chosen, conditions, out, jobs), done)
    store.end_run(run, intake.notes)
    say(class_run.summary, intake.notes, console)
    click.echo(str(out))


def _conditions(course: Course, chosen: GradingChoices) -> Conditions:
    from grader.classroom.signature import Conditions

    default = ("hardened" if chosen.device == "cpu" else "limited") if in_ci() else "unsafe"
    return Conditions(
        seed=course.settings.seed if chosen.seed is None else chosen.seed,
        device=chosen.device,
        feedback=chosen.feedback or course.settings.feedback,
        require=chosen.require or default,  # type: ignore[arg-type]
        start_method=chosen.start_method or "fork",
    )


def _pool_of(
    course: Course, chosen: GradingChoices, conditions: Conditions, out: Path, jobs: int
) -> Callable[[int], Pool]:
    """A pool whose jobs open the same course under the same conditions."""
    from grader.classroom.pool import Pool
    from grader.classroom.whole import PENDING

    choices = asdict(chosen) | {
        "solutions": None,
        "only": (),
        "seed": conditions.seed,
        "feedback": conditions.feedback,
        "require": conditions.require,
    }
    setup = {
        "course": str(course.folder.resolve()),
        "only": [concept.id for concept in course.concepts],
        "choices": choices,
        "reports": str((out / PENDING).resolve()),
    }
    return lambda work: Pool(JOB, setup, min(jobs, work))


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextlib.contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Hold the results for this process, or say that another one does."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with open(out / ".lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Unusable(f"{out}: another `grade class` is at work here") from error
        yield
