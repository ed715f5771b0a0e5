"""The class dashboard in a real browser: a class of all kinds, an empty one, an anonymous one."""

import pytest

from grader.classroom.dashboard import render
from grader.classroom.figures import count
from grader.classroom.store import Override

from ..classroom.test_dashboard import concept, student
from .harness import check_pages

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
        page = render(count(rows[name]), "A course", anonymous=name == "anonymous")
        path.write_text(page, encoding="utf-8")
    return paths


@pytest.fixture(scope="module")
def problems(pages):
    # Nine concepts, as in the course at hand, are seen at once.
    return check_pages(pages.values(), scripts=True, fits={".students": 1200})


@pytest.mark.parametrize("kind", ["some", "none", "anonymous"])
def test_everyone_can_read_the_dashboard(pages, problems, kind):
    assert problems[pages[kind]] == []
