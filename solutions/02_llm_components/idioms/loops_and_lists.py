import torch


def gpt2_small_config():
    config = {}
    for key, value in [
        ("qkv_bias", False),
        ("drop_rate", 0.1),
        ("n_layers", 12),
        ("n_heads", 12),
        ("emb_dim", 768),
        ("context_length", 1024),
        ("vocab_size", 50257),
    ]:
        config[key] = value
    return config


def head_dim(config):
    left = config["emb_dim"]
    size = 0
    while left >= config["n_heads"]:
        left -= config["n_heads"]
        size += 1
    if left > 0:
        raise ValueError("features are left over")
    return size


def count_parameters(config, tied):
    d = config["emb_dim"]
    shapes = [(config["vocab_size"], d), (config["context_length"], d)]
    for _ in range(config["n_layers"]):
        shapes += [(d,), (d,), (d,), (d,)]
        for _ in range(3):
            shapes.append((d, d))
            if config["qkv_bias"]:
                shapes.append((d,))
        shapes += [(d, d), (d,)]
        shapes += [(4 * d, d), (4 * d,), (d, 4 * d), (d,)]
    shapes += [(d,), (d,)]
    if not tied:
        shapes.append((config["vocab_size"], d))
    total = 0
    for shape in shapes:
        size = 1
        for n in shape:
            size *= n
        total += size
    return total


def memory_mib(n_parameters, dtype):
    value = float(n_parameters)
    value *= torch.zeros(1, dtype=dtype).element_size()
    for _ in range(2):
        value /= 1024
    return value


def embed(token_ids, token_table, position_table):
    if token_ids.shape[1] > len(position_table):
        raise ValueError("too long")
    texts = []
    for text in token_ids.tolist():
        rows = []
        for position, token in enumerate(text):
            rows.append(token_table[token] + position_table[position])
        texts.append(torch.stack(rows))
    return torch.stack(texts)


def dropout(x, keep, rate, training):
    if not 0 <= rate < 1:
        raise ValueError(rate)
    if not training:
        return x.clone()
    values = []
    for value, kept in zip(x.flatten().tolist(), keep.flatten().tolist(), strict=True):
        values.append(value / (1 - rate) if kept else 0.0)
    return torch.tensor(values, dtype=x.dtype, device=x.device).reshape(x.shape)
