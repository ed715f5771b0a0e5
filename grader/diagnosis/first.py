"""Which of a function's failed tests is looked at first."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from grader.judging.session import Outcome
from grader.sandbox.values import Node

from .cause import Cause
from .difference import UNEXPLAINED
from .words import MAX_SHOWN


def show_first(outcomes: list[Outcome], causes: dict[str, Cause]) -> str | None:
    """Of the tests that fail like the first failed one, the one whose input is easiest to follow.

    A test of which no more than the plain difference is known gives way to an explained one.
    """
    failed = [outcome for outcome in outcomes if outcome.end not in ("passed", "not_started")]
    kinds = {outcome.id: (outcome.end, causes[outcome.id].id) for outcome in failed}
    explained = [
        outcome
        for outcome in failed
        if outcome.end == failed[0].end and causes[outcome.id].id not in UNEXPLAINED
    ]
    likes = kinds[(explained or failed)[0].id] if failed else None
    alike = [outcome for outcome in failed if kinds[outcome.id] == likes]
    first = min(alike, key=_difficulty, default=None)
    return first.id if first else None


def _difficulty(outcome: Outcome) -> tuple[bool, int, int]:
    """Too large for its numbers to be shown; how many edge cases are in it; how many bytes.

    An edge case is a size, or a whole number, of 0 or 1: an empty tensor, a batch of one, one
    step. They are counted, since a function may always take a column or a single number.
    """
    if not outcome.exchanges:
        return False, 0, 0
    call = outcome.exchanges[-1].call
    inputs = list(_inputs([*call.arguments, *call.keywords.values()]))
    return (
        any(math.prod(node.get("shape", [])) > MAX_SHOWN for node in inputs),
        sum(map(_edges, inputs)),
        len(call.body),
    )


def _edges(node: Node) -> int:
    sizes = node["shape"] or [1] if "shape" in node else [int(node["text"])]
    return sum(size in (0, 1) for size in sizes)


def _inputs(nodes: Iterable[Node]) -> Iterator[Node]:
    """Every tensor, array and whole number of a call, also those in containers."""
    for node in nodes:
        if node["kind"] in ("tensor", "array", "int"):
            yield node
        elif node["kind"] == "dict":
            yield from _inputs(part for item in node["items"] for part in item)
        else:
            yield from _inputs(node.get("items", []))
