"""Every renderer escapes what a student wrote, and gives the same bytes for the same report."""

import io
import json
from html.parser import HTMLParser

import pytest
from rich.console import Console

from grader.report import html, terminal
from grader.report.escape import one_line, printable
from grader.report.model import Report

from ..conftest import EXERCISES, ROOT

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


def test_a_file_that_fails_before_any_work_is_told(grade_sources):
    """Every function is still a stub, and yet the file cannot be loaded."""
    stub = (EXERCISES / "03_tensor_ranks.py").read_text()
    report = grade_sources({"03_tensor_ranks": stub.replace("import torch", "import torchh", 1)})
    (concept,) = report.concepts
    assert concept.status == "not_started"
    assert concept.problem.id == "RUN-IMPORT-FAILED"
    console = Console(file=io.StringIO(), width=100)
    terminal.render(report, console)
    told = concept.problem.headline
    assert "torchh" in told
    assert "! 03_tensor_ranks.py" in console.file.getvalue()
    assert told in console.file.getvalue()
    page = html.render(report)
    assert page.count(concept.problem.next_step.partition("`")[0]) == 1
    assert 'href="#c1">what keeps this file from running' in page
    assert "Nothing has failed so far" not in page
    fine = grade_sources({"03_tensor_ranks": stub})
    assert fine.concepts[0].problem is None
