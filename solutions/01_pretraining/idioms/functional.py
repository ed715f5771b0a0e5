import torch
from torch.nn.functional import cross_entropy


def shift_pairs(token_ids, context_length):
    if not context_length >= 1:
        raise ValueError(f"bad context_length: {context_length}")
    if len(token_ids) <= context_length:
        nothing = torch.empty((0, context_length), dtype=torch.int64, device=token_ids.device)
        return nothing, nothing.clone()
    inputs = token_ids[:-1].unfold(0, context_length, context_length)
    targets = token_ids[1:].unfold(0, context_length, context_length)
    return inputs, targets


def next_token_loss(logits, targets):
    return cross_entropy(logits.transpose(1, 2), targets)


def perplexity(loss):
    return torch.e**loss


def greedy_next_token(logits):
    return int(torch.topk(logits[-1], k=1).indices[0])
