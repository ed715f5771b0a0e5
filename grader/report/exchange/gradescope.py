"""Gradescope's `results.json` (autograder specification, "Output format").

Each test carries its own score; what a student may read of it follows the report's feedback
policy, since the report holds nothing else.
"""

from __future__ import annotations

import json
from typing import Any

from ..model import Report
from ..terminal import points
from .checks import Check, checks


def render(report: Report) -> str:
    """Return the JSON text."""
    every = list(checks(report))
    score = report.score
    output = f"{points(score.earned)} of {points(score.possible)} points."
    if report.trouble:
        output += " Something went wrong on the grader's side; this is not your mistake."
    result: dict[str, Any] = {
        "score": score.earned,
        "execution_time": round(report.times.seconds),
        "output": output,
        "output_format": "text",
        "stdout_visibility": "hidden",
        "visibility": "visible",
        "tests": [_test(check, number) for number, check in enumerate(every, 1)],
        "extra_data": {
            "tensorgrade": report.versions.tensorgrade,
            "seed": report.seed,
            "course_digest": report.course.digest,
            "tier": report.sandbox.tier,
        },
    }
    return json.dumps(result, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _test(check: Check, number: int) -> dict[str, Any]:
    return {
        "score": check.earned,
        "max_score": check.points,
        "status": "passed" if check.status == "passed" else "failed",
        "name": f"{check.concept} {check.title}",
        "name_format": "text",
        "number": str(number),
        "output": check.text or check.headline,
        "output_format": "text",
        "tags": [check.concept, check.group],
        "visibility": "visible",
    }
