"""`grade watch exercises/`: grade a concept again whenever its file is saved."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import Any

import click

from .console import in_ci, open_console
from .opening import check_files, course_of, with_grader
from .options import GradingChoices, color_option, grading_options


@click.command("watch")
@click.argument("exercises", type=click.Path(path_type=Path))
@grading_options
@click.option("--poll", is_flag=True, help="Look for changes in turns: for network drives.")
@color_option
def command(exercises: Path, poll: bool, color: str, **choices: Any) -> None:
    """Grade a concept again whenever its file is saved.

    On a terminal there is one screen, and keys for the next hint, the quiz, the next concept,
    a reset, and q to quit; elsewhere one report is printed for each save.
    """
    chosen = GradingChoices(**choices)
    course = course_of(exercises, chosen.solutions, chosen.only)
    check_files(exercises, course)
    console = open_console(color)
    if not _is_interactive():
        from grader.watch.loop import print_reports

        with_grader(
            course, chosen, lambda grader: print_reports(grader, exercises, console, poll=poll)
        )
        return
    from grader.watch.terminal import Bell, Terminal

    from .quiz import ask_all
    from .reset import reset

    with contextlib.closing(Bell()) as bell, Terminal(bell) as terminal:
        terminal.draw(["Starting …"])

        def watch(grader: Any) -> None:
            from grader.watch.loop import Deeds, Screen

            deeds = Deeds(
                ask_quiz=lambda concept: ask_all(concept, exercises / f"{concept.id}.toml"),
                reset=lambda place: reset(course, place, exercises),
            )
            Screen(grader, exercises, console, terminal, deeds).run(bell, poll=poll)

        with_grader(course, chosen, watch)


def _is_interactive() -> bool:
    """Can keys be read and a screen be drawn?"""
    dumb = os.environ.get("TERM", "dumb") == "dumb"
    return sys.stdin.isatty() and sys.stdout.isatty() and not dumb and not in_ci()
