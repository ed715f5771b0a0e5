"""Waiting for saves and keys, and what each of them does."""

from __future__ import annotations

import contextlib
import queue
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from select import select

from rich.console import Console

from grader.course import Concept, CourseError
from grader.grading import Grader
from grader.report.escape import one_line
from grader.studying.names import Place

from .changes import Saved, Watcher
from .desk import Desk
from .screen import View, as_text, compose
from .terminal import Bell, Terminal


@dataclass(frozen=True)
class Deeds:
    """What keys do that the other commands do as well."""

    ask_quiz: Callable[[Concept], object]
    reset: Callable[[Place], str]


@dataclass
class _Inbox:
    """Saves that the watching thread told of, and the bell that it rings."""

    bell: Bell
    saves: queue.SimpleQueue[Saved] = field(default_factory=queue.SimpleQueue)

    def put(self, saves: list[Saved]) -> None:
        for save in saves:
            self.saves.put(save)
        self.bell.ring()

    def take(self) -> list[Saved]:
        """What was saved since, each concept once."""
        self.bell.silence()
        found: dict[str, Saved] = {}
        with contextlib.suppress(queue.Empty):
            while True:
                save = self.saves.get_nowait()
                quiz_only = save.quiz_only and found.get(save.concept, save).quiz_only
                found[save.concept] = Saved(save.concept, quiz_only)
        return list(found.values())


def print_reports(grader: Grader, folder: Path, console: Console, *, poll: bool) -> None:
    """One report for each save, until the command is interrupted."""
    with contextlib.closing(Bell()) as bell:
        inbox, desk = _Inbox(bell), Desk(grader, folder)
        names = [concept.id for concept in grader.course.concepts]
        with Watcher(folder, names, inbox.put, poll=poll):
            desk.grade_all(lambda concept: None)
            while True:
                _print_report(desk, console)
                saves: list[Saved] = []
                while not saves:
                    select([bell], [], [])
                    saves = inbox.take()
                desk.grade(saves)


def _print_report(desk: Desk, console: Console) -> None:
    view = _view(desk)
    if view is None:
        console.print(desk.message)
        return
    width = console.width
    for line in as_text(compose(view, console, width), console):
        console.file.write(f"{line}\n")
    console.file.write("\n")
    console.file.flush()


def _view(desk: Desk, keys: dict[str, str] | None = None) -> View | None:
    report, whole = desk.report, desk.whole()
    if report is None or whole is None:
        return None
    return View(report, whole, desk.hint, desk.message, desk.graded_at, desk.quiz_first, keys or {})


class Screen:
    """The interactive watch: a screen that follows saves, and keys."""

    def __init__(
        self, grader: Grader, folder: Path, console: Console, terminal: Terminal, deeds: Deeds
    ) -> None:
        self._desk = Desk(grader, folder)
        self._folder = folder
        self._console = console
        self._terminal = terminal
        self._deeds = deeds
        self._to_reset: Place | None = None
        self._quit = False

    def run(self, bell: Bell, *, poll: bool) -> None:
        """Until `q`; Ctrl-C raises KeyboardInterrupt."""
        inbox = _Inbox(bell)
        names = [concept.id for concept in self._desk.course.concepts]
        self._terminal.clear()
        with Watcher(self._folder, names, inbox.put, poll=poll):
            self._desk.grade_all(self._say_grading)
            while not self._quit:
                self._draw()
                for key in self._terminal.wait():
                    self._press(key.lower())
                if saves := inbox.take():
                    self._to_reset = None
                    self._draw(f"grading {', '.join(save.concept for save in saves)} …")
                    self._desk.grade(saves)

    def _say_grading(self, concept: Concept) -> None:
        self._terminal.draw([f"Grading what is there: {concept.id} …"])

    def _draw(self, message: str = "") -> None:
        view = _view(self._desk, self._keys())
        if view is None:
            self._terminal.draw([self._desk.message[: self._terminal.size()[0]], "q quit"])
            return
        if message or self._to_reset:
            view = replace(view, message=message or self._question())
        width, height = self._terminal.size()
        lines = compose(view, self._console, width, height)
        self._terminal.draw(as_text(lines, self._console))

    def _question(self) -> str:
        assert self._to_reset is not None
        what = self._to_reset.function or "the whole file"
        return f"Put back the stub of {what}? Your text is kept as a .bak file."

    def _keys(self) -> dict[str, str]:
        """The keys that do something now."""
        desk = self._desk
        if self._to_reset:
            return {"y": "put it back", "any other key": "leave it"}
        keys = {}
        if self._more_hints():
            keys["h"] = "hint"
        if desk.report and any(q.status != "passed" for q in desk.report.concepts[0].quiz):
            keys["a"] = "answer the quiz"
        if desk.after:
            keys["n"] = f"next ({desk.after[:2]})"
        if place := self._resettable():
            keys["r"] = f"reset {place.function or place.concept.id[:2]}"
        return keys | {"q": "quit"}

    def _resettable(self) -> Place | None:
        """The function to work on if it was begun; the whole file if that cannot be used."""
        focus = self._desk.focus
        if self._whole_file_is_wrong():
            return Place(self._desk.concept)
        begun = focus and focus.status != "not_started"
        return Place(self._desk.concept, focus.name) if focus and begun else None

    def _more_hints(self) -> bool:
        focus, hint = self._desk.focus, self._desk.hint
        if self._whole_file_is_wrong() or not focus or not focus.hints:
            return False
        return hint is None or hint.number < hint.total

    def _whole_file_is_wrong(self) -> bool:
        return bool(self._desk.report and self._desk.report.concepts[0].problem)

    def _press(self, key: str) -> None:
        if self._to_reset:
            place, self._to_reset = self._to_reset, None
            if key == "y":
                self._reset(place)
            return
        self._desk.message = ""
        if key not in self._keys():
            return
        if key == "h":
            self._desk.show_hint()
        elif key == "a":
            self._ask_quiz()
        elif key == "n":
            self._desk.go_on()
        elif key == "r":
            self._to_reset = self._resettable()
        elif key == "q":
            self._quit = True

    def _reset(self, place: Place) -> None:
        self._draw("putting it back …")
        try:
            self._desk.message = self._deeds.reset(place)
        except (CourseError, OSError) as error:
            self._desk.message = one_line(str(error), 300)

    def _ask_quiz(self) -> None:
        with self._terminal.given_back():
            try:
                self._deeds.ask_quiz(self._desk.concept)
            except (CourseError, OSError) as error:
                self._desk.message = one_line(str(error), 300)
                return
        self._terminal.write("Press a key to go back to the watch screen.")
        self._terminal.wait_for_key()
        self._terminal.clear()
