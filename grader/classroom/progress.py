"""How far a class is: a bar with the time left, and plain lines where there is no terminal."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

SECONDS_BETWEEN_LINES = 10.0
LINES_OF_A_CLASS = 10


@contextlib.contextmanager
def progress(console: Console, total: int, *, plain: bool) -> Iterator[Callable[[bool], None]]:
    """Show the progress of `total` submissions.

    What is yielded is called for each that is done, and told whether it had to be graded: the
    time left is estimated from those alone, and only once there are enough of them.
    """
    pace = _Pace(total)
    if plain:
        yield _Lines(console, pace).done
        return
    columns = (
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[left]}"),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("grading", total=total, left=pace.left())

        def done(graded: bool) -> None:
            pace.done(graded)
            bar.update(task, advance=1, left=pace.left())

        yield done


class _Pace:
    """What is done, and how long the rest takes. What is unchanged is done before all else."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.count = self.graded = 0
        self._first = self._last = 0.0

    @property
    def to_grade(self) -> int:
        return self.total - (self.count - self.graded)

    def done(self, graded: bool) -> None:
        self.count += 1
        self.graded += graded
        if graded:
            self._last = time.monotonic()
            self._first = self._first or self._last

    def left(self) -> str:
        """The time left in words; nothing where too few were graded to tell it."""
        if self.count >= self.total:
            return ""
        if not self.graded:
            return "starting"
        if self.graded < 10 and (self.graded < 3 or self.graded < self.to_grade / 20):
            return ""
        # From the first result on, since that one pays for all the starting.
        each = (self._last - self._first) / (self.graded - 1)
        return f"about {_in_words(each * (self.total - self.count))} left"


def _in_words(seconds: float) -> str:
    for size, unit in ((3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{max(1.0, seconds):.0f} s"


class _Lines:
    """A line now and then, as logs want it: each tenth of the work, and after a long silence."""

    def __init__(self, console: Console, pace: _Pace) -> None:
        self._console = console
        self._pace = pace
        self._said = time.monotonic()
        self._say()

    def done(self, graded: bool) -> None:
        pace = self._pace
        pace.done(graded)
        now = time.monotonic()
        step = max(1, pace.to_grade // LINES_OF_A_CLASS)
        due = graded and (pace.graded % step == 0 or now - self._said >= SECONDS_BETWEEN_LINES)
        if due or pace.count >= pace.total:
            self._said = now
            self._say()

    def _say(self) -> None:
        words = (f"{self._pace.count} of {self._pace.total} submissions", self._pace.left())
        self._console.print(", ".join(filter(None, words)))
