import torch
from torch import nn


def next_token_loss(logits, targets):
    log_probabilities = nn.LogSoftmax(dim=-1)(logits)
    return nn.NLLLoss()(log_probabilities.permute(0, 2, 1), targets)


def greedy_next_token(logits):
    return int(logits[-1].sort(descending=True).indices[0])


def shift_pairs(token_ids, context_length):
    if context_length < 1:
        raise ValueError("at least one token per window")
    pairs = len(token_ids) - 1
    kept = pairs - pairs % context_length
    rows = torch.arange(kept, device=token_ids.device).reshape(-1, context_length)
    return token_ids[rows], token_ids[rows + 1]


def perplexity(loss):
    return (1 / loss.neg().exp()).detach()
