"""Watching one call: the same eyes for student, reference, misconception and mutant.

Both sides load this module. An observation is plain data plus dense tensors; what it
says beyond values (aliasing, operations used) is only as honest as the process
that made it.
"""

from __future__ import annotations

import contextlib
import io
import random
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, cast

import numpy as np
import torch
from torch.overrides import TorchFunctionMode

from . import accelerator
from .exceptions import describe_exception
from .targets import SIMULATED, is_accelerator
from .values import ArgumentDecoder, Node, ResultEncoder, TooLarge, clean, type_name

MAX_PRINTED = 4_000
MAX_OPERATIONS = 500

Guard = contextlib.AbstractContextManager[Any]

_NOTHING = contextlib.nullcontext()
_IGNORE_ALL = ("ignore", None, Warning, None, 0)


class Facets(NamedTuple):
    """What to observe of a call beyond its result, exception, output and arguments."""

    gradients: bool = False
    operations: bool = False


class Call(NamedTuple):
    """One call to observe: encoded arguments, seed and facets."""

    arguments: list[Node]
    keywords: dict[str, Node]
    body: bytes
    device: str
    seed: int
    facets: Facets


class _Printed(io.TextIOBase):
    """A standard output that keeps the first characters and drops the rest."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        room = MAX_PRINTED - self.size
        if room > 0:
            self.parts.append(text[:room])
        self.size += len(text)
        return len(text)

    def report(self) -> dict[str, Any]:
        return {"text": clean("".join(self.parts), MAX_PRINTED), "cut": self.size > MAX_PRINTED}


class _Operations(TorchFunctionMode):
    """Records the name of every torch function called, by whatever road it was reached.

    `torch.autograd.grad` and what is built on it do not pass through a function mode; the
    engine that they all start is watched instead, and recorded as "autograd".
    """

    def __init__(self) -> None:
        super().__init__()
        self._names: dict[str, None] = {}

    @property
    def names(self) -> list[str]:
        """Each name once, in the order of first use."""
        return list(self._names)

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = getattr(func, "__name__", "")
        if name not in self._names and len(self._names) < MAX_OPERATIONS:
            self._names[name] = None
        return func(*args, **kwargs) if kwargs else func(*args)

    @contextlib.contextmanager
    def recording(self) -> Iterator[None]:
        """Record while the context lasts."""
        homes = [
            home
            for home in (torch.autograd, torch.autograd.graph)
            if hasattr(home, "_engine_run_backward")
        ]
        originals = [home._engine_run_backward for home in homes]

        def watched(*args: Any, **kwargs: Any) -> Any:
            self._names["autograd"] = None
            return originals[0](*args, **kwargs)

        for home in homes:
            home.__dict__["_engine_run_backward"] = watched
        try:
            with self:
                yield
        finally:
            for home, original in zip(homes, originals, strict=True):
                home.__dict__["_engine_run_backward"] = original


def observe(
    function: Callable[..., Any],
    call: Call,
    *,
    filename: str = "",
    guard: Callable[[], Guard] = contextlib.nullcontext,
    draws: bool = True,
) -> tuple[dict[str, Any], bytes]:
    """Call `function` with fresh copies of the inputs and describe all that it showed.

    Args:
        function: the implementation, or a scenario bound to one.
        call: what to call it with and what to look at.
        filename: the student's file, whose lines an exception is traced to.
        guard: makes the context in which only the function itself runs (a timer).
        draws: could it use the generators of Python and NumPy? To seed them for each call
            takes four times as long as torch's.

    Returns:
        The observation as JSON data, and its tensors as a safetensors block.
    """
    if call.device == SIMULATED:
        from . import simulated  # only where it is asked for

        with simulated.SimulatedDevice(filename) as device:
            observation, body = _observe(device.watched(function), call, filename, guard, draws)
            observation["made_on_line"] = device.made_on_line
            return observation, body
    return _observe(function, call, filename, guard, draws)


def _observe(
    function: Callable[..., Any],
    call: Call,
    filename: str,
    guard: Callable[[], Guard],
    draws: bool,
) -> tuple[dict[str, Any], bytes]:
    decoder = ArgumentDecoder(call.body, call.device)
    arguments = [decoder.value(node) for node in call.arguments]
    keywords = {name: decoder.value(node) for name, node in call.keywords.items()}
    inputs = [*arguments, *keywords.values()]
    if call.facets.gradients:
        for tensor in _floating(inputs):
            tensor.requires_grad_()
    before = _Arguments(inputs, decoder)
    operations = _Operations() if call.facets.operations else None
    printed = _Printed()
    restore_defaults()
    seed_generators(call.seed, call.device, draws)
    raised: BaseException | None = None
    value: Any = None
    with _Quiet(printed), _kept(call.device):
        try:
            with guard(), operations.recording() if operations else _NOTHING:
                value = function(*arguments, **keywords)
                accelerator.settle(call.device)
        except BaseException as error:
            raised = error
    observation: dict[str, Any] = {
        "outcome": "returned",
        "value": None,
        "exception": None,
        "arguments": [],
        "shares": None,
        "gradients": None,
        "operations": operations.names if operations else None,
        "printed": printed.report(),
    }
    restore_defaults()
    encoder = ResultEncoder()
    try:
        if raised is not None:
            observation |= describe_exception(raised, filename)
        else:
            # Gradients first: encoding must see the values that the graph was built from.
            if call.facets.gradients:
                seed_generators(call.seed, call.device, draws)
                observation["gradients"] = _gradients(value, inputs, encoder)
            observation["value"] = encoder.node(value)
            observation["shares"] = _shares(value, inputs)
        observation["arguments"] = before.changes(encoder)
    except TooLarge as error:
        return observation | {
            "outcome": "too_large",
            "value": None,
            "exception": None,
            "detail": str(error),
        }, b""
    return observation, encoder.body()


def restore_defaults() -> None:
    """Give torch its defaults back, whatever earlier code left behind."""
    if torch.get_default_dtype() is not torch.float32:
        torch.set_default_dtype(torch.float32)
    if torch._GLOBAL_DEVICE_CONTEXT.__dict__.get("device_context") is not None:
        torch.set_default_device(None)
    if not torch.is_grad_enabled():
        torch.set_grad_enabled(True)


def seed_generators(seed: int, device: str, draws: bool) -> None:
    """Start every generator from the seed: before a call, and before its backward pass."""
    torch.default_generator.manual_seed(seed)
    accelerator.seed(device, seed)
    if draws:
        np.random.seed(seed % 2**32)
        random.seed(seed)


class _Quiet:
    """Sends all output to `printed`, and warnings nowhere, while the context lasts.

    What `warnings.catch_warnings` does, in a tenth of its time.
    """

    def __init__(self, printed: _Printed) -> None:
        self._printed = printed

    def __enter__(self) -> None:
        self._streams = sys.stdout, sys.stderr
        self._warnings = warnings.filters, warnings.showwarning
        sys.stdout = sys.stderr = self._printed
        warnings.filters = [_IGNORE_ALL]

    def __exit__(self, *_: object) -> None:
        sys.stdout, sys.stderr = self._streams
        warnings.filters, warnings.showwarning = self._warnings


def _kept(device: str) -> Guard:
    return accelerator.kept_precision() if is_accelerator(device) else _NOTHING


def leaves(value: object, path: str = "", depth: int = 0) -> Iterator[tuple[str, object]]:
    """Every value inside containers, with its path: `[0]['W1']`."""
    if depth < 8 and isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from leaves(item, f"{path}[{index}]", depth + 1)
    elif depth < 8 and isinstance(value, dict):
        for key, item in list(value.items()):
            name = repr(key) if type(key) in (str, int) else type_name(type(key))
            yield from leaves(item, f"{path}[{name}]", depth + 1)
    else:
        yield path, value


def _floating(values: list[Any]) -> list[torch.Tensor]:
    return [
        leaf
        for _, leaf in leaves(values)
        if isinstance(leaf, torch.Tensor) and leaf.is_floating_point()
    ]


def _gradients(value: object, inputs: list[Any], encoder: ResultEncoder) -> list[Node | None]:
    """Differentiate a fixed weighted sum of the result with respect to every float input.

    The weights differ from element to element, so that a gradient that is right only on
    average does not pass.
    """
    outputs = [
        leaf
        for _, leaf in leaves(value)
        if isinstance(leaf, torch.Tensor) and leaf.is_floating_point() and leaf.requires_grad
    ]
    targets = _floating(inputs)
    if not outputs:
        return [None] * len(targets)
    weights = [
        torch.linspace(0.5, 1.5, out.numel(), dtype=out.dtype, device=out.device).reshape(out.shape)
        for out in outputs
    ]
    # A result that cannot be differentiated is no gradient, not an error of the call. One
    # scalar is differentiated: with `grad_outputs` torch would import sympy.
    try:
        total = sum((out * weight).sum() for out, weight in zip(outputs, weights, strict=True))
        found = torch.autograd.grad(cast(torch.Tensor, total), targets, allow_unused=True)
    except RuntimeError:
        return [None] * len(targets)
    return [None if gradient is None else encoder.tensor(gradient) for gradient in found]


def _shares(value: object, inputs: list[Any]) -> list[list[str]]:
    """The path of each value that lives in an input's memory, with the path of that input."""
    held = [(path, storage) for path, leaf in leaves(value) if (storage := _storage(leaf))]
    owners = [(path, _storage(leaf)) for path, leaf in leaves(inputs)] if held else []
    return [
        [path, owner]
        for path, storage in held
        for owner, other in owners
        if _overlap(storage, other)
    ]


