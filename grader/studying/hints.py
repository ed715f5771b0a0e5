"""Hints of a function, one after another."""

from __future__ import annotations

from typing import NamedTuple

from .memory import Memory
from .names import Place


class Hint(NamedTuple):
    """One hint, its number from 1, and how many there are."""

    text: str
    number: int
    total: int


def next_hint(memory: Memory, place: Place) -> Hint | None:
    """The hint after those shown so far, and again the last; None where there are none."""
    hints = place.concept.hints.get(place.function, [])
    if not hints:
        return None
    number = min(memory.hints_given(place.name) + 1, len(hints))
    memory.remember_hints(place.name, number)
    return Hint(hints[number - 1], number, len(hints))
