"""Components of a language model: what the numbers in a model card mean."""

import torch


def gpt2_small_config():
    return {
        "vocab_size": 50257,
        "context_length": 1024,
        "emb_dim": 768,
        "n_heads": 12,
        "n_layers": 12,
        "drop_rate": 0.1,
        "qkv_bias": False,
    }


def head_dim(config):
    """The features of a token, in n_heads equal parts."""
    size, rest = divmod(config["emb_dim"], config["n_heads"])
    if rest:
        raise ValueError(f"{config['n_heads']} heads do not divide {config['emb_dim']} features")
    return size


def count_parameters(config, tied):
    """Tables, layers, the last LayerNorm, and a head of its own unless it is tied."""
    vocabulary, features = config["vocab_size"], config["emb_dim"]
    norm = 2 * features
    queries_keys_values = 3 * (features * features + features * config["qkv_bias"])
    projection = features * features + features
    mlp = (features * 4 * features + 4 * features) + (4 * features * features + features)
    layer = 2 * norm + queries_keys_values + projection + mlp
    tables = (vocabulary + config["context_length"]) * features
    head = 0 if tied else vocabulary * features
    return tables + config["n_layers"] * layer + norm + head


def memory_mib(n_parameters, dtype):
    return n_parameters * dtype.itemsize / 2**20


def embed(token_ids, token_table, position_table):
    """Row of the token plus row of its position; positions broadcast over the batch."""
    tokens = token_ids.shape[1]
    if tokens > position_table.shape[0]:
        raise ValueError(f"{tokens} tokens, but only {position_table.shape[0]} positions")
    return token_table[token_ids] + position_table[:tokens]


def dropout(x, keep, rate, training):
    """Inverted dropout with a mask that is given."""
    if not 0 <= rate < 1:
        raise ValueError(f"the rate is {rate}; it must be at least 0 and less than 1")
    if not training:
        return x
    return torch.where(keep, x / (1 - rate), 0)
