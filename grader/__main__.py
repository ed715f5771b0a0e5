"""`python -m grader` and `grade`: the first of ours that runs, so that Ctrl-C always ends with 130.

Python would raise KeyboardInterrupt wherever it happens to be. Some places swallow it (a
destructor, a callback of C code), and after one inside `exec` of a text (dataclasses and
namedtuples are made so) Python kills itself with the signal when it is done, even though the
exception was caught. So the interrupt is remembered here, and the process left by `os._exit`.
"""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import NoReturn

from grader import interrupts

INTERRUPTED = 130


def main() -> NoReturn:
    """Run the command and leave with its exit code, or with 130 once interrupted."""
    heard: list[int] = []
    leaving: list[bool] = []

    def interrupt(number: int, frame: FrameType | None) -> None:
        heard.append(number)
        if interrupts.cleaned_up():
            _leave()
        if not leaving:  # a second one must not break off the way out
            raise KeyboardInterrupt

    # A shell starts what runs in the background with the interrupt ignored: leave that so.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, interrupt)
    try:
        try:
            from grader import cli

            cli.main()
        finally:
            leaving.append(True)
    except KeyboardInterrupt:
        leaving.append(True)
        heard.append(signal.SIGINT)
    finally:
        if signal.getsignal(signal.SIGINT) is interrupt:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # or its default kills on the way out
        if heard:
            _leave()
    raise AssertionError("cli.main never returns")


def _leave() -> NoReturn:
    try:
        print("interrupted", file=sys.stderr)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
