"""Questions: what an author writes, and what one variant of it asks."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from grader.course import CourseError

from .snippets import Snippet

Draw = random.Random
Kind = Literal["choice", "number", "shape"]
Answer = str | int | float | tuple[int, ...]

POINTS = 1.0
LETTERS = "abcdefgh"


@dataclass(frozen=True)
class Wrong:
    """A wrong answer, the misconception that it stands for, and what to say about it."""

    answer: Answer
    misconception: str
    why: str


@dataclass(frozen=True)
class Question:
    """One variant of a question, as its template wrote it.

    Args:
        text: what is asked.
        why: why the right answer is right; shown to those who gave it.
        wrong: for a choice, the other choices; else the wrong answers that are expected.
        right: the right answer; where it is left out, what the snippet gave.
        code: the snippet that the question is about.
        kind: whether one picks a choice, or writes a number or a shape.
        within: how far from the right number an answer may lie.
        otherwise: what to say about a wrong number or shape that nobody expected.
    """

    text: str
    why: str
    wrong: list[Wrong]
    right: Answer | None = None
    code: Snippet | None = None
    kind: Kind = "choice"
    within: float = 0.0
    otherwise: str = "Go through it once more, one step at a time."

    def right_answer(self) -> Answer:
        """The right answer, in the form of its kind."""
        if self.right is not None:
            return self.right
        if self.code is None:
            raise CourseError(f"a question has neither an answer nor a snippet: {self.text}")
        if self.kind == "number":
            value = self.code.value
            return value if isinstance(value, int) else float(value)
        if self.kind == "shape":
            return tuple(int(size) for size in self.code.value)
        return self.code.output


Builder = Callable[[Draw], Question]


@dataclass(frozen=True)
class Asked:
    """A question as one student sees it: its choices have letters."""

    id: str
    question: Question
    right: Answer
    choices: dict[str, str]

    @property
    def code(self) -> str:
        """The snippet's text, or nothing."""
        return self.question.code.text if self.question.code else ""

    @property
    def how(self) -> str:
        """What an answer has to look like."""
        if self.question.kind == "choice":
            letters = list(self.choices)
            return f"{', '.join(letters[:-1])} or {letters[-1]}"
        return {"number": "a number", "shape": "a shape, such as (2, 3)"}[self.question.kind]


class Asking(Protocol):
    """Whatever asks a question in variants: a template, or one that was recorded."""

    @property
    def concept(self) -> str:
        """The id of the concept that it belongs to."""

    @property
    def id(self) -> str:
        """Its name within the concept."""

    def __hash__(self) -> int:
        """Questions are kept once they are asked."""

    def ask(self, variant: int) -> Asked:
        """The question of one variant: always the same for the same number."""


@dataclass(frozen=True)
class Template:
    """A question before its numbers are drawn."""

    concept: str
    id: str
    builder: Builder

    def ask(self, variant: int) -> Asked:
        """The question of one variant: always the same for the same number."""
        seed = f"{self.concept}/{self.id}/{variant}"
        question = self.builder(random.Random(seed))
        right = question.right_answer()
        if question.kind != "choice":
            return Asked(self.id, question, right, {})
        texts = [str(right), *(str(wrong.answer) for wrong in question.wrong)]
        random.Random(f"{seed}/order").shuffle(texts)
        return Asked(self.id, question, right, dict(zip(LETTERS, texts, strict=False)))


def question(builder: Builder) -> Builder:
    """Mark a function of `quiz.py` as a template; its name is the question's id."""
    setattr(builder, "quiz_question", True)  # noqa: B010 - a function gets a mark
    return builder
