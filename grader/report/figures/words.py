"""Words that several pictures share."""

from __future__ import annotations


def shape_words(shape: list[int]) -> str:
    """(4, 6), (3,), ()."""
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def result_path(path: str) -> str:
    """A part of the result by its path: `result['losses']`. What has a name keeps it."""
    return f"result{path}" if path.startswith("[") else path


def span(numbers: list[int], noun: str, length: int) -> str:
    """`rows 3-8 of 512`, or nothing if that is all of them."""
    if len(numbers) == length:
        return ""
    return f"{noun} {numbers[0]}-{numbers[-1]} of {length}"
