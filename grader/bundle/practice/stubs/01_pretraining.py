"""Pretraining: a language model learns from text alone.

Nobody labels the text. Every token is the answer to a question that the tokens before
it ask: *what comes next?* So a long text cuts itself into exercises: a window of tokens
is the input, and the same window moved one token along is the target. The model gives
every token in its vocabulary a score (a *logit*) at every position; the *cross-entropy*
measures how surprised it was by the token that really came. Training makes it less
surprised. To write, it picks a likely next token, puts it at the end, and asks again.

Fill in each function and run `grade` on this folder.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: F401


def shift_pairs(token_ids: torch.Tensor, context_length: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Cut a text into input windows, and targets that lie one token later.

    The windows stand one behind the other and do not overlap. A window needs one token
    more than its own length, for its last target. What is left over at the end is dropped.

    Args:
        token_ids: shape (T,), int64, T at least 1: the text as numbers.
        context_length: how many tokens one window holds.

    Returns:
        `(inputs, targets)`, both int64 of shape (N, context_length), where
        N = (T - 1) // context_length. N may be 0: then both have shape
        (0, context_length).

    Raises:
        ValueError: context_length is less than 1.

    Example:
        >>> inputs, targets = shift_pairs(torch.tensor([4, 8, 15, 16, 23, 42]), 2)
        >>> inputs
        tensor([[ 4,  8],
                [15, 16]])
        >>> targets
        tensor([[ 8, 15],
                [16, 23]])
    """
    raise NotImplementedError


def next_token_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Measure how surprised the model was by the tokens that really came.

    At one position the loss is minus the logarithm (base e) of the probability that the
    softmax of the logits gives to the target. The result is the mean over all B·T
    positions. It stays finite for logits of ±1000, and gradients flow back to the logits.

    Args:
        logits: shape (B, T, V), floating: a score for each of V tokens, not normalised.
        targets: shape (B, T), int64: the token that came, from 0 to V - 1. The memory of
            either need not be contiguous.

    Returns:
        The mean cross-entropy: a 0-D tensor with the dtype of the logits.

    Example:
        >>> next_token_loss(torch.zeros(2, 3, 8), torch.tensor([[1, 2, 3], [4, 5, 6]]))
        tensor(2.0794)
    """
    raise NotImplementedError


def perplexity(loss: torch.Tensor) -> torch.Tensor:
    """Turn a loss into a number of choices: e to the power of the loss.

    A perplexity of 8 means: as unsure as if it had to guess among 8 equally likely tokens.

    Args:
        loss: any shape, floating: cross-entropies in nats (logarithms with base e).

    Returns:
        The perplexities, in the shape and dtype of the loss.

    Example:
        >>> perplexity(torch.tensor([0.0, 1.0]))
        tensor([1.0000, 2.7183])
    """
    raise NotImplementedError


def greedy_next_token(logits: torch.Tensor) -> int:
    """Choose the token that the model thinks most likely to come after the text.

    Row t of the logits holds the scores for the token that follows position t.

    Args:
        logits: shape (T, V), floating: a score for each of V tokens at each of T positions.

    Returns:
        The number of the token with the highest score after the last position, as a
        Python int.

    Example:
        >>> greedy_next_token(torch.tensor([[9.0, 1.0, 2.0], [0.0, 3.0, 5.0]]))
        2
    """
    raise NotImplementedError
