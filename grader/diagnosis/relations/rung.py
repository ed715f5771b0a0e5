"""Choosing: the one relation that holds on every call that was observed.

A relation that only restates what was seen (the same numbers in another shape) needs no
more than that. Any other must be seen on two different wrong answers, and where there is
only one, on the answer to a further question.
"""

from __future__ import annotations

from dataclasses import replace

import torch

from grader.judging.trial import Exchange

from ..case import Case
from ..cause import Cause, cause
from ..evidence import Pair, pairs, same
from . import numbers, order, parts, shapes, where
from .hypothesis import Finder, Hypothesis

FACETS = ("shape", "value", "finite", "length", "arguments", "gradient")
FINDERS: tuple[Finder, ...] = (
    order.find,
    shapes.find,
    numbers.find,
    parts.find,
    where.find,
    order.shifted,
)
MAX_QUESTIONS = 2


def explain(case: Case) -> Cause | None:
    """Name the relation between what came and what was expected, if just one fits."""
    exchange = case.exchange
    difference = exchange.difference if exchange else None
    if exchange is None or difference is None or difference.facet not in FACETS:
        return None
    wrong = next((pair for pair in _pairs(case, exchange) if not pair.right), None)
    if wrong is None:
        return None
    found = _kept(case, wrong)
    if not found or len(found) > 2:
        return None
    at = f"result{wrong.path}: " if wrong.path.startswith("[") else ""
    at = f"{wrong.path}: " if wrong.path and not at else at
    rest = _rest(at, all(pair.right for pair in _pairs(case, exchange) if pair is not wrong))
    shapes_ = {"rest": rest, "want": _shape(wrong.want), "got": _shape(wrong.got)}
    told = [cause(x.id, {**shapes_, **x.values}, line=case.line, at=at) for x in found]
    return told[0] if len(told) == 1 else told[0].or_else(told[1])


def _rest(at: str, alone: bool) -> str:
    """What is right but for the part told of; with other parts wrong it is the rest of this one."""
    if at:
        return f"the rest of {at.removesuffix(': ')}"
    return "the rest" if alone else "the rest of the result"


def _pairs(case: Case, exchange: Exchange) -> list[Pair]:
    known = case.inquiry.pairs
    if id(exchange) not in known:
        known[id(exchange)] = pairs(exchange, case.parameters(exchange))
    return known[id(exchange)]


def _shape(tensor: torch.Tensor) -> str:
    return str(tuple(tensor.shape))


def _kept(case: Case, wrong: Pair) -> list[Hypothesis]:
    """The hypotheses that every call bears out, the most telling ones only."""
    found = list(dict.fromkeys(item for finder in FINDERS for item in finder(wrong)))
    if not found:
        return []
    seen = [
        pair for exchange in case.answered for pair in _pairs(case, exchange) if _alike(pair, wrong)
    ]
    found = [item for item in found if all(pair.right or item.holds(pair) for pair in seen)]
    found = [item for item in found if _not_refuted(item, seen)]
    if any(not item.observed for item in found) and _different(seen) < 2:
        found = _confirmed(case, wrong, found)
    elif len(found) > 1:
        found = _separated(case, wrong, found)
    specific = [item for item in found if not item.general]
    return _one_a_kind(specific or found)


def _alike(pair: Pair, wrong: Pair) -> bool:
    return pair.path == wrong.path


def _not_refuted(item: Hypothesis, seen: list[Pair]) -> bool:
    """Would the relation have left the right answers right?

    A right answer to an empty argument says nothing: code often treats that case by itself.
    """
    if item.observed or item.id.startswith(("REL-NAN", "REL-ONLY")):
        return True
    return all(
        item.holds(pair)
        for pair in seen
        if pair.right and pair.want.numel() and all(t.numel() for t in pair.inputs.tensors.values())
    )


def _different(seen: list[Pair]) -> int:
    """How many different wrong answers were seen."""
    distinct: list[Pair] = []
    for pair in seen:
        if not pair.right and not any(same(pair.want, other.want) for other in distinct):
            distinct.append(pair)
    return len(distinct)


def _confirmed(case: Case, wrong: Pair, found: list[Hypothesis]) -> list[Hypothesis]:
    """Keep what a further, wrong answer bears out; what only restates needs none."""
    fresh = _further(case, wrong)
    informative = [pair for pair in fresh if not pair.right and not same(pair.want, wrong.want)]
    return [
        item
        for item in found
        if item.observed or (informative and all(item.holds(pair) for pair in informative))
    ]


def _separated(case: Case, wrong: Pair, found: list[Hypothesis]) -> list[Hypothesis]:
    """Drop what a further answer contradicts."""
    fresh = _further(case, wrong)
    return [item for item in found if all(pair.right or item.holds(pair) for pair in fresh)]


def _further(case: Case, wrong: Pair) -> list[Pair]:
    return [
        pair
        for exchange in case.further(MAX_QUESTIONS)
        for pair in _pairs(case, exchange)
        if _alike(pair, wrong)
    ]


def _one_a_kind(found: list[Hypothesis]) -> list[Hypothesis]:
    """Of several hypotheses that read the same, one; names of one factor are said together."""
    read = {(item.id, tuple(sorted(item.values.items()))): item for item in found}
    kept = list(read.values())
    if len(kept) > 1 and len({item.id for item in kept}) == 1 and "factor" in kept[0].values:
        factor = " or ".join(item.values["factor"] for item in kept[:2])
        return [replace(kept[0], values={**kept[0].values, "factor": factor})]
    return kept
