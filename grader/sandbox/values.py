"""Python values as plain data, in both directions.

*Arguments* travel as storage plus geometry, so that a transposed, expanded or shared
view arrives as one. *Results* travel dense: each tensor is copied once, and whatever is
not plain data becomes the name of its type. Numbers are spelt as text, since JSON has
no NaN, no infinity and no integer beyond 2**53 that every parser keeps.

Both sides load this module. What a student's object says about itself (its `__class__`,
`__iter__`, `__repr__`) is not asked where the type itself can be.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from . import blocks

Node = dict[str, Any]

MAX_DEPTH = 16
MAX_NODES = 20_000
MAX_CHARACTERS = 20_000
MAX_INTEGER_BITS = 2_048
MAX_BYTES = 32 * 2**20

_PLAIN_TENSORS = (torch.Tensor, torch.nn.Parameter)


class TooLarge(ValueError):
    """A value with more parts or bytes than one answer may have."""


def dtype_name(dtype: torch.dtype) -> str:
    """`torch.float32` -> "float32"."""
    return str(dtype).removeprefix("torch.")


def dtype_named(name: str) -> torch.dtype:
    """Return the torch dtype of that name; ValueError if there is none."""
    # Looked up in what is there: `getattr` would import whatever module a worker names.
    dtype = vars(torch).get(name)
    if not isinstance(dtype, torch.dtype):
        raise ValueError(f"no torch dtype is called {name!r}")
    return dtype


def clean(text: str, limit: int) -> str:
    """Cut `text` and replace what UTF-8 cannot carry."""
    return text[:limit].encode("utf-8", "replace").decode()


def type_name(kind: type) -> str:
    """Return a type's name, qualified unless it is built in, cut at 100 characters."""
    name, module = kind.__name__, kind.__module__
    if not isinstance(module, str) or module in ("builtins", "student"):
        return clean(str(name), 100)
    return clean(f"{module}.{name}", 100)


class ResultEncoder:
    """Encodes what a call returned; `tensors` fills with the dense copies."""

    def __init__(self) -> None:
        self.tensors: dict[str, torch.Tensor] = {}
        self._nodes = 0
        self._bytes = 0

    def body(self) -> bytes:
        """Return the tensors as one safetensors block, empty if there are none."""
        return blocks.save(self.tensors)

    def node(self, value: object, depth: int = 0) -> Node:
        """Encode one value and all it contains."""
        self._nodes += 1
        if self._nodes > MAX_NODES or depth > MAX_DEPTH:
            raise TooLarge(
                f"the answer has more than {MAX_NODES} parts or is nested deeper than {MAX_DEPTH}"
            )
        kind = type(value)
        if value is None:
            return {"kind": "none"}
        if kind in _PLAIN_TENSORS:
            return self.tensor(value)  # type: ignore[arg-type]
        if kind is np.ndarray:
            return self._array(value)  # type: ignore[arg-type]
        if issubclass(kind, np.generic):
            return self._numpy_scalar(value)  # type: ignore[arg-type]
        if issubclass(kind, (bool, int, float, complex, str)):
            return _scalar(value)
        if issubclass(kind, (tuple, list, set, frozenset)):
            return self._sequence(value, depth)
        if issubclass(kind, dict):
            items: Any = dict.items(value)  # type: ignore[arg-type]
            pairs = [[self.node(key, depth + 1), self.node(item, depth + 1)] for key, item in items]
            return {"kind": "dict", "items": pairs}
        if kind is torch.dtype:
            return {"kind": "dtype", "name": dtype_name(value)}  # type: ignore[arg-type]
        if kind is torch.device:
            return {"kind": "device", "name": str(value)}
        return {"kind": "other", "type": type_name(kind)}

    def _sequence(self, value: Any, depth: int) -> Node:
        name: str
        base: Any
        for name, base in (("tuple", tuple), ("list", list), ("set", set), ("set", frozenset)):
            if issubclass(type(value), base):
                items = [self.node(item, depth + 1) for item in base.__iter__(value)]
                if name == "set":  # in one order, whatever the hash seed of this process
                    items.sort(key=repr)
                return {"kind": name, "items": items}
        raise AssertionError("unreachable: the caller checked the type")

    def tensor(self, value: torch.Tensor) -> Node:
        """Encode a tensor: its facts as JSON, its elements as a dense CPU copy."""
        if value.layout is not torch.strided or value.is_quantized:
            return {"kind": "other", "type": f"a tensor with layout {value.layout}"}
        if value.device.type == "meta":
            return {"kind": "other", "type": "a tensor on the meta device, which has no elements"}
        self._count(value.numel() * value.element_size())
        # `body` copies the bytes, and nothing of the student's runs until then.
        dense = value.detach()
        if not (dense.is_cpu and dense.is_contiguous()) or dense.is_conj() or dense.is_neg():
            dense = dense.resolve_conj().resolve_neg().cpu().contiguous()
        if dense.dtype is torch.complex128:
            dense = torch.view_as_real(dense)
        return {
            "kind": "tensor",
            "data": self._keep(dense),
            "dtype": dtype_name(value.dtype),
            "shape": list(value.shape),
            "device": str(value.device),
            "requires_grad": value.requires_grad,
            "is_leaf": value.is_leaf,
        }

    def _array(self, value: np.ndarray[Any, Any]) -> Node:
        self._count(value.nbytes)
        node = {"kind": "array", "dtype": str(value.dtype)[:50], "shape": list(value.shape)}
        try:
            dense = torch.from_numpy(np.array(value, order="C", copy=True))
        except TypeError:
            return node | {"data": None}
        if dense.dtype is torch.complex128:
            dense = torch.view_as_real(dense)
        return node | {"data": self._keep(dense)}

    def _numpy_scalar(self, value: np.generic) -> Node:
        item = value.item()
        if type(item) in (bool, int, float):
            return {"kind": "numpy_scalar", "dtype": str(value.dtype), "value": _scalar(item)}
        return {"kind": "other", "type": type_name(type(value))}

    def _keep(self, dense: torch.Tensor) -> str:
        key = str(len(self.tensors))
        self.tensors[key] = dense
        return key

    def _count(self, size: int) -> None:
        self._bytes += size
        if self._bytes > MAX_BYTES:
            raise TooLarge(f"the answer takes more than {MAX_BYTES // 2**20} MiB")


