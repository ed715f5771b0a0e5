"""A cause: why a test failed, not yet in words.

A rung of the ladder answers with one. Only `feedback.tell` turns it into sentences, so
that one place decides what a student may read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from grader.report.model import Operand


@dataclass(frozen=True)
class Cause:
    """Which text applies, and what fills its `{names}`.

    `line` is a line of the student's file. `expression` and `column` (from 1) say which part
    of it.
    `explanation` and `next_step` are a course author's own words, where there are any.
    """

    id: str
    values: Mapping[str, object] = field(default_factory=dict)
    line: int | None = None
    expression: str = ""
    column: int | None = None
    operands: tuple[Operand, ...] = ()
    text: str = ""
    explanation: str = ""
    next_step: str = ""
    other: Cause | None = None

    def or_else(self, other: Cause) -> Cause:
        """This or `other`: the evidence fits both, and both are said."""
        return replace(self, other=other)

    def explained(self, diagnosis_id: str, explanation: str, next_step: str) -> Cause:
        """The same difference, with an author's explanation of it."""
        text = self.text or self.id
        return replace(
            self, id=diagnosis_id, text=text, explanation=explanation, next_step=next_step
        )


def cause(
    diagnosis_id: str,
    values: Mapping[str, object] | None = None,
    *,
    line: int | None = None,
    expression: str = "",
    column: int | None = None,
    operands: list[Operand] | None = None,
    **more: object,
) -> Cause:
    """The cause with this id; `values` and `more` fill its text."""
    return Cause(
        diagnosis_id,
        {**(values or {}), **more},
        line,
        expression,
        column,
        tuple(operands or ()),
    )
