"""Two values walked side by side: the first of their parts that differs, and how.

Integers, bools and text are exact. A float may be off by

    tolerance · eps(dtype) · largest magnitude among float operands and result

where the expected value was computed in float64 (see `subjects.in_double`).
"""

from __future__ import annotations

import math

import torch

from grader.sandbox.messages import (
    ArrayValue,
    BoolValue,
    DictValue,
    FloatValue,
    IntValue,
    NoneValue,
    NumpyScalarValue,
    Observation,
    SequenceValue,
    StrValue,
    TensorValue,
    Value,
)

from .expected import Difference, Expected, Facet, How
from .words import describe, number_words, shape_words, type_words


class Walk:
    """Two answers walked side by side."""

    def __init__(self, expected: Expected, actual: Observation, how: How, brief: bool) -> None:
        self.expected = expected
        self.brief = brief  # nobody will read what the difference is
        self.actual = actual
        self.how = how

    def compare(
        self, want: Value, got: Value, double: Value | None, path: str
    ) -> Difference | None:
        if isinstance(want, NoneValue):
            return None if isinstance(got, NoneValue) else self._types(want, got, path)
        if isinstance(want, TensorValue):
            if not isinstance(got, TensorValue):
                return self._types(want, got, path)
            return self._tensors(want, got, double, path)
        if isinstance(want, ArrayValue):
            if not isinstance(got, ArrayValue):
                return self._types(want, got, path)
            return self._arrays(want, got, double, path)
        if isinstance(want, SequenceValue):
            if not isinstance(got, SequenceValue) or want.kind != got.kind:
                return self._types(want, got, path)
            return self._sequences(want, got, double, path)
        if isinstance(want, DictValue):
            if not isinstance(got, DictValue):
                return self._types(want, got, path)
            return self._dicts(want, got, double, path)
        return self._scalars(want, got, double, path)

    def _types(self, want: Value, got: Value, path: str) -> Difference:
        shape = tuple(got.shape) if isinstance(got, TensorValue) else None
        return Difference("type", path, type_words(want), type_words(got), shape=shape)

    def _scalars(
        self, want: Value, got: Value, double: Value | None, path: str
    ) -> Difference | None:
        got = _as_python(want, got)
        if type(want) is not type(got):
            return self._types(want, got, path)
        if isinstance(want, FloatValue) and isinstance(got, FloatValue):
            exact = double.number if isinstance(double, FloatValue) else want.number
            bound = self._bound(torch.float32, max(abs(exact), self.expected.scale))
            if _floats_agree(exact, got.number, bound):
                return None
            facet: Facet = "value" if math.isfinite(got.number) else "finite"
            return self._scalar_difference(facet, path, want.number, got.number)
        if isinstance(want, IntValue) and isinstance(got, IntValue):
            same = want.number == got.number
            return None if same else self._scalar_difference("value", path, want.number, got.number)
        if want == got:
            return None
        words = describe(self.expected.observation, want), describe(self.actual, got)
        return Difference("value", path, *words, wrong=1, total=1)

    @staticmethod
    def _scalar_difference(facet: Facet, path: str, want: float, got: float) -> Difference:
        tensors = (
            (torch.tensor(float(want)), torch.tensor(float(got)))
            if abs(want) < 1e300 and abs(got) < 1e300
            else (None, None)
        )
        return Difference(facet, path, *_unlike_words(want, got), 1, 1, (), *tensors)

    def _sequences(
        self, want: SequenceValue, got: SequenceValue, double: Value | None, path: str
    ) -> Difference | None:
        if len(want.items) != len(got.items):
            return Difference("length", path, str(len(want.items)), str(len(got.items)))
        if want.kind == "set":
            same = all(item in got.items for item in want.items)
            observation = self.expected.observation
            words = describe(observation, want), describe(self.actual, got)
            return None if same else Difference("value", path, *words, wrong=1, total=1)
        exact: list[Value | None] = [None] * len(want.items)
        if isinstance(double, SequenceValue) and len(double.items) == len(want.items):
            exact = list(double.items)
        for index, (one, other, high) in enumerate(zip(want.items, got.items, exact, strict=True)):
            if found := self.compare(one, other, high, f"{path}[{index}]"):
                return found
        return None

    def _dicts(
        self, want: DictValue, got: DictValue, double: Value | None, path: str
    ) -> Difference | None:
        wanted = {_key(pair[0]): pair[1] for pair in want.items}
        given = {_key(pair[0]): pair[1] for pair in got.items}
        exact = {_key(p[0]): p[1] for p in double.items} if isinstance(double, DictValue) else {}
        if wanted.keys() != given.keys():
            missing = [key for key in wanted if key not in given]
            extra = [key for key in given if key not in wanted]
            return Difference("keys", path, ", ".join(missing), ", ".join(extra)[:200])
        for key, value in wanted.items():
            if found := self.compare(value, given[key], exact.get(key), f"{path}[{key}]"):
                return found
        return None

    def _tensors(
        self, want: TensorValue, got: TensorValue, double: Value | None, path: str
    ) -> Difference | None:
        for facet, one, other in (
            ("device", want.device, got.device),
            ("dtype", want.dtype, got.dtype),
            ("shape", want.shape, got.shape),
        ):
            if one != other:
                words = (shape_words(one), shape_words(other)) if facet == "shape" else (one, other)
                tensors = self.expected.observation.tensor(want), self.actual.tensor(got)
                return Difference(facet, path, *words, 0, 0, (), *tensors)  # type: ignore[arg-type]
        wide = double if isinstance(double, TensorValue) and double.shape == want.shape else None
        return self._elements(want, got, wide, path)

    def _arrays(
        self, want: ArrayValue, got: ArrayValue, double: Value | None, path: str
    ) -> Difference | None:
        if want.dtype != got.dtype:
            return Difference("dtype", path, want.dtype, got.dtype)
        if want.shape != got.shape:
            return Difference("shape", path, shape_words(want.shape), shape_words(got.shape))
        if want.data is None or got.data is None:
            return None
        wide = double if isinstance(double, ArrayValue) and double.shape == want.shape else None
        return self._elements(want, got, wide if wide and wide.data else None, path)

    def _elements(
        self,
        want: TensorValue | ArrayValue,
        got: TensorValue | ArrayValue,
        double: TensorValue | ArrayValue | None,
        path: str,
    ) -> Difference | None:
        plain = self.expected.observation.tensor(want)
        given = self.actual.tensor(got)
        if not (plain.is_floating_point() or plain.is_complex()) or self.how.exact:
            if torch.equal(plain, given):
                return None
            wrong = ~same(plain, given)
            return self._element_difference("value", path, wrong, plain, given)
        exact, largest = self._exact(want, double, plain)
        number = given.to(exact.dtype)
        bound = self._bound(plain.dtype, max(largest, self.expected.scale))
        error = (exact - number).abs()
        if bool((error <= bound).all()):
            return None
        # Only now what is not finite, and so fails every bound, needs a closer look.
        finite = torch.isfinite(exact)
        broken = finite & ~torch.isfinite(number)
        if bool(broken.any()):
            return self._element_difference("finite", path, broken, plain, given)
        agree = torch.where(finite, error <= bound, same(exact, number))
        return self._element_difference("value", path, ~agree, plain, given)

    def _exact(
        self,
        want: TensorValue | ArrayValue,
        double: TensorValue | ArrayValue | None,
        plain: torch.Tensor,
    ) -> tuple[torch.Tensor, float]:
        """What a node's elements should be, as exactly as is known, and the largest of them."""
        wide, largest = self.expected.wide, self.expected.largest
        if id(want) not in wide:
            exact = plain
            if double is not None and self.expected.double is not None:
                candidate = self.expected.double.tensor(double)
                exact = candidate if candidate.is_floating_point() else plain
            exact = exact.to(torch.complex128 if plain.is_complex() else torch.float64)
            finite = exact[torch.isfinite(exact)]
            largest[id(want)] = float(finite.abs().max()) if finite.numel() else 0.0
            wide[id(want)] = exact
        return wide[id(want)], largest[id(want)]

    def _element_difference(
        self,
        facet: Facet,
        path: str,
        wrong: torch.Tensor,
        want: torch.Tensor,
        got: torch.Tensor,
    ) -> Difference | None:
        if self.brief:
            return Difference(facet, path, "", "") if bool(wrong.any()) else None
        count = int(wrong.sum())
        if count == 0:
            return None
        index = _worst(wrong, want, got)
        one, other = want[index].item(), got[index].item()
        return Difference(
            facet,
            path,
            *_unlike_words(one, other),
            count,
            wrong.numel(),
            index,
            want,
            got,
        )

    def _bound(self, dtype: torch.dtype, scale: float) -> float:
        if self.how.exact:
            return 0.0
        eps = torch.finfo(dtype).eps if dtype.is_floating_point or dtype.is_complex else 0.0
        return self.how.tolerance * eps * scale + torch.finfo(torch.float32).tiny


