"""What torch refuses on a device that is not the CPU, and in which words."""

from __future__ import annotations

import torch

from .targets import SIMULATED

# Made from sizes and numbers: on the default device, whatever tensors the numbers come from.
MAKERS = frozenset(
    {
        "arange", "range", "linspace", "logspace", "full", "zeros", "ones", "empty", "eye", "rand",
        "randn", "randint", "randperm", "scalar_tensor", "from_numpy", "frombuffer", "tril_indices",
        "triu_indices", "hann_window", "empty_strided", "from_file", "from_dlpack",
    }
)  # fmt: skip
# Only the second tensor's shape or dtype is read.
SHAPE_ONLY = frozenset(
    {
        "expand_as", "view_as", "reshape_as", "resize_as_", "is_same_size", "result_type",
        "can_cast", "broadcast_tensors", "set_", "backward", "grad", "register_hook", "__repr__",
        "__format__", "__deepcopy__", "new_tensor", "swap_tensors", "set_data", "is_set_to",
        "_has_compatible_shallow_copy_type", "_is_zerotensor", "__hash__", "_nested_tensor_size",
    }
)  # fmt: skip
# Here not even a CPU tensor without dimensions may stand beside others.
STRICT = frozenset(
    {
        "cat", "concat", "concatenate", "stack", "vstack", "hstack", "dstack", "matmul", "mm",
        "bmm", "mv", "dot", "__matmul__", "__rmatmul__", "linear", "embedding", "gather",
        "index_select", "take", "take_along_dim", "cross_entropy", "nll_loss", "equal",
        "binary_cross_entropy", "binary_cross_entropy_with_logits", "einsum", "tensordot",
        "scatter", "scatter_", "scatter_add", "scatter_add_", "index_add", "index_add_",
        "index_copy_", "addmm", "addmv", "outer", "inner", "kron", "block_diag",
    }
)  # fmt: skip
ENGINE = frozenset({"backward", "grad"})
CPU_ONLY = {
    "apply_": "apply_ is only implemented on CPU tensors",
    "map_": "map_ is only implemented on CPU tensors",
    "map2_": "map2_ is only implemented on CPU tensors",
}


def refuse_unknown(device: torch.device) -> None:
    """Raise what torch raises where a device is not there."""
    if device.type == "cuda":
        raise AssertionError("Torch not compiled with CUDA enabled")
    if device.type not in (SIMULATED, "cpu", "meta"):
        raise RuntimeError(f"there is no device {device} here; there is: {SIMULATED}, cpu")
    if device.type == SIMULATED and device.index not in (None, 0):
        raise RuntimeError(f"invalid device ordinal: {device}, there is one {SIMULATED} device")


def mixed(one: torch.device, other: torch.device) -> RuntimeError:
    return RuntimeError(
        "Expected all tensors to be on the same device, but found at least two devices, "
        f"{one} and {other}!"
    )


def no_index(device: torch.device) -> RuntimeError:
    return RuntimeError(
        f"indices should be either on cpu or on the same device as the indexed tensor ({device})"
    )


def no_numpy(device: torch.device) -> TypeError:
    return TypeError(
        f"can't convert {device} device type tensor to numpy. Use Tensor.cpu() to copy the "
        "tensor to host memory first."
    )


def other_generator(wanted: torch.device, found: torch.device) -> RuntimeError:
    return RuntimeError(
        f"Expected a '{wanted.type}' device type for generator but found '{found.type}'"
    )
