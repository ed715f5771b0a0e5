"""Under `diagnosis` and `score` nothing of a hidden input or an expected value gets out."""

import io
import re
import tempfile
from pathlib import Path

import pytest
from rich.console import Console

from grader.classroom import gradebook
from grader.classroom.facts import facts_of
from grader.classroom.rows import read_rows, read_title
from grader.classroom.store import Store
from grader.diagnosis.feedback import OPEN, syntax_problem
from grader.diagnosis.texts import texts
from grader.report import html, terminal
from grader.report.exchange import (
    classroom50,
    classroom_reporter,
    github,
    gradescope,
    junit,
    markdown,
)

# A hidden input, a hidden parameter, a key and a value of what is expected: each is found by
# these characters, whatever form it is written in.
NUMBER, WORD, KEY, ANSWER = "918273", "sesame", "poppyseed", "464641"
PLANTED = (NUMBER, WORD, KEY, ANSWER)

TEST = f'''
import pytest, torch
from grader import points
@points(1)
@pytest.mark.parametrize("word", ["{WORD}"])
def test_it(compare, word):
    """The word {{word}}."""
    compare("f", torch.tensor([{NUMBER}, 2]), word)
'''
SECOND = TEST.replace('"f", torch', '"g", torch')
COURSE = {
    "01_first/reference.py": f'"""First."""\ndef f(x, word):\n    return {{"{KEY}": {ANSWER}}}\n',
    "01_first/test_hidden.py": TEST,
    "02_second/reference.py": f'"""Second."""\ndef g(x, word):\n    return {ANSWER}\n',
    "02_second/test_hidden.py": SECOND,
}
TENSOR_COURSE = COURSE | {
    "01_first/reference.py": f'"""First."""\ndef f(x, word):\n    return x + {ANSWER}\n'
}
REFUSING = COURSE | {
    "01_first/reference.py": f'"""First."""\ndef f(x, word):\n    raise KeyError("{KEY}")\n'
}


def _f(*lines):
    return "def f(x, word):\n" + "".join(f"    {line}\n" for line in lines)


SPREAD = _f("import builtins", "builtins.stolen = f'{x} {word}'", "return 1")
LEAKS = {
    "returned": (COURSE, _f("return [x, word]")),
    "returned keys": (COURSE, _f("return {word: x}")),
    "a wrong value": (TENSOR_COURSE, _f("return x")),
    "a wrong shape": (TENSOR_COURSE, _f("return x.expand(3, 2)")),
    "a scaled value": (TENSOR_COURSE, _f("return 2 * x + 1")),
    "not a number": (TENSOR_COURSE, _f("return x + float('nan')")),
    "an argument changed": (TENSOR_COURSE, _f("x += 1", "return x - 1")),
    "printed": (COURSE, _f("print(x, word)", "return 1")),
    "raised": (COURSE, _f("raise ValueError(f'{x} {word}')")),
    "raised where it should": (REFUSING, _f("return f'{x} {word}'")),
    "raised otherwise": (REFUSING, _f("raise ValueError(f'{x} {word}')")),
    "the type of an exception": (COURSE, _f("raise type(f'E{x[0]}{word}', (Exception,), {})")),
    "operands": (COURSE, _f("number = int(x[0])", "return number + word")),
    "the name of an operand": (
        COURSE,
        _f("globals()[f'v{x[0]}'] = x", "return eval(f'v{x[0]} + word')"),
    ),
    "a poisoned source line": (
        COURSE,
        _f(
            "import linecache",
            "for name in linecache.cache:",
            "    linecache.cache[name] = (1, None, [f'{x} {word}'] * 20, name)",
            "return 1 / 0",
        ),
    ),
    "the end of the process": (COURSE, _f("import os", "os._exit(int(x[0]) % 256)")),
    "loading another file": (COURSE, SPREAD, "import builtins\nprint(builtins.stolen)\n"),
    "an error in another file": (
        COURSE,
        SPREAD,
        "import builtins\nraise ValueError(builtins.stolen)\n",
    ),
    "a syntax error of another file": (
        COURSE,
        _f(
            "import ast",
            "def parse(*_):",
            "    raise SyntaxError(f'{x} {word}', ('f', 1, 1, f'{x} {word}'))",
            "ast.parse = parse",
            "return 1",
        ),
        "def g(x, word):\n    return 1\n",
    ),
}


def _json(report):
    return report.model_dump_json()


