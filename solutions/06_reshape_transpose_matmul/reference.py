"""Reshape, transpose, matmul: moving data, and the product under every layer."""

from grader import without

PRODUCTS = (
    "@", "matmul", "mm", "bmm", "dot", "vdot", "mv", "einsum", "tensordot", "inner", "outer",
    "linear", "Linear", "bilinear", "addmm", "addmv", "addbmm", "baddbmm", "addr", "sspaddmm",
    "chain_matmul", "multi_dot", "vecdot", "kron", "ger", "__matmul__", "__rmatmul__",
    "imatmul", "smm", "hspmm", "matvec", "vecmat", "conv1d", "conv2d",
    "scaled_dot_product_attention",
)  # fmt: skip


def to_column(vector):
    return vector.unsqueeze(1)


def flatten(tensor):
    return tensor.reshape(-1)


def transpose(matrix):
    return matrix.T


def is_view_of(result, base):
    return result.untyped_storage().data_ptr() == base.untyped_storage().data_ptr()


def channels_first(images):
    return images.permute(0, 3, 1, 2)


def gram(matrix):
    return matrix @ matrix.T


@without(*PRODUCTS)
def matmul_by_hand(a, b):
    if a.shape[1] != b.shape[0]:
        raise ValueError(f"inner sizes differ: {a.shape[1]} and {b.shape[0]}")
    return (a.unsqueeze(2) * b.unsqueeze(0)).sum(dim=1)


def linear(x, weight, bias):
    return x @ weight.T + bias


def split_heads(x, n_heads):
    batch, tokens, features = x.shape
    if features % n_heads:
        raise ValueError(f"{n_heads} heads do not divide {features} features")
    return x.reshape(batch, tokens, n_heads, features // n_heads).transpose(1, 2)


def merge_heads(x):
    batch, heads, tokens, features = x.shape
    return x.transpose(1, 2).reshape(batch, tokens, heads * features)
