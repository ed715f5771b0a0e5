"""Which values are wrong, and which other quantity came in their place."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Iterator

import torch

from ..evidence import Pair, same
from .hypothesis import Hypothesis

CONDITIONS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "negative": lambda t: t < 0,
    "positive": lambda t: t > 0,
    "0": lambda t: t == 0,
    "1": lambda t: t == 1,
    "halfway between two whole numbers": lambda t: (t - t.floor()) == 0.5,
}
SUMMARIES: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "sum": torch.sum,
    "mean": torch.mean,
    "median": torch.median,
    "product": torch.prod,
    "largest value": torch.amax,
    "smallest value": torch.amin,
    "number of elements": lambda t: torch.tensor(float(t.numel())),
    "number of elements that are not 0": lambda t: torch.count_nonzero(t).double(),
    "number of elements that are 0": lambda t: (t == 0).sum().double(),
    "first element": lambda t: t.reshape(-1)[0],
    "last element": lambda t: t.reshape(-1)[-1],
    "length": lambda t: torch.tensor(float(t.shape[0] if t.dim() else 1)),
    "rank": lambda t: torch.tensor(float(t.dim())),
}
MAX_NUMBERS = 8


def find(pair: Pair) -> Iterator[Hypothesis]:
    """Every such relation that holds."""
    if pair.want.shape != pair.got.shape or pair.right or not pair.want.numel():
        return
    yield from _wrong_where(pair)
    yield from _at_edge(pair)
    if not pair.want.dim():
        yield from _summary_of(pair)
        yield from _off_by_product(pair)


def _wrong(pair: Pair) -> torch.Tensor:
    want, got = pair.want.to(torch.float64), pair.got.to(torch.float64)
    scale = float(want[torch.isfinite(want)].abs().max()) if want.numel() else 0.0
    return ~torch.isclose(want, got, rtol=1e-4, atol=2e-6 * scale + 1e-30, equal_nan=True)


def _wrong_where(pair: Pair) -> Iterator[Hypothesis]:
    """The wrong values are exactly those where an argument is of some kind."""
    for name in pair.inputs.tensors:
        for words in CONDITIONS:
            holds = functools.partial(_is_wrong_where, name, words)
            if pair.want.dim() and holds(pair) and not bool(_wrong(pair).all()):
                yield Hypothesis(
                    "REL-WRONG-WHERE", f"{name} {words}", holds, {"name": name, "kind": words}
                )


def _is_wrong_where(name: str, words: str, pair: Pair) -> bool:
    tensor = pair.inputs.tensors.get(name)
    if tensor is None or pair.want.shape != pair.got.shape or tensor.shape != pair.want.shape:
        return False
    return torch.equal(CONDITIONS[words](tensor.to(torch.float64)), _wrong(pair))


def _at_edge(pair: Pair) -> Iterator[Hypothesis]:
    """All is right but the first or the last along one dimension, and that is all wrong."""
    for dim in range(pair.want.dim()):
        for end, index in (("first", 0), ("last", -1)):
            holds = functools.partial(_is_at_edge, dim, index)
            if pair.want.shape[dim] > 2 and holds(pair):
                words = {"end": end, "dim": str(dim)}
                yield Hypothesis("REL-ONLY-AT-EDGE", f"{dim} {end}", holds, words, general=True)


def _is_at_edge(dim: int, index: int, pair: Pair) -> bool:
    if pair.want.shape != pair.got.shape or dim >= pair.want.dim() or not pair.want.numel():
        return pair.right
    wrong = _wrong(pair)
    return bool(wrong.any()) and not bool(
        wrong.narrow(dim, 0 if index else 1, wrong.shape[dim] - 1).any()
    )


def _summary_of(pair: Pair) -> Iterator[Hypothesis]:
    """One number that says something else of an argument than was asked for."""
    for name, tensor in pair.inputs.tensors.items():
        for words in SUMMARIES if tensor.numel() > 1 else ():
            holds = functools.partial(_is_summary, name, words)
            if holds(pair):
                yield Hypothesis(
                    "REL-SUMMARY", f"{name} {words}", holds, {"name": name, "how": words}
                )


def _is_summary(name: str, words: str, pair: Pair) -> bool:
    tensor = pair.inputs.tensors.get(name)
    if tensor is None or not tensor.numel() or pair.got.dim():
        return False
    made = SUMMARIES[words](tensor.to(torch.float64))
    return same(made.to(torch.float64).reshape(()), pair.got.to(torch.float64))


def _off_by_product(pair: Pair) -> Iterator[Hypothesis]:
    """A count that is off by a product of numbers that were given."""
    off = float(pair.got) - float(pair.want)
    if not off.is_integer() or abs(off) < 2 or not float(pair.want).is_integer():
        return
    names = sorted(n for n, v in pair.inputs.numbers.items() if v.is_integer() and v > 1)
    for size in (1, 2, 3):
        for factors in itertools.combinations_with_replacement(names[:MAX_NUMBERS], size):
            for times in (1, 2, 3, 4, 8):
                holds = functools.partial(_is_off_by, factors, times, off > 0)
                if holds(pair):
                    words = [str(times)] * (times > 1) + [f"`{name}`" for name in factors]
                    more = {"product": " × ".join(words), "size": "large" if off > 0 else "small"}
                    yield Hypothesis("REL-OFF-BY-PRODUCT", " ".join(words), holds, more)


def _is_off_by(factors: tuple[str, ...], times: int, larger: bool, pair: Pair) -> bool:
    numbers = pair.inputs.numbers
    if pair.got.dim() or any(name not in numbers for name in factors):
        return False
    product = times * math.prod(numbers[name] for name in factors)
    return float(pair.got) - float(pair.want) == (product if larger else -product)