def _scalar(value: object) -> Node:
    if isinstance(value, bool):
        return {"kind": "bool", "value": bool(value)}
    if isinstance(value, int):
        if int.bit_length(value) > MAX_INTEGER_BITS:
            return {"kind": "other", "type": f"an int of more than {MAX_INTEGER_BITS} bits"}
        return {"kind": "int", "text": int.__repr__(value)}
    if isinstance(value, float):
        return {"kind": "float", "text": float.__repr__(value)}
    if isinstance(value, complex):
        return {"kind": "complex", "real": repr(value.real), "imag": repr(value.imag)}
    text = str.__str__(value)
    return {
        "kind": "str",
        "text": clean(text, MAX_CHARACTERS),
        "cut": len(text) > MAX_CHARACTERS,
    }


class ArgumentEncoder:
    """Encodes a call's inputs; `storages` fills with the bytes that they share."""

    def __init__(self) -> None:
        self.storages: dict[str, torch.Tensor] = {}
        self._keys: dict[int, str] = {}
        self._alive: list[object] = []

    def body(self) -> bytes:
        """Return the storages as one safetensors block, empty if there are none."""
        return blocks.save(self.storages)

    def node(self, value: object) -> Node:
        """Encode one input; TypeError for what may not cross the wire."""
        if isinstance(value, torch.Tensor):
            return self._tensor(value)
        if isinstance(value, np.ndarray):
            return self._array(value)
        if value is None:
            return {"kind": "none"}
        if isinstance(value, (bool, int, float, complex, str)):
            return _scalar(value)
        if isinstance(value, set):
            # In one order, so that a call is the same whatever the hash seed of this process.
            return {"kind": "set", "items": sorted(map(self.node, value), key=repr)}
        if isinstance(value, (tuple, list)):
            kind = "tuple" if isinstance(value, tuple) else "list"
            return {"kind": kind, "items": [self.node(item) for item in value]}
        if isinstance(value, dict):
            pairs = [[self.node(key), self.node(item)] for key, item in value.items()]
            return {"kind": "dict", "items": pairs}
        if isinstance(value, torch.dtype):
            return {"kind": "dtype", "name": dtype_name(value)}
        if isinstance(value, torch.device):
            return {"kind": "device", "name": str(value)}
        raise TypeError(
            f"a {type(value).__name__} cannot be sent as an input: build it in a scenario"
        )

    def _tensor(self, value: torch.Tensor) -> Node:
        storage = value.untyped_storage()
        raw = torch.empty(0, dtype=torch.uint8).set_(storage)
        return {
            "kind": "tensor",
            "storage": self._key(storage.data_ptr(), storage.nbytes(), raw, storage),
            "dtype": dtype_name(value.dtype),
            "shape": list(value.shape),
            "stride": list(value.stride()),
            "offset": value.storage_offset(),
            "requires_grad": value.requires_grad,
        }

    def _array(self, value: np.ndarray[Any, Any]) -> Node:
        owner = value
        while isinstance(owner.base, np.ndarray):
            owner = owner.base
        if not owner.flags.c_contiguous:
            owner = value = np.array(value, order="C", copy=True)
        start = owner.__array_interface__["data"][0]
        raw = torch.from_numpy(owner.reshape(-1).view(np.uint8).copy())
        return {
            "kind": "array",
            "storage": self._key(start, owner.nbytes, raw, owner),
            "dtype": value.dtype.str,
            "shape": list(value.shape),
            "stride": list(value.strides),
            "offset": value.__array_interface__["data"][0] - start if value.size else 0,
        }

    def _key(self, address: int, size: int, raw: torch.Tensor, owner: object) -> str:
        # Empty storages all have address 0, and share nothing.
        known = self._keys.get(address) if size else None
        if known is None:
            known = f"s{len(self.storages)}"
            self.storages[known] = raw.detach()
            self._keys[address] = known
            self._alive.append(owner)
        return known


