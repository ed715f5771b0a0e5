"""Two series of numbers, wherever an answer is a list of at least four floats."""

from __future__ import annotations

import math
from collections.abc import Iterator

from grader.judging.trial import Exchange
from grader.report.pictures import CurvePicture
from grader.sandbox.messages import DictValue, FloatValue, SequenceValue, StrValue, Value

MIN_POINTS, MAX_POINTS = 4, 60


def draw(exchange: Exchange) -> CurvePicture | None:
    """Draw the first list of floats that is not the expected one."""
    if exchange.expected is None or exchange.actual is None:
        return None
    want, got = exchange.expected.observation.value, exchange.actual.value
    if want is None or got is None:
        return None
    given = dict(_series(got, ""))
    for path, one in _series(want, ""):
        other = given.get(path)
        if other is not None and not _alike(one, other):
            return CurvePicture(
                path=path,
                expected=[_plain(x) for x in one[:MAX_POINTS]],
                actual=[_plain(x) for x in other[:MAX_POINTS]],
                expected_length=len(one),
                actual_length=len(other),
            )
    return None


def _series(value: Value, path: str) -> Iterator[tuple[str, list[float]]]:
    if isinstance(value, SequenceValue) and value.kind != "set":
        numbers = [item.number for item in value.items if isinstance(item, FloatValue)]
        if len(numbers) == len(value.items) and len(numbers) >= MIN_POINTS:
            yield path, numbers
    elif isinstance(value, DictValue):
        for key, item in value.items:
            if isinstance(key, StrValue):
                yield from _series(item, f"{path}['{key.text[:60]}']")


def _alike(one: list[float], other: list[float]) -> bool:
    return len(one) == len(other) and all(
        math.isclose(x, y, rel_tol=1e-4, abs_tol=1e-9) or (x != x and y != y)
        for x, y in zip(one, other, strict=True)
    )


def _plain(number: float) -> float | None:
    return float(f"{number:.6g}") if math.isfinite(number) else None
