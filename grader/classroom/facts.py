"""What the store keeps of a report: enough for the gradebook and the dashboard, and no more."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from grader.report.model import Diagnosis, FunctionResult, Report, TestResult

MISSING = "FILE-MISSING"


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
    answered: bool
    earned: float
    possible: float


class ConceptFacts(Fact):
    """One concept. `problem` names what kept the whole file from being used."""

    id: str
    title: str
    status: str
    problem: Cause | None = None
    earned: float
    possible: float
    functions: list[FunctionFacts]
    quiz: list[QuizFacts] = []

    @property
    def begun(self) -> bool:
        """Is there a function that is not a stub, or an answer in the quiz?"""
        missing = self.problem is not None and self.problem.id == MISSING
        written = not missing and self.status != "not_started"
        return written or any(item.answered for item in self.quiz)


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
        return any(concept.begun for concept in self.concepts)


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
                problem=_cause(concept.problem) if concept.problem else None,
                earned=concept.score.earned,
                possible=concept.score.possible,
                functions=[_function(function) for function in concept.functions],
                quiz=[
                    QuizFacts(
                        id=item.id,
                        answered=item.status != "not_started",
                        earned=item.score.earned,
                        possible=item.score.possible,
                    )
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
            causes[found.id] = _cause(found)
    return list(causes.values())[:5]


def _cause(found: Diagnosis) -> Cause:
    return Cause(
        id=found.id,
        headline=found.headline[:300],
        explanation=found.explanation[:400],
        code=found.code[:200],
    )
