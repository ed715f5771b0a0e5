"""Hidden tests of 02_llm_components."""

import pytest
import torch

from grader import points, visible

FLOATS = [torch.float32, torch.float64]

GPT2_SMALL = {
    "vocab_size": 50257,
    "context_length": 1024,
    "emb_dim": 768,
    "n_heads": 12,
    "n_layers": 12,
    "drop_rate": 0.1,
    "qkv_bias": False,
}


def config(draw, heads, size, **others):
    """A small model whose numbers differ from each other and from GPT-2's."""
    sizes = {
        "vocab_size": draw.integer(60, 90),
        "context_length": draw.integer(100, 140),
        "emb_dim": heads * size,
        "n_heads": heads,
        "n_layers": draw.choice([2, 4, 6]),
        "drop_rate": 0.2,
        "qkv_bias": False,
    }
    return sizes | others


@points(1)
@visible
def test_config(compare):
    """All seven, in a dict."""
    compare("gpt2_small_config")


@points(1)
@visible
@pytest.mark.parametrize("key", list(GPT2_SMALL))
def test_each_setting(compare, key):
    """The setting {key}."""
    compare.scenario("value_of", of="gpt2_small_config", key=key)


@points(1)
@visible
def test_head_dim(compare):
    """GPT-2 small."""
    compare("head_dim", GPT2_SMALL)


@points(1)
@visible
@pytest.mark.parametrize("heads", [3, 5, 8])
def test_head_dims(compare, draw, heads):
    """A model with {heads} heads."""
    compare("head_dim", config(draw, heads, draw.choice([7, 11, 13])))


@points(1)
@visible
def test_head_dim_of_a_single_head(compare, draw):
    """A single head, and heads of a single feature."""
    compare("head_dim", config(draw, 1, draw.integer(5, 60)))
    compare("head_dim", config(draw, draw.integer(5, 60), 1))


@points(1)
@visible
def test_head_dim_refused(compare, draw):
    """A number of heads that does not divide the features is refused."""
    compare("head_dim", config(draw, 5, 7, emb_dim=35 + draw.integer(1, 5)))
    compare("head_dim", GPT2_SMALL | {"n_heads": 7})


@points(1)
def test_more_heads_than_features_refused(compare, draw):
    """More heads than features are refused."""
    features = draw.integer(3, 9)
    compare("head_dim", config(draw, 1, features, n_heads=2 * features))


@points(2)
@visible
@pytest.mark.parametrize("tied", [False, True])
def test_parameters(compare, tied):
    """GPT-2 small; the output head is the token table: {tied}."""
    compare("count_parameters", GPT2_SMALL, tied)


@points(1)
@visible
@pytest.mark.parametrize("qkv_bias", [False, True])
@pytest.mark.parametrize("tied", [False, True])
def test_parameters_of_others(compare, draw, tied, qkv_bias):
    """A small model; tied: {tied}, bias of queries, keys and values: {qkv_bias}."""
    compare("count_parameters", config(draw, 3, 7, qkv_bias=qkv_bias), tied)


@points(1)
@visible
@pytest.mark.parametrize("layers", [1, 7])
def test_parameters_by_layers(compare, draw, layers):
    """A model (layers: {layers}) with a bias for queries, keys and values."""
    sizes = config(draw, 5, 2, n_layers=layers, qkv_bias=True)
    compare("count_parameters", sizes, draw.choice([False, True]))


