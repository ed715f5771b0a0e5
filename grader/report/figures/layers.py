"""Where the nodes of a small graph stand: in layers, each below all that lead to it."""

from __future__ import annotations

from typing import NamedTuple

from grader.report.pictures import Graph

BOX, GAP, EDGE, SIDE = 24, 46, 24, 10


class Place(NamedTuple):
    """The middle of a node's upper side, in pixels."""

    x: int
    y: int


def layers(graph: Graph, widths: list[int]) -> tuple[list[Place], int, int]:
    """The place of each node, and the drawing's width and height.

    Args:
        graph: what is to be drawn.
        widths: of each node, in pixels, with all that is written on it.
    """
    depths = _depths(graph)
    rows = {depth: row for row, depth in enumerate(sorted(set(depths)))}
    levels: list[list[int]] = [[] for _ in rows]
    for number, depth in enumerate(depths):
        levels[rows[depth]].append(number)
    sums = [sum(widths[number] + SIDE for number in level) for level in levels]
    places = [Place(0, 0)] * len(depths)
    for row, level in enumerate(levels):
        left = (max(sums) - sums[row]) // 2
        for number in level:
            wide = widths[number] + SIDE
            places[number] = Place(left + wide // 2, EDGE + row * (BOX + GAP))
            left += wide
    return places, max(sums), EDGE + len(levels) * (BOX + GAP) - GAP + 4


def _depths(graph: Graph) -> list[int]:
    """The longest way to each node from the first; a graph that runs in circles ends too."""
    count = len(graph.nodes)
    depths = [0] * count
    for _ in range(count):
        before = list(depths)
        for number, node in enumerate(graph.nodes):
            for item in node.inputs:
                if item < count and depths[number] + 1 < count:
                    depths[item] = max(depths[item], depths[number] + 1)
        if depths == before:
            break
    return depths
