"""The command as people run it: exit codes, messages, and what is written."""

import json
import os
import subprocess
import sys

import jsonschema
import pytest

from .conftest import EXERCISES, ROOT, SOLUTIONS

RIGHT = (SOLUTIONS / "03_tensor_ranks" / "idioms" / "idiomatic.py").read_text()


def folder(path, **sources):
    path.mkdir(exist_ok=True)
    for name, source in sources.items():
        (path / f"{name.removeprefix('c')}.py").write_text(source)
    return path


def test_the_stubs_as_shipped(command, tmp_path):
    done = command(EXERCISES, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "0 of" in done.stdout
    assert "functions wait for you" in done.stdout
    assert done.stdout.splitlines()[-1] == "report.html"
    assert (tmp_path / "report.html").read_text().startswith("<!DOCTYPE html>")


def test_json_goes_to_stdout_alone_and_fits_its_schema(command, tmp_path):
    exercises = folder(tmp_path / "mine", c03_tensor_ranks=RIGHT)
    done = command(
        "run", exercises, "--json", "-", "--solutions", SOLUTIONS, "--only", "03", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    schema = json.loads((ROOT / "docs" / "report.schema.json").read_text())
    jsonschema.validate(report, schema)
    functions = report["concepts"][0]["functions"]
    assert all(f["score"]["earned"] == f["score"]["possible"] > 0 for f in functions)
    assert done.stderr.splitlines()[-1] == "report.html"


def test_the_same_seed_gives_the_same_bytes(command, tmp_path):
    exercises = folder(tmp_path / "mine", c03_tensor_ranks=RIGHT.replace("dim=0", "dim=1"))
    texts = []
    for _ in range(2):
        done = command(
            exercises, "--json", "r.json", "--seed", "5", "--solutions", SOLUTIONS,
            "--only", "tensor_ranks", cwd=tmp_path,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        report = json.loads((tmp_path / "r.json").read_text())
        report.pop("times")
        texts.append(json.dumps(report))
    assert texts[0] == texts[1]


def test_fail_under(command, tmp_path):
    done = command(EXERCISES, "--fail-under", "60", "--only", "03", cwd=tmp_path)
    assert done.returncode == 1
    assert (tmp_path / "report.html").exists()


UNUSABLE = {
    "no folder": (["nowhere"], "there is no such folder"),
    "a file": ([str(EXERCISES / "03_tensor_ranks.py")], f"{EXERCISES} --only 03` grades it alone"),
    "another file": ([str(ROOT / "pyproject.toml")], "and this is a file\n"),
    "no exercises": ([".", "--solutions", str(SOLUTIONS)], "none of the course's exercise files"),
    "nothing at all": (
        ["."],
        "Error: .: none of the course's exercise files is here (the first would be "
        "01_pretraining.py)\n`grade init DIR` makes a folder of exercises; --solutions DIR names "
        "another course.\n",
    ),
    "unknown concept": ([str(EXERCISES), "--only", "tensor_rank"], "did you mean"),
    "a function": ([str(EXERCISES), "--only", "gram"], "06_reshape_transpose_matmul: say 06"),
    "absent device": ([str(EXERCISES), "--device", "mps"], "there is no device 'mps'"),
    "unknown option": (["run", str(EXERCISES), "--sed", "1"], "No such option"),
    "mistyped command": (["rnu", str(EXERCISES)], "did you mean 'run'"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_unusable_input(command, tmp_path, name):
    arguments, message = UNUSABLE[name]
    done = command(*arguments, cwd=tmp_path)
    assert done.returncode == 2, done.stdout
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_the_folder_around_the_exercises_is_told_from_them(command, tmp_path):
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "03_tensor_ranks.py").write_text("")
    done = command("run", ".", "--solutions", str(SOLUTIONS), cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.strip().endswith("There are some in exercises: name that folder.")


def test_a_weaker_sandbox_than_required_is_refused(command, tmp_path):
    done = command(
        EXERCISES, "--only", "03", cwd=tmp_path, CI="true", TENSORGRADE_DISABLE_LAYERS="landlock"
    )
    assert done.returncode == 4
    assert "'limited'" in done.stderr
    assert "landlock" in done.stderr


def test_a_report_that_cannot_be_written(command, tmp_path):
    done = command(EXERCISES, "--only", "03", "--html", "/proc/no/report.html", cwd=tmp_path)
    assert done.returncode == 2
    assert "could not be written" in done.stderr


@pytest.mark.parametrize("arguments", [[], ["--fail-under", "50"]])
def test_a_reader_that_leaves_early_costs_no_report(arguments, tmp_path):
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "grader", str(EXERCISES), "--only", "03", *arguments]
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(
            command, cwd=tmp_path, stdout=pipe, stderr=subprocess.PIPE, text=True, timeout=120
        )
    assert done.returncode == bool(arguments)
    assert done.stderr == ""
    assert (tmp_path / "report.html").exists()


def test_the_help_says_each_command_whole(command, tmp_path):
    done = command("--help", cwd=tmp_path, COLUMNS="80")
    assert "..." not in done.stdout.replace("[ARGS]...", "")
    assert all(line[:3] != "   " for line in done.stdout.splitlines())


def test_colour_is_decided_in_order(command, tmp_path):
    plain = command(EXERCISES, "--only", "03", cwd=tmp_path)
    forced = command(EXERCISES, "--only", "03", cwd=tmp_path, FORCE_COLOR="1")
    refused = command(EXERCISES, "--only", "03", cwd=tmp_path, FORCE_COLOR="1", NO_COLOR="1")
    assert "\x1b[" not in plain.stdout
    assert "\x1b[" in forced.stdout
    assert "\x1b[" not in refused.stdout


def test_help_imports_no_torch():
    code = (
        "import sys\nsys.argv = ['grade', '--help']\n"
        "try:\n    from grader.cli import main; main()\nexcept SystemExit: pass\n"
        "heavy = {'torch', 'pytest', 'numpy', 'pydantic', 'rich', 'jinja2'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert "grade exercises/" in done.stdout


def test_an_option_may_be_set_by_a_variable(command, tmp_path):
    done = command(EXERCISES, "--only", "03", "--json", "-", cwd=tmp_path, TENSORGRADE_SEED="11")
    assert json.loads(done.stdout)["seed"] == 11
    done = command(EXERCISES, "--only", "03", cwd=tmp_path, TENSORGRADE_SEED="many")
    assert done.returncode == 2
    assert "'--seed': 'many'" in done.stderr


def test_what_practice_data_cannot_do_is_told_in_the_words_it_was_asked_with(command, tmp_path):
    assert command("init", "mine", cwd=tmp_path).returncode == 0
    for given, environment, words in (
        (["--seed", "7"], {}, "leave --seed out"),
        ([], {"TENSORGRADE_SEED": "7"}, "the variable TENSORGRADE_SEED asks for another: unset it"),
        (["--device", "sim"], {}, "leave --device out"),
        ([], {"TENSORGRADE_DEVICE": "sim"}, "the variable TENSORGRADE_DEVICE asks for another"),
    ):
        done = command("mine", *given, cwd=tmp_path, **environment)
        assert done.returncode == 2
        assert words in done.stderr
        assert given or "--seed" not in done.stderr
