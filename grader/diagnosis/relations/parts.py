"""Relations that show only when an answer's parts are seen together, or by where NaN begins."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import torch

from ..evidence import Pair, same
from .hypothesis import Hypothesis


def find(pair: Pair) -> Iterator[Hypothesis]:
    """Every such relation that holds."""
    if pair.right:
        return
    yield from _swapped(pair)
    yield from _added(pair)
    yield from _not_finite(pair)


def _swapped(pair: Pair) -> Iterator[Hypothesis]:
    """Two parts of the answer stand in each other's place."""
    for other in pair.siblings:
        holds = functools.partial(_is_swapped, other)
        if holds(pair):
            yield Hypothesis("REL-PARTS-SWAPPED", other, holds, {"other": other})


def _is_swapped(other: str, pair: Pair) -> bool:
    if other not in pair.siblings:
        return False
    want, got = pair.siblings[other]
    return same(pair.want, got) and same(want, pair.got)


def _added(pair: Pair) -> Iterator[Hypothesis]:
    """A part that is right was added to this one: what an earlier step left behind."""
    for other, (want, got) in pair.siblings.items():
        if same(want, got) and bool(want.any()):
            holds = functools.partial(_is_added, other)
            if holds(pair):
                yield Hypothesis("REL-ACCUMULATED", other, holds, {"other": other})


def _is_added(other: str, pair: Pair) -> bool:
    if other not in pair.siblings:
        return False
    want, _ = pair.siblings[other]
    if want.shape != pair.want.shape or want.shape != pair.got.shape:
        return False
    return same(pair.want.to(torch.float64) + want, pair.got.to(torch.float64))


def _not_finite(pair: Pair) -> Iterator[Hypothesis]:
    """What the argument holds wherever NaN or infinity came."""
    if pair.want.shape != pair.got.shape or not pair.got.is_floating_point():
        return
    for name in pair.inputs.tensors:
        for kind in ("large", "zero"):
            holds = functools.partial(_starts_at, name, kind)
            if holds(pair) and not bool(torch.isfinite(pair.got).all()):
                found = "REL-NAN-LARGE" if kind == "large" else "REL-NAN-ZERO"
                yield Hypothesis(found, name, holds, {"name": name})


def _starts_at(name: str, kind: str, pair: Pair) -> bool:
    tensor = pair.inputs.tensors.get(name)
    if tensor is None or pair.want.shape != pair.got.shape:
        return False
    broken = ~torch.isfinite(pair.got) & torch.isfinite(pair.want)
    if not bool(broken.any()):
        return True
    source = tensor.to(torch.float64)
    marked = source.abs() > 80 if kind == "large" else source == 0
    if tensor.shape == pair.got.shape:
        return bool(marked[broken].all()) and not bool(marked.all() and marked.numel() > 1)
    return bool(marked.any())
