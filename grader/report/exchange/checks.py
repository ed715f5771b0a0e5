"""A report as a flat list of checks: what every exchange format is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..escape import one_line, printable
from ..model import (
    ConceptResult,
    Diagnosis,
    FunctionResult,
    QuizResult,
    Report,
    Shown,
    Status,
    TestResult,
)
from ..views import with_article


@dataclass(frozen=True)
class Check:
    """One hidden test, quiz question or file that cannot be used, in text that is safe to show.

    `name` is unique within the report. `line` is in `file`, from 1.
    """

    concept: str
    group: str
    name: str
    title: str
    status: Status
    earned: float
    points: float
    headline: str
    text: str
    file: str
    line: int | None
    kind: str


def checks(report: Report) -> Iterator[Check]:
    """Of each concept what keeps its file from running, every test, then every quiz question."""
    for concept in report.concepts:
        if concept.problem:
            yield _file(concept, concept.problem)
        for function in concept.functions:
            for test in function.tests:
                yield _test(concept, function, test)
        for question in concept.quiz:
            yield _question(concept, question)


def _file(concept: ConceptResult, problem: Diagnosis) -> Check:
    return Check(
        concept=concept.id,
        group="file",
        name="file",
        title=f"{one_line(concept.file)} cannot be used",
        status=concept.status,
        earned=0.0,
        points=0.0,
        headline=one_line(problem.headline, 300),
        text=_text(problem),
        file=one_line(concept.file),
        line=problem.line,
        kind=problem.id,
    )


def _test(concept: ConceptResult, function: FunctionResult, test: TestResult) -> Check:
    found = test.diagnosis
    return Check(
        concept=concept.id,
        group=function.name,
        name=one_line(test.id.partition("::")[2] or test.id),
        title=f"{one_line(function.name)}: {one_line(test.title)}",
        status=test.status,
        earned=test.earned,
        points=test.points,
        headline=one_line(found.headline, 300) if found else _word(test.status),
        text=_text(found, test.shown) if found else "",
        file=one_line(concept.file),
        line=(found.line if found else None) or function.line,
        kind=found.id if found else test.end,
    )


def _question(concept: ConceptResult, question: QuizResult) -> Check:
    return Check(
        concept=concept.id,
        group="quiz",
        name=f"quiz[{one_line(question.id)}]",
        title=f"quiz: {one_line(question.question or question.id, 120)}",
        status=question.status,
        earned=question.score.earned,
        points=question.score.possible,
        headline=_word(question.status),
        text=printable(question.explanation, 2000),
        file=f"{concept.id}.toml",
        line=question.line,
        kind="quiz",
    )


def _word(status: Status) -> str:
    return {"not_started": "Not started yet.", "not_checked": "Could not be checked."}.get(
        status, ""
    )


def _text(found: Diagnosis, shown: Shown | None = None) -> str:
    lines = [printable(found.headline, 600)]
    if found.code:
        lines.append(f"{found.line or ''} | {one_line(found.code)}")
    lines += [
        f"{one_line(item.name)} is {with_article(one_line(item.summary))}"
        for item in found.operands
    ]
    if shown:
        lines.append(f"call: {one_line(shown.call, 400)}")
        lines.append(f"expected: {one_line(shown.expected, 400)}")
        lines.append(f"got: {one_line(shown.actual, 400)}")
    lines += [printable(found.explanation, 2000), f"Next: {printable(found.next_step, 1000)}"]
    return "\n".join(line for line in lines if line)
