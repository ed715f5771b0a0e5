"""What the wheel brings along: exercises, and practice data of the course as it is now."""

import subprocess
import sys
import zipfile

import pytest

from grader.practice.bundle import bundled_practice
from grader.practice.recorded import load_recorded

from ..conftest import EXERCISES, ROOT


def test_the_practice_data_is_that_of_the_course(course):
    import json

    index = json.loads((bundled_practice() / "practice.json").read_text())
    assert index["source"] == course.digest, "record it again: see CONTRIBUTING.md"
    recorded = load_recorded(bundled_practice())
    assert [concept.id for concept in recorded.concepts] == [c.id for c in course.concepts]
    for concept in recorded.concepts:
        stub = (EXERCISES / f"{concept.id}.py").read_bytes()
        assert (bundled_practice() / "stubs" / f"{concept.id}.py").read_bytes() == stub


def test_a_folder_beside_the_course_is_told_that_all_tests_are_used(command, tmp_path):
    (tmp_path / "solutions").symlink_to(ROOT / "solutions")
    done = command("init", "mine", cwd=tmp_path)
    assert "graded with all tests of the course" in done.stdout
    assert "practice data" not in done.stdout


def test_a_self_learner_starts_from_the_package(command, tmp_path):
    done = command("init", "mycourse", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "the course's own tests may ask more" in done.stdout
    assert done.stdout.endswith("Next: grade mycourse\n")
    refused = command("solution", "gram", "--exercises", "mycourse", cwd=tmp_path)
    assert "in solutions/ of the project's repository" in refused.stderr
    stub = (EXERCISES / "06_reshape_transpose_matmul.py").read_text()
    assert (tmp_path / "mycourse" / "06_reshape_transpose_matmul.py").read_text() == stub
    source = stub + "\n\ndef gram(matrix):\n    return matrix.T @ matrix\n"
    (tmp_path / "mycourse" / "06_reshape_transpose_matmul.py").write_text(source)
    done = command("mycourse", "--only", "06", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "gram" in done.stdout
    assert "1 function" in done.stdout or "functions" in done.stdout
    assert "the course's own tests may ask more" in done.stdout
    again = command("init", "mycourse", cwd=tmp_path)
    assert "nothing was changed" in again.stdout
    kept = (tmp_path / "mycourse" / "06_reshape_transpose_matmul.py").read_text()
    assert kept == source


@pytest.mark.long
def test_the_wheel_holds_no_secret(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir",
         str(tmp_path), str(ROOT)],
        check=True, timeout=300,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "grader/bundle/practice/stubs/01_pretraining.py" in names
    assert "grader/bundle/practice/01_pretraining.json.gz" in names
    secret = ("reference.py", "test_hidden.py", "misconceptions.py", "quiz.py", "idioms")
    # The grader's own rungs and commands, and the skeleton of a new concept, share the names.
    own = ("grader/diagnosis/", "grader/commands/", "grader/authoring/templates/")
    held = [name for name in names if not name.startswith(own)]
    assert not [name for name in held if any(part in name for part in secret)]
    assert all(name.startswith(("grader/", "tensorgrade-")) for name in names)
