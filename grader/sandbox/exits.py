"""How a worker is ended for good: killed, whatever it is doing, and reaped."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any, Protocol

from . import wire


class Reaper(Protocol):
    """The process that forked a worker, and so has to wait for it."""

    def reap(self, pid: int) -> dict[str, Any]:
        """Its wait status and resource usage."""

    def close(self) -> None:
        """End that process."""


class ForkedExit:
    """Kills and reaps a worker that the zygote forked."""

    def __init__(self, zygote: Reaper, pid: int, pidfd: int | None) -> None:
        self._zygote, self._pid, self._pidfd = zygote, pid, pidfd

    def kill(self) -> dict[str, Any]:
        if self._pidfd is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            os.close(self._pidfd)
        else:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        try:
            return self._zygote.reap(self._pid)
        except (OSError, EOFError, wire.WireError):
            self._zygote.close()
            return {"status": None}


class SpawnedExit:
    """Kills and reaps a worker that is a process of its own."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def kill(self) -> dict[str, Any]:
        self._process.kill()
        code = self._process.wait()
        return {"status": -code if code < 0 else code << 8}


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
