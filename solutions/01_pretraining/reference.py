"""Pretraining: a language model learns from text alone."""

import torch.nn.functional as F


def shift_pairs(token_ids, context_length):
    """Window n starts at n · context_length; its target starts one token later."""
    if context_length < 1:
        raise ValueError(f"context_length is {context_length}; a window holds at least one token")
    windows = (len(token_ids) - 1) // context_length
    used = windows * context_length
    inputs = token_ids[:used].reshape(windows, context_length)
    targets = token_ids[1 : used + 1].reshape(windows, context_length)
    return inputs, targets


def next_token_loss(logits, targets):
    """-log softmax(logits)[target], averaged over every position."""
    return F.cross_entropy(logits.flatten(0, 1), targets.flatten())


def perplexity(loss):
    """exp(loss), because the loss is in nats."""
    return loss.exp()


def greedy_next_token(logits):
    """Argmax over the vocabulary at the last position."""
    return int(logits[-1].argmax())
