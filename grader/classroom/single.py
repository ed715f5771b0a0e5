"""One submission on a warm grader: the whole of what an executor has to call.

An executor of any kind (the jobs of `grade class`, a cluster's workers) keeps a `Grader` and
calls `grade_one` with it. Nothing else is shared, nothing is written and nothing is global;
what comes back is text.
"""

from __future__ import annotations

from dataclasses import dataclass

from grader.grading import Grader
from grader.report import html
from grader.submission import Submission

from .facts import Facts, facts_of


@dataclass(frozen=True)
class Graded:
    """A graded submission: its two reports as text, and what the gradebook keeps."""

    json: str
    html: str
    facts: Facts


def grade_one(grader: Grader, submission: Submission, seed: int) -> Graded:
    """Grade one submission with the inputs of `seed`.

    Raises:
        TierNotReached: the sandbox is weaker than the grader's options require.
        CourseError: the course itself cannot be used.
    """
    report = grader.with_seed(seed).grade(submission)
    text = report.model_dump_json(indent=2) + "\n"
    return Graded(text, html.render(report), facts_of(report))
