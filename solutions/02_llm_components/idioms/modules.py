import torch
from torch import nn


def count_parameters(config, tied):
    """The model itself, on a device that stores no numbers."""
    d = config["emb_dim"]

    def linear(inputs, outputs, bias=True):
        return nn.Linear(inputs, outputs, bias=bias, device="meta")

    layers = [
        nn.ModuleList(
            [
                nn.LayerNorm(d, device="meta"),
                nn.LayerNorm(d, device="meta"),
                *(linear(d, d, config["qkv_bias"]) for _ in range(3)),
                linear(d, d),
                linear(d, 4 * d),
                linear(4 * d, d),
            ]
        )
        for _ in range(config["n_layers"])
    ]
    tokens = nn.Embedding(config["vocab_size"], d, device="meta")
    head = linear(d, config["vocab_size"], bias=False)
    if tied:
        head.weight = tokens.weight
    positions = nn.Embedding(config["context_length"], d, device="meta")
    model = nn.ModuleList([tokens, positions, *layers, nn.LayerNorm(d, device="meta"), head])
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def memory_mib(n_parameters, dtype):
    return torch.empty(n_parameters, dtype=dtype, device="meta").nbytes / 2**20


def embed(token_ids, token_table, position_table):
    T = token_ids.shape[1]
    if position_table.shape[0] < T:
        raise ValueError("context")
    rows = token_table.index_select(0, token_ids.reshape(-1)).view(*token_ids.shape, -1)
    return rows + position_table.narrow(0, 0, T).unsqueeze(0)


def dropout(x, keep, rate, training):
    if rate < 0.0 or rate > 1.0 or rate == 1.0:
        raise ValueError("rate")
    return x.masked_fill(~keep, 0).div(1 - rate) if training else x
