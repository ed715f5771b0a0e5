"""The trusted side's hold on the zygote: starts it, has workers forked and reaped, ends it."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
from collections import deque
from typing import Any, Literal

from . import wire
from .conversation import START_SECONDS, SandboxTrouble, Worker, readable
from .exits import ForkedExit, SpawnedExit
from .launch import Launched, LaunchError, Limits, launch
from .targets import CPU, StartMethod, Target

CLOSE_SECONDS = 2.0


class Zygote:
    """A warm process that forks workers; started once, asked for each submission.

    Who has asked for a second worker will want a third: from then on the next one is forked
    and confined while the one before it is in use.
    """

    def __init__(
        self,
        limits: Limits,
        start_method: StartMethod = "fork",
        launched: Launched | None = None,
        target: Target = CPU,
    ) -> None:
        self.limits = limits
        self.start_method: StartMethod = start_method
        self._launched = launched
        self._target = target
        self._scenarios: list[bytes] = []
        self._forget()

    def _forget(self) -> None:
        self._forks = 0
        self._told: set[bytes] = set()
        self._next: socket.socket | None = None
        # What the zygote was asked and has yet to answer, in order; it begins with a greeting.
        self._awaited: deque[Literal["ready", "fork", "reap"]] = deque(["ready"])
        self._forked: deque[tuple[dict[str, Any], int | None]] = deque()

    def __enter__(self) -> Zygote:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Launch the process and return at once; it imports torch meanwhile."""
        if self.start_method == "fork" and self._launched is None:
            self._launched = self._launch()

    def fork(self) -> Worker:
        """Return a fresh confined worker.

        Raises:
            SandboxTrouble: the zygote could not be started or has died twice.
        """
        if self.start_method == "spawn":
            process, sock = self._launch()
            return Worker(sock, process.pid, self.limits, SpawnedExit(process))
        try:
            return self._fork()
        except (OSError, wire.WireError, EOFError):
            self.close()
            self.start()
        try:
            return self._fork()
        except (OSError, wire.WireError, EOFError) as error:
            self.close()
            raise SandboxTrouble(f"the worker process could not be started ({error})") from error

    def know(self, scenarios: list[bytes]) -> None:
        """Have the source of scenarios compiled once, for all workers to come."""
        self._scenarios = [source for source in scenarios if source]
        if self._launched is not None:
            with contextlib.suppress(OSError, EOFError):  # the next one is told when it starts
                self._tell_scenarios()

    def _launch(self) -> Launched:
        try:
            return launch(self.limits, self.start_method, self._target)
        except (LaunchError, OSError) as error:
            raise SandboxTrouble(str(error)) from error

    def _fork(self) -> Worker:
        self.start()
        self._forks += 1
        ahead, self._next = self._next, None
        try:
            worker = self._worker(ahead or self._ask_for_worker())
        except SandboxTrouble:
            if ahead is None:
                raise
            worker = self._worker(self._ask_for_worker())  # what waited was ended meanwhile
        if self._forks > 1:
            self._next = self._ask_for_worker()
        return worker

    def _ask_for_worker(self) -> socket.socket:
        """Have a worker forked, without waiting for it; our end of its socket."""
        self._tell_scenarios()
        ours, theirs = socket.socketpair()
        with theirs:
            self._ask("fork", {"op": "fork", "id": 0}, theirs.fileno())
        return ours

    def _tell_scenarios(self) -> None:
        """Send what this zygote has not been told; it does not answer."""
        for source in self._scenarios:
            if source not in self._told:
                self._send({"op": "scenarios", "id": 0, "source": source.decode()})
                self._told.add(source)

    def _worker(self, sock: socket.socket) -> Worker:
        while not self._forked:
            self._read_answer()
        message, pidfd = self._forked.popleft()
        return Worker(sock, message["pid"], self.limits, ForkedExit(self, message["pid"], pidfd))

    def reap(self, pid: int) -> int | None:
        """Wait for a killed or finished worker: its wait status, None if it cannot be known."""
        try:
            self._ask("reap", {"op": "reap", "id": 0, "pid": pid})
            while "reap" in self._awaited:
                answer = self._read_answer()
            return int(answer["status"])
        except (OSError, EOFError, wire.WireError):
            self.close()
            return None

    def reap_later(self, pid: int) -> None:
        """Have a killed worker waited for."""
        try:
            self._ask("reap", {"op": "reap", "id": 0, "pid": pid})
        except (OSError, EOFError):
            self.close()

    def _ask(self, kind: Literal["fork", "reap"], message: dict[str, Any], *files: int) -> None:
        self._send(message, *files)
        self._awaited.append(kind)

    def _send(self, message: dict[str, Any], *files: int) -> None:
        if self._launched is None:
            raise EOFError("the zygote has gone")
        socket.send_fds(self._launched.control, [wire.pack(message)], files)

    def waiting(self) -> set[int]:
        """The ids of workers forked ahead; every other one has ended when this returns."""
        if self._launched is not None:
            while self._awaited:
                self._read_answer()
        return {message["pid"] for message, _ in self._forked}

    def _read_answer(self) -> dict[str, Any]:
        if self._launched is None:
            raise EOFError("the zygote has gone")
        message, pidfd = _read_control(self._launched.control)
        if self._awaited.popleft() == "fork":
            self._forked.append((message, pidfd))
        return message

    def close(self) -> None:
        """End the zygote and its workers."""
        if self._launched is None:
            return
        process, is_ready = self._launched.process, "ready" not in self._awaited
        self._launched.control.close()
        try:
            if is_ready:  # it ends its workers, and then itself
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(CLOSE_SECONDS)
        finally:
            process.kill()
            process.wait()
            for file in (self._next, *(pidfd for _, pidfd in self._forked)):
                if file is not None:
                    os.close(file if isinstance(file, int) else file.detach())
            self._launched = None
            self._forget()


def _read_control(control: socket.socket) -> tuple[dict[str, Any], int | None]:
    """Read one control frame from the zygote, which is ours: a blocking read with a limit."""
    if not readable(control, START_SECONDS):
        raise EOFError("the zygote does not answer")
    answer = wire.receive_with_descriptor(control)
    if answer is None:
        raise EOFError("the zygote has gone")
    return answer
