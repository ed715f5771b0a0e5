"""`grade class SUBMISSIONS --out RESULTS --solutions DIR`: grade a whole class."""

from __future__ import annotations

import contextlib
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cores import cores

from .console import in_ci, open_console
from .failures import TierMissing, Unusable
from .opening import default_tier, device_of
from .options import GradingChoices, color_option, grading_options

if TYPE_CHECKING:
    from rich.console import Console

    from grader.classroom.intake import HandIn, Intake
    from grader.classroom.pool import Pool
    from grader.classroom.roster import Matched
    from grader.classroom.signature import Conditions
    from grader.classroom.store import Store
    from grader.classroom.whole import Summary
    from grader.course import Course

JOB = [sys.executable, "-m", "grader.commands.class_job"]


@dataclass(frozen=True)
class ClassChoices:
    """How to grade a class, beside how to grade a submission."""

    submissions: Path
    out: Path
    roster: Path | None
    jobs: int
    git: bool
    force: bool
    anonymous: bool


@click.command("class")
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="RESULTS",
    help="The folder of results; the same one again goes on where it was.",
)
@click.option(
    "--roster",
    type=click.Path(path_type=Path),
    help="CSV of who belongs to the class: names, emails, ids.",
)
@grading_options
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    help="Processes that grade at the same time; one a core by default, one on an accelerator.",
)
@click.option("--git", is_flag=True, help="Take times from the last commit, not from the files.")
@click.option(
    "--force", is_flag=True, help="Grade again what has not changed, and take its time anew."
)
@click.option("--anonymous", is_flag=True, help="No names on the dashboard.")
@color_option
def command(
    submissions: Path,
    out: Path,
    roster: Path | None,
    jobs: int | None,
    git: bool,
    force: bool,
    anonymous: bool,
    color: str,
    **choices: Any,
) -> None:
    """Grade a whole class."""
    from grader.classroom.store import StoreError

    chosen = GradingChoices(**choices)
    course = _course(chosen)
    chosen = replace(chosen, device=device_of(course, chosen))
    asked = ClassChoices(
        submissions, out, roster, jobs or _jobs(chosen.device), git, force, anonymous
    )
    intake, matched = _read(asked, course)
    try:
        out.mkdir(parents=True, exist_ok=True)
        with _alone(out):
            _grade(asked, course, chosen, intake, matched, open_console(color))
    except (StoreError, OSError) as error:
        raise Unusable(str(error)) from error
    except sqlite3.OperationalError as error:
        text = f"{out}: {error}; the same command goes on where it was"
        raise Unusable(text) from error


def _course(chosen: GradingChoices) -> Course:
    """The course that is named; never one that lies among the submissions."""
    from grader.course import CourseError, load_course

    if chosen.solutions is None:
        raise Unusable("name the course with --solutions DIR: a class is never graded by guess")
    try:
        return load_course(chosen.solutions).only(list(chosen.only))
    except CourseError as error:
        raise Unusable(str(error)) from error


def _read(asked: ClassChoices, course: Course) -> tuple[Intake, Matched | None]:
    """Who handed in what, before anything is written."""
    from grader.classroom.intake import IntakeError, read_class
    from grader.classroom.roster import RosterError, match, read_roster

    try:
        people = read_roster(asked.roster) if asked.roster else None
        intake = read_class(asked.submissions, [concept.id for concept in course.concepts])
    except (IntakeError, RosterError, OSError) as error:
        raise Unusable(str(error)) from error
    return intake, None if people is None else match(intake.hand_ins, people)


