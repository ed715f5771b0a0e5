"""Quiz files as they are written: new ones, and answers put into one that is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tomlkit

from .questions import Asked, Asking
from .sheet import printed_question

_HEAD = """Quiz {number}: {title}

Write each answer between the quotes behind `answer`, then run `grade` on this folder.
Or be asked, one question after another, with explanations: grade quiz {number}
Leave the questions and the line `variant` as they are."""


def new_sheet(templates: Sequence[Asking], variant: int) -> str:
    """The text of a quiz file with every answer empty."""
    document = tomlkit.document()
    number, _, title = templates[0].concept.partition("_")
    for line in _HEAD.format(title=title.replace("_", " "), number=number).splitlines():
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    document.add("variant", tomlkit.item(variant))
    for template in templates:
        document.add(tomlkit.nl())
        document.add(template.id, _table(template.ask(variant)))
    return tomlkit.dumps(document)


def _table(asked: Asked) -> Any:
    table = tomlkit.table()
    for key, text in printed_question(asked).items():
        literal = "\\" in text or '"' in text
        if "\n" in text:
            table.add(key, tomlkit.value(f"'''\n{text}\n'''"))
        else:
            table.add(key, tomlkit.string(text, literal=literal and "'" not in text))
    empty = tomlkit.string("")
    empty.comment(asked.how)
    table.add("answer", empty)
    return table


def with_answer(text: str, question: str, answer: str) -> str:
    """The same file with one answer changed; comments and layout stay.

    Raises:
        ValueError: the text is not TOML, or has no such question.
    """
    document = tomlkit.parse(text)
    table = document.get(question)
    if not isinstance(table, dict) or "answer" not in table:
        raise ValueError(f"no question {question}")
    table["answer"] = answer
    return tomlkit.dumps(document)
