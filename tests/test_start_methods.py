"""Forked and spawned workers give the same answers and the same messages."""

import pytest

from grader.grading import Grader, Options
from grader.judging.session import run_hidden_tests
from grader.sandbox.client import Zygote
from grader.sandbox.launch import Limits
from grader.submission import read_submission

from .conftest import SOLUTIONS

CONCEPTS = sorted(path.name for path in SOLUTIONS.iterdir() if (path / "idioms").is_dir())
WRONG = {
    "05_dtype_conversion": "import os, torch\ndef to_float32(t): return t.double()\n"
    "def round_to_int(t): os._exit(3)\ndef normalise_image(t): return t.flot()\n"
    "def integer_mean(t):\n    while True: pass\n",
    "06_reshape_transpose_matmul": "import torch\ndef transpose(m): return m.reshape(m.T.shape)\n"
    "def gram(m): return m @ m\n",
    "07_chain_rule": "def sigmoid(z)\n",
}
STYLES = ["idiomatic", "loops_and_lists", "einsum_and_numpy"]


def reports(course, folder, method, seeds):
    chosen = course.only(CONCEPTS)
    names = [concept.id for concept in chosen.concepts]
    with Zygote(Limits(call_cpu_seconds=1.0), method) as zygote:

        def body(tests):
            return [
                Grader(chosen, tests, zygote, Options(seed=seed)).grade(
                    read_submission(folder, names)
                )
                for seed in seeds
            ]

        return run_hidden_tests(chosen, body)


def comparable(report):
    data = report.without_times().model_dump()
    data.pop("sandbox")
    return data


def test_the_same_answers_and_messages(course, tmp_path):
    for name in CONCEPTS:
        source = SOLUTIONS / name / "idioms" / "idiomatic.py"
        (tmp_path / f"{name}.py").write_text(WRONG.get(name) or source.read_text())
    forked, spawned = (reports(course, tmp_path, m, [0])[0] for m in ("fork", "spawn"))
    assert (forked.sandbox.tier, spawned.sandbox.tier) == ("hardened", "limited")
    assert comparable(forked) == comparable(spawned)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("method", "seeds"),
    [
        ("fork", range(2)),
        pytest.param("fork", range(20), marks=pytest.mark.long),
        pytest.param("spawn", range(20), marks=pytest.mark.long),
    ],
    ids=["two seeds", "fork", "spawn"],
)
def test_complete_solutions_get_full_marks(course, tmp_path, style, method, seeds):
    for name in CONCEPTS:
        source = (SOLUTIONS / name / "idioms" / f"{style}.py").read_text()
        (tmp_path / f"{name}.py").write_text(source)
    for report in reports(course, tmp_path, method, seeds):
        failed = [
            test.id
            for concept in report.concepts
            for function in concept.functions
            for test in function.tests
            if test.status != "passed"
        ]
        assert not failed, report.seed
