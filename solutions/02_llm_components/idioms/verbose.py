import torch


def head_dim(config):
    embedding_size = config["emb_dim"]
    number_of_heads = config["n_heads"]
    if number_of_heads > embedding_size or embedding_size % number_of_heads > 0:
        raise ValueError("the heads cannot share the features equally")
    size_of_a_head = embedding_size // number_of_heads
    assert size_of_a_head * number_of_heads == embedding_size
    return size_of_a_head


def _linear(inputs, outputs, bias):
    return inputs * outputs + (outputs if bias else 0)


def _attention(config):
    size = config["n_heads"] * head_dim(config)
    total = 0
    for _ in ("query", "key", "value"):
        total += _linear(config["emb_dim"], size, config["qkv_bias"])
    return total + _linear(size, config["emb_dim"], True)


def count_parameters(config, tied):
    width = config["emb_dim"]
    layer_norm = width + width
    mlp = _linear(width, 4 * width, True) + _linear(4 * width, width, True)
    total = config["vocab_size"] * width
    total += config["context_length"] * width
    for _ in range(config["n_layers"]):
        total += layer_norm + _attention(config) + layer_norm + mlp
    total += layer_norm
    if not tied:
        total += _linear(width, config["vocab_size"], False)
    return total


def memory_mib(n_parameters, dtype):
    if dtype.is_floating_point or dtype.is_complex:
        bits = torch.finfo(dtype).bits * (2 if dtype.is_complex else 1)
    elif dtype is torch.bool:
        bits = 8
    else:
        bits = torch.iinfo(dtype).bits
    bytes_needed = n_parameters * (bits // 8)
    kibibytes = bytes_needed / 1024
    return kibibytes / 1024


def embed(token_ids, token_table, position_table):
    batch, length = token_ids.shape
    longest, features = position_table.shape
    if longest - length < 0:
        raise ValueError("the text does not fit")
    positions = torch.arange(length, device=token_ids.device).expand(batch, length)
    result = torch.zeros(
        batch, length, features, dtype=token_table.dtype, device=token_table.device
    )
    result += token_table[token_ids]
    result += position_table[positions]
    return result


def dropout(x, keep, rate, training):
    if rate < 0:
        raise ValueError("a probability is not negative")
    if rate >= 1:
        raise ValueError("nothing would be left")
    result = x.detach().clone()
    if training:
        result[~keep] = 0
        result[keep] /= 1 - rate
    return result
