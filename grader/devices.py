"""Which devices this machine has. Asked in the trusted process only, never before a fork."""

from __future__ import annotations

import torch

from grader.sandbox.accelerator import initialise
from grader.sandbox.targets import SIMULATED


class AbsentDevice(Exception):
    """A device was asked for that is not there; the message lists what is."""


def available() -> list[str]:
    """The devices that torch can use here, best first; each of several CUDA devices by index."""
    found = []
    if torch.cuda.is_available():
        count = torch.cuda.device_count()
        found += ["cuda"] if count == 1 else [f"cuda:{index}" for index in range(count)]
    if torch.backends.mps.is_available():
        found.append("mps")
    return [*found, "cpu"]


def choose(wanted: str, *, tf32: bool = False) -> str:
    """Return `wanted`, or for "auto" the best there is, with an index where several are alike.

    Raises:
        AbsentDevice: it is not there, or it is and cannot be used.
    """
    if wanted in ("cpu", SIMULATED):
        return wanted
    found = available()
    device = found[0] if wanted == "auto" else _indexed(wanted, found)
    if device not in found:
        raise AbsentDevice(
            f"there is no device {wanted!r} on this machine; there is: {', '.join(found)}"
        )
    if problem := initialise(device, tf32):
        raise AbsentDevice(f"the device {device!r} cannot be used ({problem})")
    return device


def _indexed(wanted: str, found: list[str]) -> str:
    """`cuda` is the first of several, and `cuda:0` the only one."""
    if wanted == "cuda" and "cuda:0" in found:
        return "cuda:0"
    return "cuda" if wanted == "cuda:0" and "cuda" in found else wanted
