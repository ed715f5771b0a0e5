"""Describing an exception where it happened, as plain data.

The text is made inside the worker: an exception's `__str__` is student code. Both sides
load this module, as the observer does.
"""

from __future__ import annotations

import itertools
import linecache
import types
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch

from .values import clean, type_name

MAX_MESSAGE = 2_000
MAX_LINE = 300
MAX_OPERANDS = 8


class TimeLimit(BaseException):
    """Raised inside a student's code when its CPU time is used up."""


def describe_exception(error: BaseException, filename: str) -> dict[str, Any]:
    """Describe an exception as data: its type, its text, and where in the student's file."""
    outcome = "timed_out" if isinstance(error, TimeLimit) else "raised"
    return {"outcome": outcome, "exception": _located(error, filename) | _type_facts(error)}


def _type_facts(error: BaseException) -> dict[str, Any]:
    try:
        message = str(error)
    except BaseException:
        message = "(the exception's text could not be read)"
    if not isinstance(message, str):
        message = ""
    bases = [base.__name__ for base in type(error).__mro__ if base.__module__ == "builtins"]
    return {
        "type": type_name(type(error)),
        "bases": bases[:20],
        "message": clean(message, MAX_MESSAGE),
    }


def _located(error: BaseException, filename: str) -> dict[str, Any]:
    """The innermost frame in the student's file: line, source, failing expression, operands."""
    place: dict[str, Any] = {
        "line": None,
        "function": "",
        "code": "",
        "expression": "",
        "operands": [],
        "calls": [],
    }
    own = list(_frames_in(error.__traceback__, filename))
    if not own:
        return place
    tb = own[-1]
    frame = tb.tb_frame
    raw = linecache.getline(filename, tb.tb_lineno)
    code = clean(raw.strip(), MAX_LINE)
    expression = _segment(tb, raw)
    place["line"] = tb.tb_lineno
    place["function"] = clean(frame.f_code.co_name, 100)
    place["code"] = code
    place["expression"] = clean(expression, MAX_LINE)
    place["operands"] = _operands(frame, expression or code)
    place["calls"] = [clean(outer.tb_frame.f_code.co_name, 100) for outer in own][-20:]
    return place


def _frames_in(tb: types.TracebackType | None, filename: str) -> Iterator[types.TracebackType]:
    """The entries of a traceback that are in the student's file, outermost first."""
    while tb is not None:
        if tb.tb_frame.f_code.co_filename == filename:
            yield tb
        tb = tb.tb_next


def _segment(tb: types.TracebackType, raw: str) -> str:
    """The part of the line that was being evaluated, if Python knows."""
    positions = tb.tb_frame.f_code.co_positions()
    spans = itertools.islice(positions, max(tb.tb_lasti, 0) // 2, None)
    line, end_line, start, end = next(spans, (None, None, None, None))
    if start is None or end is None or line != end_line:
        return ""
    return raw.encode()[start:end].decode(errors="replace")


def _operands(frame: types.FrameType, text: str) -> list[dict[str, str]]:
    """Describe every tensor and array that the failing text names, and plain numbers."""
    found: list[dict[str, str]] = []
    words = "".join(c if c.isalnum() or c == "_" else " " for c in text).split()
    for name in dict.fromkeys(words):
        scope = frame.f_locals if name in frame.f_locals else frame.f_globals
        if name in scope and len(found) < MAX_OPERANDS:
            summary = summarise(scope[name])
            if summary:
                found.append({"name": clean(name, 60), "summary": summary})
    return found


def summarise(value: object) -> str:
    """A value's type in a few words, shapes, dtypes and devices for tensors; "" if not data."""
    kind = type(value)
    if issubclass(kind, torch.Tensor):
        tensor: Any = value
        where = "" if tensor.device.type == "cpu" else f" on {tensor.device}"
        dtype = str(tensor.dtype).removeprefix("torch.")
        return f"{dtype} tensor of shape {tuple(tensor.shape)}{where}"
    if kind is np.ndarray:
        array: Any = value
        return f"{array.dtype} array of shape {array.shape}"
    if kind in (bool, int, float):
        return f"{kind.__name__} {value!r}"[:60]
    if kind in (list, tuple, dict, set):
        return f"{kind.__name__} of length {len(value)}"  # type: ignore[arg-type]
    return "None" if value is None else "str" if kind is str else ""
