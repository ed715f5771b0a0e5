"""How far a class is: a bar with the time left, and plain lines where there is no terminal."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

SECONDS_BETWEEN_LINES = 10.0


@contextlib.contextmanager
def progress(console: Console, total: int, *, plain: bool) -> Iterator[Callable[[], None]]:
    """Show the progress of `total` submissions; what is yielded is called for each that is done."""
    if plain:
        yield _Lines(console, total).done
        return
    columns = (
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("grading", total=total)
        yield lambda: bar.advance(task)


class _Lines:
    """A line now and then, as logs want it."""

    def __init__(self, console: Console, total: int) -> None:
        self._console = console
        self._total = total
        self._count = 0
        self._started = self._said = time.monotonic()

    def done(self) -> None:
        self._count += 1
        now = time.monotonic()
        if self._count < self._total and now - self._said < SECONDS_BETWEEN_LINES:
            return
        self._said = now
        left = (now - self._started) / self._count * (self._total - self._count)
        rest = f", about {left:.0f} s left" if self._count < self._total else ""
        self._console.print(f"{self._count} of {self._total} submissions{rest}")
