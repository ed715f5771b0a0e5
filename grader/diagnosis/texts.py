"""The words, kept apart from the logic that chooses them, so that they can be translated."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import NotRequired, TypedDict


class Text(TypedDict):
    """The parts of an explanation; `{names}` are filled in by the rung.

    `private` is the headline for those who may not read hidden inputs and expected values.
    All kinds of exceptions (EXC-…) share the headline of RUN-EXCEPTION.
    """

    headline: str
    private: NotRequired[str]
    explanation: str
    next_step: str


@functools.cache
def texts(language: str = "en") -> dict[str, Text]:
    """Every text of a language by its stable id."""
    path = resources.files("grader.diagnosis") / "texts" / f"{language}.toml"
    table: dict[str, Text] = tomllib.loads(path.read_text(encoding="utf-8"))
    shared = table["RUN-EXCEPTION"]
    for name, text in table.items():
        if name.startswith("EXC-"):
            text["headline"], text["private"] = shared["headline"], shared["private"]
    return table


@functools.cache
def phrase(name: str, language: str = "en") -> str:
    """A turn of phrase that joins texts."""
    path = resources.files("grader.diagnosis") / "texts" / f"{language}_phrases.toml"
    return str(tomllib.loads(path.read_text(encoding="utf-8"))[name])


def in_seconds(number: float) -> str:
    """`1 second`, `2.5 seconds`."""
    return phrase("one_second") if number == 1 else phrase("seconds").format(number=f"{number:g}")
