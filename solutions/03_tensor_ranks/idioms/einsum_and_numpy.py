import numpy as np
import torch


def make_tensors():
    values = (5, [5, 1], [[1, 3], [5, 2]], [[[1, 2], [3, 4]], [[5, 6], [7, 8]]])
    return tuple(torch.from_numpy(np.array(value, dtype=np.int64)) for value in values)


def rank_of(nested):
    return np.array(nested).ndim  # NumPy raises ValueError for a ragged list


def describe(tensor):
    return dict(
        rank=len(tensor.shape),
        shape=tensor.shape,
        numel=int(np.prod(tensor.shape, dtype=np.int64)),
        dtype=tensor.dtype,
    )


def add_leading_dims(tensor, rank):
    if tensor.ndim > rank:
        raise ValueError(rank)
    return tensor[(None,) * (rank - tensor.ndim)]


def batch_images(images):
    sizes = {tuple(image.shape) for image in images}
    if len(sizes) != 1:
        raise ValueError(f"different sizes: {sizes}")
    return torch.from_numpy(np.stack([image.cpu().numpy() for image in images])).to(
        images[0].device
    )


def to_python(tensor):
    return tensor.detach().cpu().numpy().tolist()
