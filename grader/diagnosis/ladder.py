"""The ladder: from the most to the least specific explanation, the first that holds.

Each rung is a function `Case -> Cause | None`. It never guesses: a rung that is not
sure returns None, and the last one only says what was measured.
"""

from __future__ import annotations

import warnings

from grader.judging.session import Outcome
from grader.judging.student import ConceptState
from grader.judging.subjects import Secrets
from grader.report.model import Shown
from grader.report.pictures import Picture, Trace

from . import (
    devices,
    difference,
    exceptions,
    influence,
    misconceptions,
    relations,
    remarks,
    siblings,
    source,
)
from .case import Case
from .cause import Cause
from .inquiry import Inquiry
from .pictures import picture
from .pictures.traces import Tracer
from .words import shown

RUNGS = (
    source.explain,
    devices.explain,
    misconceptions.explain,
    siblings.explain_raised,
    exceptions.explain,
    siblings.explain_wrong,
    relations.explain,
    influence.explain,
    difference.explain,
)


class Diagnostician:
    """Explains the failed tests of one concept, submission after submission."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self._tracer = Tracer(secrets)

    def diagnose(
        self, function: str, outcomes: list[Outcome], state: ConceptState
    ) -> dict[str, Cause]:
        """Explain each failed test of one function, by the test's id.

        Args:
            function: its name.
            outcomes: those of all functions of the concept.
            state: the student's side of the concept.
        """
        inquiry = Inquiry(function, state, self._secrets)
        own = [outcome for outcome in outcomes if outcome.function == function]
        failing = siblings.failing(outcomes)
        return {
            outcome.id: self._climb(
                Case(function, outcome, own, state, self._secrets, inquiry, failing)
            )
            for outcome in own
            if outcome.end != "passed"
        }

    def remarks(self, function: str, outcomes: list[Outcome], state: ConceptState) -> list[Cause]:
        """What is worth knowing about a function that passes."""
        return remarks.remarks(function, outcomes, state, self._secrets)

    def file_problem(self, state: ConceptState) -> Cause | None:
        """Explain why a whole file could not be used, or None if it could."""
        return source.file_problem(state)

    def shown(self, outcome: Outcome) -> Shown | None:
        """The call on which a test ended, with what was expected and what came."""
        return shown(outcome)

    def evidence(
        self, function: str, outcome: Outcome, state: ConceptState
    ) -> tuple[Picture | None, Trace | None]:
        """What the last call of a failed test computed, and what came of it.

        The trace is a further question to the worker.
        """
        if outcome.end not in ("wrong", "exception") or not outcome.exchanges:
            return None, None
        exchange = outcome.exchanges[-1]
        if exchange.call.device != "cpu":
            return None, None  # what it shows has been seen on the CPU alone
        if exchange.actual is None or exchange.actual.outcome not in ("returned", "raised"):
            return None, None
        trace, graph = self._tracer.look(exchange, state)
        definition = state.definition(function)
        names = definition.parameters.names if definition and definition.parameters else []
        found = picture(exchange, names) if outcome.end == "wrong" else None
        about_gradients = exchange.difference and exchange.difference.facet.startswith("gradient")
        return (graph or found if about_gradients else found or graph), trace

    def _climb(self, case: Case) -> Cause:
        for rung in RUNGS[:-1]:
            try:
                found = rung(case)
            except Exception as error:  # a report is worth more than one explanation
                warnings.warn(
                    f"{rung.__module__} failed on {case.outcome.id}: {error!r}", stacklevel=2
                )
                continue
            if found:
                return found
        return difference.explain(case)
