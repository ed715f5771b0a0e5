"""Which concepts a save is about, and the thread that notices saves.

Editors write in place, or write a new file and rename it over the old one; a folder can go
and come back with a `git checkout`. All of that ends in the same message: these concepts
may have changed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import watchfiles

SUFFIXES = (".py", ".toml", ".ipynb")
# A burst of events counts as one save once nothing came for a step, at the latest after the
# debounce time.
STEP_MS, DEBOUNCE_MS = 10, 200
POLL_MS = 300
CHECK_FOLDER_MS = 500


class Saved(NamedTuple):
    """A concept whose exercise file or quiz may have changed."""

    concept: str
    quiz_only: bool = False


Tell = Callable[[list[Saved]], None]


def saved(paths: Iterable[str], concepts: list[str]) -> list[Saved]:
    """The concepts that changed paths belong to, in the order of the course."""
    suffixes: dict[str, set[str]] = {}
    for path in map(Path, paths):
        if path.suffix in SUFFIXES:
            suffixes.setdefault(path.stem, set()).add(path.suffix)
    return [Saved(name, suffixes[name] == {".toml"}) for name in concepts if name in suffixes]


class Watcher:
    """Tells of saves in one folder, from a thread of its own, until it is closed.

    Where the system has no notification left to give, it looks at the files instead, as
    with `poll`.
    """

    def __init__(self, folder: Path, concepts: list[str], tell: Tell, *, poll: bool) -> None:
        self._folder = folder.resolve()
        self._concepts = concepts
        self._tell = tell
        self._poll = poll
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def __enter__(self) -> Watcher:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(2)

    def _run(self) -> None:
        returned = False
        while not self._stop.is_set():
            try:
                self._watch(returned)
            except FileNotFoundError:
                pass
            except (OSError, RuntimeError):
                self._poll = True
            self._stop.wait(POLL_MS / 1000)
            returned = True

    def _watch(self, returned: bool) -> None:
        """Tell of saves until the folder is not the one any more that it was."""
        identity = _identity(self._folder)
        for changes in watchfiles.watch(
            self._folder,
            watch_filter=None,
            debounce=DEBOUNCE_MS,
            step=STEP_MS,
            stop_event=self._stop,
            rust_timeout=CHECK_FOLDER_MS,
            yield_on_timeout=True,
            raise_interrupt=False,
            force_polling=self._poll or None,
            poll_delay_ms=POLL_MS,
            recursive=False,
        ):
            if returned:
                self._tell([Saved(name) for name in self._concepts])
                returned = False
            if found := saved((path for _, path in changes), self._concepts):
                self._tell(found)
            if _identity(self._folder) != identity:
                self._tell([Saved(name) for name in self._concepts])
                return


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        facts = folder.stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino
