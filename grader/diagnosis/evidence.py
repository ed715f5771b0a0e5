"""Evidence: each part of an answer beside the part that was expected of it.

Numbers, lists of numbers and tensors are all read as tensors, so that one relation covers
them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import torch

from grader.judging.trial import Exchange
from grader.sandbox import observer
from grader.sandbox.messages import (
    ArrayValue,
    BoolValue,
    DictValue,
    FloatValue,
    IntValue,
    NumpyScalarValue,
    Observation,
    SequenceValue,
    StrValue,
    TensorValue,
    Value,
)
from grader.sandbox.values import ArgumentDecoder

MAX_ELEMENTS = 20_000


@dataclass(frozen=True)
class Inputs:
    """The arguments of a call: tensors and plain numbers by name, parts of containers too."""

    tensors: dict[str, torch.Tensor]
    numbers: dict[str, float]


@dataclass(frozen=True)
class Pair:
    """One part of an answer: what was expected, what came, and what the call was given.

    `siblings` are the other parts of the same answer, as (expected, actual).
    """

    path: str
    want: torch.Tensor
    got: torch.Tensor
    inputs: Inputs
    siblings: dict[str, tuple[torch.Tensor, torch.Tensor]] = field(default_factory=dict)

    @cached_property
    def right(self) -> bool:
        """Do shape and values agree? dtypes may differ."""
        return same(self.want, self.got)


def pairs(exchange: Exchange, names: list[str]) -> list[Pair]:
    """The parts of a call's answer that can be compared as numbers.

    Args:
        exchange: a call to which both sides returned.
        names: what the student calls the parameters.
    """
    if exchange.expected is None or exchange.actual is None:
        return []
    want, got = exchange.expected.observation, exchange.actual
    if want.outcome != "returned" or got.outcome != "returned":
        return []
    owners = differentiated(exchange) if exchange.call.facets.gradients else []
    wanted, given = dict(_parts(want, names, owners)), dict(_parts(got, names, owners))
    both = {path: (wanted[path], given[path]) for path in wanted if path in given}
    inputs = inputs_of(exchange, names)
    return [
        Pair(path, one, other, inputs, {p: v for p, v in both.items() if p != path})
        for path, (one, other) in both.items()
    ]


def inputs_of(exchange: Exchange, names: list[str]) -> Inputs:
    """What a call was given, by the names of the parameters."""
    decoder = ArgumentDecoder(exchange.call.body)
    values = {
        names[place] if place < len(names) else f"argument {place + 1}": decoder.value(node)
        for place, node in enumerate(exchange.call.arguments)
    }
    values |= {name: decoder.value(node) for name, node in exchange.call.keywords.items()}
    tensors: dict[str, torch.Tensor] = {}
    numbers: dict[str, float] = {}
    for name, value in values.items():
        _sort_input(name, value, tensors, numbers)
    return Inputs(tensors, numbers)


def differentiated(exchange: Exchange) -> list[tuple[int, str]]:
    """For each gradient of a call: its argument's place, and the path inside that argument.

    Only float tensors have one, so it does not stand where its argument stands.
    """
    call, decoder = exchange.call, ArgumentDecoder(exchange.call.body)
    values = [decoder.value(node) for node in [*call.arguments, *call.keywords.values()]]
    return [
        (place, path)
        for place, value in enumerate(values)
        for path, leaf in observer.leaves(value)
        if isinstance(leaf, torch.Tensor) and leaf.is_floating_point()
    ]


def same(one: torch.Tensor, other: torch.Tensor) -> bool:
    """Equal shapes, and values equal up to rounding; NaN equals NaN."""
    if one.shape != other.shape:
        return False
    if one.numel() == 0:
        return True
    if not (one.is_floating_point() or other.is_floating_point()):
        return torch.equal(one.to(torch.float64), other.to(torch.float64))
    one, other = one.to(torch.float64), other.to(torch.float64)
    finite = one[torch.isfinite(one)]
    scale = float(finite.abs().max()) if finite.numel() else 0.0
    return torch.allclose(one, other, rtol=1e-4, atol=2e-6 * scale + 1e-30, equal_nan=True)


def _sort_input(
    name: str, value: object, tensors: dict[str, torch.Tensor], numbers: dict[str, float]
) -> None:
    if isinstance(value, torch.Tensor):
        if not value.is_complex() and value.numel() <= MAX_ELEMENTS:
            tensors[name] = value.detach()
    elif isinstance(value, bool):
        return
    elif isinstance(value, (int, float)):
        numbers[name] = float(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            _sort_input(f"{name}['{key}']", item, tensors, numbers)
    elif isinstance(value, (list, tuple)):
        made = _rectangular(value)
        if made is not None:
            tensors[name] = made
            return
        for place, item in enumerate(value[:8]):
            _sort_input(f"{name}[{place}]", item, tensors, numbers)
    elif isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        tensors[name] = torch.from_numpy(np.ascontiguousarray(value))


def _rectangular(value: object) -> torch.Tensor | None:
    try:
        return torch.tensor(value, dtype=torch.float64)
    except (TypeError, ValueError, RuntimeError):
        return None


def _parts(
    observation: Observation, names: list[str], owners: list[tuple[int, str]]
) -> Iterator[tuple[str, torch.Tensor]]:
    if observation.value is not None:
        yield from _leaves(observation, observation.value, "")
    for index, node in observation.arguments:
        yield from _leaves(observation, node, f"argument {_name(names, index)} afterwards")
    for (place, path), gradient in zip(owners, observation.gradients or [], strict=False):
        if gradient is not None:
            yield f"gradient of {_name(names, place)}{path}", observation.tensor(gradient)


def _name(names: list[str], index: int) -> str:
    return names[index] if index < len(names) else str(index + 1)


def _leaves(
    observation: Observation, value: Value, path: str
) -> Iterator[tuple[str, torch.Tensor]]:
    if isinstance(value, TensorValue) or (isinstance(value, ArrayValue) and value.data):
        tensor = observation.tensor(value)
        if not tensor.is_complex() and tensor.numel() <= MAX_ELEMENTS:
            yield path, tensor
    elif isinstance(value, DictValue):
        for key, item in value.items:
            if isinstance(key, StrValue | IntValue):
                yield from _leaves(observation, item, f"{path}['{key.text[:60]}']")
    elif isinstance(value, SequenceValue) and value.kind != "set":
        nested = _numbers(value)
        made = _rectangular(nested) if nested is not None else None
        if made is not None:
            yield path, made
            return
        for place, item in enumerate(value.items[:32]):
            yield from _leaves(observation, item, f"{path}[{place}]")
    elif (number := _number(value)) is not None:
        yield path, torch.tensor(number, dtype=torch.float64)


def _numbers(value: Value) -> object:
    """Nested lists of plain numbers, or None if anything else is in them."""
    if isinstance(value, SequenceValue) and value.items:
        items = [_numbers(item) for item in value.items]
        return None if any(item is None for item in items) else items
    return _number(value)


def _number(value: Value) -> float | None:
    if isinstance(value, NumpyScalarValue):
        return _number(value.value)
    if isinstance(value, IntValue):
        return float(value.number) if abs(value.number) < 2**53 else None
    if isinstance(value, BoolValue):
        return None
    return value.number if isinstance(value, FloatValue) else None
