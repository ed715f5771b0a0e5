"""Hidden tests of 01_pretraining."""

import pytest
import torch

from grader import points, visible

FLOATS = [torch.float32, torch.float64]


@points(2)
@visible
@pytest.mark.parametrize(("length", "context"), [(11, 3), (13, 4), (12, 4)])
def test_pairs(compare, draw, length, context):
    """A text of {length} tokens in windows of {context}."""
    compare("shift_pairs", draw.distinct(length), context)


@points(1)
@visible
def test_pairs_of_single_tokens(compare, draw):
    """Windows of one token, and one window that takes the whole text."""
    compare("shift_pairs", draw.distinct(5), 1)
    compare("shift_pairs", draw.distinct(6), 5)


@points(1)
@visible
def test_pairs_repeated(compare, draw):
    """Tokens that come more than once, in every second place of a longer text."""
    compare("shift_pairs", draw.integers(0, 9, 34)[::2], 5)


@points(1)
@visible
@pytest.mark.parametrize("length", [1, 3, 4])
def test_pairs_of_a_short_text(compare, draw, length):
    """A text of length {length}, too short for a window of 4."""
    compare("shift_pairs", draw.integers(0, 50, length), 4)


@points(1)
@pytest.mark.parametrize("context", [0, -2])
def test_pairs_refused(compare, draw, context):
    """A window of {context} tokens is refused."""
    compare("shift_pairs", draw.distinct(9), context)


@points(2)
@visible
@pytest.mark.parametrize("dtype", FLOATS)
def test_loss(compare, draw, dtype):
    """Two texts of 4 tokens, a vocabulary of 8, {dtype}."""
    targets = draw.distinct(8).reshape(2, 4)
    compare("next_token_loss", 2 * draw(2, 4, 8, dtype=dtype), targets)


@points(1)
@visible
def test_loss_square(compare, draw):
    """As many positions as there are tokens in the vocabulary."""
    compare("next_token_loss", 2 * draw(3, 5, 5), draw.integers(0, 5, 3, 5))


@points(1)
@visible
def test_loss_single(compare, draw):
    """A single position."""
    compare("next_token_loss", draw(1, 1, 3), draw.integers(1, 3, 1, 1))


@points(1)
@visible
def test_loss_strided(compare, draw):
    """Logits and targets whose memory is in another order."""
    targets = draw.integers(0, 5, 4, 3).T
    compare("next_token_loss", draw(3, 5, 4).transpose(1, 2), targets)


@points(2)
@visible
def test_loss_gradient(compare, draw):
    """The gradient that reaches the logits."""
    compare("next_token_loss", draw(2, 3, 5), draw.integers(0, 5, 2, 3), gradients=True)


@points(1)
@visible
@pytest.mark.parametrize("sign", [1, -1])
def test_loss_large(compare, draw, sign):
    """All logits near {sign}000."""
    compare("next_token_loss", 1000 * sign + draw(2, 3, 5), draw.integers(0, 5, 2, 3))


@points(1)
@pytest.mark.parametrize("dtype", FLOATS)
def test_loss_far_apart(compare, draw, dtype):
    """Logits of -1000 beside logits of 1000, {dtype}."""
    targets = draw.integers(0, 5, 2, 3)
    logits = torch.full((2, 3, 5), -1000.0, dtype=dtype) + draw(2, 3, 5, dtype=dtype)
    favourite = targets.clone()
    favourite[0] = (targets[0] + 2) % 5
    logits.scatter_(2, favourite.unsqueeze(2), 1000.0)
    compare("next_token_loss", logits, targets)


@points(1)
@visible
@pytest.mark.parametrize("dtype", FLOATS)
def test_perplexity(compare, draw, dtype):
    """A single loss, {dtype}."""
    compare("perplexity", draw.uniform(1.5, 4, dtype=dtype))


@points(1)
@visible
@pytest.mark.parametrize("shape", [(1,), (4,), (2, 3)])
def test_perplexity_shapes(compare, draw, shape):
    """Losses of shape {shape}."""
    compare("perplexity", draw.uniform(0.5, 5, *shape))


@points(1)
@visible
def test_perplexity_strided(compare, draw):
    """A transposed matrix of losses, float64."""
    compare("perplexity", draw.uniform(0.5, 5, 2, 3, dtype=torch.float64).T)


@points(1)
def test_perplexity_of_a_graph(compare, draw):
    """A loss that requires grad."""
    compare("perplexity", draw.uniform(1, 3).requires_grad_())


def scores(draw, dtype=torch.float32):
    """Logits (5, 7): the rows disagree, and so do their sum, their maximum and their columns."""
    last, summed, rising, before, first = draw.distinct(6)[:5].tolist()
    logits = draw.uniform(-1, 1, 5, 7, dtype=dtype)
    logits[-1, last] = 3.0
    logits[:-1, last] = 2.9
    logits[-1, rising], logits[:-1, rising] = 1.5, -3.0
    logits[:-1, summed] = 6.0
    logits[1, summed] = 8.0
    logits[0, first] = 6.5
    logits[-2, before] = 7.0
    logits[(last + 1) % 5, 6] = 1.2
    return logits


@points(2)
@visible
@pytest.mark.parametrize("dtype", FLOATS)
def test_greedy(compare, draw, dtype):
    """A text of 5 tokens, a vocabulary of 7, {dtype}."""
    compare("greedy_next_token", scores(draw, dtype))


@points(1)
@visible
def test_greedy_negative(compare, draw):
    """Only negative logits."""
    compare("greedy_next_token", scores(draw) - 20)


@points(1)
@visible
def test_greedy_single(compare, draw):
    """A text of one token."""
    compare("greedy_next_token", draw.distinct(6).float().reshape(1, 6))


@points(1)
def test_greedy_strided(compare, draw):
    """Logits whose memory is in another order, and that require grad."""
    compare("greedy_next_token", scores(draw).T.contiguous().T)
    compare("greedy_next_token", scores(draw).requires_grad_())
