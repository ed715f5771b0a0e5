"""Attacks from outside the worker: several files, names of folders, kinds of files, what lies beside."""

import os
import socket

import pytest

from grader.grading import Grader, Options
from grader.judging.session import run_hidden_tests
from grader.report import html
from grader.report.escape import printable
from grader.submission import MAX_SOURCE_BYTES, read_source, read_submission

from ..conftest import SOLUTIONS

FIRST, SECOND = "05_dtype_conversion", "06_reshape_transpose_matmul"
FINE = (SOLUTIONS / SECOND / "idioms" / "idiomatic.py").read_text()


def functions(report, concept):
    return {f.name: f for c in report.concepts if c.id == concept for f in c.functions}


def test_a_file_cannot_change_how_the_next_one_is_parsed(grade_sources):
    patch = (
        "import sys\n"
        "lint = sys.modules['tensorgrade_untrusted.lint']\n"
        "honest = lint.inspect\n"
        "def inspect(source, filename, forbidden):\n    return honest(source, filename, {})\n"
        "lint.inspect = inspect\n"
        "sys.modules['tensorgrade_untrusted.observer']._Operations = lambda: None\n"
    )
    cheat = FINE + "\ndef matmul_by_hand(a, b):\n    return a @ b\n"
    report = grade_sources({FIRST: patch, SECOND: cheat})
    assert functions(report, SECOND)["matmul_by_hand"].score.earned == 0


def test_nor_after_a_crash(grade_sources):
    patch = (
        "import os, sys\nlint = sys.modules['tensorgrade_untrusted.lint']\n"
        "honest = lint.inspect\n"
        "lint.inspect = lambda source, filename, forbidden: honest(source, filename, {})\n"
        "sys.modules['tensorgrade_untrusted.observer']._Operations = lambda: None\n"
        "def default_dtypes():\n    os._exit(0)\n"
        "def to_float32(t):\n    return t.float()\n"
    )
    cheat = FINE + "\ndef matmul_by_hand(a, b):\n    return a @ b\n"
    report = grade_sources({FIRST: patch, SECOND: cheat})
    assert functions(report, SECOND)["matmul_by_hand"].score.earned == 0
    assert functions(report, SECOND)["gram"].status == "passed"


def test_a_file_that_kills_the_parser_costs_only_itself(grade_sources):
    report = grade_sources({FIRST: "x = " + "(" * 5000 + ")" * 5000, SECOND: FINE})
    first, second = report.concepts
    assert first.score.earned == 0
    assert second.score.earned == second.score.possible


def test_an_answer_typed_in_for_one_seed_fails_with_the_next(grade_sources):
    typed = (
        "import torch\nSEEN = {}\ndef normalise_image(t):\n"
        "    print(t.flatten().tolist()); return t.double()\n"
    )
    first = functions(grade_sources({FIRST: typed}, seed=1), FIRST)["normalise_image"]
    second = functions(grade_sources({FIRST: typed}, seed=2), FIRST)["normalise_image"]
    inputs = [[t.printed for t in f.tests if t.printed] for f in (first, second)]
    assert inputs[0]
    assert inputs[0] != inputs[1]


def make_fifo(path):
    os.mkfifo(path)


def make_socket(path):
    socket.socket(socket.AF_UNIX).bind(str(path))


def make_huge(path):
    with path.open("wb") as file:
        file.truncate(5 * 2**30)


