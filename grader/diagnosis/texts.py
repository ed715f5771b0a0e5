"""The words, kept apart from the logic that chooses them, so that they can be translated."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import TypedDict

from grader.report.model import Diagnosis, Operand


class Text(TypedDict):
    """The three parts of an explanation; `{names}` are filled in by the rung."""

    headline: str
    explanation: str
    next_step: str


@functools.cache
def texts(language: str = "en") -> dict[str, Text]:
    """Every text of a language by its stable id."""
    path = resources.files("grader.diagnosis") / "texts" / f"{language}.toml"
    table: dict[str, Text] = tomllib.loads(path.read_text(encoding="utf-8"))
    return table


def write(
    diagnosis_id: str,
    values: Mapping[str, object] | None = None,
    *,
    line: int | None = None,
    code: str = "",
    operands: list[Operand] | None = None,
    **more: str,
) -> Diagnosis:
    """Fill in the text of `diagnosis_id`; every value is formatted as plain text."""
    text = texts()[diagnosis_id]
    words = {name: str(value) for name, value in (values or {}).items()}
    words |= more | {"line": str(line or "?")}
    return Diagnosis(
        id=diagnosis_id,
        headline=text["headline"].format_map(words),
        explanation=text["explanation"].format_map(words),
        next_step=text["next_step"].format_map(words),
        line=line,
        code=code,
        operands=operands or [],
    )
