"""Wrong answers for 06_reshape_transpose_matmul, as beginners write them."""

from ..open.making import case

CASES = [
    case(
        "column-row",
        "to_column",
        """
        def to_column(vector):
            return vector.unsqueeze(0)
        """,
        "a row",
        ["row", "(1, ", "front"],
    ),
    case(
        "column-T",
        "to_column",
        """
        def to_column(vector):
            return vector.T
        """,
        ".T of a vector does nothing",
        [".T", "1-D", "nothing", "dim", "shape"],
    ),
    case(
        "flatten-view",
        "flatten",
        """
        def flatten(tensor):
            return tensor.view(-1)
        """,
        "view fails on what is not contiguous",
        ["contiguous", "view"],
    ),
    case(
        "flatten-start",
        "flatten",
        """
        def flatten(tensor):
            return tensor.flatten(start_dim=1)
        """,
        "keeps the first dim",
        ["first dim", "dim", "shape", "start_dim"],
    ),
    case(
        "flatten-squeeze",
        "flatten",
        """
        def flatten(tensor):
            return tensor.squeeze()
        """,
        "squeeze removes only dims of size 1",
        ["squeeze", "size 1", "shape", "dim"],
    ),
    case(
        "transpose-reshape",
        "transpose",
        """
        def transpose(matrix):
            n, m = matrix.shape
            return matrix.reshape(m, n)
        """,
        "reshape for transpose",
        ["reshape", "order"],
    ),
    case(
        "transpose-flip",
        "transpose",
        """
        def transpose(matrix):
            return matrix.T.flip(0)
        """,
        "turned by 90 degrees",
        ["revers", "rotat", "turn", "flip", "backward"],
    ),
    case(
        "view-pointer",
        "is_view_of",
        """
        def is_view_of(result, base):
            return result.data_ptr() == base.data_ptr()
        """,
        "data_ptr misses an offset",
        ["data_ptr", "offset", "slice", "start", "first element"],
    ),
    case(
        "view-base",
        "is_view_of",
        """
        def is_view_of(result, base):
            return result._base is base
        """,
        "_base is the root, None for the root itself",
        ["_base", "view of a view", "itself", "False where"],
        plain_fits=True,
    ),
    case(
        "view-equal",
        "is_view_of",
        """
        def is_view_of(result, base):
            return torch.equal(result.flatten(), base.flatten())
        """,
        "equal values are no shared storage",
        ["value", "equal", "storage", "memory"],
    ),
    case(
        "channels-reshape",
        "channels_first",
        """
        def channels_first(images):
            return images.reshape(images.shape[0], images.shape[3], images.shape[1], images.shape[2])
        """,
        "reshape mixes the channels",
        ["reshape", "permute", "order", "mix"],
    ),
    case(
        "channels-transpose",
        "channels_first",
        """
        def channels_first(images):
            return images.transpose(1, 3)
        """,
        "(N, C, W, H)",
        ["H", "W", "height", "width", "swap", "permut"],
    ),
    case(
        "gram-other",
        "gram",
        """
        def gram(matrix):
            return torch.mm(matrix.t(), matrix)
        """,
        "matrix.T @ matrix",
        ["matrix.T @", "other order", "columns", "transpose"],
    ),
    case(
        "gram-elementwise",
        "gram",
        """
        def gram(matrix):
            return matrix * matrix
        """,
        "elementwise product",
        ["element", "*", "square"],
    ),
    case(
        "hand-uses-mm",
        "matmul_by_hand",
        """
        def matmul_by_hand(a, b):
            if a.shape[1] != b.shape[0]:
                raise ValueError("sizes")
            return torch.matmul(a, b)
        """,
        "forbidden matmul",
        ["matmul"],
    ),
    case(
        "hand-last-term",
        "matmul_by_hand",
        """
        def matmul_by_hand(a, b):
            m, k = a.shape
            k2, n = b.shape
            if k != k2:
                raise ValueError("sizes")
            out = torch.zeros(m, n, dtype=a.dtype)
            for i in range(m):
                for j in range(n):
                    for l in range(k):
                        out[i, j] = a[i, l] * b[l, j]
            return out
        """,
        "= for +=",
        ["+=", "last", "sum", "overwrit", "accumul"],
    ),
    case(
        "hand-range",
        "matmul_by_hand",
        """
        def matmul_by_hand(a, b):
            m, k = a.shape
            k2, n = b.shape
            if k != k2:
                raise ValueError("sizes")
            out = torch.zeros(m, n, dtype=a.dtype)
            for i in range(m):
                for j in range(n):
                    for l in range(k - 1):
                        out[i, j] += a[i, l] * b[l, j]
            return out
        """,
        "the last term is missing",
        ["last", "off by one", "too early", "term", "missing"],
        plain_fits=True,
    ),
    case(
        "hand-float32",
        "matmul_by_hand",
        """
        def matmul_by_hand(a, b):
            m, k = a.shape
            k2, n = b.shape
            assert k == k2
            out = torch.zeros(m, n)
            for i in range(m):
                for j in range(n):
                    out[i, j] = (a[i] * b[:, j]).sum()
            return out
        """,
        "always float32, and AssertionError",
        ["float32", "dtype", "AssertionError"],
    ),
    case(
        "hand-no-check",
        "matmul_by_hand",
        """
        def matmul_by_hand(a, b):
            return (a[:, :, None] * b[None, :, :]).sum(1)
        """,
        "inner sizes are not checked: RuntimeError",
        ["ValueError", "RuntimeError", "sizes", "refuse"],
    ),
    case(
        "linear-no-T",
        "linear",
        """
        def linear(x, weight, bias):
            return x @ weight + bias
        """,
        "the weight is not transposed",
        ["transpose", "shapes", "inner"],
    ),
    case(
        "linear-no-bias",
        "linear",
        """
        def linear(x, weight, bias):
            return x @ weight.T
        """,
        "the bias is forgotten",
        ["bias"],
    ),
    case(
        "linear-bias-minus",
        "linear",
        """
        def linear(x, weight, bias):
            return torch.matmul(x, weight.transpose(0, 1)) - bias
        """,
        "minus the bias",
        ["bias", "sign", "subtract", "minus"],
    ),
    case(
        "split-order",
        "split_heads",
        """
        def split_heads(x, n_heads):
            B, T, D = x.shape
            if D % n_heads:
                raise ValueError("does not divide")
            return x.reshape(B, n_heads, T, D // n_heads)
        """,
        "reshape straight to the target",
        ["reshape", "order", "mix", "transpose"],
    ),
    case(
        "split-interleaved",
        "split_heads",
        """
        def split_heads(x, n_heads):
            B, T, D = x.shape
            if D % n_heads:
                raise ValueError("does not divide")
            return x.view(B, T, D // n_heads, n_heads).permute(0, 3, 1, 2)
        """,
        "heads interleaved",
        ["interleav", "neighbour", "order", "every", "n_heads"],
    ),
    case(
        "split-no-permute",
        "split_heads",
        """
        def split_heads(x, n_heads):
            B, T, D = x.shape
            return x.view(B, T, n_heads, D // n_heads)
        """,
        "the heads stay behind T",
        ["permut", "transpose", "dims", "axes", "swap", "order", "T"],
    ),
    case(
        "merge-direct",
        "merge_heads",
        """
        def merge_heads(x):
            B, H, T, d = x.shape
            return x.reshape(B, T, H * d)
        """,
        "merged without moving the heads",
        ["reshape", "order", "transpose", "mix", "permute"],
    ),
    case(
        "merge-view",
        "merge_heads",
        """
        def merge_heads(x):
            B, H, T, d = x.shape
            return x.transpose(1, 2).view(B, T, H * d)
        """,
        "view on a transposed tensor",
        ["contiguous", "view"],
    ),
    case(
        "merge-wrong-transpose",
        "merge_heads",
        """
        def merge_heads(x):
            B, H, T, d = x.shape
            return x.permute(0, 2, 3, 1).reshape(B, T, H * d)
        """,
        "heads innermost: interleaved",
        ["interleav", "order", "permut", "axes"],
    ),
]
