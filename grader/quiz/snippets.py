"""A snippet of a question: a plain function of `quiz.py` that is run, and whose body is shown.

What a student reads and what gives the right answer are the same source: the parameters
are replaced by their values, and `return` by `print`.
"""

from __future__ import annotations

import ast
import inspect
import io
import textwrap
import tokenize
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from grader.course import CourseError


@dataclass(frozen=True)
class Snippet:
    """Code as shown, and what running it gave: a value, or an exception and the line of it."""

    text: str
    value: Any = None
    error: str = ""
    failing_line: str = ""

    @property
    def output(self) -> str:
        """What `print` shows of the value."""
        return str(self.value)


def run(function: Callable[..., Any], **values: Any) -> Snippet:
    """Call `function` with `values`, and show its body with them filled in.

    Numbers, strings and lists may be values. The body ends with one `return`, of anything
    but a bare tuple.
    """
    lines, start = inspect.getsourcelines(function)
    source = textwrap.dedent("".join(lines))
    definition = ast.parse(source).body[0]
    if not isinstance(definition, ast.FunctionDef):
        raise CourseError(f"{function}: a snippet is a plain function")
    first = definition.body[0].lineno
    text = textwrap.dedent(_filled_in(source, first, values)).strip("\n")
    try:
        value = function(**values)
    except Exception as error:
        line = _line_in(error, function) - start + 1 - first
        return Snippet(text, None, type(error).__name__, text.splitlines()[line].strip())
    return Snippet(text, value)


def _line_in(error: BaseException, function: Callable[..., Any]) -> int:
    """The line of the file on which `function` was when it failed."""
    place = error.__traceback__
    line = 0
    while place is not None:
        if place.tb_frame.f_code is function.__code__:
            line = place.tb_lineno
        place = place.tb_next
    return line


def _filled_in(source: str, first: int, values: dict[str, Any]) -> str:
    """The lines from `first` on, with values for names and `print(...)` for `return ...`."""
    lines = source.splitlines(keepends=True)
    edits: list[tuple[int, int, int, str]] = []
    returning = False
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        (row, column), (_, end) = token.start, token.end
        if row < first:
            continue
        if token.type == tokenize.NAME and token.string == "return":
            returning = True
            edits.append((row, column, end + 1, "print("))
        elif token.type == tokenize.NAME and token.string in values:
            edits.append((row, column, end, repr(values[token.string])))
        elif token.type == tokenize.NEWLINE and returning:
            returning = False
            edits.append((row, column, column, ")"))
    for row, column, end, new in sorted(edits, reverse=True):
        line = lines[row - 1]
        lines[row - 1] = line[:column] + new + line[end:]
    return "".join(lines[first - 1 :])
