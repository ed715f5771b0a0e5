"""`grade reset FUNCTION|CONCEPT`: the stub back in its place, and the old text kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .failures import Unusable
from .opening import study_course
from .options import study_options

if TYPE_CHECKING:
    from grader.course import Course
    from grader.studying.names import Place


@click.command("reset")
@click.argument("name", metavar="FUNCTION|CONCEPT")
@study_options
def command(name: str, exercises: Path | None, solutions: Path | None) -> None:
    """Put back the stub of a function, a concept (06) or 06.quiz.

    The old text is kept.
    """
    from grader.course import CourseError
    from grader.studying.names import find_any

    folder, course = study_course(exercises, solutions)
    try:
        click.echo(reset(course, find_any(course, name), folder))
    except (CourseError, OSError) as error:
        raise Unusable(str(error)) from error


def reset(course: Course, place: Place, folder: Path) -> str:
    """Put back what the place names in the exercises of `folder`, and say what was done.

    Raises:
        CourseError: there is no stub, or the student's file cannot be used.
    """
    from grader.studying import stubs
    from grader.studying.names import QUIZ

    suffix = ".toml" if place.function == QUIZ else ".py"
    path = folder / f"{place.concept.id}{suffix}"
    fresh = _fresh(course, place, path)
    if path.is_file() and path.read_bytes() == fresh:
        return f"{path}: nothing to reset"
    kept = stubs.replace(path, fresh)
    what = f"{place.function} reset" if suffix == ".py" and place.function else "reset"
    return f"{path}: {what}" + (f"; the file as it was is now {kept.name}" if kept else "")


def _fresh(course: Course, place: Place, path: Path) -> bytes:
    from grader.course import CourseError
    from grader.practice.loading import quiz_of
    from grader.quiz.files import new_sheet
    from grader.studying import stubs
    from grader.studying.names import QUIZ
    from grader.submission import read_source

    if place.function == QUIZ:
        templates = quiz_of(place.concept)
        if not templates:
            raise CourseError(f"{place.concept.id} has no quiz")
        return new_sheet(templates, 0).encode()
    stub = stubs.stub_source(course, place.concept, path.parent)
    if not place.function:
        return stub
    current = read_source(path)
    if current.problem:
        raise CourseError(
            f"{path} cannot be read ({current.problem}); "
            f"`grade reset {place.concept.id[:2]}` puts back the whole file"
        )
    return _with_one_stub(current.source, stub, place)


def _with_one_stub(current: bytes, stub: bytes, place: Place) -> bytes:
    from grader.course import CourseError
    from grader.sandbox.client import Zygote
    from grader.sandbox.conversation import Inspection, SandboxError
    from grader.sandbox.launch import Limits
    from grader.studying.stubs import Lines, with_stub

    with Zygote(Limits()) as zygote:
        worker = zygote.fork()

        def locate(what: str, source: bytes) -> Lines:
            findings = worker.inspect(Inspection(what, f"{place.concept.id}.py", source, {}))
            if findings.error:
                raise CourseError(
                    f"{place.concept.id}.py, line {findings.error.line}: Python cannot read this, "
                    f"so {place.function} cannot be found; `grade reset {place.concept.id[:2]}` "
                    "puts back the whole file"
                )
            return {n: (d.line, d.end_line) for n, d in findings.functions.items()}

        try:
            return with_stub(current, stub, place.function, locate)
        except SandboxError as error:
            raise CourseError(f"the file could not be looked at: {error}") from error
        finally:
            worker.close()
