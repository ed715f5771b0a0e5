"""How a function moved the elements of an input, where moving is all that it should do."""

from __future__ import annotations

import torch

from grader.diagnosis.evidence import Pair
from grader.judging.words import number_words
from grader.report.pictures import Moved, MovementPicture

MAX_MOVED, MAX_UNMOVED = 36, 12


def draw(pair: Pair) -> MovementPicture | None:
    """Draw input, expected and actual, if both are the distinct elements of one input."""
    if max(pair.want.numel(), pair.got.numel()) > MAX_MOVED or pair.want.numel() < 2:
        return None
    for name, given in pair.inputs.tensors.items():
        places = _places(given)
        if places is None or len(places) != pair.want.numel() or given.numel() > MAX_MOVED:
            continue
        expected, actual = _order(pair.want, places), _order(pair.got, places)
        if expected is None or actual is None or sorted(expected) != sorted(places.values()):
            continue
        if expected == actual and len(expected) > MAX_UNMOVED:
            return None  # only the shapes differ, and a table of both says so in less room
        return MovementPicture(
            given=_moved(name, given, list(range(given.numel()))),
            expected=_moved("expected", pair.want, expected),
            actual=_moved("yours", pair.got, actual),
        )
    return None


def _places(given: torch.Tensor) -> dict[float, int] | None:
    """Each element's place in reading order, or None if two are equal."""
    values = given.reshape(-1).tolist()
    places = {value: place for place, value in enumerate(values)}
    return places if len(places) == len(values) else None


def _order(tensor: torch.Tensor, places: dict[float, int]) -> list[int] | None:
    found = [places.get(value, -1) for value in tensor.reshape(-1).tolist()]
    return found if found and min(found) >= 0 else None


def _moved(label: str, tensor: torch.Tensor, order: list[int]) -> Moved:
    texts = [_short(value) for value in tensor.reshape(-1).tolist()]
    return Moved(label=label, shape=list(tensor.shape), texts=texts, order=order)


def _short(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else number_words(round(value, 3))
