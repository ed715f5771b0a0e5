import torch
import torch.nn.functional as F


def to_column(vector):
    return vector[:, None]


def flatten(tensor):
    return tensor.flatten()


def transpose(matrix):
    return matrix.transpose(0, 1)


def is_view_of(result, base):
    return result.untyped_storage().data_ptr() == base.untyped_storage().data_ptr()


def channels_first(images):
    return images.permute(0, 3, 1, 2).contiguous()


def gram(matrix):
    return torch.matmul(matrix, matrix.t())


def matmul_by_hand(a, b):
    if a.size(1) != b.size(0):
        raise ValueError("inner sizes differ")
    return torch.sum(a[:, :, None] * b[None, :, :], dim=1)


def linear(x, weight, bias):
    return F.linear(x, weight, bias)


def split_heads(x, n_heads):
    B, T, D = x.shape
    if D % n_heads != 0:
        raise ValueError(f"{D} features, {n_heads} heads")
    return x.contiguous().view(B, T, n_heads, D // n_heads).permute(0, 2, 1, 3)


def merge_heads(x):
    return x.transpose(1, 2).flatten(2)
