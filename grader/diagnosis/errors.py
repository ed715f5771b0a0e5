"""Which kind of error an exception is: its type, loose patterns, and the operands themselves.

The texts of torch's errors drift from release to release, so a pattern holds only the words
that a kind cannot do without; where no pattern fits, the operands that the worker recorded
may still show what kind it is.
"""

from __future__ import annotations

import difflib
import re
from typing import NamedTuple

import torch

from grader.sandbox.messages import RaisedException


class Kind(NamedTuple):
    """A kind of error: the id of its text, a base of its type, and what its text contains."""

    id: str
    base: str
    pattern: str


# The first that fits.
KINDS = [
    Kind(*row)
    for row in (
        ("EXC-MATMUL", "RuntimeError", r"shapes cannot be multiplied|size mismatch, got"
                                       r"|Expected size for first two dimensions of batch2"
                                       r"|inconsistent tensor size"),
        ("EXC-MATMUL-RANK", "RuntimeError", r"must be a matrix|[123]D tensors? expected"
                                            r"|(must|should) be (a )?[123]-?D|batch1 must be a 3D"),
        ("EXC-LOSS-TARGET", "RuntimeError", r"[Ee]xpected target size"),
        ("EXC-TARGET-DTYPE", "RuntimeError", r"target.*(Long|Byte)|one_hot is only applicable"),
        ("EXC-LOSS-TARGET", "ValueError", r"target size .*different to the input size"),
        ("EXC-EXPAND", "RuntimeError", r"expanded size of the tensor"),
        ("EXC-BROADCAST", "RuntimeError", r"size of tensor a .* must match|not broadcastable"
                                          r"|Shapes? .* (are|is) not broadcast"),
        ("EXC-STACK", "RuntimeError", r"stack expects each tensor"),
        ("EXC-CAT", "RuntimeError", r"[Ss]izes of tensors must match except"
                                    r"|zero-dimensional tensor .* cannot be concatenated"),
        ("EXC-VIEW", "RuntimeError", r"view size is not compatible"),
        ("EXC-RESHAPE-REST", "RuntimeError", r"shape '\[.*-1\b.*\]' is invalid for input of size"),
        ("EXC-RESHAPE", "RuntimeError", r"shape .* is invalid for input of size"
                                        r"|cannot reshape tensor|unspecified dimension size"),
        ("EXC-PERMUTE", "RuntimeError", r"desired ordering of dimensions|repeated dim"),
        ("EXC-DIM", "IndexError", r"[Dd]imension out of range|[Dd]imension specified as"),
        ("EXC-INTEGER-MATH", "RuntimeError", r"could not infer output dtype|floating point or complex dtype"
                                             r"|must be either a floating"),
        ("EXC-INTEGER-GRADIENT", "RuntimeError", r"[Oo]nly Tensors of floating point.* gradients"),
        ("EXC-INTEGER-MATH", "NotImplementedError", r"not implemented for '(Long|Int|Byte|Short|Char|Bool)'"),
        ("EXC-INTEGER-MATH", "RuntimeError", r"not implemented for '(Long|Int|Byte|Short|Char|Bool)'"),
        ("EXC-IN-PLACE-DTYPE", "RuntimeError", r"can't be cast to the desired output type"),
        ("EXC-INDEX-DTYPE", "IndexError", r"tensors used as indices must be"),
        ("EXC-INDEX-DTYPE", "RuntimeError", r"argument #\d 'indices'|Expected dtype int(32/int)?64 for index"),
        ("EXC-DTYPES-DIFFER", "RuntimeError", r"same dtype|[Ee]xpected (scalar type|dtype)|Found dtype"
                                              r"|expected .* but (got|found) .*(Float|Double|Long|float|double|long)"),
        ("EXC-VALUES-AND-INDICES", "TypeError", r"torch\.return_types\."),
        ("EXC-VALUES-AND-INDICES", "AttributeError", r"torch\.return_types\."),
        ("EXC-DEVICES-DIFFER", "RuntimeError", r"same device|is not on the expected device"
                                               r"|indices should be either on cpu"),
        ("DEVICE-NAMED", "AssertionError", r"Torch not compiled with CUDA"),
        ("DEVICE-NAMED", "RuntimeError", r"Found no NVIDIA driver|No CUDA GPUs are available"
                                         r"|[Ee]xpected one of cpu, cuda"),
        ("EXC-BOOL-ARITHMETIC", "RuntimeError", r"(Subtraction|Negation).* bool tensor"),
        ("EXC-NUMPY-GRAD", "RuntimeError", r"numpy\(\) on [Tt]ensor that requires grad"),
        ("EXC-LEAF-IN-PLACE", "RuntimeError", r"leaf [Vv]ariable that requires grad.*in-place"),
        ("EXC-SAVED-CHANGED", "RuntimeError", r"modified by an in-?place operation"),
        ("EXC-BACKWARD-TWICE", "RuntimeError", r"backward through the graph a second time"),
        ("EXC-NO-GRAPH", "RuntimeError", r"does not require grad|does not have a grad_fn"),
        ("EXC-NOT-SCALAR-BACKWARD", "RuntimeError", r"grad can be implicitly created only"),
        ("EXC-UNUSED-IN-GRAPH", "RuntimeError", r"not have been used in the graph"),
        ("EXC-SHARED-CELLS", "RuntimeError", r"more than one element of the written-to tensor"),
        ("EXC-AMBIGUOUS-BOOL", "RuntimeError", r"Boolean value of Tensor"),
        ("EXC-AMBIGUOUS-BOOL", "ValueError", r"truth value of an array"),
        ("EXC-MANY-TO-NUMBER", "RuntimeError", r"elements cannot be converted to Scalar"),
        ("EXC-MANY-TO-NUMBER", "ValueError", r"one.element tensors can be converted"),
        ("EXC-TARGET-RANGE", "IndexError", r"Target -?\d+ is out of bounds"),
        ("EXC-LOSS-RANGE", "RuntimeError", r"between 0 and 1"),
        ("EXC-SCALAR-INDEX", "IndexError", r"0-dim tensor"),
        ("EXC-TOO-MANY-INDICES", "IndexError", r"too many indices"),
        ("EXC-INDEX-RANGE", "IndexError", r"out of (bounds|range)"),
        ("EXC-INDEX-RANGE", "RuntimeError", r"index -?\d+ is out of bounds"),
        ("EXC-RAGGED", "ValueError", r"expected sequence of length"),
        ("EXC-UNPACK", "ValueError", r"(not enough|too many) values to unpack"),
        ("EXC-UNPACK", "TypeError", r"cannot unpack non-iterable"),
        ("EXC-NONE-IN-TENSOR", "RuntimeError", r"infer dtype of NoneType"),
        ("EXC-NONE-ATTRIBUTE", "AttributeError", r"'NoneType' object has no attribute"),
        ("EXC-NONE", "TypeError", r"NoneType"),
        ("EXC-UNHASHABLE", "TypeError", r"unhashable type"),
        ("EXC-NOT-CALLABLE", "TypeError", r"is not callable"),
        ("EXC-ARGUMENT-COUNT", "TypeError", r"positional arguments? but|missing \d+ required"
                                            r"|unexpected keyword argument"),
        ("EXC-NUMBER-FOR-TENSOR", "TypeError", r"must be Tensor, not (int|float|bool)"),
        ("EXC-LIST-FOR-TENSOR", "TypeError", r"must be (tuple of )?Tensors?,? (but )?(not|got) (list|tuple|numpy|ndarray)"
                                             r"|and 'list'|'list' and"),
        ("EXC-ARRAY-NEEDED", "TypeError", r"expected np\.ndarray"),
        ("EXC-NEGATIVE-STRIDE", "ValueError", r"negative strides?|stride.*negative"),
        ("EXC-SCALAR-LENGTH", "TypeError", r"0-d tensor"),
        ("EXC-FLOAT-FOR-INTEGER", "TypeError", r"'float' object cannot be interpreted as an integer"
                                               r"|integer tensors of a single element|must be (tuple of )?ints?, ?(but )?(not|got) float"
                                               r"|indices must be integers"),
        ("EXC-NOT-ITERABLE", "TypeError", r"is not iterable"),
        ("EXC-NO-ASSIGNMENT", "TypeError", r"does not support item assignment"),
        ("EXC-TUPLE-ARITHMETIC", "TypeError", r"can only concatenate (tuple|list)|can't multiply sequence|: .*'tuple'"),
        ("EXC-NO-ELEMENTS", "TypeError", r"object is not subscriptable"),
        ("EXC-OPERAND-TYPES", "TypeError", r"unsupported operand type|can only concatenate"),
        ("EXC-LOCAL-UNSET", "UnboundLocalError", r""),
        ("EXC-NAME", "NameError", r""),
        ("EXC-ATTRIBUTE", "AttributeError", r""),
        ("EXC-KEY", "KeyError", r""),
        ("EXC-DIVISION", "ZeroDivisionError", r""),
        ("EXC-NO-MODULE", "ModuleNotFoundError", r""),
        ("EXC-OPERATION-ARGUMENTS", "TypeError", r"invalid combination of arguments|argument '\w+'"),
        ("EXC-ASSERTION", "AssertionError", r""),
        ("EXC-REFUSED", "ValueError", r""),
    )
]  # fmt: skip
# How the usual modules, and what is usually taken from them, come into a file.
_IMPORTS = {
    **{name: f"import {name}" for name in (
        "collections", "copy", "functools", "itertools", "math", "numpy", "operator", "random",
        "re", "statistics", "sys", "time", "torch",
    )},
    "np": "import numpy as np",
    "F": "import torch.nn.functional as F",
    "nn": "from torch import nn",
    "Tensor": "from torch import Tensor",
    "reduce": "from functools import reduce",
    "partial": "from functools import partial",
    "product": "from itertools import product",
    "deepcopy": "from copy import deepcopy",
    "defaultdict": "from collections import defaultdict",
    "Counter": "from collections import Counter",
    "sqrt": "from math import sqrt",
    "prod": "from math import prod",
}  # fmt: skip
_UNKNOWN_NAME = re.compile(r"name '(\w+)' is not defined")
_SHAPE = re.compile(r"([a-z]+[0-9]*) tensor of shape \(([0-9, ]*)\)")


