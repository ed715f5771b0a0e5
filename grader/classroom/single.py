"""One submission on a warm grader: the whole of what an executor has to call.

An executor of any kind (the jobs of `grade class`, a cluster's workers) keeps a `Grader` and
calls `grade_one` with it. Nothing else is shared, nothing is written and nothing is global;
what comes back is text.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.grading import Grader
from grader.report import html
from grader.submission import SourceFile, Submission

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


def pack(submission: Submission) -> tuple[dict[str, Any], bytes]:
    """A submission as plain data and one block of bytes, to be sent to another process."""
    files = [
        [name, str(file.path), len(file.source), file.problem]
        for name, file in submission.files.items()
    ]
    body = b"".join(file.source for file in submission.files.values())
    return {"folder": str(submission.folder), "files": files}, body


def unpack(message: dict[str, Any], body: bytes) -> Submission:
    """The submission that `pack` took apart."""
    files, start = {}, 0
    for name, path, size, problem in message["files"]:
        files[name] = SourceFile(Path(path), body[start : start + size], problem)
        start += size
    return Submission(Path(message["folder"]), files)
