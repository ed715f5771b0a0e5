import math

import numpy as np
import torch


def gpt2_small_config():
    sizes = dict(zip(("emb_dim", "n_heads", "n_layers"), (768, 12, 12), strict=True))
    return {**sizes, "vocab_size": 50257, "context_length": 2**10} | {
        "drop_rate": 1 / 10,
        "qkv_bias": bool(0),
    }


def head_dim(config):
    size, rest = np.divmod(config["emb_dim"], config["n_heads"])
    if rest:
        raise ValueError("n_heads does not divide emb_dim")
    return int(size)


def count_parameters(config, tied):
    v, c, d, n = (config[k] for k in ("vocab_size", "context_length", "emb_dim", "n_layers"))
    weights = np.array([d * d] * 4 + [4 * d * d] * 2, dtype=np.int64)
    biases = np.array([d, d, d, d, 4 * d, d], dtype=np.int64)
    biases[:3] *= int(config["qkv_bias"])
    layer = weights.sum() + biases.sum() + 4 * d
    tables = np.array([v, c, 0 if tied else v]).dot(np.full(3, d))
    return int(n * layer + tables + 2 * d)


def memory_mib(n_parameters, dtype):
    size = torch.empty((), dtype=dtype).nbytes
    return math.ldexp(n_parameters * size, -20)


def embed(token_ids, token_table, position_table):
    tokens = token_ids.shape[-1]
    if position_table.shape[0] < tokens:
        raise ValueError("more tokens than positions")
    chosen = torch.nn.functional.one_hot(token_ids, token_table.shape[0]).to(token_table.dtype)
    places = torch.eye(position_table.shape[0], dtype=token_table.dtype, device=token_table.device)
    rows = torch.einsum("btv,vd->btd", chosen, token_table)
    return rows + torch.einsum("tc,cd->td", places[:tokens], position_table)


def dropout(x, keep, rate, training):
    if not (rate >= 0 and rate < 1):
        raise ValueError("rate")
    if not training:
        return x
    values = np.where(keep.cpu().numpy(), x.detach().cpu().numpy() / (1 - rate), 0)
    return torch.as_tensor(values, dtype=x.dtype, device=x.device)
