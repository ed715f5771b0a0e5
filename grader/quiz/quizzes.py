"""The quizzes of a course: templates found in its folders, and a student's file graded."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field

from grader.course import Concept, load_module
from grader.report.model import QuizChoice, QuizResult, Score, Status
from grader.submission import SourceFile

from .marking import is_empty, mark
from .questions import POINTS, Asked, Asking, Template
from .sheet import Sheet, SheetProblem, check_question, read_sheet


@dataclass(frozen=True)
class GradedQuiz:
    """The questions of one concept as answered, and what is wrong with the file, if anything."""

    results: list[QuizResult] = field(default_factory=list)
    problem: SheetProblem | None = None
    file: SourceFile | None = None


class Quizzes:
    """The question templates of each concept, loaded when first needed."""

    def __init__(self) -> None:
        self._templates: dict[str, Sequence[Asking]] = {}

    def templates(self, concept: Concept) -> Sequence[Asking]:
        """The questions of a concept, in the order written; none where it has no `quiz.py`."""
        if concept.id not in self._templates:
            self._templates[concept.id] = load_templates(concept)
        return self._templates[concept.id]

    def grade(self, concept: Concept, file: SourceFile | None) -> GradedQuiz:
        """Grade one quiz file; a file that is not there has nothing answered."""
        templates = self.templates(concept)
        if not templates or file is None or file.problem in ("missing", "notebook"):
            return GradedQuiz([_result(template.id, "not_started") for template in templates])
        try:
            if file.problem:
                raise SheetProblem("FILE")
            sheet = read_sheet(file.source, templates)
            return GradedQuiz([_graded(template, sheet) for template in templates])
        except SheetProblem as problem:
            results = [_result(template.id, "not_checked") for template in templates]
            return GradedQuiz(results, problem, file)


def load_templates(concept: Concept) -> Sequence[Asking]:
    """Run a concept's `quiz.py` and gather its templates."""
    path = concept.folder / "quiz.py"
    if not path.is_file():
        return []
    module = load_module(path, f"tensorgrade_course.c{concept.id}.quiz")
    return [
        Template(concept.id, name, value)
        for name, value in vars(module).items()
        if getattr(value, "quiz_question", False)
    ]


@functools.lru_cache(maxsize=2048)
def _asked(template: Asking, variant: int) -> Asked:
    """One question of one variant: the same for every submission that has it."""
    return template.ask(variant)


def _graded(template: Asking, sheet: Sheet) -> QuizResult:
    answer = sheet.answers[template.id]
    if is_empty(answer):
        return _result(template.id, "not_started")
    asked = _asked(template, sheet.variant)
    check_question(sheet, asked)
    marked = mark(asked, answer)
    status: dict[str, Status] = {"right": "passed", "wrong": "failed", "unreadable": "error"}
    explanation = marked.explanation
    if marked.verdict == "unreadable":
        explanation = f"This answer could not be read. What is asked for is {asked.how}."
    return _result(
        template.id,
        status[marked.verdict],
        question=asked.question.text,
        code=asked.code,
        choices=_choices(asked),
        answer=marked.given,
        explanation=explanation,
        misconception=marked.misconception,
        line=sheet.lines.get(template.id),
    )


def _choices(asked: Asked) -> list[QuizChoice]:
    return [QuizChoice(letter=letter, text=text) for letter, text in asked.choices.items()]


def _result(question_id: str, status: Status, **more: object) -> QuizResult:
    earned = POINTS if status == "passed" else 0.0
    score = Score(earned=earned, possible=POINTS)
    return QuizResult.model_validate({"id": question_id, "status": status, "score": score} | more)
