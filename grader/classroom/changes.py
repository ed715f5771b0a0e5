"""What a regrading changed, in words."""

from __future__ import annotations

from .facts import ConceptFacts, Facts


def changes_between(before: Facts, after: Facts) -> list[str]:
    """A line for each concept whose points, or outcome of a test, differ."""
    old = {concept.id: concept for concept in before.concepts}
    lines = []
    for concept in after.concepts:
        earlier = old.pop(concept.id, None)
        if earlier is None:
            lines.append(f"{concept.id}: new")
        elif _of(earlier) != _of(concept):
            lines.append(
                f"{concept.id}: {_points(earlier)} → {_points(concept)}{_tests(earlier, concept)}"
            )
    return lines + [f"{name}: no longer graded" for name in old]


def _of(concept: ConceptFacts) -> tuple[float, float, frozenset[str]]:
    return concept.earned, concept.possible, _failed(concept)


def _failed(concept: ConceptFacts) -> frozenset[str]:
    return frozenset(failure.test for part in concept.functions for failure in part.failures)


def _points(concept: ConceptFacts) -> str:
    return f"{concept.earned:g}/{concept.possible:g}"


def _tests(before: ConceptFacts, after: ConceptFacts) -> str:
    fixed = len(_failed(before) - _failed(after))
    broken = len(_failed(after) - _failed(before))
    words = [f"{fixed} fewer fail"] if fixed else []
    words += [f"{broken} more fail"] if broken else []
    return f" ({', '.join(words)})" if words else ""
