"""Every question of the course, in several variants: one right answer, each wrong one explained."""

import contextlib
import io
import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from grader.course import Concept
from grader.quiz.files import new_sheet
from grader.quiz.marking import mark
from grader.quiz.quizzes import load_templates
from grader.sandbox import warmup

from ..conftest import EXERCISES, SOLUTIONS

CONCEPTS = sorted(path.parent.name for path in SOLUTIONS.glob("*/quiz.py"))
VARIANTS = [range(3), pytest.param(range(3, 150), marks=pytest.mark.long)]


def templates_of(concept):
    warmup.stand_in_for_dynamo()
    return load_templates(Concept(concept, SOLUTIONS / concept))


def asked(concept, variants):
    for template in templates_of(concept):
        for variant in variants:
            yield f"{concept}/{template.id}/{variant}", template.ask(variant)


def as_written(question, answer):
    """How a student would write this answer."""
    if question.choices:
        return next(letter for letter, text in question.choices.items() if text == str(answer))
    return str(answer)


@pytest.mark.parametrize("variants", VARIANTS, ids=["few", "many"])
@pytest.mark.parametrize("concept", CONCEPTS)
def test_the_right_answer_is_right_and_every_wrong_one_explained(concept, variants):
    for place, question in asked(concept, variants):
        right = mark(question, as_written(question, question.right))
        assert right.verdict == "right", place
        assert right.explanation, place
        assert question.question.wrong, place
        for wrong in question.question.wrong:
            marked = mark(question, as_written(question, wrong.answer))
            assert marked.verdict == "wrong", (place, wrong)
            assert (marked.explanation, marked.misconception) == (wrong.why, wrong.misconception)
            assert marked.explanation, place


@pytest.mark.parametrize("variants", VARIANTS, ids=["few", "many"])
@pytest.mark.parametrize("concept", CONCEPTS)
def test_no_two_answers_are_the_same(concept, variants):
    for place, question in asked(concept, variants):
        answers = [question.right, *(wrong.answer for wrong in question.question.wrong)]
        assert len({str(answer) for answer in answers}) == len(answers), place
        assert len(question.choices) in (0, len(answers)), place
        if question.question.kind == "number":
            apart = 2 * question.question.within
            for wrong in answers[1:]:
                assert abs(wrong - question.right) > apart, (place, wrong)


@pytest.mark.parametrize("variants", VARIANTS, ids=["few", "many"])
@pytest.mark.parametrize("concept", CONCEPTS)
def test_the_code_as_shown_gives_the_answer(concept, variants):
    for place, question in asked(concept, variants):
        if not question.code:
            continue
        names = {"torch": torch, "F": F, "nn": nn, "np": np, "math": math}
        printed, error = io.StringIO(), None
        with contextlib.redirect_stdout(printed):
            try:
                exec(compile(question.code, "shown", "exec"), names)
            except Exception as caught:
                error = caught
        output = printed.getvalue().strip()
        snippet = question.question.code
        if error is not None:
            place_in_code = error.__traceback__.tb_next.tb_lineno
            line = question.code.splitlines()[place_in_code - 1].strip()
            assert (type(error).__name__, line) == (snippet.error, snippet.failing_line), place
            assert line in question.right, place
        else:
            assert not snippet.error, place
            assert mark(question, output).verdict == "right", (place, output, question.right)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_the_quiz_file_is_what_the_templates_give(concept):
    templates = templates_of(concept)
    assert 4 <= len(templates) <= 8
    assert (EXERCISES / f"{concept}.toml").read_text() == new_sheet(templates, 0)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_a_variant_is_stable_and_others_differ(concept):
    templates = templates_of(concept)
    assert new_sheet(templates, 5) == new_sheet(templates, 5)
    assert new_sheet(templates, 5) != new_sheet(templates, 6)
