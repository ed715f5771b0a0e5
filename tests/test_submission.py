"""Files that cannot be read have a reason, and none of them blocks."""

import os

import pytest

from grader.submission import MAX_SOURCE_BYTES, read_source


def test_a_file_is_read_as_bytes(tmp_path):
    path = tmp_path / "a.py"
    path.write_bytes(b"\xff\xfe")
    assert read_source(path).source == b"\xff\xfe"


def make(path, kind):
    if kind == "empty":
        path.write_text("  \n")
    elif kind == "directory":
        path.mkdir()
    elif kind == "symlink":
        path.symlink_to("/etc/passwd")
    elif kind == "special":
        os.mkfifo(path)
    elif kind == "too_large":
        path.write_bytes(b"#" * (MAX_SOURCE_BYTES + 1))
    elif kind == "notebook":
        path.with_suffix(".ipynb").write_text("{}")


@pytest.mark.parametrize(
    "kind", ["missing", "empty", "directory", "symlink", "special", "too_large", "notebook"]
)
def test_problems_are_named(tmp_path, kind):
    path = tmp_path / "a.py"
    make(path, kind)
    assert read_source(path).problem == kind


def test_a_notebook_with_the_wrong_ending(tmp_path):
    path = tmp_path / "a.py"
    path.write_text('{"cells": [], "nbformat": 4}')
    assert read_source(path).problem == "notebook"
