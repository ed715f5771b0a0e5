import torch


def shift_pairs(token_ids, context_length):
    if context_length < 1:
        raise ValueError
    pairs = torch.stack([token_ids[:-1], token_ids[1:]])
    pairs = pairs[:, : pairs.shape[1] // context_length * context_length]
    inputs, targets = pairs.reshape(2, -1 if pairs.numel() else 0, context_length)
    return inputs, targets


def next_token_loss(logits, targets):
    return (logits.logsumexp(-1) - logits.gather(-1, targets[..., None])[..., 0]).mean()


def perplexity(loss):
    return torch.special.expm1(loss) + 1


def greedy_next_token(logits):
    return logits.argmax(1).tolist()[-1]
