"""The report model. Renderers only read it; its JSON form is the published format.

`schema_version` rises only when a field changes its meaning; new fields only add.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from .pictures import Picture, Trace

SCHEMA_VERSION = 1

Status = Literal["passed", "failed", "error", "not_started", "not_checked"]
End = Literal[
    "passed",
    "wrong",
    "exception",
    "time",
    "memory",
    "crash",
    "ended_early",
    "protocol_violation",
    "not_started",
    "unusable",
    "not_run",
    "grader_trouble",
]
Tier = Literal["hardened", "limited", "unsafe"]
Feedback = Literal["full", "diagnosis", "score"]

STATUS_OF: dict[End, Status] = {
    "passed": "passed",
    "wrong": "failed",
    "exception": "error",
    "time": "error",
    "memory": "error",
    "crash": "error",
    "ended_early": "error",
    "protocol_violation": "error",
    "unusable": "error",
    "not_started": "not_started",
    "not_run": "not_checked",
    "grader_trouble": "not_checked",
}


class Record(BaseModel):
    """Part of a report."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Score(Record):
    """Points; halves and other fractions are allowed."""

    earned: float
    possible: float


class Operand(Record):
    """A name in a failing expression, and what it held."""

    name: str
    summary: str


class Diagnosis(Record):
    """Why a test failed: what differs, why, and what to look at.

    `headline` stands alone. `code` is the student's own line `line`, as written but for its
    indentation; `columns` is the part of it that failed, as [start, end).
    """

    id: str
    headline: str
    explanation: str
    next_step: str
    line: int | None = None
    code: str = ""
    columns: tuple[int, int] | None = None
    operands: list[Operand] = []


class Shown(Record):
    """One call as words: what was asked, what was expected, what came."""

    call: str
    expected: str
    actual: str


class TestResult(Record):
    """One hidden test. `end` says how it ended, `status` what that means for the student."""

    id: str
    title: str
    status: Status
    end: End
    points: float
    earned: float
    diagnosis: Diagnosis | None = None
    shown: Shown | None = None
    printed: str = ""
    printed_cut: bool = False


class Remark(Record):
    """Something worth knowing about an answer that passes."""

    id: str
    text: str
    line: int | None = None


class FunctionResult(Record):
    """One function: its tests in the order of the course, its hints, mildest first.

    `show_first` is the id of the failed test to look at first: of those that fail like the first
    one, the one with the input easiest to follow; `picture` and `trace` show what happened in it.
    """

    name: str
    line: int | None
    status: Status
    score: Score
    tests: list[TestResult]
    show_first: str | None = None
    remarks: list[Remark] = []
    hints: list[str] = []
    picture: Picture | None = None
    trace: Trace | None = None


class QuizChoice(Record):
    """One of the answers to choose from."""

    letter: str
    text: str


class QuizResult(Record):
    """One quiz question as answered; only its id, status and score where it is not.

    `status` is `error` where the answer could not be read. `explanation` speaks of the answer
    that was given; a wrong one often has the name of its `misconception`. The right answer
    is told only to those who gave it.
    """

    id: str
    status: Status
    score: Score
    question: str = ""
    code: str = ""
    choices: list[QuizChoice] = []
    answer: str = ""
    explanation: str = ""
    misconception: str = ""
    line: int | None = None


class ConceptResult(Record):
    """One exercise file and its quiz; the score counts both, the status only the file.

    `problem` is set where the whole file could not be used (its status is `error` then, and
    that of its stubs still `not_started`), `quiz_problem` where its quiz could not.
    """

    id: str
    title: str
    file: str
    status: Status
    score: Score
    functions: list[FunctionResult]
    quiz: list[QuizResult] = []
    quiz_problem: Diagnosis | None = None
    problem: Diagnosis | None = None
    printed: str = ""


class Layer(Record):
    """One layer of confinement, as measured."""

    name: str
    state: Literal["in force", "absent"]
    detail: str


class Sandbox(Record):
    """What confined the student's code. `tier` is what the canary measured."""

    tier: Tier
    start_method: Literal["fork", "spawn"]
    layers: list[Layer]


class CourseUsed(Record):
    """Which course graded this: its folder as given and the digest of all its files.

    `practice` is true where recorded practice data stood in for the hidden tests.
    """

    title: str
    path: str
    digest: str
    practice: bool = False


class Versions(Record):
    """The software that produced the report."""

    tensorgrade: str
    python: str
    torch: str
    platform: str


class Times(Record):
    """The only part of a report that differs between two equal runs."""

    started: str = ""
    seconds: float = 0.0


class Report(Record):
    """Everything that anyone sees of one graded submission."""

    schema_version: int = SCHEMA_VERSION
    submission: str
    seed: int
    device: str
    feedback: Feedback
    sandbox: Sandbox
    course: CourseUsed
    versions: Versions
    score: Score
    concepts: list[ConceptResult]
    trouble: list[str] = Field(default=[], description="What went wrong on the grader's side.")
    times: Times = Times()

    def without_times(self) -> Report:
        """The report as the same seed gives it again, byte for byte."""
        return self.model_copy(update={"times": Times()})


def status_of_parts(statuses: list[Status]) -> Status:
    """The status of a whole: the worst of its parts; not started only if all are."""
    present = set(statuses)
    if not present:
        return "not_checked"
    if present == {"not_started"}:
        return "not_started"
    for status in ("error", "failed", "not_started", "not_checked"):
        if status in present:
            return "failed" if status == "not_started" else status
    return "passed"
