"""A student's files as bytes, and what is wrong with those that cannot be read.

Nothing here parses or runs what a student wrote; the worker does.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

MAX_SOURCE_BYTES = 256 * 1024

FileProblem = Literal[
    "missing", "empty", "directory", "symlink", "special", "too_large", "unreadable", "notebook"
]


@dataclass(frozen=True)
class SourceFile:
    """One exercise file: its bytes, or the reason why there are none."""

    path: Path
    source: bytes = b""
    problem: FileProblem | None = None


@dataclass(frozen=True)
class Submission:
    """One student's folder: for each concept's id, its exercise file and its quiz file."""

    folder: Path
    files: dict[str, SourceFile]
    quizzes: dict[str, SourceFile] = field(default_factory=dict)


def read_submission(folder: Path, concepts: list[str]) -> Submission:
    """Read the files of `concepts` from `folder`, each at most once and never a link."""
    return Submission(
        folder,
        {name: read_source(folder / f"{name}.py") for name in concepts},
        {name: read_source(folder / f"{name}.toml") for name in concepts},
    )


def read_source(path: Path) -> SourceFile:
    """Read one file as it is now: regular, at most MAX_SOURCE_BYTES, not through a symlink."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        if path.is_symlink():
            return SourceFile(path, problem="symlink")
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        notebook = path.with_suffix(".ipynb").is_file()
        return SourceFile(path, problem="notebook" if notebook else "missing")
    except IsADirectoryError:
        return SourceFile(path, problem="directory")
    except OSError:
        return SourceFile(path, problem="directory" if path.is_dir() else "unreadable")
    try:
        facts = os.fstat(descriptor)
        if stat.S_ISDIR(facts.st_mode):
            return SourceFile(path, problem="directory")
        if not stat.S_ISREG(facts.st_mode):
            return SourceFile(path, problem="special")
        if facts.st_size > MAX_SOURCE_BYTES:
            return SourceFile(path, problem="too_large")
        source = _read(descriptor)
    except OSError:
        return SourceFile(path, problem="unreadable")
    finally:
        os.close(descriptor)
    return judge_source(path, source)


def judge_source(path: Path, source: bytes) -> SourceFile:
    """A file by what was read of it, at most a byte more than MAX_SOURCE_BYTES."""
    if len(source) > MAX_SOURCE_BYTES:
        return SourceFile(path, problem="too_large")
    if not source.strip():
        return SourceFile(path, problem="empty")
    if source.lstrip().startswith(b"{") and b'"nbformat"' in source:
        return SourceFile(path, problem="notebook")
    return SourceFile(path, source)


def _read(descriptor: int) -> bytes:
    pieces = bytearray()
    while len(pieces) <= MAX_SOURCE_BYTES and (piece := os.read(descriptor, 2**16)):
        pieces += piece
    return bytes(pieces)
