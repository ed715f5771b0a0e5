"""Every renderer, fed with text that each format might take for its own, and read by a parser.

The report is a real one in which every text that a student, a quiz file or an exception could have
written is replaced by all payloads at once; a new field of the model is so covered by itself.
"""

import io
import json
import re
import shutil
import subprocess
from xml.etree import ElementTree

import html5lib
import pytest
from markdown_it import MarkdownIt
from rich.console import Console

from grader.report import html, terminal
from grader.report.escape import printable
from grader.report.exchange import (
    classroom50,
    classroom_reporter,
    github,
    gradescope,
    junit,
    markdown,
)
from grader.report.model import QuizChoice, QuizResult, Report, Score

from .. import samples

PAYLOADS = (
    "<script>document.title='owned'</script>",
    "</code></pre></details><img src=http://127.0.0.1:9/x onerror=document.title='owned'>",
    "'\" onmouseover=document.title='owned' style=background:url(http://127.0.0.1:9/y) x='",
    "<svg/onload=document.title='owned'><style>*{display:none}</style><!--<![CDATA[ ]]>",
    "{{7*191}}${7*191}<%=7*191%>{%raw%}%(x)s{0.__class__}",
    "\x1b[2J\x1b]0;owned\x07\x9b31m\r\x00\x08\x7f\u202eevil\u2066\u200b\u2028\ufeff",
    "\n::error file=a::owned\n  ::set-output name=a::b\n##[error]owned\n##vso[task]\n",
    "\n# owned\n[link](javascript:owned) ![i](http://127.0.0.1:9/z) | a | <b>b</b>\n```\n~~~\n",
    "=HYPERLINK(\"http://127.0.0.1:9\")\n+1\n-1\n@SUM(A1)\n\t=1",
    "&lt;script&gt; &#60;b&#62; %0A::error::x",
)  # fmt: skip
PAYLOAD = " ".join(PAYLOADS)
# What a report holds that is ours: ids, words of a fixed list, names of the course.
OURS = {
    "id", "status", "end", "tier", "feedback", "device", "digest", "show_first", "name", "file",
    "start_method", "state", "tensorgrade", "python", "torch", "platform", "kind", "letter",
    "started", "misconception",
}  # fmt: skip


