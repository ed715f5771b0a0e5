"""A quiz being asked: what is open in a file, and answers written into it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from grader.course import Concept, CourseError
from grader.diagnosis.cause import cause
from grader.diagnosis.feedback import Policy
from grader.practice.loading import quiz_of
from grader.quiz.files import new_sheet, with_answer
from grader.quiz.marking import is_empty, mark
from grader.quiz.questions import Asked
from grader.quiz.sheet import SheetProblem, check_question, read_sheet
from grader.report.escape import printable
from grader.report.files import write_whole
from grader.submission import read_source


@dataclass
class OpenQuiz:
    """The questions of a file, and its answers so far."""

    path: Path
    asked: list[Asked]
    answers: dict[str, object] = field(default_factory=dict)

    def waiting(self) -> list[Asked]:
        """The questions without a right answer."""
        return [asked for asked in self.asked if not self._is_right(asked)]

    def answered(self) -> int:
        """How many questions have an answer, right or wrong."""
        return sum(not is_empty(self.answers.get(asked.id, "")) for asked in self.asked)

    def write(self, asked: Asked, answer: str) -> None:
        """Put an answer into the file; everything else in it stays as it is."""
        file = read_source(self.path)
        try:
            text = file.source.decode("utf-8")
            write_whole(self.path, with_answer(text, asked.id, answer))
        except ValueError as error:
            raise CourseError(f"{self.path} was changed meanwhile and cannot be read") from error
        self.answers[asked.id] = answer

    def _is_right(self, asked: Asked) -> bool:
        answer = self.answers.get(asked.id, "")
        return not is_empty(answer) and mark(asked, answer).verdict == "right"


def open_quiz(concept: Concept, path: Path) -> OpenQuiz | None:
    """Open a quiz file, or make it where there is none; None if the concept has no quiz.

    Raises:
        CourseError: the file cannot be used; the message says where and why.
    """
    templates = quiz_of(concept)
    if not templates:
        return None
    if not path.exists() and not path.is_symlink():
        write_whole(path, new_sheet(templates, 0))
    file = read_source(path)
    try:
        if file.problem:
            raise SheetProblem("FILE")
        sheet = read_sheet(file.source, templates)
        asked = [template.ask(sheet.variant) for template in templates]
        for question in asked:
            check_question(sheet, question)
    except SheetProblem as problem:
        values = {"file": path.name, **problem.values}
        found = cause(f"QUIZ-{problem.kind}", values, line=problem.line)
        told = Policy("full").tell(found, file.source)
        assert told is not None
        raise CourseError(printable(f"{told.headline}\n{told.next_step}")) from problem
    return OpenQuiz(path, asked, dict(sheet.answers))
