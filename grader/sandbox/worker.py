"""The untrusted side: loads a submission's files and answers calls with observations.

It is told a file's source, inputs and scenario source, and nothing else; it holds no
expected value. Everything here runs after confinement, in a process that ends with its
submission.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import functools
import linecache
import signal
import socket
import sys
import types
from collections.abc import Callable
from typing import Any

import pydantic_core

from . import lint, observer, tracing
from .exceptions import TimeLimit
from .observer import Call, Facets
from .values import clean
from .wire import Channel

Message = dict[str, Any]

_HAS_TIMER = hasattr(signal, "setitimer")


class Worker:
    """The files of one submission, loaded, and the loop that answers for them."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._sources: dict[str, tuple[str, bytes]] = {}
        self._modules: dict[str, types.ModuleType] = {}
        self._scenarios: dict[str, types.ModuleType] = {}
        self._draws: dict[str, bool] = {}

    def serve(self) -> None:
        """Answer requests, one frame for each, until the other side goes away."""
        answers: dict[str, Callable[[Message, bytes], tuple[Message, bytes]]] = {
            "inspect": self._inspect,
            "load": self._load,
            "call": self._call,
            "trace": self._trace,
        }
        while (request := self._channel.receive()) is not None:
            message, body = request
            answer, tensors = answers[message["op"]](message, body)
            self._channel.send_soon({"id": message["id"], **answer}, tensors)

    def _inspect(self, message: Message, source: bytes) -> tuple[Message, bytes]:
        filename = message["filename"]
        self._sources[message["concept"]] = filename, source
        with _timer(message["cpu_seconds"]):
            return lint.inspect(source, filename, message["forbidden"]), b""

    def _load(self, message: Message, scenarios: bytes) -> tuple[Message, bytes]:
        concept = message["concept"]
        filename, source = self._sources[concept]
        if scenarios:
            self._scenarios[concept] = types.ModuleType("scenarios")
            exec(compiled_scenarios(scenarios), self._scenarios[concept].__dict__)
        # Both have it in their names: Python's `random`, and `numpy.random`.
        self._draws[concept] = b"random" in source or b"random" in scenarios
        module = types.ModuleType("student")
        module.__file__ = filename
        sys.modules["student"] = module
        text = source.decode("utf-8", "replace")
        linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)

        def execute() -> None:
            exec(compile(source, filename, "exec"), module.__dict__)

        call = Call([], {}, b"", "cpu", message["seed"], Facets())
        guard = functools.partial(_timer, message["cpu_seconds"])
        observation, _ = observer.observe(execute, call, filename=filename, guard=guard)
        self._modules[concept] = module
        names = [name for name in message["functions"] if name in module.__dict__]
        return {"observation": observation, "names": names}, b""

    def _call(self, message: Message, body: bytes) -> tuple[Message, bytes]:
        function, call, filename, guard = self._question(message, body)
        draws = self._draws[message["concept"]]
        observation, tensors = observer.observe(
            function, call, filename=filename, guard=guard, draws=draws
        )
        return {"observation": observation}, tensors

    def _trace(self, message: Message, body: bytes) -> tuple[Message, bytes]:
        return {"trace": tracing.trace(*self._question(message, body))}, b""

    def _question(
        self, message: Message, body: bytes
    ) -> tuple[Callable[..., Any], Call, str, Callable[[], observer.Guard]]:
        concept = message["concept"]
        module = self._modules[concept]
        function: Callable[..., Any]
        if message["scenario"]:
            scenario = getattr(self._scenarios[concept], message["function"])
            function = functools.partial(scenario, module)
        else:
            function = module.__dict__[message["function"]]
        call = Call(
            message["arguments"],
            message["keywords"],
            body,
            message["device"],
            message["seed"],
            Facets(**message["facets"]),
        )
        guard = functools.partial(_timer, message["cpu_seconds"])
        return function, call, self._sources[concept][0], guard


@functools.cache
def compiled_scenarios(source: bytes) -> types.CodeType:
    """The code of a concept's scenarios; what the zygote asked for before, its workers know."""
    return compile(source, "scenarios.py", "exec")


class _Timer:
    """Raises TimeLimit in the student's code once it has used its CPU time.

    A courtesy that finds the line; the client kills whatever does not heed it.
    """

    def __init__(self) -> None:
        self._seconds = 0.0
        self._running = False

    def __call__(self, seconds: float) -> _Timer:
        self._seconds = seconds
        return self

    def __enter__(self) -> None:
        if _HAS_TIMER:
            # Installed once, since that takes longest; `signal.getsignal` takes as long.
            if _signal.getsignal(signal.SIGPROF) != self._ring:
                signal.signal(signal.SIGPROF, self._ring)
            signal.setitimer(signal.ITIMER_PROF, self._seconds)
        self._running = True

    def __exit__(self, *_: object) -> None:
        self._running = False  # the next call sets the timer anew

    def _ring(self, number: int, frame: types.FrameType | None) -> None:
        if self._running:
            raise TimeLimit(f"stopped after {self._seconds:g} s of computing")


_timer = _Timer()


def channel_over(sock: socket.socket) -> Channel:
    """The worker's end of its socket; pydantic's JSON takes a third of the standard one's time."""
    return Channel(sock, pydantic_core.from_json, pydantic_core.to_json)


def greet(channel: Channel, tier: str, layers: list[Message], seconds: float, problem: str) -> None:
    """Tell the client, before any student code, what confines this worker."""
    channel.send(
        {
            "id": 0,
            "tier": clean(tier, 20),
            "layers": layers,
            "confinement_seconds": seconds,
            "device_problem": clean(problem, 1_000),
        }
    )
