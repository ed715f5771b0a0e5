"""What an answer deserves: read, compared with the right one, and explained.

An answer is a student's: it may be any TOML value at all, and only what is expected is read.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, Literal

from .questions import Asked

MAX_ANSWER = 300
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


@dataclass(frozen=True)
class Marked:
    """One answer, judged. `unreadable` means that it is not in the form that was asked for."""

    verdict: Literal["right", "wrong", "unreadable"]
    given: str
    explanation: str = ""
    misconception: str = ""


def is_empty(answer: Any) -> bool:
    """Is there no answer yet?"""
    return isinstance(answer, str) and not answer.strip()


def mark(asked: Asked, answer: Any) -> Marked:
    """Judge one answer."""
    given = _as_text(answer)
    read = {"choice": _choice, "number": _number, "shape": _shape}[asked.question.kind]
    value = read(asked, answer)
    if value is None:
        return Marked("unreadable", given)
    if _same(asked, value, asked.right):
        return Marked("right", given, asked.question.why)
    for wrong in asked.question.wrong:
        if _same(asked, value, wrong.answer):
            return Marked("wrong", given, wrong.why, wrong.misconception)
    return Marked("wrong", given, asked.question.otherwise)


def _same(asked: Asked, value: Any, other: Any) -> bool:
    if asked.question.kind == "number":
        return bool(abs(value - other) <= asked.question.within)
    return bool(value == (str(other) if asked.question.kind == "choice" else other))


def _choice(asked: Asked, answer: Any) -> str | None:
    if not isinstance(answer, str):
        return None
    word = answer.strip()
    if word.strip("().").lower() in asked.choices:
        return asked.choices[word.strip("().").lower()]
    return word if word in asked.choices.values() else None


def _number(asked: Asked, answer: Any) -> float | int | None:
    if isinstance(answer, bool):
        return None
    if isinstance(answer, int):
        return answer if answer.bit_length() < 200 else None
    if isinstance(answer, float):
        return answer if math.isfinite(answer) else None
    if not isinstance(answer, str) or len(answer) > MAX_ANSWER:
        return None
    word = answer.strip().replace("\u2212", "-")
    if _GROUPED.fullmatch(word):
        word = word.replace(",", "")
    try:
        number = float(word)
    except ValueError:
        return None
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() else number


def _shape(asked: Asked, answer: Any) -> tuple[int, ...] | None:
    if isinstance(answer, list):
        sizes = [size for size in answer if type(size) is int and 0 <= size < 10**9]
        return tuple(sizes) if len(sizes) == len(answer) else None
    if not isinstance(answer, str) or len(answer) > MAX_ANSWER:
        return None
    words = answer.strip()
    for bracket in ("torch.Size", "(", ")", "[", "]"):
        words = words.replace(bracket, " ")
    pieces = [piece for piece in re.split(r"[,x×\s]+", words) if piece]
    if not all(piece.isascii() and piece.isdigit() and len(piece) < 10 for piece in pieces):
        return None
    return tuple(int(piece) for piece in pieces)


def _as_text(answer: Any) -> str:
    """An answer as text, without trusting its size."""
    if isinstance(answer, str):
        return answer if len(answer) <= MAX_ANSWER else answer[:MAX_ANSWER] + "…"
    if isinstance(answer, bool):
        return "true" if answer else "false"
    if isinstance(answer, int):
        return str(answer) if answer.bit_length() < 200 else "a very large number"
    if isinstance(answer, float):
        return str(answer)
    if isinstance(answer, list) and len(answer) <= 8 and all(type(a) is int for a in answer):
        return "[" + ", ".join(_as_text(size) for size in answer) + "]"
    if isinstance(answer, list | dict):
        return "a list" if isinstance(answer, list) else "a table"
    return "a date or time"
