"""What every rung of the ladder looks at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from grader.judging.session import Outcome
from grader.judging.student import ConceptState
from grader.judging.subjects import Secrets
from grader.judging.trial import Exchange
from grader.sandbox.messages import Observation

from .feedback import own_word, source_line
from .inquiry import Inquiry


@dataclass(frozen=True)
class Case:
    """One failed hidden test, with everything known about its function.

    `failing` are the functions of the concept whose own tests fail by more than a missing
    refusal.
    """

    function: str
    outcome: Outcome
    outcomes: list[Outcome]
    state: ConceptState
    secrets: Secrets
    inquiry: Inquiry
    failing: frozenset[str] = frozenset()

    @property
    def exchange(self) -> Exchange | None:
        """The call on which the test ended."""
        return self.outcome.exchanges[-1] if self.outcome.exchanges else None

    @property
    def actual(self) -> Observation | None:
        return self.exchange.actual if self.exchange else None

    @property
    def line(self) -> int | None:
        """Where the function starts in the student's file."""
        definition = self.state.definition(self.function)
        return definition.line if definition else None

    def source_line(self, number: int | None) -> str:
        """One line of the student's file as written, cut at 200 characters."""
        return source_line(self.state.file.source, number)

    def own(self, name: str) -> str:
        """`name` if it stands in the student's file, else ""."""
        return own_word(name, self.state.file.source)

    @cached_property
    def answered(self) -> list[Exchange]:
        """Every call of the function's tests to which an answer came, passed tests' too."""
        return [
            exchange
            for outcome in self.outcomes
            for exchange in outcome.exchanges
            if exchange.actual is not None
        ]

    def further(self, count: int) -> list[Exchange]:
        """Answers to further calls, like the one on which the test ended."""
        return self.inquiry.further(self.exchange, count) if self.exchange else []

    def parameters(self, exchange: Exchange) -> list[str]:
        """What the student calls the arguments of a call; a scenario's have names already."""
        definition = self.state.definition(self.function)
        if exchange.scenario or definition is None or definition.parameters is None:
            return []
        return [name if self.own(name) else "an argument" for name in definition.parameters.names]
