"""A student's quiz file: read as hostile TOML, and compared with what it was made from.

Whatever is wrong with the file as a whole is a SheetProblem, which costs this file's quiz
and nothing else. It carries only words of ours, numbers, and text to be escaped.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .questions import Asked, Asking

MAX_BYTES = 64 * 1024
MAX_VARIANT = 2**32
MAX_QUOTED = 80
MAX_DOTS = 200
# What tomllib says of the slips that are usual in an answer, in plain words.
PLAIN = {
    r"Illegal character '\n'": "a quote was opened and not closed",
    "Unterminated string": "a quote was opened and not closed",
    "Invalid value": "this is neither text between quotes nor a number",
    "Expected newline or end of document after a statement": "something stands behind the value",
}


class SheetProblem(Exception):
    """Why a quiz file cannot be used: a kind, its line, and values for the sentence."""

    def __init__(self, kind: str, line: int | None = None, **values: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.line = line
        self.values = values


@dataclass(frozen=True)
class Sheet:
    """A quiz file that can be used: its variant, and the answers as given, by question."""

    variant: int = 0
    answers: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)


def read_sheet(data: bytes, templates: Sequence[Asking]) -> Sheet:
    """Read a quiz file.

    Raises:
        SheetProblem: it is not TOML, or not the questions of the course.
    """
    text = _decoded(data)
    table = _parsed(text)
    variant = table.pop("variant", None)
    if type(variant) is not int or not 0 <= variant < MAX_VARIANT:
        raise SheetProblem("VARIANT", _line_of(text, "variant"))
    known = [template.id for template in templates]
    for name in table:
        if name not in known:
            raise SheetProblem("UNKNOWN-KEY", _line_of(text, name), **_suggestion(name, known))
    for name in known:
        if name not in table:
            raise SheetProblem("MISSING-QUESTION", None, name=name)
        if not isinstance(table[name], dict) or "answer" not in table[name]:
            raise SheetProblem("MISSING-ANSWER", _line_of(text, name), name=name)
    answers = {name: table[name]["answer"] for name in known}
    lines = {name: line for name in known if (line := _line_of(text, "answer", name))}
    return Sheet(variant, answers, lines, table)


def check_question(sheet: Sheet, asked: Asked) -> None:
    """SheetProblem, if the file asks another question than the course in this variant."""
    expected = printed_question(asked)
    found = dict(sheet.tables[asked.id])
    found.pop("answer", None)
    line = sheet.lines.get(asked.id)
    for name in found:
        if name not in expected:
            raise SheetProblem("UNKNOWN-KEY", line, **_suggestion(name, [*expected, "answer"]))
    for name, text in expected.items():
        value = found.get(name)
        if not isinstance(value, str) or value.strip() != text.strip():
            raise SheetProblem("EDITED", line, name=asked.id, key=name)


def printed_question(asked: Asked) -> dict[str, str]:
    """What stands in the file for a question, apart from its answer."""
    code = {"code": asked.code} if asked.code else {}
    return {"question": asked.question.text, **code, **asked.choices}


def _decoded(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise SheetProblem("TOO-LARGE")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SheetProblem("ENCODING", line) from error


def _parsed(text: str) -> dict[str, Any]:
    # tomllib takes time and memory quadratic in the parts of a key: `a.a.a. …` for a minute.
    for number, written in enumerate(text.split("\n"), 1):
        if written.count(".") > MAX_DOTS:
            raise SheetProblem("SYNTAX", number, message="a line has too many dots")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(
            r"^(.*?)\s*\(at (?:line (\d+), column \d+|end of document)\)$", str(error)
        )
        message = found[1] if found else "not valid TOML"
        line = int(found[2]) if found and found[2] else text.count("\n") + 1
        message = PLAIN.get(message, message[:MAX_QUOTED])
        raise SheetProblem("SYNTAX", line, message=message) from error
    except (RecursionError, ValueError, OverflowError) as error:
        raise SheetProblem("SYNTAX", None, message="a value is too long or nested too deep") from (
            error
        )


def _line_of(text: str, key: str, section: str = "") -> int | None:
    """The line on which `key` (a table or a value) begins, after the header of `section`."""
    header = re.compile(rf"""\s*\[\s*["']?{re.escape(section or key)}["']?\s*\]""")
    value = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*=""")
    inside = not section
    for number, line in enumerate(text.splitlines(), 1):
        if header.match(line):
            if not section:
                return number
            inside = True
        elif inside and value.match(line):
            return number
    return None


def _suggestion(name: str, known: list[str]) -> dict[str, str]:
    near = difflib.get_close_matches(name[:MAX_QUOTED], known, 1, 0.5)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return {"name": name[:MAX_QUOTED], "hint": hint}
