import numpy as np
import torch


def _through_numpy(function, tensor):
    array = function(tensor.detach().cpu().numpy())
    return torch.from_numpy(np.ascontiguousarray(array)).to(tensor.device)


def to_column(vector):
    return _through_numpy(lambda array: array[:, np.newaxis], vector)


def flatten(tensor):
    return _through_numpy(lambda array: np.ravel(array, order="C"), tensor)


def transpose(matrix):
    return torch.einsum("ij->ji", matrix)


def is_view_of(result, base):
    return result.untyped_storage()._cdata == base.untyped_storage()._cdata


def channels_first(images):
    return _through_numpy(lambda array: np.moveaxis(array, -1, 1), images)


def gram(matrix):
    return torch.einsum("ik,jk->ij", matrix, matrix)


def matmul_by_hand(a, b):
    if a.shape[1] != b.shape[0]:
        raise ValueError
    left, right = a.detach().cpu().numpy(), b.detach().cpu().numpy()
    product = np.multiply(left[:, :, None], right[None]).sum(axis=1)
    return torch.from_numpy(product).to(a.device)


def linear(x, weight, bias):
    return torch.einsum("ni,oi->no", x, weight) + bias


def split_heads(x, n_heads):
    b, t, d = x.shape
    if d % n_heads:
        raise ValueError(n_heads)
    return torch.einsum("bthd->bhtd", x.reshape(b, t, n_heads, d // n_heads))


def merge_heads(x):
    return torch.einsum("bhtd->bthd", x).reshape(x.shape[0], x.shape[2], -1)
