"""How a hidden test ends when it does not pass.

TestEnd
├── Mismatch   the student's observation differs from the reference's
├── Raised     the student's code raised where the reference returned
└── NotRun     there is no observation: unfinished, unusable, ended, or our trouble
"""

from __future__ import annotations

from grader.report.model import End

from .expected import Difference


class TestEnd(AssertionError):
    """The end of a hidden test that did not pass; `end` is its name in the report."""

    __test__ = False
    end: End = "wrong"


class Mismatch(TestEnd):
    """Wrong: an answer came, and it is not the right one."""

    def __init__(self, headline: str, difference: Difference | None = None) -> None:
        super().__init__(headline)
        self.headline = headline
        self.difference = difference


class Raised(TestEnd):
    """The student's code raised, or ran out of time or memory, and was still there to say so."""

    def __init__(self, end: End) -> None:
        super().__init__(end)
        self.end = end


class NotRun(TestEnd):
    """There is no observation to compare."""

    def __init__(self, end: End, reason: str = "", detail: str = "") -> None:
        super().__init__(f"{end}: {reason} {detail}".strip())
        self.end = end
        self.reason = reason
        self.detail = detail
