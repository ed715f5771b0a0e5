"""Where an autograd graph first departs from the expected one, on each way down from the output."""

from __future__ import annotations

import math
from typing import NamedTuple

from grader.report.pictures import Graph

Edge = tuple[int, int]  # from a node to one of its inputs, by number
INTO_OUTPUT: Edge = (-1, 0)


class Departures(NamedTuple):
    """The edges on which the two graphs part, and what differs there in words.

    A graph of other operations may compute the same: only gradients that differ are wrong.
    """

    expected: set[Edge]
    actual: set[Edge]
    words: list[str]
    other_operations: bool = False


def departures(expected: Graph | None, actual: Graph) -> Departures:
    """Walk both graphs side by side from their outputs; nothing is compared below a difference.

    Graphs of two different variables are not compared, nor such as bring every leaf its gradient.
    """
    found = Departures(set(), set(), [])
    if expected is None or expected.of != actual.of or not expected.nodes or not actual.nodes:
        return found
    if _same_leaves(expected, actual):
        return found
    waiting: list[tuple[Edge, Edge]] = [(INTO_OUTPUT, INTO_OUTPUT)]
    seen: set[tuple[int, int]] = set()
    others = False
    for one, other in waiting:
        pair = (one[1], other[1])
        again = pair in seen
        seen.add(pair)
        if difference := _difference(expected, actual, *pair):
            found.expected.add(one)
            found.actual.add(other)
            found.words.extend([] if again else [difference])
            others |= expected.nodes[pair[0]].name != actual.nodes[pair[1]].name
            continue
        if again:
            continue
        want, got = _inputs(expected, pair[0]), _inputs(actual, pair[1])
        waiting += [((pair[0], x), (pair[1], y)) for x, y in zip(want, got, strict=False)]
        found.expected.update((pair[0], x) for x in want[len(got) :])
        found.actual.update((pair[1], y) for y in got[len(want) :])
        if len(want) != len(got):
            name = short(actual.nodes[pair[1]].name)
            others = True
            found.words.append(f"{name} has {_count(len(got))}, not {len(want)}")
    return found._replace(other_operations=others)


def _same_leaves(expected: Graph, actual: Graph) -> bool:
    want, got = (
        sorted(node.gradient for node in graph.nodes if not node.inputs)
        for graph in (expected, actual)
    )
    whole = not (expected.cut or actual.cut)
    return whole and len(want) == len(got) and all(map(_alike, want, got))


def _difference(expected: Graph, actual: Graph, one: int, other: int) -> str:
    want, got = expected.nodes[one], actual.nodes[other]
    if want.name != got.name:
        return f"{short(got.name)} in place of {short(want.name)}"
    if not _alike(want.gradient, got.gradient):
        return f"{'another' if got.gradient else 'no'} gradient arrives at {short(got.name)}"
    return ""


def _inputs(graph: Graph, number: int) -> list[int]:
    return [item for item in graph.nodes[number].inputs if item < len(graph.nodes)]


def _count(number: int) -> str:
    return f"{number} input{'' if number == 1 else 's'}"


def _alike(one: str, other: str) -> bool:
    """Two gradients in words; the last digits of their numbers may differ."""
    if one == other:
        return True
    want, got = one.split(), other.split()
    return len(want) == len(got) and all(
        x == y or _close(x, y) for x, y in zip(want, got, strict=True)
    )


def _close(one: str, other: str) -> bool:
    try:
        x, y = float(one.rstrip(",")), float(other.rstrip(","))
    except ValueError:
        return False
    return math.isclose(x, y, rel_tol=1e-3, abs_tol=1e-6)


def short(name: str) -> str:
    """A node's name without the namespace that leaves have."""
    return name.removeprefix("torch::autograd::")
