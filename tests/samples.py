"""Whole submissions made from the course: untouched, all right, all wrong, hostile."""

from __future__ import annotations

import ast

from .conftest import EXERCISES, SOLUTIONS

CONCEPTS = sorted(path.parent.name for path in SOLUTIONS.glob("*/reference.py"))
EVIL = "<script>alert(1)</script><img src=x onerror=y>{{7*7}}\x1b]0;t\x07\u202e\x00`&\"'"


def untouched() -> dict[str, str]:
    return {name: (EXERCISES / f"{name}.py").read_text() for name in CONCEPTS}


def all_right() -> dict[str, str]:
    return {name: (SOLUTIONS / name / "idioms" / "idiomatic.py").read_text() for name in CONCEPTS}


def all_wrong(which: int = 0) -> dict[str, str]:
    """Every function replaced by one of its misconceptions."""
    return {name: wrong(name, which) for name in CONCEPTS}


def hostile() -> dict[str, str]:
    """Every function prints and raises what could break a page."""
    sources = {}
    for name in CONCEPTS:
        body = f"    {'x' * 300} = {EVIL!r}\n    print({EVIL!r} * 9, 'é' * 9000)"
        body += f"\n    raise type({EVIL.replace(chr(0), '')!r}, (Exception,), {{}})({EVIL!r})"
        functions = [
            node.name
            for node in ast.parse((EXERCISES / f"{name}.py").read_text()).body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
        ]
        parts = [f"def {function}(*values, **named):\n{body}" for function in functions]
        sources[name] = "\n\n".join([f"print({EVIL!r})", *parts]) + "\n"
    return sources


def wrong(concept: str, which: int) -> str:
    """A file in which each function is the misconception number `which` of it, as far as any."""
    folder = SOLUTIONS / concept
    tree = ast.parse((folder / "misconceptions.py").read_text())
    kept: list[ast.stmt] = []
    found: dict[str, list[ast.FunctionDef | ast.ClassDef]] = {}
    for node in tree.body:
        function = _misconceived(node)
        if function is None:
            if not (isinstance(node, ast.ImportFrom) and node.module == "grader"):
                kept.append(node)
            continue
        assert isinstance(node, ast.FunctionDef | ast.ClassDef)
        node.decorator_list = []
        found.setdefault(function, []).append(node)
    for function, nodes in found.items():
        node = nodes[which % len(nodes)]
        node.name = function
        kept.append(node)
    parts = ["def misconception(*values, **named):\n    return lambda function: function"]
    return "\n\n".join(parts + [ast.unparse(node) for node in kept]) + "\n"


def _misconceived(node: ast.stmt) -> str | None:
    for mark in getattr(node, "decorator_list", []):
        if isinstance(mark, ast.Call) and getattr(mark.func, "id", "") == "misconception":
            return str(ast.literal_eval(mark.args[0]))
    return None
