"""Second rung: the student's observations equal a misconception's on every call made.

Every call that the function's tests made counts, passed ones too: a misconception that
would have failed where the student passed is not the student's. Inputs that should be
refused are judged apart, since a missing refusal is a mistake of its own beside any other.

One answer may hold two mistakes. Where no misconception fits every call, those calls alone
are asked of which the student gave an answer and no argument was empty; then two different
wrong answers and a further question have to agree.
"""

from __future__ import annotations

from dataclasses import replace

from grader.judging.comparison import agrees, compare
from grader.judging.expected import Expected
from grader.judging.marks import Misconception
from grader.judging.trial import Exchange

from . import difference, exceptions
from .case import Case
from .cause import Cause
from .evidence import inputs_of

MAX_QUESTIONS = 2


def explain(case: Case) -> Cause | None:
    """Name the misconception behind a failure, or both of two that cannot be told apart."""
    exchange = case.exchange
    if case.outcome.end not in ("wrong", "exception") or exchange is None:
        return None
    seen = [other for other in case.answered if _refused(other) == _refused(exchange)]
    found = _fitting(seen, case)
    if found and (len({item.id for item in found}) > 1 or len(_telling(seen)) < 2):
        found = _confirmed(found, case)
    elif not found and case.outcome.end == "wrong":
        found = _beside_another(seen, case)
    unlike = list({item.id: item for item in found}.values())
    if not 1 <= len(unlike) <= 2:
        return None
    return _cause(unlike, case)


def _fitting(seen: list[Exchange], case: Case) -> list[Misconception]:
    key = tuple(id(other) for other in seen)
    if key not in case.inquiry.fitting:
        # The wrong answers first: most misconceptions do not explain the first of them.
        telling_first = sorted(seen, key=lambda other: other.difference is None)
        case.inquiry.fitting[key] = [
            item
            for item in case.secrets.misconceptions
            if item.function == case.function
            and all(_fits(item, other, case) for other in telling_first)
        ]
    return case.inquiry.fitting[key]


def _beside_another(seen: list[Exchange], case: Case) -> list[Misconception]:
    """Those that explain every ordinary call, where another mistake explains the rest."""
    ordinary = [other for other in seen if _ordinary(other)]
    if not any(other is case.exchange for other in ordinary) or len(_telling(ordinary)) < 2:
        return []
    return _confirmed(_fitting(ordinary, case), case) if len(ordinary) < len(seen) else []


def _ordinary(exchange: Exchange) -> bool:
    """Did the student's code answer, and was none of its arguments empty?"""
    assert exchange.actual is not None
    return exchange.actual.exception is None and not any(
        tensor.numel() == 0 for tensor in inputs_of(exchange, []).tensors.values()
    )


def _refused(exchange: Exchange) -> bool:
    """Is this a call that the reference refuses?"""
    return bool(exchange.expected and exchange.expected.observation.exception)


def _telling(seen: list[Exchange]) -> list[Exchange]:
    return [exchange for exchange in seen if exchange.difference is not None]


def _confirmed(found: list[Misconception], case: Case) -> list[Misconception]:
    """Those that a further input does not contradict; none if it was asked and no answer came."""
    fresh = case.further(MAX_QUESTIONS)
    if not fresh and case.inquiry.unanswered:
        return []
    return [item for item in found if all(_fits(item, exchange, case) for exchange in fresh)]


def _fits(item: Misconception, exchange: Exchange, case: Case) -> bool:
    key = item.name, id(exchange)
    if key not in case.inquiry.fits:
        subject = case.secrets.misconceived[item.name]
        imagined = subject.observe(exchange.target, exchange.call, scenario=exchange.scenario)
        case.inquiry.fits[key] = agree(subject.as_expected(imagined), exchange)
    return case.inquiry.fits[key]


def agree(wanted: Expected, exchange: Exchange) -> bool:
    """Is what the student's code showed what this implementation would have shown?"""
    imagined, actual = wanted.observation, exchange.actual
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
    return agrees(replace(wanted, scale=scale), actual, exchange.how)


def _cause(items: list[Misconception], case: Case) -> Cause:
    """The plain difference as headline, the misconception's own words below it."""
    plain = exceptions.explain(case) or difference.explain(case, by_parts=False)
    told = [plain.explained(item.id, item.explanation, item.next_step) for item in items]
    return told[0] if len(told) == 1 else told[0].or_else(told[1])
