"""Pictures: what came beside what was expected, as data for a renderer."""

from __future__ import annotations

from grader.diagnosis.evidence import pairs
from grader.judging.trial import Exchange
from grader.report.pictures import Picture

from . import curves, movement, tensors

__all__ = ["picture"]


def picture(exchange: Exchange, names: list[str]) -> Picture | None:
    """Picture the first part of an answer that is wrong, or None if there is none to draw.

    Args:
        exchange: the call, answered by both sides.
        names: what the student calls the parameters.
    """
    if found := curves.draw(exchange):
        return found
    wrong = [pair for pair in pairs(exchange, names) if not pair.right]
    if not wrong:
        return None
    return movement.draw(wrong[0]) or tensors.draw(wrong[0])
