"""What a worker may answer, as pydantic models: the only form the trusted side accepts.

Every text is bounded by the frame's own size; anything that does not fit a model is a
protocol violation of the submission. Numbers arrive spelt out (see `values`).
"""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal, Self

import safetensors.torch
import torch
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, field_validator, model_validator
from safetensors import SafetensorError

from .values import dtype_name

MAX_ELEMENTS = 2**26

Text = Annotated[str, Field(max_length=25_000)]
Name = Annotated[str, Field(max_length=500)]
# Places are looked up in lists of ours: a worker that lies must not reach outside them.
Line = Annotated[int, Field(ge=0, le=10_000_000)]
Place = Annotated[int, Field(ge=0, le=1_000)]


class Message(BaseModel):
    """Strict: no coercion, no unknown key, no NaN literal."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False, frozen=True)


class NoneValue(Message):
    kind: Literal["none"]


class BoolValue(Message):
    kind: Literal["bool"]
    value: bool


class IntValue(Message):
    kind: Literal["int"]
    text: Annotated[str, Field(pattern=r"^-?[0-9]{1,700}$")]

    @property
    def number(self) -> int:
        return int(self.text)


class FloatValue(Message):
    kind: Literal["float"]
    text: Annotated[str, Field(max_length=40)]

    @field_validator("text")
    @classmethod
    def _is_number(cls, text: str) -> str:
        float(text)
        return text

    @property
    def number(self) -> float:
        return float(self.text)


class ComplexValue(Message):
    kind: Literal["complex"]
    real: Annotated[str, Field(max_length=40)]
    imag: Annotated[str, Field(max_length=40)]

    @field_validator("real", "imag")
    @classmethod
    def _is_number(cls, text: str) -> str:
        float(text)
        return text

    @property
    def number(self) -> complex:
        return complex(float(self.real), float(self.imag))


class StrValue(Message):
    kind: Literal["str"]
    text: Text
    cut: bool = False


class DtypeValue(Message):
    kind: Literal["dtype"]
    name: Name


class DeviceValue(Message):
    kind: Literal["device"]
    name: Name


class OtherValue(Message):
    """Something that is not data: all that is known is the name of its type."""

    kind: Literal["other"]
    type: Name


class NumpyScalarValue(Message):
    kind: Literal["numpy_scalar"]
    dtype: Name
    value: BoolValue | IntValue | FloatValue


class TensorValue(Message):
    kind: Literal["tensor"]
    data: Name
    dtype: Name
    shape: list[Annotated[int, Field(ge=0)]]
    device: Name
    requires_grad: bool
    is_leaf: bool
    grad: TensorValue | None = None


class ArrayValue(Message):
    kind: Literal["array"]
    data: Name | None
    dtype: Name
    shape: list[Annotated[int, Field(ge=0)]]


class SequenceValue(Message):
    kind: Literal["tuple", "list", "set"]
    items: list[Value]


class DictValue(Message):
    kind: Literal["dict"]
    items: list[Annotated[list[Value], Field(min_length=2, max_length=2)]]


Value = Annotated[
    NoneValue
    | BoolValue
    | IntValue
    | FloatValue
    | ComplexValue
    | StrValue
    | DtypeValue
    | DeviceValue
    | OtherValue
    | NumpyScalarValue
    | TensorValue
    | ArrayValue
    | SequenceValue
    | DictValue,
    Field(discriminator="kind"),
]


class Operand(Message):
    """A name in the failing line, and what it held."""

    name: Name
    summary: Name


class RaisedException(Message):
    """An exception as the worker described it; `line` is None outside the student's file."""

    type: Name
    bases: list[Name]
    message: Text
    line: Line | None
    function: Name
    code: Text
    expression: Text
    operands: list[Operand]
    calls: list[Name]


class Printed(Message):
    text: Text = ""
    cut: bool = False


class Observation(Message):
    """All that one call showed. Tensors are dense, on the CPU, and reached by `tensor`."""

    outcome: Literal["returned", "raised", "timed_out", "too_large"]
    value: Value | None
    exception: RaisedException | None
    arguments: list[tuple[Place, Value]]
    shares: list[tuple[Name, Name]] | None
    gradients: list[TensorValue | None] | None
    operations: list[Name] | None
    printed: Printed
    detail: Text = ""
    # On the simulated device: the line that put a tensor on the CPU.
    made_on_line: int | None = None
    # No default: pydantic would look at a factory's signature for every observation.
    _tensors: dict[str, torch.Tensor] = PrivateAttr()

    @model_validator(mode="after")
    def _says_what_happened(self) -> Self:
        if self.outcome == "returned" and self.value is None:
            raise ValueError("returned, but there is no value")
        if self.outcome in ("raised", "timed_out") and self.exception is None:
            raise ValueError("raised, but there is no exception")
        return self

    def tensor(self, node: TensorValue | ArrayValue) -> torch.Tensor:
        """Return a node's elements: a dense CPU tensor of the dtype and shape it claims."""
        if node.data is None:
            raise ValueError("an array of objects has no elements to compare")
        return self._tensors[node.data]


