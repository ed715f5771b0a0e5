"""Where a graded report goes: files written whole, and what a CI system is told."""

from __future__ import annotations

import os
import secrets
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


def write_reports(report: Report, targets: Targets, exercises: Path) -> None:
    """Write every report that was asked for; Unusable if one cannot be written."""
    from grader.report import html
    from grader.report.exchange import junit, markdown
    from grader.report.files import write_whole

    files: list[tuple[Path | None, Callable[[Report], str]]] = [
        (targets.junit, junit.render),
        (targets.markdown, markdown.render),
        (targets.html, html.render),
    ]
    try:
        if targets.json_path == "-":
            click.echo(as_json(report), nl=False)
        elif targets.json_path:
            write_whole(Path(targets.json_path), as_json(report))
        for path, render in files:
            if path is not None:
                write_whole(path, render(report))
        if targets.github:
            _tell_github(report, exercises)
    except OSError as error:
        raise Unusable(f"the report could not be written: {error}") from error
    click.echo(str(targets.html), err=targets.json_path == "-")


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


def _tell_github(report: Report, exercises: Path) -> None:
    """Annotate the exercise files, and append to the job's summary where there is one."""
    from grader.report.exchange import github, markdown

    root = Path(os.environ.get("GITHUB_WORKSPACE") or os.getcwd())
    folder = os.path.relpath(exercises.resolve(), root.resolve())
    click.echo(github.render(report, Path(folder).as_posix()), nl=False)
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with open(summary, "a", encoding="utf-8") as file:
            file.write(markdown.render(report))
