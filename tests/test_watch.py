"""`grade watch`: the real command on a terminal, and its screen's layout."""

import io
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from grader.studying.hints import Hint
from grader.watch.changes import Saved, saved
from grader.watch.desk import Desk
from grader.watch.screen import View, as_text, compose

from .conftest import EXERCISES, SOLUTIONS
from .driver import OnTerminal

CONCEPT = "03_tensor_ranks"
RIGHT = (SOLUTIONS / CONCEPT / "idioms" / "idiomatic.py").read_text()
WRONG = RIGHT.replace("dim=0", "dim=1")
PASSES = "every function of 03 passes"


@pytest.fixture
def home(tmp_path):
    """A course of one concept, and in `mine` a student's copy of its exercises."""
    shutil.copytree(SOLUTIONS / CONCEPT, tmp_path / "solutions" / CONCEPT)
    for name in ("exercises", "mine"):
        (tmp_path / name).mkdir()
        for suffix in (".py", ".toml"):
            shutil.copy(EXERCISES / f"{CONCEPT}{suffix}", tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["/x/03_b.py"], [("03_b", False)]),
        (["/x/03_b.toml"], [("03_b", True)]),
        (["/x/03_b.toml", "/x/03_b.py", "/x/01_a.py"], [("01_a", False), ("03_b", False)]),
        (["/x/.03_b.py.swp", "/x/03_b.py~", "/x/4913", "/x/03_b.py.1.bak", "/x/09_z.py"], []),
    ],
)
def test_which_concepts_a_save_is_about(paths, expected):
    assert saved(paths, ["01_a", "03_b"]) == expected


@pytest.fixture(scope="module")
def failing(grade_sources):
    return grade_sources({CONCEPT: WRONG})


@pytest.fixture
def lines():
    def draw(width, height, report, **parts):
        console = Console(file=io.StringIO(), highlight=False, markup=False)
        keys = {"h": "hint", "a": "answer the quiz", "n": "next (04)", "q": "quit"}
        view = View(report, report, keys=keys, **parts)
        return as_text(compose(view, console, width, height), console)

    return draw


HINT = Hint("Look at the first dimension. " * 8, 2, 3)


@pytest.mark.parametrize("size", [(79, 24), (39, 15), (20, 6), (10, 2)])
@pytest.mark.parametrize("hint", [None, HINT])
def test_the_screen_fits(lines, failing, size, hint):
    drawn = lines(*size, failing, hint=hint, message="could not be graded; " * 20)
    assert len(drawn) <= size[1]
    assert max(map(cell_len, drawn)) <= size[0]


def test_the_parts_come_in_order(lines, failing):
    drawn = "\n".join(lines(79, 24, failing, hint=HINT, message="a message"))
    order = ["03  5/6", "✗ batch_images", "43 | def batch_images", "hint 2 of 3", "a message",
             "5/6 functions  ################----", "q:quit"]  # fmt: skip
    places = [drawn.find(part) for part in order]
    assert -1 not in places
    assert places == sorted(places)
    assert "grade solution" not in drawn


def test_a_small_screen_keeps_the_diagnosis_and_the_keys(lines, failing):
    drawn = lines(39, 15, failing, hint=HINT)
    text = "\n".join(drawn)
    for part in (
        "✗ batch_images",
        "dimensions are in another order",
        "more line",
        "hint 2",
        "q:quit",
    ):
        assert part in text
    tall = lines(39, None, failing, hint=HINT)
    assert not any("more line" in line for line in tall)
    assert any("Next:" in line for line in tall)


def test_done_comes_with_the_way_to_the_solution(lines, grade_sources):
    text = "\n".join(lines(79, 24, grade_sources({CONCEPT: RIGHT})))
    assert PASSES in text
    assert "grade solution make_tensors" in text
    assert "####################" in text


def test_trouble_of_ours_keeps_the_last_result(course, failing, home):
    class Troubled:
        def __init__(self):
            self.course = course.only([CONCEPT])
            self.results = iter([failing])

        def only(self, concept):
            return self

        def grade(self, submission):
            return next(self.results)

    desk = Desk(Troubled(), home / "mine")
    desk.grade_all(lambda concept: None)
    assert desk.message == ""
    desk.grade([Saved(CONCEPT)])
    assert desk.report is failing
    assert "could not be graded; the result before stays" in desk.message


