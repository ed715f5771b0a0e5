"""A device that is not the CPU, in the one process that uses it.

Nothing here runs before a fork: CUDA cannot be used in a child of a process that has asked
it anything, so each worker starts the device itself, and the zygote never does.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import torch

from .targets import is_accelerator


def initialise(device: str, tf32: bool) -> str:
    """Start the device in this process; what went wrong in words, empty if nothing did."""
    if not is_accelerator(device):
        return ""
    set_precision(tf32)
    try:
        torch.ones(1, device=device).sum().item()
        if device.startswith("cuda"):
            torch.cuda.set_device(torch.device(device))
    except (RuntimeError, AssertionError) as error:
        return f"{type(error).__name__}: {error}"
    return ""


def set_precision(tf32: bool) -> None:
    """Let float32 products be rounded to TF32, or not: it keeps 10 bits of 23."""
    torch.backends.cuda.matmul.allow_tf32 = tf32
    torch.backends.cudnn.allow_tf32 = tf32


@contextlib.contextmanager
def kept_precision() -> Iterator[None]:
    """Whatever a call does to the precision of float32 products ends with it."""
    before = torch.backends.cuda.matmul.allow_tf32
    try:
        yield
    finally:
        set_precision(before)


def seed(device: str, number: int) -> None:
    """Start the device's own generator from `number`."""
    if device.startswith("cuda"):
        torch.cuda.manual_seed(number)
    elif device.startswith("mps"):
        torch.mps.manual_seed(number)


def settle(device: str) -> None:
    """Wait until all that was started has ended: an error belongs to the call that caused it."""
    if device.startswith("cuda"):
        torch.cuda.synchronize(torch.device(device))
    elif device.startswith("mps"):
        torch.mps.synchronize()
