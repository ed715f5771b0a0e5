"""JUnit XML as pytest writes it (xunit2): one suite a concept, one case a check.

A wrong answer is a failure, code that could not run an error, what was not started or could
not be checked is skipped.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from ..escape import one_line
from ..model import Report, Status
from .checks import Check, checks

_OUTCOME: dict[Status, str] = {
    "failed": "failure",
    "error": "error",
    "not_started": "skipped",
    "not_checked": "skipped",
}
# What XML 1.0 cannot hold, even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report) -> str:
    """Return the XML document."""
    every = list(checks(report))
    root = ElementTree.Element("testsuites", {"name": one_line(report.course.title)})
    for concept in report.concepts:
        own = [check for check in every if check.concept == concept.id]
        _suite(root, concept.id, own, report)
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'


def _suite(root: ElementTree.Element, name: str, own: list[Check], report: Report) -> None:
    outcomes = [_OUTCOME.get(check.status, "") for check in own]
    attributes = {
        "name": name,
        "tests": str(len(own)),
        "failures": str(outcomes.count("failure")),
        "errors": str(outcomes.count("error")),
        "skipped": str(outcomes.count("skipped")),
        "time": "0",
    }
    if report.times.started:
        attributes["timestamp"] = report.times.started
    suite = ElementTree.SubElement(root, "testsuite", attributes)
    properties = ElementTree.SubElement(suite, "properties")
    for key, value in (
        ("earned", f"{sum(check.earned for check in own):g}"),
        ("possible", f"{sum(check.points for check in own):g}"),
        ("seed", str(report.seed)),
    ):
        ElementTree.SubElement(properties, "property", {"name": key, "value": value})
    for check, outcome in zip(own, outcomes, strict=True):
        _case(suite, check, outcome)


def _case(suite: ElementTree.Element, check: Check, outcome: str) -> None:
    attributes = {
        "classname": f"{check.concept}.{_clean(check.group)}",
        "name": _clean(check.name),
        "time": "0",
    }
    case = ElementTree.SubElement(suite, "testcase", attributes)
    if not outcome:
        return
    found = {"message": _clean(check.headline)}
    if outcome != "skipped":
        found["type"] = check.kind
    element = ElementTree.SubElement(case, outcome, found)
    element.text = _clean(check.text)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("�", text)
