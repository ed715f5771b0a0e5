"""Classroom 50's `result.json`, `classroom50/result/v1`, and the body of its release.

The runner stamps owner, mode and times itself; what it passes in the environment names the
submission. Scores there are whole numbers, so points that are not are all multiplied by the
same factor, which `points-factor` of each test says.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ..model import Report
from .checks import Check, checks

_FACTORS = (1, 2, 4, 5, 10, 20, 100, 1000)


def render(report: Report, environment: Mapping[str, str]) -> str:
    """Return the JSON text; `environment` is what the runner set (CLASSROOM, ASSIGNMENT …)."""
    every = list(checks(report))
    factor = whole_factor([check.points for check in every] + [check.earned for check in every])
    tests = [_test(check, factor) for check in every]
    username = environment.get("USERNAME") or "unknown"
    commit = environment.get("COMMIT_URL") or "unknown"
    result: dict[str, Any] = {
        "schema": "classroom50/result/v1",
        "classroom": environment.get("CLASSROOM") or "unknown",
        "assignment": environment.get("ASSIGNMENT") or "unknown",
        "assignment_type": environment.get("ASSIGNMENT_TYPE") or "individual",
        "owner": environment.get("OWNER") or username,
        "submission": environment.get("SUBMISSION_TAG") or "submit/local",
        "commit": commit,
        "release": environment.get("RELEASE_URL") or "unknown",
        "review": environment.get("REVIEW_URL") or commit,
        "datetime": _utc(report.times.started),
        "score": sum(test["score"] for test in tests),
        "max-score": sum(test["max-score"] for test in tests),
        "tests": tests,
    }
    return json.dumps(result, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def whole_factor(values: list[float]) -> int:
    """The smallest factor that makes every value whole (to a thousandth)."""
    for factor in _FACTORS:
        if all(abs(value * factor - round(value * factor)) < 1e-6 for value in values):
            return factor
    return _FACTORS[-1]


def _test(check: Check, factor: int) -> dict[str, Any]:
    test: dict[str, Any] = {
        "test-name": f"{check.concept}: {check.name}",
        "passed": check.status == "passed",
        "score": round(check.earned * factor),
        "max-score": round(check.points * factor),
        "message": check.headline,
    }
    return test | {"points-factor": factor} if factor != 1 else test


def _utc(started: str) -> str:
    moment = datetime.fromisoformat(started) if started else datetime.now(UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
