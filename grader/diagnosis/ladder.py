"""The ladder: from the most to the least specific explanation, the first that holds.

Each rung is a function `Case -> Cause | None`. It never guesses: a rung that is not
sure returns None, and the last one only says what was measured.
"""

from __future__ import annotations

from grader.judging.session import Outcome
from grader.judging.student import ConceptState
from grader.judging.subjects import Secrets
from grader.report.model import Shown
from grader.report.pictures import Picture

from . import difference, exceptions, misconceptions, relations, source
from .case import Case
from .cause import Cause
from .inquiry import Inquiry
from .pictures import picture
from .words import shown

RUNGS = (
    source.explain,
    misconceptions.explain,
    exceptions.explain,
    relations.explain,
    difference.explain,
)


class Diagnostician:
    """Explains the failed tests of one concept, submission after submission."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    def diagnose(
        self, function: str, outcomes: list[Outcome], state: ConceptState
    ) -> dict[str, Cause]:
        """Explain each failed test of one function, by the test's id."""
        inquiry = Inquiry(function, state, self._secrets)
        return {
            outcome.id: self._climb(
                Case(function, outcome, outcomes, state, self._secrets, inquiry)
            )
            for outcome in outcomes
            if outcome.end != "passed"
        }

    def file_problem(self, state: ConceptState) -> Cause | None:
        """Explain why a whole file could not be used, or None if it could."""
        return source.file_problem(state)

    def shown(self, outcome: Outcome) -> Shown | None:
        """The call on which a test ended, with what was expected and what came."""
        return shown(outcome)

    def picture(self, function: str, outcome: Outcome, state: ConceptState) -> Picture | None:
        """What came beside what was expected, in the call on which a test ended."""
        if outcome.end != "wrong" or not outcome.exchanges:
            return None
        definition = state.definition(function)
        names = definition.parameters.names if definition and definition.parameters else []
        return picture(outcome.exchanges[-1], names)

    def _climb(self, case: Case) -> Cause:
        for rung in RUNGS:
            if found := rung(case):
                return found
        raise AssertionError("the last rung always answers")
