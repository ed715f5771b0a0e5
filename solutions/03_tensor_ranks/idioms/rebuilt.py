"""Tensors put together from smaller ones, lists put together from flat ones."""

import torch


def make_tensors():
    cube = torch.stack([torch.arange(first, first + 4).view(2, 2) for first in (1, 5)])
    vector = torch.full((2,), 5)
    vector[1] -= 4
    return (
        torch.scalar_tensor(5, dtype=torch.int64),
        vector,
        torch.tensor([1, 3, 5, 2]).unflatten(0, (2, 2)),
        cube,
    )


def to_python(tensor):
    numbers = [value.item() for value in tensor.reshape(-1)]
    for size in reversed(tensor.shape):
        numbers = [numbers[start : start + size] for start in range(0, len(numbers), size)]
    return numbers[0]
