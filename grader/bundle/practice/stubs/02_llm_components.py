"""Components of a language model: what the numbers in a model card mean.

GPT-2 small is described by seven numbers. They fix how large every table and every matrix
is, and so how many *parameters* the model has (numbers that training may change) and how
much memory they take. Here is the whole model: tokens become rows of a table, and so do
their positions; then come layers of *attention* (whose features are cut into heads) and of
a small network called the *MLP*; at the end a *head* gives every token of the vocabulary a
score. *Dropout* switches off some activations at random, during training only, so that the
model cannot lean on any one of them.

A config is a dict with the keys `vocab_size`, `context_length`, `emb_dim`, `n_heads`,
`n_layers`, `drop_rate` and `qkv_bias`.

Fill in each function and run `grade` on this folder.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: F401

Config = dict[str, int | float | bool]


def gpt2_small_config() -> Config:
    """Write down GPT-2 small: a vocabulary of 50257 tokens, a context of 1024, 12 layers.

    Its embeddings have 768 features, each layer has 12 heads, and the dropout rate is 0.1.
    In this course its query, key and value projections have no bias.

    Returns:
        A dict with exactly the keys "vocab_size", "context_length", "emb_dim", "n_heads",
        "n_layers" (int), "drop_rate" (float) and "qkv_bias" (bool).

    Example:
        >>> gpt2_small_config()["vocab_size"]
        50257
    """
    raise NotImplementedError


def head_dim(config: Config) -> int:
    """Say how many of a token's features one attention head works on.

    The heads share the features between them, in equal parts.

    Args:
        config: with at least "emb_dim" and "n_heads".

    Returns:
        The number of features per head, as an int.

    Raises:
        ValueError: n_heads does not divide emb_dim.

    Example:
        >>> head_dim({"emb_dim": 768, "n_heads": 12})
        64
    """
    raise NotImplementedError


def count_parameters(config: Config, tied: bool) -> int:
    """Count the trainable parameters of a GPT, without building it.

    With V = vocab_size, C = context_length and D = emb_dim the model consists of

    - a token table (V, D) and a position table (C, D);
    - n_layers layers, each with
        - two LayerNorms, each with a scale and a shift of size D,
        - a query, a key and a value projection from D to D features, which have a bias only
          if `qkv_bias` is True,
        - an output projection from D to D with a bias,
        - an MLP: one linear layer from D to 4·D and one back to D, both with a bias;
    - one last LayerNorm;
    - an output head from D features to V scores without a bias.

    Args:
        config: all seven keys; n_heads divides emb_dim.
        tied: True if the output head is the token table itself, used a second time.

    Returns:
        The number of parameters, as an int.

    Example:
        >>> small = {"vocab_size": 50257, "context_length": 1024, "emb_dim": 768, "n_heads": 12,
        ...          "n_layers": 12, "drop_rate": 0.1, "qkv_bias": False}
        >>> count_parameters(small, False)
        163009536
    """
    raise NotImplementedError


def memory_mib(n_parameters: int, dtype: torch.dtype) -> float:
    """Say how much memory parameters take, in MiB (1 MiB = 2**20 bytes).

    Args:
        n_parameters: how many; there may be hundreds of millions.
        dtype: the dtype of each of them: floating, complex, integer or bool.

    Returns:
        Their size in MiB, as a float, not rounded.

    Example:
        >>> memory_mib(2_621_440, torch.float32)
        10.0
    """
    raise NotImplementedError


def embed(
    token_ids: torch.Tensor, token_table: torch.Tensor, position_table: torch.Tensor
) -> torch.Tensor:
    """Turn tokens into vectors: the row of the token plus the row of its position.

    The first token of every text has position 0. Gradients flow back to both tables.

    Args:
        token_ids: shape (B, T), int64: B texts of T tokens, numbers from 0 to V - 1.
        token_table: shape (V, D), floating: one row for each token.
        position_table: shape (C, D), same dtype: one row for each position. T may be less
            than C.

    Returns:
        Shape (B, T, D), in the dtype of the tables.

    Raises:
        ValueError: the texts have more tokens than there are positions (T > C).

    Example:
        >>> token_table = torch.tensor([[10., 20.], [30., 40.]])
        >>> position_table = torch.tensor([[1., 2.], [3., 4.], [5., 6.]])
        >>> embed(torch.tensor([[1, 0]]), token_table, position_table)
        tensor([[[31., 42.],
                 [13., 24.]]])
    """
    raise NotImplementedError


def dropout(x: torch.Tensor, keep: torch.Tensor, rate: float, training: bool) -> torch.Tensor:
    """Drop activations, and make the ones that are kept larger to make up for it.

    At rate 0.2 a fifth of the activations is dropped on average; the others are divided by
    0.8, so that the sum stays the same on average. This is *inverted* dropout. Which ones to
    keep has been drawn already.

    Args:
        x: any shape, floating: the activations.
        keep: bool, shape of x: True where an activation is kept.
        rate: the probability with which an activation is dropped, at least 0 and less than 1.
        training: True during training. Otherwise nothing is dropped.

    Returns:
        Shape and dtype of x. In training: 0 where `keep` is False, x / (1 - rate) where it
        is True. Otherwise the values of x as they are.

    Raises:
        ValueError: rate is negative, or 1 or more, in training or not.

    Example:
        >>> keep = torch.tensor([True, False, True, True])
        >>> dropout(torch.tensor([1., 2., 3., 4.]), keep, 0.2, True)
        tensor([1.2500, 0.0000, 3.7500, 5.0000])
    """
    raise NotImplementedError
