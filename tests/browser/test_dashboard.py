"""The class dashboard in a real browser: a class of all kinds, an empty one, an anonymous one."""

import re

import pytest

from grader.classroom.dashboard import render
from grader.classroom.figures import count
from grader.classroom.store import Override

from ..classroom.test_dashboard import concept, student
from .harness import check_pages, dumped

pytestmark = pytest.mark.long


def untouched(name):
    return concept(name, 0.0).model_copy(update={"functions": [], "status": "not_started"})


def some_class():
    names = [f"{n:02}_a_concept_with_a_long_name" for n in range(1, 10)]
    rows = [
        student(n, [concept(name, (n * k) % 11, end="time") for k, name in enumerate(names)])
        for n in range(12)
    ]
    rows.append(student(19, [untouched(name) for name in names]))
    nothing = {"total": 0.0, "html": None, "json": None}
    rows.append(student(20, [], status="not_handed_in", name="Absent A", **nothing))
    rows.append(student(21, [], status="unusable", problem="no zip file", **nothing))
    given = Override(points=7.0, reason="illness", made=0.0)
    rows.append(student(22, [], status="not_handed_in", override=given))
    return rows


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dashboards")
    rows = {"some": some_class(), "none": [], "anonymous": some_class()}
    paths = {name: folder / f"{name}.html" for name in rows}
    for name, path in paths.items():
        anonymous = name == "anonymous"
        page = render(count(rows[name]), "A course", anonymous=anonymous, ended=not anonymous)
        path.write_text(page, encoding="utf-8")
    return paths


@pytest.fixture(scope="module")
def problems(pages):
    # Nine concepts, as in the course at hand, are seen at once.
    return check_pages(pages.values(), scripts=True, fits={".students": 1200})


@pytest.mark.parametrize("kind", ["some", "none", "anonymous"])
def test_everyone_can_read_the_dashboard(pages, problems, kind):
    assert problems[pages[kind]] == []


def test_the_script_sorts_numbers_in_names_by_their_value(tmp_path):
    names = ["anna10", "anna2", "Bea", "anna1"]
    rows = [student(n, [concept("01_a", 4.0)], name=name) for n, name in enumerate(names)]
    text = render(count(rows), "T", anonymous=False)
    # The page allows no script but its own, and somebody has to press the button.
    text = text.replace("script-src", "x-script-src").replace("default-src 'none'; ", "")
    press = "<script>document.querySelector('.students th button').click();</script>"
    page = tmp_path / "page.html"
    for presses, order in ((1, ["anna1", "anna2", "anna10", "Bea"]), (2, None)):
        page.write_text(text.replace("</body>", press * presses + "</body>"), encoding="utf-8")
        found = re.findall(r"<th scope=\"row\"><a [^>]*>(\w+)</a>", dumped(page))
        assert found == (order or ["Bea", "anna10", "anna2", "anna1"])
