"""Line by line, what a call computed: asked only after a test has failed.

Both sides load this module, so that the reference is traced by the same eyes. Whatever is
not a plain tensor, array, number or container is left out; nothing of it is asked.
"""

from __future__ import annotations

import contextlib
import sys
import time
import types
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch

from . import observer
from .exceptions import summarise
from .graphs import graph_of
from .observer import Call, Guard
from .values import clean

MAX_LINES, MAX_VISITS, MAX_VALUES, MAX_NUMBERS = 40, 3, 6, 8
MAX_GRAPHS = 8
MAX_SECONDS = 0.5
MAX_SUMMED = 2**20

_TENSORS = (torch.Tensor, torch.nn.Parameter)
_PLAIN = (*_TENSORS, np.ndarray, bool, int, float, list, tuple, dict, type(None))


def trace(
    function: Callable[..., Any],
    call: Call,
    filename: str,
    guard: Callable[[], Guard] = contextlib.nullcontext,
) -> dict[str, Any]:
    """Call `function` once more and record the lines of `filename` that run.

    Returns:
        {"lines", "cut", "graph"} as plain data; see `traced.Trace`.
    """
    recorder = _Recorder(filename)

    @contextlib.contextmanager
    def watched() -> Iterator[None]:
        with guard(), recorder.recording():
            yield

    plain = call._replace(facets=call.facets._replace(operations=False))
    observer.observe(function, plain, filename=filename, guard=watched)
    return {"lines": recorder.lines, "cut": recorder.cut, "graph": recorder.graph}


class _Recorder:
    def __init__(self, filename: str) -> None:
        self.lines: list[dict[str, Any]] = []
        self.cut = False
        self.graph: dict[str, Any] | None = None
        self._filename = filename
        self._frames: dict[types.FrameType, _Frame] = {}
        self._visits: dict[int, dict[str, Any]] = {}
        self._counts: dict[int, int] = {}
        self._graphs = 0
        self._deadline = 0.0

    @contextlib.contextmanager
    def recording(self) -> Iterator[None]:
        before = sys.gettrace()
        self._deadline = time.process_time() + MAX_SECONDS
        sys.settrace(self._entered)
        try:
            yield
        finally:
            sys.settrace(before)
            self._frames.clear()

    def _entered(self, frame: types.FrameType, event: str, arg: object) -> Any:
        code = frame.f_code
        if code.co_filename != self._filename or code.co_name.startswith("<") or self.cut:
            return None
        self._frames[frame] = own = _Frame()
        own.step = self._step(frame, code.co_firstlineno)
        self._note(frame, own)
        return self._ran

    def _ran(self, frame: types.FrameType, event: str, arg: object) -> Any:
        own = self._frames.get(frame)
        if own is None or self.cut or time.process_time() > self._deadline:
            self.cut = True
            return None
        if event == "exception":
            own.raising = True
            return self._ran
        self._note(frame, own)
        if event == "line":
            own.raising = False
            own.step = self._step(frame, frame.f_lineno)
        elif event == "return":
            if not own.raising and own.step is not None:
                self._keep(own.step, "return", arg)
            del self._frames[frame]
        return self._ran

    def _step(self, frame: types.FrameType, line: int) -> dict[str, Any] | None:
        """Make an entry for a line that is about to run; None if it ran often enough."""
        count = self._counts[line] = self._counts.get(line, 0) + 1
        if count > MAX_VISITS:
            self._visits[line]["more"] = count - MAX_VISITS
            return None
        if len(self.lines) >= MAX_LINES:
            self.cut = True
            return None
        name = clean(frame.f_code.co_name, 100)
        step: dict[str, Any] = {"line": line, "function": name, "values": [], "more": 0}
        self.lines.append(step)
        self._visits[line] = step
        return step

    def _note(self, frame: types.FrameType, own: _Frame) -> None:
        """Record the variables that the line before this one changed."""
        for name, value in list(frame.f_locals.items()):
            mark = _mark(value)
            if own.known.get(name) == mark:
                continue
            own.known[name] = mark
            own.alive[name] = value
            if own.step is not None:
                self._keep(own.step, name, value)

    def _keep(self, step: dict[str, Any], name: str, value: object) -> None:
        if type(value) not in _PLAIN:
            return
        if len(step["values"]) < MAX_VALUES:
            step["values"].append(describe(name, value))
        if type(value) in _TENSORS and self._graphs < MAX_GRAPHS:
            found = graph_of(value, name, describe)  # type: ignore[arg-type]
            if found is not None:
                self._graphs += 1
                self.graph = found


class _Frame:
    def __init__(self) -> None:
        self.known: dict[str, object] = {}
        self.alive: dict[str, object] = {}  # keeps an `id` from being used again
        self.step: dict[str, Any] | None = None
        self.raising = False


def _mark(value: object) -> object:
    """What changes when a variable does."""
    kind = type(value)
    if kind in _TENSORS:
        try:
            return id(value), value._version  # type: ignore[attr-defined]
        except RuntimeError:
            return id(value)
    if kind in (list, tuple, dict):
        return id(value), len(value)  # type: ignore[arg-type]
    return (kind, value) if kind in (bool, int, float) else id(value)


def describe(name: str, value: object) -> dict[str, Any]:
    """A value in a few words, with its first numbers and two sums that stand for the rest."""
    found: dict[str, Any] = {"name": clean(name, 60), "summary": "", "numbers": [], "sums": []}
    with contextlib.suppress(Exception), torch.no_grad():
        found["summary"] = clean(summarise(value), 200)
        found["size"] = _size(value)
        found["numbers"], found["sums"] = _numbers(value)
    return {"size": 0} | found


def _size(value: object) -> int:
    if type(value) in _TENSORS:
        return value.numel()  # type: ignore[attr-defined, no-any-return]
    if type(value) is np.ndarray:
        return value.size
    return len(value) if type(value) in (list, tuple) else 1  # type: ignore[arg-type]


def _numbers(value: object) -> tuple[list[str], list[str]]:
    if type(value) is np.ndarray and value.dtype.kind in "biuf":
        value = torch.from_numpy(np.ascontiguousarray(value))
    if type(value) in _TENSORS:
        tensor: torch.Tensor = value  # type: ignore[assignment]
        if tensor.is_complex() or tensor.numel() > MAX_SUMMED:
            return [], []
        flat = tensor.detach().reshape(-1).to("cpu")
        wide = flat.to(torch.float64)
        weights = torch.linspace(1.0, 2.0, wide.numel(), dtype=torch.float64)
        sums = [float(wide.sum()), float((wide * weights).sum())]
        return [_text(x) for x in flat[:MAX_NUMBERS].tolist()], [_text(x) for x in sums]
    if type(value) in (list, tuple):
        items = list(value)[:MAX_NUMBERS]  # type: ignore[call-overload]
        plain = all(type(item) in (bool, int, float) for item in items)
        return ([_text(item) for item in items], []) if plain else ([], [])
    return ([_text(value)], []) if type(value) in (int, float) else ([], [])


def _text(number: object) -> str:
    return repr(number)[:40]
