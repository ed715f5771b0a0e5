"""Every renderer escapes what a student wrote, and gives the same bytes for the same report."""

import io
import json
from html.parser import HTMLParser

import pytest
from rich.console import Console

from grader.quiz.quizzes import Quizzes
from grader.report import html, terminal
from grader.report.escape import one_line, printable
from grader.report.model import Report
from grader.studying.progress import what_next

from ..conftest import EXERCISES, ROOT, SOLUTIONS

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


BROKEN = {
    "an import": ("import torch", "import torchh"),
    "a name": ("import torch", "import torch\nx = numpy.ones(3)"),
    "a bracket": ("import torch", "import torch\nx = (1"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_broken_before_any_work_is_told(grade_sources, name):
    """Every function is still a stub, and yet the file cannot be used."""
    stub = (EXERCISES / "03_tensor_ranks.py").read_text()
    report = grade_sources({"03_tensor_ranks": stub.replace(*BROKEN[name], 1)})
    (concept,) = report.concepts
    assert concept.status == "error"
    assert {function.status for function in concept.functions} == {"not_started"}
    told = concept.problem.headline
    console = Console(file=io.StringIO(), width=120)
    terminal.render(report, console)
    text = console.file.getvalue()
    assert "! 03_tensor_ranks.py:" in text
    assert told in text
    assert "Start here; nothing else fails, 6 not started." in text
    assert f"grade explain {concept.problem.id}" in text
    assert what_next(report) == f"mend 03_tensor_ranks.py (grade explain {concept.problem.id})"
    page = html.render(report)
    assert page.count(concept.problem.next_step.partition("`")[0]) == 1
    assert "What keeps this file from running</a> is shown at the top" in page
    assert grade_sources({"03_tensor_ranks": stub}).concepts[0].problem is None


def test_a_broken_file_keeps_what_was_begun_apart_from_its_stubs(grade_sources):
    stub = (EXERCISES / "03_tensor_ranks.py").read_text()
    begun = stub.replace("raise NotImplementedError", "return 1", 1)
    of_the_load, of_the_parser = (
        [function.status for function in grade_sources({"03_tensor_ranks": f"{begun}{line}\n"})
         .concepts[0].functions]
        for line in ("numpyy", "x = (")
    )  # fmt: skip
    assert of_the_load == of_the_parser == ["error"] + ["not_started"] * 5


def test_a_broken_file_besides_another_is_told(grade_sources):
    broken = (EXERCISES / "03_tensor_ranks.py").read_text() + "numpyy\n"
    again = (EXERCISES / "05_dtype_conversion.py").read_text() + "numpyy\n"
    report = grade_sources({"03_tensor_ranks": broken, "05_dtype_conversion": again})
    assert 'href="#c2">what keeps this file from running' in html.render(report)
    console = Console(file=io.StringIO(), width=120)
    terminal.render(report, console)
    assert "! 05_dtype_conversion.py:" in console.file.getvalue()


def only(name, report):
    """The report, with one function of its one concept."""
    (concept,) = report.concepts
    functions = [function for function in concept.functions if function.name == name]
    kept = concept.model_copy(update={"functions": functions})
    return report.model_copy(update={"concepts": [kept]})


def on_terminal(report, width=80):
    console = Console(file=io.StringIO(), width=width)
    terminal.render(report, console)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


@pytest.mark.parametrize("width", [40, 60, 80, 200])
@pytest.mark.parametrize("before", [0, 30, 60])
def test_the_marks_stand_under_the_part_that_failed(grade_sources, width, before):
    long = f"{'(' * before}tensor{')' * before} + tensor.nothing + {' + '.join(['tensor'] * 12)}"
    source = f"def describe(tensor):\n    return {long}\n"
    lines = on_terminal(only("describe", grade_sources({"03_tensor_ranks": source})), width)
    place = next(n for n, line in enumerate(lines) if "^" in line)
    code, marks = lines[place - 1 : place + 1]
    assert code.startswith("  2 |")
    assert max(len(code), len(marks)) <= width
    assert code[marks.index("^") : marks.rindex("^") + 1] == "tensor.nothing"


def test_what_was_printed_is_not_shown_beyond_a_few_lines(grade_sources):
    source = (
        "def rank_of(nested):\n    for n in range(99):\n        print('row', n)\n    return -1\n"
    )
    lines = "\n".join(on_terminal(only("rank_of", grade_sources({"03_tensor_ranks": source}))))
    assert "row 9\n" in lines
    assert "row 10\n" not in lines
    assert "… and 89 more lines" in lines


def test_a_quiz_that_is_left_is_told_where_every_function_passes(grade_sources):
    source = (SOLUTIONS / "03_tensor_ranks" / "idioms" / "idiomatic.py").read_text()
    text = "\n".join(on_terminal(grade_sources({"03_tensor_ranks": source}, quizzes=Quizzes())))
    assert "Everything passes" not in text
    assert "Every function passes; 8 questions of the quiz are left." in text
    assert "grade quiz 03" in text
    text = "\n".join(on_terminal(grade_sources({"03_tensor_ranks": source})))
    assert "Everything passes. Well done!" in text
