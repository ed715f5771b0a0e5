"""What can be said of a course without running it: names match, nothing is missing or astray."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

from grader.course import CONCEPT_NAME, Concept, Course

from .mutants import EQUIVALENT

HINTS = 3
_SECRET = {
    "reference.py", "test_hidden.py", "misconceptions.py", "hints.toml", "scenarios.py", "quiz.py",
    EQUIVALENT,
}  # fmt: skip
_NEEDED = ("test_hidden.py", "misconceptions.py", "hints.toml")
_IGNORED = {"__pycache__", ".pytest_cache", ".grade_cache"}


def complaints(course: Course, exercises: Path) -> list[str]:
    """Everything that is wrong with the names and files of a course, each with its path."""
    found = [*_strays(course, exercises)]
    for concept in course.concepts:
        found += _concept(concept, exercises / f"{concept.id}.py")
    return found


def _strays(course: Course, exercises: Path) -> Iterator[str]:
    for entry in sorted(course.folder.iterdir()):
        known = entry.name == "course.toml" or entry.name in _IGNORED
        if entry.is_dir() and CONCEPT_NAME.fullmatch(entry.name):
            if not (entry / "reference.py").is_file():
                yield f"{entry}: a concept needs a reference.py"
        elif not known:
            yield f"{entry}: not part of a course (a concept is a folder such as 06_name)"
    known_ids = {concept.id for concept in _all_concepts(course)}
    for entry in sorted(exercises.iterdir()) if exercises.is_dir() else []:
        if entry.suffix in (".py", ".toml") and entry.stem not in known_ids:
            yield f"{entry}: there is no concept of this name in {course.folder}"


def _all_concepts(course: Course) -> list[Concept]:
    folders = [path for path in course.folder.iterdir() if (path / "reference.py").is_file()]
    return [Concept(path.name, path) for path in folders]


def _concept(concept: Concept, exercise: Path) -> Iterator[str]:
    for name in _NEEDED:
        if not (concept.folder / name).is_file():
            yield f"{concept.folder / name}: missing"
    for entry in sorted(concept.folder.iterdir()):
        allowed = entry.name in _SECRET or entry.name in _IGNORED
        if not (allowed or (entry.is_dir() and entry.name == "idioms")):
            yield f"{entry}: not part of a concept"
    yield from _hints(concept)
    yield from _exercise(concept, exercise)


def _hints(concept: Concept) -> Iterator[str]:
    path = concept.folder / "hints.toml"
    if not path.is_file():
        return
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        yield f"{path}: {error}"
        return
    for name in table:
        if name not in concept.functions:
            yield f"{path}: [{name}]: the reference has no such function"
    for name in concept.functions:
        hints = table.get(name, {}).get("hints", [])
        if len(hints) != HINTS or not all(isinstance(hint, str) and hint for hint in hints):
            yield f"{path}: [{name}]: {HINTS} hints are needed, mildest first"


def _exercise(concept: Concept, path: Path) -> Iterator[str]:
    if not path.is_file():
        yield f"{path}: missing: the exercise of this concept"
        return
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    except (OSError, SyntaxError, ValueError) as error:
        yield f"{path}: cannot be read: {error}"
        return
    if not ast.get_docstring(tree):
        yield f"{path}:1: the file opens without a docstring that gives the idea"
    stubs = {
        node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    for name in concept.functions:
        node = stubs.get(name)
        if node is None:
            yield f"{path}: no stub for {name}"
        elif not ast.get_docstring(node):
            yield f"{path}:{node.lineno}: {name} has no docstring"
        elif ">>>" not in (ast.get_docstring(node) or ""):
            yield f"{path}:{node.lineno}: the docstring of {name} has no example (>>>)"
    for name, node in stubs.items():
        if name not in concept.functions:
            yield f"{path}:{node.lineno}: the reference has no function {name}"
    order = [name for name in stubs if name in concept.functions]
    if order != [name for name in concept.functions if name in order]:
        yield f"{path}: the stubs stand in another order than the reference's functions"
