import torch


def copy(array):
    return torch.empty(array.shape, dtype=torch.from_numpy(array).dtype).copy_(
        torch.from_numpy(array)
    )


def to_numpy(tensor):
    return tensor.data.cpu().numpy()


def positions_for(token_ids):
    result = torch.zeros_like(token_ids, dtype=torch.long)
    result[:] = torch.arange(token_ids.size(-1), device=token_ids.device)
    return result


def move_like(tensor, reference):
    return tensor.type(reference.dtype).to(reference.device)