def _storage(leaf: object) -> tuple[int, int] | None:
    """The bytes that a tensor or array lives in, as (start, end)."""
    if isinstance(leaf, torch.Tensor) and leaf.layout is torch.strided:
        storage = leaf.untyped_storage()
        start = storage.data_ptr()
        return start, start + storage.nbytes()
    if isinstance(leaf, np.ndarray):
        low, high = np.lib.array_utils.byte_bounds(leaf)
        return int(low), int(high)
    return None


def _overlap(one: tuple[int, int], other: tuple[int, int] | None) -> bool:
    return other is not None and one[0] < other[1] and other[0] < one[1]


class _Arguments:
    """The inputs before a call, to tell afterwards which of them changed."""

    def __init__(self, inputs: list[Any], decoder: ArgumentDecoder) -> None:
        self._inputs = inputs
        self._storages = decoder.storages()
        self._skeletons = [_skeleton(value) for value in inputs]

    def changes(self, encoder: ResultEncoder) -> list[list[Any]]:
        """Return [index, node] for each input that is no longer what was passed."""
        touched = [
            (buffer.data_ptr(), buffer.data_ptr() + buffer.numel())
            for buffer, copy in self._storages
            if not torch.equal(buffer, copy)
        ]
        changed = []
        for index, (value, skeleton) in enumerate(zip(self._inputs, self._skeletons, strict=True)):
            if _skeleton(value) != skeleton or _lives_in(value, touched):
                changed.append([index, _with_gradient(value, encoder)])
        return changed


