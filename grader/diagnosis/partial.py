"""Which parts of an answer are right, where others are wrong: each is compared by itself."""

from __future__ import annotations

from collections.abc import Iterator

from grader.judging.comparison import agrees
from grader.judging.expected import Expected, How
from grader.judging.trial import Exchange
from grader.sandbox.messages import (
    ArrayValue,
    DictValue,
    IntValue,
    Observation,
    SequenceValue,
    StrValue,
    TensorValue,
    Value,
)

MAX_PARTS = 16


def of_result(exchange: Exchange) -> dict[str, bool]:
    """Is each part of a dict or tuple right? By its place, as in `result['W']`."""
    expected, actual = exchange.expected, exchange.actual
    if expected is None or actual is None or not expected.observation.value or not actual.value:
        return {}
    wanted = dict(_parts(expected.observation.value))
    given = dict(_parts(actual.value))
    double = expected.double and expected.double.value
    exact = dict(_parts(double)) if double else {}
    if wanted.keys() != given.keys() or len(wanted) > MAX_PARTS:
        return {}
    how = How(exchange.how.exact, exchange.how.tolerance)
    return {
        name: agrees(_only(expected, part, exact.get(name)), _with_value(actual, given[name]), how)
        for name, part in wanted.items()
    }


def of_gradients(exchange: Exchange) -> dict[int, bool]:
    """Is the gradient for each argument right? By the argument's place among the gradients."""
    expected, actual = exchange.expected, exchange.actual
    if expected is None or actual is None:
        return {}
    wanted, given = expected.observation.gradients or [], actual.gradients or []
    double = (expected.double.gradients if expected.double else None) or [None] * len(wanted)
    found = {}
    for place, (want, got, wide) in enumerate(zip(wanted, given, double, strict=False)):
        if want is None and got is None:
            continue
        one = Expected(
            expected.observation.model_copy(update={"gradients": [want]}),
            expected.double and expected.double.model_copy(update={"gradients": [wide]}),
            expected.scale,
        )
        found[place] = agrees(one, actual.model_copy(update={"gradients": [got]}), exchange.how)
    return found


def _parts(value: Value) -> Iterator[tuple[str, Value]]:
    if isinstance(value, DictValue):
        for key, item in value.items:
            if isinstance(key, StrValue):
                yield f"result['{key.text[:60]}']", item
            elif isinstance(key, IntValue):
                yield f"result[{key.text[:60]}]", item
    elif isinstance(value, SequenceValue) and value.kind != "set":
        large = (TensorValue, ArrayValue, DictValue, SequenceValue)
        if value.kind == "tuple" or all(isinstance(item, large) for item in value.items):
            yield from ((f"result[{place}]", item) for place, item in enumerate(value.items))


def _with_value(observation: Observation, value: Value) -> Observation:
    return observation.model_copy(update={"value": value, "arguments": [], "gradients": None})


def _only(expected: Expected, part: Value, exact: Value | None) -> Expected:
    double = expected.double and exact and _with_value(expected.double, exact)
    return Expected(_with_value(expected.observation, part), double or None, expected.scale)
