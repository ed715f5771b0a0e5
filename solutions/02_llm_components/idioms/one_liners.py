import torch


class _NotDivisible(ValueError):
    pass


def head_dim(config):
    if (config["emb_dim"] / config["n_heads"]).is_integer():
        return int(config["emb_dim"] / config["n_heads"])
    raise _NotDivisible


def count_parameters(config, tied):
    V, C, D, L = (config[k] for k in ("vocab_size", "context_length", "emb_dim", "n_layers"))
    return D * (V * (2 - tied) + C + 2 + L * (12 * D + 10 + 3 * config["qkv_bias"]))


def memory_mib(n_parameters, dtype):
    return dtype.itemsize * n_parameters / (1 << 20)


def embed(token_ids, token_table, position_table):
    if token_ids.size(1) > position_table.size(0):
        raise ValueError
    return torch.stack([token_table[row] + position_table[: len(row)] for row in token_ids])


def dropout(x, keep, rate, training):
    if not 0.0 <= rate < 1.0:
        raise ValueError
    return x * (keep.to(x.dtype) * (1.0 / (1.0 - rate))) if training else x * 1
