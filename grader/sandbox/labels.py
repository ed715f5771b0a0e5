"""What the labels of the simulated device hang on: storages, found behind any tensor."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Any

import torch


def device_module() -> types.ModuleType:
    """What torch asks of a device's module when it saves or sets the state of random numbers."""
    module = types.ModuleType("torch.sim", "The simulated device; its numbers are the CPU's.")
    module.__dict__.update(
        is_available=lambda: True,
        device_count=lambda: 1,
        current_device=lambda: 0,
        get_rng_state=lambda device=0: torch.default_generator.get_state(),
        set_rng_state=lambda state, device=0: None,
        manual_seed_all=lambda seed: None,
        _is_in_bad_fork=lambda: False,
    )
    return module


def storage_of(tensor: torch.Tensor) -> torch.UntypedStorage | None:
    """The storage that carries the label; None for one without elements of its own."""
    while torch._C._functorch.is_functorch_wrapped_tensor(tensor):
        tensor = torch._C._functorch.get_unwrapped(tensor)
    if tensor.layout is not torch.strided or tensor.device.type == "meta":
        return None
    try:
        return tensor.untyped_storage()
    except (RuntimeError, NotImplementedError):
        return None


def storage_ids(tensor: torch.Tensor) -> set[int]:
    storage = storage_of(tensor)
    return set() if storage is None else {id(storage)}


def tensors_in(value: Any, depth: int = 0) -> Iterator[torch.Tensor]:
    if isinstance(value, torch.Tensor):
        yield value
    elif depth < 6 and isinstance(value, (list, tuple)):
        for item in value:
            yield from tensors_in(item, depth + 1)
    elif depth < 6 and isinstance(value, dict):
        for item in value.values():
            yield from tensors_in(item, depth + 1)
