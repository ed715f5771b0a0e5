"""From results to grades: lateness, which attempt counts, weights, overrides.

Pure functions of what the store holds and of `[class]` in course.toml, so that a new
deadline or weight needs no grading.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from grader.course import ClassSettings, LateSettings

from .facts import Facts
from .store import AttemptRow, Override

DAY = 86_400.0


@dataclass(frozen=True)
class Points:
    """Points of a concept, weighted, or of the whole."""

    earned: float
    possible: float


@dataclass(frozen=True)
class Lateness:
    """Days begun after the deadline, and the percentage that they cost.

    `known` is False where nothing says when the work was handed in; it then counts as in time.
    """

    days: int = 0
    percent_off: float = 0.0
    closed: bool = False
    known: bool = True


@dataclass(frozen=True)
class Standing:
    """What counts for one student."""

    attempt: AttemptRow | None
    concepts: dict[str, Points]
    earned: float
    possible: float
    total: float
    late: Lateness
    override: Override | None


def standing(
    attempts: list[AttemptRow],
    current: int | None,
    settings: ClassSettings,
    by_hand: Override | None,
) -> Standing:
    """The attempt that counts and what it is worth.

    Args:
        attempts: oldest first.
        current: the id of the attempt that the last run saw.
        settings: the policy.
        by_hand: points that replace the total.
    """
    made = [_of(attempt, settings, by_hand) for attempt in attempts]
    if not made:
        return Standing(None, {}, 0.0, 0.0, by_hand.points if by_hand else 0.0, Lateness(), by_hand)
    if settings.attempts == "best":
        return max(made, key=_worth)
    return next((one for one in made if one.attempt and one.attempt.id == current), made[-1])


def _worth(one: Standing) -> tuple[float, float, int]:
    """What late rules leave of the points: an override must not decide which attempt is best.

    Of equals it is the one that was graded on more concepts, and then the earliest.
    """
    left = 0.0 if one.late.closed else 1.0 - one.late.percent_off / 100
    return one.earned * left, one.possible, -one.attempt.id if one.attempt else 0


def _of(attempt: AttemptRow, settings: ClassSettings, by_hand: Override | None) -> Standing:
    concepts = weighted(attempt.facts, settings)
    earned = sum(points.earned for points in concepts.values())
    possible = sum(points.possible for points in concepts.values())
    # Stubs as they were given out are no work, and so not late work.
    late = lateness(attempt, settings.late) if attempt.facts.started else Lateness()
    left = 0.0 if late.closed else 1.0 - late.percent_off / 100
    total = by_hand.points if by_hand else round(earned * left, 6)
    return Standing(attempt, concepts, earned, possible, total, late, by_hand)


def weighted(facts: Facts, settings: ClassSettings) -> dict[str, Points]:
    """A concept's points times its weight; 1 where none is given."""
    weights = settings.weights
    return {
        concept.id: Points(
            concept.earned * weights.get(concept.id, 1.0),
            concept.possible * weights.get(concept.id, 1.0),
        )
        for concept in facts.concepts
    }


def lateness(attempt: AttemptRow, rule: LateSettings) -> Lateness:
    """How late an attempt is. A platform's own mark counts as one day: it does not say more."""
    if attempt.late is not None:
        days = int(attempt.late)
    elif rule.due is None:
        days = 0
    elif attempt.modified is None:
        return Lateness(known=False)
    else:
        seconds = attempt.modified - rule.due.timestamp() - rule.grace_minutes * 60
        days = max(0, math.ceil(seconds / DAY))
    off = min(rule.most_percent, rule.percent_a_day * days)
    closed = rule.closed_after_days is not None and days > rule.closed_after_days
    return Lateness(days, off, closed)
