"""One worker, asked and answered: the trusted side's end of its socket, with the deadlines.

SandboxError
├── WorkerEnded      the submission's fault: time, memory, crash, ended_early,
│                    protocol_violation; costs the function it was in
└── SandboxTrouble   ours or the machine's: never a student's failure
"""

from __future__ import annotations

import os
import select
import signal
import socket
import time
from collections import deque
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple, TypeVar

from pydantic import ValidationError

from . import wire
from .exits import ForkedExit, SpawnedExit, signal_words, still_runs
from .launch import Limits
from .messages import (
    CallAnswer,
    Greeting,
    InspectAnswer,
    Layer,
    LoadAnswer,
    Message,
    Observation,
)
from .observer import Call
from .questions import Question
from .traced import Trace, TraceAnswer

End = Literal["time", "memory", "crash", "ended_early", "protocol_violation"]
Answer = TypeVar("Answer", bound=Message)

START_SECONDS = 120.0
POLL_SECONDS = 0.05
# How much is sent ahead of the answers: less than a socket buffers, so that neither side
# can wait for the other for ever.
MAX_AHEAD, MAX_AHEAD_BYTES = 64, 64 * 1024


class SandboxError(Exception):
    """Anything that kept a call from being answered."""


class WorkerEnded(SandboxError):
    """The worker did not answer, and the submission is why."""

    def __init__(self, end: End, detail: str) -> None:
        super().__init__(f"{end}: {detail}")
        self.end: End = end
        self.detail = detail


class SandboxTrouble(SandboxError):
    """The sandbox itself did not work."""


class Confinement(NamedTuple):
    """What the canary of a worker measured."""

    tier: Literal["hardened", "limited", "unsafe"]
    layers: list[Layer]
    seconds: float


class Inspection(NamedTuple):
    """A file to be parsed: its concept and name, its bytes, what each function may not use."""

    concept: str
    filename: str
    source: bytes
    forbidden: dict[str, list[str]]

    def message(self) -> dict[str, Any]:
        """The request but for what differs from one worker to the next, and the bytes."""
        return {
            "op": "inspect",
            "concept": self.concept,
            "filename": self.filename,
            "forbidden": self.forbidden,
        }


class _Started(NamedTuple):
    """A call that was sent, and how many bytes that took."""

    request_id: int
    size: int
    question: Question


