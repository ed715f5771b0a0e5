"""How far a class is: nothing is promised before it can be told."""

import io

import pytest
from rich.console import Console

from grader.classroom import progress


@pytest.fixture
def lines(monkeypatch):
    """The lines of a log where every submission takes eleven seconds."""
    clock = iter(range(0, 10_000, 11))
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))

    def run(total, *graded):
        text = io.StringIO()
        with progress.progress(Console(file=text, width=100), total, plain=True) as done:
            for each in graded:
                done(each)
        return text.getvalue().splitlines()

    return run


def test_the_first_line_comes_before_anything_is_graded(lines):
    assert lines(7) == ["0 of 7 submissions, starting"]


def test_no_time_is_told_from_the_first_submissions(lines):
    told = lines(1000, *[True] * 10)
    assert told[1] == "1 of 1000 submissions, starting"
    assert told[9] == "9 of 1000 submissions, starting"
    assert told[10] == "10 of 1000 submissions, about 10890 s left"


def test_what_is_unchanged_does_not_count_for_the_time_left(lines):
    told = lines(60, *[False] * 50, True, True, True)
    assert told[52] == "52 of 60 submissions, starting"
    assert told[53].endswith(f"about {53 * 11 / 3 * 7:.0f} s left")


def test_the_last_line_says_that_it_is_done(lines):
    assert lines(1, True)[-1] == "1 of 1 submissions"
