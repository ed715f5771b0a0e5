"""Device mistakes are named with their line; correct answers are not, and no score changes."""

import pytest

from grader.sandbox.client import Zygote
from grader.sandbox.launch import Limits
from grader.sandbox.targets import Target
from grader.submission import read_submission

from ..conftest import SOLUTIONS
from . import table
from .corpus import MISTAKES

FEW = MISTAKES[::19]
NAMES = [f"{m.concept[:2]}.{m.function}:{m.line}" for m in MISTAKES]


@pytest.fixture(scope="module")
def sim():
    with Zygote(Limits(call_cpu_seconds=2.0), target=Target("sim")) as process:
        yield process


@pytest.mark.parametrize(
    "mistake",
    [
        pytest.param(m, id=name, marks=[] if m in FEW else pytest.mark.long)
        for m, name in zip(MISTAKES, NAMES, strict=True)
    ],
)
def test_a_device_mistake_passes_here_and_is_named_there(course, zygote, sim, mistake, tmp_path):
    passes, found = table.caught(course, mistake, tmp_path, zygote, sim)
    assert passes
    assert found == (mistake.diagnosis, mistake.line)


def test_the_corpus_is_wide_enough():
    assert len(MISTAKES) >= 25
    assert {m.concept for m in MISTAKES} == {
        path.parent.name for path in SOLUTIONS.glob("*/reference.py")
    }


def test_portability_adds_a_remark_and_changes_nothing_else(course, zygote, tmp_path):
    mistake = next(m for m in MISTAKES if m.function == "linear")
    plain, checked = table.remarks_on(course, mistake, tmp_path, zygote)
    remark = table.function_of(checked, mistake).remarks[0]
    assert remark.text == (
        f"Passes here, would fail on a GPU: line {mistake.line} makes a tensor on the CPU."
    )
    assert (remark.id, remark.line) == ("REM-PORTABILITY", mistake.line)
    table.function_of(checked, mistake).remarks.remove(remark)
    assert checked.without_times() == plain.without_times()


LONG = [pytest.param(number, marks=pytest.mark.long) for number in "12456789"]


@pytest.mark.parametrize("number", ["3", *LONG])
def test_references_and_idioms_pass_on_the_simulated_device(course, number):
    concept = course.only([number]).concepts[0]
    passing = table.passing(course, concept)
    assert all(passing["sim"].values()), passing["sim"]
    assert all(passing["cpu"].values()), passing["cpu"]


@pytest.mark.long
@pytest.mark.parametrize("style", ["idiomatic", "loops_and_lists", "einsum_and_numpy"])
def test_no_remark_on_complete_answers_in_workers(course, zygote, tmp_path, style):
    names = [concept.id for concept in course.concepts]
    for name in names:
        source = (SOLUTIONS / name / "idioms" / f"{style}.py").read_text()
        (tmp_path / f"{name}.py").write_text(source)
    report = table.checked(course, read_submission(tmp_path, names), zygote)
    functions = [f for concept in report.concepts for f in concept.functions]
    assert {f.status for f in functions} == {"passed"}
    assert [r for f in functions for r in f.remarks if r.id == "REM-PORTABILITY"] == []
