"""Remarks on answers that pass: what is true of them and worth knowing.

Nothing is said that the reference's own source or answers would deserve as well.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from grader.judging.session import Outcome
from grader.judging.student import ConceptState
from grader.judging.subjects import Secrets
from grader.judging.trial import Exchange
from grader.sandbox.messages import (
    ArrayValue,
    Definition,
    DictValue,
    SequenceValue,
    TensorValue,
    Value,
)

from .cause import Cause, cause

MAX_REMARKS = 3


def remarks(
    function: str, outcomes: list[Outcome], state: ConceptState, secrets: Secrets
) -> list[Cause]:
    """What there is to say about a function all of whose tests pass; the weightiest first."""
    definition = state.definition(function)
    passed = bool(outcomes) and all(outcome.end == "passed" for outcome in outcomes)
    if not passed or definition is None:
        return []
    own = secrets.reference_definition(function)
    found = [*_about(function, definition, own, outcomes, secrets)][:MAX_REMARKS]
    if len(found) < MAX_REMARKS and _copies(function, outcomes):
        found.append(cause("REM-COPY", line=definition.line, function=function))
    return found


def _about(
    function: str,
    definition: Definition,
    own: Definition | None,
    outcomes: list[Outcome],
    secrets: Secrets,
) -> Iterator[Cause]:
    if definition.device_line and not (own and own.device_line):
        yield cause("REM-DEVICE", line=definition.device_line)
    if _keeps_graph(outcomes):
        yield cause("REM-GRAPH", line=definition.line)
    if definition.unfinished_line:
        yield cause("REM-STUB-LINE", line=definition.unfinished_line)
    if _prints(outcomes):
        yield cause("REM-PRINTS", line=definition.line, function=function)
    by_hand = function in secrets.forbidden
    if definition.loop_line and not by_hand and not (own and own.loop_line):
        yield cause("REM-LOOPS", line=definition.loop_line)


def _prints(outcomes: list[Outcome]) -> bool:
    return any(
        exchange.actual is not None and exchange.actual.printed.text.strip()
        for outcome in outcomes
        for exchange in outcome.exchanges
    )


def _keeps_graph(outcomes: list[Outcome]) -> bool:
    """Does a result require a gradient where the reference's does not?"""
    for outcome in outcomes:
        for exchange in outcome.exchanges:
            if exchange.actual is None or exchange.expected is None or exchange.scenario:
                continue
            want, got = exchange.expected.observation.value, exchange.actual.value
            if want and got and any(_in_graph(got)) and not any(_in_graph(want)):
                return True
    return False


def _in_graph(value: Value) -> Iterator[bool]:
    if isinstance(value, TensorValue):
        yield value.requires_grad
    elif isinstance(value, SequenceValue):
        for item in value.items:
            yield from _in_graph(item)
    elif isinstance(value, DictValue):
        for _, item in value.items:
            yield from _in_graph(item)


def _copies(function: str, outcomes: list[Outcome]) -> bool:
    """Is the answer a copy wherever the reference's is a view, and no test asks which?"""
    exchanges = [exchange for outcome in outcomes for exchange in outcome.exchanges]
    if any(exchange.how.storage for exchange in exchanges):
        return False
    like = [exchange for exchange in exchanges if _may_be_view(exchange, function)]
    # A view of one input alone is an accident, as where a row is transposed.
    views = all(exchange.expected and exchange.expected.observation.shares for exchange in like)
    largest = max(like, key=lambda exchange: len(exchange.call.body), default=None)
    return (
        views and largest is not None and largest.actual is not None and not largest.actual.shares
    )


def _may_be_view(exchange: Exchange, function: str) -> bool:
    value = exchange.actual.value if exchange.actual else None
    return (
        exchange.target == function
        and not exchange.scenario
        and exchange.call.device == "cpu"
        and isinstance(value, TensorValue | ArrayValue)
        and math.prod(value.shape) > 1
    )
