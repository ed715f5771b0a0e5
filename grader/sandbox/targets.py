"""Names of devices, and what is known of each without asking torch."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal

StartMethod = Literal["fork", "spawn"]

SIMULATED = "sim"
ACCELERATORS = ("cuda", "mps")
WITHOUT_FLOAT64 = ("mps",)


def is_accelerator(device: str) -> bool:
    """Is "cuda", "cuda:1" or "mps" meant, and not the CPU or the simulated device?"""
    return device.partition(":")[0] in ACCELERATORS


def has_float64(device: str) -> bool:
    """Can the device hold float64 at all?"""
    return device.partition(":")[0] not in WITHOUT_FLOAT64


@dataclass(frozen=True)
class Target:
    """Where tensors live, and whether an accelerator may round float32 products to TF32."""

    device: str = "cpu"
    tf32: bool = False

    @property
    def is_accelerator(self) -> bool:
        """Does the device have a driver of its own?"""
        return is_accelerator(self.device)

    @property
    def start_method(self) -> StartMethod:
        """How workers start: the frameworks behind MPS do not survive a fork."""
        forks = hasattr(os, "fork") and not self.device.startswith("mps")
        return "fork" if forks else "spawn"


CPU = Target()
