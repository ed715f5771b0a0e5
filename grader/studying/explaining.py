"""What an id means: one source for `grade explain`, the texts and the course's misconceptions."""

from __future__ import annotations

import inspect
import textwrap
from dataclasses import dataclass, field

from grader.course import Course
from grader.diagnosis.texts import texts
from grader.judging.subjects import Secrets


@dataclass(frozen=True)
class Example:
    """Wrong code that the id is about, the function it is an answer to, and what it shows."""

    function: str
    code: str
    explanation: str


@dataclass(frozen=True)
class Entry:
    """One id: what it says, what to look at, and wrong answers that it is the name of."""

    id: str
    headline: str = ""
    explanation: str = ""
    next_step: str = ""
    examples: list[Example] = field(default_factory=list)


def entries(course: Course | None) -> dict[str, Entry]:
    """Every id that a report can contain; without a course only those of the texts."""
    found = {
        name: Entry(name, text["headline"], text["explanation"], text["next_step"])
        for name, text in texts().items()
    }
    for concept in course.concepts if course else []:
        for item in Secrets(concept).misconceptions:
            entry = found.setdefault(
                item.id, Entry(item.id, "", item.explanation, item.next_step, [])
            )
            code = _source(item.implementation)
            name = f"{concept.id[:2]}.{item.function}"
            entry.examples.append(Example(name, code, item.explanation))
    return found


def _source(implementation: object) -> str:
    """The code of a misconception without the lines that register it."""
    text = textwrap.dedent(inspect.getsource(implementation))  # type: ignore[arg-type]
    lines = text.splitlines()
    starts = [n for n, line in enumerate(lines) if line.startswith(("def ", "class "))]
    return "\n".join(lines[starts[0] if starts else 0 :])
