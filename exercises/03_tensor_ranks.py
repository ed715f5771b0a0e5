"""Tensor ranks: scalar, vector, matrix, and beyond.

A tensor is a box of numbers with a fixed number of directions to walk in. That number
of directions is its *rank*: a scalar has none, a vector one, a matrix two, a colour
image three (height, width, channel), a batch of images four. The *shape* says how many
steps each direction has. Rank counts directions, not numbers: a vector of a thousand
numbers still has rank 1.

Fill in each function and run `grade` on this folder.
"""

from __future__ import annotations

import torch


def make_tensors() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Build one tensor of each rank from 0 to 3.

    Returns:
        A tuple of four int64 tensors, in this order: the scalar 5; the vector [5, 1]; the
        matrix [[1, 3], [5, 2]]; the rank-3 tensor [[[1, 2], [3, 4]], [[5, 6], [7, 8]]].

    Example:
        >>> make_tensors()[1]
        tensor([5, 1])
    """
    raise NotImplementedError


def rank_of(nested: float | list) -> int:
    """Say which rank `torch.tensor(nested)` would have, without using torch.

    Args:
        nested: a Python number, or a list of numbers, or a list of such lists, and so on.

    Returns:
        0 for a number, 1 for a list of numbers, 2 for a list of lists of numbers, ...

    Raises:
        ValueError: the list is ragged: lists beside each other differ in length or depth.

    Example:
        >>> rank_of([[1, 2, 3], [4, 5, 6]])
        2
    """
    raise NotImplementedError


def describe(tensor: torch.Tensor) -> dict:
    """Collect the facts that one looks up first when a tensor surprises.

    Args:
        tensor: any shape, any dtype.

    Returns:
        A dict with exactly the keys "rank" (int), "shape" (tuple of int), "numel" (int,
        how many elements there are) and "dtype" (a torch.dtype).

    Example:
        >>> describe(torch.zeros(2, 3))["numel"]
        6
    """
    raise NotImplementedError


def add_leading_dims(tensor: torch.Tensor, rank: int) -> torch.Tensor:
    """Put dimensions of size 1 in front until the tensor has the rank asked for.

    Args:
        tensor: any shape, any dtype.
        rank: the rank of the result, at least the tensor's own.

    Returns:
        The same values, shape (1, ..., 1, *tensor.shape), same dtype and device.

    Raises:
        ValueError: the tensor already has more than `rank` dimensions.

    Example:
        >>> add_leading_dims(torch.zeros(2, 3), 4).shape
        torch.Size([1, 1, 2, 3])
    """
    raise NotImplementedError


def batch_images(images: list[torch.Tensor]) -> torch.Tensor:
    """Stack images of one size into a batch.

    Args:
        images: a list of at least one tensor, each of shape (H, W, 3), all of one dtype.

    Returns:
        Shape (N, H, W, 3), same dtype and device: the images in the order given.

    Raises:
        ValueError: the images differ in size.

    Example:
        >>> batch_images([torch.zeros(4, 5, 3), torch.ones(4, 5, 3)]).shape
        torch.Size([2, 4, 5, 3])
    """
    raise NotImplementedError


def to_python(tensor: torch.Tensor) -> float | list:
    """Turn a tensor into plain Python numbers.

    Args:
        tensor: any shape; bool, integer or float.

    Returns:
        A Python number for rank 0 (int, float or bool, as the dtype says), otherwise
        lists nested as deep as the rank.

    Example:
        >>> to_python(torch.tensor([[1, 2], [3, 4]]))
        [[1, 2], [3, 4]]
    """
    raise NotImplementedError
