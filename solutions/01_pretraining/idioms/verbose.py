import torch
from torch import nn


class _ContextTooSmall(ValueError):
    """A window holds at least one token."""


def shift_pairs(token_ids, context_length):
    if context_length < 1:
        raise _ContextTooSmall
    number_of_pairs = token_ids.shape[0] - 1
    number_of_windows = number_of_pairs // context_length
    used = number_of_windows * context_length

    inputs = torch.zeros(
        number_of_windows, context_length, dtype=token_ids.dtype, device=token_ids.device
    )
    targets = torch.zeros_like(inputs)
    for window in range(number_of_windows):
        start = window * context_length
        stop = start + context_length
        assert stop <= used
        inputs[window] = token_ids[start:stop]
        targets[window] = token_ids[start + 1 : stop + 1]
    return inputs, targets


def next_token_loss(logits, targets):
    batch, length, vocabulary = logits.shape
    scores = logits.contiguous().view(batch * length, vocabulary)
    answers = targets.contiguous().view(batch * length)
    criterion = nn.CrossEntropyLoss()
    return criterion(scores, answers)


def perplexity(loss):
    base = torch.full_like(loss, torch.e, dtype=torch.float64)
    return torch.pow(base, loss.to(torch.float64)).to(loss.dtype)


def greedy_next_token(logits):
    last_position = logits.shape[0] - 1
    scores_after_last_token = logits[last_position, :]
    probabilities = torch.softmax(scores_after_last_token, dim=0)
    _, token = torch.max(probabilities, dim=0)
    return int(token.item())
