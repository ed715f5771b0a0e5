"""Inputs made from the course seed and the test's id, the same on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

import torch

Item = TypeVar("Item")


def seed_for(*parts: object) -> int:
    """A seed below 2**63 that depends on every part."""
    text = "\0".join(str(part) for part in parts).encode()
    return int.from_bytes(hashlib.sha256(text).digest()[:8], "little") >> 1


class Draw:
    """The `draw` fixture: every call takes the next numbers of one test's stream."""

    def __init__(self, course_seed: int, test_id: str) -> None:
        self._generator = torch.Generator().manual_seed(seed_for(course_seed, test_id))

    def __call__(self, *shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
        """Normal values, drawn in float64 and rounded to `dtype`."""
        values = torch.randn(shape, generator=self._generator, dtype=torch.float64)
        return values.to(dtype)

    def uniform(
        self, low: float, high: float, *shape: int, dtype: torch.dtype = torch.float32
    ) -> torch.Tensor:
        """Uniform values in [low, high)."""
        values = torch.rand(shape, generator=self._generator, dtype=torch.float64)
        return (low + (high - low) * values).to(dtype)

    def counting(self, *shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
        """Consecutive whole numbers in row-major order, from a start that the seed fixes."""
        count = torch.Size(shape).numel()
        return (torch.arange(count) + self.integer(1, 50)).reshape(shape).to(dtype)

    def integers(
        self, low: int, high: int, *shape: int, dtype: torch.dtype = torch.int64
    ) -> torch.Tensor:
        """Integers in [low, high)."""
        return torch.randint(low, high, shape, generator=self._generator).to(dtype)

    def distinct(self, count: int) -> torch.Tensor:
        """The int64 numbers 0 to count - 1, shuffled and, from three on, never sorted."""
        order = torch.randperm(count, generator=self._generator)
        return order.flip(0) if bool((order.diff() > 0).all()) and count > 1 else order

    def labels(self, *shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
        """Zeros and ones, both present where there is room for two."""
        return self.booleans(*shape).to(dtype)

    def booleans(self, *shape: int) -> torch.Tensor:
        """True and False, both present where there is room for two."""
        values = torch.rand(shape, generator=self._generator) < 0.5
        if values.numel() >= 2 and (bool(values.all()) or not bool(values.any())):
            flat = values.reshape(-1)
            place = self.integer(0, flat.numel())
            flat[place] = ~flat[place]
        return values

    def integer(self, low: int, high: int) -> int:
        """A Python int in [low, high)."""
        return int(torch.randint(low, high, (), generator=self._generator))

    def real(self, low: float, high: float) -> float:
        """A Python float in [low, high)."""
        return low + (high - low) * float(torch.rand((), generator=self._generator))

    def choice(self, options: Sequence[Item]) -> Item:
        """One of the options."""
        return options[self.integer(0, len(options))]

    def seed(self) -> int:
        """A Python int below 2**31."""
        return self.integer(0, 2**31)
