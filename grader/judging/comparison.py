"""Comparing what the student's call showed with what the reference's showed.

The order of checks is one everywhere, and the first that fails is the one reported:
exception, type, device, dtype, shape, finite, value, arguments, gradient, storage.
"""

from __future__ import annotations

from dataclasses import replace

from grader.sandbox.messages import Observation, TensorValue, Value

from .expected import Difference, Expected, How
from .walk import Walk
from .words import describe, share_words

MAX_FOUND = 16


def compare(expected: Expected, actual: Observation, how: How) -> Difference | None:
    """Return the first difference between the two, or None."""
    for observation, before, difference in expected.found:
        if observation is actual and before == how:
            return difference
    difference = _compare(expected, actual, how)
    if len(expected.found) >= MAX_FOUND:
        del expected.found[0]
    expected.found.append((actual, how, difference))
    return difference


def agrees(expected: Expected, actual: Observation, how: How) -> bool:
    """Is there no difference? Quicker than `compare`, which also says what it is."""
    return _compare(expected, actual, how, brief=True) is None


def _compare(
    expected: Expected, actual: Observation, how: How, *, brief: bool = False
) -> Difference | None:
    reference = expected.observation
    found = _compare_exceptions(reference, actual)
    if found or reference.outcome != "returned":
        return found
    assert reference.value is not None
    assert actual.value is not None
    walk = Walk(expected, actual, how, brief)
    double = expected.double.value if expected.double else None
    found = walk.compare(reference.value, actual.value, double, "")
    found = found or _compare_arguments(walk, expected, actual)
    if not found and how.gradients:
        found = _compare_gradients(walk, expected, actual)
    if not found and how.storage and _shared(reference) != _shared(actual):
        return Difference("storage", "", share_words(reference), share_words(actual))
    return found


def _compare_exceptions(reference: Observation, actual: Observation) -> Difference | None:
    if reference.exception is None:
        if actual.exception is None:
            return None
        return Difference("raised", "", "a result", actual.exception.type)
    wanted = reference.exception.type
    if actual.exception is None:
        words = describe(actual, actual.value) if actual.value else "an answer"
        return Difference("not_raised", "", wanted, words)
    if wanted != actual.exception.type and wanted not in actual.exception.bases:
        return Difference("other_exception", "", wanted, actual.exception.type)
    return None


def _compare_arguments(walk: Walk, expected: Expected, actual: Observation) -> Difference | None:
    wanted = dict(expected.observation.arguments)
    given = dict(actual.arguments)
    double = dict(expected.double.arguments) if expected.double else {}
    for index in sorted(wanted.keys() | given.keys()):
        want, got = wanted.get(index), given.get(index)
        if want is None and got is not None:
            return Difference("arguments", str(index), "unchanged", describe(actual, got))
        if got is None and want is not None:
            words = describe(expected.observation, want)
            return Difference("arguments", str(index), words, "unchanged")
        if want is not None and got is not None:
            found = walk.compare(want, got, double.get(index), "")
            if found:
                return replace(found, facet="arguments", path=str(index))
            if _graph_facts(want) != _graph_facts(got):
                return Difference("arguments", str(index), _graph_words(want), _graph_words(got))
    return None


def _graph_facts(value: Value) -> object:
    if not isinstance(value, TensorValue):
        return None
    return value.requires_grad, value.is_leaf, value.grad is not None


def _graph_words(value: Value) -> str:
    assert isinstance(value, TensorValue)
    return (
        f"requires_grad={value.requires_grad}, is_leaf={value.is_leaf}, "
        f"grad {'set' if value.grad else 'not set'}"
    )


def _compare_gradients(walk: Walk, expected: Expected, actual: Observation) -> Difference | None:
    wanted = expected.observation.gradients or []
    given = actual.gradients or []
    double = (expected.double.gradients if expected.double else None) or [None] * len(wanted)
    for index, (want, got, wide) in enumerate(zip(wanted, given, double, strict=False)):
        # None and zeros are both "no influence".
        if want is None and got is None:
            continue
        if got is None and want is not None:
            if not bool(expected.observation.tensor(want).any()):
                continue
            return Difference("gradient_missing", str(index), "a gradient", "none")
        if want is None and got is not None:
            if not bool(actual.tensor(got).any()):
                continue
            return Difference("gradient", str(index), "no gradient", "one that is not zero")
        assert want is not None
        assert got is not None
        if found := walk.compare(want, got, wide, ""):
            return replace(found, facet="gradient", path=str(index))
    return None


def _shared(observation: Observation) -> set[tuple[str, str]]:
    return set(observation.shares or [])
