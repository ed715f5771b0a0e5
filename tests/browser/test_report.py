"""Four reports in a real browser: untouched, all right, all wrong, hostile."""

import pytest

from grader.report import html

from .. import samples
from .harness import check_pages

pytestmark = pytest.mark.long
KINDS = ("untouched", "all_right", "all_wrong", "hostile")


@pytest.fixture(scope="module")
def pages(grade_sources, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    paths = {}
    for kind in KINDS:
        report = grade_sources(getattr(samples, kind)())
        paths[kind] = folder / f"{kind}.html"
        paths[kind].write_text(html.render(report), encoding="utf-8")
    return paths


@pytest.fixture(scope="module")
def problems(pages):
    return check_pages(pages.values())


@pytest.mark.parametrize("kind", KINDS)
def test_everyone_can_read_the_report(pages, problems, kind):
    assert problems[pages[kind]] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_report_is_small(pages, kind):
    assert pages[kind].stat().st_size < 300_000


def test_the_harness_finds_what_is_wrong(tmp_path):
    page = tmp_path / "bad.html"
    page.write_text(
        "<!DOCTYPE html><html><head><title></title></head><body><main>"
        "<p style='color:#bbb;background:#fff'>pale words that nobody can read at all</p>"
        "<img src='https://example.org/a.png'><a href='#x' style='outline:0'>go</a>"
        "<details><summary>more</summary><p style='display:none'>unprintable words</p></details>"
        "<div style='width:900px'>wide</div></main></body></html>"
    )
    found = " ".join(check_pages([page])[page])
    for sign in ("color-contrast", "image-alt", "html-has-lang", "request:", "320 px", "focus",
                 "print:"):  # fmt: skip
        assert sign in found, (sign, found)
