"""Wrong answers written from the curriculum alone, with what a good diagnosis names."""

CASES = [
    {
        "id": "windows-overlap",
        "function": "shift_pairs",
        "source": """
def shift_pairs(token_ids, context_length):
    if context_length < 1:
        raise ValueError("context_length must be positive")
    inputs = []
    targets = []
    for i in range(len(token_ids) - context_length):
        inputs.append(token_ids[i : i + context_length])
        targets.append(token_ids[i + 1 : i + 1 + context_length])
    if not inputs:
        empty = token_ids.new_zeros((0, context_length))
        return empty, empty.clone()
    return torch.stack(inputs), torch.stack(targets)
""",
        "cause": "The window moves on by one token instead of by context_length, so windows "
        "overlap.",
        "fits": ["overlap", "stride", "step of", "sliding", "one token at a time", "windows"],
        "false": ["leftover", "transposed", "swapped"],
        "kind": "silent",
    },
    {
        "id": "targets-rolled-inside-window",
        "function": "shift_pairs",
        "source": """
def shift_pairs(token_ids, context_length):
    if context_length < 1:
        raise ValueError
    n = (token_ids.numel() - 1) // context_length
    inputs = token_ids[: n * context_length].reshape(n, context_length)
    targets = torch.roll(inputs, -1, dims=1)
    return inputs, targets
""",
        "cause": "roll wraps each window's first token to its end; the last target should be the "
        "first token of what follows.",
        "fits": [
            "roll",
            "wrap",
            "last target",
            "last column",
            "end of each window",
            "last position",
        ],
        "false": ["overlap", "swapped"],
        "kind": "silent",
    },
    {
        "id": "inputs-and-targets-swapped",
        "function": "shift_pairs",
        "source": """
def shift_pairs(token_ids, context_length):
    if context_length < 1:
        raise ValueError("need at least one token of context")
    n = (len(token_ids) - 1) // context_length
    stop = n * context_length
    x = token_ids[1 : stop + 1].view(n, context_length)
    y = token_ids[:stop].view(n, context_length)
    return x, y
""",
        "cause": "Inputs and targets are exchanged: the targets come one token before the inputs.",
        "fits": [
            "swap",
            "exchang",
            "order",
            "reversed",
            "earlier",
            "before the inputs",
            "backward",
        ],
        "false": ["overlap", "wrap", "leftover"],
        "kind": "silent",
    },
    {
        "id": "count-from-T-not-T-minus-one",
        "function": "shift_pairs",
        "source": """
def shift_pairs(token_ids, context_length):
    if context_length < 1:
        raise ValueError
    n = len(token_ids) // context_length
    inputs = token_ids[: n * context_length].reshape(n, context_length)
    targets = token_ids[1 : n * context_length + 1].reshape(n, context_length)
    return inputs, targets
""",
        "cause": "N must be (T - 1) // context_length: the last window of T // context_length has "
        "no token left for its last target.",
        "fits": ["t - 1", "t-1", "one token short", "off by one", "last target", "one too many"],
        "false": ["overlap", "contiguous"],
        "kind": "raises",
    },
    {
        "id": "lists-lose-shape-when-empty",
        "function": "shift_pairs",
        "source": """
def shift_pairs(token_ids, context_length):
    if context_length <= 0:
        raise ValueError("context_length")
    ids = token_ids.tolist()
    inputs, targets = [], []
    for start in range(0, len(ids) - context_length, context_length):
        inputs.append(ids[start : start + context_length])
        targets.append(ids[start + 1 : start + context_length + 1])
    return torch.tensor(inputs), torch.tensor(targets)
""",
        "cause": "With no full window torch.tensor([]) is float32 of shape (0,), not int64 of "
        "shape "
        "(0, context_length).",
        "fits": ["empty", "no window", "n = 0", "n is 0", "too short", "torch.tensor([])", "(0,"],
        "false": ["overlap", "swapped"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "zero-context-divides",
        "function": "shift_pairs",
        "source": """
def shift_pairs(token_ids, context_length):
    n = (token_ids.shape[0] - 1) // context_length
    used = token_ids[: n * context_length + 1]
    return used[:-1].reshape(n, context_length), used[1:].reshape(n, context_length)
""",
        "cause": "context_length below 1 is not refused with a ValueError; 0 divides by zero.",
        "fits": ["valueerror", "zerodivision", "context_length", "check"],
        "false": ["overlap", "shifted"],
        "kind": "raises",
        "plain_fits": True,
    },
    {
        "id": "softmax-before-cross-entropy",
        "function": "next_token_loss",
        "source": """
def next_token_loss(logits, targets):
    probs = torch.softmax(logits, dim=-1)
    V = logits.shape[-1]
    return F.cross_entropy(probs.view(-1, V), targets.view(-1))
""",
        "cause": "cross_entropy expects logits and applies softmax itself; here softmax runs "
        "twice.",
        "fits": ["softmax", "twice", "probabilities", "unnormalised", "logits"],
        "false": ["mean instead", "sum instead", "summed", "wrong sign"],
        "kind": "silent",
    },
    {
        "id": "reshaped-to-class-dim",
        "function": "next_token_loss",
        "source": """
def next_token_loss(logits, targets):
    B, T, V = logits.shape
    # cross_entropy wants the classes in dim 1
    return F.cross_entropy(logits.reshape(B, V, T), targets)
""",
        "cause": "reshape(B, V, T) scrambles logits; the class axis must be moved (transpose) or "
        "the batch flattened.",
        "fits": ["reshape", "transpose", "permute", "scrambl", "axes", "axis"],
        "false": ["softmax twice", "sum instead"],
        "kind": "silent",
    },
    {
        "id": "shifted-a-second-time",
        "function": "next_token_loss",
        "source": """
def next_token_loss(logits, targets):
    shifted_logits = logits[:, :-1, :]
    shifted_targets = targets[:, 1:]
    return F.cross_entropy(shifted_logits.flatten(0, 1), shifted_targets.flatten())
""",
        "cause": "The targets are already one token later; they are shifted here again.",
        "fits": ["shift", "already", "one token later", "drops a position", "next position"],
        "false": ["softmax", "sum instead", "summed"],
        "kind": "silent",
    },
    {
        "id": "averaged-over-batch-only",
        "function": "next_token_loss",
        "source": """
def next_token_loss(logits, targets):
    log_probs = logits - torch.logsumexp(logits, dim=-1, keepdim=True)
    picked = torch.gather(log_probs, 2, targets.unsqueeze(-1)).squeeze(-1)
    return -picked.sum(dim=1).mean()
""",
        "cause": "The loss is summed over the T positions and averaged over the batch alone.",
        "fits": ["sum", "average", "mean over", "all positions", "× t", "b·t", "times too large"],
        "false": ["softmax", "wrong sign", "base of the log"],
        "kind": "silent",
    },
    {
        "id": "log-of-softmax-underflows",
        "function": "next_token_loss",
        "source": """
def next_token_loss(logits, targets):
    p = logits.exp() / logits.exp().sum(-1, keepdim=True)
    p_true = p.gather(-1, targets[..., None])
    return -torch.log(p_true).mean()
""",
        "cause": "exp overflows for large logits; use log_softmax or subtract the maximum first.",
        "fits": ["overflow", "nan", "finite", "log_softmax", "logsumexp", "1000", "stable"],
        "false": ["sum instead", "wrong dim"],
        "kind": "silent",
    },
    {
        "id": "loss-rebuilt-from-numbers",
        "function": "next_token_loss",
        "source": """
def next_token_loss(logits, targets):
    total = 0.0
    B, T = targets.shape
    lp = F.log_softmax(logits, dim=-1)
    for b in range(B):
        for t in range(T):
            total -= lp[b, t, targets[b, t]].item()
    return torch.tensor(total / (B * T), dtype=logits.dtype)
""",
        "cause": ".item() takes the numbers out of the graph, so no gradient reaches the logits.",
        "fits": ["graph", "gradient", "differentiable", ".item()", "requires_grad", "detach"],
        "false": ["sum instead", "softmax"],
        "kind": "state",
    },
    {
        "id": "log-softmax-over-positions",
        "function": "next_token_loss",
        "source": """
def next_token_loss(logits, targets):
    logp = torch.log_softmax(logits, dim=1)
    B, T, V = logp.shape
    return F.nll_loss(logp.reshape(B * T, V), targets.reshape(B * T))
""",
        "cause": "Softmax runs over the positions (dim 1) instead of the vocabulary (last dim).",
        "fits": [
            "wrong dim",
            "dim 1",
            "dim=",
            "axis",
            "vocabulary",
            "positions",
            "normalised over",
        ],
        "false": ["twice", "sum instead", "wrong sign"],
        "kind": "silent",
    },
    {
        "id": "perplexity-base-two",
        "function": "perplexity",
        "source": """
def perplexity(loss):
    return 2**loss
""",
        "cause": "The loss is in nats, so perplexity is e to its power, not 2.",
        "fits": ["base", "2 **", "2**", "natural", "exp", "nats", "bits"],
        "false": ["wrong sign", "reciprocal"],
        "kind": "silent",
    },
    {
        "id": "perplexity-through-float",
        "function": "perplexity",
        "source": """
def perplexity(loss):
    value = math.exp(loss.mean())
    return torch.tensor(value)
""",
        "cause": "math.exp gives one Python float; the loss's dtype and shape are lost on the way.",
        "fits": ["dtype", "float64", "math.exp", "shape", "torch.exp", "precision"],
        "false": ["base of the log", "wrong sign"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "perplexity-in-place",
        "function": "perplexity",
        "source": """
def perplexity(loss):
    return loss.exp_()
""",
        "cause": "exp_ overwrites the caller's loss in place.",
        "fits": ["in place", "in-place", "modif", "mutat", "exp_", "argument"],
        "false": ["base of the log", "dtype: expected"],
        "kind": "state",
    },
    {
        "id": "argmax-of-the-whole-table",
        "function": "greedy_next_token",
        "source": """
def greedy_next_token(logits):
    return int(torch.argmax(logits))
""",
        "cause": "argmax without an index looks at all positions; only the last row counts.",
        "fits": ["last position", "last row", "flatten", "whole", "all positions", "logits[-1]"],
        "false": ["wrong type", "smallest"],
        "kind": "silent",
    },
    {
        "id": "last-column-for-last-row",
        "function": "greedy_next_token",
        "source": """
def greedy_next_token(logits):
    last = logits[:, -1]
    return torch.argmax(last).item()
""",
        "cause": "logits[:, -1] is the last vocabulary entry at all positions, not the last "
        "position.",
        "fits": [
            "column",
            "last position",
            "last row",
            "axis",
            "wrong dim",
            "dim 1",
            "dim=",
            "logits[-1]",
        ],
        "false": ["flattened", "first position"],
        "kind": "silent",
    },
    {
        "id": "greedy-returns-the-logit",
        "function": "greedy_next_token",
        "source": """
def greedy_next_token(logits):
    best = logits[-1].max(dim=0)
    return int(best.values)
""",
        "cause": "max().values is the highest logit; the token is its index.",
        "fits": ["index", "indices", "argmax", "the logit", "value instead", "largest value"],
        "false": ["flattened", "column"],
        "kind": "silent",
    },
    {
        "id": "sampled-not-greedy",
        "function": "greedy_next_token",
        "source": """
def greedy_next_token(logits):
    probs = F.softmax(logits[-1], dim=-1)
    return torch.multinomial(probs, num_samples=1).item()
""",
        "cause": "multinomial draws a random token; greedy takes the most likely one.",
        "fits": ["sampl", "random", "multinomial", "greedy", "argmax", "differs from call to call"],
        "false": ["column", "flattened"],
        "kind": "silent",
    },
    {
        "id": "greedy-stays-a-tensor",
        "function": "greedy_next_token",
        "source": """
def greedy_next_token(logits):
    return logits.argmax(dim=-1)[-1]
""",
        "cause": "The token comes back as a 0-D tensor, not as a Python int.",
        "fits": ["python int", "an int", "tensor", ".item()", "python number", "0-d"],
        "false": ["wrong token", "flattened"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "pairs-without-return",
        "function": "shift_pairs",
        "source": """
def shift_pairs(token_ids, context_length):
    if context_length < 1:
        raise ValueError("context_length must be at least 1")
    n = (len(token_ids) - 1) // context_length
    inputs = token_ids[: n * context_length].reshape(n, -1) if n else None
    targets = token_ids[1 : n * context_length + 1].reshape(n, -1) if n else None
    if n:
        return inputs, targets
""",
        "cause": "When there is no full window the function ends without a return and gives None.",
        "fits": ["none", "return", "empty", "no window", "n = 0", "n is 0"],
        "false": ["overlap", "swapped"],
        "kind": "source",
        "plain_fits": True,
    },
]
