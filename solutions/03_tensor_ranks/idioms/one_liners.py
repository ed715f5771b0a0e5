import torch


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