class ArgumentDecoder:
    """Rebuilds a call's inputs, each on `device`, from fresh copies of their storages."""

    def __init__(self, body: bytes, device: str = "cpu") -> None:
        self._sent = blocks.views(body)
        self._host = {key: data.clone() for key, data in self._sent.items()}
        self._device = device
        self._on_device: dict[str, torch.Tensor] = {}

    def storages(self) -> list[tuple[torch.Tensor, torch.Tensor]]:
        """Return every buffer that the decoded inputs live in, as bytes, and those bytes now."""
        host = zip(self._host.values(), self._sent.values(), strict=True)
        return [*host, *((buffer, buffer.clone()) for buffer in self._on_device.values())]

    def value(self, node: Node) -> Any:
        """Decode one input."""
        kind = node["kind"]
        if kind == "tensor":
            return self._tensor(node)
        if kind == "array":
            return self._array(node)
        if kind in ("tuple", "list", "set"):
            items = [self.value(item) for item in node["items"]]
            return items if kind == "list" else tuple(items) if kind == "tuple" else set(items)
        if kind == "dict":
            return {self.value(key): self.value(item) for key, item in node["items"]}
        return _DECODERS[kind](node)

    def _tensor(self, node: Node) -> torch.Tensor:
        key = node["storage"]
        buffer = self._host[key]
        if self._device != "cpu":
            buffer = self._on_device.setdefault(key, buffer.to(self._device))
        empty = torch.empty(0, dtype=dtype_named(node["dtype"]), device=buffer.device)
        tensor = empty.set_(
            buffer.untyped_storage(), node["offset"], tuple(node["shape"]), tuple(node["stride"])
        )
        return tensor.requires_grad_() if node["requires_grad"] else tensor

    def _array(self, node: Node) -> np.ndarray[Any, Any]:
        buffer = self._host[node["storage"]].numpy()
        return np.ndarray(
            tuple(node["shape"]),
            dtype=np.dtype(node["dtype"]),
            buffer=buffer if buffer.size else None,
            offset=node["offset"],
            strides=tuple(node["stride"]) if buffer.size else None,
        )


_DECODERS: dict[str, Callable[[Node], Any]] = {
    "none": lambda node: None,
    "bool": lambda node: node["value"],
    "int": lambda node: int(node["text"]),
    "float": lambda node: float(node["text"]),
    "complex": lambda node: complex(float(node["real"]), float(node["imag"])),
    "str": lambda node: node["text"],
    "dtype": lambda node: dtype_named(node["name"]),
    "device": lambda node: torch.device(node["name"]),
}
