"""Wrong answers for 03_tensor_ranks, with what a fitting diagnosis names."""

from .making import case

CASES = [
    case(
        "rank-len",
        "rank_of",
        """
        def rank_of(nested):
            return len(nested)
        """,
        "the length is not the rank; a number has no len",
        ["len", "length"],
        [],
        plain_fits=True,
        kind="raises",
    ),
    case(
        "rank-minus",
        "rank_of",
        """
        def rank_of(nested):
            if not isinstance(nested, list):
                return -1
            ranks={rank_of(n) for n in nested}
            if len(ranks)>1 or len({len(n) if isinstance(n,list) else -1 for n in nested})>1:
                raise ValueError
            return 1+(ranks.pop() if ranks else 0)
        """,
        "one too small everywhere",
        ["1 less", "one too", "off by one", "starts at", "counted"],
        [],
        plain_fits=True,
    ),
    case(
        "rank-endless",
        "rank_of",
        """
        def rank_of(nested):
            return 1 + rank_of(nested)
        """,
        "calls itself without end",
        ["calls itself", "without end"],
        [],
        kind="raises",
    ),
    case(
        "describe-list",
        "describe",
        """
        def describe(tensor):
            return {'rank': tensor.dim(), 'shape': list(tensor.shape), 'numel': tensor.numel(), 'dtype': tensor.dtype}
        """,
        "a list where a tuple is asked for",
        ["tuple", "list"],
        [],
        plain_fits=True,
    ),
    case(
        "describe-len",
        "describe",
        """
        def describe(tensor):
            return {'rank': tensor.dim(), 'shape': tuple(tensor.shape), 'numel': len(tensor), 'dtype': tensor.dtype}
        """,
        "len is the first size only",
        ["first", "axis 0", "length", "0-d", "rank 0"],
        ["dtype"],
        plain_fits=True,
    ),
    case(
        "describe-key",
        "describe",
        """
        def describe(tensor):
            return {'rank': tensor.dim(), 'size': tuple(tensor.shape), 'numel': tensor.numel(), 'dtype': tensor.dtype}
        """,
        "a key has another name",
        ["key"],
        [],
        plain_fits=True,
    ),
    case(
        "describe-print",
        "describe",
        """
        def describe(tensor):
            print({'rank': tensor.dim(), 'shape': tuple(tensor.shape), 'numel': tensor.numel(), 'dtype': tensor.dtype})
        """,
        "prints instead of returning",
        ["print"],
        [],
        kind="source",
    ),
    case(
        "leading-trailing",
        "add_leading_dims",
        """
        def add_leading_dims(tensor, rank):
            if tensor.dim() > rank:
                raise ValueError
            while tensor.dim() < rank:
                tensor = tensor.unsqueeze(-1)
            return tensor
        """,
        "the dims were added at the end",
        ["end", "place", "behind", "back", "front", "trail"],
        [],
    ),
    case(
        "leading-one",
        "add_leading_dims",
        """
        def add_leading_dims(tensor, rank):
            if tensor.dim() > rank:
                raise ValueError
            return tensor.unsqueeze(0)
        """,
        "only one dim is added, always",
        ["one", "dimension", "once"],
        [],
    ),
    case(
        "batch-cat",
        "batch_images",
        """
        def batch_images(images):
            return torch.cat(images)
        """,
        "joined along the height instead of stacked",
        ["cat", "new dimension", "join"],
        ["transpose"],
    ),
    case(
        "batch-last",
        "batch_images",
        """
        def batch_images(images):
            if len({i.shape for i in images}) > 1:
                raise ValueError
            return torch.stack(images, dim=-1)
        """,
        "stacked along the last dim",
        ["last", "dimension", "end", "place", "front"],
        [],
    ),
    case(
        "to-python-item",
        "to_python",
        """
        def to_python(tensor):
            return tensor.item()
        """,
        "item works for one element only",
        ["element", "one"],
        [],
        kind="raises",
    ),
    case(
        "to-python-list",
        "to_python",
        """
        def to_python(tensor):
            return list(tensor)
        """,
        "a list of tensors; a scalar cannot be looped over",
        ["tensor", "rank 0", "list"],
        [],
        plain_fits=True,
        kind="raises",
    ),
    case(
        "make-float",
        "make_tensors",
        """
        def make_tensors():
            return torch.tensor(5.), torch.tensor([5., 1.]), torch.tensor([[1., 3.], [5., 2.]]), torch.tensor([[[1., 2.], [3., 4.]], [[5., 6.], [7., 8.]]])
        """,
        "floats instead of int64",
        ["int64", "dtype", "float"],
        [],
        plain_fits=True,
    ),
    case(
        "make-brackets",
        "make_tensors",
        """
        def make_tensors():
            return torch.tensor([5]), torch.tensor([5, 1]), torch.tensor([[1, 3], [5, 2]]), torch.tensor([[[1, 2], [3, 4]], [[5, 6], [7, 8]]])
        """,
        "brackets round the scalar",
        ["bracket", "dimension", "vector"],
        [],
        plain_fits=True,
    ),
]
