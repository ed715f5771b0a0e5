"""Putting a stub back. What was there is kept beside it, and never written over.

Lines of functions come from a worker: what a student wrote is not parsed here.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from grader.course import Concept, Course, CourseError
from grader.practice.recorded import STUBS
from grader.submission import read_source

Lines = dict[str, tuple[int, int]]
Locate = Callable[[str, bytes], Lines]


def stub_source(course: Course, concept: Concept, exercises: Path) -> bytes:
    """The exercise file as it was before anyone wrote into it.

    That is the stub kept with practice data, or the file beside the course; where the student
    works in that very folder, the first version that git knows.
    """
    name = f"{concept.id}.py"
    kept = read_source(course.folder / STUBS / name)
    if not kept.problem:
        return kept.source
    beside = course.folder.resolve().parent / "exercises"
    if beside.is_dir() and beside != exercises.resolve():
        file = read_source(beside / name)
        if not file.problem:
            return file.source
    if source := _first_in_git(exercises, name):
        return source
    raise CourseError(f"{name}: the stub is not at hand, neither beside the course nor in git")


def _first_in_git(folder: Path, name: str) -> bytes:
    def git(*arguments: str) -> bytes:
        command = ["git", "-C", str(folder), *arguments]
        return subprocess.run(command, capture_output=True, check=True, timeout=30).stdout

    try:
        first = git("log", "--reverse", "--format=%H", "--", name).split()[0].decode()
        return git("show", f"{first}:./{name}")
    except (OSError, subprocess.SubprocessError, IndexError):
        return b""


def with_stub(current: bytes, stub: bytes, function: str, locate: Locate) -> bytes:
    """`current` with one function as it stands in `stub`; added at the end where it was not.

    Raises:
        CourseError: the student's file cannot be read as Python, or the stub lacks the function.
    """
    wanted = locate("stub", stub).get(function)
    if wanted is None:
        raise CourseError(f"the course's stub has no function {function}")
    piece = _cut(stub, wanted)
    if not piece.endswith(b"\n"):
        piece += b"\n"
    found = locate("file", current).get(function)
    if found is None:
        gap = b"" if not current or current.endswith(b"\n") else b"\n"
        return current + gap + b"\n\n" + piece
    lines = _lines(current)
    start = found[0] - 1
    while start and lines[start - 1].startswith(b"@"):
        start -= 1
    return b"".join(lines[:start]) + piece + b"".join(lines[found[1] :])


def replace(path: Path, new: bytes) -> Path | None:
    """Write `new` to `path`; the old text goes to the returned, numbered `.bak`."""
    kept = None
    if path.exists() or path.is_symlink():
        kept = _free_name(path)
        path.rename(kept)
    with open(path, "xb") as file:
        file.write(new)
    return kept


def _free_name(path: Path) -> Path:
    number = 1
    while (candidate := path.with_name(f"{path.name}.{number}.bak")).exists():
        number += 1
    return candidate


def _lines(source: bytes) -> list[bytes]:
    """Lines with their ends, as Python counts them."""
    return re.findall(rb"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+", source)


def _cut(source: bytes, lines: tuple[int, int]) -> bytes:
    return b"".join(_lines(source)[lines[0] - 1 : lines[1]])
