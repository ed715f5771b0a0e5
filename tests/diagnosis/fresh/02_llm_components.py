"""Wrong answers for 02_llm_components, as beginners write them; labels from the curriculum alone."""

from ..open.making import case

CASES = [
    case(
        "config-true-bias",
        "gpt2_small_config",
        """
        def gpt2_small_config():
            return {
                "vocab_size": 50257, "context_length": 1024, "emb_dim": 768, "n_heads": 12,
                "n_layers": 12, "drop_rate": 0.1, "qkv_bias": True,
            }
        """,
        "qkv_bias is True",
        ["qkv_bias"],
    ),
    case(
        "config-keys",
        "gpt2_small_config",
        """
        def gpt2_small_config():
            return {
                "vocab_size": 50257, "ctx_len": 1024, "emb_dim": 768, "num_heads": 12,
                "n_layers": 12, "drop_rate": 0.1, "qkv_bias": False,
            }
        """,
        "two keys have other names",
        ["ctx_len", "num_heads", "context_length", "key"],
    ),
    case(
        "config-medium",
        "gpt2_small_config",
        """
        def gpt2_small_config():
            return dict(vocab_size=50257, context_length=1024, emb_dim=1024, n_heads=16,
                        n_layers=24, drop_rate=0.1, qkv_bias=False)
        """,
        "the numbers of GPT-2 medium",
        ["medium", "emb_dim", "n_heads", "n_layers"],
    ),
    case(
        "head-float",
        "head_dim",
        """
        def head_dim(config):
            if config["emb_dim"] % config["n_heads"] != 0:
                raise ValueError("must divide")
            return config["emb_dim"] / config["n_heads"]
        """,
        "true division gives a float",
        ["float", "//", "int"],
    ),
    case(
        "head-assert",
        "head_dim",
        """
        def head_dim(config):
            assert config["emb_dim"] % config["n_heads"] == 0, "must divide"
            return config["emb_dim"] // config["n_heads"]
        """,
        "AssertionError instead of ValueError",
        ["AssertionError", "assert"],
    ),
    case(
        "head-inverted-check",
        "head_dim",
        """
        def head_dim(config):
            if config["n_heads"] % config["emb_dim"]:
                raise ValueError("does not divide")
            return config["emb_dim"] // config["n_heads"]
        """,
        "the check is the wrong way round and refuses what is allowed",
        ["refuse", "ValueError", "raise", "valid"],
    ),
    case(
        "count-forgot-positions",
        "count_parameters",
        """
        def count_parameters(config, tied):
            V, C, D = config["vocab_size"], config["context_length"], config["emb_dim"]
            per_layer = 4 * D + 3 * D * D + (3 * D if config["qkv_bias"] else 0) + D * D + D + 8 * D * D + 5 * D
            total = V * D + config["n_layers"] * per_layer + 2 * D
            if not tied:
                total += V * D
            return total
        """,
        "the position table is missing",
        ["position"],
    ),
    case(
        "count-tied-swapped",
        "count_parameters",
        """
        def count_parameters(config, tied):
            V, C, D = config["vocab_size"], config["context_length"], config["emb_dim"]
            per_layer = 4 * D + 3 * D * D + (3 * D if config["qkv_bias"] else 0) + D * D + D + 8 * D * D + 5 * D
            total = V * D + C * D + config["n_layers"] * per_layer + 2 * D
            if tied:
                total += V * D
            return total
        """,
        "tied and untied swapped",
        ["tied", "head", "swap"],
    ),
    case(
        "count-mlp-bias",
        "count_parameters",
        """
        def count_parameters(config, tied):
            V, C, D = config["vocab_size"], config["context_length"], config["emb_dim"]
            per_layer = 4 * D + 3 * D * D + (3 * D if config["qkv_bias"] else 0) + D * D + D + 8 * D * D
            total = V * D + C * D + config["n_layers"] * per_layer + 2 * D
            if not tied:
                total += V * D
            return total
        """,
        "the MLP's biases are forgotten",
        ["bias", "MLP"],
    ),
    case(
        "count-forgot-layers",
        "count_parameters",
        """
        def count_parameters(config, tied):
            V, C, D = config["vocab_size"], config["context_length"], config["emb_dim"]
            per_layer = 4 * D + 3 * D * D + (3 * D if config["qkv_bias"] else 0) + D * D + D + 8 * D * D + 5 * D
            total = V * D + C * D + per_layer + 2 * D
            return total if tied else total + V * D
        """,
        "one layer is counted, not n_layers",
        ["layer"],
    ),
    case(
        "memory-mb",
        "memory_mib",
        """
        def memory_mib(n_parameters, dtype):
            return n_parameters * dtype.itemsize / 1e6
        """,
        "MB instead of MiB",
        ["MB", "10", "2**20", "1,048,576", "1024"],
    ),
    case(
        "memory-four-bytes",
        "memory_mib",
        """
        def memory_mib(n_parameters, dtype):
            return n_parameters * 4 / 2**20
        """,
        "always four bytes",
        ["four bytes", "4 bytes", "dtype", "itemsize", "bytes"],
    ),
    case(
        "memory-floor",
        "memory_mib",
        """
        def memory_mib(n_parameters, dtype):
            size = torch.empty(0, dtype=dtype).element_size()
            return n_parameters * size // 2**20
        """,
        "floor division loses the fraction and the float",
        ["int", "//", "whole", "floor", "round", "trunc"],
    ),
    case(
        "embed-no-check",
        "embed",
        """
        def embed(token_ids, token_table, position_table):
            B, T = token_ids.shape
            return token_table[token_ids] + position_table[:T]
        """,
        "too many tokens are not refused with ValueError",
        ["ValueError", "refuse", "RuntimeError"],
        plain_fits=True,
    ),
    case(
        "embed-positions-by-token",
        "embed",
        """
        def embed(token_ids, token_table, position_table):
            B, T = token_ids.shape
            if T > position_table.shape[0]:
                raise ValueError("too long")
            return token_table[token_ids] + position_table[torch.arange(1, T + 1).clamp(max=position_table.shape[0] - 1)]
        """,
        "positions start at one",
        ["shift", "one", "off", "first position", "start"],
    ),
    case(
        "embed-detached",
        "embed",
        """
        def embed(token_ids, token_table, position_table):
            if token_ids.shape[1] > position_table.shape[0]:
                raise ValueError("too long")
            tokens = nn.Embedding.from_pretrained(token_table)
            positions = nn.Embedding.from_pretrained(position_table)
            return tokens(token_ids) + positions(torch.arange(token_ids.shape[1]))
        """,
        "from_pretrained freezes: no gradient",
        ["grad", "graph", "frozen", "freez", "detach"],
    ),
    case(
        "dropout-wrong-scale",
        "dropout",
        """
        def dropout(x, keep, rate, training):
            if not 0 <= rate < 1:
                raise ValueError("rate")
            if not training:
                return x
            return x * keep / rate
        """,
        "divides by the rate",
        ["rate", "1 - rate", "inf"],
    ),
    case(
        "dropout-inverted-mask-rate",
        "dropout",
        """
        def dropout(x, keep, rate, training):
            if training:
                if rate < 0 or rate >= 1:
                    raise ValueError("rate")
                return torch.where(keep, torch.zeros_like(x), x / (1 - rate))
            return x
        """,
        "the mask is inverted, and the rate is checked in training only",
        [
            "mask",
            "keep",
            "dropped",
            "invert",
            "opposite",
            "other way",
            "swap",
            "refuse",
            "ValueError",
        ],
    ),
    case(
        "dropout-inplace",
        "dropout",
        """
        def dropout(x, keep, rate, training):
            if rate < 0 or rate >= 1:
                raise ValueError("rate")
            if training:
                x[~keep] = 0
                x /= 1 - rate
            return x
        """,
        "changes its argument",
        ["argument", "in place", "modif", "change"],
    ),
]