def kind_of(error: RaisedException, code: str) -> str | None:
    """The id of the text for this kind of error, or None if it is not a known one."""
    for kind in KINDS:
        if kind.base in (error.type, *error.bases) and re.search(kind.pattern, error.message):
            if kind.id == "EXC-REFUSED" and not code.startswith("raise "):
                continue
            if kind.id == "EXC-BROADCAST" and _times_for_matmul(error):
                return "EXC-TIMES-FOR-MATMUL"
            return kind.id
    return _by_operands(error) if "RuntimeError" in (error.type, *error.bases) else None


def _times_for_matmul(error: RaisedException) -> bool:
    """Were two tensors multiplied with `*` whose inner sizes would fit `@`?"""
    tensors = _tensors(error)
    if len(tensors) != 2 or not re.search(r"(?<!\*)\*(?!\*)", error.expression):
        return False
    (_, left), (_, right) = tensors
    return len(left) >= 2 and len(right) >= 2 and left[-1] == right[-2]


def _by_operands(error: RaisedException) -> str | None:
    """What the operands of a failing product show, where the error's text says nothing known."""
    tensors = _tensors(error)
    if len(tensors) != 2 or not re.search(r"@|mm\(|matmul\(|linear\(", error.expression):
        return None
    (one, left), (other, right) = tensors
    if len(left) == len(right) == 2 and left[1] != right[0]:
        return "EXC-MATMUL"
    return "EXC-DTYPES-DIFFER" if one != other else None


