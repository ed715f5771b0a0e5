"""Wrong answers for 01_pretraining, as beginners write them; labels from the curriculum alone."""

from ..open.making import case

CASES = [
    case(
        "pairs-extra-window",
        "shift_pairs",
        """
        def shift_pairs(token_ids, context_length):
            if context_length < 1:
                raise ValueError("context_length must be positive")
            n = len(token_ids) // context_length
            inputs = token_ids[: n * context_length].view(n, context_length)
            targets = token_ids[1 : n * context_length + 1].view(n, context_length)
            return inputs, targets
        """,
        "T // c windows, though the last target has no token when T is a multiple of c",
        [
            "T - 1",
            "(T - 1)",
            "multiple",
            "last token",
            "one token",
            "invalid for input of size",
            "elements",
            "one window",
        ],
        ["transpose"],
    ),
    case(
        "pairs-overlapping",
        "shift_pairs",
        """
        def shift_pairs(token_ids, context_length):
            if context_length < 1:
                raise ValueError("too short")
            xs, ys = [], []
            for i in range(len(token_ids) - context_length):
                xs.append(token_ids[i : i + context_length])
                ys.append(token_ids[i + 1 : i + context_length + 1])
            return torch.stack(xs), torch.stack(ys)
        """,
        "the windows overlap (a stride of one)",
        ["overlap", "stride", "step", "empty", "non-empty", "N may be 0"],
    ),
    case(
        "pairs-empty-stack",
        "shift_pairs",
        """
        def shift_pairs(token_ids, context_length):
            if context_length < 1:
                raise ValueError("too short")
            xs, ys = [], []
            for i in range(0, len(token_ids) - context_length, context_length):
                xs.append(token_ids[i : i + context_length])
                ys.append(token_ids[i + 1 : i + context_length + 1])
            return torch.stack(xs), torch.stack(ys)
        """,
        "stack of an empty list when no window fits",
        ["empty", "non-empty", "no window", "nothing to stack"],
    ),
    case(
        "pairs-next-window",
        "shift_pairs",
        """
        def shift_pairs(token_ids, context_length):
            if context_length < 1:
                raise ValueError("too short")
            n = (len(token_ids) - 1) // context_length
            windows = token_ids[: n * context_length].reshape(n, context_length)
            return windows, torch.roll(windows, -1, dims=1)
        """,
        "roll wraps the first token round instead of taking the next one",
        ["roll", "wrap", "first token", "round", "last column", "last position", "one place"],
        ["transpose"],
    ),
    case(
        "loss-sum",
        "next_token_loss",
        """
        def next_token_loss(logits, targets):
            B, T, V = logits.shape
            return F.cross_entropy(logits.reshape(B * T, V), targets.reshape(B * T), reduction="sum") / B
        """,
        "averaged over the batch only, not over the positions",
        ["too large", "times", "positions", "batch", "divide", "average", "mean", "T"],
        ["dtype"],
    ),
    case(
        "loss-wrong-view",
        "next_token_loss",
        """
        def next_token_loss(logits, targets):
            B, T, V = logits.shape
            return F.cross_entropy(logits.reshape(B, V, T), targets)
        """,
        "reshape where the classes should be moved to dim 1",
        ["permute", "transpose", "memory order", "reshape", "mix", "moves"],
    ),
    case(
        "loss-no-flatten",
        "next_token_loss",
        """
        def next_token_loss(logits, targets):
            return F.cross_entropy(logits, targets)
        """,
        "cross_entropy takes dim 1 as the classes",
        ["dim 1", "second dim", "class", "(B*T, V)", "flatten", "shape", "permute"],
    ),
    case(
        "loss-log-softmax-hand",
        "next_token_loss",
        """
        def next_token_loss(logits, targets):
            probs = torch.exp(logits) / torch.exp(logits).sum(-1, keepdim=True)
            picked = probs.gather(-1, targets.unsqueeze(-1))
            return -torch.log(picked).mean()
        """,
        "exp overflows for large logits",
        ["overflow", "nan", "inf", "finite", "1000", "large", "max"],
    ),
    case(
        "loss-float",
        "next_token_loss",
        """
        def next_token_loss(logits, targets):
            loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten())
            return loss.item()
        """,
        "a Python number, no tensor",
        ["float", "Python number", ".item", "tensor"],
    ),
    case(
        "loss-first-positions",
        "next_token_loss",
        """
        def next_token_loss(logits, targets):
            return F.cross_entropy(logits[:, :-1].flatten(0, 1), targets[:, 1:].flatten())
        """,
        "shifts targets that are already shifted",
        ["shift", "already", "position", "one place", "later"],
    ),
    case(
        "perplexity-base2",
        "perplexity",
        """
        def perplexity(loss):
            return 2 ** loss
        """,
        "base 2 instead of e",
        ["base", "2 **", "power", "e**", "exp"],
    ),
    case(
        "perplexity-math",
        "perplexity",
        """
        def perplexity(loss):
            return math.exp(loss)
        """,
        "math.exp gives a Python number",
        ["float", "math", "Python number", "tensor"],
    ),
    case(
        "perplexity-numpy",
        "perplexity",
        """
        def perplexity(loss):
            return torch.tensor(np.exp(loss.detach().numpy()), dtype=torch.float64)
        """,
        "the result is float64 rather than the loss's dtype",
        ["dtype", "float64"],
    ),
    case(
        "greedy-first-dim",
        "greedy_next_token",
        """
        def greedy_next_token(logits):
            return int(logits.argmax(dim=0)[-1])
        """,
        "argmax along the positions",
        ["dim", "axis", "position", "column", "vocabulary"],
    ),
    case(
        "greedy-value",
        "greedy_next_token",
        """
        def greedy_next_token(logits):
            last = logits[-1]
            return int(torch.max(last))
        """,
        "the largest value, not its index",
        ["value", "index", "argmax", "where"],
    ),
    case(
        "greedy-tensor",
        "greedy_next_token",
        """
        def greedy_next_token(logits):
            return torch.argmax(logits[-1], dim=-1)
        """,
        "a 0-D tensor, not an int",
        ["int", "item", "Python"],
    ),
    case(
        "greedy-print",
        "greedy_next_token",
        """
        def greedy_next_token(logits):
            probs = torch.softmax(logits[-1], dim=0)
            token = probs.argmax()
            print("next token:", token.item())
        """,
        "prints instead of returning",
        ["print", "return", "None"],
    ),
]