def test_what_passes_now_is_said(course, grade_sources, home):
    results = iter([grade_sources({CONCEPT: source}) for source in (WRONG, RIGHT, RIGHT)])

    class Graded:
        def __init__(self):
            self.course = course.only([CONCEPT])

        def only(self, concept):
            return self

        def grade(self, submission):
            return next(results)

    desk = Desk(Graded(), home / "mine")
    desk.grade_all(lambda concept: None)
    assert desk.message == ""
    desk.grade([Saved(CONCEPT)])
    assert desk.message == "✓ batch_images passes"
    desk.grade([Saved(CONCEPT)])
    assert desk.message == ""
    assert desk.after is None


@pytest.mark.parametrize("finished", [True, False])
def test_the_next_concept_is_always_at_hand(course, grade_sources, home, finished):
    other = "06_reshape_transpose_matmul"
    sources = {CONCEPT: RIGHT, other: (SOLUTIONS / other / "idioms" / "idiomatic.py").read_text()}
    if not finished:
        sources[other] = "import torch\n"
    reports = {name: grade_sources({name: source}) for name, source in sources.items()}

    class Graded:
        def __init__(self, concept):
            self.course, self.concept = course.only([CONCEPT, other]), concept

        def only(self, concept):
            return Graded(concept)

        def grade(self, submission):
            return reports[self.concept]

    desk = Desk(Graded(""), home / "mine")
    desk.grade_all(lambda concept: None)
    for _ in range(2):
        before = desk.concept.id
        assert desk.after or not finished
        desk.go_on()
        assert desk.concept.id != before


def save_by_rename(path: Path, text: str) -> None:
    path.with_suffix(".tmp").write_text(text)
    path.with_suffix(".tmp").replace(path)


def kill_zygote(parent: int) -> None:
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    assert children
    for child in children:
        os.kill(int(child), signal.SIGKILL)


def test_an_evening_of_a_student(home):
    file = home / "mine" / f"{CONCEPT}.py"
    with OnTerminal("watch", "mine", "--solutions", "solutions", cwd=home) as watch:
        watch.wait_for("Next: write make_tensors", "h:hint", "0/6 functions")
        file.write_text(WRONG)
        screen = watch.wait_for(
            "imensions are in another order", "5 more functions pass", "5/6 functions"
        )
        assert len(screen) <= 24
        watch.press("h")
        watch.wait_for("hint 1 of 3")
        file.write_text("def broken(:\n")
        assert "h:hint" not in "\n".join(watch.wait_for("could not read line 1", "r:reset"))
        file.unlink()
        watch.wait_for("is not there")
        kill_zygote(watch.process.pid)
        save_by_rename(file, RIGHT)
        watch.wait_for(PASSES, "grade solution", "6/6 functions")
        drawn = watch.times_drawn()
        watch.process.send_signal(signal.SIGSTOP)
        watch.process.send_signal(signal.SIGCONT)
        watch.wait_for_redraw(drawn)
        watch.resize(40, 15)
        file.write_text(WRONG)
        screen = watch.wait_for("batch_images", "more line", "q:quit")
        assert len(screen) <= 15
        assert max(map(len, screen)) < 40
        watch.press("r")
        watch.wait_for("Put back the stub of batch_images?", "y:put")
        watch.press("n")
        watch.press("ry")
        watch.wait_for("Next: write batch_images")
        assert RIGHT.partition("def batch_images")[0] in file.read_text()
        assert watch.modes() != watch.modes_before
        watch.press("q")
        assert watch.wait_for_end() == 0
        assert watch.modes() == watch.modes_before
        assert "Traceback" not in watch.everything()


@pytest.mark.parametrize("how", ["key", "term"])
def test_interrupted_the_terminal_is_as_before(home, how):
    with OnTerminal("watch", "mine", "--solutions", "solutions", cwd=home) as watch:
        watch.wait_for("Starting")
        assert watch.modes() != watch.modes_before
        if how == "key":
            watch.press("\x03")
        else:
            watch.process.send_signal(signal.SIGTERM)
        assert watch.wait_for_end() == 130
        assert watch.modes() == watch.modes_before
        assert "Traceback" not in watch.everything()


def test_without_a_terminal_each_save_prints_a_report(home):
    command = [sys.executable, "-m", "grader", "watch", "mine", "--solutions", "solutions"]
    with subprocess.Popen(
        [*command, "--poll"], cwd=home, text=True, env=os.environ | {"COLUMNS": "80"},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as watch:  # fmt: skip
        lines = iter(watch.stdout.readline, "")
        assert any("Next: write make_tensors" in line for line in lines)
        (home / "mine" / f"{CONCEPT}.py").write_text(RIGHT)
        assert any(PASSES in line for line in lines)
        watch.send_signal(signal.SIGINT)
        rest, errors = watch.communicate(timeout=30)
        assert watch.returncode == 130
        assert errors.strip() == "interrupted"
        assert "q:quit" not in rest
        assert "\x1b" not in rest
