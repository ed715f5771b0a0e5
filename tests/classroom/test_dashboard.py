"""The dashboard: what it counts, that it is safe, and that it stays small."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from grader.classroom.dashboard import render, rewrite
from grader.classroom.facts import Cause, ConceptFacts, Facts, Failure, FunctionFacts, QuizFacts
from grader.classroom.figures import correlation, count
from grader.classroom.policy import standing
from grader.classroom.rows import Row
from grader.classroom.store import AttemptRow, Store
from grader.course import ClassSettings

EVIL = "<script>alert(1)</script>\u202e"


def concept(name, earned, quiz=(), end="wrong"):
    passed = earned >= 10
    cause = Cause(id="AXIS", headline="h", explanation="the other axis", code=f"x = 1  # {EVIL}")
    function = FunctionFacts(
        name="gram",
        status="passed" if passed else "failed",
        tests=2,
        failures=[] if passed else [Failure(test=f"{name}::test_gram", end=end)],
        causes=[] if passed else [cause],
    )
    return ConceptFacts(
        id=name, title=f"Title of {name}", status=function.status, earned=earned, possible=10.0,
        functions=[function], quiz=list(quiz),
    )  # fmt: skip


def student(number, concepts, **row):
    facts = Facts(
        tier="hardened", seed=0, earned=0, possible=0, seconds=0, trouble=[], concepts=concepts
    )
    attempt = AttemptRow(1, "", "", None, "file", None, facts, "reports/s1", [], 0.0)
    counts = standing([attempt], 1, ClassSettings(), None)
    given = {
        "student": f"s{number:012}", "name": f"{EVIL} {number}", "email": "", "identifiers": {},
        "status": "graded", "concepts": counts.concepts, "earned": counts.earned,
        "possible": counts.possible, "total": counts.total, "late": counts.late, "override": None,
        "attempts": 1, "changes": [], "problem": "", "json": Path("r/reports/s1.json"),
        "html": Path("r/reports/s1.html"),
    }  # fmt: skip
    return Row(**(given | row)), counts


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


def test_what_is_counted():
    figures = count(
        student(n, [concept("01_a", 10.0 if n < 3 else 4.0), concept("02_b", 0.0, end="time")])
        for n in range(4)
    )
    assert figures.bins == [0, 0, 1, 0, 0, 3, 0, 0, 0, 0]
    assert figures.functions["01_a", "gram"].share == 0.25
    assert figures.tests["02_b::test_gram"].failed == 4
    assert figures.mistakes["02_b", "gram", "AXIS"].students == 4
    assert figures.ends == {("02_b", "gram", "time"): 4}


def test_the_median_is_that_of_those_who_have_started():
    rows = [student(number, [concept("01_a", 10.0)]) for number in (1, 2)]
    rows += [student(number, [concept("01_a", 0.0)], status="not_started") for number in (3, 4, 5)]
    page = render(count(rows), "T", anonymous=True)
    assert "the median of those who have started is <strong>100 %" in page
    assert "3 have not started" in page


def test_the_quiz_is_analysed():
    def answers(*points):
        return [
            QuizFacts(id=f"q{n}", answered=True, earned=p, possible=1) for n, p in enumerate(points)
        ]

    table = [(1, 1, 0), (1, 1, 0), (0, 0, 1), (0, 0, 1)]
    figures = count(
        student(n, [concept("01_a", 10.0, answers(*points))]) for n, points in enumerate(table)
    )
    good, bad = figures.items["01_a: q0"], figures.items["01_a: q2"]
    assert good.difficulty == 0.5
    assert bad.discrimination == pytest.approx(-1)
    assert correlation([1, 1, 1], [1, 2, 3]) is None


def test_student_text_is_escaped_and_the_one_script_is_allowed_by_its_hash():
    page = render(count([student(1, [concept("01_a", 4.0)])]), EVIL, anonymous=False)
    tags = Tags()
    tags.feed(page)
    scripts = [tag for tag, _ in tags.seen if tag == "script"]
    assert len(scripts) == 1
    assert "\u202e" not in page
    body = page[page.index("<script>") + 8 : page.index("</script>")]
    digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
    policy = next(a["content"] for t, a in tags.seen if a.get("http-equiv"))
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert not any("onclick" in attributes or "src" in attributes for _, attributes in tags.seen)


def test_anonymous_pages_name_nobody():
    row = student(1, [concept("01_a", 4.0)], name="Jane Doe", email="jane@x.edu")
    page = render(count([row]), "Course", anonymous=True)
    assert "Jane" not in page
    assert "jane@" not in page
    assert "reports/" not in page
    assert "Student 1" in page


def test_a_thousand_students_fit():
    names = [f"{n:02}_concept" for n in range(24)]
    rows = [
        student(n, [concept(name, (n * k) % 11) for k, name in enumerate(names)], name=f"Name {n}")
        for n in range(1000)
    ]
    page = render(count(rows), "Course", anonymous=False)
    assert len(page.encode()) < 2_000_000
    assert len(re.findall("<th scope=row>", page)) == 1000


def test_the_page_is_written_anew_whenever_what_it_shows_has_changed(tmp_path):
    with Store(tmp_path, create=True) as store:
        run = store.begin_run("digest", "Fundamentals", "{}", anonymous=False)
        store.put_student("s1", key="roster:ada", name="Ada", run=run)
    page = rewrite(tmp_path)
    first = page.read_bytes()
    assert b"Ada" in first

    def is_kept():
        page.write_bytes(mark := page.read_bytes() + b"<!-- as it was -->")
        return rewrite(tmp_path).read_bytes() == mark

    assert is_kept()
    with Store(tmp_path) as store:
        run = store.begin_run("digest", "Fundamentals", "{}", anonymous=False)
        store.put_student("s1", key="roster:ada", name="Ada", run=run)
    assert is_kept()  # another run that found nothing new

    with Store(tmp_path) as store:
        store.put_override("s1", 3.0, "oral exam")
    assert not is_kept()
    with Store(tmp_path) as store:
        run = store.begin_run("digest", "Fundamentals", "{}", anonymous=True)
        store.put_student("s1", key="roster:ada", name="Ada", run=run)
    assert not is_kept()
    with Store(tmp_path) as store:
        facts = student(1, [concept("03_tensor_ranks", 10.0)])[1].attempt.facts
        attempt = store.put_attempt("s1", "sources", None, "file", late=None)
        store.put_result(attempt, "signature", facts, "s1", [])
    assert not is_kept()
    page.unlink()
    assert rewrite(tmp_path).exists()


def problem(concept_id, id):
    cause = Cause(id=id, headline="h", explanation="e", code="")
    return concept("01_a", 0.0).model_copy(
        update={"id": concept_id, "functions": [], "problem": cause}
    )


def test_files_that_do_not_load_in_time_stand_under_trouble():
    late = [problem("01_a", "RUN-TIME-AT-LOAD"), problem("02_b", "SRC-SYNTAX")]
    figures = count(student(n, late) for n in range(3))
    assert figures.ends == {("01_a", "", "time"): 3}
    page = render(figures, "Course", anonymous=False)
    assert (
        "01 while the file was loaded: ran out of time (3 students)"
        in page[page.index('id="trouble"') :]
    )


def test_a_missing_file_is_no_mistake():
    figures = count([student(1, [problem("01_a", "FILE-MISSING"), problem("02_b", "SRC-SYNTAX")])])
    assert {mistake.id for mistake in figures.mistakes.values()} == {"SRC-SYNTAX"}


def test_notes_of_the_run_stand_under_trouble(tmp_path):
    def page(anonymous, *notes):
        with Store(tmp_path, create=True) as store:
            run = store.begin_run("digest", "Fundamentals", "{}", anonymous=anonymous)
            store.put_notes(run, list(notes))
            store.end_run(run)
        text = rewrite(tmp_path).read_text()
        return text[text.index('id="trouble"') :]

    assert "None." in page(False)
    told = page(False, f"zoe {EVIL}: nobody on the roster fits")
    assert "zoe &lt;script&gt;alert(1)&lt;/script&gt;" in told
    assert "nobody on the roster fits" in told
    assert "\u202e" not in told
    # Notes name people.
    nameless = page(True, "zoe: nobody on the roster fits")
    assert "zoe" not in nameless
    assert "1 note" in nameless


def test_a_run_that_was_broken_off_is_told(tmp_path):
    with Store(tmp_path, create=True) as store:
        run = store.begin_run("digest", "Fundamentals", "{}", anonymous=False)
        for name in ("ada", "ben"):
            store.put_student(name, key=name, name=name, run=run)
        store.put_notes(run, ["zoe: nobody on the roster fits"])
    page = rewrite(tmp_path).read_text()
    assert "The last run has not come to its end" in page
    assert "2 hand-ins are not graded yet" in page
    assert "Everybody graded so far has started" in page
    assert "nobody on the roster fits" in page
    assert "the grader had trouble" not in page
    with Store(tmp_path) as store:
        store.end_run(run)
    page = rewrite(tmp_path).read_text()
    assert "has not come to its end" not in page
    assert "ada: the grader had trouble" in page


def test_a_bonus_is_not_more_than_all_points():
    page = render(count([student(1, [concept("01_a", 10.0)], total=25.0)]), "T", anonymous=False)
    assert "<strong>100 %</strong>" in page
    assert "<td>25<td>10" in page


def test_names_are_in_the_order_in_which_people_count():
    names = ["anna10", "Anna1", "anna02", "bea", "7", "12", "anna1b", f"x{'9' * 5000}", "x10"]
    rows = [student(n, [concept("01_a", 4.0)], name=name) for n, name in enumerate(names)]
    assert [line.row.name for line in count(rows).lines] == [
        "7", "12", "Anna1", "anna1b", "anna02", "anna10", "bea", "x10", f"x{'9' * 5000}",
    ]  # fmt: skip
