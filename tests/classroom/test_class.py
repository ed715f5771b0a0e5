"""`grade class` as an instructor runs it: what is written, and what is not done twice."""

import json
import os
import re
import sqlite3

import pytest

from grader.classroom.facts import ConceptFacts, Facts
from grader.classroom.rows import read_rows
from grader.classroom.store import Store

from ..conftest import EXERCISES, SOLUTIONS

CONCEPT = "03_tensor_ranks"

RIGHT = (SOLUTIONS / CONCEPT / "idioms" / "idiomatic.py").read_text()
WRONG = RIGHT.replace("dim=0", "dim=1")
STUB = (EXERCISES / f"{CONCEPT}.py").read_text()


def hand_in(root, student, source, inside=""):
    folder = root / student / inside
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{CONCEPT}.py").write_text(source)


def rows(out, query):
    with sqlite3.connect(out / "class.sqlite") as db:
        return db.execute(query).fetchall()


@pytest.fixture
def grade_class(command, tmp_path):
    def run(submissions, *options, **environment):
        return command(
            "class", submissions, "--out", tmp_path / "results", "--solutions", SOLUTIONS,
            "--only", "03", "--jobs", "1", *options, cwd=tmp_path, **environment,
        )  # fmt: skip

    return run


def test_a_class_of_folders(grade_class, tmp_path):
    root, out = tmp_path / "class", tmp_path / "results"
    hand_in(root, "ada", RIGHT)
    hand_in(root, "ben <b>", WRONG, "exercises")
    hand_in(root, "cyd", STUB)
    (root / "dan").mkdir()

    done = grade_class(root)

    assert done.returncode == 0, done.stderr
    assert "3 graded, 0 unchanged" in done.stdout
    assert "dan: none of the course's exercise files is in it" in done.stdout
    reports = [json.loads(path.read_text()) for path in (out / "reports").glob("*.json")]
    points = {report["submission"]: report["score"]["earned"] for report in reports}
    assert points["ada"] > points["ben <b>"] > points["cyd"]
    assert points["cyd"] == 0
    assert len(list((out / "reports").glob("*.html"))) == 3

    # Only what has changed is graded again, and the old result of a student stays.
    hand_in(root, "cyd", RIGHT)
    done = grade_class(root)
    assert "1 graded, 2 unchanged" in done.stdout
    assert len(rows(out, "SELECT * FROM result")) == 4
    assert len(list((out / "history").glob("*.json"))) == 1
    page = (out / "index.html").read_text()
    assert "ben &lt;b&gt;" in page
    assert "ben <b>" not in page


def test_a_time_first_seen_stands_until_it_is_taken_anew(grade_class, tmp_path):
    def times(*options):
        assert grade_class(tmp_path / "class", *options).returncode == 0
        return [time for (time,) in rows(tmp_path / "results", "SELECT modified FROM attempt")]

    hand_in(tmp_path / "class", "ada", STUB)
    file = tmp_path / "class" / "ada" / f"{CONCEPT}.py"
    os.utime(file, (2e9, 2e9))
    assert times() == [2e9]
    os.utime(file, (1e9, 1e9))
    assert times() == [2e9]
    assert times("--force") == [1e9]


def test_a_class_needs_a_course_of_its_own(command, tmp_path):
    hand_in(tmp_path / "class", "ada", RIGHT)
    done = command("class", "class", "--out", "results", cwd=tmp_path)
    assert done.returncode == 2
    assert "--solutions" in done.stderr


def test_one_submission_is_not_a_class(grade_class, tmp_path):
    hand_in(tmp_path, "ada", RIGHT)
    done = grade_class(tmp_path / "ada")
    assert done.returncode == 2
    assert "this is one submission" in done.stderr


def test_a_weaker_sandbox_than_required_stops_the_class(grade_class, tmp_path):
    hand_in(tmp_path / "class", "ada", RIGHT)
    done = grade_class(
        tmp_path / "class", "--require", "hardened", TENSORGRADE_DISABLE_LAYERS="landlock"
    )
    assert done.returncode == 4
    assert rows(tmp_path / "results", "SELECT * FROM result") == []


