"""Tensor ranks: scalar, vector, matrix, and beyond."""

import torch

from grader import without


def make_tensors():
    return (
        torch.tensor(5),
        torch.tensor([5, 1]),
        torch.tensor([[1, 3], [5, 2]]),
        torch.tensor([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]),
    )


@without("torch", ".tensor", ".as_tensor", ".Tensor")
def rank_of(nested):
    return len(_shape_of(nested))


def _shape_of(nested):
    if not isinstance(nested, list):
        return ()
    shapes = {_shape_of(item) for item in nested}
    if len(shapes) > 1:
        raise ValueError("the list is ragged")
    return (len(nested), *(shapes.pop() if shapes else ()))


def describe(tensor):
    return {
        "rank": tensor.ndim,
        "shape": tuple(tensor.shape),
        "numel": tensor.numel(),
        "dtype": tensor.dtype,
    }


def add_leading_dims(tensor, rank):
    missing = rank - tensor.ndim
    if missing < 0:
        raise ValueError(f"the tensor already has rank {tensor.ndim}")
    return tensor.reshape((1,) * missing + tuple(tensor.shape))


def batch_images(images):
    if any(image.shape != images[0].shape for image in images):
        raise ValueError("the images differ in size")
    return torch.stack(images)


def to_python(tensor):
    return tensor.tolist()