def poisoned(value, key=""):
    """The same data with PAYLOAD in place of every text that is not ours."""
    if isinstance(value, dict):
        return {name: poisoned(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [poisoned(item, key) for item in value]
    return PAYLOAD if isinstance(value, str) and key not in OURS else value


@pytest.fixture(scope="module")
def report(grade_sources):
    names = ("03_tensor_ranks", "05_dtype_conversion")
    honest = grade_sources({name: samples.all_wrong()[name] for name in names})
    data = honest.model_dump(mode="json")
    question = QuizResult(
        id="03.q1", status="failed", score=Score(earned=0, possible=1), question="q", code="c",
        choices=[QuizChoice(letter="a", text="t")], answer="a", explanation="e",
    )  # fmt: skip
    data["concepts"][0]["quiz"] = [question.model_dump(mode="json")]
    data["concepts"][1]["problem"] = {
        "id": "X", "headline": "h", "explanation": "e", "next_step": "n", "line": 1, "code": "c",
    }  # fmt: skip
    data["trouble"] = ["t"]
    changed = poisoned(data)
    # Pictures hold numbers and fixed words in forms of their own.
    for before, after in zip(data["concepts"], changed["concepts"], strict=True):
        for old, new in zip(before["functions"], after["functions"], strict=True):
            new["picture"] = old["picture"]
    return Report.model_validate(changed)


def on_terminal(report):
    stream = io.StringIO()
    terminal.render(report, Console(file=stream, width=80, markup=False, highlight=False))
    return stream.getvalue()


RENDERERS = {
    "html": html.render,
    "terminal": on_terminal,
    "json": lambda report: report.model_dump_json(),
    "junit": junit.render,
    "markdown": markdown.render,
    "github": github.render,
    "gradescope": gradescope.render,
    "classroom50": lambda report: classroom50.render(report, {}),
    "classroom": classroom_reporter.render,
}
PLAIN = ("html", "terminal", "junit", "markdown", "github")


@pytest.fixture(scope="module")
def rendered(report):
    return {name: render(report) for name, render in RENDERERS.items()}


@pytest.mark.parametrize("name", PLAIN)
def test_no_control_or_bidi_character_is_left(rendered, name):
    left = set(rendered[name]) & set("\x1b\x07\x9b\r\x00\x08\x7f\u202e\u2066\u200b\u2028\ufeff")
    assert not left


@pytest.mark.parametrize("name", RENDERERS)
def test_no_template_is_evaluated(rendered, name):
    assert "1337" not in rendered[name]


def test_html_has_no_element_or_attribute_of_the_payload(rendered):
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree = parser.parse(rendered["html"])
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    tags = {element.tag for element in elements}
    assert not tags & {"script", "img", "iframe", "object", "embed", "link", "base", "form"}
    for element in elements:
        for attribute, value in element.attrib.items():
            assert not str(attribute).lower().startswith("on"), element.attrib
            assert "127.0.0.1" not in value or attribute in ("title", "aria-label")
            assert not value.strip().lower().startswith(("javascript:", "data:text"))
    assert sum(element.tag == "style" for element in elements) == 1
    assert "document.title='owned'" in "".join(tree.itertext())


COMMAND = re.compile(r"^\s*::[A-Za-z-]+( [^\n]*?)?::|##[A-Za-z]*\[", re.M)


@pytest.mark.parametrize("name", ["terminal", "markdown"])
def test_a_log_reader_takes_no_line_for_a_command(rendered, name):
    assert not COMMAND.search(rendered[name]), COMMAND.search(rendered[name])


def test_text_that_is_no_command_stays_as_it_is():
    for text in (
        "x[::2]",
        "a::b",
        "std::vector",
        "torch::autograd::AccumulateGrad",
        "# [x]",
        "x[::-1, ::n]",
    ):
        assert printable(text) == text
    assert not COMMAND.search(printable("::error::x\n::warning file=a,line=1::x\n##[group]"))


def test_github_gets_only_our_commands(rendered):
    lines = rendered["github"].splitlines()
    assert lines
    for line in lines:
        assert re.match(r"::(error|warning|notice) [a-zA-Z]+=", line), line
        assert line.count("\r") == 0


def test_markdown_has_no_html_link_or_image(rendered):
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(rendered["markdown"])
    flat = [t for token in tokens for t in [token, *(token.children or [])]]
    kinds = {token.type for token in flat}
    assert not kinds & {"html_block", "html_inline", "image"}
    assert not [t.attrs["href"] for t in flat if t.type == "link_open"]
    assert {t.tag for t in flat if t.type == "heading_open"} <= {"h2", "h3", "h4"}


def test_xml_is_whole_and_holds_the_payload_as_text(rendered):
    root = ElementTree.fromstring(rendered["junit"])
    tags = {element.tag for element in root.iter()}
    assert tags <= {
        "testsuites", "testsuite", "testcase", "failure", "error", "skipped", "properties",
        "property", "system-out", "system-err",
    }  # fmt: skip
    assert "owned" in "".join(root.itertext())


@pytest.mark.parametrize("name", ["json", "gradescope", "classroom50"])
def test_json_is_strict(rendered, name):
    def refuse(word):
        raise AssertionError(word)

    json.loads(rendered[name], parse_constant=refuse)


def test_json_keeps_every_character(report, rendered):
    assert Report.model_validate_json(rendered["json"]) == report


@pytest.mark.long
def test_nothing_runs_in_a_browser(rendered, tmp_path):
    """The title would change if any script ran; requests go to a closed port of this machine."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    page = tmp_path / "report.html"
    page.write_text(rendered["html"], encoding="utf-8")
    log = tmp_path / "net.json"
    done = subprocess.run(
        [chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--log-net-log={log}",
         f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=2000", "--dump-dom",
         page.as_uri()],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    title = re.search(r"<title>(.*?)</title>", done.stdout, re.S)
    assert title, done.stderr[-500:]
    assert title.group(1) != "owned"
    assert "127.0.0.1:9" not in log.read_text()
