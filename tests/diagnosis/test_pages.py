"""Every kind of diagnosis has a page, and the pages in docs/ are those that would be made now."""

import pytest

from grader.diagnosis import pages
from grader.diagnosis.texts import texts

from ..conftest import ROOT


@pytest.fixture(scope="module")
def made(course):
    return pages.pages_of(course)


@pytest.mark.parametrize("name", texts())
def test_every_text_has_a_page_with_both_examples(name):
    page = pages.page(name.lower())
    assert page.id == name
    assert page.wrong
    assert page.right
    assert "{" not in page.title + page.explanation + page.next_step


def test_every_misconception_has_a_page_with_both_examples(course):
    known = pages.misconceptions_of(course)
    for item in known:
        page = pages.page(item.id, known)
        assert page.wrong.startswith(("def ", "class ")), item.id
        assert page.right, item.id
        assert page.explanation


def test_a_page_holds_every_misconception_of_its_id(course):
    known = pages.misconceptions_of(course)
    for name in {item.id for item in known}:
        text = pages.page(name, known).text
        for item in known:
            assert item.id != name or item.explanation in text


def test_an_unknown_id_has_no_page():
    assert pages.page("NO-SUCH-THING") is None


def test_the_documentation_is_up_to_date(made):
    """If this fails: python -m grader.diagnosis.pages docs/diagnoses solutions."""
    folder = ROOT / "docs" / "diagnoses"
    assert {path.name: path.read_text() for path in folder.iterdir()} == made
