"""What the store keeps of a report: enough for the gradebook and the dashboard, and no more."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from grader.report.model import FunctionResult, Report, TestResult


class Fact(BaseModel):
    """Part of what is kept."""

    model_config = ConfigDict(frozen=True)


class Failure(Fact):
    """A hidden test that did not pass."""

    test: str
    end: str


class Cause(Fact):
    """A diagnosis, once a function: what the student got wrong, and on which line."""

    id: str
    headline: str
    explanation: str
    code: str


class FunctionFacts(Fact):
    """One function."""

    name: str
    status: str
    tests: int
    failures: list[Failure]
    causes: list[Cause]


class QuizFacts(Fact):
    """One quiz question."""

    id: str
    earned: float
    possible: float


class ConceptFacts(Fact):
    """One concept."""

    id: str
    title: str
    status: str
    earned: float
    possible: float
    functions: list[FunctionFacts]
    quiz: list[QuizFacts] = []


class Facts(Fact):
    """One report."""

    tier: str
    seed: int
    earned: float
    possible: float
    seconds: float
    trouble: list[str]
    concepts: list[ConceptFacts]

    @property
    def started(self) -> bool:
        """Has any function been begun?"""
        return any(concept.status != "not_started" for concept in self.concepts)


def facts_of(report: Report) -> Facts:
    """Keep of a report what is counted."""
    return Facts(
        tier=report.sandbox.tier,
        seed=report.seed,
        earned=report.score.earned,
        possible=report.score.possible,
        seconds=report.times.seconds,
        trouble=[line[:500] for line in report.trouble],
        concepts=[
            ConceptFacts(
                id=concept.id,
                title=concept.title,
                status=concept.status,
                earned=concept.score.earned,
                possible=concept.score.possible,
                functions=[_function(function) for function in concept.functions],
                quiz=[
                    QuizFacts(id=item.id, earned=item.score.earned, possible=item.score.possible)
                    for item in concept.quiz
                ],
            )
            for concept in report.concepts
        ],
    )


def _function(function: FunctionResult) -> FunctionFacts:
    failed = [test for test in function.tests if test.status not in ("passed", "not_started")]
    return FunctionFacts(
        name=function.name,
        status=function.status,
        tests=len(function.tests),
        failures=[Failure(test=test.id, end=test.end) for test in failed],
        causes=_causes(failed),
    )


def _causes(failed: list[TestResult]) -> list[Cause]:
    """The distinct diagnoses of a function, at most five."""
    causes: dict[str, Cause] = {}
    for test in failed:
        found = test.diagnosis
        if found and found.id not in causes:
            causes[found.id] = Cause(
                id=found.id,
                headline=found.headline[:300],
                explanation=found.explanation[:400],
                code=found.code[:200],
            )
    return list(causes.values())[:5]
