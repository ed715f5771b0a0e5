"""NumPy and devices: what a tensor adds to an array.

A tensor and a NumPy array can be two names for the same memory: write to one and the other
has changed. That costs nothing, and it surprises whoever wanted a copy. What a tensor adds is
a *graph* that gradients flow back through, and a *device*: it may live in the memory of an
accelerator, where NumPy cannot reach it. Tensors that meet in one operation have to be on one
device, so code that makes new tensors asks its inputs where they live.

Fill in each function and run `grade` on this folder.
"""

from __future__ import annotations

import numpy as np
import torch


def share(array: np.ndarray) -> torch.Tensor:
    """Look at an array's memory through a tensor, without copying it.

    What is written to the array afterwards is seen in the tensor, and the other way round.

    Args:
        array: any shape, also () for a single number without dimensions; any dtype that torch
            knows. Its elements need not lie side by side in memory.

    Returns:
        A tensor of the array's shape and dtype, in the same memory.

    Example:
        >>> array = np.array([1.0, 2.0, 3.0])
        >>> tensor = share(array)
        >>> array[0] = 7
        >>> tensor
        tensor([7., 2., 3.], dtype=torch.float64)
    """
    raise NotImplementedError


def copy(array: np.ndarray) -> torch.Tensor:
    """Make a tensor of an array, with memory of its own.

    What is written to one of them afterwards is not seen in the other.

    Args:
        array: any shape, also () for a single number without dimensions; any dtype that torch
            knows.

    Returns:
        A tensor of the array's values, shape and dtype, in new memory.

    Example:
        >>> array = np.array([1.0, 2.0, 3.0])
        >>> tensor = copy(array)
        >>> array[0] = 7
        >>> tensor
        tensor([1., 2., 3.], dtype=torch.float64)
    """
    raise NotImplementedError


def to_numpy(tensor: torch.Tensor) -> np.ndarray:
    """Give a tensor's values to NumPy.

    Args:
        tensor: any shape, also (), and any dtype that NumPy knows. It may require grad, and it
            may live on an accelerator; it stays as it is.

    Returns:
        An array of the tensor's values, in the same shape and dtype. Whether it shares the
        tensor's memory is up to you.

    Example:
        >>> to_numpy(torch.tensor([1.0, 2.0], requires_grad=True))
        array([1., 2.], dtype=float32)
    """
    raise NotImplementedError


def positions_for(token_ids: torch.Tensor) -> torch.Tensor:
    """Number the tokens of each text: 0, 1, 2 and so on.

    Args:
        token_ids: shape (B, T), any integer dtype, on any device: B texts of T tokens.

    Returns:
        int64 of shape (B, T), on the device of token_ids: every row is 0 to T - 1.

    Example:
        >>> positions_for(torch.tensor([[7, 3, 9], [4, 4, 1]]))
        tensor([[0, 1, 2],
                [0, 1, 2]])
    """
    raise NotImplementedError


def move_like(tensor: torch.Tensor, reference: torch.Tensor) -> torch.Tensor:
    """Bring a tensor to where another one is: to its device and its dtype.

    Args:
        tensor: any shape, dtype and device.
        reference: any shape, dtype and device; its values do not matter.

    Returns:
        The values and shape of `tensor`, with the dtype and on the device of `reference`.

    Example:
        >>> move_like(torch.tensor([1, 2]), torch.tensor(0.5))
        tensor([1., 2.])
    """
    raise NotImplementedError


def best_device(available: set[str]) -> torch.device:
    """Choose the fastest device of those that a machine has.

    "cuda" (an NVIDIA graphics card) is better than "mps" (the graphics of an Apple chip), and
    that is better than "cpu".

    Args:
        available: names of devices, at least one of these three.

    Returns:
        The best of them, as a torch.device without a number.

    Example:
        >>> best_device({"cpu", "mps"})
        device(type='mps')
    """
    raise NotImplementedError