@points(1)
@pytest.mark.parametrize("heads", [1, 11])
def test_parameters_by_heads(compare, draw, heads):
    """The same features in heads of another size (heads: {heads})."""
    compare("count_parameters", config(draw, heads, 11 // heads * 4, qkv_bias=True), False)


@points(1)
@visible
@pytest.mark.parametrize(
    "dtype",
    [torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.int8, torch.int64],
)
def test_memory(compare, draw, dtype):
    """Some millions of parameters of dtype {dtype}."""
    compare("memory_mib", 2 * draw.integer(1_000_000, 2_000_000) + 1, dtype)


@points(1)
@visible
@pytest.mark.parametrize("dtype", [torch.bool, torch.uint8, torch.complex64, torch.int32])
def test_memory_of_a_few(compare, draw, dtype):
    """A few parameters of dtype {dtype}."""
    compare("memory_mib", 2 * draw.integer(100, 5_000) + 1, dtype)


@points(1)
def test_memory_of_gpt2(compare):
    """GPT-2 small in bfloat16, and a size that comes out even."""
    compare("memory_mib", 124_412_160, torch.bfloat16)
    compare("memory_mib", 3 * 2**20, torch.float32)


def tokens(draw, batch, length, vocabulary):
    """Token ids that hold 0 and the last token where there is room, and repeat themselves."""
    ids = draw.integers(0, vocabulary, batch * length)
    ids[0] = vocabulary - 1
    if len(ids) > 2:
        ids[1] = ids[2]
        ids[-1] = 0
    return ids.reshape(batch, length)


@points(2)
@visible
@pytest.mark.parametrize("dtype", FLOATS)
def test_embed(compare, draw, dtype):
    """Two texts of 5 tokens, tables of 11 tokens and 7 positions, {dtype}."""
    tables = draw(11, 3, dtype=dtype), draw(7, 3, dtype=dtype)
    compare("embed", tokens(draw, 2, 5, 11), *tables)


@points(1)
@visible
@pytest.mark.parametrize(("batch", "length"), [(1, 5), (4, 2), (9, 3), (4, 1), (1, 1)])
def test_embed_shapes(compare, draw, batch, length):
    """A batch of {batch}, texts of {length}."""
    compare("embed", tokens(draw, batch, length, 11), draw(11, 3), draw(7, 3))


@points(1)
@visible
def test_embed_equal_sizes(compare, draw):
    """As many texts as tokens in each, and as many features."""
    compare("embed", tokens(draw, 3, 3, 5), draw(5, 3), draw(7, 3))


@points(1)
@visible
def test_embed_full_context(compare, draw):
    """Texts as long as there are positions; fewer tokens in the vocabulary than positions."""
    compare("embed", tokens(draw, 3, 7, 5), draw(5, 4), draw(7, 4))


@points(1)
@visible
def test_embed_strided(compare, draw):
    """Tokens and tables whose memory is in another order."""
    ids = tokens(draw, 5, 4, 11).T
    compare("embed", ids, draw(3, 11).T, draw(14, 3)[::2])


@points(1)
@visible
def test_embed_half(compare, draw):
    """Tables of float16."""
    tables = draw(11, 5, dtype=torch.float16), draw(7, 5, dtype=torch.float16)
    compare("embed", tokens(draw, 2, 3, 11), *tables, tolerance=4)


@points(1)
@visible
@pytest.mark.parametrize("dtype", FLOATS)
def test_embed_gradients(compare, draw, dtype):
    """The gradients that reach the two tables, {dtype}."""
    tables = draw(11, 3, dtype=dtype), draw(7, 3, dtype=dtype)
    compare("embed", tokens(draw, 4, 5, 11), *tables, gradients=True)


@points(1)
@visible
def test_embed_refused(compare, draw):
    """Texts with one token more than there are positions are refused."""
    compare("embed", tokens(draw, 2, 8, 11), draw(11, 3), draw(7, 3))


@points(1)
@visible
def test_embed_single_position_refused(compare, draw):
    """Texts of two tokens where there is a single position are refused."""
    compare("embed", tokens(draw, 3, 2, 5), draw(5, 3), draw(1, 3))


@points(1)
def test_embed_long_refused(compare, draw):
    """Much longer texts are refused too, in a batch of one."""
    compare("embed", tokens(draw, 1, 17, 11), draw(11, 3), draw(5, 3))


@points(2)
@visible
@pytest.mark.parametrize("dtype", FLOATS)
def test_dropout(compare, draw, dtype):
    """In training, rate 0.2, {dtype}."""
    compare("dropout", draw(3, 5, dtype=dtype), draw.booleans(3, 5), 0.2, True)


@points(1)
@visible
@pytest.mark.parametrize("rate", [0.1, 0.7, 0.0])
def test_dropout_rates(compare, draw, rate):
    """In training, rate {rate}."""
    compare("dropout", draw(4, 2, 3), draw.booleans(4, 2, 3), rate, True)


@points(2)
@visible
@pytest.mark.parametrize("rate", [0.2, 0.7, 0.0])
def test_dropout_in_use(compare, draw, rate):
    """Not in training, rate {rate}."""
    compare("dropout", draw(3, 5), draw.booleans(3, 5), rate, False)


@points(1)
@visible
def test_dropout_all_and_none(compare, draw):
    """In training, all kept, and none."""
    compare("dropout", draw(1, 4), torch.ones(1, 4, dtype=torch.bool), 0.3, True)
    compare("dropout", draw(4, 1), torch.zeros(4, 1, dtype=torch.bool), 0.3, True)


@points(1)
@visible
@pytest.mark.parametrize("training", [True, False])
def test_dropout_strided(compare, draw, training):
    """Memory in another order, float64; training: {training}."""
    x, keep = draw(3, 5, dtype=torch.float64).T, draw.booleans(10, 3)[::2]
    compare("dropout", x, keep, 0.4, training)


@points(1)
@visible
@pytest.mark.parametrize("training", [True, False])
def test_dropout_of_a_scalar(compare, draw, training):
    """A single activation without dimensions, and some that require grad; training: {training}."""
    compare("dropout", draw(), torch.tensor(True), 0.2, training)
    compare("dropout", draw(5).requires_grad_(), draw.booleans(5), 0.2, training)


@points(1)
@pytest.mark.parametrize("rate", [1.0, 1.5, -0.1])
@pytest.mark.parametrize("training", [True, False])
def test_dropout_refused(compare, draw, training, rate):
    """A rate of {rate} is refused; training: {training}."""
    compare("dropout", draw(3, 5), draw.booleans(3, 5), rate, training)
