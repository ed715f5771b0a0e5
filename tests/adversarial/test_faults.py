"""Faults of the machine: whatever breaks, nobody's work is lost and no student pays for it."""

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from grader.judging.subjects import LocalSubject, encode

from ..conftest import ROOT, SOLUTIONS
from . import siege
from .vault import CONCEPT

THIRD = "03_tensor_ranks"
RIGHT = (SOLUTIONS / THIRD / "idioms" / "idiomatic.py").read_text()


@pytest.fixture
def mine(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / f"{THIRD}.py").write_text(RIGHT)
    return folder


def children(pid):
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def start(mine, **more):
    arguments = ["run", str(mine), "--solutions", str(SOLUTIONS), "--only", "03"]
    return subprocess.Popen(
        [sys.executable, "-m", "grader", *arguments],
        cwd=mine.parent,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **more,
    )


def wait_for_zygote(process):
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        if found := children(process.pid):
            return found
        time.sleep(0.005)
    raise AssertionError("no zygote was started")


def gone(pid):
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(
    "delay",
    [0.7, *(pytest.param(n * 0.23, marks=pytest.mark.long) for n in range(20))],
)
@pytest.mark.parametrize("whole_group", [False, True], ids=["alone", "group"])
def test_an_interrupt_ends_with_130_and_leaves_nothing(mine, delay, whole_group):
    process = start(mine)
    zygotes = wait_for_zygote(process)
    time.sleep(delay)
    if process.poll() is None:
        (os.killpg if whole_group else os.kill)(process.pid, signal.SIGINT)
    time.sleep(0.01)
    if process.poll() is None:
        os.kill(process.pid, signal.SIGINT)  # an impatient one
    _, err = process.communicate(timeout=60)
    if process.returncode != 0:  # 0: it was done before
        assert process.returncode == 130, err
        assert "Traceback" not in err
    assert all(gone(pid) for pid in zygotes)
    names = {path.name for path in mine.parent.iterdir()}
    assert names <= {"mine", "report.html"}
    if "report.html" in names:
        assert (mine.parent / "report.html").read_text().rstrip().endswith("</html>")


SWALLOWED = {
    "a destructor": "class A:\n  def __del__(self): os.kill(os.getpid(), 2); time.sleep(1)\nA()",
    "an exec of text": "try: exec('os.kill(os.getpid(), 2); time.sleep(1)')\n"
    "except KeyboardInterrupt: pass",
    "nothing": "os.kill(os.getpid(), 2); time.sleep(1)",
}


@pytest.mark.parametrize("name", SWALLOWED)
def test_an_interrupt_is_not_forgotten(name):
    code = (
        "import os, sys, time, grader.cli, grader.__main__\n"
        f"def main():\n  exec(compile({SWALLOWED[name]!r}, 'x', 'exec'), globals())\n  sys.exit(0)\n"
        "grader.cli.main = main\ngrader.__main__.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 130, done.stderr
    assert "interrupted" in done.stderr


def test_an_interrupt_of_the_reference_is_not_its_answer():
    import types

    from grader.judging.expected import How

    def interrupted(x):
        raise KeyboardInterrupt

    subject = LocalSubject(types.SimpleNamespace(f=interrupted), None)
    call = encode((1,), {}, device="cpu", seed=0, how=How())
    with pytest.raises(KeyboardInterrupt):
        subject.observe("f", call, scenario=False)


@pytest.fixture(scope="module")
def besieged(tmp_path_factory):
    """Run `body(siege)` against a vault of its own."""
    return lambda body: siege.besiege(tmp_path_factory.mktemp("vault"), body)


@pytest.mark.parametrize("moment", [0.05, 0.3, pytest.param(0.6, marks=pytest.mark.long)])
def test_a_zygote_killed_during_a_call_costs_nobody(besieged, moment):
    def body(siege):
        slow = siege.vault.honest.replace(
            "    return x *", "    import time; time.sleep(0.2)\n    return x *"
        )
        timer = threading.Timer(moment, os.kill, (siege._pid(), signal.SIGKILL))
        timer.start()
        report = siege.grade(slow)
        timer.join()
        return report

    report = besieged(body)
    assert report.score.earned == report.score.possible
    assert all("ended from outside" in text or "started" in text for text in report.trouble)


def test_a_zygote_that_never_starts_is_our_trouble(besieged, monkeypatch):
    def body(siege):
        siege._zygote.close()
        monkeypatch.setattr("sys.executable", "/nonexistent/python")
        return siege.grade(siege.vault.honest)

    report = besieged(body)
    tests = [test for function in report.concepts[0].functions for test in function.tests]
    assert {test.end for test in tests} == {"grader_trouble"}
    assert {test.status for test in tests} == {"not_checked"}
    assert report.trouble
    assert CONCEPT in report.concepts[0].id


def no_large_files():
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


def test_a_full_disk_keeps_the_report_before(mine):
    (mine.parent / "report.html").write_text("the one before")
    process = start(mine, preexec_fn=no_large_files)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2, err
    assert "could not be written" in err
    assert (mine.parent / "report.html").read_text() == "the one before"
    assert {path.name for path in mine.parent.iterdir()} == {"mine", "report.html"}


@pytest.mark.long
def test_a_full_file_system_keeps_the_report_before(mine):
    script = (
        'set -e; mount -t tmpfs -o size=8k none "$1"; echo before > "$1/report.html"; cd "$1"; '
        'shift; "$@" || echo "code $?"; cat report.html; ls -A'
    )
    disk = mine.parent / "disk"
    disk.mkdir()
    enter = ["unshare", "--mount", *([] if os.getuid() == 0 else ["--map-root-user"])]
    if subprocess.run([*enter, "true"], capture_output=True).returncode != 0:
        pytest.skip("this system gives no mount namespace")
    command = [sys.executable, "-m", "grader", "run", str(mine), "--solutions", str(SOLUTIONS),
               "--only", "03"]  # fmt: skip
    done = subprocess.run(
        [*enter, "sh", "-c", script, "-", str(disk), *command],
        env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert "could not be written" in done.stderr, done
    assert done.stdout.splitlines()[-3:] == ["code 2", "before", "report.html"]


def test_no_folder_for_temporary_files_and_no_home(command, mine):
    nowhere = dict.fromkeys(("TMPDIR", "TMP", "TEMP", "HOME", "XDG_CACHE_HOME"), "/nonexistent")
    done = command(mine, "--solutions", SOLUTIONS, "--only", "03", cwd=mine.parent, **nowhere)
    assert done.returncode == 0, done.stderr
    assert "Every function passes" in done.stdout


@pytest.mark.long
def test_two_graders_in_one_folder(mine):
    both = [start(mine), start(mine)]
    for process in both:
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        assert "Every function passes" in out
    names = {path.name for path in mine.parent.iterdir()}
    assert names == {"mine", "report.html"}
    assert (mine.parent / "report.html").read_text().rstrip().endswith("</html>")


def test_a_clock_that_jumps_changes_no_verdict(besieged, monkeypatch):
    def body(siege):
        jumps = iter(range(10**9, 2 * 10**9, 10**6))
        monkeypatch.setattr(time, "time", lambda: float(next(jumps)))
        return siege.grade(siege.vault.honest)

    report = besieged(body)
    monkeypatch.undo()
    assert report.score.earned == report.score.possible
    assert json.loads(report.model_dump_json())["times"]["seconds"] >= 0
