"""The trusted side of the boundary: starts the zygote, asks workers, keeps deadlines.

SandboxError
├── WorkerEnded      the submission's fault: time, memory, crash, ended_early,
│                    protocol_violation; costs the function it was in
└── SandboxTrouble   ours or the machine's: never a student's failure
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import time
from collections import deque
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

from pydantic import ValidationError

from . import wire
from .launch import Launched, LaunchError, Limits, launch
from .messages import (
    CallAnswer,
    EmptyAnswer,
    Greeting,
    InspectAnswer,
    Layer,
    LoadAnswer,
    Message,
    Observation,
    attach,
)
from .observer import Call
from .targets import CPU, StartMethod, Target
from .traced import Trace, TraceAnswer

End = Literal["time", "memory", "crash", "ended_early", "protocol_violation"]
Answer = TypeVar("Answer", bound=Message)

START_SECONDS = 120.0
POLL_SECONDS = 0.05
# How much is sent ahead of the answers: less than a socket buffers, so that neither side
# can wait for the other for ever.
MAX_AHEAD, MAX_AHEAD_BYTES = 8, 64 * 1024


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


class Zygote:
    """A warm process that forks workers; started once, asked for each submission."""

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
        self._ready = False

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
            return Worker(sock, process.pid, self.limits, _SpawnedExit(process))
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

    def _launch(self) -> Launched:
        try:
            return launch(self.limits, self.start_method, self._target)
        except (LaunchError, OSError) as error:
            raise SandboxTrouble(str(error)) from error

    def _fork(self) -> Worker:
        self.start()
        assert self._launched is not None
        control = self._launched.control
        if not self._ready:
            _read_control(control)
            self._ready = True
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(control, [wire.pack({"op": "fork", "id": 0})], [theirs.fileno()])
        message, pidfd = _read_control(control)
        return Worker(ours, message["pid"], self.limits, _ForkedExit(self, message["pid"], pidfd))

    def reap(self, pid: int) -> dict[str, Any]:
        """Wait for a killed or finished worker: its wait status and resource usage."""
        if self._launched is None:
            raise EOFError("the zygote has gone")
        control = self._launched.control
        control.sendall(wire.pack({"op": "reap", "id": 0, "pid": pid}))
        return _read_control(control)[0]

    def close(self) -> None:
        """End the zygote; its workers die with it."""
        if self._launched is not None:
            self._launched.control.close()
            self._launched.process.kill()
            self._launched.process.wait()
        self._launched, self._ready = None, False


class _ForkedExit:
    """Kills and reaps a worker that the zygote forked."""

    def __init__(self, zygote: Zygote, pid: int, pidfd: int | None) -> None:
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


class _SpawnedExit:
    """Kills and reaps a worker that is a process of its own."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def kill(self) -> dict[str, Any]:
        self._process.kill()
        code = self._process.wait()
        return {"status": -code if code < 0 else code << 8}


