"""What a class's results say together: counted in one pass, whatever the class's size."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from .facts import MISSING, Cause, ConceptFacts, FunctionFacts
from .names import natural
from .policy import Standing
from .rows import Row

BINS = 10
AT_LOAD = {
    "RUN-TIME-AT-LOAD": "time",
    "RUN-MEMORY-AT-LOAD": "memory",
    "RUN-CRASH-AT-LOAD": "crash",
    "RUN-EXIT-AT-LOAD": "ended_early",
}
TROUBLE = {
    "time": "ran out of time",
    "memory": "ran out of memory",
    "crash": "crashed",
    "ended_early": "ended early",
    "protocol_violation": "broke the protocol",
}


@dataclass
class Count:
    """How many of those who tried failed."""

    tried: int = 0
    failed: int = 0

    @property
    def share(self) -> float:
        return self.failed / self.tried if self.tried else 0.0


@dataclass
class Mistake:
    """One diagnosis of a function, or of a whole file; with the first line that showed it."""

    concept: str
    function: str
    id: str
    explanation: str
    example: str = ""
    students: int = 0


@dataclass
class Item:
    """One quiz question: each student's share of it, beside the share of all others."""

    id: str
    own: list[float] = field(default_factory=list)
    rest: list[float] = field(default_factory=list)

    @property
    def difficulty(self) -> float:
        """The mean share of points: 1 is easy."""
        return sum(self.own) / len(self.own)

    @property
    def discrimination(self) -> float | None:
        """The correlation with the other questions; None where nothing varies."""
        return correlation(self.own, self.rest)


@dataclass
class Line:
    """One student's line of the table; `shares` has None where a concept is not begun."""

    row: Row
    shares: dict[str, float | None]


@dataclass
class Figures:
    """Everything that the dashboard shows."""

    concepts: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    bins: list[int] = field(default_factory=lambda: [0] * BINS)
    functions: dict[tuple[str, str], Count] = field(default_factory=dict)
    tests: dict[str, Count] = field(default_factory=dict)
    mistakes: dict[tuple[str, str, str], Mistake] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    ends: dict[tuple[str, str, str], int] = field(default_factory=dict)
    trouble: list[tuple[Row, str]] = field(default_factory=list)


def count(rows: Iterable[tuple[Row, Standing]]) -> Figures:
    """Count all rows, each with the result that counts for it."""
    figures = Figures()
    for row, standing in rows:
        line = Line(row, {})
        figures.lines.append(line)
        if standing.attempt is None:
            continue
        facts = standing.attempt.facts
        if row.possible and row.status == "graded":
            figures.bins[min(BINS - 1, int(BINS * max(0.0, row.total) / row.possible))] += 1
        for concept in facts.concepts:
            figures.concepts.setdefault(concept.id, concept.title)
            line.shares[concept.id] = _share(concept)
            if concept.problem:
                _count_problem(figures, concept.id, concept.problem)
                continue
            for function in concept.functions:
                _count_function(figures, concept.id, function)
        _count_quiz(figures, facts.concepts)
        figures.trouble += [(row, text) for text in facts.trouble]
    figures.lines.sort(key=lambda line: (natural(line.row.name), line.row.student))
    figures.concepts = dict(sorted(figures.concepts.items()))
    return figures


def _share(concept: ConceptFacts) -> float | None:
    if not concept.begun:
        return None
    return concept.earned / concept.possible if concept.possible else 1.0


def _count_function(figures: Figures, concept: str, function: FunctionFacts) -> None:
    if function.status == "not_started":
        return
    counted = figures.functions.setdefault((concept, function.name), Count())
    counted.tried += 1
    counted.failed += function.status != "passed"
    for failure in function.failures:
        figures.tests.setdefault(failure.test, Count()).failed += 1
    for end in {failure.end for failure in function.failures} & TROUBLE.keys():
        _count_end(figures, (concept, function.name, end))
    for cause in function.causes:
        _count_cause(figures, (concept, function.name, cause.id), cause)


def _count_problem(figures: Figures, concept: str, problem: Cause) -> None:
    """What kept a whole file from being used; one that is not there is no mistake in it."""
    if problem.id == MISSING:
        return
    if problem.id in AT_LOAD:
        _count_end(figures, (concept, "", AT_LOAD[problem.id]))
    _count_cause(figures, (concept, "", problem.id), problem)


def _count_end(figures: Figures, place: tuple[str, str, str]) -> None:
    figures.ends[place] = figures.ends.get(place, 0) + 1


def _count_cause(figures: Figures, place: tuple[str, str, str], cause: Cause) -> None:
    mistake = figures.mistakes.setdefault(place, Mistake(*place, cause.explanation))
    mistake.students += 1
    mistake.example = mistake.example or cause.code.strip()


def _count_quiz(figures: Figures, concepts: list[ConceptFacts]) -> None:
    items = [(part.id, item) for part in concepts for item in part.quiz if item.answered]
    earned = sum(item.earned for _, item in items)
    possible = sum(item.possible for _, item in items)
    for concept, item in items:
        if item.possible <= 0:
            continue
        known = figures.items.setdefault(f"{concept}: {item.id}", Item(f"{concept}: {item.id}"))
        others = possible - item.possible
        known.own.append(item.earned / item.possible)
        known.rest.append((earned - item.earned) / others if others > 0 else 0.0)


def correlation(one: list[float], other: list[float]) -> float | None:
    """Pearson's r; None for fewer than three pairs or where one side is constant."""
    size = len(one)
    if size < 3:
        return None
    mean, mean_other = sum(one) / size, sum(other) / size
    across = sum((a - mean) * (b - mean_other) for a, b in zip(one, other, strict=True))
    spread = sum((a - mean) ** 2 for a in one) * sum((b - mean_other) ** 2 for b in other)
    return across / math.sqrt(spread) if spread > 1e-12 else None
