"""Recording: the visible tests run once on the reference, and every misconception answers them."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from grader.course import Concept, Course, CourseSettings
from grader.judging.draw import seed_for
from grader.judging.session import HiddenTests, Outcome
from grader.judging.subjects import Secrets, call_key
from grader.judging.trial import LocalStudent, Trial
from grader.quiz.questions import Answer
from grader.quiz.quizzes import load_templates
from grader.sandbox.messages import Definition

from .model import (
    ConceptRecord,
    Mistake,
    QuizQuestion,
    Shelf,
    VisibleTest,
    WrongAnswer,
    asked_of,
)
from .recorded import Index


def practice_seed(course: Course) -> int:
    """A seed of its own, so that no graded run asks what practice asked."""
    return seed_for("practice", course.settings.seed) % 2**31


def index_of(course: Course) -> Index:
    """What `practice.json` says."""
    return Index(
        settings=_public_settings(course),
        concepts=[concept.id for concept in course.concepts],
        source=course.digest,
    )


def _public_settings(course: Course) -> CourseSettings:
    """What students may know of the settings: not how a class is graded, nor its secret."""
    own = course.settings
    return CourseSettings(
        title=own.title,
        seed=practice_seed(course),
        feedback=own.feedback,
        limits=own.limits,
        accelerator=own.accelerator,
    )


def record(
    concept: Concept, course: Course, tests: HiddenTests, quiz_variant: int | None
) -> ConceptRecord:
    """Record the visible tests of one concept.

    Args:
        concept: the concept.
        course: the course that it is part of.
        tests: its collected hidden tests.
        quiz_variant: the variant of the quiz whose answers go along; None for no answers.
    """
    secrets = Secrets(concept)
    shelf = Shelf()
    visible = list(_visible(concept, secrets, tests, practice_seed(course)))
    recorded = [
        VisibleTest(
            id=outcome.id,
            title=outcome.title,
            bare_title=outcome.bare_title,
            points=outcome.points,
            function=outcome.function or "",
            calls=[asked_of(exchange, shelf) for exchange in outcome.exchanges],
        )
        for outcome in visible
    ]
    return ConceptRecord(
        id=concept.id,
        title=concept.title,
        functions=concept.functions,
        arity=concept.arity,
        hints=concept.hints,
        forbidden=secrets.forbidden,
        scenarios=secrets.scenario_source.decode(),
        definitions=dict(_definitions(secrets)),
        tests=recorded,
        mistakes=[*_mistakes(secrets, visible, shelf)],
        observations=shelf.items,
        quiz=[] if quiz_variant is None else _quiz(concept, quiz_variant),
    )


def _quiz(concept: Concept, variant: int) -> list[QuizQuestion]:
    return [
        QuizQuestion(
            id=asked.id,
            text=asked.question.text,
            code=asked.code,
            kind=asked.question.kind,
            choices=asked.choices,
            right=_plain(asked.right),
            why=asked.question.why,
            wrong=[
                WrongAnswer(answer=_plain(w.answer), misconception=w.misconception, why=w.why)
                for w in asked.question.wrong
            ],
            within=asked.question.within,
            otherwise=asked.question.otherwise,
        )
        for asked in (template.ask(variant) for template in load_templates(concept))
    ]


def _plain(answer: Answer) -> str | int | float | list[int]:
    return list(answer) if isinstance(answer, tuple) else answer


def _definitions(secrets: Secrets) -> Iterator[tuple[str, Definition]]:
    """Whether the reference loops or names a device, and nothing else of its source."""
    for name in secrets.concept.functions:
        found = secrets.reference_definition(name)
        if found is not None:
            yield (
                name,
                Definition(
                    kind=found.kind,
                    line=0,
                    end_line=0,
                    stub=False,
                    parameters=None,
                    returns=True,
                    prints=False,
                    unfinished_line=None,
                    device_line=found.device_line and 1,
                    loop_line=found.loop_line and 1,
                    calls=[],
                    forbidden=[],
                ),
            )


def _visible(
    concept: Concept, secrets: Secrets, tests: HiddenTests, seed: int
) -> Iterator[Outcome]:
    """The tests marked visible that only compare: free-form ones cannot be replayed."""
    trials: dict[str, Trial] = {}

    def new_trial(test_id: str) -> Trial:
        student = LocalStudent(secrets.reference)
        trials[test_id] = Trial(secrets, student, test_id, seed=seed, device="cpu")
        return trials[test_id]

    for outcome in tests.run(concept.id, functools.partial(new_trial)):
        plain = outcome.end == "passed" and outcome.exchanges and not trials[outcome.id].free_form
        if plain and outcome.id in tests.visible(concept.id):
            yield outcome


def _mistakes(secrets: Secrets, visible: list[Outcome], shelf: Shelf) -> Iterator[Mistake]:
    for item in secrets.misconceptions:
        subject = secrets.misconceived[item.name]
        answers: dict[str, int] = {}
        for outcome in visible:
            if outcome.function != item.function:
                continue
            for exchange in outcome.exchanges:
                key = call_key(exchange.target, exchange.call, exchange.scenario).hex()
                seen = subject.observe(exchange.target, exchange.call, scenario=exchange.scenario)
                answers[key] = shelf.put(seen)
        if answers:
            yield Mistake(
                name=item.name,
                id=item.id,
                function=item.function,
                explanation=item.explanation,
                next_step=item.next_step,
                answers=answers,
            )
