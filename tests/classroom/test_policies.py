"""From results to grades: late rules, attempts, weights, rosters, commit times."""

import os
import subprocess
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from grader.classroom.changes import changes_between
from grader.classroom.facts import ConceptFacts, Facts
from grader.classroom.git import Git
from grader.classroom.intake import HandIn
from grader.classroom.policy import Lateness, standing
from grader.classroom.roster import RosterError, match, read_roster
from grader.classroom.signature import Conditions
from grader.classroom.store import AttemptRow, Override
from grader.course import ClassSettings, CourseError, load_course

DUE = datetime(2026, 10, 1, 12, tzinfo=UTC)
HOUR = 3600.0


def facts(**points):
    concepts = [
        ConceptFacts(id=name, title=name, status="failed", earned=e, possible=10.0, functions=[])
        for name, e in points.items()
    ]
    return Facts(
        tier="hardened", seed=0, earned=0, possible=0, seconds=0, trouble=[], concepts=concepts
    )


def attempt(number, hours=None, late=None, **points):
    modified = None if hours is None else DUE.timestamp() + hours * HOUR
    known = facts(**(points or {"a": 8.0}))
    return AttemptRow(number, "s1", f"d{number}", modified, "file", late, known, "", [], 0.0)


LATE = {
    "in time": (attempt(1, -1), 8.0),
    "within the grace": (attempt(1, 0.4), 8.0),
    "a minute after the grace": (attempt(1, 0.52), 7.2),
    "two days begun": (attempt(1, 30), 6.4),
    "no more than the most": (attempt(1, 24 * 5), 5.6),
    "closed": (attempt(1, 24 * 9), 0.0),
    "marked by the platform": (attempt(1, None, True), 7.2),
    "the platform says in time": (attempt(1, 100, False), 8.0),
    "nobody knows": (attempt(1), 8.0),
}


@pytest.mark.parametrize("name", LATE)
def test_late_rules(name):
    one, total = LATE[name]
    late = {
        "due": DUE, "grace_minutes": 30, "percent_a_day": 10, "most_percent": 30,
        "closed_after_days": 7,
    }  # fmt: skip
    counts = standing([one], 1, ClassSettings(late=late), None)
    assert counts.total == pytest.approx(total)


def test_which_attempt_counts():
    late = {"due": DUE, "percent_a_day": 50}
    attempts = [attempt(1, -2, a=6.0), attempt(2, 1, a=10.0), attempt(3, -1, a=2.0)]
    best = standing(attempts, 3, ClassSettings(attempts="best", late=late), None)
    assert (best.attempt.id, best.total) == (1, 6.0)
    last = standing(attempts, 3, ClassSettings(attempts="last", late=late), None)
    assert (last.attempt.id, last.total) == (3, 2.0)
    grown = [attempt(1, a=6.0), attempt(2, a=6.0, b=0.0)]
    assert standing(grown, 2, ClassSettings(attempts="best"), None).possible == 20.0
    # Who goes back to an earlier version has handed that one in.
    assert standing(attempts, 1, ClassSettings(), None).attempt.id == 1


def test_weights_and_overrides():
    settings = ClassSettings(weights={"a": 2.0, "b": 0.0})
    counts = standing([attempt(1, a=8.0, b=3.0)], 1, settings, None)
    assert (counts.total, counts.possible) == (16.0, 20.0)
    by_hand = standing([attempt(1)], 1, settings, Override(11.0, "oral", 0.0))
    assert (by_hand.total, by_hand.earned) == (11.0, 16.0)


def test_each_student_has_a_seed_of_their_own():
    plain = Conditions(7, "cpu", "full", "unsafe", "fork")
    secret = Conditions(7, "cpu", "full", "unsafe", "fork", "sixteen letters!")
    assert {plain.seed_of(f"s{n}") for n in range(50)} == {7}
    seeds = {secret.seed_of(f"s{n}") for n in range(50)}
    assert len(seeds) == 50
    assert all(0 <= seed < 2**32 for seed in seeds)


