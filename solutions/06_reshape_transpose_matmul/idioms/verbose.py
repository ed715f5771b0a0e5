import torch


def to_column(vector):
    return vector.reshape(vector.shape[0], 1)


def flatten(tensor):
    return tensor.contiguous().view(-1)


def transpose(matrix):
    return matrix.mT


def _start_of_storage(tensor):
    return tensor.data_ptr() - tensor.storage_offset() * tensor.element_size()


def is_view_of(result, base):
    start_of_result = _start_of_storage(result)
    start_of_base = _start_of_storage(base)
    return start_of_result == start_of_base


def channels_first(images):
    return images.transpose(2, 3).transpose(1, 2)


def gram(matrix):
    product = matrix.unsqueeze(1) * matrix.unsqueeze(0)
    return product.sum(dim=-1)


def matmul_by_hand(a, b):
    if a.shape[1] != b.shape[0]:
        raise ValueError("The inner sizes have to agree.")
    total = a.new_zeros(a.shape[0], b.shape[1])
    for k in range(a.shape[1]):
        column = a[:, k].reshape(-1, 1)
        row = b[k, :].reshape(1, -1)
        total = total + column * row
    return total


def linear(x, weight, bias):
    layer = torch.nn.Linear(weight.shape[1], weight.shape[0], dtype=weight.dtype)
    del layer.weight, layer.bias
    layer.weight, layer.bias = weight, bias
    return layer(x)


def split_heads(x, n_heads):
    if x.shape[2] % n_heads != 0:
        raise ValueError("n_heads must divide D")
    return x.unflatten(-1, (n_heads, -1)).swapaxes(1, 2)


def merge_heads(x):
    moved = x.movedim(1, 2).contiguous()
    return moved.view(moved.shape[0], moved.shape[1], -1)