def _tensors(error: RaisedException) -> list[tuple[str, list[int]]]:
    """The dtype and the shape of each tensor in the failing expression."""
    found = [m for operand in error.operands if (m := _SHAPE.match(operand.summary))]
    return [(m[1], [int(size) for size in m[2].split(",") if size.strip()]) for m in found]


def calls_own(error: RaisedException, code: str, source: bytes) -> bool:
    """Is the function that a message about its arguments names defined in the student's file?"""
    named = re.match(r"([\w.<>]+)\(\)", error.message)
    *owners, name = [part for part in named[1].split(".") if part != "<locals>"] if named else [""]
    text = source.decode("utf-8", "replace")
    if not name.isidentifier() or not re.search(rf"\bdef\s+{name}\b", text):
        return False
    if owners:
        return re.search(rf"\b(class|def)\s+{re.escape(owners[-1])}\b", text) is not None
    as_method = re.search(rf"\.\s*{name}\s*\(", code)
    return not as_method or re.search(rf"(?<![\w.]){name}\s*\(", code) is not None


def missing_import(error: RaisedException) -> str:
    """The line that imports the name that Python did not know, where it is a usual one."""
    unknown = (
        _UNKNOWN_NAME.match(error.message) if "NameError" in (error.type, *error.bases) else None
    )
    return _IMPORTS.get(unknown[1], "") if unknown else ""


def meant(error: RaisedException, known: list[str]) -> str:
    """The name that a misspelt one is nearest to, if it is near enough."""
    quoted = re.findall(r"'([A-Za-z_]\w*)'", error.message)
    if not quoted:
        return ""
    names = known
    if "AttributeError" in (error.type, *error.bases):
        owner = quoted[0] if "module" in error.message else ""
        names = dir(torch) if owner == "torch" else dir(torch.Tensor)
        if "Tensor" not in error.message and owner != "torch":
            return ""
    near = difflib.get_close_matches(
        quoted[-1], [n for n in names if not n.startswith("_")], 1, 0.75
    )
    return near[0] if near and near[0] != quoted[-1] else ""
