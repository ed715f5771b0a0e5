"""A trace as a table: each line as it ran, and below it what it changed."""

from __future__ import annotations

from html import escape

from markupsafe import Markup

from grader.report.escape import one_line
from grader.report.pictures import Trace, TracedLine, TracedValue


def draw(trace: Trace) -> Markup:
    """The lines in the order in which they ran."""
    lines = "".join(_line(line) for line in trace.lines)
    cut = '<p class="quiet">The rest is left out.</p>' if trace.cut else ""
    return Markup(f'<ol class="trace">{lines}</ol>{cut}')


def _line(line: TracedLine) -> str:
    code = escape(one_line(line.code, 160)).replace("    ", "  ")
    values = "".join(_value(value) for value in line.values)
    more = f"<p>and {line.more} more time{'' if line.more == 1 else 's'}</p>" if line.more else ""
    number = f'<span class="number">{line.line}</span>'
    return f"<li><code>{number}<span>{code}</span></code>{values}{more}</li>"


def _value(value: TracedValue) -> str:
    name = "returns" if value.name == "return" else escape(one_line(value.name, 60))
    text = escape(one_line(value.summary, 120))
    numbers = f" <i>{escape(one_line(value.values, 120))}</i>" if value.values else ""
    if not value.departs:
        return f"<p><b>{name}</b> {text}{numbers}</p>"
    departs = f"<em>≠ departs here: {escape(one_line(value.departs))}</em>"
    return f'<p class="departs"><b>{name}</b> {text}{numbers}{departs}</p>'
