"""Autograd graphs as drawings, each with the same as a nested list for those who rather read.

The output stands on top, its leaves below, and the gradient that arrives at a node on the edges
that bring it. An edge on which the student's graph departs is dashed, thick and marked ≠.
"""

from __future__ import annotations

from html import escape

from markupsafe import Markup

from grader.report.escape import one_line
from grader.report.pictures import Graph, GraphNode, GraphPicture

from .departures import Edge, departures, short
from .layers import BOX, Place, layers

_FIRST = "<b>≠</b> Where yours first differs from the reference’s:"
_OTHERWISE = "Other operations can be as right where the same gradients reach the leaves."
_READ_SO = "From the output on top to the leaves; the list below says the same in words."
MAX_DEPTH, MAX_NAME, MAX_LABEL, MAX_WORDS = 12, 27, 26, 3


def draw(picture: GraphPicture) -> Markup:
    """The student's graph, and the expected one beside it."""
    found = departures(picture.expected, picture.actual)
    graphs = _graph("expected", picture.expected, found.expected) if picture.expected else ""
    graphs += _graph("yours", picture.actual, found.actual)
    said = "; ".join(found.words[:MAX_WORDS])
    note = f" {_OTHERWISE}" if found.other_operations else ""
    departs = f"<p>{_FIRST} {escape(one_line(said, 400))}.{note}</p>" if said else ""
    return Markup(
        '<figure class="graphs"><figcaption>The autograd graph, from the output back to the '
        f"leaves, with the gradient that arrives at each node</figcaption>"
        f"{departs}<div>{graphs}</div></figure>"
    )


def _graph(label: str, graph: Graph, off: set[Edge]) -> str:
    of = "what it returns" if graph.of == "return" else f"<code>{escape(graph.of)}</code>"
    cut = '<p class="quiet">(cut)</p>' if graph.cut else ""
    head = f"<p>{label}: {of}</p>"
    if not graph.nodes:
        return f"<div>{head}<p>no graph</p></div>"
    listed = f'<ul class="tree">{_node(graph, 0, set(), 0)}</ul>'
    return (
        f"<div>{head}{_drawing(label, graph, off)}{cut}"
        f"<details><summary>The same as a list</summary>{listed}</details></div>"
    )


def _drawing(label: str, graph: Graph, off: set[Edge]) -> str:
    marked = {item for _, item in off}
    labels = [_label(node, number in marked) for number, node in enumerate(graph.nodes)]
    widths = [
        max(_width(node.name), 6 * len(text))
        for node, text in zip(graph.nodes, labels, strict=True)
    ]
    places, width, height = layers(graph, widths)
    edges = "".join(
        _edge(places[number], places[item], (number, item) in off)
        for number, node in enumerate(graph.nodes)
        for item in node.inputs
        if item < len(graph.nodes)
    )
    nodes = "".join(
        _box(places[number], node.name, labels[number], number in marked)
        for number, node in enumerate(graph.nodes)
    )
    count = f"{len(graph.nodes)} nodes" if len(graph.nodes) > 1 else "1 node"
    title = f"Autograd graph, {label}: {count}"
    return (
        f'<div class="scroll" role="group" tabindex="0" aria-label="Graph, {label}">'
        f'<svg class="graph" role="img" width="{width}" height="{height}">'
        f"<title>{title}</title><desc>{_READ_SO}</desc>{edges}{nodes}</svg></div>"
    )


def _edge(start: Place, end: Place, off: bool) -> str:
    top, tip = start.y + BOX, end.y
    middle = (top + tip) // 2
    kind = ' class="off"' if off else ""
    return (
        f'<path{kind} d="M{start.x} {top}C{start.x} {middle} {end.x} {middle} {end.x} {tip}'
        f'm-3-6 3 6 3-6"/>'
    )


def _label(node: GraphNode, off: bool) -> str:
    return ("≠ " if off else "") + _few(node.gradient)


def _box(place: Place, name: str, label: str, off: bool) -> str:
    wide = _width(name)
    kind = ' class="off"' if off else ""
    arriving = (
        f'<text{kind} x="{place.x}" y="{place.y - 11}">{escape(label)}</text>' if label else ""
    )
    left = place.x - wide // 2
    words = escape(_cut(short(name), MAX_NAME))
    return (
        f'<rect{kind} x="{left}" y="{place.y}" width="{wide}" height="{BOX}" rx="5"/>'
        f'{arriving}<text x="{place.x}" y="{place.y + 16}">{words}</text>'
    )


def _width(name: str) -> int:
    return 14 + 2 * round(3.4 * min(len(short(name)), MAX_NAME))


def _few(gradient: str) -> str:
    """As many of its numbers as there is room for on an edge."""
    if len(gradient) <= MAX_LABEL:
        return gradient
    whole, comma, _ = gradient[: MAX_LABEL - 1].rpartition(", ")
    return f"{whole}{comma}…"


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _node(graph: Graph, number: int, seen: set[int], depth: int) -> str:
    node = graph.nodes[number]
    again = number in seen
    seen.add(number)
    gradient = f" <i>← {escape(node.gradient)}</i>" if node.gradient else ""
    text = f"<b>{escape(short(node.name))}</b>{' (again)' if again else ''}{gradient}"
    below = [] if again or depth > MAX_DEPTH else node.inputs
    inner = "".join(
        _node(graph, item, seen, depth + 1) for item in below if item < len(graph.nodes)
    )
    return f"<li>{text}{f'<ul>{inner}</ul>' if inner else ''}</li>"
