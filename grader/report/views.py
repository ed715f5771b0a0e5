"""What more than one renderer asks of a report: where to start, what counts as one cause."""

from __future__ import annotations

import re
from typing import NamedTuple

from .model import ConceptResult, FunctionResult, Report, Score, Status, TestResult


class Failure(NamedTuple):
    """A failed test and where it is; the concept alone where its whole file cannot be used."""

    concept: ConceptResult
    function: FunctionResult | None = None
    test: TestResult | None = None


class Causes(NamedTuple):
    """The tests of a function: one for each cause, those that fail alike, those that pass."""

    distinct: list[TestResult]
    again: list[TestResult]
    passed: list[TestResult]

    @property
    def bare(self) -> list[TestResult]:
        """Those that fail and of which a report may say no more."""
        return [test for test in self.distinct if not test.diagnosis and not test.shown]

    @property
    def more(self) -> str:
        """How many fail besides, and that it is for the same cause, where just one was told."""
        count = len(self.again)
        more = f"{count} more test{' fails' if count == 1 else 's fail'}"
        return f"{more} for the same cause" if len(self.distinct) == 1 else more


def with_article(summary: str) -> str:
    """A value's summary behind "is": an int64 tensor of shape (3,), the int 4, None."""
    if summary == "None":
        return summary
    if re.match(r"(bool|int|float) \S+$", summary):
        return f"the {summary}"
    return f"{'an' if summary[:1].lower() in 'aeio' else 'a'} {summary}"


def first_failure(report: Report) -> Failure | None:
    """Where to start: the first file that cannot be used, or test that failed."""
    for concept in report.concepts:
        if concept.problem:
            return Failure(concept)
        for function in concept.functions:
            for test in function.tests:
                if test.id == function.show_first:
                    return Failure(concept, function, test)
    return None


def problems_before_work(report: Report) -> list[ConceptResult]:
    """The concepts, but for the one to start with, that cannot be loaded and have stubs alone."""
    first = first_failure(report)
    return [
        concept
        for concept in report.concepts
        if concept.problem
        and not (first and concept is first.concept)
        and all(function.status == "not_started" for function in concept.functions)
    ]


def all_functions_pass(report: Report) -> bool:
    """Whether nothing is missing but answers to quizzes."""
    functions = [function for concept in report.concepts for function in concept.functions]
    return bool(functions) and all(function.status == "passed" for function in functions)


def quiz_gap(concept: ConceptResult) -> Score | None:
    """The quiz's part of a concept's points, where nothing else is missing: else None."""
    if concept.status != "passed":
        return None
    earned = sum(question.score.earned for question in concept.quiz)
    possible = sum(question.score.possible for question in concept.quiz)
    return Score(earned=earned, possible=possible) if earned < possible else None


def causes(function: FunctionResult) -> Causes:
    """Sort a function's tests, the one to look at first in front."""
    failed = [test for test in function.tests if test.status not in ("passed", "not_started")]
    failed.sort(key=lambda test: test.id != function.show_first)
    found = Causes([], [], [test for test in function.tests if test.status == "passed"])
    said: set[tuple[str, str]] = set()
    for test in failed:
        cause = (test.diagnosis.id, test.diagnosis.explanation) if test.diagnosis else ("", test.id)
        (found.again if cause in said else found.distinct).append(test)
        said.add(cause)
    return found


def counts(report: Report) -> str:
    """`12 functions pass, 3 fail, 20 are not started`, without what there is none of."""
    statuses = [function.status for concept in report.concepts for function in concept.functions]
    kinds: list[tuple[tuple[Status, ...], str, str]] = [
        (("passed",), "passes", "pass"),
        (("failed", "error"), "fails", "fail"),
        (("not_started",), "is not started", "are not started"),
        (("not_checked",), "was not checked", "were not checked"),
    ]
    found = [
        (number, one if number == 1 else many)
        for kinds_of, one, many in kinds
        if (number := sum(status in kinds_of for status in statuses))
    ]
    if not found:
        return "no functions"
    (number, words), *others = found
    first = f"{number} function{'s' if number != 1 else ''} {words}"
    return ", ".join([first, *(f"{number} {words}" for number, words in others)])