KINDS = {
    "a pipe": (make_fifo, "special"),
    "a socket": (make_socket, "unreadable"),
    "a folder": (lambda path: path.mkdir(), "directory"),
    "a link to a secret": (lambda path: path.symlink_to("/etc/passwd"), "symlink"),
    "a link to itself": (lambda path: path.symlink_to(path), "symlink"),
    "a link to nothing": (lambda path: path.symlink_to("/nowhere"), "symlink"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "symlink"),
    "5 GB of nothing": (make_huge, "too_large"),
    "one byte too many": (
        lambda path: path.write_bytes(b"#" * (MAX_SOURCE_BYTES + 1)),
        "too_large",
    ),
    "white space": (lambda path: path.write_text(" \n\t\n"), "empty"),
    "a notebook by another name": (
        lambda path: path.write_text('{"nbformat": 4, "cells": []}'),
        "notebook",
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_files_of_other_kinds_are_named_and_not_read(tmp_path, kind):
    make, problem = KINDS[kind]
    path = tmp_path / "01_x.py"
    make(path)
    file = read_source(path)
    assert file.problem == problem
    assert file.source == b""


NAMES = {
    "not UTF-8": b"caf\xe9",
    "terminal escapes": b"\x1b]0;owned\x07\x1b[2J",
    "new lines and commands": b"a\n::error::x",
    "direction of writing": "a\u202eb".encode(),
    "markup": b"<script>alert(1)<",
    "a formula": b"=HYPERLINK(1)",
    "an option": b"-rf",
    "dots": b"...",
    "200 characters": b"x" * 200,
    "percent and braces": b"{0}%s{{7*7}}$(id)`id`",
}


@pytest.mark.parametrize("name", NAMES)
def test_names_of_folders_are_only_text(course, zygote, tmp_path, name):
    folder = os.fsencode(tmp_path) + b"/" + NAMES[name]
    os.mkdir(folder)
    path = type(tmp_path)(os.fsdecode(folder))
    (path / f"{FIRST}.py").write_text("import torch\n")
    wanted = course.only([FIRST])

    def body(tests):
        grader = Grader(wanted, tests, zygote, Options(seed=0))
        return grader.grade(read_submission(path, [FIRST]))

    report = run_hidden_tests(wanted, body)
    report.model_dump_json().encode("utf-8")
    page = html.render(report)
    page.encode("utf-8")
    assert "<script>alert" not in page
    assert "\x1b" not in page
    assert printable(report.submission).isprintable() or "\n" in report.submission


def test_what_lies_beside_a_submission_is_never_run(command, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / f"{FIRST}.py").write_text((SOLUTIONS / FIRST / "idioms/idiomatic.py").read_text())
    trap = "import pathlib; pathlib.Path(__file__).with_suffix('.sprung').touch()\n"
    for name in (
        "conftest.py", "sitecustomize.py", "usercustomize.py", "torch.py", "grader.py", "pytest.py",
        "solutions.py", "test_hidden.py", "pytest.ini.py", "json.py",
    ):  # fmt: skip
        (mine / name).write_text(trap)
    (mine / "pytest.ini").write_text("[pytest]\naddopts = --collect-only\n")
    (mine / "x.pth").write_text("import os; os._exit(0)\n")
    (mine / "solutions").mkdir()
    (mine / "solutions" / "course.toml").write_text("title = 'mine'\n")
    done = command(mine, "--solutions", SOLUTIONS, "--only", FIRST, "--json", "-", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert '"title": "PyTorch fundamentals"' in done.stdout
    assert not list(mine.rglob("*.sprung"))


QUIZZES = {
    "a key of thirty thousand parts": b"a" + b".a" * 30_000 + b" = 1\n",
    "the same in an inline table": b"x = {a" + b".a" * 30_000 + b" = 1}\n",
    "the same as a header": b"[a" + b".a" * 30_000 + b"]\n",
    "lists in lists": b"x = " + b"[" * 60_000,
    "tables in tables": b"x = " + b"{a=" * 20_000,
    "sixty thousand digits": b"variant = " + b"9" * 60_000,
    "not UTF-8": bytes(range(256)) * 200,
    "ten thousand tables": b"[[a]]\n" * 10_000,
    "markup and escapes": b'["<script>\\u001b{0.__class__}"]\nanswer = 1\n',
}


@pytest.mark.parametrize("name", QUIZZES)
def test_a_hostile_quiz_costs_only_the_quiz(course, name):
    """Each would take a minute, or an exception of ours, if it were parsed as it stands."""
    from grader.quiz.quizzes import load_templates
    from grader.quiz.sheet import SheetProblem, read_sheet

    templates = load_templates(course.only([FIRST]).concepts[0])
    with pytest.raises(SheetProblem) as caught:
        read_sheet(QUIZZES[name], templates)
    if "thirty thousand" in name or "same" in name:
        assert "too many dots" in str(caught.value.values)
