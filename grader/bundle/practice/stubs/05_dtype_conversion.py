"""Dtypes: int64, float32, and what is lost between them.

Every element of a tensor is stored in the same number type, its *dtype*. The dtype
decides what fits: a float32 has about seven significant digits, an int64 no fractions,
a uint8 nothing outside 0 to 255. torch picks a dtype for you when you do not say, and
converts without asking when it can; most surprises with numbers begin there.

Fill in each function and run `grade` on this folder.
"""

from __future__ import annotations

import torch


def default_dtypes() -> dict[str, torch.dtype]:
    """Say which dtype `torch.tensor` gives to plain Python values.

    Returns:
        A dict with the keys "int", "float", "bool" and "complex"; each value is the dtype
        (such as torch.int64) of a tensor made from a Python value of that kind.

    Example:
        >>> default_dtypes()["bool"]
        torch.bool
    """
    raise NotImplementedError


def to_float32(tensor: torch.Tensor) -> torch.Tensor:
    """Convert to float32.

    Args:
        tensor: any shape; bool, integer or float.

    Returns:
        The same values as float32, same shape and device.

    Example:
        >>> to_float32(torch.tensor([1, 2]))
        tensor([1., 2.])
    """
    raise NotImplementedError


def round_to_int(tensor: torch.Tensor) -> torch.Tensor:
    """Round to the nearest integer; halves go to the even neighbour.

    Args:
        tensor: floating, any shape.

    Returns:
        int64, same shape. 2.7 becomes 3, -2.7 becomes -3, 0.5 becomes 0 and 1.5 becomes 2.

    Example:
        >>> round_to_int(torch.tensor([2.7, -2.7, 0.5, 1.5]))
        tensor([ 3, -3,  0,  2])
    """
    raise NotImplementedError


def normalise_image(image: torch.Tensor) -> torch.Tensor:
    """Bring the pixels of an image from 0..255 to 0..1.

    Args:
        image: uint8, any shape.

    Returns:
        float32, same shape: 0 stays 0 and 255 becomes 1.

    Example:
        >>> normalise_image(torch.tensor([0, 51, 255], dtype=torch.uint8))
        tensor([0.0000, 0.2000, 1.0000])
    """
    raise NotImplementedError


def integer_mean(tensor: torch.Tensor) -> torch.Tensor:
    """Average an integer tensor.

    Args:
        tensor: any integer dtype, any shape, at least one element.

    Returns:
        0-D float32: the mean of all elements.

    Example:
        >>> integer_mean(torch.tensor([[1, 2], [4, 7]]))
        tensor(3.5000)
    """
    raise NotImplementedError


def mask_fraction(mask: torch.Tensor) -> float:
    """Say which share of a mask is True.

    Args:
        mask: bool, any shape, possibly empty.

    Returns:
        A Python float from 0.0 to 1.0; 0.0 for an empty mask.

    Example:
        >>> mask_fraction(torch.tensor([True, False, False, True]))
        0.5
    """
    raise NotImplementedError


def common_dtype(a: torch.Tensor, b: torch.Tensor) -> torch.dtype:
    """Say which dtype `a + b` has.

    Args:
        a: at least one dimension, any dtype.
        b: at least one dimension, any dtype.

    Returns:
        The dtype that torch promotes both to.

    Example:
        >>> common_dtype(torch.tensor([1]), torch.tensor([0.5]))
        torch.float32
    """
    raise NotImplementedError


def brighten(image: torch.Tensor, amount: int) -> torch.Tensor:
    """Make an image brighter or darker, without wrapping around.

    Args:
        image: uint8, any shape.
        amount: what to add to every pixel, from -255 to 255.

    Returns:
        uint8, same shape: sums above 255 stay at 255, sums below 0 at 0.

    Example:
        >>> brighten(torch.tensor([10, 250], dtype=torch.uint8), 20)
        tensor([ 30, 255], dtype=torch.uint8)
    """
    raise NotImplementedError