class Problem(Message):
    """Why a file is not Python."""

    kind: Literal["null_bytes", "encoding", "syntax", "indentation", "too_complex"]
    line: int | None
    column: int | None
    message: Text
    text: Text


class Parameters(Message):
    names: list[Name]
    required: int
    variadic: bool
    keyword_required: list[Name]

    def accept(self, count: int) -> bool:
        """Can the function be called with `count` positional arguments?"""
        enough = self.required <= count
        return enough and (self.variadic or count <= len(self.names)) and not self.keyword_required


class ForbiddenUse(Message):
    name: Name
    line: int
    function: Name


class Definition(Message):
    """One top-level function or class of a student's file."""

    kind: Literal["function", "class"]
    line: int
    end_line: int
    stub: bool
    parameters: Parameters | None
    returns: bool
    prints: bool
    unfinished_line: int | None
    device_line: int | None = None
    loop_line: int | None = None
    calls: list[Name]
    forbidden: list[ForbiddenUse]


class Findings(Message):
    """What the source said before it ran."""

    error: Problem | None
    functions: dict[Name, Definition] = Field(default_factory=dict)


class Layer(Message):
    """One layer of confinement."""

    name: Name
    state: Literal["in force", "absent"]
    detail: Text


class Greeting(Message):
    id: Literal[0]
    tier: Literal["hardened", "limited", "unsafe"]
    layers: list[Layer]
    confinement_seconds: Annotated[float, Field(ge=0)]
    device_problem: Text = ""


class InspectAnswer(Findings):
    id: int


class LoadAnswer(Message):
    id: int
    observation: Observation
    names: list[Name]


class CallAnswer(Message):
    id: int
    observation: Observation


def attach(observation: Observation, body: bytes) -> Observation:
    """Give an observation its tensors, after checking that they are what it says.

    Raises:
        ValueError: the block is not safetensors, or a node names a tensor that is not
            there or has another dtype or shape.
    """
    tensors: dict[str, torch.Tensor] = {}
    if body:
        try:
            tensors = safetensors.torch.load(body)
        except (SafetensorError, KeyError, ValueError, RuntimeError) as error:
            raise ValueError("the tensors are not a safetensors block") from error
    nodes = [
        node
        for node in (observation.value, *(node for _, node in observation.arguments))
        if node is not None
    ]
    nodes += [gradient for gradient in observation.gradients or [] if gradient is not None]
    for node in nodes:
        _check(node, tensors)
    observation._tensors = tensors
    return observation


def _check(node: Any, tensors: dict[str, torch.Tensor]) -> None:
    if isinstance(node, SequenceValue):
        for item in node.items:
            _check(item, tensors)
    elif isinstance(node, DictValue):
        for pair in node.items:
            for item in pair:
                _check(item, tensors)
    elif isinstance(node, TensorValue | ArrayValue) and node.data is not None:
        data = tensors.get(node.data)
        if data is None:
            raise ValueError(f"no tensor {node.data!r} came with the answer")
        shape, dtype = list(data.shape), dtype_name(data.dtype)
        if "complex128" in node.dtype and shape[-1:] == [2]:
            data = tensors[node.data] = torch.view_as_complex(data)
            shape, dtype = list(data.shape), "complex128"
        if shape != node.shape or math.prod(shape) > MAX_ELEMENTS:
            raise ValueError("a tensor's shape is not the one announced")
        if isinstance(node, TensorValue):
            if dtype != node.dtype:
                raise ValueError("a tensor's dtype is not the one announced")
            if node.grad is not None:
                _check(node.grad, tensors)


def parse_observation(data: dict[str, Any], body: bytes) -> Observation:
    """Validate an observation made in this process: the same checks, the same form."""
    return attach(Observation.model_validate(data, strict=False), body)


TensorValue.model_rebuild()
SequenceValue.model_rebuild()
DictValue.model_rebuild()
NumpyScalarValue.model_rebuild()
Observation.model_rebuild()
