"""What students receive: it grades, it explains, and it holds no secret."""

import ast
import gzip
import inspect
import json
import re

import pytest
import safetensors.torch
import torch

from grader.course import load_course
from grader.judging.subjects import Secrets
from grader.practice.loading import RecordedTests
from grader.practice.recorded import load_recorded

from ..conftest import EXERCISES, SOLUTIONS

CONCEPTS = sorted(path.name for path in SOLUTIONS.iterdir() if (path / "reference.py").is_file())


@pytest.fixture(scope="module")
def handout(tmp_path_factory):
    """The students' folder, made by the real command."""
    import subprocess
    import sys

    folder = tmp_path_factory.mktemp("handout") / "students"
    done = subprocess.run(
        [sys.executable, "-m", "grader", "handout", str(folder), "--exercises", str(EXERCISES),
         "--solutions", str(SOLUTIONS)],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


def graded(command, handout, tmp_path, concept, source):
    exercises = tmp_path / "exercises"
    exercises.mkdir()
    (exercises / f"{concept}.py").write_text(source)
    done = command(
        exercises, "--solutions", handout / "practice", "--only", concept, "--json", "-",
        cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_student_finds_everything(handout):
    names = {str(path.relative_to(handout)) for path in handout.rglob("*") if path.is_file()}
    assert {"README.md", ".gitignore", "practice/practice.json"} <= names
    readme = (handout / "README.md").read_text()
    assert "pip install FILE-OR-ADDRESS-FROM-YOUR-INSTRUCTOR" in readme
    for concept in CONCEPTS:
        stub = (EXERCISES / f"{concept}.py").read_bytes()
        assert (handout / "exercises" / f"{concept}.py").read_bytes() == stub
        assert f"exercises/{concept}.toml" in names
        assert f"practice/{concept}.json.gz" in names


def test_the_stubs_of_a_handout_are_graded(command, handout):
    done = command("exercises", cwd=handout)
    assert done.returncode == 0, done.stderr
    assert "functions wait for you" in done.stdout


@pytest.mark.parametrize("concept", ["06_reshape_transpose_matmul", "09_backprop_update"])
def test_right_answers_pass(command, handout, tmp_path, concept):
    source = (SOLUTIONS / concept / "idioms" / "idiomatic.py").read_text()
    report = graded(command, handout, tmp_path, concept, source)
    assert report["score"]["earned"] == report["score"]["possible"] > 0
    assert report["course"]["practice"] is True


def test_a_mistake_is_named(command, handout, tmp_path):
    source = "def gram(matrix):\n    return matrix.T @ matrix\n"
    report = graded(command, handout, tmp_path, "06_reshape_transpose_matmul", source)
    gram = next(f for f in report["concepts"][0]["functions"] if f["name"] == "gram")
    failed = [test["diagnosis"]["id"] for test in gram["tests"] if test["diagnosis"]]
    assert failed
    assert not any(name.startswith("DIFF-") for name in failed), failed


@pytest.mark.long
def test_four_fifths_of_the_misconceptions_are_named(handout, course):
    """Each misconception in the student's place, judged from the handout alone."""
    from grader.authoring.proving import unnamed_misconceptions

    tests = RecordedTests(load_recorded(handout / "practice"))
    named = total = 0
    for concept in course.concepts:
        secrets = tests.secrets(concept)
        problems = unnamed_misconceptions(secrets, tests)
        known = Secrets(concept).misconceptions
        total += len(known)
        named += sum(problem == "" for problem in problems.values())
    print(f"{named} of {total} misconceptions named")
    assert named / total >= 0.8


def test_the_secret_of_a_class_stays_at_home(course):
    from dataclasses import replace

    from grader.practice.recording import index_of

    class_ = course.settings.class_.model_copy(update={"student_secret": "planted-secret"})
    settings = course.settings.model_copy(update={"class_": class_, "seed": 987_654_321})
    text = index_of(replace(course, settings=settings)).model_dump_json()
    assert "planted-secret" not in text
    assert "987654321" not in text


def public_text(handout):
    return "\n".join(path.read_text() for path in sorted((handout / "exercises").glob("*")))


def test_no_line_of_a_reference_is_in_a_handout(handout):
    texts = [path.read_text() for path in handout.rglob("*") if path.suffix in (".py", ".md")]
    texts += [gzip.decompress(path.read_bytes()).decode() for path in handout.rglob("*.gz")]
    whole = "\n".join(texts)
    allowed = "\n".join(
        [public_text(handout)]
        + [path.read_text() for path in SOLUTIONS.glob("*/scenarios.py")]
        + [path.read_text() for path in SOLUTIONS.glob("*/hints.toml")]
    )
    for path in SOLUTIONS.glob("*/reference.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Return | ast.Assign | ast.AugAssign | ast.For | ast.If):
                continue
            line = ast.unparse(node).splitlines()[0]
            if len(line) < 24 or line in allowed:
                continue
            assert line not in whole, f"{path}:{node.lineno}: {line}"
            assert json.dumps(line)[1:-1] not in whole, f"{path}:{node.lineno}: {line}"


def test_no_code_of_a_hidden_test_or_misconception_is_in_a_handout(handout, course):
    whole = "\n".join(gzip.decompress(path.read_bytes()).decode() for path in handout.rglob("*.gz"))
    assert "def test_" not in whole
    for concept in course.concepts:
        for item in Secrets(concept).misconceptions:
            body = inspect.getsource(item.implementation).splitlines()[-1].strip()
            if len(body) > 30:
                assert json.dumps(body)[1:-1] not in whole, item.name


@pytest.mark.long
def test_no_hidden_expected_value_is_in_a_handout(handout, course):
    """What the hidden tests expect under the course's own seed, looked for in all tensors."""
    from grader.judging.session import run_hidden_tests
    from grader.judging.trial import LocalStudent, Trial

    given = set()
    for path in (handout / "practice").glob("*.json.gz"):
        record = json.loads(gzip.decompress(path.read_bytes()))
        import base64

        bodies = [seen["tensors"] for seen in record["observations"]]
        bodies += [call["body"] for test in record["tests"] for call in test["calls"]]
        for body in bodies:
            if body:
                tensors = safetensors.torch.load(base64.b64decode(body)).values()
                given |= {tensor.contiguous().numpy().tobytes() for tensor in tensors
                          if tensor.dtype not in (torch.bfloat16,)}  # fmt: skip

    def body(tests):
        hidden = []
        for concept in course.concepts:
            secrets = tests.secrets(concept)

            def new_trial(test_id, secrets=secrets):
                student = LocalStudent(secrets.reference)
                return Trial(secrets, student, test_id, seed=0, device="cpu")

            for outcome in tests.run(concept.id, new_trial):
                for exchange in outcome.exchanges:
                    seen = exchange.expected.observation
                    # A gradient of something linear is the same under every seed.
                    gradients = {node.data for node in seen.gradients or [] if node}
                    hidden += [
                        (outcome.id, tensor)
                        for name, tensor in seen._tensors.items()
                        if name not in gradients
                    ]
        return hidden

    looked_at = 0
    for test_id, tensor in run_hidden_tests(course, body):
        random = tensor.is_floating_point() and tensor.numel() >= 6
        if random and tensor.dtype is not torch.bfloat16 and tensor.unique().numel() > 4:
            whole_numbers = bool((tensor == tensor.round()).all())
            if not whole_numbers:
                looked_at += 1
                assert tensor.contiguous().numpy().tobytes() not in given, test_id
    assert looked_at > 50


@pytest.mark.long
def test_a_roster_gives_each_student_a_variant(command, tmp_path):
    (tmp_path / "roster.csv").write_text(
        "name,email,id\nAnn Lee,ann@x.org,17\nBo ../../etc,bo@x.org,../18\n"
    )
    done = command(
        "handout", tmp_path / "out", "--exercises", EXERCISES, "--solutions", SOLUTIONS,
        "--roster", "roster.csv", cwd=tmp_path, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    folders = sorted(path for path in (tmp_path / "out").iterdir())
    assert len(folders) == 2
    variants = {
        re.search(r"^variant = (\d+)$", (f / "exercises" / "06_reshape_transpose_matmul.toml")
                  .read_text(), re.M)[1]
        for f in folders
    }  # fmt: skip
    assert len(variants) == 2
    again = command(
        "handout", tmp_path / "out", "--exercises", EXERCISES, "--solutions", SOLUTIONS,
        "--roster", "roster.csv", cwd=tmp_path, timeout=300,
    )  # fmt: skip
    assert again.returncode == 2
    assert "already there" in again.stderr


REFUSED = {
    "another seed": (["exercises", "--seed", "7"], "one seed"),
    "a device": (["exercises", "--device", "cuda"], "on the CPU"),
    "verify": (["verify", "--solutions", "practice"], ""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_practice_data_cannot_do(command, handout, name):
    arguments, message = REFUSED[name]
    done = command(*arguments, cwd=handout)
    assert done.returncode in (1, 2)
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_damaged_practice_data_is_said_so(command, handout, tmp_path):
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(handout, copy)
    broken = copy / "practice" / "06_reshape_transpose_matmul.json.gz"
    broken.write_bytes(broken.read_bytes()[:100])
    done = command("exercises", "--only", "06", cwd=copy)
    assert done.returncode == 2
    assert "practice data" in done.stderr


def test_a_handout_says_that_it_has_no_references(command, handout):
    done = command("solution", "gram", cwd=handout)
    assert done.returncode == 2
    assert "did not come with these exercises; they are with your instructor" in done.stderr


@pytest.mark.parametrize("practice", ["of the handout", "bundled"])
def test_what_a_report_advises_to_explain_is_explained(command, handout, tmp_path, practice):
    item = next(
        one
        for one in Secrets(load_course(SOLUTIONS).only(["06"]).concepts[0]).misconceptions
        if one.id == "SHAPE-RESHAPE-NOT-PERMUTE"
    )
    folder = handout if practice == "of the handout" else tmp_path
    done = command("explain", item.id, cwd=folder)
    assert done.returncode == 0, done.stderr
    for told in (item.id, item.function, item.explanation, item.next_step):
        assert told in done.stdout
    code = inspect.getsource(item.implementation).splitlines()[-1].strip()
    assert code not in done.stdout
    assert "did you mean" in command("explain", item.id[:-1], cwd=folder).stderr


def test_a_quiz_of_practice_data_can_be_put_back(command, tmp_path):
    assert command("init", "mine", cwd=tmp_path).returncode == 0
    quiz = next((tmp_path / "mine").glob("06_*.toml"))
    fresh = quiz.read_bytes()
    quiz.write_text("broken = ")
    done = command("reset", "06.quiz", cwd=tmp_path / "mine")
    assert done.returncode == 0, done.stderr
    assert quiz.read_bytes() == fresh
    again = command("init", "mine", cwd=tmp_path)
    assert "nothing was changed" in again.stdout
