"""A tensor as a table: the whole of a small one, else a window round the worst element."""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch

from grader.diagnosis.evidence import Pair
from grader.judging.words import number_words
from grader.report.pictures import Cell, Grid, TensorPicture

MAX_ROWS, MAX_COLUMNS = 6, 6
TONES = 3


def draw(pair: Pair) -> TensorPicture | None:
    """Draw the actual tensor with its wrong elements; both where shapes differ."""
    want, got = pair.want, pair.got
    if max(want.dim(), got.dim()) == 0 or not got.numel() or not want.numel():
        return None
    if want.shape != got.shape:
        grids = [_grid("expected", want, None, None), _grid("yours", got, None, None)]
        return TensorPicture(path=pair.path, grids=grids)
    wrong = wrong_elements(want, got)
    count = int(wrong.sum())
    if not count:
        return None
    grid = _grid("yours", got, want, wrong)
    return TensorPicture(path=pair.path, wrong=count, total=got.numel(), grids=[grid])


def wrong_elements(want: torch.Tensor, got: torch.Tensor) -> torch.Tensor:
    """Which elements differ by more than rounding; NaN equals NaN."""
    one, other = want.to(torch.float64), got.to(torch.float64)
    finite = one[torch.isfinite(one)]
    scale = float(finite.abs().max()) if finite.numel() else 0.0
    return ~torch.isclose(one, other, rtol=1e-4, atol=2e-6 * scale + 1e-30, equal_nan=True)


def _grid(
    label: str, tensor: torch.Tensor, want: torch.Tensor | None, wrong: torch.Tensor | None
) -> Grid:
    shape = list(tensor.shape)
    worst = _worst(tensor, want, wrong)
    lead = tuple(worst[:-2])
    rows = _window(worst[-2], shape[-2], MAX_ROWS) if len(shape) > 1 else [0]
    columns = _window(worst[-1], shape[-1], MAX_COLUMNS) if shape else [0]
    largest = _largest(tensor)

    def cell(row: int, column: int) -> Cell:
        index = (*lead, row, column) if len(shape) > 1 else (column,)[: len(shape)]
        value = tensor[index].item()
        off = want is not None and wrong is not None and bool(wrong[index])
        expected = number_words(want[index].item()) if off and want is not None else None
        return Cell(text=number_words(value), expected=expected, tone=_tone(value, largest))

    whole = not lead and len(rows) == (shape[-2] if len(shape) > 1 else 1)
    whole = whole and (not shape or len(columns) == shape[-1])
    at = f"[{', '.join(map(str, lead))}, :, :]" if lead else ""
    cells = [[cell(row, column) for column in columns] for row in rows]
    return Grid(
        label=label, shape=shape, at=at, rows=rows, columns=columns, cells=cells, whole=whole
    )


def _worst(
    tensor: torch.Tensor, want: torch.Tensor | None, wrong: torch.Tensor | None
) -> tuple[int, ...]:
    if want is None or wrong is None:
        return (0,) * tensor.dim()
    error = (want.to(torch.float64) - tensor.to(torch.float64)).abs()
    error = torch.where(wrong, torch.nan_to_num(error, nan=math.inf, posinf=math.inf), -1.0)
    return tuple(_unravelled(int(error.reshape(-1).argmax()), tensor.shape))


def _unravelled(place: int, shape: torch.Size) -> Iterator[int]:
    for size in torch.empty(0).new_empty(shape).stride() if shape else ():
        index, place = divmod(place, size)
        yield index


def _window(centre: int, length: int, size: int) -> list[int]:
    start = max(0, min(centre - size // 2, length - size))
    return list(range(start, min(length, start + size)))


def _largest(tensor: torch.Tensor) -> float:
    finite = tensor.to(torch.float64)[torch.isfinite(tensor.to(torch.float64))]
    return float(finite.abs().max()) if finite.numel() else 0.0


def _tone(value: float, largest: float) -> int:
    """From -TONES (most negative) to TONES, 0 for what is not finite or next to nothing."""
    if not largest or not math.isfinite(value):
        return 0
    return round(TONES * float(value) / largest)
