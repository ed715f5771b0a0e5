"""A function that fails because it calls another one of the file that fails.

The first cause is the other function's, and it has tests of its own, so it is enough to say
where to begin. A missing refusal of the other is no reason for a wrong result here.
"""

from __future__ import annotations

from grader.judging.session import Outcome

from .case import Case
from .cause import Cause, cause
from .feedback import known_type
from .relations import FACETS

_REFUSALS = ("not_raised", "other_exception")


def failing(outcomes: list[Outcome]) -> frozenset[str]:
    """The functions with a failed test that is about more than a refusal."""
    return frozenset(
        outcome.function
        for outcome in outcomes
        if outcome.function and outcome.end not in ("passed", "not_started", "grader_trouble")
        if not _refuses_wrongly(outcome)
    )


def _refuses_wrongly(outcome: Outcome) -> bool:
    difference = outcome.exchanges[-1].difference if outcome.exchanges else None
    return difference is not None and difference.facet in _REFUSALS


def explain_raised(case: Case) -> Cause | None:
    """Name the failing function in which an error arose, where it is another one."""
    error = case.actual.exception if case.actual else None
    if error is None or error.line is None or case.outcome.end != "exception":
        return None
    if error.type == "NotImplementedError":
        return None  # it is unfinished rather than wrong
    reached = _called(case)  # a method may have the name of a function
    on_the_way = [_where(case, error.line), *(n for n in reversed(error.calls) if n in reached)]
    callee = next((name for name in on_the_way if name in case.failing), case.function)
    if callee == case.function or not case.own(callee):
        return None
    return cause(
        "SRC-CALLS-FAILING",
        line=error.line,
        expression=error.expression,
        function=case.function,
        callee=callee,
        type=known_type(error.type, error.bases),
    )


def _where(case: Case, line: int) -> str:
    """The function or class of the file in which a line stands."""
    findings = case.state.findings
    for name, definition in findings.functions.items() if findings else ():
        if definition.line <= line <= definition.end_line:
            return name if case.own(name) else ""
    return ""


def explain_wrong(case: Case) -> Cause | None:
    """Name a failing function that a wrong result may come from; nothing else is known of it."""
    exchange = case.exchange
    difference = exchange.difference if exchange else None
    if difference is None or difference.facet not in FACETS:
        return None
    found = sorted(_called(case) & case.failing - {case.function})
    if not found:
        return None
    callees = "` and `".join(found[:2])
    return cause("SRC-CALLS-WRONG", line=case.line, function=case.function, callee=callees)


def _called(case: Case) -> set[str]:
    """Every function of the file that is reached from this one."""
    functions = case.state.findings.functions if case.state.findings else {}
    reached: set[str] = set()
    waiting = [case.function]
    while waiting:
        definition = functions.get(waiting.pop())
        new = set(definition.calls) - reached if definition else set()
        reached |= new
        waiting.extend(new)
    return {name for name in reached if case.own(name)}
