import torch


def make_tensors():
    scalar = torch.tensor(5, dtype=torch.int64)
    vector = torch.zeros(2, dtype=torch.int64)
    vector[0], vector[1] = 5, 1
    matrix = torch.stack([torch.tensor([1, 3]), torch.tensor([5, 2])])
    cube = torch.arange(1, 9).reshape(2, 2, 2)
    return scalar, vector, matrix, cube


def rank_of(nested):
    level, rank = [nested], 0
    while any(isinstance(item, list) for item in level):
        if not all(isinstance(item, list) for item in level):
            raise ValueError("numbers beside lists")
        if len({len(item) for item in level}) != 1:
            raise ValueError("lists of different lengths")
        level = [inner for item in level for inner in item]
        rank += 1
    return rank


def describe(tensor):
    count = 1
    sizes = []
    for size in tensor.shape:
        count *= size
        sizes.append(size)
    return {"dtype": tensor.dtype, "numel": count, "shape": tuple(sizes), "rank": len(sizes)}


def add_leading_dims(tensor, rank):
    if tensor.dim() > rank:
        raise ValueError
    while tensor.dim() < rank:
        tensor = tensor.unsqueeze(0)
    return tensor


def batch_images(images):
    for image in images[1:]:
        if image.size() != images[0].size():
            raise ValueError("sizes")
    out = torch.empty((len(images), *images[0].shape), dtype=images[0].dtype)
    for index, image in enumerate(images):
        out[index] = image
    return out.to(images[0].device)


def to_python(tensor):
    if tensor.dim() == 0:
        return tensor.item()
    return [to_python(row) for row in tensor]
