"""Where a graded report goes: files written whole, and what a CI system is told."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .failures import Unusable

if TYPE_CHECKING:
    from grader.report.model import Report


@dataclass(frozen=True)
class Targets:
    """What to write, as chosen on the command line."""

    html: Path
    json_path: str | None = None
    junit: Path | None = None
    markdown: Path | None = None
    github: bool = False


def write_reports(report: Report, targets: Targets) -> None:
    """Write every file that was asked for; Unusable if one cannot be written."""
    from grader.report import html
    from grader.report.exchange import junit, markdown
    from grader.report.files import write_whole

    files: list[tuple[Path | None, Callable[[Report], str]]] = [
        (targets.junit, junit.render),
        (targets.markdown, markdown.render),
        (targets.html, html.render),
    ]
    try:
        if targets.json_path and targets.json_path != "-":
            write_whole(Path(targets.json_path), as_json(report))
        for path, render in files:
            if path is not None:
                write_whole(path, render(report))
        summary = os.environ.get("GITHUB_STEP_SUMMARY")
        if targets.github and summary:
            with open(summary, "a", encoding="utf-8") as file:
                file.write(markdown.render(report))
    except OSError as error:
        raise Unusable(f"the report could not be written: {error}") from error


def print_reports(report: Report, targets: Targets, exercises: Path) -> None:
    """Print what is read from a pipe or a log, and where the page is."""
    if targets.json_path == "-":
        click.echo(as_json(report), nl=False)
    if targets.github:
        _annotate(report, exercises)
    click.echo(str(targets.html), err=targets.json_path == "-")


@contextmanager
def reader_may_leave() -> Iterator[None]:
    """Go on where what is printed finds no reader any more, as in `| head`."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def as_json(report: Report) -> str:
    """The published JSON form of a report."""
    return report.model_dump_json(indent=2) + "\n"


@contextmanager
def no_workflow_commands(active: bool) -> Iterator[None]:
    """Keep a GitHub runner from reading commands in what is printed meanwhile.

    A report quotes what students wrote, and a runner obeys any line that begins with `::`.
    """
    if not active:
        yield
        return
    token = secrets.token_hex(16)
    click.echo(f"::stop-commands::{token}")
    try:
        yield
    finally:
        click.echo(f"::{token}::")


def on_github() -> bool:
    """Does this run in a job of GitHub Actions?"""
    return os.environ.get("GITHUB_ACTIONS", "").lower() == "true"


def _annotate(report: Report, exercises: Path) -> None:
    """Annotate the exercise files in a GitHub job."""
    from grader.report.exchange import github

    root = Path(os.environ.get("GITHUB_WORKSPACE") or os.getcwd())
    folder = os.path.relpath(exercises.resolve(), root.resolve())
    click.echo(github.render(report, Path(folder).as_posix()), nl=False)