def _as_python(want: Value, got: Value) -> Value:
    """Let a NumPy number stand for the Python number it is an instance of or equals exactly."""
    if not isinstance(got, NumpyScalarValue):
        return got
    integral = isinstance(want, IntValue) and isinstance(got.value, IntValue)
    is_float = isinstance(want, FloatValue) and got.dtype == "float64"
    return got.value if integral or is_float or isinstance(want, BoolValue) else got


def _floats_agree(want: float, got: float, bound: float) -> bool:
    if not math.isfinite(want):
        return want == got or (math.isnan(want) and math.isnan(got))
    return abs(want - got) <= bound


def _unlike_words(want: complex, got: complex) -> tuple[str, str]:
    """Two numbers that differ: short, and with every digit where the short ones read the same."""
    short = number_words(want)[:60], number_words(got)[:60]
    return short if short[0] != short[1] else (f"{want!r}"[:60], f"{got!r}"[:60])


def same(one: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
    """Which elements are equal; NaN is equal to NaN."""
    return (one == other) | ((one != one) & (other != other))


def _worst(wrong: torch.Tensor, want: torch.Tensor, got: torch.Tensor) -> tuple[int, ...]:
    """The index of the largest error; the first wrong one where that cannot be said."""
    if want.is_complex():
        size = wrong.to(torch.float64)
    else:
        size = (want.to(torch.float64) - got.to(torch.float64)).abs()
        size = torch.where(wrong, torch.nan_to_num(size, nan=math.inf, posinf=math.inf), -1.0)
    # Not torch.unravel_index: its first call imports a tenth of torch.
    place, index = int(size.reshape(-1).argmax()), []
    for length in reversed(wrong.shape):
        place, step = divmod(place, length)
        index.append(step)
    return tuple(reversed(index))


def _key(value: Value) -> str:
    if isinstance(value, StrValue):
        return f"'{value.text}'"[:80]
    if isinstance(value, IntValue):
        return value.text[:80]
    return describe(None, value)[:80]
