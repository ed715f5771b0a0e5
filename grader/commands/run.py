"""`grade run exercises/`: grade one folder and write its reports."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .console import open_console
from .failures import BELOW, Unusable
from .opening import course_of, with_grader
from .options import GradingChoices, color_option, grading_options

if TYPE_CHECKING:
    from grader.course import Course
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
    fail_under: float | None,
    color: str,
    **choices: Any,
) -> None:
    """Grade a folder of exercises."""
    chosen = GradingChoices(**choices)
    course = course_of(exercises, chosen.solutions, chosen.only)
    _check_files(exercises, [concept.id for concept in course.concepts])
    report = grade_folder(exercises, course, chosen)
    from grader.report import terminal

    terminal.render(report, open_console(color, to_stderr=json_path == "-"))
    _write(report, html, json_path)
    if fail_under is not None and _percent(report) < fail_under:
        sys.exit(BELOW)


def grade_folder(exercises: Path, course: Course, choices: GradingChoices) -> Report:
    """Grade the exercise files of one folder."""
    from grader.submission import read_submission

    submission = read_submission(exercises, [concept.id for concept in course.concepts])
    return with_grader(course, choices, lambda grader: grader.grade(submission))


def _check_files(exercises: Path, concepts: list[str]) -> None:
    names = {f"{concept}.py" for concept in concepts} | {f"{c}.ipynb" for c in concepts}
    if not any(entry.name in names for entry in exercises.iterdir()):
        raise Unusable(
            f"{exercises}: none of the course's exercise files is here "
            f"(the first would be {concepts[0]}.py)"
        )


def _write(report: Report, html_path: Path, json_path: str | None) -> None:
    from grader.report import html
    from grader.report.files import write_whole

    text = report.model_dump_json(indent=2) + "\n"
    try:
        if json_path == "-":
            click.echo(text, nl=False)
        elif json_path:
            write_whole(Path(json_path), text)
        write_whole(html_path, html.render(report))
    except OSError as error:
        raise Unusable(f"the report could not be written: {error}") from error
    click.echo(str(html_path), err=json_path == "-")


def _percent(report: Report) -> float:
    possible = report.score.possible
    return 100.0 * report.score.earned / possible if possible else 100.0