def test_a_grade_set_by_hand_survives_grading_again(command, grade_class, tmp_path):
    hand_in(tmp_path / "class", "ada", STUB)
    grade_class(tmp_path / "class")
    done = command(
        "override", "Ada", "7", "--results", "results", "--reason", "oral <i>exam", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "1 graded" in grade_class(tmp_path / "class", "--force").stdout
    (row,) = read_rows(tmp_path / "results")
    assert (row.total, row.override.reason) == (7, "oral <i>exam")
    assert "oral &lt;i&gt;exam" in (tmp_path / "results" / "index.html").read_text()
    unknown = command("override", "Bea", "7", "--results", "results", "--reason", "x", cwd=tmp_path)
    assert unknown.returncode == 2


def test_a_roster_that_is_not_there_leaves_no_results_behind(grade_class, tmp_path):
    hand_in(tmp_path / "class", "ada", RIGHT)
    done = grade_class(tmp_path / "class", "--roster", "absent.csv")
    assert done.returncode == 2
    assert done.stderr.count("absent.csv") == 1
    assert not (tmp_path / "results").exists()


def test_overrides_of_a_wrong_name_or_of_too_many_points(command, tmp_path):
    with Store(tmp_path, create=True) as store:
        run = store.begin_run("digest", "Fundamentals", "{}", anonymous=False)
        for n in range(40, 0, -1):
            store.put_student(f"s{n}", key=f"folder:{n}", name=f"Person {n:02}", run=run)
        store.put_student("ada", key="folder:ada", name="Ada", run=run)
        attempt = store.put_attempt("ada", "sources", None, "file", late=None)
        part = ConceptFacts(
            id="a", title="a", status="failed", earned=1.0, possible=10.0, functions=[]
        )
        facts = Facts(tier="hardened", seed=0, earned=1.0, possible=10.0, seconds=0.0, trouble=[],
                      concepts=[part])  # fmt: skip
        store.put_result(attempt, "signature", facts, "reports/ada", [])
        store.make_current("ada", attempt)

    def override(name, points, *more):
        return command(
            "override", name, points, "--results", tmp_path, "--reason", "oral", *more, cwd=tmp_path
        )

    unknown = override("Persan 07", 3)
    assert unknown.returncode == 2
    named = re.findall(r"'(Person \d\d)'", unknown.stderr)
    assert "did you mean" in unknown.stderr
    assert "Person 07" in named
    assert named == sorted(named)
    assert len(named) <= 10
    assert "Person" not in override("Xqzj", 3).stderr

    assert override("Ada", 10).stderr == ""
    done = override("Ada", 900)
    assert done.returncode == 2
    assert "900 is more than the 10 points possible; say --bonus if that is meant" in done.stderr
    assert [row.total for row in read_rows(tmp_path) if row.name == "Ada"] == [10]
    for odd in ("nan", "inf"):
        done = override("Ada", odd, "--bonus")
        assert done.returncode == 2
        assert f"'{odd}' is not a number of points" in done.stderr
    done = override("Ada", 900, "--bonus")
    assert (done.returncode, done.stdout.strip()) == (0, "Ada: 900 points by hand")
    (row,) = [row for row in read_rows(tmp_path) if row.name == "Ada"]
    assert row.total == 900


def test_a_part_does_not_replace_the_results_of_more(command, tmp_path):
    hand_in(tmp_path / "class", "ada", RIGHT)

    def grade(*concepts):
        only = [word for concept in concepts for word in ("--only", concept)]
        return command(
            "class", "class", "--out", "results", "--solutions", SOLUTIONS, *only, cwd=tmp_path
        )

    assert grade("03").returncode == 0
    assert grade("03", "04").returncode == 0  # more than before is no part
    before = read_rows(tmp_path / "results")
    refused = grade("03")
    assert refused.returncode == 2
    assert "04_numpy_and_devices" in refused.stderr
    assert "--out of its own" in refused.stderr
    assert read_rows(tmp_path / "results") == before
    assert len(before[0].concepts) == 2
    assert "1 unchanged" in grade("03", "04").stdout
