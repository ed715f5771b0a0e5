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


@pytest.fixture
def two_concepts(tmp_path):
    for (name, source), function in zip(RIGHT.items(), "fg", strict=True):
        folder = tmp_path / "solutions" / name
        folder.mkdir(parents=True)
        (folder / "reference.py").write_text(source)
        (folder / "test_hidden.py").write_text(TEST.format(function))
    return load_course(tmp_path / "solutions")


@pytest.mark.parametrize("name", LEFT)
def test_the_next_concept_is_graded_as_if_nothing_had_happened(
    two_concepts, zygote, tmp_path, name
):
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
