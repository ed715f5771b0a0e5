"""One process, more than one course."""

from grader.course import load_course
from grader.judging.session import run_hidden_tests
from grader.judging.subjects import Secrets
from grader.judging.trial import LocalStudent, Trial


def course_with(folder, test):
    concept = folder / "01_same"
    concept.mkdir(parents=True)
    (concept / "reference.py").write_text("def f(n):\n    return n\n")
    (concept / "test_hidden.py").write_text(f"def {test}(compare):\n    compare('f', 1)\n")
    return load_course(folder)


def ids(course):
    secrets = Secrets(course.concepts[0])

    def new_trial(test_id):
        return Trial(secrets, LocalStudent(secrets.reference), test_id, seed=0, device="cpu")

    return run_hidden_tests(
        course, lambda tests: [outcome.id for outcome in tests.run("01_same", new_trial)]
    )


def test_two_courses_that_name_a_concept_alike_keep_their_own_tests(tmp_path):
    one = course_with(tmp_path / "one", "test_one")
    other = course_with(tmp_path / "other", "test_other")
    assert ids(one) == ["01_same::test_one"]
    assert ids(other) == ["01_same::test_other"]
    assert ids(one) == ["01_same::test_one"]
