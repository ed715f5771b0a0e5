"""Which arguments make no difference: found by changing one and asking again.

An argument is named where the reference's answer changed with it at least twice and the
student's never did. Where that is so of every argument that matters, the answer is always
the same one, as a typed-in answer is.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import torch

from grader.course import CourseError
from grader.judging.comparison import compare
from grader.judging.expected import Expected, How
from grader.judging.trial import Exchange
from grader.sandbox.messages import Observation

from .case import Case
from .cause import Cause, cause
from .inquiry import redraw, values_of, with_values

FACETS = ("value", "shape", "length", "keys", "arguments")
MAX_CALLS = 2
MAX_VARIANTS = 2
ENOUGH = 2  # answers of the reference that changed where the student's did not
Place = int | str


def explain(case: Case) -> Cause | None:
    """Name the arguments that make no difference to a wrong answer."""
    exchange = case.exchange
    difference = exchange.difference if exchange else None
    if exchange is None or difference is None or difference.facet not in FACETS:
        return None
    if exchange.call.device != "cpu":
        return None
    key = exchange.target, exchange.scenario
    if key not in case.inquiry.ignored:
        case.inquiry.ignored[key] = _ignored(case, exchange)
    places = case.inquiry.ignored[key]
    if places == ["*"]:
        return cause("REL-SAME-ANSWER", line=case.line, function=case.function)
    if not places:
        return None
    names = [_name(place, case.parameters(exchange)) for place in places]
    if exchange.scenario and not set(names) <= _parameters(case):
        return None  # an input of the scenario, of which the student's code knows nothing
    if not all(_matters(case, exchange, place) for place in places):
        return None
    return cause("REL-IGNORED", line=case.line, name="` and `".join(names))


def _parameters(case: Case) -> set[str]:
    """What the parameters of the function are called, by the student or by the reference."""
    both = case.state.definition(case.function), case.secrets.reference_definition(case.function)
    known = [definition.parameters for definition in both if definition]
    return {name for parameters in known if parameters for name in parameters.names}


def _matters(case: Case, exchange: Exchange, place: Place) -> bool:
    """Does the reference's answer to this very call depend on an argument?"""
    for value in _variants(case, place, exchange):
        varied = _varied(exchange, place, value)
        try:
            answer = case.secrets.expected(varied.target, varied.call, scenario=varied.scenario)
        except CourseError:
            continue  # it cannot be asked
        if any(_differ(asked, answer.observation) for asked in _wanted(exchange)):
            return True
    return False


def _ignored(case: Case, exchange: Exchange) -> list[Place]:
    """The places of the arguments that are ignored; `*` if nothing makes a difference."""
    others = (
        other
        for other in case.answered
        if other is not exchange and other.target == exchange.target
    )
    bases = [base for base in (exchange, *others) if _comparable(base)][:MAX_CALLS]
    arguments, keywords = values_of(exchange)
    places: list[Place] = [*range(len(arguments)), *keywords]
    verdicts = {place: _verdict(case, place, bases) for place in places}
    ignored = [place for place, verdict in verdicts.items() if verdict is True]
    heeded = [place for place, verdict in verdicts.items() if verdict is False]
    if ignored and len(ignored) == len(places):
        return ["*"]
    if not heeded or len(ignored) > 2:
        return []
    return ignored


def _name(place: Place, names: list[str]) -> str:
    if isinstance(place, str):
        return place
    return names[place] if place < len(names) else f"argument {place + 1}"


def _comparable(exchange: Exchange) -> bool:
    actual, expected = exchange.actual, exchange.expected
    return bool(
        actual
        and expected
        and actual.outcome == "returned"
        and expected.observation.outcome == "returned"
        and exchange.call.device == "cpu"
    )


def _verdict(case: Case, place: Place, bases: list[Exchange]) -> bool | None:
    """Is an argument ignored? None if too few questions could tell."""
    told = 0
    by_base = [[(base, value) for value in _variants(case, place, base)] for base in bases]
    # One variant of each call before a second of any: two calls tell more than one.
    for question in filter(None, itertools.chain(*itertools.zip_longest(*by_base))):
        base, value = question
        found = _changed(case, base, place, value)
        if found is None:
            continue
        wanted, given = found
        if given:
            return False
        told += wanted
        if told == ENOUGH:
            return True
    return None


def _variants(case: Case, place: Place, base: Exchange) -> Iterator[Any]:
    """Other values for one argument: redrawn, or those of other calls where it cannot be."""
    value = _value(base, place)
    if isinstance(value, bool):
        yield not value
        return
    generator = torch.Generator().manual_seed(base.call.seed + 104_729)
    if isinstance(value, (torch.Tensor, float)):
        for _ in range(MAX_VARIANTS):
            yield redraw(value, generator)
        return
    others = [_value(other, place) for other in case.answered if other.target == base.target]
    plain = [other for other in others if type(other) is type(value) and not _holds_tensors(other)]
    unlike = [other for other in plain if other != value]
    seen: list[Any] = []
    for other in unlike:
        if other not in seen and len(seen) < MAX_VARIANTS:
            seen.append(other)
            yield other


def _holds_tensors(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_holds_tensors(item) for item in value.values())
    if isinstance(value, (list, tuple)):
        return any(_holds_tensors(item) for item in value)
    return not isinstance(value, (int, float, str, bool, set, frozenset, torch.dtype, type(None)))


def _value(exchange: Exchange, place: Place) -> Any:
    arguments, keywords = values_of(exchange)
    if isinstance(place, str):
        return keywords.get(place)
    return arguments[place] if place < len(arguments) else None


def _changed(case: Case, base: Exchange, place: Place, value: Any) -> tuple[bool, bool] | None:
    """Did the reference's answer change with this argument, and did the student's?"""
    try:
        answer = case.inquiry.put(_varied(base, place, value))
    except CourseError:
        return None
    if answer is None or not _comparable(answer):
        return None
    return _differ(*_wanted(base, answer)), _differ(*_given(base, answer))


def _varied(base: Exchange, place: Place, value: Any) -> Exchange:
    """The same call with another value for one argument, not yet answered."""
    arguments, keywords = values_of(base)
    if isinstance(place, str):
        keywords[place] = value
    else:
        arguments = (*arguments[:place], value, *arguments[place + 1 :])
    return with_values(base, arguments, keywords)


def _wanted(*exchanges: Exchange) -> list[Observation]:
    return [exchange.expected.observation for exchange in exchanges if exchange.expected]


def _given(*exchanges: Exchange) -> list[Observation]:
    return [exchange.actual for exchange in exchanges if exchange.actual]


def _differ(one: Observation, other: Observation) -> bool:
    return compare(Expected(one), other, How(exact=True)) is not None
