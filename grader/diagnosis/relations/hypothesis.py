"""A hypothesis: one relation that may hold between an answer and what was expected."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ..evidence import Pair

Finder = Callable[[Pair], Iterator["Hypothesis"]]


@dataclass(frozen=True)
class Hypothesis:
    """A relation with its particulars settled.

    Two hypotheses of one `id` and `key` are the same. `values` fill the text of `id`.
    `observed` marks one that claims no more than was seen (the same numbers in another
    shape), so that one call is evidence enough; `general` one that gives way to any other.
    """

    id: str
    key: str
    holds: Callable[[Pair], bool] = field(compare=False)
    values: Mapping[str, str] = field(default_factory=dict, compare=False)
    observed: bool = field(default=False, compare=False)
    general: bool = field(default=False, compare=False)
