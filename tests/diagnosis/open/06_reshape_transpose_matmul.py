"""Wrong answers for 06_reshape_transpose_matmul, with what a fitting diagnosis names."""

from .making import case

CASES = [
    case(
        "column-row",
        "to_column",
        """
        def to_column(vector):
            return vector.unsqueeze(0)
        """,
        "a row",
        ["row", "place"],
        [],
    ),
    case(
        "column-T",
        "to_column",
        """
        def to_column(vector):
            return vector.T
        """,
        ".T of a vector does nothing",
        [".T", "nothing", "one", "missing", "dimension"],
        [],
    ),
    case(
        "flatten-view",
        "flatten",
        """
        def flatten(tensor):
            return tensor.view(-1)
        """,
        "view of a non-contiguous tensor",
        ["view", "memory"],
        ["broadcast"],
        kind="raises",
    ),
    case(
        "flatten-reversed",
        "flatten",
        """
        def flatten(tensor):
            return tensor.reshape(-1).flip(0)
        """,
        "reversed",
        ["revers", "last"],
        ["transpose"],
    ),
    case(
        "transpose-reshape",
        "transpose",
        """
        def transpose(matrix):
            return matrix.reshape(matrix.shape[1], matrix.shape[0])
        """,
        "reshape is not transpose",
        ["reshape", "order", "move", "cut"],
        ["negat"],
    ),
    case(
        "transpose-flip",
        "transpose",
        """
        def transpose(matrix):
            return matrix.flip(0).T
        """,
        "flipped before transposing",
        ["flip", "revers", "turn", "rotat", "places"],
        [],
        plain_fits=True,
    ),
    case(
        "channels-reshape",
        "channels_first",
        """
        def channels_first(images):
            n, h, w, c = images.shape
            return images.reshape(n, c, h, w)
        """,
        "reshape instead of permute",
        ["reshape", "order", "mov", "mix"],
        [],
    ),
    case(
        "channels-hw",
        "channels_first",
        """
        def channels_first(images):
            return images.permute(0, 3, 2, 1)
        """,
        "height and width swapped",
        ["height", "width", "order", "dimension"],
        ["reshape"],
    ),
    case(
        "channels-unpack",
        "channels_first",
        """
        def channels_first(images):
            n, h, w = images.shape
            return images
        """,
        "four sizes unpacked into three",
        ["names", "many", "unpack"],
        [],
        kind="raises",
    ),
    case(
        "gram-left",
        "gram",
        """
        def gram(matrix):
            return matrix.T @ matrix
        """,
        "the transpose stands on the other side",
        ["transpose", "side", "left"],
        [],
    ),
    case(
        "gram-none",
        "gram",
        """
        def gram(matrix):
            return matrix @ matrix
        """,
        "not transposed",
        ["transpose", "inner", "sizes", "meet", "row"],
        ["device"],
        kind="raises",
    ),
    case(
        "gram-elementwise",
        "gram",
        """
        def gram(matrix):
            return matrix * matrix
        """,
        "elementwise",
        ["element"],
        ["transpose on the other"],
    ),
    case(
        "gram-half",
        "gram",
        """
        def gram(matrix):
            return matrix @ matrix.T / matrix.shape[1]
        """,
        "divided by the number of columns",
        ["size of dimension", "divid", "times", "factor", "average", "mean"],
        ["sign", "transpose of"],
    ),
    case(
        "matmul-at",
        "matmul_by_hand",
        """
        def matmul_by_hand(a, b):
            return a @ b
        """,
        "uses the forbidden product",
        ["@"],
        [],
        kind="source",
    ),
    case(
        "matmul-nocheck",
        "matmul_by_hand",
        """
        def matmul_by_hand(a, b):
            return (a.unsqueeze(2) * b.unsqueeze(0)).sum(1)
        """,
        "unequal sizes are not refused with ValueError",
        ["ValueError", "refus"],
        [],
        plain_fits=True,
        kind="raises",
    ),
    case(
        "matmul-broadcast",
        "matmul_by_hand",
        """
        def matmul_by_hand(a, b):
            if a.shape[1] != b.shape[0]:
                raise ValueError
            return (a * b).sum(1)
        """,
        "elementwise product does not fit",
        ["broadcast", "shape", "element"],
        [],
        kind="raises",
    ),
    case(
        "matmul-loop-short",
        "matmul_by_hand",
        """
        def matmul_by_hand(a, b):
            if a.shape[1] != b.shape[0]:
                raise ValueError
            out = a.new_zeros(a.shape[0], b.shape[1])
            for i in range(a.shape[0]):
                for j in range(b.shape[1]):
                    for k in range(a.shape[1] - 1):
                        out[i, j] += a[i, k] * b[k, j]
            return out
        """,
        "the inner loop ends one early",
        ["loop", "one", "last", "short"],
        [],
        plain_fits=True,
    ),
    case(
        "matmul-float32",
        "matmul_by_hand",
        """
        def matmul_by_hand(a, b):
            if a.shape[1] != b.shape[0]:
                raise ValueError
            out = torch.zeros(a.shape[0], b.shape[1])
            for i in range(a.shape[0]):
                for j in range(b.shape[1]):
                    out[i, j] = (a[i] * b[:, j]).sum()
            return out
        """,
        "float64 comes back as float32",
        ["dtype", "float32"],
        ["device"],
        plain_fits=True,
    ),
    case(
        "linear-nobias",
        "linear",
        """
        def linear(x, weight, bias):
            return x @ weight.T
        """,
        "no bias",
        ["bias"],
        ["transpose"],
    ),
    case(
        "linear-untransposed",
        "linear",
        """
        def linear(x, weight, bias):
            return x @ weight + bias
        """,
        "weight not transposed",
        ["transpose", "inner", "sizes", "meet", "row"],
        [],
        kind="raises",
    ),
    case(
        "linear-bias-minus",
        "linear",
        """
        def linear(x, weight, bias):
            return x @ weight.T - bias
        """,
        "bias is subtracted",
        ["bias", "sign"],
        ["transpose"],
        plain_fits=True,
    ),
    case(
        "linear-typo",
        "linear",
        """
        def linear(x, weight, bias):
            return x @ wieght.T + bias
        """,
        "misspelt name",
        ["name", "spell"],
        ["import numpy"],
        kind="raises",
    ),
    case(
        "linear-arity",
        "linear",
        """
        def linear(x, weight):
            return x @ weight.T
        """,
        "a parameter is missing",
        ["parameter"],
        [],
        kind="source",
    ),
    case(
        "split-view",
        "split_heads",
        """
        def split_heads(x, n_heads):
            b, t, d = x.shape
            if d % n_heads:
                raise ValueError
            return x.reshape(b, n_heads, t, d // n_heads)
        """,
        "heads split straight by reshape",
        ["order", "mix", "straight", "reshape", "token"],
        [],
    ),
    case(
        "split-float",
        "split_heads",
        """
        def split_heads(x, n_heads):
            b, t, d = x.shape
            if d % n_heads:
                raise ValueError
            return x.reshape(b, t, n_heads, d / n_heads).transpose(1, 2)
        """,
        "a float as a size",
        ["float", "whole"],
        [],
        kind="raises",
    ),
    case(
        "split-notmoved",
        "split_heads",
        """
        def split_heads(x, n_heads):
            b, t, d = x.shape
            if d % n_heads:
                raise ValueError
            return x.reshape(b, t, n_heads, d // n_heads)
        """,
        "heads not moved in front of the tokens",
        ["move", "order", "transpose", "places", "tokens"],
        [],
    ),
    case(
        "merge-straight",
        "merge_heads",
        """
        def merge_heads(x):
            b, h, t, d = x.shape
            return x.reshape(b, t, h * d)
        """,
        "not moved back before merging",
        ["order", "mix", "straight", "move", "lie"],
        [],
    ),
    case(
        "view-equal",
        "is_view_of",
        """
        def is_view_of(result, base):
            return torch.equal(result, base)
        """,
        "compares values, not memory",
        ["memory", "value", "equal", "storage", "same"],
        [],
        plain_fits=True,
    ),
]
