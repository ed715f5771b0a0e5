"""A submission on its way to another process. Imports no torch: whoever sends needs none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from grader.submission import SourceFile, Submission


def pack(submission: Submission) -> tuple[dict[str, Any], bytes]:
    """A submission as plain data and one block of bytes."""
    parts = (submission.files, submission.quizzes)
    message = {
        "folder": str(submission.folder),
        "parts": [
            [[name, str(file.path), len(file.source), file.problem] for name, file in part.items()]
            for part in parts
        ],
    }
    return message, b"".join(file.source for part in parts for file in part.values())


def unpack(message: dict[str, Any], body: bytes) -> Submission:
    """The submission that `pack` took apart."""
    start, parts = 0, []
    for part in message["parts"]:
        files = {}
        for name, path, size, problem in part:
            files[name] = SourceFile(Path(path), body[start : start + size], problem)
            start += size
        parts.append(files)
    return Submission(Path(message["folder"]), parts[0], parts[1])
