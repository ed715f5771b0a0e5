"""One page for each kind of diagnosis: a wrong example, what it shows, a right one.

`docs/diagnoses/` and `grade explain ID` are both made from here:

    python -m grader.diagnosis.pages docs/diagnoses solutions

The texts are those that students read in reports; the examples stand in
`texts/examples.toml`. A misconception of a course has its wrong example there already; the
right one is that of its id or of its family, the first word of its id, on another task.
"""

from __future__ import annotations

import functools
import inspect
import re
import sys
import textwrap
import tomllib
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from grader.course import Course, load_course
from grader.judging.marks import Misconception
from grader.judging.subjects import Secrets

from .texts import texts

_BLANK = re.compile(r"\{(\w+)\}")


class Page(NamedTuple):
    """What there is to say of one kind of diagnosis; `text` is all of it as Markdown.

    `others` are what the same id says of other functions, or of other ways to the same mistake.
    """

    id: str
    title: str
    wrong: str
    explanation: str
    next_step: str
    right: str
    others: tuple[Page, ...] = ()

    @property
    def text(self) -> str:
        parts = [f"# {self.id}", self.title]
        if self.wrong:
            parts += ["## A wrong example", _fenced(self.wrong)]
        parts += ["## What it shows", self.explanation]
        if self.right:
            parts += ["## A right example", _fenced(self.right)]
        parts += ["## What to look at", self.next_step]
        if self.others:
            parts += ["## The same in other functions, or on other ways"]
        for other in self.others:
            parts += [_fenced(other.wrong)] if other.wrong else []
            parts += [other.explanation, other.next_step]
        return "\n\n".join(parts) + "\n"


def _fenced(code: str) -> str:
    return f"```python\n{code.rstrip()}\n```"


@functools.cache
def _examples() -> dict[str, list[str]]:
    """For each id, or family of ids, a wrong and a right example."""
    path = resources.files("grader.diagnosis") / "texts" / "examples.toml"
    table: dict[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return table


def ids(misconceptions: Iterable[Misconception] = ()) -> list[str]:
    """Every id that has a page, in order of the alphabet."""
    return sorted({*texts(), *(item.id for item in misconceptions)})


def page(diagnosis_id: str, misconceptions: Iterable[Misconception] = ()) -> Page | None:
    """The page of one id, upper or lower case; None if no diagnosis is called that.

    Args:
        diagnosis_id: one of `ids()`, or the id of one of the misconceptions.
        misconceptions: those of the course at hand, for ids that only it knows.
    """
    name = diagnosis_id.upper()
    if name in texts():
        return _page_of_text(name)
    told = {item.explanation: item for item in reversed([*misconceptions]) if item.id == name}
    if not told:
        return None
    first, *others = (_page_of_misconception(item) for item in reversed(told.values()))
    return first._replace(others=tuple(others))


def misconceptions_of(course: Course) -> list[Misconception]:
    """Every misconception of a course, in order."""
    return [item for concept in course.concepts for item in Secrets(concept).misconceptions]


def _page_of_text(name: str) -> Page:
    text = texts()[name]
    wrong, right = _examples().get(name, ["", ""])
    title = "" if name.startswith("EXC-") else _plain(text.get("private", text["headline"]))
    title = title or "An error that Python or torch raised."
    return Page(name, title, wrong, _plain(text["explanation"]), _plain(text["next_step"]), right)


def _page_of_misconception(item: Misconception) -> Page:
    examples, family = _examples(), item.id.partition("-")[0]
    _, right = examples.get(item.id) or examples.get(family) or ["", ""]
    title = f"A mistake known from `{item.function}`."
    return Page(item.id, title, _source(item), item.explanation, item.next_step, right)


def _source(item: Misconception) -> str:
    """The wrong implementation as written, without its decorator; empty where it was not given."""
    if not inspect.isroutine(item.implementation) and not inspect.isclass(item.implementation):
        return ""  # practice data tells of a misconception without its code
    code = textwrap.dedent(inspect.getsource(item.implementation))
    start = re.search(r"^(def|class) ", code, re.MULTILINE)
    return code[start.start() :] if start else code


def _plain(text: str) -> str:
    """A text that no failure has filled in: what would be filled in is named instead."""
    words = {"function": "the function", "callee": "another function", "file": "the file",
             "hint": "", "at": "", "name": "a name", "key": "a part", "line": "a line",
             "argument": "one of the arguments", "problem": "what is written there",
             "type": "An error", "seconds": "some seconds", "wall": "some seconds",
             "differ": "differ, most at"}  # fmt: skip
    plain = text.replace("`{", "{").replace("}`", "}").replace("line {line}", "{line}")
    filled = _BLANK.sub(lambda match: words.get(match[1], "…"), plain)
    return filled[:1].upper() + filled[1:]


def pages_of(course: Course) -> dict[str, str]:
    """What the folder of pages should hold: the text of each file by its name."""
    known = misconceptions_of(course)
    files = {}
    lines = ["# Diagnoses", "", "Every kind of explanation that a report gives, by its id.", ""]
    for name in ids(known):
        made = page(name, known)
        assert made is not None
        files[f"{name}.md"] = made.text
        lines.append(f"- [{name}]({name}.md): {made.title}")
    return files | {"README.md": "\n".join(lines) + "\n"}


def main(folder: str, solutions: str) -> None:
    """Write the pages into a folder, and remove those of ids that are no more."""
    target = Path(folder)
    files = pages_of(load_course(Path(solutions)))
    target.mkdir(parents=True, exist_ok=True)
    for stale in target.glob("*.md"):
        if stale.name not in files:
            stale.unlink()
    for name, text in files.items():
        (target / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
