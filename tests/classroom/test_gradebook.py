"""The gradebook's CSVs, read back as the other side reads them."""

import csv
import io
from pathlib import Path

import pytest

from grader.classroom import gradebook
from grader.classroom.policy import Lateness, Points
from grader.classroom.rows import Row
from grader.classroom.store import Override, Store

CANVAS = {"ID": "101", "SIS User ID": "s101", "SIS Login ID": "ada"}


def row(**given):
    fields = {
        "student": "s1", "name": "Ada Lovelace", "email": "ada@example.org",
        "identifiers": CANVAS, "status": "graded", "concepts": {"03_ranks": Points(7.5, 10.0)},
        "earned": 7.5, "possible": 10.0, "total": 6.75, "late": Lateness(1, 10.0),
        "override": None, "attempts": 2, "changes": [], "problem": "",
        "json": Path("reports/s1.json"), "html": Path("reports/s1.html"),
    }  # fmt: skip
    return Row(**(fields | given))


def absent(**given):
    nothing = {
        "student": "s2", "name": "Eve", "status": "not_handed_in", "earned": 0.0, "total": 0.0,
        "late": Lateness(), "attempts": 0, "json": None, "html": None,
        "concepts": {"03_ranks": Points(0.0, 10.0)},
    }  # fmt: skip
    return row(**(nothing | given))


def read(sheet):
    return list(csv.DictReader(io.StringIO(sheet.text, newline="")))


def test_plain_holds_what_is_known():
    [ada, eve] = read(gradebook.plain([row(), absent(identifiers={"github": "eve"})], "Ranks"))
    assert (ada["name"], ada["SIS Login ID"], ada["github"]) == ("Ada Lovelace", "ada", "")
    assert (ada["03_ranks"], ada["earned"], ada["possible"], ada["Ranks"]) == (
        "7.5", "7.5", "10", "6.75",
    )  # fmt: skip
    assert (ada["days late"], ada["percent off"], ada["attempts"]) == ("1", "10", "2")
    assert (eve["status"], eve["03_ranks"], eve["earned"], eve["Ranks"]) == (
        "not_handed_in", "", "", "",
    )  # fmt: skip


def test_canvas_has_its_columns_and_the_maxima():
    sheet = gradebook.canvas([row(), absent(identifiers={"ID": "102"})], "Homework 1 (1234)")
    [maxima, ada, eve] = read(sheet)
    assert list(ada) == [
        "Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Homework 1 (1234)",
    ]  # fmt: skip
    assert "Points Possible" in maxima["Student"]
    assert maxima["Homework 1 (1234)"] == "10"
    assert (ada["ID"], ada["SIS User ID"], ada["Homework 1 (1234)"]) == ("101", "s101", "6.75")
    assert eve["Homework 1 (1234)"] == ""


def test_moodle_has_grade_and_feedback():
    by_hand = Override(9.0, "plagiarism talk", 0.0)
    known = [row(), absent(email="", identifiers={"ID number": "77"}, override=by_hand, total=9.0)]
    [ada, eve] = read(gradebook.moodle(known, "Ranks"))
    assert list(ada) == ["email", "idnumber", "Ranks", "Ranks feedback"]
    assert (ada["email"], ada["Ranks"]) == ("ada@example.org", "6.75")
    assert ada["Ranks feedback"] == "7.5 of 10 points (03_ranks 7.5/10). 1 day late: 10 % off."
    assert (eve["idnumber"], eve["Ranks"]) == ("77", "9")
    assert eve["Ranks feedback"] == "The total was set by hand."
    [ada] = read(gradebook.moodle([row(override=by_hand)], "Ranks"))
    assert ada["Ranks feedback"].startswith("The total was set by hand. 7.5 of 10 points")
    assert "plagiarism" not in gradebook.moodle([row(override=by_hand)], "Ranks").text


def test_whoever_the_other_system_cannot_know_is_left_out():
    stranger = row(name="Stranger", email="", identifiers={"github": "stranger"})
    for make, lines in ((gradebook.canvas, 2), (gradebook.moodle, 1)):
        sheet = make([row(), stranger], "Ranks")
        assert sheet.left_out == ["Stranger"]
        assert len(read(sheet)) == lines


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_runs_as_a_formula(start):
    evil = f"{start}cmd|'/C calc'!A0"
    one = row(
        name=evil, email=evil, identifiers={"ID": evil, "ID number": evil}, problem=evil,
        override=Override(1.0, evil, 0.0),
    )  # fmt: skip
    for make in (gradebook.plain, gradebook.canvas, gradebook.moodle):
        text = make([one], f"{start}title").text
        cells = [cell for line in csv.reader(io.StringIO(text, newline="")) for cell in line]
        assert f"'{evil}" in cells
        assert not [cell for cell in cells if cell.startswith(start)]


