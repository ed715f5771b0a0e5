"""Mutants of a reference: the same file with one small mistake, made from its syntax tree."""

from __future__ import annotations

import ast
import copy
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.course import Concept, CourseError

from .operators import OPERATORS, speaks_of_gradients

EQUIVALENT = "equivalent_mutants.toml"
_GRADIENTS = re.compile(r"differentiable|gradient|autograd", re.IGNORECASE)


@dataclass(frozen=True)
class Mutant:
    """A reference with one mistake in `function`.

    `key` names it for good: function, operator, and the code before and after. `source` is a
    whole exercise file, as a student would hand it in.
    """

    key: str
    operator: str
    function: str
    line: int
    before: str
    after: str
    source: bytes


@dataclass(frozen=True)
class Equivalent:
    """A mutant that is a right answer too, and why."""

    key: str
    reason: str


def mutants(concept: Concept, exercise: Path) -> list[Mutant]:
    """Every mutant of a concept's reference, each source once.

    Args:
        concept: the concept.
        exercise: its stub file, whose docstrings say which functions are about gradients.
    """
    tree = _student_form(concept)
    docstrings = _docstrings(exercise)
    original = ast.unparse(tree)
    found: dict[str, Mutant] = {}
    keys: dict[str, int] = {}
    for function in tree.body:
        if not isinstance(function, ast.FunctionDef | ast.ClassDef):
            continue
        gradients = speaks_of_gradients(function) or bool(
            _GRADIENTS.search(docstrings.get(function.name, ""))
        )
        for operator, node, new in _sites(function, gradients):
            source = _replaced(tree, node, new)
            if source is None or source == original or source in found:
                continue
            before, after = _words(node), _words(new)
            key = f"{function.name}: {operator}: {before} -> {after}"
            keys[key] = keys.get(key, 0) + 1
            if keys[key] > 1:
                key = f"{key} #{keys[key]}"
            line = getattr(node, "lineno", function.lineno)
            found[source] = Mutant(
                key, operator, function.name, line, before, after, source.encode()
            )
    return list(found.values())


def equivalents(concept: Concept) -> list[Equivalent]:
    """The mutants that the course's author has looked at and found to be right answers.

    Raises:
        CourseError: the list is not TOML, or an entry lacks its mutant or its reason.
    """
    path = concept.folder / EQUIVALENT
    if not path.is_file():
        return []
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CourseError(f"{path}: {error}") from error
    found = []
    for place, entry in enumerate(table.get("equivalent", []), 1):
        key, reason = str(entry.get("mutant", "")).strip(), str(entry.get("reason", "")).strip()
        if not key or not reason:
            raise CourseError(f"{path}: entry {place} needs a `mutant` and a `reason`")
        found.append(Equivalent(key, reason))
    return found


def _student_form(concept: Concept) -> ast.Module:
    """The reference without what only a course author writes: rules, and imports of grader."""
    path = concept.folder / "reference.py"
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    tree.body = [
        node
        for node in tree.body
        if not (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("grader"))
    ]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            node.decorator_list = [d for d in node.decorator_list if not _is_rule(d)]
    return tree


def _is_rule(decorator: ast.expr) -> bool:
    return (
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Name)
        and decorator.func.id == "without"
    )


def _docstrings(exercise: Path) -> dict[str, str]:
    if not exercise.is_file():
        return {}
    tree = ast.parse(exercise.read_text(encoding="utf-8"), str(exercise))
    return {
        node.name: ast.get_docstring(node) or ""
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }


def _sites(function: ast.AST, gradients: bool) -> Iterator[tuple[str, ast.AST, ast.AST]]:
    parameters = {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    for node in _changeable(function):
        for name, operator in OPERATORS.items():
            if name == "detach added" and not gradients:
                continue
            for new in operator(node):
                if name != "in place" or _changed_by(new) in parameters:
                    yield name, node, new


def _changed_by(call: ast.AST) -> str:
    """The name whose value an in-place call changes: of interest where it is an argument."""
    owner = call.func.value if isinstance(call, ast.Call) else None  # type: ignore[attr-defined]
    while isinstance(owner, ast.Attribute | ast.Subscript):
        owner = owner.value
    if isinstance(owner, ast.Name) and owner.id in ("torch", "F") and isinstance(call, ast.Call):
        owner = call.args[0] if call.args else None
    return owner.id if isinstance(owner, ast.Name) else ""


def _changeable(function: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function that behaviour depends on: no docstring, no text of an error."""
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.arguments | ast.JoinedStr):
            continue
        yield node
        if not isinstance(node, ast.Raise):
            waiting = [*ast.iter_child_nodes(node), *waiting]


def _replaced(tree: ast.Module, node: ast.AST, new: ast.AST) -> str | None:
    """The source of a copy of `tree` in which `new` stands where `node` stood."""
    known: dict[int, object] = {}
    copied = copy.deepcopy(tree, known)
    target = known[id(node)]

    class Replace(ast.NodeTransformer):
        def visit(self, visited: ast.AST) -> ast.AST:
            return copy.deepcopy(new) if visited is target else self.generic_visit(visited)

    try:
        source = ast.unparse(ast.fix_missing_locations(Replace().visit(copied)))
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return None
    return source


def _words(node: ast.AST) -> str:
    """One node as code on one line: the first line of a statement that holds others."""
    text = ast.unparse(ast.fix_missing_locations(copy.deepcopy(node)))
    lines = [line.strip() for line in text.splitlines()]
    return " ".join(lines) if len(lines) <= 2 else f"{lines[0]} …"
