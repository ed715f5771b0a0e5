"""A real `grade` command on a terminal of its own, as a student has it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

HOME = "\x1b[H"
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class OnTerminal:
    """The command, the keys that are pressed, and what its screen shows."""

    def __init__(self, *arguments: object, cwd: Path, columns: int = 80, rows: int = 24) -> None:
        self._ours, self._theirs = os.openpty()
        self.resize(columns, rows)
        self.modes_before = termios.tcgetattr(self._theirs)
        self._text = b""
        clean = {n: v for n, v in os.environ.items() if n not in ("CI", "COLUMNS", "LINES")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "grader", *map(str, arguments)],
            cwd=cwd, env=clean | {"TERM": "xterm", "NO_COLOR": "1"}, start_new_session=True,
            stdin=self._theirs, stdout=self._theirs, stderr=self._theirs,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )  # fmt: skip

    def __enter__(self) -> OnTerminal:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self._ours)
        os.close(self._theirs)

    def press(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def modes(self) -> list:
        return termios.tcgetattr(self._theirs)

    def everything(self) -> str:
        return self._text.decode("utf-8", "replace")

    def screen(self) -> list[str]:
        """The lines drawn last."""
        return ESCAPES.sub("", self.everything().rpartition(HOME)[2]).replace("\r", "").split("\n")

    def wait_for(self, *words: str, seconds: float = 60) -> list[str]:
        """The first screen that shows all of the words; AssertionError if none comes."""
        end = time.monotonic() + seconds
        while not all(word in "\n".join(self.screen()) for word in words):
            ready, _, _ = select.select([self._ours], [], [], max(end - time.monotonic(), 0))
            shown = "\n".join(self.screen())
            assert ready, f"{words} did not come; the screen is:\n{shown}"
            self._text += os.read(self._ours, 65536)
        return self.screen()

    def wait_for_redraw(self, after: int) -> None:
        """Wait until the screen was drawn more often than `after` times."""
        while self.times_drawn() <= after:
            assert select.select([self._ours], [], [], 60)[0], "the screen was not drawn again"
            self._text += os.read(self._ours, 65536)

    def times_drawn(self) -> int:
        return self.everything().count(HOME)

    def wait_for_end(self, seconds: float = 30) -> int:
        """The exit code; what is still printed is read meanwhile."""
        end = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < end:
            if select.select([self._ours], [], [], 0.05)[0]:
                self._text += os.read(self._ours, 65536)
        return self.process.wait(0.1)