@pytest.mark.parametrize("number", ["-3", "+49123", "-0.5", "-1e-05"])
def test_numbers_stay_numbers(number):
    assert gradebook.harmless(number) == number


def test_the_command(command, tmp_path):
    with Store(tmp_path, create=True) as store:
        run = store.begin_run("digest", "Fundamentals", "{}", anonymous=False)
        store.put_student("s1", key="roster:ada", name="Ada", run=run, email="a@b.org",
                          handed_in=False)  # fmt: skip
        store.put_override("s1", 12.5, "oral exam")
    done = command("export", "moodle", tmp_path, "--out", "grades.csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    with (tmp_path / "grades.csv").open(newline="") as file:
        [ada] = csv.DictReader(file)
    assert (ada["email"], ada["Fundamentals"]) == ("a@b.org", "12.5")

    done = command("export", "canvas", tmp_path, "--out", "canvas.csv", cwd=tmp_path)
    assert done.returncode == 2
    assert "no student has an id (ID, SIS User ID or SIS Login ID)" in done.stderr
    assert "run the same `grade class` again with --roster" in done.stderr
    assert "grades nothing again" in done.stderr
    assert not (tmp_path / "canvas.csv").exists()

    [ada] = csv.DictReader(io.StringIO(command("export", "csv", tmp_path, cwd=tmp_path).stdout))
    assert ada["total"] == "12.5"
    assert "Fundamentals" not in ada
    done = command("export", "csv", tmp_path, "--title", "HW 1", cwd=tmp_path)
    [ada] = csv.DictReader(io.StringIO(done.stdout))
    assert ada["HW 1"] == "12.5"
    done = command("export", "csv", tmp_path / "absent", cwd=tmp_path)
    assert done.returncode == 2
    assert "no results of a class" in done.stderr


def test_points_set_by_hand_stay_with_a_person_whose_id_changes(tmp_path):
    ids = {"SIS User ID": "77"}
    with Store(tmp_path, create=True) as store:

        def run(*students, **known):
            number = store.begin_run("digest", "Fundamentals", "{}", anonymous=False)
            for student in students:
                store.put_student(student, key=student, name="Ada", run=number, **known)
            return store.carry_overrides(number)

        run("roster", identifiers=ids, handed_in=False)
        store.put_override("roster", 70, "oral exam")
        assert run("handed in", identifiers=ids) == []
        assert {who: one.points for who, one in store.overrides().items()} == {"handed in": 70}
        assert run("renamed", identifiers=ids, email="") == []
        assert list(store.overrides()) == ["renamed"]
        # Without a roster nothing says that two are the same person: it is noted, not guessed.
        assert run("another") == ["Ada"]
        assert list(store.overrides()) == ["renamed"]
        assert run("renamed", identifiers=ids) == []
        store.put_override("renamed", None, "")
        assert run("another") == []


def test_a_twin_in_the_same_run_keeps_their_own_points(tmp_path):
    with Store(tmp_path, create=True) as store:
        number = store.begin_run("digest", "Fundamentals", "{}", anonymous=False)
        for student, ids in (("s1", {"id": "1"}), ("s2", {"id": "2"})):
            store.put_student(student, key=student, name="Jane Doe", run=number, identifiers=ids)
        store.put_override("s1", 10, "exam")
        assert store.carry_overrides(number) == []
        assert list(store.overrides()) == ["s1"]


def test_whoever_is_left_out_is_named_with_what_to_do(command, tmp_path):
    with Store(tmp_path, create=True) as store:
        run = store.begin_run("digest", "Fundamentals", "{}", anonymous=False)
        for name, ids in (("Ada", {"ID": "1"}), ("Eve", {})):
            store.put_student(name, key=name, name=name, run=run, identifiers=ids, handed_in=False)
    done = command("export", "canvas", tmp_path, cwd=tmp_path)
    assert done.returncode == 0
    assert "left out, having no id (ID, SIS User ID or SIS Login ID): Eve" in done.stderr
    assert "--roster" in done.stderr
    assert "Ada" in done.stdout
    assert "Eve" not in done.stdout
