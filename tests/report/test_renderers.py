"""Every renderer escapes what a student wrote, and gives the same bytes for the same report."""

import io
import json
from html.parser import HTMLParser

import pytest
from rich.console import Console

from grader.report import html, terminal
from grader.report.escape import one_line, printable
from grader.report.model import Report

from ..conftest import ROOT

EVIL = "<script>alert(1)</script><img src=x onerror=y>{{7*7}}\x1b]0;t\x07\u202e\x00`&\"'"


@pytest.fixture(scope="module")
def hostile(grade_sources):
    body = f"    print({EVIL!r}); raise RuntimeError({EVIL!r})  # {EVIL!r}"
    source = f"import torch\n\ndef default_dtypes():\n{body}\n"
    return grade_sources({"05_dtype_conversion": source})


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.attributes = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]


def test_html_escapes_and_loads_nothing(hostile):
    page = html.render(hostile)
    tags = Tags()
    tags.feed(page)
    assert "script" not in tags.tags
    assert "img" not in tags.tags
    assert not any(name.startswith("on") for name in tags.attributes)
    assert "{{7*7}}" in page
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_the_terminal_gets_no_control_characters(hostile):
    stream = io.StringIO()
    terminal.render(hostile, Console(file=stream, width=90, markup=False, highlight=False))
    text = stream.getvalue()
    assert not [c for c in text if c != "\n" and not c.isprintable()]
    assert "\\u{1b}" in text


def test_the_same_report_gives_the_same_bytes(hostile):
    again = Report.model_validate_json(hostile.model_dump_json())
    assert again == hostile
    assert html.render(again) == html.render(hostile)


def test_the_published_schema_is_the_models():
    published = json.loads((ROOT / "docs" / "report.schema.json").read_text())
    assert published == Report.model_json_schema(mode="serialization")


def test_printable_says_when_it_cuts():
    assert printable("a\tb\r\x1b[0m") == "a   b\\u{d}\\u{1b}[0m"
    assert printable("x" * 20, 10) == "x" * 10 + "… (cut, 20 characters)"
    assert "\n" not in one_line("a\nb\r\nc")
