"""The step output `result` of the old GitHub Classroom reporter: base64 of a JSON object."""

from __future__ import annotations

import base64
import json

from ..model import Report
from .checks import checks

_STATUS = {"passed": "pass", "failed": "fail"}


def render(report: Report) -> str:
    """Return the line `result=…` for `$GITHUB_OUTPUT`."""
    tests = [
        {
            "name": f"{check.concept}: {check.name}",
            "status": _STATUS.get(check.status, "error"),
            "score": check.earned,
            "message": check.headline,
            "test_code": "",
            "filename": check.file,
            "line_no": check.line or 0,
            "execution_time": "0ms",
        }
        for check in checks(report)
    ]
    passed = report.score.earned == report.score.possible
    result = {
        "version": 1,
        "status": "pass" if passed else "fail",
        "max_score": report.score.possible,
        "tests": tests,
    }
    text = json.dumps(result, ensure_ascii=True, allow_nan=False)
    return f"result={base64.b64encode(text.encode()).decode()}\n"
