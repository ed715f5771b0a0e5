"""Last rung: the plain difference, exactly as measured."""

from __future__ import annotations

import math
import re

import torch

from grader.judging.expected import Difference
from grader.judging.mismatch import Mismatch
from grader.judging.walk import same
from grader.judging.words import shape_words, share_words
from grader.sandbox.messages import SequenceValue, TensorValue

from . import partial
from .case import Case
from .cause import Cause, cause
from .evidence import differentiated
from .inquiry import values_of
from .texts import phrase

# What only says that it is not right.
UNEXPLAINED = frozenset(
    {
        "DIFF-VALUE", "DIFF-VALUE-ONE", "DIFF-SHAPE", "DIFF-PARTS", "DIFF-PARTS-ONE",
        "SRC-CALLS-WRONG",
    }
)  # fmt: skip
MAX_NAMED = 4
# What stands in the place of a result where the () of a call are missing.
_UNCALLED = frozenset({"builtin_function_or_method", "function", "method", "method-wrapper"})
# What is said instead where other parts of the answer are right.
PARTS = {
    "DIFF-VALUE": "DIFF-PARTS",
    "DIFF-VALUE-ONE": "DIFF-PARTS-ONE",
    "DIFF-GRADIENT": "DIFF-GRADIENT-PARTS",
}


def explain(case: Case, *, by_parts: bool = True) -> Cause:
    """Say what differs. Always answers.

    Where the cause is known, which parts are right (`by_parts`) says nothing more.
    """
    exchange = case.exchange
    found = exchange.difference if exchange else None
    if found is None:
        failure = case.outcome.failure
        message = failure.headline if isinstance(failure, Mismatch) else "the test did not pass"
        return cause("DIFF-FREE-FORM", message=message, line=case.line)
    error = case.actual.exception if case.actual else None
    values: dict[str, object] = {
        "at": f"result{found.path}: " if found.path else "",
        "expected": found.expected,
        "actual": found.actual,
        "what": _not_finite(found) if found.facet == "finite" else "",
        "first": f", first at [{', '.join(map(str, found.index))}]" if found.index else "",
        "shape": shape_words(list(found.shape or ())),
        "keys": _keys(found),
        "count": found.wrong,
        "differ": phrase("one_differs" if found.wrong == 1 else "differ"),
        "total": found.total,
        "where": f"[{', '.join(map(str, found.index))}]",
        "argument": _argument(case, found),
        "name": _filled(case, found),
        "changed": _autograd_change(case, found),
        "place": f", on line {error.line}" if error and error.line else "",
    }
    if found.facet == "storage":
        values |= _memory(case)
    line = error.line if error and error.line else case.line
    name = "DIFF-ARGUMENT-AUTOGRAD" if values["changed"] else _name(case, found)
    parts = _verdicts(case, found) if by_parts and name in PARTS else {}
    right = [part for part, is_right in parts.items() if is_right]
    wrong = [part for part, is_right in parts.items() if not is_right]
    if right and wrong:
        name = PARTS[name]
        values |= {"right": _listed(right), "wrong": _listed(wrong)}
    return cause(name, values, line=line)


def _verdicts(case: Case, found: Difference) -> dict[str, bool]:
    """Which parts of the answer are right, where it has several."""
    assert case.exchange is not None
    if found.facet != "gradient":
        return partial.of_result(case.exchange)
    verdicts = partial.of_gradients(case.exchange)
    return {_gradient_name(case, place): is_right for place, is_right in verdicts.items()}


def _listed(parts: list[str]) -> str:
    more = ", …" if len(parts) > MAX_NAMED else ""
    return ", ".join(parts[:MAX_NAMED]) + more


def _not_finite(found: Difference) -> str:
    """How many values are NaN and how many infinite, where the expected ones are neither."""
    want, got = found.expected_tensor, found.actual_tensor
    if found.total <= 1 or want is None or got is None:
        return f"expected {found.expected}, got {'NaN' if found.actual == 'nan' else found.actual}"
    wrong = torch.isfinite(want) & ~torch.isfinite(got)
    if not bool(wrong.any()):
        wrong = ~torch.isfinite(got)  # what was expected is finite only in float64
    kinds = (torch.isnan(got), "NaN"), (torch.isinf(got), "infinite")
    counts = [(int((wrong & kind).sum()), word) for kind, word in kinds]
    parts = [f"{n} {'is' if n == 1 else 'are'} {word}" for n, word in counts if n]
    parts[0] = parts[0].replace(" ", f" of {found.total} values ", 1)
    return " and ".join(parts)


def _keys(found: Difference) -> str:
    """The keys that are missing from a dict, and those that nobody asked for."""
    parts = {"keys_missing": found.expected, "keys_extra": found.actual}
    told = [phrase(name).format(keys=keys) for name, keys in parts.items() if keys]
    return "; ".join(told) if found.facet == "keys" else ""


def _argument(case: Case, found: Difference) -> str:
    if found.facet in ("gradient", "gradient_missing"):
        return _gradient_name(case, int(found.path))
    return _argument_name(case, int(found.path)) if found.facet == "arguments" else ""


