"""The labelled wrong answers: the share of fitting first diagnoses, and that none is false."""

import pytest

from .table import HALVES, grade_half

FITTING = {"open": 0.95, "fresh": 0.95, "blind": 0.80}


@pytest.mark.long
@pytest.mark.parametrize("half", HALVES)
def test_the_corpus(zygote, half):
    graded = [item for item in grade_half(half, zygote) if item.verdict != "passes"]
    assert not [item.case["id"] for item in graded if item.verdict == "false"]
    fitting = sum(item.verdict == "fitting" for item in graded)
    assert fitting / len(graded) >= FITTING[half]