class Worker:
    """One confined process that holds one submission."""

    def __init__(
        self, sock: socket.socket, pid: int, limits: Limits, exit_: ForkedExit | SpawnedExit
    ) -> None:
        self._sock = sock
        self._pid = pid
        self._limits = limits
        self._exit = exit_
        self._reader = wire.FrameReader()
        self._next_id = 1
        self._inspecting: deque[tuple[int, Inspection]] = deque()
        self._started: deque[_Started] = deque()
        self._ahead = 0
        self._closed = False
        try:
            greeting = self._validated(self._receive(START_SECONDS, None), Greeting, 0)
        except WorkerEnded as error:
            raise SandboxTrouble(f"the worker did not start ({error.detail})") from error
        if greeting.device_problem:
            self.close()
            raise SandboxTrouble(f"the device cannot be used: {greeting.device_problem}")
        self.confinement = Confinement(greeting.tier, greeting.layers, greeting.confinement_seconds)

    def start_inspections(self, inspections: Iterable[Inspection]) -> None:
        """Send as many as there is room for; `inspect` then finds the first answers under way."""
        frames: list[bytes] = []
        size = 0
        for inspection in inspections:
            frame = self._request(inspection.message(), inspection.source)
            size += len(frame)
            if frames and size > MAX_AHEAD_BYTES:
                break
            frames.append(frame)
            self._inspecting.append((self._next_id, inspection))
            self._next_id += 1
        self._send_or_end(b"".join(frames))

    def inspect(self, inspection: Inspection) -> InspectAnswer:
        """Parse a file, without running it."""
        if not self._inspecting:
            self.start_inspections([inspection])
        request_id, started = self._inspecting.popleft()
        assert started == inspection, "files are inspected in the order in which they were sent"
        return self._validated(self._finish(), InspectAnswer, request_id)

    def load(
        self, concept: str, functions: list[str], seed: int, scenarios: bytes = b""
    ) -> LoadAnswer:
        """Run a file that was inspected before, after the source of the concept's scenarios."""
        message = {
            "op": "load",
            "concept": concept,
            "functions": functions,
            "seed": seed,
        }
        return self._ask(message, scenarios, LoadAnswer)

    def call(self, concept: str, function: str, call: Call, *, scenario: bool) -> Observation:
        """Observe one call of a loaded file."""
        self.start_calls([Question(concept, function, call, scenario=scenario)])
        return self.finish_call()

    def start_calls(self, questions: Iterable[Question]) -> int:
        """Send the first of `questions` without waiting for their answers, which come in order.

        Returns:
            How many were sent: as many as there is room for, whatever the worker does
            meanwhile, and one at least if no other call waits for its answer.
        """
        if len(self._started) * 2 > MAX_AHEAD or self._ahead * 2 > MAX_AHEAD_BYTES:
            return 0  # a few large pieces cost less than many small ones
        started: list[_Started] = []
        frames: list[bytes] = []
        size = self._ahead
        for question in questions:
            frame = question.frame(self._next_id, self._limits.call_cpu_seconds)
            waiting = len(self._started) + len(started)
            if waiting and (waiting >= MAX_AHEAD or size + len(frame) > MAX_AHEAD_BYTES):
                break
            started.append(_Started(self._next_id, len(frame), question))
            frames.append(frame)
            size += len(frame)
            self._next_id += 1
        if frames:
            try:
                self._send(b"".join(frames))
            except OSError as error:
                if not self._started:
                    raise self._ended() from error
                return 0  # it has gone; what it answered before that can still be read
            self._started.extend(started)
            self._ahead = size
        return len(frames)

    def trace(self, concept: str, function: str, call: Call, *, scenario: bool) -> Trace:
        """Put a call once more, and learn what each line of it computed."""
        question = Question(concept, function, call, scenario=scenario, op="trace")
        return self._ask(question.message(), call.body, TraceAnswer).trace

    def finish_call(self) -> Observation:
        """Wait for the answer to the oldest call that was started."""
        request_id, size, question = self._started.popleft()
        self._ahead -= size
        frame = self._finish()
        start = b'{"id":%d,"observation":' % request_id
        if not (frame.text.startswith(start) and frame.text.endswith(b"}")):
            self._validated(frame, CallAnswer, request_id)
            raise self._violation("its answer does not fit the protocol")
        try:
            return question.observation(frame.text[len(start) : -1], frame.tensors)
        except ValidationError as error:
            raise self._violation("its answer does not fit the protocol") from error
        except ValueError as error:
            raise self._violation(str(error)) from error

    def close(self) -> None:
        """Kill the process, whatever it is doing; the kernel may clear up after it a while."""
        if not self._closed:
            self._closed = True
            self._sock.close()
            self._exit.kill()

    def _ask(self, message: dict[str, Any], body: bytes, model: type[Answer]) -> Answer:
        request_id = self._next_id
        frame = self._request(message, body)
        self._next_id += 1
        self._send_or_end(frame)
        return self._validated(self._finish(), model, request_id)

    def _request(self, message: dict[str, Any], body: bytes) -> bytes:
        """The next request as a frame."""
        own = {"id": self._next_id, "cpu_seconds": self._limits.call_cpu_seconds}
        return wire.pack(own | message, body)

    def _send_or_end(self, frames: bytes) -> None:
        """Send all of it; a worker that has closed its end has ended."""
        try:
            self._send(frames)
        except OSError as error:
            raise self._ended() from error

    def _finish(self) -> wire.Frame:
        """Wait for the answer to one request."""
        frame = self._take()
        if frame is not None:
            return frame
        deadline = self._cpu_time() + self._limits.call_cpu_seconds * 1.5 + 0.5
        return self._receive(self._limits.call_wall_seconds, deadline)

    def _validated(self, frame: wire.Frame, model: type[Answer], request_id: int) -> Answer:
        try:
            answer = model.model_validate_json(frame.text)
        except ValidationError as error:
            raise self._violation("its answer does not fit the protocol") from error
        if getattr(answer, "id", None) != request_id:
            raise self._violation("it answered another question")
        return answer

    def _send(self, frames: bytes) -> None:
        """Send all of it, or give up at the deadline: a stopped worker does not read.

        Raises:
            OSError: the worker has closed its end.
        """
        if not self._started and (self._reader.pending or readable(self._sock)):
            raise self._violation("it sent data that nobody asked for")
        self._sock.settimeout(self._limits.call_wall_seconds)
        try:
            self._sock.sendall(frames)
        except TimeoutError as error:
            raise self._kill("time", self._time_detail()) from error
        self._sock.settimeout(None)

    def _take(self) -> wire.Frame | None:
        """The next frame, if all of it has been read."""
        try:
            return self._reader.take()
        except wire.WireError as error:
            raise self._violation(str(error)) from error

    def _receive(self, wall_seconds: float, cpu_deadline: float | None) -> wire.Frame:
        """The next frame of the worker, before either deadline."""
        wall_deadline = time.monotonic() + wall_seconds
        while True:
            frame = self._take()
            if frame is not None:
                return frame
            if readable(self._sock, POLL_SECONDS):
                try:
                    data = self._sock.recv(2**20)
                except OSError:
                    data = b""
                if not data:
                    raise self._ended()
                self._reader.feed(data)
            out_of_cpu = cpu_deadline is not None and self._cpu_time() > cpu_deadline
            if out_of_cpu or time.monotonic() > wall_deadline:
                raise self._kill("time", self._time_detail())

    def _cpu_time(self) -> float:
        """CPU seconds that the worker has used, by the kernel's clock for its process."""
        try:
            return time.clock_gettime((~self._pid << 3) | 2)
        except (OSError, AttributeError):
            return 0.0

    def _time_detail(self) -> str:
        limits = self._limits
        return (
            f"stopped after {limits.call_cpu_seconds:g} s of computing"
            f" or {limits.call_wall_seconds:g} s of waiting"
        )

    def _violation(self, detail: str) -> WorkerEnded:
        return self._kill("protocol_violation", detail)

    def _kill(self, end: End, detail: str) -> WorkerEnded:
        self._reap()
        return WorkerEnded(end, detail)

    def _reap(self) -> int | None:
        """Kill the process and wait until it is gone: its wait status, None if not known."""
        if self._closed:
            return None
        self._closed = True
        self._sock.close()
        return self._exit.status()

    def _ended(self) -> SandboxError:
        """Name the end of a worker whose stream ended by itself."""
        if still_runs(self._pid, 0.2):
            return self._kill("ended_early", "it closed its connection")
        status = self._reap()
        if status is None:
            return SandboxTrouble("the process that starts the workers was ended from outside")
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            if number == getattr(signal, "SIGXCPU", -1):
                return WorkerEnded("time", self._time_detail())
            return WorkerEnded("crash", signal_words(number))
        return WorkerEnded("ended_early", f"exit status {os.WEXITSTATUS(status)}")


def readable(sock: socket.socket, seconds: float = 0.0) -> bool:
    """Is there anything to read, now or within so many seconds?"""
    return bool(select.select([sock], [], [], seconds)[0])
