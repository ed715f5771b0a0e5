"""Wrong answers written from the curriculum alone, with what a good diagnosis names."""

CASES = [
    {
        "id": "config-other-key-names",
        "function": "gpt2_small_config",
        "source": """
def gpt2_small_config():
    return {
        "vocab_size": 50257,
        "context_length": 1024,
        "d_model": 768,
        "n_heads": 12,
        "n_layer": 12,
        "drop_rate": 0.1,
        "qkv_bias": False,
    }
""",
        "cause": "Two keys carry other names than emb_dim and n_layers.",
        "fits": ["key", "emb_dim", "n_layers", "missing"],
        "false": ["value of", "wrong type"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "config-printed",
        "function": "gpt2_small_config",
        "source": """
def gpt2_small_config():
    config = dict(
        vocab_size=50257,
        context_length=1024,
        emb_dim=768,
        n_heads=12,
        n_layers=12,
        drop_rate=0.1,
        qkv_bias=False,
    )
    print(config)
""",
        "cause": "The dict is printed, not returned, so the caller gets None.",
        "fits": ["print", "return", "none"],
        "false": ["missing key"],
        "kind": "source",
        "plain_fits": True,
    },
    {
        "id": "config-rounded-vocabulary",
        "function": "gpt2_small_config",
        "source": """
def gpt2_small_config():
    cfg = {}
    cfg["vocab_size"] = 50304  # padded to a multiple of 64, faster
    cfg["context_length"] = 1024
    cfg["emb_dim"] = 768
    cfg["n_heads"] = 12
    cfg["n_layers"] = 12
    cfg["drop_rate"] = 0.1
    cfg["qkv_bias"] = False
    return cfg
""",
        "cause": "vocab_size is 50257, not the padded 50304.",
        "fits": ["vocab", "50257", "50304"],
        "false": ["missing key", "context_length"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "head-dim-true-division",
        "function": "head_dim",
        "source": """
def head_dim(config):
    if config["emb_dim"] % config["n_heads"] != 0:
        raise ValueError("emb_dim must be divisible by n_heads")
    return config["emb_dim"] / config["n_heads"]
""",
        "cause": "/ gives a float; the size of a head is an int, so use //.",
        "fits": ["float", "//", "python int", "an int", "division"],
        "false": ["no valueerror", "wrong number"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "head-dim-asserts",
        "function": "head_dim",
        "source": """
def head_dim(config):
    emb_dim, n_heads = config["emb_dim"], config["n_heads"]
    assert emb_dim % n_heads == 0, "n_heads must divide emb_dim"
    return emb_dim // n_heads
""",
        "cause": "assert raises AssertionError where a ValueError is asked for.",
        "fits": ["assert", "valueerror", "instead of valueerror"],
        "false": ["float instead", "none raised"],
        "kind": "raises",
        "plain_fits": True,
    },
    {
        "id": "head-dim-returns-the-error",
        "function": "head_dim",
        "source": """
def head_dim(config):
    size, rest = divmod(config["emb_dim"], config["n_heads"])
    if rest:
        return ValueError(f"{rest} columns are left over")
    return size
""",
        "cause": "The ValueError is returned instead of raised.",
        "fits": ["return", "raise", "valueerror"],
        "false": ["float instead"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "count-one-layernorm-per-layer",
        "function": "count_parameters",
        "source": """
def count_parameters(config, tied):
    V, C, D = config["vocab_size"], config["context_length"], config["emb_dim"]
    total = V * D + C * D
    for _ in range(config["n_layers"]):
        total += 2 * D  # layer norm
        total += 3 * D * D
        if config["qkv_bias"]:
            total += 3 * D
        total += D * D + D
        total += D * 4 * D + 4 * D
        total += 4 * D * D + D
    total += 2 * D
    if not tied:
        total += D * V
    return total
""",
        "cause": "Each layer has two LayerNorms; only one is counted.",
        "fits": ["layernorm", "layer norm", "norm", "2·d", "too few"],
        "false": ["position table", "tied", "qkv", "output head"],
        "kind": "silent",
    },
    {
        "id": "count-forgets-positions",
        "function": "count_parameters",
        "source": """
def count_parameters(config, tied):
    d = config["emb_dim"]
    tok = config["vocab_size"] * d
    qkv = 3 * (d * d + (d if config["qkv_bias"] else 0))
    out = d * d + d
    mlp = (d * 4 * d + 4 * d) + (4 * d * d + d)
    norms = 2 * 2 * d
    layers = config["n_layers"] * (qkv + out + mlp + norms)
    head = 0 if tied else tok
    return tok + layers + 2 * d + head
""",
        "cause": "The position table (C·D) is not counted.",
        "fits": ["position", "c·d", "c * d", "context_length", "context"],
        "false": ["layernorm", "qkv", "output head"],
        "kind": "silent",
    },
    {
        "id": "count-tied-the-wrong-way",
        "function": "count_parameters",
        "source": """
def count_parameters(config, tied):
    V = config["vocab_size"]
    C = config["context_length"]
    D = config["emb_dim"]
    block = 12 * D * D + 6 * D + 4 * D  # weights, biases, norms
    if config["qkv_bias"]:
        block += 3 * D
    n = V * D + C * D + config["n_layers"] * block + 2 * D
    n += V * D if tied else 0
    return n
""",
        "cause": "The head's V·D is added when tied and left out when not: the flag is read "
        "backwards.",
        "fits": ["tied", "head", "v·d", "token table", "backward", "invert", "swap"],
        "false": ["position table", "mlp"],
        "kind": "silent",
    },
    {
        "id": "count-always-qkv-bias",
        "function": "count_parameters",
        "source": """
def count_parameters(config, tied):
    def lin(i, o):
        return i * o + o

    d = config["emb_dim"]
    layer = 4 * d + 3 * lin(d, d) + lin(d, d) + lin(d, 4 * d) + lin(4 * d, d)
    total = (config["vocab_size"] + config["context_length"]) * d
    total += config["n_layers"] * layer + 2 * d
    return total if tied else total + d * config["vocab_size"]
""",
        "cause": "Query, key and value are always given a bias, whatever qkv_bias says.",
        "fits": ["qkv", "bias", "3·d", "query"],
        "false": ["position table", "layernorm", "tied"],
        "kind": "silent",
    },
    {
        "id": "count-wants-a-key-that-is-not-there",
        "function": "count_parameters",
        "source": """
def count_parameters(config, tied):
    D = config["emb_dim"]
    H = config["hidden_dim"]
    qkv = 3 * D * D + (3 * D if config["qkv_bias"] else 0)
    block = 4 * D + qkv + D * D + D + 2 * D * H + H + D
    emb = config["vocab_size"] * D + config["context_length"] * D
    head = 0 if tied else D * config["vocab_size"]
    return emb + config["n_layers"] * block + 2 * D + head
""",
        "cause": "The configuration has no hidden_dim; the MLP's width is 4·D.",
        "fits": ["keyerror", "hidden_dim", "key"],
        "false": ["bias is", "layernorm"],
        "kind": "raises",
        "plain_fits": True,
    },
    {
        "id": "memory-in-decimal-megabytes",
        "function": "memory_mib",
        "source": """
def memory_mib(n_parameters, dtype):
    n_bytes = n_parameters * torch.empty(0, dtype=dtype).element_size()
    return n_bytes / 1e6
""",
        "cause": "A MiB is 2**20 bytes; 10**6 bytes is a megabyte.",
        "fits": ["2**20", "1024", "1048576", "10**6", "1e6", "megabyte", "mib"],
        "false": ["dtype: expected", "bits"],
        "kind": "silent",
    },
    {
        "id": "memory-finfo-on-integers",
        "function": "memory_mib",
        "source": """
def memory_mib(n_parameters, dtype):
    bits = torch.finfo(dtype).bits
    return n_parameters * bits / 8 / 2**20
""",
        "cause": "torch.finfo knows floating types only; int8 and other integer dtypes raise "
        "TypeError.",
        "fits": ["finfo", "integer", "int8", "typeerror", "itemsize", "element_size"],
        "false": ["1e6", "bits instead of bytes"],
        "kind": "raises",
    },
    {
        "id": "memory-floor-division",
        "function": "memory_mib",
        "source": """
def memory_mib(n_parameters, dtype):
    return float(n_parameters * dtype.itemsize // 2**20)
""",
        "cause": "// drops the fraction of a MiB.",
        "fits": ["//", "floor", "truncat", "fraction", "rounded", "whole"],
        "false": ["4 bytes", "dtype: expected", "1e6"],
        "kind": "silent",
    },
    {
        "id": "embed-frozen-module",
        "function": "embed",
        "source": """
def embed(token_ids, token_table, position_table):
    B, T = token_ids.shape
    if T > position_table.shape[0]:
        raise ValueError("sequence is longer than the context")
    tok = nn.Embedding.from_pretrained(token_table)
    pos = nn.Embedding.from_pretrained(position_table)
    return tok(token_ids) + pos(torch.arange(T, device=token_ids.device))
""",
        "cause": "from_pretrained freezes its weights, so no gradient reaches the tables.",
        "fits": ["freeze", "frozen", "gradient", "from_pretrained", "graph", "differentiable"],
        "false": ["position table", "indexerror"],
        "kind": "state",
    },
    {
        "id": "embed-positions-by-token",
        "function": "embed",
        "source": """
def embed(token_ids, token_table, position_table):
    if token_ids.shape[1] > position_table.shape[0]:
        raise ValueError
    positions = token_ids.argsort(dim=1)
    return token_table[token_ids] + position_table[positions]
""",
        "cause": "The position row depends on where a token stands (0..T-1), not on the token's "
        "rank.",
        "fits": ["position", "0..t-1", "arange", "argsort", "order"],
        "false": ["token table", "no gradient"],
        "kind": "silent",
    },
    {
        "id": "embed-whole-position-table",
        "function": "embed",
        "source": """
def embed(token_ids, token_table, position_table):
    if token_ids.size(1) > len(position_table):
        raise ValueError("too long")
    return F.embedding(token_ids, token_table) + position_table
""",
        "cause": "The whole position table is added; only its first T rows belong there.",
        "fits": ["first t", "slice", "[:t]", "position", "broadcast", "size of tensor"],
        "false": ["token table"],
        "kind": "raises",
    },
    {
        "id": "embed-length-not-checked",
        "function": "embed",
        "source": """
def embed(token_ids, token_table, position_table):
    T = token_ids.shape[-1]
    pos = torch.arange(T, device=token_ids.device).clamp(max=position_table.shape[0] - 1)
    return token_table[token_ids] + position_table[pos]
""",
        "cause": "A sequence longer than the context is cut to the last position, not refused.",
        "fits": ["valueerror", "longer", "clamp", "t > c", "context"],
        "false": ["no gradient", "dtype: expected"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "dropout-not-rescaled",
        "function": "dropout",
        "source": """
def dropout(x, keep, rate, training):
    if not 0 <= rate < 1:
        raise ValueError("rate")
    if training:
        return torch.where(keep, x, torch.zeros_like(x))
    return x
""",
        "cause": "Kept entries must be divided by 1 - rate (inverted dropout).",
        "fits": ["scale", "1 - rate", "divid", "invert", "expected value"],
        "false": ["mask is swapped", "divided by rate", "random"],
        "kind": "silent",
    },
    {
        "id": "dropout-scaled-in-evaluation",
        "function": "dropout",
        "source": """
def dropout(x, keep, rate, training):
    if rate < 0 or rate >= 1:
        raise ValueError("rate must be in [0, 1)")
    if training:
        return x * keep
    return x * (1 - rate)
""",
        "cause": "This is the old dropout that scales in evaluation; inverted dropout scales in "
        "training.",
        "fits": ["evaluation", "eval", "training", "scale", "1 - rate", "inverted"],
        "false": ["random", "divided by rate"],
        "kind": "silent",
    },
    {
        "id": "dropout-own-random-mask",
        "function": "dropout",
        "source": """
def dropout(x, keep, rate, training):
    if rate < 0 or rate >= 1:
        raise ValueError
    return F.dropout(x, p=rate, training=training)
""",
        "cause": "F.dropout draws a mask of its own; the given keep is ignored.",
        "fits": ["keep", "mask", "random", "ignored", "f.dropout"],
        "false": ["not divided", "not scaled"],
        "kind": "silent",
    },
    {
        "id": "dropout-checks-in-training-only",
        "function": "dropout",
        "source": """
def dropout(x, keep, rate, training):
    if not training:
        return x.clone()
    if rate < 0.0 or rate > 1.0:
        raise ValueError(f"bad rate {rate}")
    return x * keep / (1.0 - rate)
""",
        "cause": "The rate is not checked in evaluation, and a rate of exactly 1 is let through.",
        "fits": ["valueerror", "rate", "evaluation", "training", "check"],
        "false": ["mask is swapped", "not scaled"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "dropout-zeroes-the-argument",
        "function": "dropout",
        "source": """
def dropout(x, keep, rate, training):
    if rate >= 1 or rate < 0:
        raise ValueError("rate outside [0, 1)")
    if training:
        x[~keep] = 0
        x = x / (1 - rate)
    return x
""",
        "cause": "Zeros are written into the caller's x, in place.",
        "fits": ["in place", "in-place", "modif", "mutat", "argument", "clone", "leaf"],
        "false": ["not scaled", "mask is"],
        "kind": "state",
    },
    {
        "id": "dropout-unfinished-branch",
        "function": "dropout",
        "source": """
def dropout(x, keep, rate, training):
    if not (0 <= rate < 1):
        raise ValueError("rate")
    if not training:
        return x
    scale = 1 / (1 - rate)
    # TODO apply the mask
    raise NotImplementedError
""",
        "cause": "The training branch is unfinished: it still raises NotImplementedError.",
        "fits": ["unfinished", "notimplemented", "not finished", "not written", "not yet"],
        "false": ["mask is swapped", "rate is"],
        "kind": "source",
        "plain_fits": True,
    },
]
