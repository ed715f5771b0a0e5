"""NumPy and devices: what a tensor adds to an array."""

import torch


def share(array):
    return torch.from_numpy(array)


def copy(array):
    return torch.tensor(array)


def to_numpy(tensor):
    """`force` detaches from the graph, and fetches from an accelerator."""
    return tensor.numpy(force=True)


def positions_for(token_ids):
    batch, tokens = token_ids.shape
    return torch.arange(tokens, device=token_ids.device).repeat(batch, 1)


def move_like(tensor, reference):
    return tensor.to(device=reference.device, dtype=reference.dtype)


def best_device(available):
    return torch.device(next(name for name in ("cuda", "mps", "cpu") if name in available))
