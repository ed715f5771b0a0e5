"""First rung: the failure has one cause that the source, or the file itself, shows."""

from __future__ import annotations

import difflib

from grader.judging.mismatch import NotRun
from grader.judging.student import ConceptState
from grader.sandbox.messages import Definition, RaisedException

from .case import Case
from .cause import Cause, cause
from .errors import missing_import
from .feedback import known_type, own_word, syntax_problem
from .texts import in_seconds, phrase

_WHY = {
    "time": "did not come to an end",
    "memory": "took too much memory",
    "crash": "crashed Python",
    "ended_early": "ended the program",
    "protocol_violation": "gave an answer that could not be accepted",
}


def explain(case: Case) -> Cause | None:
    """Explain what kept a function from being called, or a cause that its source shows."""
    failure = case.outcome.failure
    if case.outcome.end == "grader_trouble":
        detail = failure.detail if isinstance(failure, NotRun) else case.outcome.trouble
        return cause("RUN-TROUBLE", detail=detail)
    if isinstance(failure, NotRun):
        return _not_run(case, failure)
    return _wrong_arity(case) or _unfinished(case) or _returned_nothing(case)


def file_problem(state: ConceptState) -> Cause | None:
    """Explain why no function of a file could be called."""
    file = state.file.path.name
    if state.file.problem:
        return cause(f"FILE-{state.file.problem.upper().replace('_', '-')}", file=file)
    if state.findings and (error := state.findings.error):
        kind = error.kind.upper().replace("_", "-")
        if error.message == "expected ':'":
            kind = "MISSING-COLON"
        if error.message.startswith("unmatched '"):
            kind = "UNMATCHED"
        return cause(
            f"SRC-{kind}",
            line=error.line,
            column=error.column,
            message=error.message,
            problem=syntax_problem(error.message) or "it is not Python as it stands",
        )
    if state.file_end is None:
        return None
    return _load_failed(state, state.file_end)


def _load_failed(state: ConceptState, end: NotRun) -> Cause:
    limits = state.limits
    values: dict[str, object] = {
        "seconds": in_seconds(limits.call_cpu_seconds),
        "memory": limits.memory_bytes // 2**20,
        "detail": end.detail,
        "file": state.file.path.name,
    }
    error = state.import_error
    line = error.line if error else None
    if error and error.type == "EOFError" and "input(" in error.code:
        return cause("RUN-INPUT", values, line=line)
    if end.end == "exception" and error:
        values |= {
            "raised": error.type,
            "type": known_type(error.type, error.bases),
            "message": _first_line(error.message),
            "hint": _import_hint(error),
        }
        return cause("RUN-IMPORT-FAILED", values, line=line)
    names = {
        "ended_early": "RUN-EXIT-AT-LOAD",
        "time": "RUN-TIME-AT-LOAD",
        "memory": "RUN-MEMORY-AT-LOAD",
        "crash": "RUN-CRASH-AT-LOAD",
    }
    if end.end in names:
        return cause(names[end.end], values, line=line)
    return cause("RUN-PROTOCOL", function=state.file.path.name, detail=end.detail)


def _import_hint(error: RaisedException) -> str:
    line = missing_import(error)
    return phrase("import_missing").format(line=line) if line else ""


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0][:300] or "(no message)"


def _not_run(case: Case, failure: NotRun) -> Cause:
    whole_file = file_problem(case.state)
    if failure.reason in ("file", "source", "import") and whole_file:
        return whole_file
    if failure.end == "not_started":
        return cause("SRC-NOT-STARTED", line=case.line)
    if failure.reason == "missing":
        return _missing(case)
    if failure.reason == "forbidden":
        return _forbidden(case)
    if failure.reason == "forbidden_operation":
        return cause(
            "SRC-FORBIDDEN-OPERATION",
            line=case.line,
            name=failure.detail,
            function=case.function,
        )
    if failure.reason == "gave_up":
        why = _WHY.get(failure.detail, "ended the worker")
        return cause("RUN-GAVE-UP", function=case.function, why=why)
    return _ended(case, failure)


def _ended(case: Case, failure: NotRun) -> Cause:
    limits = case.state.limits
    values = {
        "function": case.function,
        "detail": failure.detail,
        "wall": in_seconds(limits.call_wall_seconds),
        "memory": limits.memory_bytes // 2**20,
    }
    names = {
        "time": "RUN-TIME-WAITING",
        "memory": "RUN-MEMORY",
        "crash": "RUN-CRASH",
        "ended_early": "RUN-ENDED-EARLY",
    }
    return cause(names.get(failure.end, "RUN-PROTOCOL"), values, line=case.line)


def _missing(case: Case) -> Cause:
    findings = case.state.findings
    names = [
        name
        for name in (findings.functions if findings else {})
        if name not in case.secrets.concept.functions and case.own(name)
    ]
    near = difflib.get_close_matches(case.function, names, 1, 0.6)
    hint = f"; there is one called `{near[0]}`" if near else ""
    line = findings.functions[near[0]].line if findings and near else None
    return cause("SRC-MISSING-FUNCTION", function=case.function, hint=hint, line=line)


def _forbidden(case: Case) -> Cause:
    definition = case.state.definition(case.function)
    assert definition is not None
    use = definition.forbidden[0]
    return cause(
        "SRC-FORBIDDEN",
        line=use.line,
        name=own_word(use.name, case.state.file.source) or "a name",
        function=case.function,
    )


def _wrong_arity(case: Case) -> Cause | None:
    definition = case.state.definition(case.function)
    expected = case.secrets.concept.arity.get(case.function)
    if definition is None or definition.parameters is None or expected is None:
        return None
    parameters = definition.parameters
    if parameters.accept(expected) or case.outcome.end not in ("exception", "wrong"):
        return None
    return cause(
        "SRC-WRONG-ARITY",
        line=definition.line,
        function=case.function,
        parameters=_parameter_words(len(parameters.names)),
        arguments="1 argument" if expected == 1 else f"{expected} arguments",
    )


def _parameter_words(count: int) -> str:
    return {0: "no parameters", 1: "1 parameter"}.get(count, f"{count} parameters")


def _unfinished(case: Case) -> Cause | None:
    error = case.actual.exception if case.actual else None
    if error is None or error.type != "NotImplementedError" or error.line is None:
        return None
    code = case.source_line(error.line).strip()
    if error.function != case.function:
        return None  # it belongs to a function that this one calls
    if not code.startswith("raise NotImplementedError"):
        return None
    return cause("SRC-UNFINISHED", line=error.line)


def _returned_nothing(case: Case) -> Cause | None:
    definition = case.state.definition(case.function)
    actual, exchange = case.actual, case.exchange
    if definition is None or actual is None or exchange is None:
        return None
    if exchange.scenario:
        return _nothing_in_scenario(case, definition)
    if actual.value is None or actual.value.kind != "none" or definition.returns:
        return None
    expected = exchange.expected.observation.value if exchange.expected else None
    if expected is None or expected.kind == "none":
        return None
    return _no_return(case, definition)


def _nothing_in_scenario(case: Case, definition: Definition) -> Cause | None:
    """A scenario hands on what the function returned, as a part of its own answer."""
    found = case.exchange.difference if case.exchange else None
    own = case.secrets.reference_definition(case.function)
    if definition.returns or own is None or not own.returns or found is None:
        return None
    return _no_return(case, definition) if (found.facet, found.actual) == ("type", "None") else None


def _no_return(case: Case, definition: Definition) -> Cause:
    name = "SRC-PRINTS" if definition.prints else "SRC-MISSING-RETURN"
    return cause(name, line=definition.end_line, function=case.function)
