"""Wrong answers written from the curriculum alone, with what a good diagnosis names."""

CASES = [
    {
        "id": "make-capital-tensor",
        "function": "make_tensors",
        "source": """
def make_tensors():
    scalar = torch.Tensor([5])
    vector = torch.Tensor([5, 1])
    matrix = torch.Tensor([[1, 3], [5, 2]])
    cube = torch.Tensor([[[1, 2], [3, 4]], [[5, 6], [7, 8]]])
    return scalar, vector, matrix, cube
""",
        "cause": "torch.Tensor makes float32, and [5] is a vector of one element, not a scalar.",
        "fits": ["float32", "torch.tensor", "int64", "dtype", "rank", "0-d", "scalar"],
        "false": ["tuple", "values differ"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "make-scalar-is-a-number",
        "function": "make_tensors",
        "source": """
def make_tensors():
    return (
        5,
        torch.tensor([5, 1]),
        torch.tensor([[1, 3], [5, 2]]),
        torch.tensor([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]),
    )
""",
        "cause": "The scalar is a Python int; a 0-D tensor is asked for.",
        "fits": ["scalar", "python int", "an int", "0-d", "tensor", "python number"],
        "false": ["dtype float", "a list"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "make-reshaped-arange",
        "function": "make_tensors",
        "source": """
def make_tensors():
    a = torch.tensor(5)
    b = torch.tensor([[5], [1]])
    c = torch.tensor([[1, 5], [3, 2]])
    d = torch.arange(1, 9).reshape(2, 2, 2)
    return a, b, c, d
""",
        "cause": "The vector is written as a column of rank 2, and the matrix is transposed.",
        "fits": ["rank", "shape", "vector", "(2, 1)", "matrix", "transpos", "column"],
        "false": ["dtype: expected", "scalar"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "rank-checks-no-raggedness",
        "function": "rank_of",
        "source": """
def rank_of(nested):
    rank = 0
    while isinstance(nested, list):
        rank += 1
        if not nested:
            break
        nested = nested[0]
    return rank
""",
        "cause": "Only first elements are followed, so a ragged list passes unnoticed.",
        "fits": ["ragged", "valueerror", "first element", "lengths", "unequal"],
        "false": ["off by one", "torch is forbidden"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "rank-by-numpy-objects",
        "function": "rank_of",
        "source": """
def rank_of(nested):
    return np.array(nested, dtype=object).ndim
""",
        "cause": "With dtype=object NumPy accepts ragged lists as arrays of lists; no ValueError "
        "comes.",
        "fits": ["ragged", "valueerror", "object"],
        "false": ["off by one", "torch is forbidden"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "rank-compares-no-lengths",
        "function": "rank_of",
        "source": """
def rank_of(nested):
    if not isinstance(nested, list):
        return 0
    if len(nested) == 0:
        return 1
    ranks = {rank_of(item) for item in nested}
    if len(ranks) != 1:
        raise ValueError("ragged")
    return 1 + ranks.pop()
""",
        "cause": "Ranks are compared but lengths are not: [[1, 2], [3]] counts as rank 2.",
        "fits": ["ragged", "length", "valueerror", "shape"],
        "false": ["off by one", "recursion"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "rank-asks-torch",
        "function": "rank_of",
        "source": """
def rank_of(nested):
    return torch.tensor(nested).dim()
""",
        "cause": "torch is forbidden here; the nesting is to be counted by hand.",
        "fits": ["torch", "forbidden", "without", "not allowed"],
        "false": ["ragged", "off by one"],
        "kind": "source",
    },
    {
        "id": "rank-counts-elements",
        "function": "rank_of",
        "source": """
def rank_of(nested):
    if not isinstance(nested, list):
        return 0
    first = len(nested[0]) if isinstance(nested[0], list) else 0
    for item in nested:
        if isinstance(item, list) and len(item) != first:
            raise ValueError("ragged list")
    return len(nested)
""",
        "cause": "len counts the entries of the outer list, not how deep the lists are nested.",
        "fits": ["len(", "len counts", "entries", "depth", "nest", "number of elements", "outer"],
        "false": ["ragged", "float instead"],
        "kind": "silent",
    },
    {
        "id": "describe-methods-not-called",
        "function": "describe",
        "source": """
def describe(tensor):
    return {
        "rank": tensor.dim,
        "shape": tuple(tensor.shape),
        "numel": tensor.numel,
        "dtype": tensor.dtype,
    }
""",
        "cause": "dim and numel are methods and must be called.",
        "fits": ["method", "called", "not called", "parenthes", "function"],
        "false": ["shape: expected", "a string"],
        "kind": "silent",
    },
    {
        "id": "describe-len-for-rank",
        "function": "describe",
        "source": """
def describe(tensor):
    info = {}
    info["rank"] = len(tensor)
    info["shape"] = tensor.size()
    info["numel"] = math.prod(tensor.size())
    info["dtype"] = tensor.dtype
    return info
""",
        "cause": "len(tensor) is the size of the first dim, and fails for a 0-D tensor; use dim().",
        "fits": ["len(", "len counts", "first dim", "0-d", "rank", "dim()"],
        "false": ["numel", "dtype: expected"],
        "kind": "raises",
    },
    {
        "id": "describe-dtype-as-text",
        "function": "describe",
        "source": """
def describe(tensor):
    return dict(
        rank=tensor.ndim,
        shape=list(tensor.shape),
        numel=tensor.nelement(),
        dtype=str(tensor.dtype),
    )
""",
        "cause": "dtype is given as a str, not a torch.dtype, and shape as a list, not a tuple.",
        "fits": ["a str", "str instead", "torch.dtype", "list", "tuple", "a text"],
        "false": ["rank is", "numel"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "leading-dims-at-the-end",
        "function": "add_leading_dims",
        "source": """
def add_leading_dims(tensor, rank):
    if tensor.dim() > rank:
        raise ValueError("already has more dims")
    for _ in range(rank - tensor.dim()):
        tensor = tensor.unsqueeze(-1)
    return tensor
""",
        "cause": "The new dims are added at the end (-1) instead of in front (0).",
        "fits": ["front", "at the end", "trailing", "unsqueeze(-1)", "leading", "unsqueeze(0)"],
        "false": ["transpos", "no valueerror", "too many"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "leading-dims-never-assigned",
        "function": "add_leading_dims",
        "source": """
def add_leading_dims(tensor, rank):
    if tensor.dim() > rank:
        raise ValueError
    while tensor.dim() < rank:
        tensor.unsqueeze(0)
    return tensor
""",
        "cause": "unsqueeze returns a new tensor that is thrown away, so the loop never ends.",
        "fits": [
            "endless",
            "loop",
            "never ends",
            "time limit",
            "timed out",
            "too long",
            "assign",
            "unsqueeze",
        ],
        "false": ["no valueerror", "trailing"],
        "kind": "raises",
    },
    {
        "id": "leading-dims-in-place",
        "function": "add_leading_dims",
        "source": """
def add_leading_dims(tensor, rank):
    if rank < tensor.ndim:
        raise ValueError(f"rank {tensor.ndim} is more than {rank}")
    while tensor.ndim < rank:
        tensor.unsqueeze_(0)
    return tensor
""",
        "cause": "unsqueeze_ changes the shape of the caller's tensor.",
        "fits": ["in place", "in-place", "modif", "mutat", "unsqueeze_", "argument"],
        "false": ["endless", "trailing"],
        "kind": "state",
    },
    {
        "id": "leading-dims-one-too-many",
        "function": "add_leading_dims",
        "source": """
def add_leading_dims(tensor, rank):
    if tensor.dim() > rank:
        raise ValueError("too many dims")
    return tensor.reshape((1,) * rank + tuple(tensor.shape))
""",
        "cause": "rank new dims are added, rather than as many as are missing.",
        "fits": ["too many", "missing", "rank - ", "rank", "extra dim", "dims"],
        "false": ["trailing", "transpos"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "batch-concatenated",
        "function": "batch_images",
        "source": """
def batch_images(images):
    if any(im.shape != images[0].shape for im in images):
        raise ValueError("sizes differ")
    return torch.cat(images, dim=0)
""",
        "cause": "cat glues the images along their height; stack makes the new batch dim.",
        "fits": ["stack", "torch.cat", "cat glues", "new dim", "batch dim", "rank"],
        "false": ["transpos", "no valueerror"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "batch-stack-raises-its-own",
        "function": "batch_images",
        "source": """
def batch_images(images):
    return torch.stack(images)
""",
        "cause": "For sizes that differ torch.stack raises RuntimeError; a ValueError is asked "
        "for.",
        "fits": ["valueerror", "runtimeerror", "sizes", "differ"],
        "false": ["torch.cat", "channels"],
        "kind": "raises",
        "plain_fits": True,
    },
    {
        "id": "batch-filled-into-float",
        "function": "batch_images",
        "source": """
def batch_images(images):
    h, w, c = images[0].shape
    batch = torch.zeros(len(images), h, w, c)
    for i, image in enumerate(images):
        if image.shape != (h, w, c):
            raise ValueError("all images need one size")
        batch[i] = image
    return batch
""",
        "cause": "torch.zeros is float32, so the dtype of the images is lost.",
        "fits": ["dtype", "float32", "torch.zeros", "uint8"],
        "false": ["torch.stack", "torch.cat", "shape: expected"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "batch-appended-at-the-end",
        "function": "batch_images",
        "source": """
def batch_images(images):
    sizes = set(tuple(i.shape) for i in images)
    if len(sizes) > 1:
        raise ValueError(sizes)
    return torch.stack(images, dim=-1).reshape(len(images), *images[0].shape)
""",
        "cause": "The batch dim is stacked last and then reshaped to the front, which mixes the "
        "images.",
        "fits": ["reshape", "mix", "dim=-1", "dim=0", "stack", "axis", "order"],
        "false": ["dtype: expected", "torch.cat"],
        "kind": "silent",
    },
    {
        "id": "to-python-list-of-tensors",
        "function": "to_python",
        "source": """
def to_python(tensor):
    if tensor.dim() == 0:
        return tensor.item()
    return list(tensor)
""",
        "cause": "list(tensor) holds tensors; tolist() goes down to Python numbers.",
        "fits": ["tolist", "tensors", "list of tensors", "element"],
        "false": ["flattened", "shape: expected"],
        "kind": "silent",
    },
    {
        "id": "to-python-flat",
        "function": "to_python",
        "source": """
def to_python(tensor):
    if tensor.dim() == 0:
        return tensor.item()
    return [value.item() for value in tensor.flatten()]
""",
        "cause": "The values are listed flat; the nesting of the dims is lost.",
        "fits": ["flat", "nest", "tolist", "structure", "rank"],
        "false": ["tensor instead", "dtype: expected"],
        "kind": "silent",
    },
    {
        "id": "to-python-everything-float",
        "function": "to_python",
        "source": """
def to_python(tensor):
    if tensor.ndim == 0:
        return float(tensor)
    return [to_python(row) for row in tensor]
""",
        "cause": "float() turns integers and bools into floats; .item() keeps their kind.",
        "fits": ["float", "python int", "an int", "bool", ".item()", "type"],
        "false": ["flattened", "nesting"],
        "kind": "silent",
        "plain_fits": True,
    },
]
