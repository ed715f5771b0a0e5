"""What a worker may answer when it is asked what a call computed, line by line."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from .messages import Message, Name


def _is_number(text: str) -> str:
    if text not in ("True", "False"):
        float(text)
    return text


Number = Annotated[str, Field(max_length=40), AfterValidator(_is_number)]


class TracedValue(Message):
    """A variable: its type in words, its first numbers, and two sums over all of them."""

    name: Name
    summary: Name
    size: Annotated[int, Field(ge=0)]
    numbers: Annotated[list[Number], Field(max_length=8)]
    sums: Annotated[list[Number], Field(max_length=2)]


class TracedLine(Message):
    """One line that ran, with the variables that it changed."""

    line: Annotated[int, Field(ge=0)]
    function: Name
    values: Annotated[list[TracedValue], Field(max_length=7)]
    more: Annotated[int, Field(ge=0)]


class GraphNode(Message):
    """A node of an autograd graph; `inputs` are numbers of other nodes."""

    name: Name
    gradient: TracedValue | None
    inputs: Annotated[list[Annotated[int, Field(ge=0, lt=24)]], Field(max_length=6)]


class Graph(Message):
    """The autograd graph of the variable `of`, node 0 its output."""

    of: Name
    nodes: Annotated[list[GraphNode], Field(min_length=1, max_length=24)]
    cut: bool


class Trace(Message):
    """What a call computed."""

    lines: Annotated[list[TracedLine], Field(max_length=40)]
    cut: bool
    graph: Graph | None


class TraceAnswer(Message):
    id: int
    trace: Trace
