"""Second rung: the student's observations equal a misconception's on every call made."""

from __future__ import annotations

from grader.judging.comparison import Expected, compare
from grader.judging.marks import Misconception
from grader.judging.trial import Exchange
from grader.sandbox.messages import Observation

from . import difference, exceptions
from .case import Case
from .cause import Cause


def explain(case: Case) -> Cause | None:
    """Name the misconception behind a failure, if the evidence leaves just one kind.

    Every call that the function's tests made counts, passed ones too: a misconception
    that would have failed where the student passed is not the student's.
    """
    if case.outcome.end not in ("wrong", "exception") or case.exchange is None:
        return None
    exchanges = [
        exchange
        for outcome in case.outcomes
        for exchange in outcome.exchanges
        if exchange.actual is not None
    ]
    found = {
        item.id: item
        for item in case.secrets.misconceptions
        if item.function == case.function and _fits(item, exchanges, case)
    }
    if not found:
        return None
    return _write(list(found.values())[:2], case)


def _fits(item: Misconception, exchanges: list[Exchange], case: Case) -> bool:
    subject = case.secrets.misconceived[item.name]
    for exchange in exchanges:
        imagined = subject.observe(exchange.target, exchange.call, scenario=exchange.scenario)
        if not agree(imagined, exchange):
            return False
    return True


def agree(imagined: Observation, exchange: Exchange) -> bool:
    """Is what the student's code showed what this implementation would have shown?"""
    actual = exchange.actual
    assert actual is not None
    if imagined.exception or actual.exception:
        if imagined.exception is None or actual.exception is None:
            return False
        if exchange.expected and exchange.expected.observation.exception:
            # Refusing is right here, and its text is free: both may have words of their own.
            own = compare(exchange.expected, imagined, exchange.how)
            if own is None or exchange.difference is None:
                return own is exchange.difference
        same_type = imagined.exception.type == actual.exception.type
        return same_type and imagined.exception.message == actual.exception.message
    scale = exchange.expected.scale if exchange.expected else 0.0
    return compare(Expected(imagined, None, scale), actual, exchange.how) is None


def _write(items: list[Misconception], case: Case) -> Cause:
    """The plain difference as headline, the misconception's own words below it."""
    plain = exceptions.explain(case) or difference.explain(case)
    if len(items) == 1:
        explanation, next_step = items[0].explanation, items[0].next_step
    else:
        explanation = "Two mistakes would show exactly this. " + " Or: ".join(
            item.explanation for item in items
        )
        next_step = items[0].next_step
    return plain.explained(items[0].id, explanation, next_step)
