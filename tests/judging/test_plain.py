"""Hidden tests run without pytest's machinery end as they would with it."""

import pytest

from grader.course import load_course
from grader.grading import Grader, Options
from grader.judging import session
from grader.judging.session import run_hidden_tests
from grader.submission import read_submission

REFERENCE = "def f(n):\n    return n\n"
TESTS = '''
import pytest

@pytest.mark.parametrize("n", [1, -2])
def test_values(compare, n):
    """f({n}) is right"""
    compare("f", n)

@pytest.mark.points(3)
def test_free_form(student, reference):
    assert student.call("f", 3) == reference.call("f", 3), "three"

def test_drawn(compare, draw):
    compare("f", draw.integer(1, 9))

def test_that_does_not_hold(compare):
    compare("f", 1)
    raise LookupError("ours")

def test_twice(compare, draw, twice):
    compare("f", twice)

@pytest.fixture
def twice():
    return 2
'''
SUBMISSIONS = {
    "right": REFERENCE,
    "wrong": "def f(n):\n    return abs(n)\n",
    "raises": "def f(n):\n    raise KeyError(n)\n",
    "of another kind": "def f(n):\n    return None if n == 3 else n\n",
    "stub": "def f(n):\n    raise NotImplementedError\n",
    "missing": "",
}


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_ends_are_those_of_pytest(zygote, tmp_path, monkeypatch, name):
    concept = tmp_path / "solutions" / "01_plain"
    concept.mkdir(parents=True)
    (concept / "reference.py").write_text(REFERENCE)
    (concept / "test_hidden.py").write_text(TESTS)
    (tmp_path / "01_plain.py").write_text(SUBMISSIONS[name])
    course = load_course(concept.parent)
    submission = read_submission(tmp_path, ["01_plain"])

    def grade():
        report = run_hidden_tests(
            course, lambda tests: Grader(course, tests, zygote, Options(seed=0)).grade(submission)
        )
        tests = report.concepts[0].functions[0].tests
        return [(t.id, t.title, t.end, t.earned, t.diagnosis and t.diagnosis.id) for t in tests]

    quick = grade()
    monkeypatch.setattr(session, "plain_call", lambda item: None)
    assert quick == grade()
    assert len(quick) >= 5


def test_only_what_needs_nothing_of_pytest_is_called_plainly(tmp_path, monkeypatch):
    concept = tmp_path / "solutions" / "01_plain"
    concept.mkdir(parents=True)
    (concept / "reference.py").write_text(REFERENCE)
    (concept / "test_hidden.py").write_text(TESTS + OTHERS)
    known = {}
    original = session.plain_call

    def noted(item):
        known[item.name.partition("[")[0]] = original(item) is not None
        return original(item)

    monkeypatch.setattr(session, "plain_call", noted)
    run_hidden_tests(load_course(concept.parent), lambda tests: None)
    assert {name for name, plain in known.items() if plain} == {
        "test_values", "test_free_form", "test_drawn", "test_that_does_not_hold",
    }  # fmt: skip
    assert {"test_twice", "test_skipped", "test_indirect", "test_method"} <= known.keys()


OTHERS = """
@pytest.mark.skip
def test_skipped(compare):
    compare("f", 1)

@pytest.mark.parametrize("twice", [1], indirect=True)
def test_indirect(compare, twice):
    compare("f", twice)

class TestThings:
    def test_method(self, compare):
        compare("f", 1)
"""


def test_fixtures_of_the_course_come_before_ours(tmp_path, monkeypatch):
    concept = tmp_path / "solutions" / "01_plain"
    concept.mkdir(parents=True)
    (concept / "reference.py").write_text(REFERENCE)
    (concept / "test_hidden.py").write_text(
        "import pytest\n\n@pytest.fixture\ndef draw():\n    return 5\n\n"
        "def test_f(compare, draw):\n    compare('f', draw)\n"
    )
    seen = []
    original = session.plain_call
    monkeypatch.setattr(session, "plain_call", lambda item: seen.append(original(item)))
    run_hidden_tests(load_course(concept.parent), lambda tests: None)
    assert seen == [None]
