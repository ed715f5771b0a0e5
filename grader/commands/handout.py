"""`grade handout DIR`: make what students receive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .failures import Unusable
from .opening import course_of, with_tests

if TYPE_CHECKING:
    from grader.classroom.handout import Files
    from grader.classroom.roster import Person
    from grader.course import Course
    from grader.judging.session import Tests
    from grader.sandbox.client import Zygote


@click.command("handout")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
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
    "--roster",
    type=click.Path(path_type=Path),
    metavar="CSV",
    help="A folder for each student, each with quizzes of another variant.",
)
@click.option(
    "--quiz-answers",
    is_flag=True,
    help="Let practice grade the quizzes: their answers go along. Not with --roster.",
)
@click.option(
    "--practice-only", is_flag=True, help="Write the practice data alone, straight into DIR."
)
def command(
    folder: Path,
    exercises: Path,
    solutions: Path | None,
    roster: Path | None,
    quiz_answers: bool,
    practice_only: bool,
) -> None:
    """Make the students' folder: exercises, quizzes, practice data.

    Nothing secret goes along. With --roster, DIR holds a folder for each student.
    """
    if roster and (quiz_answers or practice_only):
        raise click.UsageError("--roster goes with neither --quiz-answers nor --practice-only")
    people = _people(roster)
    course = course_of(exercises, solutions)
    from grader.course import CourseError

    try:
        data = _practice(course, exercises, quiz_answers)
        if practice_only:
            _write(folder, iter(data))
            return
        from grader.classroom.handout import folder_of, student_files

        for person in people:
            target = folder / folder_of(person) if person else folder
            _write(target, student_files(course, exercises, person))
            _write(target / "practice", iter(data))
    except (CourseError, OSError) as error:
        raise Unusable(str(error)) from error


def _people(roster: Path | None) -> list[Person | None]:
    from grader.classroom.roster import RosterError, read_roster

    if roster is None:
        return [None]
    try:
        return [*read_roster(roster)]
    except RosterError as error:
        raise Unusable(str(error)) from error


def _practice(course: Course, exercises: Path, quiz_answers: bool) -> list[tuple[str, bytes]]:
    def body(tests: Tests, zygote: Zygote) -> list[tuple[str, bytes]]:
        from grader.classroom.handout import practice_files
        from grader.judging.session import HiddenTests

        if not isinstance(tests, HiddenTests):
            raise Unusable("a handout is made from a course's secrets; name them with --solutions")
        return [*practice_files(course, tests, exercises, quiz_answers=quiz_answers)]

    return with_tests(course, body)


def _write(folder: Path, files: Files) -> None:
    from grader.classroom.handout import write_all

    write_all(folder, files)
    click.echo(str(folder))
