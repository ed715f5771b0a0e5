"""`grade run exercises/`: grade one folder and write its reports."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .console import open_console
from .failures import BELOW
from .opening import check_files, course_of, with_grader
from .options import GradingChoices, color_option, grading_options
from .writing import (
    Targets,
    no_workflow_commands,
    on_github,
    print_reports,
    reader_may_leave,
    write_reports,
)

if TYPE_CHECKING:
    from grader.course import Course
    from grader.grading import Grader
    from grader.report.model import Report


@click.command("run")
@click.argument("exercises", type=click.Path(path_type=Path))
@grading_options
@click.option(
    "--html",
    type=click.Path(path_type=Path),
    default=Path("report.html"),
    show_default=True,
    help="Where the HTML report goes.",
)
@click.option("--json", "json_path", metavar="FILE|-", help="Also write the report as JSON.")
@click.option(
    "--junit", type=click.Path(path_type=Path), metavar="FILE", help="Also write JUnit XML."
)
@click.option(
    "--markdown",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write GitHub Markdown.",
)
@click.option(
    "--github", is_flag=True, help="Annotate the files and write the summary of a GitHub job."
)
@click.option(
    "--check-portability",
    is_flag=True,
    help="Also remark on what would fail on a GPU, tried on a simulated device.",
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Exit with 1 below this share of the points.",
)
@color_option
def command(
    exercises: Path,
    html: Path,
    json_path: str | None,
    junit: Path | None,
    markdown: Path | None,
    github: bool,
    check_portability: bool,
    fail_under: float | None,
    color: str,
    **choices: Any,
) -> None:
    """Grade a folder of exercises."""
    chosen = GradingChoices(**choices)
    course = course_of(exercises, chosen.solutions, chosen.only)
    check_files(exercises, course)
    report = grade_folder(exercises, course, chosen, check_portability=check_portability)
    if chosen.solutions is None:
        report = _with_what_was_shown(report, exercises)
    from grader.report import terminal

    targets = Targets(html, json_path, junit, markdown, github)
    write_reports(report, targets)
    to_stderr = json_path == "-"
    with reader_may_leave():
        with no_workflow_commands(github or (on_github() and not to_stderr)):
            terminal.render(report, open_console(color, to_stderr=to_stderr))
        print_reports(report, targets, exercises)
    if fail_under is not None and _percent(report) < fail_under:
        sys.exit(BELOW)


def grade_folder(
    exercises: Path, course: Course, choices: GradingChoices, *, check_portability: bool = False
) -> Report:
    """Grade the exercise files of one folder."""
    from grader.submission import read_submission

    submission = read_submission(exercises, [concept.id for concept in course.concepts])

    def body(grader: Grader) -> Report:
        report = grader.grade(submission)
        if not check_portability:
            return report
        from grader.portability import with_portability

        return with_portability(grader, submission, report)

    return with_grader(course, choices, body)


def _with_what_was_shown(report: Report, exercises: Path) -> Report:
    from grader.studying.memory import Memory
    from grader.studying.progress import with_solutions_shown

    return with_solutions_shown(report, Memory(exercises).given_up())


def _percent(report: Report) -> float:
    possible = report.score.possible
    return 100.0 * report.score.earned / possible if possible else 100.0
