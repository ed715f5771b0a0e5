"""A submission on its way to another process. Imports no torch: whoever sends needs none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from grader.submission import SourceFile, Submission


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
