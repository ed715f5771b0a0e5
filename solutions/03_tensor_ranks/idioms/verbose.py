import math

import torch


def make_tensors():
    cube = torch.tensor([1, 2, 3, 4, 5, 6, 7, 8], dtype=torch.long).view(2, 2, 2)
    matrix = torch.cat((torch.tensor([[1, 3]]), torch.tensor([[5, 2]])), dim=0)
    vector = torch.LongTensor([5, 1])
    scalar = vector[0].clone()
    answer = (scalar, vector, matrix, cube)
    return answer


def rank_of(nested):
    if not isinstance(nested, list):
        return 0
    if len(nested) == 0:
        return 1
    first = nested[0]
    first_rank = rank_of(first)
    for other in nested[1:]:
        if rank_of(other) != first_rank:
            raise ValueError("some items are nested deeper than others")
        if not same_lengths(first, other):
            raise ValueError("some items are longer than others")
    return first_rank + 1


def same_lengths(one, other):
    if not isinstance(one, list):
        return True
    if len(one) != len(other):
        return False
    return all(same_lengths(a, b) for a, b in zip(one, other, strict=True))


def describe(tensor):
    facts = {}
    facts["rank"] = tensor.ndimension()
    facts["shape"] = tuple(tensor.size(place) for place in range(tensor.dim()))
    facts["numel"] = math.prod(tensor.shape)
    facts["dtype"] = tensor.dtype
    return facts


def add_leading_dims(tensor, rank):
    how_many = rank - tensor.dim()
    if how_many < 0:
        raise ValueError(f"rank {tensor.dim()} is more than {rank}")
    result = tensor
    for _ in range(how_many):
        result = result[None]
    return result


def batch_images(images):
    height, width, channels = images[0].shape
    for image in images:
        if tuple(image.shape) != (height, width, channels):
            raise ValueError("every image needs the same height and width")
    batch = images[0].new_zeros(len(images), height, width, channels)
    for place in range(len(images)):
        batch[place] = images[place]
    return batch


def to_python(tensor):
    if len(tensor.shape) == 0:
        return tensor.item()
    numbers = []
    for place in range(tensor.shape[0]):
        numbers.append(to_python(tensor[place]))
    return numbers
