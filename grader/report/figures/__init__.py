"""Pictures as HTML and SVG: small pure functions from data to markup, each with its words."""

from __future__ import annotations

from markupsafe import Markup

from grader.report.pictures import (
    CurvePicture,
    GraphPicture,
    MovementPicture,
    Picture,
    TensorPicture,
)

from . import curve, graph, grid, movement
from .trace import draw as draw_trace

__all__ = ["draw", "draw_trace"]


def draw(picture: Picture) -> Markup:
    """Draw any picture of a report."""
    match picture:
        case TensorPicture():
            return grid.draw(picture)
        case MovementPicture():
            return movement.draw(picture)
        case CurvePicture():
            return curve.draw(picture)
        case GraphPicture():
            return graph.draw(picture)
