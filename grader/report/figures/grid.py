"""Tensors as tables: `≠`, bold and outlined where an element is wrong, the right one below."""

from __future__ import annotations

from html import escape

from markupsafe import Markup

from grader.report.pictures import Cell, Grid, TensorPicture

from .words import result_path, shape_words, span


def draw(picture: TensorPicture) -> Markup:
    """One table, or two where the shapes differ."""
    tables = "".join(_table(grid) for grid in picture.grids)
    caption = escape(_caption(picture))
    return Markup(
        f'<figure class="grids"><figcaption>{caption}</figcaption><div>{tables}</div></figure>'
    )


def _caption(picture: TensorPicture) -> str:
    where = f"{result_path(picture.path)}: " if picture.path else ""
    if not picture.total:
        return f"{where}the two shapes"
    if picture.total == 1:
        return f"{where}the wrong value is marked ≠, with the expected one under it"
    some = f"{picture.wrong} of {picture.total} values differ{'s' if picture.wrong == 1 else ''}"
    return f"{where}{some}; each wrong one is marked ≠, with the expected value under it"


def _table(grid: Grid) -> str:
    label = f"{grid.label}, shape {shape_words(grid.shape)}"
    if part := _part(grid):
        label += f": {part}"
    head = "".join(f'<th scope="col">{column}</th>' for column in grid.columns)
    flat = len(grid.shape) < 2
    body = "".join(
        f"<tr>{'<td></td>' if flat else f'<th scope=row>{number}</th>'}{_row(cells)}</tr>"
        for number, cells in zip(grid.rows, grid.cells, strict=True)
    )
    top = f"<tr><td></td>{head}</tr>" if grid.shape else ""
    words = escape(label)
    return (
        f'<div class="scroll" role="group" tabindex="0" aria-label="{words}">'
        f"<table><caption>{words}</caption>{top}{body}</table></div>"
    )


def _part(grid: Grid) -> str:
    if grid.whole:
        return ""
    rows = span(grid.rows, "rows", grid.shape[-2]) if len(grid.shape) > 1 else ""
    columns = span(grid.columns, "columns", grid.shape[-1]) if grid.shape else ""
    return ", ".join(part for part in (grid.at, rows, columns) if part)


def _row(cells: list[Cell]) -> str:
    return "".join(_cell(cell) for cell in cells)


def _cell(cell: Cell) -> str:
    tone = f"{'p' if cell.tone > 0 else 'n'}{abs(cell.tone)}" if cell.tone else ""
    if cell.expected is None:
        return (
            f"<td class={tone}>{escape(cell.text)}</td>"
            if tone
            else f"<td>{escape(cell.text)}</td>"
        )
    return f'<td class="off"><b>≠ {escape(cell.text)}</b><i>{escape(cell.expected)}</i></td>'
