"""What students receive: exercises, quizzes, practice data and a page that says how to begin.

Nothing secret goes along: no reference, no hidden test, no misconception's code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from grader.course import Concept, Course, CourseError
from grader.judging.draw import seed_for
from grader.judging.session import HiddenTests
from grader.practice.model import packed
from grader.practice.recorded import INDEX, STUBS, SUFFIX
from grader.practice.recording import index_of, record
from grader.quiz.files import new_sheet
from grader.quiz.quizzes import load_templates
from grader.report.files import write_whole

from .roster import Person

SHARED_VARIANT = 0
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")

Files = Iterator[tuple[str, bytes]]


def practice_files(
    course: Course, tests: HiddenTests, exercises: Path, *, quiz_answers: bool
) -> Files:
    """The files of a practice folder: index, stubs, and one record a concept.

    Args:
        course: the whole course.
        tests: its collected hidden tests.
        exercises: the stubs.
        quiz_answers: whether the quizzes' answers go along, so that practice grades them.
    """
    index = index_of(course).model_dump_json(indent=2, exclude={"settings": {"class_"}})
    yield INDEX, f"{index}\n".encode()
    for concept in course.concepts:
        variant = SHARED_VARIANT if quiz_answers else None
        yield f"{concept.id}{SUFFIX}", packed(record(concept, course, tests, variant))
        yield f"{STUBS}/{concept.id}.py", _stub(exercises, concept)
        if templates := load_templates(concept):
            yield f"{STUBS}/{concept.id}.toml", new_sheet(templates, SHARED_VARIANT).encode()


def student_files(course: Course, exercises: Path, person: Person | None) -> Files:
    """The files that a student edits, with quizzes of the student's own variant, and README."""
    for concept in course.concepts:
        yield f"exercises/{concept.id}.py", _stub(exercises, concept)
        if templates := load_templates(concept):
            variant = variant_of(course, person)
            yield f"exercises/{concept.id}.toml", new_sheet(templates, variant).encode()
    template = resources.files("grader.classroom") / "templates" / "handout_readme.md"
    readme = template.read_text("utf-8").replace("@TITLE@", course.settings.title)
    yield "README.md", readme.encode()
    yield ".gitignore", b"report.html\n.grade_cache/\n__pycache__/\n"


def variant_of(course: Course, person: Person | None) -> int:
    """Which variant of the quizzes a student gets."""
    if person is None:
        return SHARED_VARIANT
    return 1 + seed_for("quiz variant", course.settings.seed, person.key) % 9_998


def folder_of(person: Person) -> str:
    """The name of a student's folder: readable, and safe in any file system."""
    label = next(iter(person.identifiers.values()), "") or person.email or person.name
    return _UNSAFE.sub("_", label).strip("._")[:80] or "student"


def write_all(folder: Path, files: Files) -> None:
    """Write files below `folder`; CourseError where one is there already."""
    for name, content in files:
        path = folder / name
        if path.exists():
            raise CourseError(f"{path} is already there; name a new folder")
        write_whole(path, content)


def _stub(exercises: Path, concept: Concept) -> bytes:
    path = exercises / f"{concept.id}.py"
    try:
        return path.read_bytes()
    except OSError as error:
        raise CourseError(f"{path}: the stub cannot be read: {error.strerror}") from error
