"""Every exchange format read back by a reader that is not ours, a hostile submission included."""

import base64
import json
import re
import subprocess
import sys
import zipfile

import junitparser
import pytest
from markdown_it import MarkdownIt

from grader.report.exchange import (
    classroom50,
    classroom_reporter,
    github,
    gradescope,
    junit,
    markdown,
)
from grader.report.exchange.checks import checks

from ..conftest import EXERCISES, ROOT, SOLUTIONS

EVIL = "]]> <b>x</b> | `a` ```\n::error::owned\n=1+1 & \x1b[31m \x00 \u202e"
SOURCE = f"""
def make_tensors():
    raise RuntimeError({EVIL!r})
def rank_of(nested):
    return 1
def describe(tensor):
    print({EVIL!r})
    return {EVIL!r}
def to_python(tensor):
    return tensor.tolist()
"""


@pytest.fixture(scope="module")
def report(grade_sources):
    return grade_sources({"03_tensor_ranks": SOURCE})


@pytest.fixture(scope="module")
def every(report):
    return list(checks(report))


def outcomes(every):
    return [sum(c.status in kinds for c in every) for kinds in (
        {"failed"}, {"error"}, {"not_started", "not_checked"},
    )]  # fmt: skip


def test_junit_is_read_without_loss(report, every, tmp_path):
    path = tmp_path / "junit.xml"
    path.write_text(junit.render(report))
    read = junitparser.JUnitXml.fromfile(str(path))
    assert read.tests == len(every)
    assert [read.failures, read.errors, read.skipped] == outcomes(every)
    cases = [case for suite in read for case in suite]
    assert len({(case.classname, case.name) for case in cases}) == len(every)
    assert any("owned" in (result.text or "") for case in cases for result in case.result)


def test_gradescope_adds_up(report, every):
    result = json.loads(gradescope.render(report))
    assert result["score"] == report.score.earned
    assert sum(test["score"] for test in result["tests"]) == pytest.approx(result["score"])
    assert sum(test["max_score"] for test in result["tests"]) == report.score.possible
    assert len(result["tests"]) == len(every)
    allowed = {
        "score", "max_score", "status", "name", "name_format", "number", "output",
        "output_format", "tags", "visibility", "extra_data",
    }  # fmt: skip
    for test in result["tests"]:
        assert set(test) <= allowed
        assert test["status"] in ("passed", "failed")
        assert test["output_format"] in ("text", "html", "simple_format", "md", "ansi")
        assert test["visibility"] in ("visible", "hidden", "after_due_date", "after_published")


def test_classroom50_follows_its_contract(report, every):
    environment = {
        "CLASSROOM": "cs1", "ASSIGNMENT": "tensors", "OWNER": "alice", "USERNAME": "alice",
        "SUBMISSION_TAG": "submit/2026-06-01T14-32-05Z-a1b2c3d", "COMMIT_URL": "https://x/c",
        "RELEASE_URL": "https://x/r",
    }  # fmt: skip
    result = json.loads(classroom50.render(report, environment))
    assert result["schema"] == "classroom50/result/v1"
    assert set(result) == {
        "schema", "classroom", "assignment", "assignment_type", "owner", "submission", "commit",
        "release", "review", "datetime", "score", "max-score", "tests",
    }  # fmt: skip
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", result["datetime"])
    assert result["submission"].startswith("submit/")
    for entry in [result, *result["tests"]]:
        assert type(entry["score"]) is int
        assert type(entry["max-score"]) is int
        assert 0 <= entry["score"] <= entry["max-score"]
    assert len(result["tests"]) == len(every)
    assert result["score"] * report.score.possible == pytest.approx(
        result["max-score"] * report.score.earned
    )


@pytest.mark.parametrize(
    ("values", "factor"), [([1.0, 2.0], 1), ([0.5, 2.0], 2), ([0.25], 4), ([1 / 3], 1000)]
)
def test_points_become_whole_numbers(values, factor):
    assert classroom50.whole_factor(values) == factor


def test_the_old_reporter_gets_base64(report, every):
    name, _, value = classroom_reporter.render(report).strip().partition("=")
    result = json.loads(base64.b64decode(value, validate=True))
    assert name == "result"
    assert result["max_score"] == report.score.possible
    assert [test["status"] for test in result["tests"]].count("pass") == sum(
        check.status == "passed" for check in every
    )


def test_annotations_are_the_only_commands(report):
    lines = github.render(report, "exercises").splitlines()
    assert len(lines) == 2
    error = re.fullmatch(r"::error (?P<properties>[^:]*)::(?P<data>.*)", lines[0])
    assert error
    properties = dict(pair.split("=", 1) for pair in error["properties"].split(","))
    assert properties["file"] == "exercises/03_tensor_ranks.py"
    assert int(properties["line"]) > 0
    assert "%0A" in error["data"]
    assert lines[1].startswith("::notice title=tensorgrade::")


def test_ten_annotations_and_how_many_were_left_out(report):
    concept = report.concepts[0]
    many = [
        concept.model_copy(
            update={
                "id": f"{n:02}_c",
                "file": f"{n:02}_c.py",
                "functions": [
                    function.model_copy(update={"tests": [
                        test.model_copy(update={"id": f"{n:02}_c::{test.id.partition('::')[2]}"})
                        for test in function.tests
                    ]})
                    for function in concept.functions
                ],
            }
        )
        for n in range(12)
    ]  # fmt: skip
    lines = github.render(report.model_copy(update={"concepts": many})).splitlines()
    assert sum(line.startswith("::error") for line in lines) == 10
    assert "3 more concepts" in lines[9]


