import numpy as np
import torch


def share(array):
    return torch.from_dlpack(array)


def copy(array):
    return torch.from_numpy(np.array(array, copy=True))


def to_numpy(tensor):
    return np.asarray(tensor.detach().to("cpu"))


def positions_for(token_ids):
    rows = np.broadcast_to(np.arange(token_ids.shape[1], dtype=np.int64), tuple(token_ids.shape))
    return torch.tensor(rows, device=token_ids.device)


def move_like(tensor, reference):
    values = tensor.detach().cpu().numpy()
    return torch.as_tensor(values, dtype=reference.dtype, device=reference.device)


def best_device(available):
    order = np.array(["cuda", "mps", "cpu"])
    return torch.device(str(order[np.isin(order, list(available))][0]))
