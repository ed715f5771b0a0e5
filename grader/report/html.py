"""The HTML report: one file, offline, readable without a script."""

from __future__ import annotations

import functools
import re

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from .escape import one_line, printable
from .model import FunctionResult, Report, TestResult
from .terminal import GLYPHS, first_failure, points


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("grader.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "points": points,
        "printable": printable,
        "one_line": one_line,
        "prose": prose,
        "failed_tests": failed_tests,
    }
    return environment


def prose(text: str) -> Markup:
    """Escape a sentence and set what stands in `backticks` as code."""
    parts = re.split(r"`([^`\n]+)`", printable(text))
    pieces = [
        Markup("<code>{}</code>").format(part) if place % 2 else escape(part)
        for place, part in enumerate(parts)
    ]
    return Markup("").join(pieces)


def failed_tests(function: FunctionResult) -> list[TestResult]:
    """The tests that were attempted and did not pass, the one to look at first in front."""
    failed = [test for test in function.tests if test.status not in ("passed", "not_started")]
    return sorted(failed, key=lambda test: test.id != function.show_first)


def render(report: Report) -> str:
    """Return the page of a report."""
    template = _environment().get_template("report.html")
    first = first_failure(report)
    return template.render(
        report=report,
        glyphs=GLYPHS,
        first=first[2].id if first else None,
        first_concept=first[0].id if first else None,
        first_function=first[1].name if first else None,
    )
