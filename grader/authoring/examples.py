"""The examples in the docstrings of an exercise, tried with the reference."""

from __future__ import annotations

import ast
import doctest
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch

from grader.judging.subjects import Secrets

# Not what the exercise itself imports: nothing of it runs on this side.
_AT_HAND = {"torch": torch, "nn": torch.nn, "F": torch.nn.functional, "np": np, "math": math}


def wrong_examples(secrets: Secrets, exercise: Path) -> Iterator[str]:
    """Each example that does not come out as it is written, with its place."""
    tree = ast.parse(exercise.read_text(encoding="utf-8"), str(exercise))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            text = ast.get_docstring(node, clean=False) or ""
            names = _AT_HAND | secrets.names()
            line = node.body[0].lineno - 1
            test = doctest.DocTestParser().get_doctest(text, names, node.name, None, line)
            runner = _Runner()
            runner.run(test, out=_nowhere)
            for example, got in runner.wrong:
                yield (
                    f"{exercise}:{line + example.lineno + 1}: {node.name}: the example"
                    f" `{example.source.strip()}` comes out as {got.strip()[:300]}"
                )


class _Runner(doctest.DocTestRunner):
    def __init__(self) -> None:
        super().__init__(verbose=False)
        self.wrong: list[tuple[doctest.Example, str]] = []

    def report_failure(
        self,
        out: Callable[[str], object],
        test: doctest.DocTest,
        example: doctest.Example,
        got: str,
    ) -> None:
        self.wrong.append((example, got or "nothing"))

    def report_unexpected_exception(
        self,
        out: Callable[[str], object],
        test: doctest.DocTest,
        example: doctest.Example,
        exc_info: Any,
    ) -> None:
        self.wrong.append((example, f"{exc_info[0].__name__}: {exc_info[1]}"))


def _nowhere(text: str) -> None:
    pass
