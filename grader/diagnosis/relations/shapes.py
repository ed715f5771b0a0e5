"""Another shape with other numbers: cut, lengthened, broadcast, reduced too much or too little."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator

import torch

from ..evidence import Pair, same
from .hypothesis import Hypothesis

REDUCTIONS: dict[str, Callable[..., torch.Tensor]] = {
    "sum": lambda t, dim: t.sum(dim),
    "mean": lambda t, dim: t.mean(dim),
    "largest value": lambda t, dim: t.amax(dim),
    "smallest value": lambda t, dim: t.amin(dim),
    "index of the largest value": lambda t, dim: t.argmax(dim),
    "product": lambda t, dim: t.prod(dim),
    "softmax": lambda t, dim: t.softmax(dim),
    "standard deviation": lambda t, dim: t.std(dim, correction=min(1, t.shape[dim] - 1)),
}

MAX_STRIDED_RANK = 2


def find(pair: Pair) -> Iterator[Hypothesis]:
    """Every such relation that holds."""
    if pair.want.shape != pair.got.shape:
        yield from _longer_or_shorter(pair)
        yield from _strided(pair)
        yield from _broadcast(pair)
        yield from _reduced(pair)
    yield from _other_dim(pair)


def _longer_or_shorter(pair: Pair) -> Iterator[Hypothesis]:
    if pair.want.dim() != pair.got.dim():
        return
    for dim in range(pair.want.dim()):
        extra = pair.got.shape[dim] - pair.want.shape[dim]
        for end in ("start", "end"):
            holds = functools.partial(_is_cut, dim, extra, end)
            if extra and min(pair.got.shape[dim], pair.want.shape[dim]) and holds(pair):
                name = "REL-TOO-LONG" if extra > 0 else "REL-TOO-SHORT"
                words = {"count": str(abs(extra)), "dim": str(dim), "end": end}
                yield Hypothesis(name, f"{dim} {end}", _any_cut(dim, extra > 0, end), words)


def _any_cut(dim: int, longer: bool, end: str) -> Callable[[Pair], bool]:
    def holds(pair: Pair) -> bool:
        if pair.right:
            return True
        if not dim < pair.want.dim() == pair.got.dim():
            return False
        extra = pair.got.shape[dim] - pair.want.shape[dim]
        return extra != 0 and (extra > 0) == longer and _is_cut(dim, extra, end, pair)

    return holds


def _is_cut(dim: int, extra: int, end: str, pair: Pair) -> bool:
    longer, shorter = (pair.got, pair.want) if extra > 0 else (pair.want, pair.got)
    size = shorter.shape[dim]
    start = 0 if end == "end" else longer.shape[dim] - size
    return same(longer.narrow(dim, start, size), shorter)


def _strided(pair: Pair) -> Iterator[Hypothesis]:
    """One of the two holds every k-th entry of the other along a dimension."""
    for dim in range(min(pair.want.dim(), MAX_STRIDED_RANK)):
        for name in ("REL-STRIDED", "REL-SKIPPED"):
            step = _step(name, dim, pair)
            if step is not None:
                holds = functools.partial(_is_strided, name, dim)
                words = {"step": _ordinal(step), "dim": str(dim)}
                yield Hypothesis(name, str(dim), holds, words)


def _is_strided(name: str, dim: int, pair: Pair) -> bool:
    return pair.right or _step(name, dim, pair) is not None


def _step(name: str, dim: int, pair: Pair) -> int | None:
    """The k of "every k-th", if at least two entries bear it out."""
    if pair.want.dim() != pair.got.dim() or dim >= pair.want.dim():
        return None
    both = (pair.got, pair.want) if name == "REL-STRIDED" else (pair.want, pair.got)
    longer, shorter = both
    size = shorter.shape[dim]
    if size < 2 or longer.shape[dim] <= size or not shorter.numel():
        return None
    for step in range(2, (longer.shape[dim] - 1) // (size - 1) + 1):
        places = torch.arange(size) * step
        if same(longer.index_select(dim, places), shorter):
            return step
    return None


def _ordinal(number: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if 10 < number % 100 < 20 else ends.get(number % 10, 'th')}"


def _broadcast(pair: Pair) -> Iterator[Hypothesis]:
    if _is_repeated(pair):
        yield Hypothesis("REL-REPEATED", "", _right_or(_is_repeated))
    if _is_square(pair):
        yield Hypothesis("REL-BROADCAST-SQUARE", "", _right_or(_is_square))


def _right_or(check: Callable[[Pair], bool]) -> Callable[[Pair], bool]:
    return lambda pair: pair.right or check(pair)


def _is_repeated(pair: Pair) -> bool:
    """Is every slice of what came the whole of what was expected?"""
    if pair.got.numel() <= pair.want.numel() or pair.want.numel() == 0:
        return False
    shape = (1,) * (pair.got.dim() - pair.want.dim()) + tuple(pair.want.shape)
    if len(shape) != pair.got.dim():
        return False
    fits = all(one in (1, other) for one, other in zip(shape, pair.got.shape, strict=True))
    return fits and same(pair.want.reshape(shape).expand(pair.got.shape), pair.got)


def _is_square(pair: Pair) -> bool:
    """Did n numbers become a table of n by n, with the expected ones on its diagonal?"""
    count = pair.want.numel()
    if count < 2 or pair.got.numel() != count * count or max(pair.got.shape) != count:
        return False
    table = pair.got.reshape(count, count)
    return same(table.diagonal(), pair.want.reshape(-1))


def _reduced(pair: Pair) -> Iterator[Hypothesis]:
    """A dimension was folded together that should stay, or was left that should be."""
    for small, large, name in (
        (pair.got, pair.want, "REL-REDUCED-TOO-FAR"),
        (pair.want, pair.got, "REL-NOT-REDUCED"),
    ):
        if small.numel() >= large.numel():
            continue
        for dims in [*((d,) for d in range(large.dim())), ()]:
            for how in ("sum", "mean"):
                if _fits_reduced(small, large, dims, how):
                    holds = functools.partial(_is_reduced, name, dims, how)
                    words = {"dims": _counted(dims), "how": how}
                    yield Hypothesis(name, f"{dims} {how}", holds, words)


def _counted(dims: tuple[int, ...]) -> str:
    return f"dimension {dims[0]}" if dims else "all dimensions"


def _fits_reduced(
    small: torch.Tensor, large: torch.Tensor, dims: tuple[int, ...], how: str
) -> bool:
    wide = large.to(torch.float64) if dims else large.to(torch.float64).reshape(-1)
    reduced = REDUCTIONS[how](wide, dims[0] if dims else 0)
    return same(reduced.squeeze(), small.to(torch.float64).squeeze())


def _is_reduced(name: str, dims: tuple[int, ...], how: str, pair: Pair) -> bool:
    if pair.right:
        return True
    too_far = name == "REL-REDUCED-TOO-FAR"
    small, large = (pair.got, pair.want) if too_far else (pair.want, pair.got)
    if small.dim() > large.dim() or any(dim >= large.dim() for dim in dims):
        return False
    return _fits_reduced(small, large, dims, how)


def _other_dim(pair: Pair) -> Iterator[Hypothesis]:
    """An argument reduced over one dimension where another was meant."""
    for name, tensor in pair.inputs.tensors.items():
        if not 2 <= tensor.dim() <= 4 or tensor.numel() < 2:
            continue
        for how in REDUCTIONS:
            wanted = [d for d in _dims(tensor) if _is_over(tensor, how, d, pair.want)]
            if not wanted:
                continue
            given = [d for d in _dims(tensor) if _is_over(tensor, how, d, pair.got)]
            for one in wanted:
                for other in given:
                    if one != other:
                        holds = functools.partial(_is_other_dim, name, how, one, other)
                        yield Hypothesis(
                            "REL-OTHER-DIM",
                            f"{name} {how} {other} {one}",
                            holds,
                            {"name": name, "how": how, "dims": _dim_words(other)},
                        )


def _dims(tensor: torch.Tensor) -> list[tuple[int, ...]]:
    """Each dimension counted from the end, and all of them."""
    return [*((d,) for d in range(-tensor.dim(), 0)), ()]


def _dim_words(dims: tuple[int, ...]) -> str:
    return f"dimension {dims[0]}" if dims else "all dimensions"


def _is_over(tensor: torch.Tensor, how: str, dims: tuple[int, ...], result: torch.Tensor) -> bool:
    if not dims and how == "softmax":
        return False
    if result.numel() != _size_over(tensor, how, dims):
        return False  # most are ruled out before anything is computed
    wide = tensor.to(torch.float64)
    reduced = REDUCTIONS[how](wide, dims[0]) if dims else REDUCTIONS[how](wide.reshape(-1), 0)
    return same(reduced.squeeze().to(torch.float64), result.squeeze().to(torch.float64))


def _size_over(tensor: torch.Tensor, how: str, dims: tuple[int, ...]) -> int:
    """How many elements are left of a tensor that is reduced."""
    if how == "softmax":
        return tensor.numel()
    return (
        math.prod(size for d, size in enumerate(tensor.shape, -tensor.dim()) if d not in dims)
        if dims
        else 1
    )


def _is_other_dim(
    name: str, how: str, one: tuple[int, ...], other: tuple[int, ...], pair: Pair
) -> bool:
    tensor = pair.inputs.tensors.get(name)
    if tensor is None or not tensor.dim() or any(-d > tensor.dim() for d in (*one, *other)):
        return False
    return _is_over(tensor, how, one, pair.want) and _is_over(tensor, how, other, pair.got)
