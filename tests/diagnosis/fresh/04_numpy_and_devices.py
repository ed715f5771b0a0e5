"""Wrong answers for 04_numpy_and_devices, as beginners write them; labels from the curriculum."""

from ..open.making import case

CASES = [
    case(
        "share-tensor",
        "share",
        """
        def share(array):
            return torch.tensor(array)
        """,
        "torch.tensor copies",
        ["cop", "memory", "share"],
    ),
    case(
        "share-float",
        "share",
        """
        def share(array):
            return torch.from_numpy(array).float()
        """,
        "another dtype, and a copy with it",
        ["dtype", "float32", "cop"],
    ),
    case(
        "share-0d",
        "share",
        """
        def share(array):
            return torch.from_numpy(np.atleast_1d(array))
        """,
        "0-D comes as 1-D",
        ["shape", "0-D", "dim"],
    ),
    case(
        "copy-shares",
        "copy",
        """
        def copy(array):
            return torch.as_tensor(array)
        """,
        "as_tensor shares the memory",
        ["share", "memory", "cop"],
    ),
    case(
        "copy-capital",
        "copy",
        """
        def copy(array):
            return torch.Tensor(array)
        """,
        "torch.Tensor makes float32",
        ["dtype", "float32"],
    ),
    case(
        "numpy-grad",
        "to_numpy",
        """
        def to_numpy(tensor):
            return tensor.numpy()
        """,
        "fails where the tensor requires grad",
        ["requires grad", "detach", "graph", "grad"],
    ),
    case(
        "numpy-list",
        "to_numpy",
        """
        def to_numpy(tensor):
            return tensor.detach().cpu().tolist()
        """,
        "a list, no array",
        ["list", "array"],
    ),
    case(
        "numpy-float64",
        "to_numpy",
        """
        def to_numpy(tensor):
            return np.array(tensor.detach().cpu().tolist())
        """,
        "through a list the dtype is lost: float64",
        ["float64", "dtype"],
    ),
    case(
        "positions-one-based",
        "positions_for",
        """
        def positions_for(token_ids):
            B, T = token_ids.shape
            return torch.arange(1, T + 1, device=token_ids.device).expand(B, T)
        """,
        "counts from one",
        ["from 1", "one", "offset", "start", "0"],
    ),
    case(
        "positions-vector",
        "positions_for",
        """
        def positions_for(token_ids):
            return torch.arange(token_ids.shape[1], device=token_ids.device)
        """,
        "one row, not one for each row of the batch",
        ["row", "batch", "shape", "dim"],
    ),
    case(
        "positions-batch",
        "positions_for",
        """
        def positions_for(token_ids):
            B, T = token_ids.shape
            return torch.arange(B, device=token_ids.device).unsqueeze(1).expand(B, T)
        """,
        "counts the rows, not the positions",
        ["row", "axis", "dim", "column"],
    ),
    case(
        "positions-float",
        "positions_for",
        """
        def positions_for(token_ids):
            B, T = token_ids.shape
            return torch.linspace(0, T - 1, T).repeat(B, 1)
        """,
        "float positions",
        ["float32", "dtype", "int64", "device"],
    ),
    case(
        "positions-arange-all",
        "positions_for",
        """
        def positions_for(token_ids):
            return torch.arange(token_ids.numel(), device=token_ids.device).reshape(token_ids.shape)
        """,
        "keeps counting through the rows",
        ["row", "again", "each", "restart", "counts on", "batch"],
    ),
    case(
        "move-device-only",
        "move_like",
        """
        def move_like(tensor, reference):
            return tensor.to(reference.device)
        """,
        "the dtype stays",
        ["dtype"],
    ),
    case(
        "move-swapped",
        "move_like",
        """
        def move_like(tensor, reference):
            return reference.to(tensor)
        """,
        "moves the reference",
        ["swap", "reference", "places", "other argument", "argument"],
    ),
    case(
        "move-ignored",
        "move_like",
        """
        def move_like(tensor, reference):
            tensor.to(reference.device, reference.dtype)
            return tensor
        """,
        "the result of .to is thrown away",
        ["thrown", "discard", "new tensor", "dtype", "unchanged", "unused"],
    ),
    case(
        "device-string",
        "best_device",
        """
        def best_device(available):
            for name in ("cuda", "mps", "cpu"):
                if name in available:
                    return name
        """,
        "a name, not a torch.device",
        ["str", "torch.device", "text"],
    ),
    case(
        "device-machine",
        "best_device",
        """
        def best_device(available):
            if torch.cuda.is_available():
                return torch.device("cuda")
            elif torch.backends.mps.is_available():
                return torch.device("mps")
            return torch.device("cpu")
        """,
        "asks the machine, not the argument",
        ["argument", "available", "machine", "is_available", "ignor", "same"],
    ),
    case(
        "device-no-mps",
        "best_device",
        """
        def best_device(available):
            return torch.device("cuda" if "cuda" in available else "cpu")
        """,
        "mps is forgotten",
        ["mps"],
    ),
]
