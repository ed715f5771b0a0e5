"""`grade list`: the state of every function and quiz, and what comes next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .console import open_console
from .opening import study_course
from .options import GradingChoices, color_option, study_options

if TYPE_CHECKING:
    from grader.course import Course
    from grader.report.model import Report


@click.command("list")
@study_options
@color_option
def command(exercises: Path | None, solutions: Path | None, color: str) -> None:
    """Show the state of every function and quiz, and what comes next."""
    from grader.report import terminal
    from grader.studying.progress import what_next

    folder, course = study_course(exercises, solutions)
    report = current(folder, course)
    terminal.render_list(report, open_console(color))
    click.echo(f"Next: {what_next(report)}")


def current(folder: Path, course: Course) -> Report:
    """The report of the files as they are: remembered, or graded now."""
    from grader.studying.memory import Memory
    from grader.studying.progress import current_report
    from grader.submission import read_submission

    from .run import grade_folder

    submission = read_submission(folder, [concept.id for concept in course.concepts])
    return current_report(
        Memory(folder), course, submission, lambda: grade_folder(folder, course, GradingChoices())
    )