def test_markdown_holds_no_markup_of_a_student(report):
    text = markdown.render(report)
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    fences = [token for token in tokens if token.type == "fence"]
    inline = [child for token in tokens for child in token.children or []]
    assert len(fences) == len(markdown.first_failures(report))
    assert any("owned" in token.content for token in fences)
    assert not any("owned" in token.content for token in inline)
    kinds = {token.type for token in [*tokens, *inline]}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "code_block"}
    assert not {"\x1b", "\u202e", "\x00"} & set(text)


def test_markdown_is_cut_between_functions(report):
    whole, cut = markdown.render(report), markdown.render(report, limit=900)
    assert len(cut.encode()) <= 1000 < len(whole.encode())
    assert "more functions fail" in cut


def test_options_of_run(command, tmp_path):
    folder = tmp_path / "exercises"
    folder.mkdir()
    (folder / "03_tensor_ranks.py").write_text(SOURCE)
    summary = tmp_path / "summary.md"
    done = command(
        folder, "--solutions", SOLUTIONS, "--only", "03", "--junit", "j.xml", "--markdown", "m.md",
        "--github", "--json", "r.json", cwd=tmp_path, GITHUB_STEP_SUMMARY=str(summary),
        GITHUB_WORKSPACE=str(tmp_path),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert junitparser.JUnitXml.fromfile(str(tmp_path / "j.xml")).tests > 10
    assert (tmp_path / "m.md").read_text() == summary.read_text()
    assert "::error file=exercises/03_tensor_ranks.py" in done.stdout
    stopped = re.search(r"::stop-commands::(\w{32})\n(.*?)\n::\1::\n", done.stdout, re.DOTALL)
    assert stopped, done.stdout
    rest = done.stdout.replace(stopped[0], "")
    commands = [line for line in rest.splitlines() if line.lstrip().startswith("::")]
    assert all(line.startswith(("::error file=", "::notice title=")) for line in commands)
    for name in ("junit", "markdown", "github", "gradescope", "classroom50"):
        exported = command("export", name, "r.json", cwd=tmp_path)
        assert exported.returncode == 0, exported.stderr
        assert exported.stdout
        dash = command("export", name, "r.json", "--out", "-", cwd=tmp_path)
        assert dash.stdout == exported.stdout
        assert not (tmp_path / "-").exists()


def test_what_is_no_report_is_said_so(command, tmp_path):
    (tmp_path / "no.json").write_text('{"score": 1}')
    done = command("export", "junit", "no.json", cwd=tmp_path)
    assert done.returncode == 2
    assert "not a report" in done.stderr
    done = command("export", "junit", "absent.json", cwd=tmp_path)
    assert done.returncode == 2
    assert "cannot be read" in done.stderr


def test_the_gradescope_zip_grades(command, tmp_path):
    done = command("export", "gradescope-zip", SOLUTIONS, "--out", "up.zip", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    root = tmp_path / "autograder"
    for name in ("source", "submission", "results"):
        (root / name).mkdir(parents=True)
    with zipfile.ZipFile(tmp_path / "up.zip") as archive:
        assert {"setup.sh", "run_autograder", "requirements.txt"} <= set(archive.namelist())
        assert archive.getinfo("run_autograder").external_attr >> 16 & 0o111
        archive.extractall(root / "source")
    (root / "submission" / "03_tensor_ranks.py").write_text(SOURCE)
    path = f"{tmp_path / 'bin'}:/usr/bin:/bin"
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    (tmp_path / "bin" / "python3").chmod(0o755)
    run = ["bash", str(root / "source" / "run_autograder")]
    environment = {"AUTOGRADER_ROOT": str(root), "PATH": path}
    subprocess.run(run, env=environment, check=True, capture_output=True, timeout=120)
    result = json.loads((root / "results" / "results.json").read_text())
    assert result["score"] > 0
    (root / "submission" / "03_tensor_ranks.py").unlink()
    subprocess.run(run, env=environment, capture_output=True, timeout=120)
    result = json.loads((root / "results" / "results.json").read_text())
    assert result["score"] == 0
    assert "could not read" in result["output"]


WORKFLOWS = {
    "action.yml": "vendor.github-actions",
    "docs/ci/github-student.yml": "vendor.github-workflows",
    "docs/ci/github-class.yml": "vendor.github-workflows",
    "docs/ci/gitlab-student.yml": "vendor.gitlab-ci",
    "docs/ci/gitlab-class.yml": "vendor.gitlab-ci",
}


@pytest.mark.parametrize("path", WORKFLOWS)
def test_ready_workflows_fit_their_schemas(path):
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", WORKFLOWS[path], path],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", WORKFLOWS)
def test_no_expression_reaches_a_shell(path):
    """`${{ … }}` inside a `run:` would let whoever sets it write shell."""
    text = (ROOT / path).read_text()
    for block in re.findall(r"run: \|\n((?:(?: {8,}.*)?\n)+)", text):
        assert "${{" not in block, block


@pytest.mark.parametrize("line", ["numpyy", "x = ("])
def test_a_broken_file_is_told_once_at_the_file(grade_sources, line):
    stub = (EXERCISES / "03_tensor_ranks.py").read_text()
    begun = stub.replace("raise NotImplementedError", "return 1", 2)
    for source, errors in ((stub, 1), (begun, None)):
        report = grade_sources({"03_tensor_ranks": f"{source}{line}\n"})
        (concept,) = report.concepts
        read = junitparser.JUnitXml.fromstring(junit.render(report))
        cases = [case for suite in read for case in suite]
        assert cases[0].classname == "03_tensor_ranks.file"
        assert concept.problem.headline in cases[0].result[0].message
        assert errors is None or read.errors == errors
        assert markdown.render(report).count("### ") == 1
        commands = github.render(report).splitlines()
        assert len(commands) == 2
        assert f"line={concept.problem.line}," in commands[0]
        assert sum(check.points for check in checks(report)) == report.score.possible