def _terminal(report):
    stream = io.StringIO()
    terminal.render(report, Console(file=stream, width=300, markup=False, highlight=False))
    return stream.getvalue()


def _gradebook(make):
    """The class's CSV, made of a results folder that holds this report for one student."""

    def render(report):
        with tempfile.TemporaryDirectory() as name:
            results = Path(name)
            with Store(results, create=True) as store:
                run = store.begin_run("digest", report.course.title, "{}", anonymous=False)
                known = {"ID": "101", "ID number": "77"}
                store.put_student("s1", key="k", name="Ada", run=run, email="a@b.org",
                                  identifiers=known)  # fmt: skip
                attempt = store.put_attempt("s1", "sources", None, "none", None)
                store.put_result(attempt, "signature", facts_of(report), "s1", [])
                store.make_current("s1", attempt)
            rows = read_rows(results)
            assert [row.status for row in rows] == ["graded"]
            return make(rows, read_title(results)).text

    return render


RENDERERS = {
    "json": _json,
    "html": html.render,
    "terminal": _terminal,
    "junit": junit.render,
    "markdown": markdown.render,
    "github": github.render,
    "gradescope": gradescope.render,
    "classroom50": lambda report: classroom50.render(report, {}),
    "classroom reporter": classroom_reporter.render,
    "csv": _gradebook(gradebook.plain),
    "canvas": _gradebook(gradebook.canvas),
    "moodle": _gradebook(gradebook.moodle),
}


def _leaked(report):
    return {
        (name, planted)
        for name, render in RENDERERS.items()
        for planted in PLANTED
        if planted in render(report)
    }


@pytest.mark.parametrize("feedback", ["diagnosis", "score"])
@pytest.mark.parametrize("leak", LEAKS)
def test_nothing_hidden_gets_out(grade_course, leak, feedback):
    course, first, *second = LEAKS[leak]
    sources = {"01_first": first, "02_second": second[0] if second else ""}
    report = grade_course(course, sources, feedback=feedback)
    assert report.score.earned == 0
    assert _leaked(report) == set()


@pytest.mark.parametrize("leak", ["returned", "printed", "raised", "operands"])
def test_under_full_feedback_it_is_shown(grade_course, leak):
    course, first = LEAKS[leak]
    report = grade_course(course, {"01_first": first, "02_second": ""}, feedback="full")
    found = _leaked(report)
    assert {"json", "html", "terminal"} <= {name for name, _ in found}
    assert NUMBER in {planted for _, planted in found}


def test_traces_and_pictures_are_for_full_feedback_alone(grade_course):
    course, first = LEAKS["a wrong value"]
    for feedback in ("full", "diagnosis", "score"):
        report = grade_course(course, {"01_first": first, "02_second": ""}, feedback=feedback)
        function = report.concepts[0].functions[0]
        shown = function.picture, function.trace, function.tests[0].shown
        assert all(shown) if feedback == "full" else not any(shown)
        if feedback == "full":
            assert NUMBER in function.picture.model_dump_json()
            assert NUMBER in function.trace.model_dump_json()


def test_a_diagnosis_still_says_what_kind_of_mistake_it_is(grade_course):
    course, first = LEAKS["raised"]
    report = grade_course(course, {"01_first": first, "02_second": ""}, feedback="diagnosis")
    diagnosis = report.concepts[0].functions[0].tests[0].diagnosis
    assert diagnosis.headline == "ValueError on line 2."
    assert diagnosis.code == "raise ValueError(f'{x} {word}')"


def test_score_says_nothing_but_the_points(grade_course):
    course, first = LEAKS["raised"]
    report = grade_course(course, {"01_first": first, "02_second": "def"}, feedback="score")
    assert not any(c.problem or c.functions[0].tests[0].diagnosis for c in report.concepts)


@pytest.mark.parametrize("name", texts())
def test_every_text_has_a_form_without_hidden_values(name):
    text = texts()[name]
    kept = [text.get("private", text["headline"]), text["explanation"], text["next_step"]]
    used = set(re.findall(r"\{(\w+)\}", " ".join(kept)))
    assert used <= OPEN


def test_a_parser_s_message_is_kept_only_if_it_is_known():
    assert syntax_problem("'(' was never closed")
    assert syntax_problem("expected an indented block after function definition on line 3")
    assert not syntax_problem("tensor([918273, 2]) sesame")
