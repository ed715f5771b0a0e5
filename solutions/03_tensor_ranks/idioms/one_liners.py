import torch


def make_tensors():
    return *map(torch.tensor, (5, [5, 1], [[1, 3], [5, 2]])), torch.arange(1, 9).unflatten(
        0, (2, 2, 2)
    )


def rank_of(nested):
    return len(_sizes(nested))


def _sizes(nested):
    if not isinstance(nested, list):
        return ()
    (inner,) = {_sizes(item) for item in nested}  # ValueError: too many values to unpack
    return (len(nested), *inner)


def describe(tensor):
    return dict(
        zip(
            ("rank", "shape", "numel", "dtype"),
            (tensor.ndim, tensor.shape, tensor.shape.numel(), tensor.dtype),
            strict=True,
        )
    )


def add_leading_dims(tensor, rank):
    if rank < tensor.dim():
        raise ValueError("rank")
    return tensor.expand(*[1] * (rank - tensor.dim()), *tensor.shape)


def batch_images(images):
    if {image.shape for image in images} != {images[0].shape}:
        raise ValueError("sizes differ")
    return torch.cat([image[None] for image in images])


def to_python(tensor):
    return tensor.item() if tensor.ndim == 0 else [to_python(part) for part in tensor.unbind(0)]
