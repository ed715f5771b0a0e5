"""Autograd graphs as nested lists of nodes, each with the gradient that reaches it."""

from __future__ import annotations

from markupsafe import Markup, escape

from grader.report.pictures import Graph, GraphPicture

MAX_DEPTH = 12


def draw(picture: GraphPicture) -> Markup:
    """The student's graph, and the expected one beside it."""
    parts = [_graph("expected", picture.expected)] if picture.expected else []
    parts.append(_graph("yours", picture.actual))
    return Markup(
        '<figure class="graphs"><figcaption>The autograd graph, from the output back to the '
        "leaves, with the gradient that arrives at each node</figcaption><div>{}</div></figure>"
    ).format(Markup("").join(parts))


def _graph(label: str, graph: Graph) -> Markup:
    cut = "<p class=quiet>(cut)</p>" if graph.cut else ""
    tree = _node(graph, 0, set(), 0) if graph.nodes else "<li>no graph</li>"
    return Markup("<div><p>{} <code>{}</code></p><ul class=tree>{}</ul>{}</div>").format(
        f"{label}:", graph.of, Markup(tree), Markup(cut)
    )


def _node(graph: Graph, number: int, seen: set[int], depth: int) -> str:
    node = graph.nodes[number]
    again = number in seen
    seen.add(number)
    gradient = f" <i>← {escape(node.gradient)}</i>" if node.gradient else ""
    text = f"<b>{escape(node.name)}</b>{' (again)' if again else ''}{gradient}"
    below = [] if again or depth > MAX_DEPTH else node.inputs
    inner = "".join(
        _node(graph, item, seen, depth + 1) for item in below if item < len(graph.nodes)
    )
    return f"<li>{text}{f'<ul>{inner}</ul>' if inner else ''}</li>"
