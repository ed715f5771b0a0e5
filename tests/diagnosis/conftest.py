"""Courses made for a test, graded through the real sandbox."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def grade_course(zygote, tmp_path) -> Callable:
    """Write a course and a submission, and grade the one with the other; the report."""
    from grader.course import load_course
    from grader.grading import Grader, Options
    from grader.judging.session import run_hidden_tests
    from grader.submission import read_submission

    def write(folder: Path, files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return folder

    def grade(course_files: dict[str, str], sources: dict[str, str], **options):
        course = load_course(write(tmp_path / "course", course_files))
        folder = write(tmp_path / "mine", {f"{name}.py": text for name, text in sources.items()})
        submission = read_submission(folder, [concept.id for concept in course.concepts])
        chosen = Options(**({"seed": 0} | options))
        # pytest keeps modules by name, and the hidden tests of every such course have the same.
        for name in [name for name in sys.modules if name.endswith("test_hidden")]:
            del sys.modules[name]
        return run_hidden_tests(
            course, lambda tests: Grader(course, tests, zygote, chosen).grade(submission)
        )

    return grade
