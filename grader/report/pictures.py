"""The part of the report model that is drawn: tensors, moved elements, curves, graphs, traces.

Everything is text or whole numbers by the time it is here, cut to what a page can hold. Each
picture is only for feedback `full`: it shows hidden inputs and expected values.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Part(BaseModel):
    """Part of a report that is drawn."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Cell(Part):
    """One element as text. `expected` is set where it is wrong; `tone` is its size, -3 to 3."""

    text: str
    expected: str | None = None
    tone: int = 0


class Grid(Part):
    """A window of a tensor: at most two dims of it, and which rows and columns these are."""

    label: str
    shape: list[int]
    at: str = Field(default="", description="The part of a larger tensor: `[2, :, :]`.")
    rows: list[int]
    columns: list[int]
    cells: list[list[Cell]]
    whole: bool


class TensorPicture(Part):
    """What came, with the wrong elements marked; both sides where the shapes differ."""

    kind: Literal["tensor"] = "tensor"
    path: str = ""
    wrong: int = 0
    total: int = 0
    grids: list[Grid]


class Moved(Part):
    """A small tensor whose elements are told apart: `order` is each one's place in the input."""

    label: str
    shape: list[int]
    texts: list[str]
    order: list[int]


class MovementPicture(Part):
    """Where each element of an input went, and where it should have gone."""

    kind: Literal["movement"] = "movement"
    given: Moved
    expected: Moved
    actual: Moved


class CurvePicture(Part):
    """Two series of numbers, such as the losses of a training; None where not finite."""

    kind: Literal["curve"] = "curve"
    path: str = ""
    expected: list[float | None]
    actual: list[float | None]
    expected_length: int
    actual_length: int


class GraphNode(Part):
    """A node of an autograd graph, the gradient that arrived there, and its inputs by number."""

    name: str
    gradient: str = ""
    inputs: list[int] = []


class Graph(Part):
    """An autograd graph from its output (node 0) to its leaves."""

    of: str
    nodes: list[GraphNode]
    cut: bool = False


class GraphPicture(Part):
    """The autograd graph of the student's output beside the expected one."""

    kind: Literal["graph"] = "graph"
    expected: Graph | None
    actual: Graph


Picture = Annotated[
    TensorPicture | MovementPicture | CurvePicture | GraphPicture, Field(discriminator="kind")
]


class TracedValue(Part):
    """A variable after a line has run. `departs` says how it differs from the reference's."""

    name: str
    summary: str
    values: str = ""
    departs: str = ""


class TracedLine(Part):
    """One line of the student's code as it ran."""

    line: int
    code: str
    function: str
    values: list[TracedValue] = []
    more: int = Field(default=0, description="How often it ran again.")


class Trace(Part):
    """What a function computed, line by line, on one input."""

    call: str
    lines: list[TracedLine]
    cut: bool = False
