"""Wrong answers for 01_pretraining, with what a fitting diagnosis names."""

from .making import case

CASES = [
    case(
        "pairs-same",
        "shift_pairs",
        """
        def shift_pairs(token_ids, context_length):
            if context_length < 1:
                raise ValueError
            n=(len(token_ids)-1)//context_length
            x=token_ids[:n*context_length].reshape(n,context_length)
            return x, x
        """,
        "the targets are the inputs, not shifted",
        ["shift", "one token", "same", "next", "later"],
        ["transpose"],
    ),
    case(
        "pairs-swapped",
        "shift_pairs",
        """
        def shift_pairs(token_ids, context_length):
            if context_length < 1:
                raise ValueError
            n=(len(token_ids)-1)//context_length
            m=n*context_length
            return token_ids[1:m+1].reshape(n,-1) if n else token_ids[:0].reshape(0,context_length), token_ids[:m].reshape(n,context_length)
        """,
        "inputs and targets have changed places",
        ["places", "swap", "order", "back", "earlier", "before"],
        [],
    ),
    case(
        "pairs-no-check",
        "shift_pairs",
        """
        def shift_pairs(token_ids, context_length):
            n=(len(token_ids)-1)//context_length
            m=n*context_length
            return token_ids[:m].reshape(n,context_length), token_ids[1:m+1].reshape(n,context_length)
        """,
        "a context length below 1 is not refused",
        ["refuse", "ValueError"],
        [],
        plain_fits=True,
        kind="raises",
    ),
    case(
        "pairs-lists",
        "shift_pairs",
        """
        def shift_pairs(token_ids, context_length):
            if context_length < 1:
                raise ValueError
            n=(len(token_ids)-1)//context_length
            m=n*context_length
            return token_ids[:m].reshape(n,context_length).tolist(), token_ids[1:m+1].reshape(n,context_length).tolist()
        """,
        "lists are returned, not tensors",
        ["list", "type"],
        [],
        plain_fits=True,
    ),
    case(
        "loss-sum",
        "next_token_loss",
        """
        def next_token_loss(logits, targets):
            return F.cross_entropy(logits.flatten(0,1), targets.flatten(), reduction='sum')
        """,
        "summed instead of averaged",
        ["sum", "average", "mean", "number of"],
        ["sign", "transpose"],
    ),
    case(
        "loss-no-flatten",
        "next_token_loss",
        """
        def next_token_loss(logits, targets):
            return F.cross_entropy(logits, targets)
        """,
        "cross_entropy wants the classes in dimension 1",
        ["dimension", "shape", "class"],
        [],
        kind="raises",
    ),
    case(
        "loss-float-target",
        "next_token_loss",
        """
        def next_token_loss(logits, targets):
            return F.cross_entropy(logits.flatten(0,1), targets.flatten().float())
        """,
        "targets were turned into floats",
        ["target", "dtype", "whole number", "int64"],
        ["device"],
        kind="raises",
    ),
    case(
        "loss-item",
        "next_token_loss",
        """
        def next_token_loss(logits, targets):
            return F.cross_entropy(logits.flatten(0,1), targets.flatten()).item()
        """,
        "a Python number is returned",
        ["number", ".item"],
        [],
        plain_fits=True,
    ),
    case(
        "loss-negated",
        "next_token_loss",
        """
        def next_token_loss(logits, targets):
            p=logits.log_softmax(-1)
            return p.gather(-1,targets.unsqueeze(-1)).mean()
        """,
        "the minus sign is missing",
        ["sign", "negative", "minus"],
        ["scale", "sum"],
    ),
    case(
        "loss-detached",
        "next_token_loss",
        """
        def next_token_loss(logits, targets):
            return F.cross_entropy(logits.detach().flatten(0,1), targets.flatten())
        """,
        "the graph is cut",
        ["graph", "gradient"],
        ["transpose"],
        plain_fits=True,
        kind="state",
    ),
    case(
        "perplexity-two",
        "perplexity",
        """
        def perplexity(loss):
            return 2 ** loss
        """,
        "2 to the power of the loss",
        ["base", "exp", "2"],
        ["sign"],
    ),
    case(
        "perplexity-math",
        "perplexity",
        """
        def perplexity(loss):
            return math.exp(loss)
        """,
        "a Python float comes back",
        ["number", "float"],
        [],
        plain_fits=True,
    ),
    case(
        "greedy-tensor",
        "greedy_next_token",
        """
        def greedy_next_token(logits):
            return logits[-1].argmax()
        """,
        "a tensor comes back instead of an int",
        ["tensor", "int"],
        [],
        plain_fits=True,
    ),
    case(
        "greedy-min",
        "greedy_next_token",
        """
        def greedy_next_token(logits):
            return int(logits[-1].argmin())
        """,
        "the least likely token",
        ["least", "smallest", "lowest"],
        ["first position"],
    ),
]
