"""Where a student stands: the last report if nothing has changed since, and what comes next."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import NamedTuple

from pydantic import ValidationError

from grader import __version__
from grader.course import Course
from grader.report.escape import one_line
from grader.report.model import ConceptResult, FunctionResult, Remark, Report
from grader.submission import Submission

from .memory import Memory

GAVE_UP = Remark(id="STUDY-SOLUTION-SHOWN", text="The solution was shown before this passed.")


def key_of(course: Course, submission: Submission) -> str:
    """What a report depends on: the student's files, the course, and this program."""
    total = hashlib.sha256(f"{__version__} {course.digest}".encode())
    for files in (submission.files, submission.quizzes):
        for name, file in sorted(files.items()):
            total.update(f"\0{name} {file.problem} {len(file.source)}\0".encode() + file.source)
    return total.hexdigest()


def current_report(
    memory: Memory, course: Course, submission: Submission, grade: Callable[[], Report]
) -> Report:
    """The report of the files as they are now: remembered, or graded anew and remembered."""
    key = key_of(course, submission)
    if kept := memory.last_report(key):
        try:
            return Report.model_validate_json(kept)
        except ValidationError:
            pass
    report = grade()
    memory.remember_report(key, report.model_dump_json())
    return report


def with_solutions_shown(report: Report, names: set[str]) -> Report:
    """The report, with a remark on each function whose solution was shown before it passed."""
    if not names:
        return report
    concepts = []
    for concept in report.concepts:
        functions = [
            _marked(function) if f"{concept.id[:2]}.{function.name}" in names else function
            for function in concept.functions
        ]
        concepts.append(concept.model_copy(update={"functions": functions}))
    return report.model_copy(update={"concepts": concepts})


def _marked(function: FunctionResult) -> FunctionResult:
    return function.model_copy(update={"remarks": [*function.remarks, GAVE_UP]})


class Step(NamedTuple):
    """What to do next, and where: `function` is None where it is the quiz or the whole file."""

    verb: str
    concept: ConceptResult
    function: FunctionResult | None = None


def next_step(report: Report | None) -> Step | None:
    """What fails first, file or function, else the first stub, else a quiz; None: all is done."""
    concepts = report.concepts if report else []
    for wanted, verb in (
        (("failed", "error", "not_checked"), "mend"),
        (("not_started",), "write"),
    ):
        for concept in concepts:
            if concept.problem and verb == "mend":
                return Step(verb, concept)
            for function in concept.functions:
                if function.status in wanted:
                    return Step(verb, concept, function)
    for concept in concepts:
        if any(question.status != "passed" for question in concept.quiz):
            return Step("answer", concept)
    return None


def what_next(report: Report) -> str:
    """The next step as a sentence."""
    step = next_step(report)
    if step is None:
        return "everything passes. Well done!"
    number = step.concept.id[:2]
    if step.concept.problem and step.verb == "mend":
        return f"mend {one_line(step.concept.file)} (grade explain {step.concept.problem.id})"
    if step.function is None:
        return f"answer the quiz: grade quiz {number}"
    name = step.function.name
    return f"{step.verb} {number}.{name} (grade hint {name})"
