"""Which devices this machine has. Asked in the trusted process only, never before a fork."""

from __future__ import annotations

import torch


class AbsentDevice(Exception):
    """A device was asked for that is not there; the message lists what is."""


def available() -> list[str]:
    """The devices that torch can use here, best first."""
    found = []
    if torch.cuda.is_available():
        found.append("cuda")
    if torch.backends.mps.is_available():
        found.append("mps")
    return [*found, "cpu"]


def choose(wanted: str) -> str:
    """Return `wanted`, or for "auto" the best there is; AbsentDevice if it is not there."""
    if wanted == "cpu":
        return wanted
    found = available()
    if wanted == "auto":
        return found[0]
    if wanted not in found:
        raise AbsentDevice(
            f"there is no device {wanted!r} on this machine; there is: {', '.join(found)}"
        )
    return wanted
