import torch
import torch.nn.functional as F


def gpt2_small_config():
    return dict(
        vocab_size=50257,
        context_length=1024,
        emb_dim=768,
        n_heads=12,
        n_layers=12,
        drop_rate=0.1,
        qkv_bias=False,
    )


def head_dim(config):
    if config["emb_dim"] % config["n_heads"] != 0:
        raise ValueError("emb_dim must be divisible by n_heads")
    return config["emb_dim"] // config["n_heads"]


def count_parameters(config, tied):
    V, C, D = config["vocab_size"], config["context_length"], config["emb_dim"]
    qkv = 3 * D * D + (3 * D if config["qkv_bias"] else 0)
    attention = qkv + D * D + D
    mlp = 8 * D**2 + 5 * D
    block = attention + mlp + 4 * D
    total = V * D + C * D + config["n_layers"] * block + 2 * D
    if not tied:
        total += V * D
    return total


def memory_mib(n_parameters, dtype):
    return n_parameters * torch.empty(0, dtype=dtype).element_size() / (1024 * 1024)


def embed(token_ids, token_table, position_table):
    T = token_ids.shape[1]
    if position_table.size(0) < T:
        raise ValueError(f"sequence of {T} tokens is longer than the context")
    positions = torch.arange(T, device=token_ids.device)
    return F.embedding(token_ids, token_table) + F.embedding(positions, position_table)


def dropout(x, keep, rate, training):
    if rate < 0 or rate >= 1:
        raise ValueError("rate must be in [0, 1)")
    if not training:
        return x
    return x * keep / (1 - rate)
