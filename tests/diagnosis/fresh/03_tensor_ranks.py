"""Wrong answers for 03_tensor_ranks, as beginners write them; labels from the curriculum alone."""

from ..open.making import case

CASES = [
    case(
        "make-capital-tensor",
        "make_tensors",
        """
        def make_tensors():
            a = torch.Tensor(5)
            b = torch.Tensor([5, 1])
            c = torch.Tensor([[1, 3], [5, 2]])
            d = torch.Tensor([[[1, 2], [3, 4]], [[5, 6], [7, 8]]])
            return a, b, c, d
        """,
        "torch.Tensor makes float32, and of 5 a vector of five",
        ["torch.Tensor", "float32", "Tensor(", "five", "shape"],
    ),
    case(
        "make-list",
        "make_tensors",
        """
        def make_tensors():
            return [
                torch.tensor(5),
                torch.tensor([5, 1]),
                torch.tensor([[1, 3], [5, 2]]),
                torch.tensor([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]),
            ]
        """,
        "a list, not a tuple",
        ["list", "tuple"],
    ),
    case(
        "make-row-typo",
        "make_tensors",
        """
        def make_tensors():
            return (
                torch.tensor(5),
                torch.tensor([[5, 1]]),
                torch.tensor([[1, 3], [5, 2]]),
                torch.tensor([[[1, 2], [3, 4], [5, 6], [7, 8]]]),
            )
        """,
        "one bracket too many in the vector, one too few in the last",
        ["bracket", "shape", "dim"],
    ),
    case(
        "rank-len",
        "rank_of",
        """
        def rank_of(nested):
            if not isinstance(nested, list):
                return 0
            return len(nested)
        """,
        "length for depth",
        ["len", "depth", "nest", "level"],
    ),
    case(
        "rank-off-by-one",
        "rank_of",
        """
        def rank_of(nested):
            if isinstance(nested, list):
                depths = {rank_of(item) for item in nested}
                sizes = {len(item) if isinstance(item, list) else -1 for item in nested}
                if len(depths) > 1 or len(sizes) > 1:
                    raise ValueError("ragged")
                return 1 + max(depths, default=0)
            return 1
        """,
        "a number counts as one level",
        [
            "one too",
            "1 too",
            "more by 1",
            "off by",
            "one more",
            "by one",
            "plus 1",
            "a number has",
            "+ 1",
            "number itself",
        ],
    ),
    case(
        "rank-no-ragged",
        "rank_of",
        """
        def rank_of(nested):
            rank = 0
            while isinstance(nested, list):
                rank += 1
                nested = nested[0]
            return rank
        """,
        "ragged lists are not refused; an empty list fails",
        ["ragged", "ValueError", "refuse", "empty", "first"],
    ),
    case(
        "describe-list-shape",
        "describe",
        """
        def describe(tensor):
            return {
                "rank": tensor.ndim,
                "shape": list(tensor.shape),
                "numel": tensor.numel(),
                "dtype": tensor.dtype,
            }
        """,
        "the shape is a list",
        ["list", "tuple"],
    ),
    case(
        "describe-str-dtype",
        "describe",
        """
        def describe(tensor):
            return {"rank": tensor.dim(), "shape": tuple(tensor.shape), "numel": tensor.numel(), "dtype": str(tensor.dtype)}
        """,
        "the dtype is a string",
        ["str", "text", "dtype"],
    ),
    case(
        "describe-wrong-rank",
        "describe",
        """
        def describe(tensor):
            return {"rank": len(tensor), "shape": tensor.shape, "numel": tensor.numel(), "dtype": tensor.dtype}
        """,
        "len(tensor) is the first size, not the rank",
        ["len", "rank", "first", "0-d"],
    ),
    case(
        "leading-trailing",
        "add_leading_dims",
        """
        def add_leading_dims(tensor, rank):
            if tensor.ndim > rank:
                raise ValueError("too many dims")
            while tensor.ndim < rank:
                tensor = tensor.unsqueeze(-1)
            return tensor
        """,
        "dims at the end",
        ["end", "front", "last", "behind", "trailing"],
    ),
    case(
        "leading-one-only",
        "add_leading_dims",
        """
        def add_leading_dims(tensor, rank):
            if tensor.ndim > rank:
                raise ValueError("too many dims")
            if tensor.ndim < rank:
                return tensor.unsqueeze(0)
            return tensor
        """,
        "adds one dim, however many are missing",
        ["one", "dims", "missing", "too few", "rank"],
    ),
    case(
        "leading-exception",
        "add_leading_dims",
        """
        def add_leading_dims(tensor, rank):
            if tensor.ndim > rank:
                raise IndexError("already has more dims")
            return tensor.reshape((1,) * (rank - tensor.ndim) + tensor.shape)
        """,
        "IndexError, not ValueError",
        ["IndexError"],
    ),
    case(
        "batch-cat",
        "batch_images",
        """
        def batch_images(images):
            if len({image.shape for image in images}) > 1:
                raise ValueError("sizes differ")
            return torch.cat(images)
        """,
        "cat joins along an existing dim",
        ["cat", "stack", "new dim", "existing"],
    ),
    case(
        "batch-last-dim",
        "batch_images",
        """
        def batch_images(images):
            if len({image.shape for image in images}) > 1:
                raise ValueError("sizes differ")
            return torch.stack(images, dim=-1)
        """,
        "stacked along the last dim",
        ["last", "dim", "permut", "front", "axis", "axes"],
    ),
    case(
        "python-tolist-of-item",
        "to_python",
        """
        def to_python(tensor):
            return [to_python(row) for row in tensor] if tensor.ndim > 1 else [tensor.item()]
        """,
        "item of a vector fails; a scalar comes as a list",
        ["item", "one element", "list", "scalar"],
    ),
    case(
        "python-shallow",
        "to_python",
        """
        def to_python(tensor):
            if tensor.ndim == 0:
                return tensor.item()
            return list(tensor)
        """,
        "list() keeps tensors inside",
        ["list(", "tensors", "tensor inside", "Tensor", "elements"],
    ),
    case(
        "python-numpy",
        "to_python",
        """
        def to_python(tensor):
            return tensor.numpy()
        """,
        "an array, no Python object",
        ["array", "ndarray", "NumPy", "numpy"],
    ),
]
