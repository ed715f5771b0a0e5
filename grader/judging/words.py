"""Values as words for people: short, exact, elements included where they are few."""

from __future__ import annotations

from collections.abc import Callable

from grader.sandbox.messages import (
    ArrayValue,
    BoolValue,
    ComplexValue,
    DeviceValue,
    DictValue,
    DtypeValue,
    FloatValue,
    IntValue,
    NoneValue,
    NumpyScalarValue,
    Observation,
    OtherValue,
    SequenceValue,
    StrValue,
    TensorValue,
    Value,
)


def shape_words(shape: object) -> str:
    assert isinstance(shape, list)
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def share_words(observation: Observation, named: Callable[[str], str] = str) -> str:
    """Whose memory the result lives in; `named` turns an argument's path into its name."""
    owners = sorted({owner for _, owner in observation.shares or []})
    if not owners:
        return "memory of its own"
    return f"memory shared with argument {', '.join(map(named, owners))}"


def number_words(number: float | complex | bool) -> str:
    """A number as a person writes it: at most seven significant digits."""
    if isinstance(number, float):
        short = f"{number:.7g}"
        return short if any(c in short for c in ".einf") else f"{short}.0"
    return str(number)


def type_words(value: Value) -> str:
    """The name of a value's type, as Python spells it."""
    if isinstance(value, TensorValue):
        return "torch.Tensor"
    if isinstance(value, ArrayValue):
        return "numpy.ndarray"
    if isinstance(value, NumpyScalarValue):
        return f"numpy.{value.dtype}"
    if isinstance(value, NoneValue):
        return "None"
    if isinstance(value, DtypeValue | DeviceValue):
        return f"torch.{value.kind}"
    if isinstance(value, OtherValue):
        return value.type
    return value.kind


def describe(observation: Observation | None, value: Value | None, limit: int = 400) -> str:
    """A value as a short text, elements included where they are few."""
    return _describe(observation, value, 0)[:limit]


def _describe(observation: Observation | None, value: Value | None, depth: int) -> str:
    if value is None or isinstance(value, NoneValue):
        return "None"
    if isinstance(value, TensorValue | ArrayValue):
        return _tensor_words(observation, value)
    if isinstance(value, SequenceValue):
        inner = ", ".join(_describe(observation, item, depth + 1) for item in value.items[:12])
        inner += ", …" if len(value.items) > 12 else ""
        comma = "," if len(value.items) == 1 else ""
        forms = {"tuple": f"({inner}{comma})", "list": f"[{inner}]", "set": f"{{{inner}}}"}
        return forms[value.kind]
    if isinstance(value, DictValue):
        inner = ", ".join(
            f"{_describe(observation, key, depth + 1)}: {_describe(observation, item, depth + 1)}"
            for key, item in value.items[:12]
        )
        return f"{{{inner}{', …' if len(value.items) > 12 else ''}}}"
    if isinstance(value, BoolValue):
        return str(value.value)
    if isinstance(value, IntValue):
        return value.text[:80]
    if isinstance(value, FloatValue):
        return number_words(value.number)
    if isinstance(value, ComplexValue):
        return str(value.number)
    if isinstance(value, StrValue):
        return f"'{value.text[:200]}'"
    if isinstance(value, NumpyScalarValue):
        return f"numpy.{value.dtype}({_describe(observation, value.value, depth)})"
    if isinstance(value, DtypeValue):
        return f"torch.{value.name}"
    if isinstance(value, DeviceValue):
        return f"device {value.name}"
    return f"<{value.type}>"


def _tensor_words(observation: Observation | None, value: TensorValue | ArrayValue) -> str:
    noun = "tensor" if isinstance(value, TensorValue) else "array"
    head = f"{value.dtype} {noun} of shape {shape_words(value.shape)}"
    if observation is None or value.data is None:
        return head
    data = observation.tensor(value)
    if data.numel() > 24:
        return head
    return f"{head}: {nested_words(data.tolist())}"


def nested_words(value: object) -> str:
    """Nested lists of numbers, each number short."""
    if isinstance(value, list):
        return f"[{', '.join(nested_words(item) for item in value)}]"
    if isinstance(value, bool | int | float | complex):
        return number_words(value)
    return str(value)
