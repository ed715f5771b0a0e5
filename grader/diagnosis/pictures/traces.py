"""What the student's code computed, line by line, and where it first departs.

The worker is asked once for each failed function, after its tests; the reference is traced
here, by the same code. A variable departs when the reference gives a variable of the same
name, in the same function, no such value at any time. A name says what its value should be
only where each of the two gives it on one line alone: parameters, and names that are used
again, are not compared, nor is a tensor with a number.
"""

from __future__ import annotations

import math

from grader.diagnosis.feedback import source_line
from grader.diagnosis.texts import phrase
from grader.diagnosis.words import call_words
from grader.judging.student import ConceptState
from grader.judging.subjects import Secrets, call_key
from grader.judging.trial import Exchange
from grader.judging.words import number_words
from grader.report import pictures as drawn
from grader.report.views import with_article
from grader.sandbox import traced, tracing

Variable = tuple[str, str]  # the function's name and its own
Known = dict[Variable, list[traced.TracedValue]]


class Tracer:
    """Traces of one concept: the student's when asked, the reference's kept for the next."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self._reference: dict[bytes, traced.Trace | None] = {}

    def look(
        self, exchange: Exchange, state: ConceptState
    ) -> tuple[drawn.Trace | None, drawn.GraphPicture | None]:
        """The trace of a call, and the graph that it built if it built one."""
        mine = state.trace(exchange.target, exchange.call, scenario=exchange.scenario)
        if mine is None:
            return None, None
        right = self._of_reference(exchange)
        graph = None
        if mine.graph:
            expected = _graph(right.graph) if right and right.graph else None
            graph = drawn.GraphPicture(expected=expected, actual=_graph(mine.graph))
        return _trace(exchange, mine, right, state.file.source), graph

    def _of_reference(self, exchange: Exchange) -> traced.Trace | None:
        key = call_key(exchange.target, exchange.call, exchange.scenario)
        if key not in self._reference:
            function = self._secrets.target(exchange.target, scenario=exchange.scenario)
            if function is None:
                return None
            path = str((self._secrets.concept.folder / "reference.py").absolute())
            data = tracing.trace(function, exchange.call, path)
            self._reference[key] = traced.Trace.model_validate(data)
        return self._reference[key]


def _trace(
    exchange: Exchange, mine: traced.Trace, right: traced.Trace | None, source: bytes
) -> drawn.Trace | None:
    known = _comparable(mine, right) if right else {}
    lines, departed = [], False
    for line in mine.lines:
        values = []
        for value in line.values:
            same_name = known.get((line.function, value.name), [])
            departs = "" if departed else _departs(value, same_name)
            departed = departed or bool(departs)
            values.append(_value(value, departs))
        code = source_line(source, line.line)
        lines.append(
            drawn.TracedLine(
                line=line.line, code=code, function=line.function, values=values, more=line.more
            )
        )
    return drawn.Trace(call=call_words(exchange), lines=lines, cut=mine.cut) if lines else None


def _comparable(
    mine: traced.Trace, right: traced.Trace
) -> dict[Variable, list[traced.TracedValue]]:
    """The reference's values of the variables that stand for one thing in both."""
    names = _given_once(mine) & _given_once(right)
    known: Known = {}
    for line in right.lines:
        for value in line.values:
            if (line.function, value.name) in names:
                known.setdefault((line.function, value.name), []).append(value)
    return known


def _given_once(trace: traced.Trace) -> set[Variable]:
    """The variables that one line alone changes, and that are no parameters."""
    first: dict[str, int] = {}
    changed: dict[Variable, set[int]] = {}
    for line in trace.lines:
        first.setdefault(line.function, line.line)  # the line of its `def`
        for value in line.values:
            changed.setdefault((line.function, value.name), set()).add(line.line)
    return {
        (function, name)
        for (function, name), lines in changed.items()
        if len(lines) == 1 and first[function] not in lines and name != "return"
    }


def _kind(value: traced.TracedValue) -> str:
    """`tensor`, `array`, `number`, or nothing for what is not compared."""
    words = value.summary.split()
    if words[:1] in (["int"], ["float"], ["bool"]):
        return "number"
    return words[1] if words[1:2] in (["tensor"], ["array"]) else ""


def _departs(value: traced.TracedValue, candidates: list[traced.TracedValue]) -> str:
    kind = _kind(value)
    if not kind or {_kind(other) for other in candidates} != {kind}:
        return ""
    if any(_agree(value, other) for other in candidates):
        return ""
    last = candidates[-1]
    if (last.numbers and value.summary == last.summary) or value.size == last.size == 1:
        return phrase("departs_values")
    return phrase("departs_kind").format(summary=with_article(last.summary))


def _agree(one: traced.TracedValue, other: traced.TracedValue) -> bool:
    scalar = one.size == other.size == 1
    if one.summary != other.summary and not scalar:
        return False
    pairs = [
        *zip(one.numbers, other.numbers, strict=False),
        *zip(one.sums, other.sums, strict=False),
    ]
    return all(_close(x, y) for x, y in pairs)


def _close(one: str, other: str) -> bool:
    x, y = (float(text == "True") if text in ("True", "False") else float(text)
            for text in (one, other))  # fmt: skip
    return math.isclose(x, y, rel_tol=1e-3, abs_tol=1e-6) or x == y or (x != x and y != y)


def _value(value: traced.TracedValue, departs: str = "") -> drawn.TracedValue:
    return drawn.TracedValue(
        name=value.name, summary=value.summary, values=_numbers(value), departs=departs
    )


def _numbers(value: traced.TracedValue) -> str:
    if not value.numbers or value.summary.startswith(("int ", "float ", "bool ")):
        return ""
    words = [
        text if text in ("True", "False") else number_words(_number(text)) for text in value.numbers
    ]
    return ", ".join(words) + (", …" if value.size > len(words) else "")


def _number(text: str) -> float | int:
    return int(text) if text.lstrip("-").isdigit() else float(f"{float(text):.5g}")


def _graph(graph: traced.Graph) -> drawn.Graph:
    nodes = [
        drawn.GraphNode(name=node.name, gradient=_gradient(node.gradient), inputs=node.inputs)
        for node in graph.nodes
    ]
    return drawn.Graph(of=graph.of, nodes=nodes, cut=graph.cut)


def _gradient(value: traced.TracedValue | None) -> str:
    if value is None:
        return ""
    shape = value.summary.rpartition("shape ")[2]
    return _numbers(value) if value.size == 1 else f"{shape}: {_numbers(value)}"
