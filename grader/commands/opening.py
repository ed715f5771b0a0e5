"""From what the command line says to an open course and a grader on a warm zygote."""

from __future__ import annotations

import contextlib
import gc
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from grader.interrupts import ending_on_the_spot

from .console import in_ci
from .failures import TierMissing, Unusable
from .options import GradingChoices, left_out

if TYPE_CHECKING:
    from grader.course import Course
    from grader.grading import Grader
    from grader.judging.marks import Misconception
    from grader.judging.session import Tests
    from grader.quiz.quizzes import Quizzes
    from grader.report.model import Tier
    from grader.sandbox.client import Zygote
    from grader.sandbox.launch import Launched, Limits
    from grader.sandbox.targets import StartMethod, Target

Result = TypeVar("Result")
_FILES = (".py", ".ipynb", ".toml")


def check_exercises(exercises: Path) -> None:
    """Unusable, unless `exercises` is a folder."""
    if not exercises.exists():
        raise Unusable(f"{exercises}: there is no such folder")
    if not exercises.is_dir():
        message = f"{exercises}: a folder of exercise files is needed, and this is a file"
        if re.match(r"\d\d_", exercises.name):
            message += f"; `grade {exercises.parent} --only {exercises.name[:2]}` grades it alone"
        raise Unusable(message)


def course_of(exercises: Path, solutions: Path | None, only: tuple[str, ...] = ()) -> Course:
    """The course that `--solutions` names, else the one beside the exercises."""
    from grader.course import CourseError, load_course

    check_exercises(exercises)
    folder = solutions or _found_beside(exercises)
    if folder is None:
        raise Unusable(
            f"there is no folder solutions/ or practice/ beside {exercises}; "
            "name the course with --solutions DIR"
        )
    from grader.practice.recorded import is_practice, load_recorded

    try:
        load = load_recorded if is_practice(folder) else load_course
        return load(folder).only(list(only))
    except CourseError as error:
        raise Unusable(str(error)) from error


def check_files(exercises: Path, course: Course) -> None:
    """Unusable, unless one of the course's exercise files or quizzes lies in `exercises`."""
    from grader.practice.bundle import bundled_practice

    concepts = [concept.id for concept in course.concepts]
    if _has_files(exercises, concepts):
        return
    what_to_do = "Name the folder that holds them, or another course with --solutions DIR."
    inside = exercises / "exercises"
    if inside.is_dir() and _has_files(inside, concepts):
        what_to_do = f"There are some in {inside}: name that folder."
    elif course.folder == bundled_practice():
        what_to_do = (
            "`grade init DIR` makes a folder of exercises; --solutions DIR names another course."
        )
    missing = f"none of the course's exercise files is here (the first would be {concepts[0]}.py)"
    raise Unusable(f"{exercises}: {missing}\n{what_to_do}")


def _has_files(folder: Path, concepts: list[str]) -> bool:
    return any(entry.stem in concepts and entry.suffix in _FILES for entry in folder.iterdir())


def _found_beside(exercises: Path) -> Path | None:
    """The secrets beside the exercises, else practice data there, else what came installed."""
    from grader.practice.bundle import bundled_practice

    beside = exercises.resolve().parent
    places = [beside / "solutions", beside / "practice", bundled_practice()]
    return next((place for place in places if place and place.is_dir()), None)


def quizzes_of(course: Course) -> Quizzes:
    """The quizzes of a course, or those recorded in its practice data."""
    from grader.practice.recorded import is_practice

    if is_practice(course.folder):
        from grader.practice.loading import RecordedQuizzes

        return RecordedQuizzes()
    from grader.quiz.quizzes import Quizzes

    return Quizzes()


def misconceptions_of(course: Course) -> list[Misconception]:
    """Every misconception of a course, or what its practice data tells of them: never code."""
    from grader.course import CourseError
    from grader.practice.recorded import is_practice

    try:
        if is_practice(course.folder):
            from grader.practice.loading import recorded_misconceptions

            return recorded_misconceptions(course)
        from grader.diagnosis import pages

        return pages.misconceptions_of(course)
    except CourseError as error:
        raise Unusable(str(error)) from error


def study_course(exercises: Path | None, solutions: Path | None) -> tuple[Path, Course]:
    """The exercises that are meant where none are named, and their course.

    Raises:
        Unusable: there is no such course, or none of its files.
    """
    folder = exercises_meant(exercises)
    course = course_of(folder, solutions)
    check_files(folder, course)
    return folder, course


def exercises_meant(exercises: Path | None) -> Path:
    """The named folder, else `exercises/` here, else this folder."""
    return exercises or (Path("exercises") if Path("exercises").is_dir() else Path())


