"""How far a class is: nothing is promised before it can be told."""

import io

import pytest
from rich.console import Console

from grader.classroom import progress


@pytest.fixture
def lines(monkeypatch):
    """The lines of a log where every graded submission takes `seconds`."""
    clock = [1000.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: clock[0])

    def run(total, *graded, seconds=11.0):
        text = io.StringIO()
        with progress.progress(Console(file=text, width=100), total, plain=True) as done:
            for each in graded:
                clock[0] += seconds if each else 0.0
                done(each)
        return text.getvalue().splitlines()

    return run


def test_the_first_line_comes_before_anything_is_graded(lines):
    assert lines(7) == ["0 of 7 submissions, starting"]


def test_no_time_is_told_from_the_first_submissions(lines):
    told = lines(1000, *[True] * 10)
    assert told[1] == "1 of 1000 submissions"
    assert told[9] == "9 of 1000 submissions"
    assert told[10] == "10 of 1000 submissions, about 3 h left"


def test_a_run_that_goes_on_tells_its_own_progress(lines):
    told = lines(60, *[False] * 50, *[True] * 10)
    assert told[:3] == [
        "0 of 60 submissions, starting", "51 of 60 submissions", "52 of 60 submissions",
    ]  # fmt: skip
    assert told[3] == "53 of 60 submissions, about 77 s left"
    assert told[-1] == "60 of 60 submissions"


def test_a_small_and_quick_class_is_told_on_its_way(lines):
    assert lines(3, *[True] * 3, seconds=0.1) == [
        "0 of 3 submissions, starting", "1 of 3 submissions", "2 of 3 submissions",
        "3 of 3 submissions",
    ]  # fmt: skip
    told = lines(40, *[True] * 40, seconds=1.0)
    assert told[1:3] == [
        "4 of 40 submissions, about 36 s left", "8 of 40 submissions, about 32 s left",
    ]  # fmt: skip
    assert len(told) == 11


def test_a_large_class_does_not_flood_a_log(lines):
    assert len(lines(5000, *[True] * 5000, seconds=0.01)) == 11


def test_a_class_of_which_nothing_has_changed_is_two_lines(lines):
    told = lines(30, *[False] * 30)
    assert told == ["0 of 30 submissions, starting", "30 of 30 submissions"]


def test_the_time_left_does_not_count_the_starting(lines):
    told = lines(20, True, *[True] * 3, seconds=1.0)
    assert told[-1] == "4 of 20 submissions, about 16 s left"
