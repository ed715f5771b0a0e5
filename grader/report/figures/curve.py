"""Two curves over the steps of a training, with the numbers in words."""

from __future__ import annotations

from markupsafe import Markup

from grader.report.pictures import CurvePicture

from .words import result_path

WIDTH, HEIGHT, LEFT, EDGE = 300, 150, 56, 14


def draw(picture: CurvePicture) -> Markup:
    """The expected curve dashed, the student's solid with dots."""
    finite = [x for x in picture.expected + picture.actual if x is not None]
    low, high = (min(finite), max(finite)) if finite else (0.0, 1.0)
    if high == low:
        low, high = low - 0.5, high + 0.5
    steps = max(len(picture.expected), len(picture.actual), 2)

    def points(series: list[float | None]) -> list[tuple[float, float]]:
        return [
            (
                round(LEFT + step * (WIDTH - LEFT - EDGE) / (steps - 1), 1),
                round(EDGE + (high - value) * (HEIGHT - 3 * EDGE) / (high - low), 1),
            )
            for step, value in enumerate(series)
            if value is not None
        ]

    want, got = points(picture.expected), points(picture.actual)
    dots = "".join(f'<circle cx="{x:g}" cy="{y:g}" r="3"/>' for x, y in got)
    words = _words("Expected", picture.expected, picture.expected_length)
    words += " " + _words("Yours", picture.actual, picture.actual_length)
    return Markup(
        '<figure class="curve"><figcaption>{}each step: expected '
        '<span class="want">dashed</span>, yours <span class="got">solid</span></figcaption>'
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<path class="axis" d="M{} {}V{}H{}"/>'
        '<text x="{}" y="{}">{:.4g}</text><text x="{}" y="{}">{:.4g}</text>'
        '<polyline class="want" points="{}"/><g class="got"><polyline points="{}"/>{}</g></svg>'
        '<p class="quiet">{}</p></figure>'
    ).format(
        f"{result_path(picture.path)}, " if picture.path else "",
        WIDTH, HEIGHT, words,
        LEFT - 6, EDGE, HEIGHT - 2 * EDGE + 4, WIDTH - EDGE,
        LEFT - 10, EDGE + 5, high, LEFT - 10, HEIGHT - 2 * EDGE + 4, low,
        _path(want), _path(got), Markup(dots), words,
    )  # fmt: skip


def _path(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _words(name: str, series: list[float | None], length: int) -> str:
    shown = [*series[:6], *series[-1:]] if len(series) > 7 else series
    numbers = ["not finite" if value is None else f"{value:.4g}" for value in shown]
    if len(series) > 7:
        numbers.insert(6, "…")
    return f"{name}, {length} steps: {', '.join(numbers)}."
