import numpy as np
import torch


def shift_pairs(token_ids, context_length):
    if context_length <= 0:
        raise ValueError("context_length")
    text = token_ids.cpu().numpy()
    starts = np.arange((len(text) - 1) // context_length) * context_length
    places = starts[:, None] + np.arange(context_length)[None, :]
    inputs, targets = torch.from_numpy(text[places]), torch.from_numpy(text[places + 1])
    return inputs.to(token_ids.device), targets.to(token_ids.device)


def next_token_loss(logits, targets):
    chosen = torch.nn.functional.one_hot(targets, logits.shape[-1]).to(logits.dtype)
    return -torch.einsum("btv,btv->", chosen, logits.log_softmax(-1)) / targets.numel()


def perplexity(loss):
    values = np.exp(loss.detach().cpu().numpy())
    return torch.as_tensor(values, dtype=loss.dtype, device=loss.device)


def greedy_next_token(logits):
    return int(np.argmax(logits.detach().cpu().numpy()[-1]))