def with_grader(
    course: Course, choices: GradingChoices, body: Callable[[Grader], Result]
) -> Result:
    """Call `body` with a grader whose zygote is starting, and close it afterwards."""
    device = "cpu" if _is_recorded(course, choices) else device_of(course, choices)

    def with_options(tests: Tests, zygote: Zygote) -> Result:
        from grader.grading import Grader, Options, TierNotReached

        try:
            options = Options(
                seed=course.settings.seed if choices.seed is None else choices.seed,
                device=device,
                feedback=choices.feedback or course.settings.feedback,  # type: ignore[arg-type]
                require=choices.require or default_tier(device),  # type: ignore[arg-type]
            )
            return body(Grader(course, tests, zygote, options, quizzes_of(course)))
        except TierNotReached as error:
            raise TierMissing(str(error)) from error

    return with_tests(course, with_options, choices.start_method, device)


def device_of(course: Course, choices: GradingChoices) -> str:
    """The device that `--device` means here; Unusable if there is none such."""
    if choices.device == "cpu":
        return "cpu"  # the common case, before torch is imported
    from grader.devices import AbsentDevice, choose

    try:
        return choose(choices.device, tf32=course.settings.accelerator.tf32)
    except AbsentDevice as error:
        raise Unusable(str(error)) from error


def default_tier(device: str) -> Tier:
    """What is required where `--require` says nothing."""
    from grader.sandbox.targets import is_accelerator

    return ("limited" if is_accelerator(device) else "hardened") if in_ci() else "unsafe"


def _is_recorded(course: Course, choices: GradingChoices) -> bool:
    """Is this practice data? It answers one seed, on the CPU; Unusable if another is asked for."""
    from grader.practice.recorded import is_practice

    if not is_practice(course.folder):
        return False
    if choices.seed not in (None, course.settings.seed):
        what_to_do = left_out("seed", "TENSORGRADE_SEED")
        raise Unusable(f"practice data has one seed, {course.settings.seed}; {what_to_do}")
    if choices.device not in ("auto", "cpu"):
        what_to_do = left_out("device", "TENSORGRADE_DEVICE")
        raise Unusable(f"practice data was recorded on the CPU; {what_to_do}")
    return True


def with_tests(
    course: Course,
    body: Callable[[Tests, Zygote], Result],
    start_method: str | None = None,
    device: str = "cpu",
) -> Result:
    """Call `body` with the collected hidden tests and a zygote, and close it afterwards.

    The zygote is launched first, so that it imports torch while this process does the same.
    """
    from grader.sandbox.launch import LaunchError, Limits, launch
    from grader.sandbox.targets import Target

    target = Target(device, course.settings.accelerator.tf32)
    settings = course.settings.limits
    limits = Limits(
        call_cpu_seconds=settings.seconds,
        call_wall_seconds=settings.wall_seconds,
        memory_bytes=settings.memory_mib * 2**20,
    )
    method: StartMethod = "spawn" if start_method == "spawn" else target.start_method
    try:
        launched = launch(limits, method, target) if method == "fork" else None
    except (LaunchError, OSError) as error:
        raise Unusable(str(error)) from error
    try:
        return _with_launched(course, body, limits, method, launched, target)
    finally:
        if launched is not None:  # an interrupt may come before there is a Zygote to close
            launched.process.kill()
            launched.process.wait()


@contextlib.contextmanager
def _importing(launched: Launched | None) -> Iterator[None]:
    """Import a great deal: nothing of it is garbage, then or ever after."""
    clean_up = launched.process.kill if launched else lambda: None
    gc.disable()
    with ending_on_the_spot(clean_up):
        yield
    gc.freeze()
    gc.enable()


def _with_launched(
    course: Course,
    body: Callable[[Tests, Zygote], Result],
    limits: Limits,
    method: StartMethod,
    launched: Launched | None,
    target: Target,
) -> Result:
    with _importing(launched):
        from grader.sandbox import warmup

        warmup.stand_in_for_dynamo()
        warmup.forget_absent_devices()
        import grader.grading  # noqa: F401 - asked for below, and best imported now
        from grader.course import CourseError
        from grader.judging.session import run_hidden_tests
        from grader.practice.loading import RecordedTests
        from grader.practice.recorded import is_practice
        from grader.sandbox.client import Zygote

    zygote = Zygote(limits, method, launched, target)
    try:
        if is_practice(course.folder):
            return body(RecordedTests(course), zygote)
        return run_hidden_tests(course, lambda tests: body(tests, zygote))
    except CourseError as error:
        raise Unusable(str(error)) from error
    finally:
        zygote.close()
