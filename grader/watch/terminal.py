"""The student's terminal: one key at a time, the size as it is now, all as before at the end."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import termios
import tty
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import Any

CLEAR_LINE, CLEAR_BELOW, HOME, CLEAR = "\x1b[K", "\x1b[J", "\x1b[H", "\x1b[H\x1b[2J"
HIDE_CURSOR, SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"
# A terminal that closes or a `kill` ends the command as Ctrl-C does, so that all is restored.
_ENDING = (signal.SIGTERM, signal.SIGHUP)
_REDRAWING = (signal.SIGWINCH, signal.SIGCONT)


class Bell:
    """Wakes whoever waits, from another thread or a signal handler."""

    def __init__(self) -> None:
        self._out, self._in = os.pipe()
        os.set_blocking(self._out, False)
        os.set_blocking(self._in, False)

    def fileno(self) -> int:
        return self._out

    def wake_on_signals(self) -> None:
        """Ring for every signal, whichever thread the system hands it to."""
        signal.set_wakeup_fd(self._in, warn_on_full_buffer=False)

    def ring(self) -> None:
        with contextlib.suppress(BlockingIOError):  # full: it has been rung often enough
            os.write(self._in, b"!")

    def silence(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while os.read(self._out, 4096):
                pass

    def close(self) -> None:
        signal.set_wakeup_fd(-1)
        os.close(self._out)
        os.close(self._in)


class Terminal:
    """Standard input and output as a screen with keys, while the `with` block lasts."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._keys = sys.stdin.fileno()
        self._screen = sys.stdout.fileno()
        self._before: list[Any] = []
        self._handlers: dict[int, Any] = {}

    def __enter__(self) -> Terminal:
        self._before = termios.tcgetattr(self._keys)
        for number in _ENDING:
            self._handlers[number] = signal.signal(number, signal.default_int_handler)
        for number in _REDRAWING:
            self._handlers[number] = signal.signal(number, self._changed)
        self._bell.wake_on_signals()
        self._take()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._give_back()

    @contextlib.contextmanager
    def given_back(self) -> Iterator[None]:
        """The terminal as before, its screen empty, for a conversation in whole lines."""
        self.write(CLEAR)
        self._give_back()
        try:
            yield
        finally:
            self._take()

    def size(self) -> tuple[int, int]:
        """Columns and rows now; one column is kept free, so that no line wraps by itself."""
        try:
            columns, rows = os.get_terminal_size(self._screen)
        except OSError:
            columns, rows = 80, 24
        return max((columns or 80) - 1, 10), max(rows or 24, 2)

    def draw(self, lines: list[str]) -> None:
        """Replace the screen without a flicker."""
        body = f"{CLEAR_LINE}\n".join(lines)
        self.write(f"{HOME}{body}{CLEAR_LINE}{CLEAR_BELOW}")

    def clear(self) -> None:
        """Empty the screen."""
        self.write(CLEAR)

    def write(self, text: str) -> None:
        """Write at once; a terminal that is gone ends the command."""
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except OSError as error:
            raise KeyboardInterrupt from error

    def wait(self) -> str:
        """Wait for keys or the bell; the printable keys pressed, none if the bell rang."""
        ready, _, _ = select.select([self._keys, self._bell], [], [])
        if self._keys not in ready:
            return ""
        pressed = os.read(self._keys, 1024)
        if not pressed:
            raise KeyboardInterrupt  # the terminal has gone
        # Arrow keys and the like come as an escape and letters that were not meant.
        return "" if b"\x1b" in pressed else pressed.decode("utf-8", "ignore")

    def wait_for_key(self) -> None:
        """Wait for any key."""
        if not os.read(self._keys, 1024):
            raise KeyboardInterrupt

    def _changed(self, number: int, frame: FrameType | None) -> None:
        if number == signal.SIGCONT:
            self._take()
        self._bell.ring()

    def _take(self) -> None:
        tty.setcbreak(self._keys)
        self.write(HIDE_CURSOR)

    def _give_back(self) -> None:
        with contextlib.suppress(termios.error):
            termios.tcsetattr(self._keys, termios.TCSADRAIN, self._before)
        with contextlib.suppress(KeyboardInterrupt):
            self.write(f"{SHOW_CURSOR}\n")
