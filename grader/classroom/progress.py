"""How far a class is: a bar with the time left, and plain lines where there is no terminal."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

SECONDS_BETWEEN_LINES = 10.0


@contextlib.contextmanager
def progress(console: Console, total: int, *, plain: bool) -> Iterator[Callable[[bool], None]]:
    """Show the progress of `total` submissions.

    What is yielded is called for each that is done, and told whether it had to be graded: the
    time left is estimated from those alone, and only once there are enough of them.
    """
    if plain:
        yield _Lines(console, total).done
        return
    columns = (
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        _TimeLeft(elapsed_when_finished=True),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("grading", total=total, graded=0)

        def done(graded: bool) -> None:
            bar.update(task, advance=1, graded=bar.tasks[0].fields["graded"] + graded)

        yield done


def enough(graded: int, total: int) -> bool:
    """Do so many tell how long the rest takes? The first pays for all the starting."""
    return graded >= 10 or (graded >= 3 and graded >= total / 20)


class _TimeLeft(TimeRemainingColumn):
    """The time left, once it can be told."""

    def render(self, task: Task) -> Text:
        if not task.finished and not enough(task.fields["graded"], int(task.total or 0)):
            return Text("starting")
        return super().render(task)


class _Lines:
    """A line now and then, as logs want it."""

    def __init__(self, console: Console, total: int) -> None:
        self._console = console
        self._total = total
        self._count = self._graded = 0
        self._started = self._said = time.monotonic()
        console.print(f"0 of {total} submissions, starting")

    def done(self, graded: bool) -> None:
        self._count += 1
        self._graded += graded
        now = time.monotonic()
        if self._count < self._total and now - self._said < SECONDS_BETWEEN_LINES:
            return
        self._said = now
        self._console.print(f"{self._count} of {self._total} submissions{self._rest(now)}")

    def _rest(self, now: float) -> str:
        if self._count >= self._total:
            return ""
        if not enough(self._graded, self._total):
            return ", starting"
        left = (now - self._started) / self._graded * (self._total - self._count)
        return f", about {left:.0f} s left"
