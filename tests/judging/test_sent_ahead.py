"""Calls that were sent ahead and that no test came to cost nobody anything."""

import pytest

from grader.course import load_course
from grader.grading import Grader, Options
from grader.judging.session import run_hidden_tests
from grader.submission import read_submission

TEST = (
    "import torch\n\ndef test_{0}(compare):\n    for n in (1, 2, 3):\n        compare('{0}', n)\n"
)
RIGHT = {"01_first": "def f(n):\n    return n\n", "02_second": "def g(n):\n    return -n\n"}
LEFT = {
    "wrong, then right": "return 0 if n == 1 else n",
    "wrong, then a crash": "import os; return 0 if n == 1 else os._exit(0)",
    "wrong, then garbage": (
        "import os\n    if n == 1: return 0\n    for fd in range(3, 64):\n"
        "        try: os.write(fd, b'x' * 64)\n        except OSError: pass"
    ),
}


def course_of(folder, right, test=TEST):
    for (name, source), function in zip(right.items(), "fg", strict=True):
        concept = folder / name
        concept.mkdir(parents=True)
        (concept / "reference.py").write_text(source)
        (concept / "test_hidden.py").write_text(test.format(function))
    return load_course(folder)


@pytest.mark.parametrize("name", LEFT)
def test_the_next_concept_is_graded_as_if_nothing_had_happened(zygote, tmp_path, name):
    two_concepts = course_of(tmp_path / "solutions", RIGHT)

    def grade(tests, grader, sources):
        for concept, source in sources.items():
            (tmp_path / f"{concept}.py").write_text(source)
        return grader.grade(read_submission(tmp_path, list(RIGHT)))

    def body(tests):
        grader = Grader(two_concepts, tests, zygote, Options(seed=0))
        grade(tests, grader, RIGHT)  # from now on the calls are known, and sent ahead
        return grade(tests, grader, RIGHT | {"01_first": f"def f(n):\n    {LEFT[name]}\n"})

    first, second = run_hidden_tests(two_concepts, body).concepts
    assert first.functions[0].status == "failed"
    assert second.functions[0].status == "passed", second.problem


MANY = (
    "import pytest\n\n@pytest.mark.parametrize('n', range(90))\n"
    "def test_{0}(compare, n):\n    compare('{0}', n)\n    compare('{0}', -n)\n"
)
# Other names than above: pytest imports a module of one name only once.
RIGHT_MANY = {"03_third": RIGHT["01_first"], "04_fourth": RIGHT["02_second"]}
ENDS = {
    "crashes": "if n == 70: import os; os._exit(0)\n    return n",
    "crashes after a wrong answer": (
        "if n == 7: return 0\n    if n == -7: import os; os._exit(0)\n    return n"
    ),
    "hangs after a wrong answer": "if n == 7: return 0\n    while n == -7: pass\n    return n",
    "writes too much": "if n == 70:\n        import os\n        for fd in range(3, 64):\n"
    "            try: os.write(fd, b'x' * 64)\n            except OSError: pass\n    return n",
    "raises": "return {70: None, -70: None}[n] if abs(n) == 70 else n // (n != 30)",
}  # fmt: skip


@pytest.mark.parametrize("name", ENDS)
def test_calls_sent_ahead_end_as_if_they_had_been_asked_one_by_one(zygote, tmp_path, name):
    course = course_of(tmp_path / "solutions", RIGHT_MANY, MANY)

    def grade(grader, source):
        for concept, text in (RIGHT_MANY | {"03_third": source}).items():
            (tmp_path / f"{concept}.py").write_text(text)
        first, second = grader.grade(read_submission(tmp_path, list(RIGHT_MANY))).concepts
        assert second.functions[0].status == "passed", second.problem
        return [(test.id, test.end) for test in first.functions[0].tests]

    def body(tests):
        grader = Grader(course, tests, zygote, Options(seed=0))
        source = f"def f(n):\n    {ENDS[name]}\n"
        one_by_one = grade(grader, source)
        grade(grader, RIGHT["01_first"])  # from now on the calls are known, and sent ahead
        return one_by_one, grade(grader, source), grade(grader, source)

    one_by_one, ahead, again = run_hidden_tests(course, body)
    assert one_by_one == ahead == again
    assert {end for _, end in ahead} > {"passed"}


TWO = "def f(n):\n    return n\n\n\ndef g(n):\n    return -n\n"
BOTH = (
    "import pytest\n\n@pytest.mark.parametrize('n', range(8))\n"
    "def test_f(compare, n):\n    compare('f', n)\n\n"
    "@pytest.mark.parametrize('n', range(8))\ndef test_g(compare, n):\n    compare('g', n)\n"
)
BROKEN = {
    "crashes at once": ("def f(n):\n    import os; os._exit(0)\n", "ended_early"),
    "crashes late": (
        "def f(n):\n    import os; return n if n < 7 else os._exit(0)\n",
        "ended_early",
    ),
    "hangs": ("def f(n):\n    while n == 3: pass\n    return n\n", "time"),
    "is missing": ("", "wrong"),
    "is a stub": ("def f(n):\n    raise NotImplementedError\n", "not_started"),
    "writes too much": (
        "def f(n):\n    import os\n    for fd in range(3, 64):\n"
        "        try: os.write(fd, b'x' * 64)\n        except OSError: pass\n    return n\n",
        "protocol_violation",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_calls_of_the_next_function_sent_ahead_are_not_lost_with_this_one(zygote, tmp_path, name):
    concept = tmp_path / "solutions" / "05_both"
    concept.mkdir(parents=True)
    (concept / "reference.py").write_text(TWO)
    (concept / "test_hidden.py").write_text(BOTH)
    course = load_course(concept.parent)
    source, end = BROKEN[name]

    def grade(grader, text):
        (tmp_path / "05_both.py").write_text(text)
        f, g = grader.grade(read_submission(tmp_path, ["05_both"])).concepts[0].functions
        return f, g

    def body(tests):
        grader = Grader(course, tests, zygote, Options(seed=0))
        grade(grader, TWO)  # from now on the calls are known, and sent ahead
        return grade(grader, source + "\n\ndef g(n):\n    return -n\n")

    f, g = run_hidden_tests(course, body)
    assert end in {test.end for test in f.tests}
    assert [test.end for test in g.tests] == ["passed"] * 8
