"""What one answer is measured against, and the first thing in which it may differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import torch

from grader.sandbox.messages import Observation

DEFAULT_TOLERANCE = 100.0

Facet = Literal[
    "raised",
    "not_raised",
    "other_exception",
    "type",
    "length",
    "keys",
    "device",
    "dtype",
    "shape",
    "finite",
    "value",
    "arguments",
    "gradient",
    "gradient_missing",
    "storage",
]


@dataclass(frozen=True)
class How:
    """How one call is compared."""

    exact: bool = False
    tolerance: float = DEFAULT_TOLERANCE
    gradients: bool = False
    storage: bool = False


@dataclass(frozen=True)
class Difference:
    """The first thing that differs: what kind, where in the answer, and both sides of it.

    `expected` and `actual` are short words for people; the tensors, where the difference
    is one of elements, are there for whoever draws or explains them.
    """

    facet: Facet
    path: str
    expected: str
    actual: str
    wrong: int = 0
    total: int = 0
    index: tuple[int, ...] = ()
    expected_tensor: torch.Tensor | None = None
    actual_tensor: torch.Tensor | None = None
    # Of a tensor that came in the place of something else.
    shape: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Expected:
    """What the reference showed, and where it could be had, the same in float64."""

    observation: Observation
    double: Observation | None = None
    scale: float = 0.0
    # The elements that each float node is measured against, widened once for all answers.
    wide: dict[int, torch.Tensor] = field(default_factory=dict, compare=False, repr=False)
    largest: dict[int, float] = field(default_factory=dict, compare=False, repr=False)
    # What was found before. An observation that is the very same object needs no second look.
    found: list[tuple[Observation, How, Difference | None]] = field(
        default_factory=list, compare=False, repr=False
    )
