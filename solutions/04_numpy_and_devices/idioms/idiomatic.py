import torch


def share(array):
    return torch.from_numpy(array)


def copy(array):
    return torch.from_numpy(array).clone()


def to_numpy(tensor):
    return tensor.detach().cpu().numpy()


def positions_for(token_ids):
    B, T = token_ids.shape
    return torch.arange(T, device=token_ids.device).expand(B, T)


def move_like(tensor, reference):
    return tensor.to(reference)


def best_device(available):
    if "cuda" in available:
        return torch.device("cuda")
    if "mps" in available:
        return torch.device("mps")
    return torch.device("cpu")
