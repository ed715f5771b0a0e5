import copy as copies

import numpy as np
import torch


def share(array):
    tensor = torch.from_numpy(np.asarray(array))
    assert tuple(tensor.shape) == array.shape
    return tensor


def copy(array):
    own = copies.deepcopy(array)
    return torch.as_tensor(own)


def to_numpy(tensor):
    if tensor.requires_grad:
        tensor = tensor.detach()
    if tensor.device.type != "cpu":
        tensor = tensor.cpu()
    return tensor.numpy()


def positions_for(token_ids):
    number_of_texts = token_ids.shape[0]
    length = token_ids.shape[1]
    row = torch.arange(0, length, 1, dtype=torch.int64, device=token_ids.device)
    return torch.stack([row for _ in range(number_of_texts)])


def move_like(tensor, reference):
    on_device = tensor.to(reference.device)
    if on_device.dtype == reference.dtype:
        return on_device
    return on_device.type(reference.dtype)


def best_device(available):
    preferred = {"cuda": 2, "mps": 1, "cpu": 0}
    names = [name for name in preferred if name in available]
    best = sorted(names, key=lambda name: preferred[name], reverse=True)[0]
    return torch.device(type=best)
