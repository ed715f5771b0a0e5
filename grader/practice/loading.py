"""Practice data in the place of a course: the same questions to it, answered from the record."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from grader.course import Concept, Course, CourseError
from grader.judging.expected import Expected
from grader.judging.marks import Misconception
from grader.judging.mismatch import TestEnd
from grader.judging.session import Outcome
from grader.judging.subjects import Secrets, call_key
from grader.judging.trial import Trial
from grader.quiz.questions import Answer, Asked, Asking, Question, Wrong
from grader.quiz.quizzes import Quizzes, load_templates
from grader.quiz.snippets import Snippet
from grader.sandbox.messages import Definition, Observation
from grader.sandbox.observer import Call

from .model import ConceptRecord, QuizQuestion, VisibleTest, exchange_of, observation_of
from .recorded import RecordedConcept


class RecordedSecrets(Secrets):
    """What there is of a concept's secrets in practice data: answers to the recorded calls."""

    def __init__(self, concept: RecordedConcept) -> None:
        super().__init__(concept)
        self.record = concept.record
        self.observations = [observation_of(seen) for seen in concept.record.observations]

    @functools.cached_property
    def scenario_source(self) -> bytes:
        return self.record.scenarios.encode()

    @functools.cached_property
    def forbidden(self) -> dict[str, list[str]]:
        return self.record.forbidden

    @functools.cached_property
    def misconceptions(self) -> list[Misconception]:
        return _misconceptions(self.record)

    @functools.cached_property
    def misconceived(self) -> dict[str, Any]:
        return {
            item.name: _Recorded(
                {key: self.observations[place] for key, place in item.answers.items()}
            )
            for item in self.record.mistakes
        }

    def reference_definition(self, function: str) -> Definition | None:
        return self.record.definitions.get(function)

    def target(self, function: str, *, scenario: bool) -> Callable[..., Any] | None:
        return None

    def expected(self, function: str, call: Call, *, scenario: bool) -> Expected:
        raise CourseError("practice data answers recorded calls only")


def recorded_misconceptions(course: Course) -> list[Misconception]:
    """What practice data tells of a course's misconceptions, in order; their code is not in it.

    Raises:
        CourseError: the practice data of a concept cannot be read.
    """
    concepts = [one for one in course.concepts if isinstance(one, RecordedConcept)]
    return [item for concept in concepts for item in _misconceptions(concept.record)]


def _misconceptions(record: ConceptRecord) -> list[Misconception]:
    return [
        Misconception(
            item.id,
            item.function,
            item.explanation,
            item.next_step,
            SimpleNamespace(__name__=item.name),  # type: ignore[arg-type]
        )
        for item in record.mistakes
    ]


class _Recorded:
    """A misconception that answers the recorded calls, and no other."""

    def __init__(self, answers: dict[str, Observation]) -> None:
        self._answers = answers

    def as_expected(self, observation: Observation) -> Expected:
        return Expected(observation)

    def observe(self, function: str, call: Call, *, scenario: bool) -> Observation:
        key = call_key(function, call, scenario).hex()
        if key not in self._answers:
            raise CourseError("practice data answers recorded calls only")
        return self._answers[key]


class RecordedTests:
    """The visible tests: every one is replayed, none is run."""

    def __init__(self, course: Course) -> None:
        self._secrets = {
            concept.id: RecordedSecrets(concept)
            for concept in course.concepts
            if isinstance(concept, RecordedConcept)
        }

    def secrets(self, concept: Concept) -> Secrets:
        return self._secrets[concept.id]

    def forget(self) -> None:
        """There is but one seed to remember."""

    def run(
        self, concept: str, new_trial: Callable[[str], Trial], inputs: object = None
    ) -> list[Outcome]:
        """Put the recorded calls of every visible test to a student."""
        secrets = self._secrets[concept]
        return [self._replay(concept, test, new_trial, secrets) for test in secrets.record.tests]

    def _replay(
        self,
        concept: str,
        test: VisibleTest,
        new_trial: Callable[[str], Trial],
        secrets: RecordedSecrets,
    ) -> Outcome:
        outcome = Outcome(
            id=test.id,
            concept=concept,
            title=test.title,
            bare_title=test.bare_title,
            points=test.points,
            end="passed",
            function=test.function,
        )
        trial = new_trial(test.id)
        recorded = [exchange_of(call, secrets.observations) for call in test.calls]
        trial.announce(recorded)
        try:
            trial.replay(recorded)
        except TestEnd as failure:
            outcome.end, outcome.failure = failure.end, failure
        trial.announce([])
        outcome.exchanges = trial.exchanges
        return outcome


class RecordedQuizzes(Quizzes):
    """Quizzes of one recorded variant; a course that kept its answers has none to grade by."""

    def templates(self, concept: Concept) -> Sequence[Asking]:
        return quiz_of(concept)


def quiz_of(concept: Concept) -> Sequence[Asking]:
    """The questions of a concept: its own, or those recorded in practice data."""
    if not isinstance(concept, RecordedConcept):
        return load_templates(concept)
    return [RecordedQuestion(concept.id, asked.id, asked) for asked in concept.record.quiz]


@dataclass(frozen=True)
class RecordedQuestion:
    """A question that always asks the one variant that was recorded."""

    concept: str
    id: str
    recorded: QuizQuestion = field(hash=False)

    def ask(self, variant: int) -> Asked:
        """The recorded question, whatever the variant: an edited file is found out by its text."""
        recorded = self.recorded
        assert recorded.right is not None
        question = Question(
            text=recorded.text,
            why=recorded.why,
            wrong=[Wrong(_answer(w.answer), w.misconception, w.why) for w in recorded.wrong],
            code=Snippet(recorded.code) if recorded.code else None,
            kind=recorded.kind,
            within=recorded.within,
            otherwise=recorded.otherwise,
        )
        return Asked(self.id, question, _answer(recorded.right), recorded.choices)


def _answer(value: str | int | float | list[int]) -> Answer:
    return tuple(value) if isinstance(value, list) else value
