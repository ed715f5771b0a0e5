"""`grade quiz [CONCEPT]`: one question after another, explained at once, kept in the file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .failures import Unusable
from .opening import study_course
from .options import study_options

if TYPE_CHECKING:
    from grader.course import Concept
    from grader.quiz.questions import Asked
    from grader.studying.quizzing import OpenQuiz


@click.command("quiz")
@click.argument("concept", required=False)
@study_options
def command(concept: str | None, exercises: Path | None, solutions: Path | None) -> None:
    """Ask the quiz of a concept, or of all; its file keeps the answers.

    Questions that were answered right are not asked again. An empty answer leaves a
    question open; q ends the quiz.
    """
    from grader.course import CourseError

    folder, course = study_course(exercises, solutions)
    try:
        concepts = course.only([concept] if concept else []).concepts
        for item in concepts:
            if not ask_all(item, folder / f"{item.id}.toml"):
                break
    except (CourseError, OSError) as error:
        raise Unusable(str(error)) from error


def ask_all(concept: Concept, path: Path) -> bool:
    """Ask what is open; False if the student has had enough."""
    from grader.quiz.marking import mark
    from grader.sandbox import warmup
    from grader.studying.quizzing import open_quiz

    warmup.stand_in_for_dynamo()
    quiz = open_quiz(concept, path)
    if quiz is None:
        return True
    waiting = quiz.waiting()
    click.echo(f"{concept.title}: {len(waiting)} of {len(quiz.asked)} questions to answer")
    if waiting:
        click.echo("An empty answer leaves a question open; q ends the quiz.")
    for number, asked in enumerate(waiting, 1):
        _show(asked, f"{number}/{len(waiting)}")
        while True:
            answer = _answer(asked)
            if answer is None or answer.strip().lower() == "q":
                click.echo(_so_far(quiz))
                return False
            if not answer.strip():
                break
            marked = mark(asked, answer)
            if marked.verdict != "unreadable":
                quiz.write(asked, answer.strip())
                named = f" ({marked.misconception})" if marked.misconception else ""
                click.echo("✓ right" if marked.verdict == "right" else f"✗ not right{named}")
                click.echo(f"  {marked.explanation}\n")
                break
            click.echo(f"  That could not be read; what is asked for is {asked.how}.")
    right = len(quiz.asked) - len(quiz.waiting())
    left = len(quiz.asked) - quiz.answered()
    still = f", {left} left open" if left else ""
    click.echo(f"{right} of {len(quiz.asked)} right{still}. The answers are in {path}.\n")
    return True


def _answer(asked: Asked) -> str | None:
    """What is typed; None where the input has come to its end."""
    try:
        answer: str = click.prompt(f"Your answer ({asked.how})", default="", show_default=False)
    except click.Abort as end:
        click.echo()
        if isinstance(end.__context__, EOFError):
            return None
        raise
    return answer


def _so_far(quiz: OpenQuiz) -> str:
    """What is kept, where, and what is left."""
    saved, total = quiz.answered(), len(quiz.asked)
    answers = "1 answer is" if saved == 1 else f"{saved} answers are"
    left = "1 question is" if total - saved == 1 else f"{total - saved} questions are"
    return f"{answers} saved in {quiz.path}; {left} open."


def _show(asked: Asked, number: str) -> None:
    click.echo(f"\n{number}  {asked.question.text}\n")
    if asked.code:
        click.echo("".join(f"    {line}\n" for line in asked.code.splitlines()))
    for letter, text in asked.choices.items():
        click.echo(f"  {letter})  {text}")