def test_what_a_regrading_changed():
    assert changes_between(facts(a=8.0, b=1.0), facts(a=8.0, b=3.0)) == ["b: 1/10 → 3/10"]
    assert changes_between(facts(a=8.0), facts(a=8.0)) == []


def test_every_mistake_in_the_settings_is_told_with_its_place(tmp_path):
    concept = tmp_path / "06_matmul"
    concept.mkdir()
    (concept / "reference.py").write_text("")
    (tmp_path / "course.toml").write_text(
        "[class]\nattempt = 'best'\nstudent_secret = 'short'\n[class.weights]\n'06_matmull' = 1\n"
        "[class.late]\ndue = 2026-10-01T12:00:00\npercent_per_day = 3\n"
    )
    with pytest.raises(CourseError) as caught:
        load_course(tmp_path)
    text = str(caught.value)
    for expected in (
        "class.attempt: unknown key; did you mean 'attempts'?",
        "class.student_secret:",
        "class.weights.06_matmull: no concept is called that; did you mean '06_matmul'?",
        "class.late.due: a time zone is needed, as in 2026-11-20T23:59:00+01:00",
        "class.late.percent_per_day: unknown key; did you mean 'percent_a_day'?",
    ):
        assert expected in text


def test_a_new_deadline_regrades_nothing(tmp_path):
    concept = tmp_path / "06_matmul"
    concept.mkdir()
    (concept / "reference.py").write_text("")
    digests = []
    for text in ("", "[class.late]\npercent_a_day = 5\n", "feedback = 'score'\n"):
        (tmp_path / "course.toml").write_text(text)
        digests.append(load_course(tmp_path).grading_digest)
    assert digests[0] == digests[1] != digests[2]


ROSTERS = {
    "canvas": "Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"
    '"Doe, Jane Mary",12,u1,jdoe,A\n"Roe, Rick",13,u2,rroe,A\n',
    "moodle": "Identifier,Full name,Email address\nParticipant 12,Jane Mary Doe,j@x.edu\n"
    "Participant 13,Rick Roe,r@x.edu\n",
    "any": "first name;surname;github username\nJane Mary;Doe;jdoe\nRick;Roe;rroe\n",
}
HAND_INS = {
    "canvas": HandIn("canvas:12", "doejanemary", ("12", "doejanemary")),
    "moodle": HandIn("moodle:12", "Jané Mary Doe", ("Participant 12", "Jané Mary Doe")),
    "any": HandIn("folder:hw1-jdoe", "hw1-jdoe", ("hw1-jdoe",)),
}


@pytest.mark.parametrize("kind", ROSTERS)
def test_rosters(tmp_path, kind):
    path = tmp_path / "roster.csv"
    path.write_text(ROSTERS[kind], encoding="utf-8-sig")
    stranger = HandIn("folder:zoe", "zoe", ("zoe",))
    matched = match([HAND_INS[kind], stranger], read_roster(path))
    assert matched.people[HAND_INS[kind].key].name == "Jane Mary Doe"
    assert [person.name for person in matched.absent] == ["Rick Roe"]
    assert matched.notes == ["zoe: nobody on the roster fits"]


