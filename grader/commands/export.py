"""`grade export FORMAT SOURCE`: results in the form that another system reads."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .failures import Unusable

if TYPE_CHECKING:
    from grader.report.model import Report

MAX_REPORT_BYTES = 64 * 2**20
GRADEBOOKS = ("csv", "canvas", "moodle")
# The system's name, what it knows people by, and the roster that has it.
ROSTERS = {
    "canvas": (
        "Canvas",
        "an id (ID, SIS User ID or SIS Login ID)",
        "Canvas's own gradebook export (Grades, Export), or has such a column",
    ),
    "moodle": (
        "Moodle",
        "an email or an ID number",
        "a CSV with a column `email` or `ID number` beside the names",
    ),
}


@click.command("export")
@click.argument(
    "format_",
    metavar="FORMAT",
    type=click.Choice(
        [
            "junit",
            "markdown",
            "github",
            "gradescope",
            "gradescope-zip",
            "classroom50",
            "classroom-reporter",
            "csv",
            "canvas",
            "moodle",
        ]
    ),
)
@click.argument("source", type=click.Path(path_type=Path), metavar="SOURCE")
@click.option(
    "--out", type=click.Path(path_type=Path), help="A file; standard output if not given."
)
@click.option(
    "--title",
    help="The heading of the points, e.g. 'Homework 1 (1234)' on Canvas; if not given, the "
    "course's title for canvas and moodle, and 'total' for csv.",
)
def command(format_: str, source: Path, out: Path | None, title: str | None) -> None:
    """Turn results into what another system reads.

    \b
    FORMAT              SOURCE
    junit               a JSON report
    markdown            a JSON report
    github              a JSON report: annotations for a workflow's log
    gradescope          a JSON report: results.json
    gradescope-zip      the folder solutions/: what to upload; needs --out
    classroom50         a JSON report: result.json
    classroom-reporter  a JSON report: the line for $GITHUB_OUTPUT
    csv                 results of `grade class`: all that is known, a line a student
    canvas              results of `grade class`: for Canvas's gradebook
    moodle              results of `grade class`: for Moodle's grade import
    """  # noqa: D301 - click wants the character itself
    if str(out) == "-":
        out = None
    if format_ == "gradescope-zip":
        _write_zip(source, out)
    elif format_ in GRADEBOOKS:
        _write_gradebook(format_, source, title, out)
    else:
        write(_renderers()[format_](read_report(source)), out)


def _write_zip(solutions: Path, out: Path | None) -> None:
    from grader.authoring import gradescope_zip
    from grader.course import CourseError, load_course
    from grader.report.files import write_whole

    if out is None:
        raise click.UsageError("gradescope-zip needs --out FILE.zip")
    try:
        write_whole(out, gradescope_zip.build(load_course(solutions)))
    except CourseError as error:
        raise Unusable(str(error)) from error
    except OSError as error:
        raise Unusable(f"{out} could not be written: {error}") from error
    click.echo(str(out), err=True)


def _write_gradebook(format_: str, results: Path, title: str | None, out: Path | None) -> None:
    from grader.classroom import gradebook, rows
    from grader.classroom.store import StoreError

    make = {"csv": gradebook.plain, "canvas": gradebook.canvas, "moodle": gradebook.moodle}[format_]
    try:
        known = rows.read_rows(results)
        heading = gradebook.TOTAL if format_ == "csv" else rows.read_title(results)
        sheet = make(known, title or heading)
    except StoreError as error:
        raise Unusable(str(error)) from error
    if sheet.left_out:
        _tell_left_out(format_, sheet.left_out, none_known=len(sheet.left_out) == len(known))
    write(sheet.text, out)


def _tell_left_out(format_: str, names: list[str], *, none_known: bool) -> None:
    """Say whom the other system could not know, before anything is written, and what to do.

    Raises:
        Unusable: it could know nobody.
    """
    from grader.report.escape import printable

    system, needed, roster = ROSTERS[format_]
    what_to_do = (
        f"What to do: run the same `grade class` again with --roster FILE.csv, where FILE.csv is\n"
        f"{roster}. That adds them and grades nothing again."
    )
    if none_known:
        raise Unusable(f"no student has {needed}: {system} could take no grade.\n{what_to_do}")
    click.echo(
        f"left out, having no {needed.partition(' ')[2]}: {printable(', '.join(names))}\n"
        f"{what_to_do}",
        err=True,
    )


def write(text: str, out: Path | None) -> None:
    """Write to a file, whole or not at all, or to standard output."""
    from grader.report.files import write_whole

    if out is None:
        click.echo(text, nl=False)
        return
    try:
        write_whole(out, text)
    except OSError as error:
        raise Unusable(f"{out} could not be written: {error}") from error
    click.echo(str(out), err=True)


def read_report(path: Path) -> Report:
    """A report that `grade run --json` wrote; Unusable if it is not one."""
    from pydantic import ValidationError

    from grader.report.model import Report

    try:
        if path.stat().st_size > MAX_REPORT_BYTES:
            raise Unusable(f"{path}: larger than a report can be")
        return Report.model_validate_json(path.read_bytes())
    except OSError as error:
        raise Unusable(f"{path}: cannot be read: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise Unusable(
            f"{path}: not a report of this version of tensorgrade: {place}: {first['msg']}"
        ) from error


def _renderers() -> dict[str, Callable[[Report], str]]:
    from grader.report.exchange import (
        classroom50,
        classroom_reporter,
        github,
        gradescope,
        junit,
        markdown,
    )

    return {
        "junit": junit.render,
        "markdown": markdown.render,
        "github": github.render,
        "gradescope": gradescope.render,
        "classroom50": lambda report: classroom50.render(report, os.environ),
        "classroom-reporter": classroom_reporter.render,
    }
