import torch


def make_tensors():
    return (
        torch.tensor(5),
        torch.tensor([5, 1]),
        torch.tensor([[1, 3], [5, 2]]),
        torch.tensor([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]),
    )


def rank_of(nested):
    if not isinstance(nested, (list, tuple)):
        return 0

    def shape(value):
        if not isinstance(value, list):
            return []
        shapes = [shape(item) for item in value]
        if any(other != shapes[0] for other in shapes):
            raise ValueError("ragged")
        return [len(value)] + (shapes[0] if shapes else [])

    return len(shape(nested))


def describe(tensor):
    return {
        "rank": tensor.dim(),
        "shape": tensor.size(),
        "numel": tensor.nelement(),
        "dtype": tensor.dtype,
    }


def add_leading_dims(tensor, rank):
    if tensor.ndim > rank:
        raise ValueError("too many dimensions")
    return tensor.view([1] * (rank - tensor.ndim) + list(tensor.shape))


def batch_images(images):
    try:
        return torch.stack(images, dim=0)
    except RuntimeError as error:
        raise ValueError("sizes differ") from error


def to_python(tensor):
    return tensor.tolist()