class Worker:
    """One confined process that holds one submission."""

    def __init__(
        self, sock: socket.socket, pid: int, limits: Limits, exit_: _ForkedExit | _SpawnedExit
    ) -> None:
        self._sock = sock
        self._pid = pid
        self._limits = limits
        self._exit = exit_
        self._reader = wire.FrameReader()
        self._next_id = 1
        self._started: deque[tuple[int, int]] = deque()
        self.usage: dict[str, Any] | None = None
        try:
            greeting, _ = self._answer(Greeting, START_SECONDS, None)
        except WorkerEnded as error:
            raise SandboxTrouble(f"the worker did not start ({error.detail})") from error
        if greeting.device_problem:
            self.close()
            raise SandboxTrouble(f"the device cannot be used: {greeting.device_problem}")
        self.confinement = Confinement(greeting.tier, greeting.layers, greeting.confinement_seconds)

    def inspect(
        self, concept: str, filename: str, source: bytes, forbidden: dict[str, list[str]]
    ) -> InspectAnswer:
        """Parse a file, without running it."""
        message = {
            "op": "inspect",
            "concept": concept,
            "filename": filename,
            "forbidden": forbidden,
            "cpu_seconds": self._limits.call_cpu_seconds,
        }
        return self._ask(message, source, InspectAnswer)[0]

    def load(self, concept: str, functions: list[str], seed: int) -> LoadAnswer:
        """Run a file that was inspected before."""
        message = {
            "op": "load",
            "concept": concept,
            "functions": functions,
            "seed": seed,
            "cpu_seconds": self._limits.call_cpu_seconds,
        }
        return self._ask(message, b"", LoadAnswer)[0]

    def scenarios(self, concept: str, source: bytes) -> None:
        """Give the worker a concept's scenario source."""
        self._ask({"op": "scenarios", "concept": concept}, source, EmptyAnswer)

    def call(self, concept: str, function: str, call: Call, *, scenario: bool) -> Observation:
        """Observe one call of a loaded file."""
        self.start_call(concept, function, call, scenario=scenario)
        return self.finish_call()

    def start_call(self, concept: str, function: str, call: Call, *, scenario: bool) -> None:
        """Send a call without waiting for its answer; the answers come in order."""
        message = self._question("call", concept, function, call, scenario)
        self._started.append(self._start(message, call.body))

    def trace(self, concept: str, function: str, call: Call, *, scenario: bool) -> Trace:
        """Put a call once more, and learn what each line of it computed."""
        message = self._question("trace", concept, function, call, scenario)
        return self._ask(message, call.body, TraceAnswer)[0].trace

    def _question(
        self, op: str, concept: str, function: str, call: Call, scenario: bool
    ) -> dict[str, Any]:
        return {
            "op": op,
            "concept": concept,
            "function": function,
            "scenario": scenario,
            "arguments": call.arguments,
            "keywords": call.keywords,
            "device": call.device,
            "seed": call.seed,
            "facets": call.facets._asdict(),
            "cpu_seconds": self._limits.call_cpu_seconds,
        }

    def finish_call(self) -> Observation:
        """Wait for the answer to the oldest call that was started."""
        request_id, _ = self._started.popleft()
        answer, body = self._finish(request_id, CallAnswer)
        try:
            return attach(answer.observation, body)
        except ValueError as error:
            raise self._violation(str(error)) from error

    def may_start(self) -> bool:
        """Is there room to send another call ahead, whatever the worker does meanwhile?"""
        waiting = sum(size for _, size in self._started)
        return len(self._started) < MAX_AHEAD and waiting < MAX_AHEAD_BYTES

    def close(self) -> None:
        """Kill the process, whatever it is doing, and wait until it is gone."""
        if self.usage is None:
            self._sock.close()
            self.usage = self._exit.kill()

    def _ask(
        self, message: dict[str, Any], body: bytes, model: type[Answer]
    ) -> tuple[Answer, bytes]:
        request_id, _ = self._start(message, body)
        return self._finish(request_id, model)

    def _start(self, message: dict[str, Any], body: bytes) -> tuple[int, int]:
        """Send one request; its id and its size."""
        if not self._started and (self._reader.pending or _readable(self._sock)):
            raise self._violation("it sent data that nobody asked for")
        request_id = self._next_id
        self._next_id += 1
        frame = wire.pack(message | {"id": request_id}, body)
        try:
            self._send(frame, time.monotonic() + self._limits.call_wall_seconds)
        except OSError as error:
            raise self._ended() from error
        return request_id, len(frame)

    def _finish(self, request_id: int, model: type[Answer]) -> tuple[Answer, bytes]:
        """Wait for one answer, which must be that of `request_id`."""
        deadline = self._cpu_time() + self._limits.call_cpu_seconds * 1.5 + 0.5
        answer, tensors = self._answer(model, self._limits.call_wall_seconds, deadline)
        if getattr(answer, "id", None) != request_id:
            raise self._violation("it answered another question")
        return answer, tensors

    def _send(self, frame: bytes, wall_deadline: float) -> None:
        """Send all of a frame, or give up at the deadline: a stopped worker does not read."""
        self._sock.settimeout(max(0.0, wall_deadline - time.monotonic()) or 0.001)
        try:
            self._sock.sendall(frame)
        except TimeoutError as error:
            raise self._kill("time", self._time_detail()) from error
        finally:
            self._sock.settimeout(None)

    def _answer(
        self, model: type[Answer], wall_seconds: float, cpu_deadline: float | None
    ) -> tuple[Answer, bytes]:
        wall_deadline = time.monotonic() + wall_seconds
        while True:
            try:
                frame = self._reader.take()
            except wire.WireError as error:
                raise self._violation(str(error)) from error
            if frame is not None:
                break
            if _readable(self._sock, POLL_SECONDS):
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
        try:
            return model.model_validate_json(frame.text), frame.tensors
        except ValidationError as error:
            raise self._violation("its answer does not fit the protocol") from error

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
        self.close()
        return WorkerEnded(end, detail)

    def _ended(self) -> SandboxError:
        """Name the end of a worker whose stream ended by itself."""
        lingers = self._still_runs(0.2)
        self.close()
        if lingers:
            return WorkerEnded("ended_early", "it closed its connection")
        status = (self.usage or {}).get("status")
        if status is None:
            return SandboxTrouble("the process that starts the workers was ended from outside")
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            if number == getattr(signal, "SIGXCPU", -1):
                return WorkerEnded("time", self._time_detail())
            return WorkerEnded("crash", _signal_words(number))
        return WorkerEnded("ended_early", f"exit status {os.WEXITSTATUS(status)}")

    def _still_runs(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                    return False
            except FileNotFoundError:
                return not Path("/proc/self").exists()
            except OSError:
                pass
            time.sleep(0.002)
        return True


def _signal_words(number: int) -> str:
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


def _readable(sock: socket.socket, seconds: float = 0.0) -> bool:
    return bool(select.select([sock], [], [], seconds)[0])


def _read_control(control: socket.socket) -> tuple[dict[str, Any], int | None]:
    """Read one control frame from the zygote, which is ours: a blocking read with a limit."""
    if not _readable(control, START_SECONDS):
        raise EOFError("the zygote does not answer")
    answer = wire.receive_with_descriptor(control)
    if answer is None:
        raise EOFError("the zygote has gone")
    return answer
