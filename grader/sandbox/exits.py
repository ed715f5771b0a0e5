"""How a worker is ended for good: killed, whatever it is doing, and reaped."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Protocol


class Reaper(Protocol):
    """The process that forked a worker, and so has to wait for it."""

    def reap(self, pid: int) -> int | None:
        """Wait for it; its wait status, None if that cannot be known."""

    def reap_later(self, pid: int) -> None:
        """Have it waited for, without waiting here."""


class ForkedExit:
    """Kills and reaps a worker that the zygote forked."""

    def __init__(self, zygote: Reaper, pid: int, pidfd: int | None) -> None:
        self._zygote, self._pid, self._pidfd = zygote, pid, pidfd

    def kill(self) -> None:
        """End it: nothing of it runs any more, though the kernel may still be clearing up."""
        self._signal()
        self._zygote.reap_later(self._pid)

    def status(self) -> int | None:
        """End it, wait, and return its wait status."""
        self._signal()
        return self._zygote.reap(self._pid)

    def _signal(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            if self._pidfd is None:
                os.kill(self._pid, signal.SIGKILL)
            else:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        if self._pidfd is not None:
            os.close(self._pidfd)


class SpawnedExit:
    """Kills and reaps a worker that is a process of its own."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def kill(self) -> None:
        self.status()

    def status(self) -> int | None:
        self._process.kill()
        code = self._process.wait()
        return -code if code < 0 else code << 8


def signal_words(number: int) -> str:
    """What a signal that ended a worker means, for people."""
    words = {
        signal.SIGSEGV: "it touched memory that is not its own (segmentation fault)",
        signal.SIGABRT: "a library gave up (abort)",
        signal.SIGFPE: "an integer division by zero in native code",
        signal.SIGILL: "an illegal instruction",
        signal.SIGKILL: "the system killed it, most often for memory",
        signal.SIGBUS: "a bus error",
    }
    try:
        return words.get(signal.Signals(number), f"signal {signal.Signals(number).name}")
    except ValueError:
        return f"signal {number}"


def still_runs(pid: int, seconds: float) -> bool:
    """Is a process alive, and will it be for that long?"""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return False
        except FileNotFoundError:
            return not Path("/proc/self").exists()
        except OSError:
            pass
        time.sleep(0.002)
    return True
