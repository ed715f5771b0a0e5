"""A class that is killed on its way ends like one that was left alone."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from ..conftest import EXERCISES, SOLUTIONS

CONCEPT = "03_tensor_ranks"
IDIOMS = sorted((SOLUTIONS / CONCEPT / "idioms").glob("*.py"))
STUB = (EXERCISES / f"{CONCEPT}.py").read_text()
RIGHT = (SOLUTIONS / CONCEPT / "idioms" / "idiomatic.py").read_text()
HOSTILE = [
    "import os\nos._exit(0)\n",
    "while True:\n    pass\n",
    "def to_python(x):\n    return [0] * 10**10\n" + STUB,
    "def (:\n",
    "\0\xff",
    "raise SystemExit(0)\n",
    "print('x' * 10**7)\n" + RIGHT,
]


def varied(number):
    """A submission like no other: idioms, wrong answers, stubs and hostile files by turns."""
    mark = f"# student {number}\n"
    kinds = [
        lambda: IDIOMS[number % len(IDIOMS)].read_text(),
        lambda: RIGHT.replace("dim=0", "dim=1"),
        lambda: STUB,
        lambda: HOSTILE[number % len(HOSTILE)],
    ]
    return mark + kinds[number % len(kinds)]()


def make_class(root, size):
    for number in range(size):
        (root / f"student{number:03}").mkdir(parents=True)
        (root / f"student{number:03}" / f"{CONCEPT}.py").write_text(varied(number))
    return root


def start(root, out):
    arguments = ["class", root, "--out", out, "--solutions", SOLUTIONS, "--only", "03"]
    return subprocess.Popen(
        [sys.executable, "-m", "grader", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finished(out):
    """What the store holds: a row for each time that anything was graded."""
    if not (out / "class.sqlite").exists():
        return []
    with sqlite3.connect(out / "class.sqlite", timeout=10) as db:
        try:
            return db.execute(
                "SELECT attempt.student, result.signature FROM result"
                " JOIN attempt ON attempt.id = result.attempt"
            ).fetchall()
        except sqlite3.OperationalError:
            return []


def wait_for(out, count, process):
    end = time.monotonic() + 300
    while len(finished(out)) < count:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.02)


def reports(out):
    found = {}
    for path in (out / "reports").glob("*.json"):
        report = json.loads(path.read_text())
        report.pop("times")
        found[path.name] = report
    return found


@pytest.mark.parametrize("size", [12, pytest.param(300, marks=pytest.mark.long)])
def test_killed_twice_and_finished(tmp_path, size):
    root, out = make_class(tmp_path / "class", size), tmp_path / "results"

    killed = start(root, out)
    wait_for(out, size // 4, killed)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    after_kill = len(finished(out))
    assert after_kill < size

    interrupted = start(root, out)
    wait_for(out, max(size // 2, after_kill + 1), interrupted)
    os.killpg(interrupted.pid, signal.SIGINT)
    _, errors = interrupted.communicate(timeout=60)
    assert interrupted.returncode == 130, errors
    assert "Traceback" not in errors
    kept = int(re.search(r"(\d+) results? of \d+ kept in", errors)[1])
    assert after_kill < kept <= len(finished(out))
    assert "the same command goes on" in errors
    assert len(finished(out)) < size
    page = (out / "index.html").read_text()
    assert f"{out / 'index.html'} shows what there is so far" in errors
    assert "The last run has not come to its end" in page
    assert f"{size - len(finished(out))} hand-in" in page

    last = start(root, out)
    _, errors = last.communicate(timeout=1200)
    assert last.returncode == 0, errors
    assert "has not come to its end" not in (out / "index.html").read_text()

    undisturbed = start(root, tmp_path / "other")
    undisturbed.communicate(timeout=1200)
    assert len(finished(out)) == len(set(finished(out))) == size
    assert reports(out) == reports(tmp_path / "other")
    assert len(reports(out)) == size
    assert len(list((out / "reports").glob("*.html"))) == size
    assert list((out / "history").iterdir()) == []
    assert not (out / "pending").exists()
