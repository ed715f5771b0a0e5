"""Third rung: an exception, with the line, the expression and the tensors in it."""

from __future__ import annotations

from grader.report.model import Operand
from grader.sandbox.messages import RaisedException

from .case import Case
from .cause import Cause, cause
from .feedback import known_type


def explain(case: Case) -> Cause | None:
    """Explain an error, a time-out or an exit inside a function."""
    actual = case.actual
    if actual is None or actual.exception is None:
        return None
    error = actual.exception
    limits = case.state.limits
    values: dict[str, object] = {
        "function": case.function,
        "raised": error.type,
        "type": known_type(error.type, error.bases),
        "message": _message(error),
        "seconds": f"{limits.call_cpu_seconds:g}",
        "memory": limits.memory_bytes // 2**20,
        "where": f", on line {error.line}" if error.line else "",
    }
    if case.outcome.end == "wrong":
        return None  # it was right to raise: the difference says which type was expected
    operands = [Operand(name=item.name, summary=item.summary) for item in error.operands]
    return cause(
        _name(case, error),
        values,
        line=error.line,
        expression=error.expression,
        operands=operands,
    )


def _name(case: Case, error: RaisedException) -> str:
    by_end = {"time": "RUN-TIME", "memory": "RUN-MEMORY", "ended_early": "RUN-ENDED-EARLY"}
    if case.outcome.end in by_end:
        return by_end[case.outcome.end]
    if "RecursionError" in error.bases:
        return "RUN-RECURSION"
    if error.type == "EOFError" and "input(" in error.code:
        return "RUN-INPUT"
    return "RUN-EXCEPTION" if error.line else "RUN-EXCEPTION-ELSEWHERE"


def _message(error: RaisedException) -> str:
    return error.message.strip().partition("\n")[0][:300] or "(no message)"
