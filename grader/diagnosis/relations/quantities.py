"""Quantities of a call that have a name: sizes, learning rates, rates, and a few constants."""

from __future__ import annotations

import math
from collections.abc import Iterator

from ..evidence import Pair


def quantities(pair: Pair) -> Iterator[tuple[str, float]]:
    """What a factor may be: words for it, and its value in this call."""
    for words, value in _plain(pair):
        if value and math.isfinite(value):
            yield words, value
            yield f"1 / {words}", 1 / value
            if value > 0 and value != 1:
                yield f"√({words})", math.sqrt(value)
                yield f"1 / √({words})", 1 / math.sqrt(value)


def _plain(pair: Pair) -> Iterator[tuple[str, float]]:
    for name, value in pair.inputs.numbers.items():
        yield f"`{name}`", value
        if 0 < value < 1:
            yield f"(1 - `{name}`)", 1 - value
            yield f"(1 - `{name}`) / `{name}`", (1 - value) / value
    for name, tensor in pair.inputs.tensors.items():
        if tensor.dim() == 1:
            yield f"the length of `{name}`", float(tensor.shape[0])
            yield f"the number of elements of `{name}[0]`", 1.0
            continue
        for dim, size in enumerate(tensor.shape):
            yield f"the size of dimension {dim} of `{name}`", float(size)
        if tensor.dim() > 1:
            yield f"the number of elements of `{name}`", float(tensor.numel())
        if tensor.dim() > 1 and tensor.shape[0]:
            yield f"the number of elements of `{name}[0]`", float(tensor.numel() / tensor.shape[0])
    if pair.want.numel() > 1:
        yield "the number of elements of the result", float(pair.want.numel())


def constant_words(value: float) -> str:
    """A factor as people write it: 2, 1/3, 0.6931."""
    for denominator in (1, *range(2, 13), 100, 255, 256) if abs(value) <= 1024 else ():
        numerator = value * denominator
        whole = round(numerator)
        if whole and abs(whole) <= 1024 and abs(numerator - whole) < 1e-4 * abs(numerator):
            return str(whole) if denominator == 1 else f"{whole}/{denominator}"
    return f"{value:.4g}"
