"""`grade new` and `grade verify` as an author uses them."""

import re
import tomllib

import pytest

from grader.authoring.examples import wrong_examples
from grader.course import Concept
from grader.judging.subjects import Secrets

from ..conftest import EXERCISES, ROOT, SOLUTIONS

REFERENCE = "solutions/10_attention/reference.py"


@pytest.fixture
def new_concept(command, tmp_path):
    done = command("new", "10_attention", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path


def verify(command, folder):
    return command("verify", "10_attention", "--seeds", "2", cwd=folder)


def test_a_new_concept_holds_from_the_start(command, new_concept):
    done = verify(command, new_concept)
    assert done.returncode == 0, done.stdout
    assert "The course holds." in done.stdout
    for heading in done.stdout.splitlines()[0].split()[1:]:
        assert f"\n  {heading}: " in done.stdout
    again = command("new", "10_attention", cwd=new_concept)
    assert again.returncode == 2
    assert "already there" in again.stderr


def test_the_walk_through_of_the_docs(command, new_concept):
    text = (ROOT / "docs" / "authoring.md").read_text()
    blocks = re.findall(r"```\w+\n# (\S+)\n(.*?)```", text, re.DOTALL)
    assert len(blocks) == 6
    for path, content in blocks:
        assert (new_concept / path).is_file(), path
        (new_concept / path).write_text(content)
    done = verify(command, new_concept)
    assert done.returncode == 0, done.stdout


def test_the_files_that_the_docs_call_optional_may_be_missing(command, new_concept):
    text = (ROOT / "docs" / "authoring.md").read_text()
    table = text[text.index("## The files of a concept") : text.index("## The exercise file")]
    rows = dict(re.findall(r"^\| `([^`]+)` \| (needed|optional) \|", table, re.MULTILINE))
    solutions = new_concept / "solutions" / "10_attention"
    for name, which in rows.items():
        path = next(solutions.glob(name), None)
        if which == "optional" and path:
            path.unlink()
    assert verify(command, new_concept).returncode == 0
    for name in [name for name, which in rows.items() if which == "needed"]:
        text = (solutions / name).read_text()
        (solutions / name).unlink()
        assert verify(command, new_concept).returncode != 0, name
        (solutions / name).write_text(text)


def test_every_gap_is_listed_in_one_go_with_its_place(command, new_concept):
    solutions = new_concept / "solutions" / "10_attention"
    (solutions / "hints.toml").write_text('[double]\nhints = ["one"]\n[treble]\nhints = []\n')
    (solutions / "notes.txt").write_text("stray")
    (new_concept / "exercises" / "11_stray.py").write_text("")
    exercise = new_concept / "exercises" / "10_attention.py"
    exercise.write_text(exercise.read_text() + "\n\ndef more():\n    pass\n")
    done = verify(command, new_concept)
    assert done.returncode == 1
    for words in ("[treble]", "[double]: 3 hints", "notes.txt", "11_stray.py", "no function more"):
        assert words in done.stdout, done.stdout
    assert "Traceback" not in done.stderr


BROKEN = {
    "a weak test lets a mutant live": (
        "test_hidden.py",
        ("draw(*shape)", "draw(*shape) * 0"),
        "every hidden test passes on the mutant double: factor dropped",
    ),
    "an idiom is rejected": (
        "idioms/idiomatic.py",
        ("x + x", "x + x + 1"),
        "rejects it with seed 0",
    ),
    "a misconception is right": (
        "misconceptions.py",
        ("x * x", "x + x"),
        "squared: every hidden test of double passes",
    ),
    "a misconception cannot be told from another": (
        "misconceptions.py",
        ("return x * x", "return x.mul_(2)"),
        "in_place: DOUBLE-IN-PLACE is diagnosed as DOUBLE-SQUARED",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_gaps_that_show_when_the_tests_run(command, new_concept, name):
    filename, (old, new), expected = BROKEN[name]
    path = new_concept / "solutions" / "10_attention" / filename
    text = path.read_text()
    assert old in text
    if "weak" in name:
        text = text.replace("draw(3, 5, dtype=torch.float64).T", "draw(3, 5) * 0")
    path.write_text(text.replace(old, new))
    done = verify(command, new_concept)
    assert done.returncode == 1, done.stdout
    assert expected in done.stdout


def test_the_list_of_equivalent_mutants_is_checked_too(command, new_concept):
    path = new_concept / "solutions" / "10_attention" / "equivalent_mutants.toml"
    entry = '[[equivalent]]\nmutant = "{}"\nreason = "because"\n'
    path.write_text(
        entry.format("double: factor dropped: 2 * x -> x") + entry.format("double: gone: a -> b")
    )
    done = verify(command, new_concept)
    assert done.returncode == 1
    assert "yet a test fails on it" in done.stdout
    assert "no such mutant any more" in done.stdout


def test_a_mutant_that_never_ends_is_stopped(command, new_concept):
    (new_concept / REFERENCE).write_text(
        "def double(x):\n    left, total = 2, 0 * x\n    while left != 0:\n"
        "        total = total + x\n        left -= 1\n    return total\n"
    )
    (new_concept / "solutions" / "course.toml").write_text("[limits]\nseconds = 0.5\n")
    done = verify(command, new_concept)
    assert "Traceback" not in done.stderr
    assert re.search(r"statement dropped +\d+ +\d+ +\d+", done.stdout)


HIDDEN = "solutions/10_attention/test_hidden.py"
STUMBLES = {
    "before the call": ("    typo\n    compare(", "NameError"),
    "in a keyword": ("    dict(1, 2, 3)\n    compare(", "TypeError"),
}


@pytest.mark.parametrize("name", STUMBLES)
def test_a_hidden_test_that_is_broken_itself_is_a_gap(command, new_concept, name):
    instead, kind = STUMBLES[name]
    path = new_concept / HIDDEN
    path.write_text(path.read_text().replace("    compare(", instead, 1))
    done = verify(command, new_concept)
    assert done.returncode == 1, done.stdout
    told = [line for line in done.stdout.splitlines() if "is broken" in line]
    assert told
    assert all(f"is broken: {kind}" in line for line in told)
    assert "not a stub" not in done.stdout
    graded = command("exercises", "--solutions", "solutions", cwd=new_concept)
    assert "is broken" in graded.stdout
    assert kind in graded.stdout


def test_an_example_that_comes_out_otherwise_is_a_gap(command, new_concept):
    path = new_concept / "exercises" / "10_attention.py"
    text = path.read_text()
    number = re.search(r">>> .*\n +(.+)\n", text)
    path.write_text(text[: number.start(1)] + "tensor([123.])" + text[number.end(1) :])
    done = verify(command, new_concept)
    assert done.returncode == 1, done.stdout
    gap = next(line for line in done.stdout.splitlines() if line.startswith("✗"))
    assert "comes out as" in gap
    place = int(re.search(r"10_attention\.py:(\d+)", gap)[1])
    assert ">>>" in path.read_text().splitlines()[place - 1]


@pytest.fixture
def two_concepts(command, new_concept):
    assert command("new", "11_masks", cwd=new_concept).returncode == 0
    return new_concept


def test_several_concepts_are_proved_side_by_side(command, two_concepts):
    idiom = two_concepts / "solutions" / "11_masks" / "idioms" / "idiomatic.py"
    idiom.write_text(idiom.read_text().replace("x + x", "x + x + 1"))
    done = command("verify", "--seeds", "1", cwd=two_concepts)
    assert done.returncode == 1, done.stderr
    lines = [line.split()[0] for line in done.stdout.splitlines() if re.match(r"1\d_", line)]
    assert lines == ["10_attention", "11_masks"]
    gaps = [line for line in done.stdout.splitlines() if line.startswith("✗")]
    assert gaps
    assert all("11_masks" in gap for gap in gaps)


def test_a_course_that_cannot_be_used_is_said_in_a_sentence(command, two_concepts):
    tests = two_concepts / "solutions" / "11_masks" / "test_hidden.py"
    tests.write_text("import no_such_library\n" + tests.read_text())
    done = command("verify", "--seeds", "1", cwd=two_concepts)
    assert done.returncode == 2
    assert "no_such_library" in done.stderr
    assert "Traceback (most" not in done.stderr.partition("no_such_library")[0]


@pytest.mark.long
def test_the_course_holds(command, tmp_path):
    done = command("verify", "--exercises", EXERCISES, "--seeds", "20", cwd=tmp_path, timeout=1500)
    print(done.stdout)
    assert done.returncode == 0, done.stdout


def test_every_equivalent_mutant_has_a_reason():
    for path in SOLUTIONS.glob("*/equivalent_mutants.toml"):
        for entry in tomllib.loads(path.read_text())["equivalent"]:
            assert len(entry["reason"].split()) >= 3, (path, entry)


@pytest.mark.parametrize("concept", sorted(path.stem for path in EXERCISES.glob("*.py")))
def test_the_examples_of_the_course_come_out_as_written(concept):
    secrets = Secrets(Concept(concept, SOLUTIONS / concept))
    assert list(wrong_examples(secrets, EXERCISES / f"{concept}.py")) == []
