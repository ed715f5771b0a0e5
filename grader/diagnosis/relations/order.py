"""The right numbers in the wrong places: transposed, permuted, reversed, rolled, shifted."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator

import torch

from ..evidence import Pair, same
from .hypothesis import Hypothesis

MAX_RANK = 5


def find(pair: Pair) -> Iterator[Hypothesis]:
    """Every rearrangement that turns what was expected into what came."""
    want, got = pair.want, pair.got
    if want.numel() != got.numel() or want.numel() < 2 or not _same_values(want, got):
        return
    yield from _permuted(pair)
    yield from _from_input(pair)
    if want.shape == got.shape:
        yield from _flipped(pair)
        yield from _rolled(pair)
    elif same(want.reshape(-1), got.reshape(-1)):
        yield from _reshaped(pair)
        return
    yield from _reordered(pair)
    yield Hypothesis("REL-OTHER-ORDER", "", _is_other_order, observed=True, general=True)


def _same_values(one: torch.Tensor, other: torch.Tensor) -> bool:
    return same(_sorted(one), _sorted(other))


def _sorted(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.to(torch.float64).reshape(-1).sort().values


def _is_other_order(pair: Pair) -> bool:
    return pair.want.numel() == pair.got.numel() and _same_values(pair.want, pair.got)


def _permuted(pair: Pair) -> Iterator[Hypothesis]:
    rank = pair.want.dim()
    if rank != pair.got.dim() or not 2 <= rank <= MAX_RANK:
        return
    for order in itertools.permutations(range(rank)):
        if order == tuple(range(rank)) or not same(pair.want.permute(order), pair.got):
            continue
        holds = functools.partial(_is_permuted, order)
        if rank == 2:
            yield Hypothesis("REL-TRANSPOSED", "", holds)
        else:
            axes = ", ".join(map(str, order))
            yield Hypothesis("REL-PERMUTED", axes, holds, {"axes": axes})


def _is_permuted(order: tuple[int, ...], pair: Pair) -> bool:
    return pair.want.dim() == len(order) and same(pair.want.permute(order), pair.got)


def _from_input(pair: Pair) -> Iterator[Hypothesis]:
    """An argument's numbers, as they lie, in the expected shape."""
    if pair.want.shape != pair.got.shape:
        return
    for name in pair.inputs.tensors:
        holds = functools.partial(_is_reshaped_input, name)
        if holds(pair) and not pair.right:
            yield Hypothesis("REL-RESHAPED-NOT-MOVED", name, holds, {"name": name})


def _is_reshaped_input(name: str, pair: Pair) -> bool:
    tensor = pair.inputs.tensors.get(name)
    return (
        tensor is not None
        and pair.want.shape == pair.got.shape
        and tensor.numel() == pair.got.numel()
        and same(tensor.reshape(-1), pair.got.reshape(-1))
    )


def _reordered(pair: Pair) -> Iterator[Hypothesis]:
    """The numbers were read out of another arrangement of the dimensions."""
    rank = pair.want.dim()
    if not 2 <= rank <= MAX_RANK:
        return
    for order in itertools.permutations(range(rank)):
        holds = functools.partial(_is_reordered, order)
        if order != tuple(range(rank)) and holds(pair):
            yield Hypothesis("REL-FLAT-ORDER", ", ".join(map(str, order)), holds, {})


def _is_reordered(order: tuple[int, ...], pair: Pair) -> bool:
    if pair.want.dim() != len(order) or pair.want.numel() != pair.got.numel():
        return False
    return same(pair.want.permute(order).reshape(-1), pair.got.reshape(-1))


def _flipped(pair: Pair) -> Iterator[Hypothesis]:
    for dim in range(pair.want.dim()):
        holds = functools.partial(_is_flipped, dim)
        if holds(pair):
            yield Hypothesis("REL-REVERSED", str(dim), holds, {"dim": str(dim)})


def _is_flipped(dim: int, pair: Pair) -> bool:
    return dim < pair.want.dim() and same(pair.want.flip(dim), pair.got)


def _rolled(pair: Pair) -> Iterator[Hypothesis]:
    for dim in range(pair.want.dim()):
        size = pair.want.shape[dim]
        for step in (1, -1, 2, -2):
            holds = functools.partial(_is_rolled, dim, step)
            if size > abs(step) + 1 and holds(pair):
                words = {"dim": str(dim), "steps": _places(abs(step)), "way": _way(step)}
                yield Hypothesis("REL-ROLLED", f"{dim} {step}", holds, words)


def _is_rolled(dim: int, step: int, pair: Pair) -> bool:
    return dim < pair.want.dim() and same(pair.want.roll(step, dim), pair.got)


def _places(count: int) -> str:
    return "one place" if count == 1 else f"{count} places"


def _way(step: int) -> str:
    return "towards the end" if step > 0 else "towards the start"


def _reshaped(pair: Pair) -> Iterator[Hypothesis]:
    """The right numbers in the right order, in another shape."""
    more, fewer = pair.got.dim() - pair.want.dim(), pair.want.dim() - pair.got.dim()
    ones = same(pair.want.squeeze(), pair.got.squeeze())
    if ones and more > 0:
        yield Hypothesis("REL-EXTRA-DIM", str(more), _is_reshaped, observed=True)
    elif ones and fewer > 0:
        yield Hypothesis("REL-MISSING-DIM", str(fewer), _is_reshaped, observed=True)
    elif ones:
        yield Hypothesis("REL-DIM-PLACE", "", _is_reshaped, observed=True)
    else:
        yield Hypothesis("REL-SHAPE-ONLY", "", _is_reshaped, observed=True, general=True)


def _is_reshaped(pair: Pair) -> bool:
    return pair.want.numel() == pair.got.numel() and same(
        pair.want.reshape(-1), pair.got.reshape(-1)
    )


def shifted(pair: Pair) -> Iterator[Hypothesis]:
    """Moved by one along a dimension, the end filled with something else."""
    if pair.want.shape != pair.got.shape or pair.right:
        return
    for dim in range(pair.want.dim()):
        for step in (1, -1):
            holds = functools.partial(_is_shifted, dim, step)
            varied = pair.want.shape[dim] >= 3 and _distinct(pair.want) >= 3
            if varied and holds(pair):
                words = {"dim": str(dim), "way": _way(step)}
                yield Hypothesis("REL-SHIFTED", f"{dim} {step}", holds, words)


def _is_shifted(dim: int, step: int, pair: Pair) -> bool:
    if pair.want.shape != pair.got.shape or dim >= pair.want.dim() or pair.want.shape[dim] < 2:
        return False
    count = pair.want.shape[dim] - 1
    low, high = (0, 1) if step > 0 else (1, 0)
    return same(pair.want.narrow(dim, low, count), pair.got.narrow(dim, high, count))


def _distinct(tensor: torch.Tensor) -> int:
    return len(set(tensor.to(torch.float64).reshape(-1).tolist()))