def test_a_roster_without_people(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text("colour,size\nred,3\n")
    with pytest.raises(RosterError, match="no column says who"):
        read_roster(path)


def test_a_roster_that_is_not_there_is_named_once(tmp_path):
    with pytest.raises(RosterError) as caught:
        read_roster(tmp_path / "absent.csv")
    assert str(caught.value).count("absent.csv") == 1


def test_the_time_of_a_commit_without_running_what_the_repository_asks_for(tmp_path):
    repository, flag = tmp_path / "ada", tmp_path / "flag"
    environment = os.environ | {
        "GIT_COMMITTER_DATE": "1700000000 +0100", "GIT_AUTHOR_DATE": "1600000000 +0000",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }  # fmt: skip
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@x", "-C", str(repository)]
    subprocess.run(["git", "init", "-q", str(repository)], check=True, env=environment)
    (repository / "a.py").write_text("a = 1")
    subprocess.run([*git, "add", "."], check=True, env=environment)
    subprocess.run(
        [*git, "commit", "-qm", "x\n\ncommitter <> 1 +0000"], check=True, env=environment
    )
    evil = tmp_path / "evil.sh"
    evil.write_text(f"#!/bin/sh\ntouch {flag}\n")
    evil.chmod(0o755)
    with (repository / ".git" / "config").open("a") as config:
        config.write(
            f"[core]\n\tfsmonitor = {evil}\n\tpager = {evil}\n[log]\n\tshowSignature = true\n"
            f"[gpg]\n\tprogram = {evil}\n[alias]\n\tcat-file = !{evil}\n"
        )
    with Git() as safe:
        assert safe.committed(repository) == 1_700_000_000
        (repository / ".git" / "HEAD").write_text("ref: refs/heads/../../config\n")
        assert safe.committed(repository) is None
    assert not flag.exists()


def roster(tmp_path, text):
    path = tmp_path / "roster.csv"
    path.write_text(text)
    return read_roster(path)


def test_two_people_of_one_name_are_told_and_neither_is_given_the_hand_in(tmp_path):
    people = roster(tmp_path, "name,id\nJane Doe,1\nJane Doe,2\nRick Roe,3\n")
    by_name = [
        HandIn("folder:Jane Doe", "Jane Doe", ("Jane Doe",)),
        HandIn("canvas:99", "doejane", ("99", "doejane")),
    ]
    matched = match(by_name, people)
    assert matched.people == {}
    assert len(matched.absent) == 3
    assert matched.notes == [
        f"{name}: fits 2 people on the roster (Jane Doe [1], Jane Doe [2]), and was given to none "
        "of them; name it by the person's email or id"
        for name in ("Jane Doe", "doejane")
    ]
    by_id = match([HandIn("canvas:2", "doejane", ("2", "doejane"))], people)
    assert by_id.people["canvas:2"].identifiers == {"id": "2"}
    assert by_id.notes == []


def test_two_hand_ins_that_fit_one_person_are_told_and_neither_is_taken(tmp_path):
    people = roster(tmp_path, "name,id\nJane Doe,12\n")
    moodle = [HandIn(f"moodle:{n}", "Jane Doe", (f"Participant {n}", "Jane Doe")) for n in (1, 2)]
    matched = match(moodle, people)
    assert matched.people == {}
    assert [person.name for person in matched.absent] == ["Jane Doe"]
    assert matched.notes == [
        "Jane Doe [12]: 2 hand-ins fit (Jane Doe [1], Jane Doe [2]), and none was taken; keep one, "
        "or name one of them by the person's email or id"
    ]
    # What has the person's id goes before what has the name alone, in whichever order they come.
    canvas = [HandIn(f"canvas:{n}", "doejane", (n, "doejane")) for n in ("11", "12")]
    matched = match(canvas, people)
    assert list(matched.people) == ["canvas:12"]
    assert matched.notes == ["doejane [11]: fits Jane Doe [12], whose hand-in is doejane [12]"]
    folders = [HandIn(f"folder:{name}", name, (name,)) for name in ("Jane Doe", "12")]
    assert list(match(folders, people).people) == ["folder:12"]


def test_people_whom_the_roster_cannot_tell_apart_are_told(tmp_path):
    people = roster(tmp_path, "name\nJane Doe\nJane Doe\n")
    assert match([], people).notes == [
        "Jane Doe: 2 lines of the roster, and nothing tells them apart; "
        "give each an email or an id of their own"
    ]


def test_untouched_stubs_are_not_late():
    stubs = attempt(1, 30, a=0.0)
    (part,) = stubs.facts.concepts
    untouched = stubs.facts.model_copy(
        update={"concepts": [part.model_copy(update={"status": "not_started"})]}
    )
    late = ClassSettings(late={"due": DUE, "percent_a_day": 10})
    assert standing([stubs], 1, late, None).late.days == 2
    assert standing([replace(stubs, facts=untouched)], 1, late, None).late == Lateness()
    marked = replace(stubs, facts=untouched, late=True)
    assert standing([marked], 1, late, None).late == Lateness()
