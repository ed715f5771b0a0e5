"""Reshape, transpose, matmul: moving data, and the product under every layer.

A tensor's numbers lie in one long row in memory; the shape says how to read that row.
*Reshaping* reads the same row with other line breaks. *Transposing* walks it in another
order, so that rows become columns. The two can give the same shape and quite different
contents, which is the most common silent mistake in tensor code. *Matmul* multiplies
rows with columns and is what a linear layer and an attention head are made of.

Fill in each function and run `grade` on this folder.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: F401


def to_column(vector: torch.Tensor) -> torch.Tensor:
    """Turn a vector into a column.

    Args:
        vector: shape (n,), any dtype.

    Returns:
        The same values, shape (n, 1).

    Example:
        >>> to_column(torch.tensor([1, 2, 3]))
        tensor([[1],
                [2],
                [3]])
    """
    raise NotImplementedError


def flatten(tensor: torch.Tensor) -> torch.Tensor:
    """Lay all elements in one row, the last dimension running fastest (row-major).

    Args:
        tensor: any shape and dtype; its memory need not be contiguous.

    Returns:
        Shape (number of elements,).

    Example:
        >>> flatten(torch.tensor([[1, 2], [3, 4]]))
        tensor([1, 2, 3, 4])
    """
    raise NotImplementedError


def transpose(matrix: torch.Tensor) -> torch.Tensor:
    """Make rows of columns and columns of rows.

    Args:
        matrix: shape (m, n), any dtype.

    Returns:
        Shape (n, m): element [j, i] is the matrix's element [i, j].

    Example:
        >>> transpose(torch.tensor([[1, 2, 3], [4, 5, 6]]))
        tensor([[1, 4],
                [2, 5],
                [3, 6]])
    """
    raise NotImplementedError


def is_view_of(result: torch.Tensor, base: torch.Tensor) -> bool:
    """Say whether two tensors live in the same memory.

    Args:
        result: any tensor.
        base: any tensor.

    Returns:
        True if both use the same storage (two slices of one tensor do, even when they do
        not overlap), else False.

    Example:
        >>> base = torch.zeros(4)
        >>> is_view_of(base[2:], base)
        True
    """
    raise NotImplementedError


def channels_first(images: torch.Tensor) -> torch.Tensor:
    """Move the channels of a batch of images in front of height and width.

    Args:
        images: shape (N, H, W, C), any dtype.

    Returns:
        Shape (N, C, H, W): every pixel keeps its place in the image.

    Example:
        >>> channels_first(torch.zeros(2, 4, 5, 3)).shape
        torch.Size([2, 3, 4, 5])
    """
    raise NotImplementedError


def gram(matrix: torch.Tensor) -> torch.Tensor:
    """Multiply every row with every row: matrix @ matrix.T.

    Args:
        matrix: shape (m, n), floating.

    Returns:
        Shape (m, m): element [i, j] is the dot product of rows i and j.

    Example:
        >>> gram(torch.tensor([[1., 0., 2.], [0., 3., 1.]]))
        tensor([[ 5.,  2.],
                [ 2., 10.]])
    """
    raise NotImplementedError


def matmul_by_hand(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Multiply two matrices without any library product.

    Not allowed: `@`, `matmul`, `mm`, `bmm`, `dot`, `mv`, `einsum`, `tensordot`, `inner`,
    `F.linear` and their like. Loops, `*`, `sum` and broadcasting are all you need.

    Args:
        a: shape (m, k), floating.
        b: shape (k, n), same dtype.

    Returns:
        Shape (m, n): element [i, j] is the sum over k of a[i, k] * b[k, j].

    Raises:
        ValueError: the inner sizes differ.

    Example:
        >>> matmul_by_hand(torch.tensor([[1., 2.]]), torch.tensor([[3.], [4.]]))
        tensor([[11.]])
    """
    raise NotImplementedError


def linear(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    """Apply a linear layer: every output is a weighted sum of the inputs plus a bias.

    Args:
        x: shape (N, in), floating: a batch of inputs.
        weight: shape (out, in): one row of weights for each output.
        bias: shape (out,).

    Returns:
        Shape (N, out).

    Example:
        >>> linear(torch.tensor([[1., 2.]]), torch.tensor([[3., 4.]]), torch.tensor([10.]))
        tensor([[21.]])
    """
    raise NotImplementedError


def split_heads(x: torch.Tensor, n_heads: int) -> torch.Tensor:
    """Cut the features of every token into heads, as attention does.

    Args:
        x: shape (B, T, D): a batch of sequences of T tokens with D features each.
        n_heads: into how many equal parts the features are cut.

    Returns:
        Shape (B, n_heads, T, D // n_heads): head h of a token holds its h-th run of
        D // n_heads features.

    Raises:
        ValueError: n_heads does not divide D.

    Example:
        >>> split_heads(torch.zeros(2, 5, 12), 3).shape
        torch.Size([2, 3, 5, 4])
    """
    raise NotImplementedError


def merge_heads(x: torch.Tensor) -> torch.Tensor:
    """Put the heads of every token side by side again: the inverse of split_heads.

    Args:
        x: shape (B, H, T, d).

    Returns:
        Shape (B, T, H * d).

    Example:
        >>> merge_heads(torch.zeros(2, 3, 5, 4)).shape
        torch.Size([2, 5, 12])
    """
    raise NotImplementedError
