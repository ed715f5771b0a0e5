"""Wrong answers written from the curriculum alone, with what a good diagnosis names."""

CASES = [
    {
        "id": "share-copies",
        "function": "share",
        "source": """
def share(array):
    return torch.tensor(array)
""",
        "cause": "torch.tensor always copies; from_numpy or as_tensor shares the memory.",
        "fits": ["cop", "share", "memory", "from_numpy", "as_tensor"],
        "false": ["dtype: expected", "shape: expected"],
        "kind": "silent",
    },
    {
        "id": "share-as-float32",
        "function": "share",
        "source": """
def share(array):
    return torch.from_numpy(array).float()
""",
        "cause": "float() converts to float32, and for any other dtype that makes a copy.",
        "fits": ["float32", "dtype", "cop", "float()", "convert"],
        "false": ["shape: expected", "0-d"],
        "kind": "silent",
    },
    {
        "id": "share-made-contiguous",
        "function": "share",
        "source": """
def share(array):
    array = np.ascontiguousarray(array)
    return torch.from_numpy(array)
""",
        "cause": "ascontiguousarray turns a 0-D array into 1-D and copies a non-contiguous one.",
        "fits": ["0-d", "shape", "(1,)", "ascontiguousarray", "cop", "non-contiguous", "extra dim"],
        "false": ["dtype: expected"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "share-iterates-rows",
        "function": "share",
        "source": """
def share(array):
    rows = [torch.from_numpy(row) for row in array]
    return torch.stack(rows)
""",
        "cause": "The rows are converted one by one: numbers of a 1-D array are no arrays, a 0-D "
        "array "
        "cannot be iterated, and stack copies.",
        "fits": ["iterat", "row", "whole array", "from_numpy", "stack", "0-d", "typeerror"],
        "false": ["dtype: expected"],
        "kind": "raises",
    },
    {
        "id": "copy-of-a-slice",
        "function": "copy",
        "source": """
def copy(array):
    return torch.from_numpy(array[...])
""",
        "cause": "A slice of an array is a view, so the tensor still shares its memory.",
        "fits": ["share", "memory", "view", "slice", "clone", "copy"],
        "false": ["dtype: expected", "shape: expected"],
        "kind": "silent",
    },
    {
        "id": "copy-through-lists",
        "function": "copy",
        "source": """
def copy(array):
    return torch.tensor(array.tolist())
""",
        "cause": "tolist forgets the dtype: float64 becomes float32, int32 becomes int64.",
        "fits": ["dtype", "tolist", "float64", "float32", "int64"],
        "false": ["shares memory", "same memory", "other memory"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "copy-contiguous-is-no-copy",
        "function": "copy",
        "source": """
def copy(array):
    t = torch.as_tensor(array)
    return t.contiguous().detach()
""",
        "cause": "contiguous() and detach() copy nothing when the tensor is contiguous already.",
        "fits": ["share", "memory", "contiguous", "clone", "cop", "detach"],
        "false": ["dtype: expected", "shape: expected"],
        "kind": "silent",
    },
    {
        "id": "to-numpy-plain",
        "function": "to_numpy",
        "source": """
def to_numpy(tensor):
    return tensor.cpu().numpy()
""",
        "cause": "A tensor that requires grad must be detached before numpy().",
        "fits": ["detach", "requires grad", "requires_grad"],
        "false": ["wrong device", "dtype: expected"],
        "kind": "raises",
    },
    {
        "id": "to-numpy-detaches-in-place",
        "function": "to_numpy",
        "source": """
def to_numpy(tensor):
    if tensor.requires_grad:
        tensor.requires_grad_(False)
    return tensor.cpu().numpy()
""",
        "cause": "The caller's requires_grad is switched off (and a non-leaf refuses it); "
        "detach() does not.",
        "fits": ["requires_grad", "detach", "argument", "modif", "leaf", "switch"],
        "false": ["dtype: expected", "same memory", "other memory"],
        "kind": "state",
    },
    {
        "id": "to-numpy-through-list",
        "function": "to_numpy",
        "source": """
def to_numpy(tensor):
    values = tensor.tolist()
    return np.array(values)
""",
        "cause": "Lists forget the dtype, so float32 comes back as float64.",
        "fits": ["dtype", "float64", "tolist", "float32"],
        "false": ["shape: expected", "must be detached"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "positions-as-one-row",
        "function": "positions_for",
        "source": """
def positions_for(token_ids):
    T = token_ids.shape[1]
    return torch.arange(T, device=token_ids.device)
""",
        "cause": "One row of positions comes back, of shape (T,), where (B, T) is asked for.",
        "fits": ["(b, t)", "expand", "batch", "shape", "each row", "repeat"],
        "false": ["wrong device", "dtype: expected"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "positions-on-default-device",
        "function": "positions_for",
        "source": """
def positions_for(token_ids):
    batch, length = token_ids.shape
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    return torch.arange(length).to(device).repeat(batch, 1)
""",
        "cause": "The device is chosen by name; it should be that of token_ids.",
        "fits": ["device", "cpu", "cuda"],
        "false": ["shape: expected", "dtype: expected"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "positions-run-on",
        "function": "positions_for",
        "source": """
def positions_for(token_ids):
    n = token_ids.numel()
    return torch.arange(n, device=token_ids.device).view_as(token_ids)
""",
        "cause": "The count runs on over the rows; each row should begin at 0.",
        "fits": ["each row", "restart", "begin", "runs on", "row", "starts at 0"],
        "false": ["wrong device", "off by one"],
        "kind": "silent",
    },
    {
        "id": "positions-by-cumsum-from-one",
        "function": "positions_for",
        "source": """
def positions_for(token_ids):
    return torch.ones_like(token_ids).cumsum(dim=1)
""",
        "cause": "The cumulative sum starts at 1; positions start at 0.",
        "fits": ["off by one", "start", "from 0", "from 1", "+1", "one too", "1 too"],
        "false": ["wrong device", "shape: expected"],
        "kind": "silent",
    },
    {
        "id": "positions-as-floats",
        "function": "positions_for",
        "source": """
def positions_for(token_ids):
    B, T = token_ids.shape
    out = torch.empty(B, T, device=token_ids.device)
    for t in range(T):
        out[:, t] = t
    return out
""",
        "cause": "torch.empty makes float32; positions are int64.",
        "fits": ["int64", "float32", "dtype"],
        "false": ["wrong device", "off by one"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "move-device-only",
        "function": "move_like",
        "source": """
def move_like(tensor, reference):
    return tensor.to(reference.device)
""",
        "cause": "The device is taken over, but not the dtype.",
        "fits": ["dtype", "not converted", "float32"],
        "false": ["wrong device", "result not assigned"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "move-dtype-only",
        "function": "move_like",
        "source": """
def move_like(tensor, reference):
    return tensor.type(reference.dtype)
""",
        "cause": "The dtype is taken over, but not the device.",
        "fits": ["device", "not moved", ".device"],
        "false": ["dtype: expected"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "move-result-dropped",
        "function": "move_like",
        "source": """
def move_like(tensor, reference):
    tensor.to(reference.device)
    tensor.to(reference.dtype)
    return tensor
""",
        "cause": "to() returns a new tensor; both results are thrown away.",
        "fits": ["assign", "thrown away", "new tensor", "dropped", "unchanged", "returns"],
        "false": ["modified in place", "swapped"],
        "kind": "silent",
    },
    {
        "id": "move-the-reference",
        "function": "move_like",
        "source": """
def move_like(tensor, reference):
    return reference.to(tensor)
""",
        "cause": "The reference is moved to the tensor: the roles are exchanged.",
        "fits": ["swap", "exchang", "roles", "reference", "order of arguments", "other way"],
        "false": ["thrown away", "in place"],
        "kind": "silent",
    },
    {
        "id": "best-device-alphabetical",
        "function": "best_device",
        "source": """
def best_device(available):
    return torch.device(sorted(available, reverse=True)[0])
""",
        "cause": "Alphabetical order puts mps before cuda.",
        "fits": ["order", "mps", "cuda", "alphabet", "sort", "prefer"],
        "false": ["a string"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "best-device-asks-this-machine",
        "function": "best_device",
        "source": """
def best_device(available):
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")
""",
        "cause": "This machine is asked what it has; the argument is ignored.",
        "fits": [
            "ignored",
            "argument",
            "is_available",
            "available",
            "this machine",
            "a set",
            "'set'",
        ],
        "false": ["a string", "wrong order"],
        "kind": "silent",
    },
    {
        "id": "best-device-as-string",
        "function": "best_device",
        "source": """
def best_device(available):
    for name in ("cuda", "mps", "cpu"):
        if name in available:
            return name
""",
        "cause": "A str is returned where a torch.device is asked for.",
        "fits": ["a str", "str instead", "torch.device", "a text", "type"],
        "false": ["wrong order", "none was returned"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "best-device-indexes-a-set",
        "function": "best_device",
        "source": """
def best_device(available):
    if len(available) == 1:
        return torch.device(available[0])
    return torch.device("cuda" if "cuda" in available else "mps")
""",
        "cause": "A set has no order and cannot be indexed.",
        "fits": ["a set", "'set'", "index", "subscript", "typeerror"],
        "false": ["a string", "order of preference"],
        "kind": "raises",
    },
    {
        "id": "positions-second-argument",
        "function": "positions_for",
        "source": """
def positions_for(token_ids, device):
    B, T = token_ids.shape
    return torch.arange(T, device=device).unsqueeze(0).expand(B, T)
""",
        "cause": "The function asks for a second argument; it is called with token_ids alone.",
        "fits": ["argument", "parameter", "signature", "device", "takes"],
        "false": ["off by one", "dtype: expected"],
        "kind": "source",
        "plain_fits": True,
    },
]
