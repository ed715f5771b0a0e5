"""What a course author writes above a function. Imports nothing heavy: students' tools see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Misconception:
    """A named wrong implementation, with the explanation that it deserves."""

    id: str
    function: str
    explanation: str
    next_step: str
    implementation: Callable[..., Any]

    @property
    def name(self) -> str:
        return self.implementation.__name__


def points(value: float) -> Any:
    """Mark a hidden test with what it is worth."""
    import pytest

    return pytest.mark.points(value)


def visible(test: Function) -> Function:
    """Mark a hidden test whose calls students may be given, recorded, to practise with."""
    import pytest

    marked: Function = pytest.mark.visible(test)
    return marked


def without(*names: str) -> Callable[[Function], Function]:
    """Mark a reference function whose students may not use `names` (or operators such as "@")."""

    def mark(function: Function) -> Function:
        setattr(function, "forbidden_names", list(names))  # noqa: B010
        return function

    return mark


def misconception(
    function: str, explanation: str, *, id: str, next_step: str
) -> Callable[[Function], Function]:
    """Register a wrong implementation of `function`.

    Args:
        function: the name of the reference function that it gets wrong.
        explanation: what it does and why that is not what was asked; not the fix.
        id: stable, one for each kind of mistake.
        next_step: what to look at or to try next.
    """

    def mark(implementation: Function) -> Function:
        made = Misconception(id, function, explanation, next_step, implementation)
        setattr(implementation, "misconception", made)  # noqa: B010 - functions and classes alike
        return implementation

    return mark