def _grade(
    asked: ClassChoices,
    course: Course,
    chosen: GradingChoices,
    intake: Intake,
    matched: Matched | None,
    console: Console,
) -> None:
    from grader.classroom.dashboard import rewrite
    from grader.classroom.store import Store
    from grader.classroom.summary import say
    from grader.classroom.whole import register

    notes = intake.notes + (matched.notes if matched else [])
    settings = course.settings
    policy = settings.class_.model_dump_json(exclude={"student_secret"})
    with Store(asked.out, create=True) as store:
        if chosen.only:
            _refuse_a_part_of(store, course, asked.out)
        run = store.begin_run(course.digest, settings.title, policy, anonymous=asked.anonymous)
        register(store, run, intake.hand_ins, matched)
        notes += [
            f"{name}: the points set by hand are of nobody who is here now"
            for name in store.carry_overrides(run)
        ]
        store.put_notes(run, notes)
        with _shown_on_the_way_out(asked.out):
            summary = _grade_all(asked, course, chosen, store, intake.hand_ins, console)
        store.end_run(run)
    page = rewrite(asked.out)
    say(summary, notes, len(matched.absent) if matched else 0, console)
    click.echo(str(page))


def _refuse_a_part_of(store: Store, course: Course, out: Path) -> None:
    """Unusable where the results are of more concepts: a part would pass for the whole of them."""
    more = store.concepts() - {concept.id for concept in course.concepts}
    if more:
        raise Unusable(
            f"{out} holds results of other concepts too ({', '.join(sorted(more))}), and --only "
            "would make them grades of a part.\nGive the part an --out of its own, or leave --only "
            "out: only what has changed is graded again."
        )


@contextlib.contextmanager
def _shown_on_the_way_out(out: Path) -> Iterator[None]:
    """Whatever ends a run early, the dashboard shows what there is, and it is said where."""
    from grader.classroom.dashboard import rewrite
    from grader.classroom.store import StoreError

    try:
        yield
    except BaseException:
        # What ended the run may keep the page from being written too; it is the one to be told.
        with contextlib.suppress(OSError, sqlite3.Error, StoreError):
            click.echo(f"{rewrite(out)} shows what there is so far", err=True)
        raise


def _grade_all(
    asked: ClassChoices,
    course: Course,
    chosen: GradingChoices,
    store: Store,
    hand_ins: list[HandIn],
    console: Console,
) -> Summary:
    from grader.classroom.git import Git, GitMissing
    from grader.classroom.pool import JobFailed
    from grader.classroom.progress import progress
    from grader.classroom.whole import ClassRun

    conditions = _conditions(course, chosen)
    plain = in_ci() or not console.is_terminal
    run = None
    try:
        with (
            Git() if asked.git else contextlib.nullcontext() as git,
            progress(console, len(hand_ins), plain=plain) as done,
        ):
            run = ClassRun(course, conditions, store, asked.out, force=asked.force, git=git)
            run.grade(hand_ins, _pool_of(course, chosen, conditions, asked), done)
    except KeyboardInterrupt:
        if run is not None:
            kept = run.summary.graded + run.summary.unchanged
            results = f"{kept} result{'' if kept == 1 else 's'} of {len(hand_ins)}"
            click.echo(
                f"{results} kept in {asked.out}; the same command goes on from there", err=True
            )
        raise
    except JobFailed as error:
        raise (TierMissing if error.kind == "tier" else Unusable)(str(error)) from error
    except GitMissing as error:
        raise Unusable(str(error)) from error
    return run.summary


def _conditions(course: Course, chosen: GradingChoices) -> Conditions:
    from grader.classroom.signature import Conditions

    default = default_tier(chosen.device)
    return Conditions(
        seed=course.settings.seed if chosen.seed is None else chosen.seed,
        device=chosen.device,
        feedback=chosen.feedback or course.settings.feedback,
        require=chosen.require or default,  # type: ignore[arg-type]
        start_method=chosen.start_method or "fork",
        student_secret=course.settings.class_.student_secret or "",
    )


def _pool_of(
    course: Course, chosen: GradingChoices, conditions: Conditions, asked: ClassChoices
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
        "reports": str((asked.out / PENDING).resolve()),
    }
    return lambda work: Pool(JOB, setup, min(asked.jobs, work))


def _jobs(device: str) -> int:
    """One a core, and one zygote a device: jobs that share its memory would run out of it."""
    from grader.sandbox.targets import is_accelerator

    if is_accelerator(device):
        return 1
    return cores()


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
