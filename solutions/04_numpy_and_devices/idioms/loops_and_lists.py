import numpy as np
import torch


def share(array):
    return torch.as_tensor(array)


def copy(array):
    like = torch.from_numpy(array)
    return torch.tensor(array.tolist(), dtype=like.dtype)


def to_numpy(tensor):
    kind = torch.empty(0, dtype=tensor.dtype).numpy().dtype
    return np.array(tensor.tolist(), dtype=kind)


def positions_for(token_ids):
    rows = []
    for text in token_ids.tolist():
        rows.append([position for position, _ in enumerate(text)])
    return torch.tensor(rows, dtype=torch.int64, device=token_ids.device)


def move_like(tensor, reference):
    return torch.tensor(tensor.tolist(), dtype=reference.dtype, device=reference.device)


def best_device(available):
    for name in ["cuda", "mps", "cpu"]:
        if name in available:
            return torch.device(name)
    raise ValueError(f"no known device in {available}")