def _skeleton(value: object) -> Any:
    """All about an input but the bytes in its storage."""
    if isinstance(value, (list, tuple)):
        return type(value), [_skeleton(item) for item in value]
    if isinstance(value, dict):
        return type(value), [(key, _skeleton(item)) for key, item in value.items()]
    if isinstance(value, set):
        plain = {item for item in value if type(item) in (bool, int, float, str)}
        return type(value), len(value), plain
    if isinstance(value, torch.Tensor):
        gradient = value.grad if value.is_leaf else None
        facts = (value.shape, value.stride(), value.dtype, value.requires_grad, value.is_leaf)
        return id(value), value.data_ptr(), facts, None if gradient is None else gradient.tolist()
    if isinstance(value, np.ndarray):
        return id(value), value.shape, value.strides, value.dtype
    return type(value), repr(value) if isinstance(value, (int, float, complex, str)) else None


def _lives_in(value: object, ranges: list[tuple[int, int]]) -> bool:
    return bool(ranges) and any(
        storage is not None and any(_overlap(storage, touched) for touched in ranges)
        for storage in (_storage(leaf) for _, leaf in leaves(value))
    )


def _with_gradient(value: object, encoder: ResultEncoder) -> Node:
    node = encoder.node(value)
    if isinstance(value, torch.Tensor) and value.is_leaf and value.grad is not None:
        node["grad"] = encoder.tensor(value.grad)
    return node
