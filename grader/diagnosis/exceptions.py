"""Third rung: an exception, with the line, the expression and the tensors in it."""

from __future__ import annotations

from grader.report.model import Operand
from grader.sandbox.messages import RaisedException

from .case import Case
from .cause import Cause, cause
from .errors import calls_own, kind_of, meant, missing_import
from .feedback import known_type, own_word
from .sizes import float_size
from .texts import in_seconds


def explain(case: Case) -> Cause | None:
    """Explain an error, a time-out or an exit inside a function."""
    actual = case.actual
    if actual is None or actual.exception is None:
        return None
    if case.outcome.end == "wrong":
        return None  # it was right to raise: the difference says which type was expected
    error = actual.exception
    limits = case.state.limits
    near = meant(error, list(case.state.findings.functions) if case.state.findings else [])
    values: dict[str, object] = {
        "function": case.function,
        "raised": error.type,
        "type": known_type(error.type, error.bases),
        "message": _message(error),
        "seconds": in_seconds(limits.call_cpu_seconds),
        "memory": limits.memory_bytes // 2**20,
        "where": f", on line {error.line}" if error.line else "",
        "hint": f" Is `{near}` meant?" if near else "",
        "callee": _callee(case, error),
        "name": float_size(error, case.source_line(error.line)) or missing_import(error),
    }
    return cause(
        _name(case, error),
        values,
        line=error.line,
        expression=error.expression,
        operands=[Operand(name=item.name, summary=item.summary) for item in error.operands],
    )


def _name(case: Case, error: RaisedException) -> str:
    by_end = {"time": "RUN-TIME", "memory": "RUN-MEMORY", "ended_early": "RUN-ENDED-EARLY"}
    if case.outcome.end in by_end:
        return by_end[case.outcome.end]
    if "RecursionError" in error.bases:
        return "RUN-RECURSION"
    if error.type == "EOFError" and "input(" in error.code:
        return "RUN-INPUT"
    if not error.line:
        by_test = (
            case.exchange is not None
            and case.exchange.scenario
            and kind_of(error, "") != "EXC-ARGUMENT-COUNT"  # it has not begun
        )
        return "RUN-EXCEPTION-IN-TEST" if by_test else "RUN-EXCEPTION-ELSEWHERE"
    code = case.source_line(error.line).strip()
    if error.type == "NotImplementedError" and code.startswith("raise NotImplementedError"):
        return "SRC-CALLS-UNFINISHED"
    if float_size(error, code):
        return "EXC-FLOAT-SIZE"
    kind = kind_of(error, code) or "RUN-EXCEPTION"
    if kind == "EXC-NAME" and missing_import(error):
        return "EXC-NOT-IMPORTED"
    if kind == "EXC-ARGUMENT-COUNT" and not calls_own(error, code, case.state.file.source):
        return "EXC-CALL-ARGUMENTS"
    return kind


def _callee(case: Case, error: RaisedException) -> str:
    """The function in which it was raised, where that is another one of the file."""
    name = own_word(error.function, case.state.file.source)
    return name if name and name != case.function else "another function"


def _message(error: RaisedException) -> str:
    return error.message.strip().partition("\n")[0][:300] or "(no message)"