def _autograd_change(case: Case, found: Difference) -> str:
    """What autograd keeps with an argument and is another, where its values are as they were."""
    if found.facet != "arguments" or found.expected != "unchanged":
        return ""
    assert case.exchange is not None
    assert case.actual is not None
    place = int(found.path)
    now = dict(case.actual.arguments)[place]
    arguments, keywords = values_of(case.exchange)
    given = dict(enumerate([*arguments, *keywords.values()]))  # a worker can claim any place
    before = given.get(place)
    if not isinstance(before, torch.Tensor) or not isinstance(now, TensorValue):
        return ""
    values = case.actual.tensor(now)
    if before.dtype != values.dtype or before.shape != values.shape:
        return ""
    if not bool(same(before, values).all()):
        return ""
    changes = {
        "requires_grad_now": now.requires_grad != before.requires_grad,
        "grad_filled": now.grad is not None,
        "no_leaf_now": before.is_leaf and not now.is_leaf,
    }
    told = [phrase(name).format(now=now.requires_grad) for name, is_so in changes.items() if is_so]
    return " and ".join(told)


def _gradient_name(case: Case, number: int) -> str:
    """The argument that a gradient belongs to, and which part of it."""
    assert case.exchange is not None
    return _argument_name(case, *differentiated(case.exchange)[number])


def _argument_name(case: Case, number: int, path: str = "") -> str:
    """An argument by its name, or its place from 1. Only words of the student's file are said."""
    assert case.exchange is not None
    call = case.exchange.call
    names = [*case.parameters(case.exchange), *[""] * len(call.arguments)][: len(call.arguments)]
    named = dict(enumerate([*names, *call.keywords]))
    name = case.own(named.get(number, ""))  # a worker can claim any place
    keys = re.findall(r"\['(.*?)'\]", path)
    part = path if all(map(case.own, keys)) else ""
    return f"`{name}{part}`" if name else str(number + 1)


def _memory(case: Case) -> dict[str, str]:
    """Whose memory each side's result lives in, with arguments by name."""
    assert case.exchange is not None
    assert case.exchange.expected is not None
    assert case.actual is not None

    def named(owner: str) -> str:
        found = re.fullmatch(r"\[(\d+)\](.*)", owner)
        return _argument_name(case, int(found[1]), found[2]) if found else owner

    return {
        "expected": share_words(case.exchange.expected.observation, named),
        "actual": share_words(case.actual, named),
    }


def _name(case: Case, found: Difference) -> str:
    if found.facet == "type":
        return _type_name(case, found)
    if found.facet == "dtype" and found.actual == "float64":
        return "DIFF-DTYPE-FLOAT64"
    if found.facet == "value" and found.total <= 1:
        return "DIFF-VALUE-ONE"
    if found.facet == "arguments" and found.expected != "unchanged":
        return "DIFF-ARGUMENTS-EXPECTED"
    return {
        "not_raised": "DIFF-NOT-RAISED",
        "other_exception": "DIFF-OTHER-EXCEPTION",
        "length": "DIFF-LENGTH",
        "keys": "DIFF-KEYS",
        "device": "DIFF-DEVICE",
        "dtype": "DIFF-DTYPE",
        "shape": "DIFF-SHAPE",
        "finite": "DIFF-NAN",
        "value": "DIFF-VALUE",
        "arguments": "DIFF-ARGUMENTS",
        "gradient": "DIFF-GRADIENT",
        "gradient_missing": "DIFF-GRADIENT-MISSING",
        "storage": "DIFF-STORAGE",
    }[found.facet]


def _filled(case: Case, found: Difference) -> str:
    """The tensor whose `.grad` a scenario found filled and should have found empty."""
    part = re.search(r"\['(\w+)'\]\['grad'\]$", found.path)
    scenario = case.exchange is not None and case.exchange.scenario
    if not part or not scenario or (found.expected, found.actual) != ("None", "torch.Tensor"):
        return ""
    return case.own(part[1])


def _values_and_indices(case: Case, found: Difference) -> bool:
    """Is the answer such a pair as `.max(dim=0)` returns, where one value was expected?"""
    answer = case.actual.value if case.actual else None
    if found.path or found.expected in ("tuple", "list"):
        return False
    if not isinstance(answer, SequenceValue) or answer.kind != "tuple" or len(answer.items) != 2:
        return False
    values, indices = answer.items
    return (
        isinstance(values, TensorValue)
        and isinstance(indices, TensorValue)
        and values.shape == indices.shape
        and indices.dtype == "int64"
    )


def _type_name(case: Case, found: Difference) -> str:
    if _values_and_indices(case, found):
        return "DIFF-TYPE-VALUES-AND-INDICES"
    if found.actual in _UNCALLED:
        return "DIFF-TYPE-NOT-CALLED"
    if _filled(case, found):
        return "DIFF-GRAD-FILLED"
    numbers = ("int", "float", "bool")
    pair = found.expected, found.actual
    if found.actual == "None" and not found.path:
        return "DIFF-TYPE-NONE"
    if found.expected in numbers and found.actual == "torch.Tensor":
        several = found.shape is not None and math.prod(found.shape) != 1
        return f"DIFF-TYPE-TENSOR-NOT-{'REDUCED' if several else 'NUMBER'}"
    if found.expected == "torch.Tensor" and found.actual in numbers:
        return "DIFF-TYPE-NUMBER-NOT-TENSOR"
    if pair == ("torch.Tensor", "numpy.ndarray"):
        return "DIFF-TYPE-ARRAY-NOT-TENSOR"
    return "DIFF-TYPE-LIST-NOT-TUPLE" if pair == ("tuple", "list") else "DIFF-TYPE"
