import torch
import torch.nn.functional as F


def shift_pairs(token_ids, context_length):
    if context_length < 1:
        raise ValueError("context_length must be at least 1")
    N = (token_ids.numel() - 1) // context_length
    inputs = token_ids[: N * context_length].view(N, context_length)
    targets = token_ids[1 : 1 + N * context_length].view(N, context_length)
    return inputs, targets


def next_token_loss(logits, targets):
    B, T, V = logits.shape
    return F.cross_entropy(logits.reshape(B * T, V), targets.reshape(B * T))


def perplexity(loss):
    return torch.exp(loss)


def greedy_next_token(logits):
    return logits[-1].argmax(dim=-1).item()
