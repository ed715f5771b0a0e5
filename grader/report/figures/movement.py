"""Where elements went: each keeps its colour from the input to both results."""

from __future__ import annotations

import math
from html import escape

from markupsafe import Markup

from grader.report.pictures import Moved, MovementPicture

from .words import shape_words


def draw(picture: MovementPicture) -> Markup:
    """Three small tensors: the input, what was expected, what came."""
    count = len(picture.given.order)
    wrong = _misplaced(picture)
    parts = [
        _tensor(picture.given, count, set()),
        _tensor(picture.expected, count, set()),
        _tensor(picture.actual, count, wrong),
    ]
    how = f"; {len(wrong)} of {count} are in the wrong place, marked ≠" if wrong else ""
    return Markup(
        '<figure class="moves"><figcaption>Each element keeps its colour from the input to the '
        f"results{how}</figcaption><div>{''.join(parts)}</div></figure>"
    )


def _misplaced(picture: MovementPicture) -> set[int]:
    expected, actual = picture.expected, picture.actual
    if expected.shape != actual.shape:
        return set()
    return {
        place
        for place, (one, other) in enumerate(zip(expected.order, actual.order, strict=True))
        if one != other
    }


def _tensor(moved: Moved, count: int, wrong: set[int]) -> str:
    columns = moved.shape[-1] if moved.shape else 1
    rows = moved.shape[-2] if len(moved.shape) > 1 else 1
    size = rows * columns
    label = f"{moved.label} {shape_words(moved.shape)}"
    blocks = []
    for block in range(math.prod(moved.shape[:-2])):
        lines = [
            "".join(
                _cell(moved, place, count, place in wrong)
                for place in range(start, start + columns)
            )
            for start in range(block * size, (block + 1) * size, columns)
        ]
        table = "".join(f"<tr>{line}</tr>" for line in lines)
        at = _index(block, moved.shape[:-2])
        head = f"<caption>{at}</caption>" if at else ""
        blocks.append(f"<table>{head}{table}</table>")
    words = escape(label)
    return (
        f'<div class="scroll" role="group" tabindex="0" aria-label="{words}">'
        f"<p>{words}</p>{''.join(blocks)}</div>"
    )


def _cell(moved: Moved, place: int, count: int, wrong: bool) -> str:
    hue = round(330 * moved.order[place] / max(1, count))
    text = escape(moved.texts[place])
    if wrong:
        return f'<td class=off style="--h:{hue}"><b>≠ {text}</b></td>'
    return f'<td style="--h:{hue}">{text}</td>'


def _index(block: int, shape: list[int]) -> str:
    if not shape:
        return ""
    index = []
    for length in reversed(shape):
        block, step = divmod(block, length)
        index.append(str(step))
    return f"[{', '.join(reversed(index))}]"
