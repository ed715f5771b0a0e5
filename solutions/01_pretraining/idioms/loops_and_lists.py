import math

import torch


def shift_pairs(token_ids, context_length):
    if context_length < 1:
        raise ValueError(context_length)
    text = token_ids.tolist()
    inputs, targets = [], []
    start = 0
    while start + context_length < len(text):
        inputs.append(text[start : start + context_length])
        targets.append(text[start + 1 : start + context_length + 1])
        start += context_length
    shape = (len(inputs), context_length)
    make = {"dtype": torch.int64, "device": token_ids.device}
    return torch.tensor(inputs, **make).reshape(shape), torch.tensor(targets, **make).reshape(shape)


def next_token_loss(logits, targets):
    total = 0
    count = 0
    for scores, answers in zip(logits, targets, strict=True):
        for row, answer in zip(scores, answers, strict=True):
            highest = row.max()
            total = total + (row - highest).exp().sum().log() - (row[answer] - highest)
            count += 1
    return total / count


def perplexity(loss):
    values = [math.exp(value) for value in loss.detach().flatten().tolist()]
    return torch.tensor(values, dtype=loss.dtype, device=loss.device).reshape(loss.shape)


def greedy_next_token(logits):
    scores = logits[-1].tolist()
    best = 0
    for token in range(len(scores)):
        if scores[token] > scores[best]:
            best = token
    return best
