"""Tensors as one block of bytes, in the safetensors format.

Reading what the other side wrote is the library's: it checks every offset. Writing is done
here, in a tenth of the time that the library's search for shared memory takes; what is
written is dense and on the CPU, so there is nothing to search for.
"""

from __future__ import annotations

import sys

import pydantic_core
import safetensors.torch
import torch

_NAMES = {
    torch.bool: "BOOL",
    torch.uint8: "U8",
    torch.int8: "I8",
    torch.int16: "I16",
    torch.int32: "I32",
    torch.int64: "I64",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.float32: "F32",
    torch.float64: "F64",
}

_EMPTY = torch.empty(0, dtype=torch.uint8)


def save(tensors: dict[str, torch.Tensor]) -> bytes:
    """Return dense CPU tensors as one block, empty if there are none; names are plain words."""
    if not tensors:
        return b""
    for tensor in tensors.values():
        if tensor.dtype not in _NAMES or sys.byteorder != "little":
            return safetensors.torch.save(tensors)
    # Widest elements first, as the format asks, so that each starts where it may.
    named = list(tensors.items())
    if len(named) > 1:
        named.sort(key=_width, reverse=True)
    entries, pieces, end = [], [], 0
    for name, tensor in named:
        piece = _bytes(tensor)
        start, end = end, end + len(piece)
        entries.append(
            f'"{name}":{{"dtype":"{_NAMES[tensor.dtype]}","shape":{list(tensor.shape)},'
            f'"data_offsets":[{start},{end}]}}'
        )
        pieces.append(piece)
    text = f"{{{','.join(entries)}}}".encode()
    text += b" " * (-len(text) % 8)
    return b"".join([len(text).to_bytes(8, "little"), text, *pieces])


def _width(named: tuple[str, torch.Tensor]) -> int:
    return named[1].element_size()


def _bytes(tensor: torch.Tensor) -> bytes:
    if tensor.dtype is torch.bfloat16:  # which NumPy does not know
        # One element may have any stride, and only 1 can be looked at as bytes.
        flat = tensor.as_strided((1,), (1,)) if tensor.numel() == 1 else tensor.reshape(-1)
        tensor = flat.view(torch.uint8)
    return tensor.numpy().tobytes()


def views(block: bytes) -> dict[str, torch.Tensor]:
    """The bytes of each tensor of a block that this side wrote, whatever its dtype."""
    if not block:
        return {}
    start = 8 + int.from_bytes(block[:8], "little")
    entries = pydantic_core.from_json(block[8:start])
    data = bytearray(block)  # torch warns of bytes that cannot be written to
    found = {}
    for name, entry in entries.items():
        begin, end = entry["data_offsets"]
        found[name] = (
            torch.frombuffer(data, dtype=torch.uint8, count=end - begin, offset=start + begin)
            if end > begin
            else _EMPTY
        )
    return found


def load(block: bytes) -> dict[str, torch.Tensor]:
    """Return the tensors of a block; safetensors' own errors if it is not one."""
    return safetensors.torch.load(block) if block else {}
