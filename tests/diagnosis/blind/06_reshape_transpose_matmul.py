"""Wrong answers written from the curriculum alone, with what a good diagnosis names."""

CASES = [
    {
        "id": "column-is-a-row",
        "function": "to_column",
        "source": """
def to_column(vector):
    return vector.unsqueeze(0)
""",
        "cause": "The new dim is put in front: a row (1, n), not a column (n, 1).",
        "fits": ["row", "(1, n)", "shape", "unsqueeze", "column", "front"],
        "false": ["wrong value", "dtype: expected"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "column-by-transposing-a-vector",
        "function": "to_column",
        "source": """
def to_column(vector):
    return torch.transpose(vector, 0, -1)
""",
        "cause": "A 1-D tensor has no second axis; transposing it changes nothing.",
        "fits": ["1-d", "transpos", "unsqueeze", "new dim", "second axis", "shape"],
        "false": ["a row"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "flatten-by-view",
        "function": "flatten",
        "source": """
def flatten(tensor):
    return tensor.view(tensor.numel())
""",
        "cause": "view cannot flatten a non-contiguous tensor; reshape or flatten can.",
        "fits": ["contiguous", "view", "reshape", "stride"],
        "false": ["column-major", "shape: expected"],
        "kind": "raises",
    },
    {
        "id": "flatten-keeps-first-dim",
        "function": "flatten",
        "source": """
def flatten(tensor):
    return tensor.flatten(1)
""",
        "cause": "flatten(1) keeps the first dim, as nn.Flatten does; all dims are to be merged.",
        "fits": ["first dim", "start_dim", "1-d", "flatten(1)", "all dims", "shape"],
        "false": ["contiguous", "wrong order"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "flatten-in-memory-order",
        "function": "flatten",
        "source": """
def flatten(tensor):
    return torch.as_strided(tensor, (tensor.numel(),), (1,))
""",
        "cause": "as_strided walks through memory; a transposed tensor comes out in the wrong "
        "order.",
        "fits": ["memory", "order", "row-major", "contiguous", "stride", "storage"],
        "false": ["shape: expected"],
        "kind": "silent",
    },
    {
        "id": "transpose-by-reshape",
        "function": "transpose",
        "source": """
def transpose(matrix):
    rows, cols = matrix.shape
    return matrix.contiguous().view(cols, rows)
""",
        "cause": "view only cuts the row-major sequence anew; it does not swap the axes.",
        "fits": ["reshape", "view", "row-major", "axes", "order of the values", "relabel"],
        "false": ["in place", "flip"],
        "kind": "silent",
    },
    {
        "id": "transpose-in-place",
        "function": "transpose",
        "source": """
def transpose(matrix):
    matrix.t_()
    return matrix
""",
        "cause": "t_ transposes the caller's matrix itself.",
        "fits": ["in place", "in-place", "modif", "mutat", "t_", "argument"],
        "false": ["reshape", "view fails"],
        "kind": "state",
    },
    {
        "id": "transpose-by-rotation",
        "function": "transpose",
        "source": """
def transpose(matrix):
    return torch.rot90(matrix, k=1, dims=(0, 1))
""",
        "cause": "A rotation by 90 degrees is not a transpose: one axis comes out reversed.",
        "fits": ["rotat", "revers", "flip", "rot90", "order"],
        "false": ["reshape", "in place"],
        "kind": "silent",
    },
    {
        "id": "view-by-data-ptr",
        "function": "is_view_of",
        "source": """
def is_view_of(result, base):
    return result.data_ptr() == base.data_ptr()
""",
        "cause": "data_ptr is where the first element lies; a slice further on shares storage too.",
        "fits": ["data_ptr", "first element", "offset", "slice", "storage", "start"],
        "false": ["wrong value", "always true"],
        "kind": "silent",
    },
    {
        "id": "view-by-values",
        "function": "is_view_of",
        "source": """
def is_view_of(result, base):
    return torch.equal(result.flatten().sort().values, base.flatten().sort().values)
""",
        "cause": "Equal values say nothing of memory: a clone has them, a slice has not.",
        "fits": ["values", "clone", "copy", "memory", "storage", "equal"],
        "false": ["data_ptr", "offset"],
        "kind": "silent",
    },
    {
        "id": "view-by-base-attribute",
        "function": "is_view_of",
        "source": """
def is_view_of(result, base):
    return result._base is base
""",
        "cause": "_base is the root of a chain of views; two slices of one tensor do not have "
        "each other.",
        "fits": ["_base", "chain", "storage", "slices", "same tensor", "root"],
        "false": ["wrong value", "wrong type"],
        "kind": "silent",
    },
    {
        "id": "view-by-overlap",
        "function": "is_view_of",
        "source": """
def is_view_of(result, base):
    return bool(np.shares_memory(result.detach().numpy(), base.detach().numpy()))
""",
        "cause": "shares_memory asks for common elements; disjoint slices share storage without "
        "any.",
        "fits": ["disjoint", "overlap", "common", "storage", "slices"],
        "false": ["wrong type", "wrong value"],
        "kind": "silent",
    },
    {
        "id": "channels-first-wrong-swap",
        "function": "channels_first",
        "source": """
def channels_first(images):
    return images.transpose(1, 3)
""",
        "cause": "Swapping axes 1 and 3 puts W before H: (N, C, W, H).",
        "fits": ["w before h", "height", "width", "(n, c, w, h)", "swap", "permute", "h and w"],
        "false": ["reshape"],
        "kind": "silent",
    },
    {
        "id": "channels-first-view",
        "function": "channels_first",
        "source": """
def channels_first(images):
    N, H, W, C = images.size()
    out = torch.empty_like(images).reshape(N, C, H, W)
    for i in range(N):
        out[i] = images[i].reshape(C, H, W)
    return out
""",
        "cause": "reshape is used where the channel axis must be moved (permute).",
        "fits": ["reshape", "permute", "axes", "axis", "memory order", "row-major"],
        "false": ["height and width", "batch axis"],
        "kind": "silent",
    },
    {
        "id": "channels-first-unbatched",
        "function": "channels_first",
        "source": """
def channels_first(images):
    return images.permute(2, 0, 1)
""",
        "cause": "permute gets three axes for a batch of rank 4; the batch axis is missing.",
        "fits": ["permute", "four axes", "rank 4", "batch", "number of dim", "axes"],
        "false": ["reshape"],
        "kind": "raises",
    },
    {
        "id": "gram-of-columns",
        "function": "gram",
        "source": """
def gram(matrix):
    return torch.einsum("ki,kj->ij", matrix, matrix)
""",
        "cause": "This is matrix.T @ matrix: columns are multiplied, not rows.",
        "fits": ["matrix.t @", "columns", "rows", "order", "transpos", "shape"],
        "false": ["elementwise"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "gram-elementwise",
        "function": "gram",
        "source": """
def gram(matrix):
    return matrix * matrix.T
""",
        "cause": "* multiplies elementwise; the matrix product is @.",
        "fits": ["elementwise", "element by element", "@", "* ", "matmul", "broadcast"],
        "false": ["columns"],
        "kind": "raises",
    },
    {
        "id": "matmul-uses-mv",
        "function": "matmul_by_hand",
        "source": """
def _row(a_row, b):
    return torch.mv(b.T, a_row)


def matmul_by_hand(a, b):
    if a.shape[1] != b.shape[0]:
        raise ValueError("inner sizes differ")
    return torch.stack([_row(row, b) for row in a])
""",
        "cause": "The helper uses torch.mv, a library product that is forbidden here.",
        "fits": ["mv", "forbidden", "without", "not allowed", "library"],
        "false": ["no valueerror", "transpos"],
        "kind": "source",
    },
    {
        "id": "matmul-keeps-last-product",
        "function": "matmul_by_hand",
        "source": """
def matmul_by_hand(a, b):
    m, k = a.shape
    k2, n = b.shape
    if k != k2:
        raise ValueError(f"{k} != {k2}")
    out = torch.zeros(m, n, dtype=a.dtype, device=a.device)
    for i in range(m):
        for j in range(n):
            for t in range(k):
                out[i, j] = a[i, t] * b[t, j]
    return out
""",
        "cause": "= overwrites the entry in each step; the products must be added up (+=).",
        "fits": ["+=", "accumul", "last product", "overwrit", "add up", "added up", "sum"],
        "false": ["transpos", "dtype: expected"],
        "kind": "silent",
    },
    {
        "id": "matmul-broadcast-hides-mismatch",
        "function": "matmul_by_hand",
        "source": """
def matmul_by_hand(a, b):
    try:
        return (a[:, :, None] * b[None, :, :]).sum(1)
    except RuntimeError:
        raise ValueError("inner sizes differ") from None
""",
        "cause": "An inner size of 1 broadcasts against any other, so that mismatch raises "
        "nothing.",
        "fits": ["broadcast", "inner size", "valueerror", "size 1"],
        "false": ["overwrit", "transpos"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "matmul-zip-cuts",
        "function": "matmul_by_hand",
        "source": """
def matmul_by_hand(a, b):
    columns = list(zip(*b))
    rows = []
    for row in a:
        rows.append(torch.stack([sum(x * y for x, y in zip(row, col)) for col in columns]))
    return torch.stack(rows)
""",
        "cause": "zip stops at the shorter one, so inner sizes that differ are not refused.",
        "fits": ["zip", "valueerror", "inner size", "shorter"],
        "false": ["transpos", "dtype: expected"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "matmul-always-float",
        "function": "matmul_by_hand",
        "source": """
def matmul_by_hand(a, b):
    if a.size(1) != b.size(0):
        raise ValueError
    out = torch.zeros(a.size(0), b.size(1))
    for t in range(a.size(1)):
        out += a[:, t : t + 1] * b[t : t + 1, :]
    return out
""",
        "cause": "torch.zeros is float32, so integer and float64 matrices lose their dtype.",
        "fits": ["dtype", "float32", "torch.zeros", "float64", "int64"],
        "false": ["transpos", "overwrit"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "linear-weight-reshaped",
        "function": "linear",
        "source": """
def linear(x, weight, bias):
    n_out, n_in = weight.shape
    return x @ weight.reshape(n_in, n_out) + bias
""",
        "cause": "The weight is reshaped to fit the product, where it must be transposed.",
        "fits": ["reshape", "transpos", "weight.t"],
        "false": ["bias is", "not transposed at all"],
        "kind": "silent",
    },
    {
        "id": "linear-new-layer",
        "function": "linear",
        "source": """
def linear(x, weight, bias):
    layer = nn.Linear(weight.shape[1], weight.shape[0], dtype=x.dtype)
    layer.weight.data.copy_(weight)
    return layer(x)
""",
        "cause": "The layer keeps its own random bias; the given one is never used.",
        "fits": ["bias", "random", "ignored", "not used", "unused"],
        "false": ["transpos", "reshape"],
        "kind": "silent",
    },
    {
        "id": "linear-no-transpose",
        "function": "linear",
        "source": """
def linear(x, weight, bias):
    out = torch.matmul(x, weight)
    return out + bias
""",
        "cause": "weight is (out, in): it must be transposed before the product.",
        "fits": ["transpos", "weight.t", "(out, in)", "inner size", "shapes cannot be multiplied"],
        "false": ["bias is"],
        "kind": "raises",
    },
    {
        "id": "split-heads-direct-view",
        "function": "split_heads",
        "source": """
def split_heads(x, n_heads):
    B, T, D = x.shape
    if D % n_heads:
        raise ValueError("n_heads must divide D")
    return x.reshape(B, n_heads, T, D // n_heads)
""",
        "cause": "reshape straight to the heads mixes positions; split D first, then transpose.",
        "fits": ["reshape", "transpose", "permute", "mix", "split d first", "axes"],
        "false": ["no valueerror", "interleav"],
        "kind": "silent",
    },
    {
        "id": "split-heads-interleaved",
        "function": "split_heads",
        "source": """
def split_heads(x, n_heads):
    if x.shape[-1] % n_heads != 0:
        raise ValueError(n_heads)
    return torch.stack([x[..., h::n_heads] for h in range(n_heads)], dim=1)
""",
        "cause": "Each head takes every n-th column; a head is a block of neighbouring columns.",
        "fits": ["every", "interleav", "block", "neighbour", "contiguous", "consecutive", "stride"],
        "false": ["positions are mixed", "no valueerror"],
        "kind": "silent",
    },
    {
        "id": "split-heads-without-transpose",
        "function": "split_heads",
        "source": """
def split_heads(x, n_heads):
    if x.size(2) % n_heads != 0:
        raise ValueError("does not divide")
    return x.unflatten(-1, (n_heads, x.size(2) // n_heads))
""",
        "cause": "The head axis stays behind T: (B, T, heads, d); it still has to be transposed.",
        "fits": ["transpose", "axis", "axes", "(b, t", "shape", "order", "swap"],
        "false": ["reshape straight", "no valueerror"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "split-heads-checks-length",
        "function": "split_heads",
        "source": """
def split_heads(x, n_heads):
    b, t, d = x.shape
    if t % n_heads != 0:
        raise ValueError("n_heads does not divide")
    return x.view(b, t, n_heads, d // n_heads).permute(0, 2, 1, 3)
""",
        "cause": "T is checked for divisibility instead of D.",
        "fits": ["valueerror", "divi", "t instead of d", "wrong size", "check"],
        "false": ["permute", "interleav"],
        "kind": "raises",
        "plain_fits": True,
    },
    {
        "id": "merge-heads-no-transpose",
        "function": "merge_heads",
        "source": """
def merge_heads(x):
    B, h, T, d = x.shape
    return x.reshape(B, T, h * d)
""",
        "cause": "The head axis must go behind T before the reshape; else positions are mixed.",
        "fits": ["transpose", "permute", "mix", "reshape", "axes", "before"],
        "false": ["contiguous", "interleav"],
        "kind": "silent",
    },
    {
        "id": "merge-heads-view-after-transpose",
        "function": "merge_heads",
        "source": """
def merge_heads(x):
    x = x.transpose(1, 2)
    return x.view(x.shape[0], x.shape[1], -1)
""",
        "cause": "After transpose the tensor is not contiguous and view fails; use reshape.",
        "fits": ["contiguous", "view", "reshape", "stride"],
        "false": ["mixed", "wrong order"],
        "kind": "raises",
    },
    {
        "id": "merge-heads-features-first",
        "function": "merge_heads",
        "source": """
def merge_heads(x):
    return torch.einsum("bhtd->btdh", x).flatten(2)
""",
        "cause": "The heads are put behind the features, so columns interleave the heads.",
        "fits": ["interleav", "order", "permute", "axes", "columns", "behind"],
        "false": ["contiguous", "shape: expected"],
        "kind": "silent",
    },
    {
        "id": "matmul-misspelt-name",
        "function": "matmul_by_hand",
        "source": """
def matmul_by_hand(a, b):
    rows, inner = a.shape
    if inner != b.shape[0]:
        raise ValueError("inner sizes differ")
    result = []
    for i in range(rows):
        result.append((a[i].unsqueeze(1) * b).sum(dim=0))
    return torch.stack(results)
""",
        "cause": "The list is called result, but results is returned: the name is not defined.",
        "fits": ["nameerror", "not defined", "results", "misspel", "undefined"],
        "false": ["transpos", "forbidden"],
        "kind": "raises",
        "plain_fits": True,
    },
    {
        "id": "merge-heads-wants-the-count",
        "function": "merge_heads",
        "source": """
def merge_heads(x, n_heads):
    B, _, T, d = x.shape
    return x.permute(0, 2, 1, 3).reshape(B, T, n_heads * d)
""",
        "cause": "The function takes a second argument that nobody passes; it is x.shape[1].",
        "fits": ["argument", "parameter", "signature", "n_heads", "takes"],
        "false": ["permute", "contiguous", "mixed"],
        "kind": "source",
        "plain_fits": True,
    },
]
