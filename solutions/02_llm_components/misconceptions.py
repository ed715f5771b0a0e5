"""Wrong answers worth explaining, for 02_llm_components."""

import math

import torch
import torch.nn.functional as F
from torch import nn

from grader import misconception


def _gpt2_small(**changed):
    return {
        "vocab_size": 50257,
        "context_length": 1024,
        "emb_dim": 768,
        "n_heads": 12,
        "n_layers": 12,
        "drop_rate": 0.1,
        "qkv_bias": False,
    } | changed


@misconception(
    "gpt2_small_config",
    "These are the sizes of GPT-2 medium, its larger sister: 24 layers of 16 heads.",
    id="CONFIG-GPT2-MEDIUM",
    next_step="Which of the seven numbers does the docstring give for the small one?",
)
def medium():
    return _gpt2_small(emb_dim=1024, n_heads=16, n_layers=24)


@misconception(
    "gpt2_small_config",
    "The number of features is that of one head. The whole embedding of a token has more: all heads "
    "share it between them.",
    id="CONFIG-HEAD-FOR-EMBEDDING",
    next_step="How many numbers describe one token, before any head has cut them up?",
)
def size_of_a_head():
    return _gpt2_small(emb_dim=64)


@misconception(
    "gpt2_small_config",
    "The vocabulary was rounded to whole thousands. A vocabulary is counted: a model with a row too "
    "few has nothing for its last tokens.",
    id="CONFIG-VOCABULARY-ROUNDED",
    next_step="How many rows has your token table, and which is the highest token?",
)
def rounded_vocabulary():
    return _gpt2_small(vocab_size=50000)


@misconception(
    "gpt2_small_config",
    "The vocabulary has the highest token for its size. Tokens are counted from 0, so there is one "
    "more of them.",
    id="CONFIG-VOCABULARY-ONE-SHORT",
    next_step="How many tokens are there, if they are numbered from 0 to 3?",
)
def highest_token():
    return _gpt2_small(vocab_size=50256)


@misconception(
    "gpt2_small_config",
    "The dropout rate is written in percent. As a probability it would be more than certain.",
    id="CONFIG-RATE-IN-PERCENT",
    next_step="Between which two numbers does a probability lie?",
)
def rate_in_percent():
    return _gpt2_small(drop_rate=10.0)


@misconception(
    "gpt2_small_config",
    "This is the share of activations that are kept. A dropout rate says how many are dropped.",
    id="CONFIG-RATE-OF-KEPT",
    next_step="What would a dropout rate of 0 mean?",
)
def rate_of_kept():
    return _gpt2_small(drop_rate=0.9)


@misconception(
    "gpt2_small_config",
    "A bias was switched on for queries, keys and values. The exercise asks for them without one.",
    id="CONFIG-BIAS-ON",
    next_step="Read the docstring's sentence about the projections.",
)
def bias_on():
    return _gpt2_small(qkv_bias=True)


@misconception(
    "gpt2_small_config",
    "The bias was turned off with the number 0. Python counts it as false, but the exercise asks for "
    "a bool, which says what kind of setting it is.",
    id="TYPE-INT-FOR-BOOL",
    next_step='Print `type(...)` of the value under "qkv_bias".',
)
def zero_for_false():
    return _gpt2_small(qkv_bias=0)


@misconception(
    "gpt2_small_config",
    "One of the keys is missing: the dict says nothing about a bias. Whoever reads the config would "
    "have to guess.",
    id="CONFIG-KEY-MISSING",
    next_step="Count your keys, and compare them with the docstring.",
)
def without_bias_key():
    whole = _gpt2_small()
    del whole["qkv_bias"]
    return whole


@misconception(
    "gpt2_small_config",
    "The keys are in capital letters. To Python they are other keys, and a look-up of `emb_dim` "
    "fails.",
    id="CONFIG-KEYS-IN-CAPITALS",
    next_step='Try `gpt2_small_config()["emb_dim"]`.',
)
def capitals():
    return {key.upper(): value for key, value in _gpt2_small().items()}


@misconception(
    "gpt2_small_config",
    "Context length and vocabulary size changed places. The vocabulary says how many different tokens "
    "there are, the context length how many the model can look at.",
    id="CONFIG-CONTEXT-VOCABULARY-SWAPPED",
    next_step="Which of the two numbers is about the length of a text?",
)
def swapped_sizes():
    return _gpt2_small(vocab_size=1024, context_length=50257)


@misconception(
    "gpt2_small_config",
    "The values are there without their names. A config is read by name.",
    id="CONFIG-WITHOUT-KEYS",
    next_step='Try `gpt2_small_config()["emb_dim"]`.',
)
def bare_values():
    return tuple(_gpt2_small().values())


@misconception(
    "head_dim",
    "The result of `/` is a float, even where it comes out even: 64.0. A size is a whole number.",
    id="TYPE-FLOAT-FOR-INT",
    next_step="Print `type(...)` of the result.",
)
def true_division(config):
    if config["emb_dim"] % config["n_heads"]:
        raise ValueError("heads")
    return config["emb_dim"] / config["n_heads"]


@misconception(
    "head_dim",
    "The result of `/` is a float, and where it does not come out even the fraction stays in it. A "
    "size is a whole number, and the exercise asks to refuse such a config.",
    id="TYPE-FLOAT-FOR-INT",
    next_step="Print the result for 10 features and 4 heads.",
)
def true_division_unrefused(config):
    return config["emb_dim"] / config["n_heads"]


@misconception(
    "head_dim",
    "A number of heads that does not divide the features went through, and some features belong to "
    "no head. The exercise asks to refuse it.",
    id="ERROR-NOT-REFUSED",
    next_step="For 10 features and 4 heads, how many features do all heads have together?",
)
def rest_dropped(config):
    return config["emb_dim"] // config["n_heads"]


@misconception(
    "head_dim",
    "The quotient was rounded. With heads of that size there are too many features or too few, and "
    "the exercise asks to refuse such a config.",
    id="HEAD-DIM-ROUNDED",
    next_step="For 10 features and 4 heads, how many features do all heads have together?",
)
def rounded_quotient(config):
    return round(config["emb_dim"] / config["n_heads"])


@misconception(
    "head_dim",
    "The quotient was rounded up. The heads would have more features together than the token has; the "
    "exercise asks to refuse such a config.",
    id="HEAD-DIM-ROUNDED-UP",
    next_step="For 10 features and 4 heads, how many features do all heads have together?",
)
def rounded_up(config):
    return math.ceil(config["emb_dim"] / config["n_heads"])


@misconception(
    "head_dim",
    "Every head got all of the features. The heads share them: that is why more heads make none of "
    "the matrices larger.",
    id="HEAD-DIM-WHOLE-EMBEDDING",
    next_step="How many features do 12 heads of your size have together?",
)
def whole_embedding(config):
    if config["emb_dim"] % config["n_heads"]:
        raise ValueError("heads")
    return config["emb_dim"]


@misconception(
    "head_dim",
    "The division is upside down: heads were divided by features. The check looks the wrong way as "
    "well, or there is none.",
    id="HEAD-DIM-UPSIDE-DOWN",
    next_step="Which of the two numbers is cut into parts?",
)
def upside_down(config):
    return config["n_heads"] // config["emb_dim"]


@misconception(
    "head_dim",
    "The check is upside down: it asks whether the features divide the heads. So it refuses what "
    "comes out even, and lets pass what does not.",
    id="HEAD-DIM-CHECK-UPSIDE-DOWN",
    next_step="Print `768 % 12` and `12 % 768`. Which of them is 0?",
)
def check_upside_down(config):
    if config["n_heads"] % config["emb_dim"]:
        raise ValueError("heads")
    return config["emb_dim"] // config["n_heads"]


@misconception(
    "head_dim",
    "Heads and features were multiplied. The heads do not add features, they share those that are "
    "there.",
    id="HEAD-DIM-MULTIPLIED",
    next_step="Can a part have more features than the whole?",
)
def multiplied(config):
    if config["emb_dim"] % config["n_heads"]:
        raise ValueError("heads")
    return config["emb_dim"] * config["n_heads"]


@misconception(
    "head_dim",
    "The features were shared out among the layers. A layer works on all features of a token; within "
    "it the heads share them.",
    id="HEAD-DIM-BY-LAYERS",
    next_step="Which of the config's numbers says into how many parts the features are cut?",
)
def by_layers(config):
    if config["emb_dim"] % config["n_heads"]:
        raise ValueError("heads")
    return config["emb_dim"] // config["n_layers"]


@misconception(
    "head_dim",
    "The answer is the number for GPT-2 small, whatever config came in.",
    id="HEAD-DIM-OF-GPT2",
    next_step="Does your code look at its argument?",
)
def always_64(config):
    if config["emb_dim"] % config["n_heads"]:
        raise ValueError("heads")
    return 64


@misconception(
    "head_dim",
    "A config that does not come out even is met with an AssertionError. The exercise promises a "
    "ValueError. (Assertions can be switched off, so they are no way to refuse an input.)",
    id="ERROR-ASSERTION",
    next_step="Which exception does `assert` raise, and which one does the docstring name?",
)
def asserted(config):
    assert config["emb_dim"] % config["n_heads"] == 0, "heads do not divide features"
    return config["emb_dim"] // config["n_heads"]


@misconception(
    "head_dim",
    "Where the division does not come out even, None was returned. Whoever calls this would go on "
    "with it and fail later, at some other place. The exercise asks to refuse.",
    id="ERROR-NONE-RETURNED",
    next_step='Find the sentence under "Raises".',
)
def none_returned(config):
    if config["emb_dim"] % config["n_heads"] == 0:
        return config["emb_dim"] // config["n_heads"]
    return None


def _count(config, tied, **changed):
    """The right count, with parts replaced by other ones."""
    v, c, d, n = (config[key] for key in ("vocab_size", "context_length", "emb_dim", "n_layers"))
    bias = config["qkv_bias"]
    parts = {
        "tokens": v * d,
        "positions": c * d,
        "norm": 2 * d,
        "norms": 2,
        "qkv": 3 * (d * d + d * bias),
        "projection": d * d + d,
        "mlp": 8 * d * d + 5 * d,
        "layers": n,
        "last": 2 * d,
        "head": 0 if tied else v * d,
    } | changed
    layer = parts["norms"] * parts["norm"] + parts["qkv"] + parts["projection"] + parts["mlp"]
    outside = parts["tokens"] + parts["positions"] + parts["last"] + parts["head"]
    return outside + parts["layers"] * layer


@misconception(
    "count_parameters",
    "The output head was counted whether it is tied or not. A tied head is the token table, used a "
    "second time: training changes those numbers once.",
    id="PARAMS-TIED-COUNTED-TWICE",
    next_step="How many different numbers do token table and output head hold together when they are "
    "one and the same?",
)
def tied_twice(config, tied):
    return _count(config, False)


@misconception(
    "count_parameters",
    "The output head was left out whether it is tied or not. A head of its own has a weight for "
    "every feature and every token.",
    id="PARAMS-HEAD-MISSING",
    next_step="Which shape has the matrix that turns D features into V scores?",
)
def head_missing(config, tied):
    return _count(config, True)


@misconception(
    "count_parameters",
    "`tied` was read the wrong way round: the head was counted when it is the token table, and left "
    "out when it is not.",
    id="PARAMS-TIED-INVERTED",
    next_step="Should a tied model have more parameters or fewer?",
)
def tied_inverted(config, tied):
    return _count(config, not tied)


@misconception(
    "count_parameters",
    "When the head is tied, the token table was left out together with it. The two are one table, "
    "and that one is there.",
    id="PARAMS-TIED-REMOVES-TABLE",
    next_step="Where does a tied model look up its tokens?",
)
def tied_removes_table(config, tied):
    return _count(config, tied, tokens=0 if tied else config["vocab_size"] * config["emb_dim"])


@misconception(
    "count_parameters",
    "The output head was given a bias: one number more for each token of the vocabulary.",
    id="PARAMS-HEAD-BIAS",
    next_step="What does the docstring say about the output head?",
)
def head_with_bias(config, tied):
    v, d = config["vocab_size"], config["emb_dim"]
    return _count(config, tied, head=v if tied else v * d + v)


@misconception(
    "count_parameters",
    "The output head was given a bias where it is not tied: one number more for each token of the "
    "vocabulary.",
    id="PARAMS-HEAD-BIAS",
    next_step="What does the docstring say about the output head?",
)
def untied_head_with_bias(config, tied):
    v, d = config["vocab_size"], config["emb_dim"]
    return _count(config, tied, head=0 if tied else v * d + v)


@misconception(
    "count_parameters",
    "The table of positions is missing. Its rows are learned like those of the token table.",
    id="PARAMS-NO-POSITIONS",
    next_step="Write down the tables that the docstring lists, and the size of each.",
)
def no_positions(config, tied):
    return _count(config, tied, positions=0)


@misconception(
    "count_parameters",
    "A position got a single number. It has a row of its own, as wide as a token's, or the two could "
    "not be added.",
    id="PARAMS-POSITION-IS-A-NUMBER",
    next_step="Which shape has the position table?",
)
def position_is_a_number(config, tied):
    return _count(config, tied, positions=config["context_length"])


@misconception(
    "count_parameters",
    "Queries, keys and values were given a bias whatever the config says.",
    id="PARAMS-QKV-BIAS-ALWAYS",
    next_step="Does your count change when `qkv_bias` does?",
)
def bias_always(config, tied):
    return _count(config | {"qkv_bias": True}, tied)


@misconception(
    "count_parameters",
    "Queries, keys and values never have a bias in this count. The config says whether they do.",
    id="PARAMS-QKV-BIAS-NEVER",
    next_step="Does your count change when `qkv_bias` does?",
)
def bias_never(config, tied):
    return _count(config | {"qkv_bias": False}, tied)


@misconception(
    "count_parameters",
    "`qkv_bias` was read the wrong way round.",
    id="PARAMS-QKV-BIAS-INVERTED",
    next_step="Should a model with a bias have more parameters or fewer?",
)
def bias_inverted(config, tied):
    return _count(config | {"qkv_bias": not config["qkv_bias"]}, tied)


@misconception(
    "count_parameters",
    "One bias was counted for queries, keys and values together. They are three projections with a "
    "bias each.",
    id="PARAMS-QKV-BIAS-ONCE",
    next_step="By how much should the count of one layer grow when `qkv_bias` becomes True?",
)
def bias_once(config, tied):
    d = config["emb_dim"]
    return _count(config, tied, qkv=3 * d * d + d * config["qkv_bias"])


@misconception(
    "count_parameters",
    "`qkv_bias` also switched off the bias of the output projection. That one is there always.",
    id="PARAMS-BIAS-OF-PROJECTION-SWITCHED",
    next_step="Which projections does `qkv_bias` speak of?",
)
def projection_bias_switched(config, tied):
    d = config["emb_dim"]
    return _count(config, tied, projection=d * d + d * config["qkv_bias"])


@misconception(
    "count_parameters",
    "The output projection of the attention has no bias in this count.",
    id="PARAMS-PROJECTION-BIAS-MISSING",
    next_step="Which linear layers have a bias? Go through the docstring's list line by line.",
)
def projection_bias_missing(config, tied):
    return _count(config, tied, projection=config["emb_dim"] ** 2)


@misconception(
    "count_parameters",
    "The output projection of the attention is missing: after the heads are put side by side, one "
    "more matrix mixes them.",
    id="PARAMS-PROJECTION-MISSING",
    next_step="How many matrices of D by D features has the attention of one layer?",
)
def projection_missing(config, tied):
    return _count(config, tied, projection=0)


@misconception(
    "count_parameters",
    "One projection was counted where there are three: queries, keys and values have a matrix each.",
    id="PARAMS-QKV-ONCE",
    next_step="How many matrices of D by D features has the attention of one layer?",
)
def qkv_once(config, tied):
    d = config["emb_dim"]
    return _count(config, tied, qkv=d * d + d * config["qkv_bias"])


@misconception(
    "count_parameters",
    "Every head was given query, key and value projections of the full width. The heads share one "
    "width between them, so their number changes nothing in the count.",
    id="PARAMS-PER-HEAD",
    next_step="How wide is the part that one head makes, and how wide are all parts together?",
)
def per_head(config, tied):
    d = config["emb_dim"]
    one = 3 * (d * d + d * config["qkv_bias"])
    return _count(config, tied, qkv=config["n_heads"] * one)


@misconception(
    "count_parameters",
    "Query, key and value were counted for a single head. All heads of a layer have projections.",
    id="PARAMS-ONE-HEAD-ONLY",
    next_step="How wide is the part that one head makes, and how wide are all parts together?",
)
def one_head_only(config, tied):
    d, size = config["emb_dim"], config["emb_dim"] // config["n_heads"]
    return _count(config, tied, qkv=3 * (d * size + size * config["qkv_bias"]))


@misconception(
    "count_parameters",
    "The MLP was counted without its biases. Each of its two layers adds one number for each of its "
    "outputs.",
    id="PARAMS-MLP-BIAS-MISSING",
    next_step="How many outputs has the first layer of the MLP, and how many the second?",
)
def mlp_bias_missing(config, tied):
    return _count(config, tied, mlp=8 * config["emb_dim"] ** 2)


@misconception(
    "count_parameters",
    "Both layers of the MLP were given a bias of D numbers. The first one has 4·D outputs, and a "
    "bias belongs to the outputs.",
    id="PARAMS-MLP-BIAS-TOO-SHORT",
    next_step="How many outputs has the first layer of the MLP?",
)
def mlp_bias_too_short(config, tied):
    d = config["emb_dim"]
    return _count(config, tied, mlp=8 * d * d + 2 * d)


@misconception(
    "count_parameters",
    "The bias of a layer was counted by its inputs or by the wider side. A layer adds one number to "
    "each of its outputs.",
    id="PARAMS-MLP-BIAS-TOO-LONG",
    next_step="How many outputs has the second layer of the MLP?",
)
def mlp_bias_too_long(config, tied):
    d = config["emb_dim"]
    return _count(config, tied, mlp=8 * d * d + 8 * d)


@misconception(
    "count_parameters",
    "The MLP stays as wide as the embedding in this count. It widens the features four times in "
    "between.",
    id="PARAMS-MLP-NOT-WIDENED",
    next_step="Which two shapes have the matrices of the MLP?",
)
def mlp_not_widened(config, tied):
    d = config["emb_dim"]
    return _count(config, tied, mlp=2 * d * d + 2 * d)


@misconception(
    "count_parameters",
    "Only the first layer of the MLP was counted, the one that widens the features. There is a way "
    "back.",
    id="PARAMS-MLP-ONE-WAY",
    next_step="Which shape has a token when it leaves the MLP?",
)
def mlp_one_way(config, tied):
    d = config["emb_dim"]
    return _count(config, tied, mlp=4 * d * d + 4 * d)


@misconception(
    "count_parameters",
    "The LayerNorms were left out. They hold few numbers, but training changes those too.",
    id="PARAMS-NO-NORMS",
    next_step="What does a LayerNorm learn?",
)
def no_norms(config, tied):
    return _count(config, tied, norm=0, last=0)


@misconception(
    "count_parameters",
    "A LayerNorm was counted with D numbers. It learns two things for each feature.",
    id="PARAMS-NORM-HALF",
    next_step="What does a LayerNorm do after it has normalised the features?",
)
def norm_half(config, tied):
    return _count(config, tied, norm=config["emb_dim"], last=config["emb_dim"])


@misconception(
    "count_parameters",
    "One LayerNorm was counted in each layer. There is one before the attention and another before "
    "the MLP.",
    id="PARAMS-NORM-ONE-A-LAYER",
    next_step="How many LayerNorms has one layer? Look at the docstring's list.",
)
def one_norm_a_layer(config, tied):
    return _count(config, tied, norms=1)


@misconception(
    "count_parameters",
    "The last LayerNorm is missing, the one after all layers.",
    id="PARAMS-LAST-NORM-MISSING",
    next_step="What stands between the last layer and the output head?",
)
def last_norm_missing(config, tied):
    return _count(config, tied, last=0)


@misconception(
    "count_parameters",
    "A single layer was counted. The model has `n_layers` of them, each with parameters of its own.",
    id="PARAMS-ONE-LAYER",
    next_step="Does your count change when `n_layers` does?",
)
def one_layer(config, tied):
    return _count(config, tied, layers=1)


@misconception(
    "count_parameters",
    "The tables, the last LayerNorm and the head were multiplied by the number of layers as well. "
    "They are there once.",
    id="PARAMS-ALL-TIMES-LAYERS",
    next_step="Which lines of the docstring's list belong to a layer, and which do not?",
)
def all_times_layers(config, tied):
    return config["n_layers"] * _count(config, tied, layers=1)


@misconception(
    "count_parameters",
    "The layers were counted by `n_heads`. GPT-2 small happens to have as many heads as layers, so "
    "there it makes no difference.",
    id="PARAMS-HEADS-FOR-LAYERS",
    next_step="Count a model whose `n_heads` and `n_layers` differ.",
)
def heads_for_layers(config, tied):
    return _count(config, tied, layers=config["n_heads"])


@misconception(
    "count_parameters",
    "The answers are those for GPT-2 small, whatever config came in.",
    id="PARAMS-OF-GPT2",
    next_step="Does your code look at its first argument?",
)
def typed_in(config, tied):
    return 124412160 if tied else 163009536


@misconception(
    "count_parameters",
    "The count is a float. It is equal to the right number here, but parameters are counted in whole "
    "numbers, and a float loses the last digits of very large ones.",
    id="TYPE-FLOAT-FOR-INT",
    next_step="Print `type(...)` of the result. Which of your operations makes a float?",
)
def count_as_float(config, tied):
    return float(_count(config, tied))


@misconception(
    "memory_mib",
    "The bits were counted. A byte has 8 of them, and a MiB is 2**20 bytes.",
    id="MEMORY-IN-BITS",
    next_step="By which number is your result too large?",
)
def in_bits(n_parameters, dtype):
    return n_parameters * dtype.itemsize * 8 / 2**20


@misconception(
    "memory_mib",
    "This is in MB, millions of bytes. A MiB is a little more: 1024 times 1024 bytes.",
    id="MEMORY-MEGABYTES",
    next_step="How many bytes is one MiB?",
)
def megabytes(n_parameters, dtype):
    return n_parameters * dtype.itemsize / 1e6


@misconception(
    "memory_mib",
    "This is in KiB: the bytes were divided by 1024 once.",
    id="MEMORY-KIB",
    next_step="How many bytes is one MiB?",
)
def kibibytes(n_parameters, dtype):
    return n_parameters * dtype.itemsize / 2**10


@misconception(
    "memory_mib",
    "This is in GiB, a thousand times larger than the unit that is asked for.",
    id="MEMORY-GIB",
    next_step="How many bytes is one MiB?",
)
def gibibytes(n_parameters, dtype):
    return n_parameters * dtype.itemsize / 2**30


@misconception(
    "memory_mib",
    "These are bytes: nothing was divided.",
    id="MEMORY-BYTES",
    next_step="How many bytes is one MiB?",
)
def in_bytes(n_parameters, dtype):
    return float(n_parameters * dtype.itemsize)


@misconception(
    "memory_mib",
    "Every parameter was given 4 bytes. That is true of float32; a dtype decides how many bytes each "
    "number takes.",
    id="MEMORY-FOUR-BYTES",
    next_step="Does your result change when the dtype does?",
)
def four_bytes(n_parameters, dtype):
    return n_parameters * 4 / 2**20


@misconception(
    "memory_mib",
    "The parameters were divided, without their size in bytes: as if each took one byte.",
    id="MEMORY-ONE-BYTE",
    next_step="Does your result change when the dtype does?",
)
def one_byte(n_parameters, dtype):
    return n_parameters / 2**20


@misconception(
    "memory_mib",
    "`//` drops the fraction, so that a small model takes no memory at all.",
    id="MEMORY-FLOOR-DIVISION",
    next_step="Print the result for a thousand parameters.",
)
def floor_division(n_parameters, dtype):
    return n_parameters * dtype.itemsize // 2**20


@misconception(
    "memory_mib",
    "The fraction was dropped before the result became a float again, so that a small model takes no "
    "memory at all.",
    id="MEMORY-FLOOR-DIVISION",
    next_step="Print the result for a thousand parameters.",
)
def floor_division_as_float(n_parameters, dtype):
    return float(n_parameters * dtype.itemsize // 2**20)


@misconception(
    "memory_mib",
    "The result was rounded. Rounding is for print-outs; a small model would come out as nothing.",
    id="MEMORY-ROUNDED",
    next_step="Print the result for a hundred parameters.",
)
def rounded(n_parameters, dtype):
    return round(n_parameters * dtype.itemsize / 2**20, 2)


@misconception(
    "memory_mib",
    "The result was rounded to one digit. Rounding is for print-outs; a small model would come out "
    "as nothing.",
    id="MEMORY-ROUNDED",
    next_step="Print the result for a hundred parameters.",
)
def rounded_to_one_digit(n_parameters, dtype):
    return round(n_parameters * dtype.itemsize / 2**20, 1)


@misconception(
    "memory_mib",
    "`torch.finfo` knows floating dtypes only. Parameters are stored as integers as well, for "
    "example in models made smaller.",
    id="MEMORY-FLOATS-ONLY",
    next_step="Call it with `torch.int8`, and read the error message.",
)
def by_finfo(n_parameters, dtype):
    return n_parameters * torch.finfo(dtype).bits / 8 / 2**20


@misconception(
    "memory_mib",
    "The sizes were looked up in a dict that does not hold every dtype.",
    id="MEMORY-DTYPE-MISSING",
    next_step="Which dtype did the failing test use? Does torch know its size?",
)
def by_short_table(n_parameters, dtype):
    sizes = {torch.float64: 8, torch.float32: 4, torch.float16: 2, torch.bfloat16: 2}
    return n_parameters * sizes[dtype] / 2**20


@misconception(
    "memory_mib",
    "The digits in a dtype's name are bits. They were taken for bytes.",
    id="MEMORY-IN-BITS",
    next_step="How many bytes are the 32 bits of a float32?",
)
def digits_of_the_name(n_parameters, dtype):
    digits = "".join(c for c in str(dtype) if c.isdigit())
    return n_parameters * int(digits or 8) / 2**20


def _refuse(token_ids, position_table):
    if token_ids.shape[1] > position_table.shape[0]:
        raise ValueError("too many tokens")


@misconception(
    "embed",
    "The positions are missing. Without them the model cannot tell in which order the tokens came.",
    id="EMBED-NO-POSITIONS",
    next_step="Put the tokens of a text in another order. Does more than the order of the rows change?",
)
def no_position_rows(token_ids, token_table, position_table):
    _refuse(token_ids, position_table)
    return token_table[token_ids]


@misconception(
    "embed",
    "Only the rows of the positions came back, so every text looks the same to the model.",
    id="EMBED-NO-TOKENS",
    next_step="Does the result change when the tokens do?",
)
def no_token_rows(token_ids, token_table, position_table):
    _refuse(token_ids, position_table)
    return position_table[: token_ids.shape[1]].expand(*token_ids.shape, -1)


@misconception(
    "embed",
    "The rows of the position table were looked up with the tokens themselves. A position is the "
    "place in the text, whatever token stands there.",
    id="EMBED-POSITION-BY-TOKEN",
    next_step="Which row of the position table belongs to the first token of a text?",
)
def position_by_token(token_ids, token_table, position_table):
    _refuse(token_ids, position_table)
    return token_table[token_ids] + position_table[token_ids]


@misconception(
    "embed",
    "The two tables changed places: tokens were looked up among the positions, and positions among "
    "the tokens.",
    id="EMBED-TABLES-SWAPPED",
    next_step="Which table has one row for each token of the vocabulary?",
)
def tables_swapped(token_ids, token_table, position_table):
    _refuse(token_ids, position_table)
    return position_table[token_ids] + token_table[: token_ids.shape[1]]


@misconception(
    "embed",
    "Every token got the row of position 0, so the model still cannot tell in which order they came.",
    id="EMBED-POSITION-ZERO",
    next_step="Which row of the position table should be added to the second token?",
)
def position_zero(token_ids, token_table, position_table):
    _refuse(token_ids, position_table)
    return token_table[token_ids] + position_table[0]


@misconception(
    "embed",
    "Every token got the row of the last position, as if all stood at the end of the text.",
    id="EMBED-POSITION-LAST",
    next_step="Which row of the position table should be added to the first token?",
)
def position_last(token_ids, token_table, position_table):
    _refuse(token_ids, position_table)
    return token_table[token_ids] + position_table[token_ids.shape[1] - 1]


@misconception(
    "embed",
    "The positions were counted from 1: the first token got the second row of the table, and a text "
    "that fills the context has a row too few.",
    id="EMBED-POSITION-FROM-ONE",
    next_step="Which row of the position table belongs to the first token?",
)
def position_from_one(token_ids, token_table, position_table):
    _refuse(token_ids, position_table)
    return token_table[token_ids] + position_table[1 : token_ids.shape[1] + 1]


@misconception(
    "embed",
    "The positions were counted from 1: the first token got the second row of the table, and a text "
    "that fills the context asks for a row that is not there.",
    id="EMBED-POSITION-FROM-ONE",
    next_step="Which row of the position table belongs to the first token?",
)
def position_looked_up_from_one(token_ids, token_table, position_table):
    _refuse(token_ids, position_table)
    return token_table[token_ids] + position_table[torch.arange(1, token_ids.shape[1] + 1)]


@misconception(
    "embed",
    "The last rows of the position table were used. A short text stands at the beginning of the "
    "context, not at its end.",
    id="EMBED-POSITIONS-FROM-THE-END",
    next_step="Which row of the position table belongs to the first token?",
)
def positions_from_the_end(token_ids, token_table, position_table):
    _refuse(token_ids, position_table)
    return token_table[token_ids] + position_table[-token_ids.shape[1] :]


@misconception(
    "embed",
    "The positions run backwards: the last token got the first row.",
    id="EMBED-POSITIONS-BACKWARDS",
    next_step="Which row of the position table belongs to the first token?",
)
def positions_backwards(token_ids, token_table, position_table):
    _refuse(token_ids, position_table)
    return token_table[token_ids] + position_table[: token_ids.shape[1]].flip(0)


@misconception(
    "embed",
    "The rows of the positions went along the batch: all tokens of the first text got one row, all "
    "of the second the next. A position is a place within a text.",
    id="EMBED-POSITION-OF-THE-TEXT",
    next_step="Should the result for a text change when another text is put in front of it?",
)
def position_of_the_text(token_ids, token_table, position_table):
    _refuse(token_ids, position_table)
    return token_table[token_ids] + position_table[: token_ids.shape[0]].unsqueeze(1)


@misconception(
    "embed",
    "The whole position table was added, all of its rows. It fits only where a text is as long as the "
    "context, or by accident.",
    id="EMBED-ALL-POSITIONS",
    next_step="Write the shapes of both summands beside each other.",
)
def all_positions(token_ids, token_table, position_table):
    _refuse(token_ids, position_table)
    return token_table[token_ids] + position_table


@misconception(
    "embed",
    "The two rows were put side by side, so the result is twice as wide. The rows are added, feature "
    "by feature.",
    id="EMBED-CONCATENATED",
    next_step="Print the shape of the result.",
)
def concatenated(token_ids, token_table, position_table):
    _refuse(token_ids, position_table)
    rows = position_table[: token_ids.shape[1]].expand(*token_ids.shape, -1)
    return torch.cat([token_table[token_ids], rows], dim=-1)


@misconception(
    "embed",
    "The two rows were multiplied. The exercise asks for their sum.",
    id="EMBED-MULTIPLIED",
    next_step="What should come out for a position whose row is all zeros?",
)
def rows_multiplied(token_ids, token_table, position_table):
    _refuse(token_ids, position_table)
    return token_table[token_ids] * position_table[: token_ids.shape[1]]


@misconception(
    "embed",
    "The mean of the two rows was taken. The exercise asks for their sum.",
    id="EMBED-AVERAGED",
    next_step="By which number are your values too small?",
)
def averaged(token_ids, token_table, position_table):
    _refuse(token_ids, position_table)
    return (token_table[token_ids] + position_table[: token_ids.shape[1]]) / 2


@misconception(
    "embed",
    "The row of the token was multiplied by the square root of the number of features. Some models do "
    "so; this one adds the two rows as they are.",
    id="EMBED-SCALED",
    next_step="What should come out where the position's row is all zeros?",
)
def scaled(token_ids, token_table, position_table):
    _refuse(token_ids, position_table)
    factor = token_table.shape[1] ** 0.5
    return token_table[token_ids] * factor + position_table[: token_ids.shape[1]]


@misconception(
    "embed",
    "The rows of a text were added up to one. The model needs a row for each token.",
    id="EMBED-POOLED",
    next_step="Print the shape of the result. Where is the dimension of the tokens?",
)
def pooled(token_ids, token_table, position_table):
    _refuse(token_ids, position_table)
    return (token_table[token_ids] + position_table[: token_ids.shape[1]]).sum(1)


@misconception(
    "embed",
    "New tables were made, with random numbers of their own. The numbers that training has put into "
    "the tables that were passed are not used.",
    id="EMBED-NEW-TABLES",
    next_step="Call it twice with the same arguments. Are the results equal?",
)
def new_tables(token_ids, token_table, position_table):
    _refuse(token_ids, position_table)
    tokens = nn.Embedding(*token_table.shape)
    positions = nn.Embedding(*position_table.shape)
    return tokens(token_ids) + positions(torch.arange(token_ids.shape[1]))


@misconception(
    "embed",
    "The values are right, but the way back is cut: no gradient reaches the tables, so they could "
    "not be trained. Something took their numbers and left the graph behind.",
    id="GRADIENT-CUT",
    next_step="Which of your calls copies the tables, detaches them or freezes them?",
)
def frozen(token_ids, token_table, position_table):
    _refuse(token_ids, position_table)
    tokens = nn.Embedding.from_pretrained(token_table)
    positions = nn.Embedding.from_pretrained(position_table)
    return tokens(token_ids) + positions(torch.arange(token_ids.shape[1]))


@misconception(
    "embed",
    "The values are right, but no gradient reaches the token table: its numbers were taken and the "
    "graph left behind.",
    id="GRADIENT-CUT-ONE",
    next_step="Which of your calls copies a table, detaches it or freezes it?",
)
def token_table_frozen(token_ids, token_table, position_table):
    _refuse(token_ids, position_table)
    return token_table.detach()[token_ids] + position_table[: token_ids.shape[1]]


@misconception(
    "embed",
    "The values are right, but no gradient reaches the position table: its numbers were taken and "
    "the graph left behind.",
    id="GRADIENT-CUT-ONE",
    next_step="Which of your calls copies a table, detaches it or freezes it?",
)
def position_table_frozen(token_ids, token_table, position_table):
    _refuse(token_ids, position_table)
    return token_table[token_ids] + position_table[: token_ids.shape[1]].detach()


@misconception(
    "embed",
    "Token 0 was taken for padding, whose row is never trained: its gradient is missing. Here token 0 "
    "is a token like any other.",
    id="EMBED-TOKEN-ZERO-NOT-TRAINED",
    next_step="Which row of the token table gets no gradient?",
)
def zero_is_padding(token_ids, token_table, position_table):
    _refuse(token_ids, position_table)
    rows = F.embedding(token_ids, token_table, padding_idx=0)
    return rows + position_table[: token_ids.shape[1]]


@misconception(
    "embed",
    "A text longer than the context went through: the positions start again at 0 behind the last "
    "one, so two places look the same. The exercise asks to refuse it.",
    id="EMBED-POSITIONS-WRAP",
    next_step='Find the sentence under "Raises".',
)
def positions_wrap(token_ids, token_table, position_table):
    places = torch.arange(token_ids.shape[1]) % position_table.shape[0]
    return token_table[token_ids] + position_table[places]


@misconception(
    "embed",
    "A text longer than the context went through: all that stands behind the last position got the "
    "last row. The exercise asks to refuse it.",
    id="EMBED-POSITIONS-CLAMPED",
    next_step='Find the sentence under "Raises".',
)
def positions_clamped(token_ids, token_table, position_table):
    places = torch.arange(token_ids.shape[1]).clamp(max=position_table.shape[0] - 1)
    return token_table[token_ids] + position_table[places]


@misconception(
    "embed",
    "A text longer than the context was cut to fit, and what stood behind is gone without a word. "
    "The exercise asks to refuse it.",
    id="EMBED-TEXT-CUT",
    next_step='Find the sentence under "Raises".',
)
def text_cut(token_ids, token_table, position_table):
    token_ids = token_ids[:, : position_table.shape[0]]
    return token_table[token_ids] + position_table[: token_ids.shape[1]]


@misconception(
    "embed",
    "A text longer than the context fails somewhere inside, with torch's own error, or is stretched "
    "by broadcasting where there is a single position. The exercise promises a ValueError.",
    id="ERROR-WRONG-TYPE",
    next_step="Where could your own check stand, so that it comes first?",
)
def left_to_broadcasting(token_ids, token_table, position_table):
    return token_table[token_ids] + position_table[: token_ids.shape[1]]


@misconception(
    "embed",
    "A text longer than the context asks for rows that are not there, and that is an IndexError. The "
    "exercise promises a ValueError.",
    id="ERROR-WRONG-TYPE",
    next_step="Where could your own check stand, so that it comes first?",
)
def left_to_indexing(token_ids, token_table, position_table):
    return token_table[token_ids] + position_table[torch.arange(token_ids.shape[1])]


@misconception(
    "embed",
    "A text longer than the context asks for rows that are not there, and that is an IndexError. The "
    "exercise promises a ValueError.",
    id="ERROR-WRONG-TYPE",
    next_step="Where could your own check stand, so that it comes first?",
)
def left_to_embedding(token_ids, token_table, position_table):
    places = torch.arange(token_ids.shape[1])
    return F.embedding(token_ids, token_table) + F.embedding(places, position_table)


@misconception(
    "embed",
    "A text that fills the context to the last position was refused. There is a row for each of its "
    "tokens.",
    id="EMBED-FULL-CONTEXT-REFUSED",
    next_step="Which is the longest text that a table of 7 positions has room for?",
)
def full_context_refused(token_ids, token_table, position_table):
    if token_ids.shape[1] >= position_table.shape[0]:
        raise ValueError("too many tokens")
    return token_table[token_ids] + position_table[: token_ids.shape[1]]


@misconception(
    "embed",
    "The check compared the context with the number of texts, not with the number of tokens in each.",
    id="EMBED-CHECK-COUNTS-TEXTS",
    next_step="What does `len` say of a tensor of shape (B, T)?",
)
def check_counts_texts(token_ids, token_table, position_table):
    if len(token_ids) > len(position_table):
        raise ValueError("too many tokens")
    return token_table[token_ids] + position_table[: token_ids.shape[1]]


@misconception(
    "embed",
    "The check compared the context with all tokens of all texts. Every text starts at position 0, so "
    "each has the whole context to itself.",
    id="EMBED-CHECK-COUNTS-ALL",
    next_step="How many tokens has the longest text of the batch?",
)
def check_counts_all(token_ids, token_table, position_table):
    if token_ids.numel() > len(position_table):
        raise ValueError("too many tokens")
    return token_table[token_ids] + position_table[: token_ids.shape[1]]


@misconception(
    "embed",
    "The result is float32 whatever the tables are: the values were written into a new tensor with "
    "torch's default dtype.",
    id="DTYPE-DEFAULT-TAKEN",
    next_step="Call it with float64 tables and print the dtype.",
)
def in_float32(token_ids, token_table, position_table):
    _refuse(token_ids, position_table)
    return (token_table[token_ids] + position_table[: token_ids.shape[1]]).float()


@misconception(
    "embed",
    "The one-hot vectors are integers, and torch does not multiply integers with a table of floats.",
    id="EMBED-ONE-HOT-INTEGERS",
    next_step="Print the dtype of what `one_hot` gives.",
)
def one_hot_integers(token_ids, token_table, position_table):
    _refuse(token_ids, position_table)
    chosen = F.one_hot(token_ids, len(token_table))
    return chosen @ token_table + position_table[: token_ids.shape[1]]


def _refuse_rate(rate):
    if not 0 <= rate < 1:
        raise ValueError("rate")


@misconception(
    "dropout",
    "The kept activations stayed as they are. With some of them gone the sum is smaller in training "
    "than it will be in use.",
    id="DROPOUT-NOT-SCALED",
    next_step="On average, how much of the sum is left after a fifth was dropped?",
)
def not_scaled(x, keep, rate, training):
    _refuse_rate(rate)
    return x * keep if training else x


@misconception(
    "dropout",
    "The kept activations were divided by the rate, the share that is dropped. At a rate of one half "
    "nobody would notice.",
    id="DROPOUT-DIVIDED-BY-RATE",
    next_step="At rate 0.2, which share of the activations is kept?",
)
def divided_by_rate(x, keep, rate, training):
    _refuse_rate(rate)
    return torch.where(keep, x / rate, 0) if training else x


@misconception(
    "dropout",
    "The kept activations were divided by the rate, the share that is dropped. At a rate of one half "
    "nobody would notice; at a rate of 0 the division has no answer.",
    id="DROPOUT-DIVIDED-BY-RATE",
    next_step="At rate 0.2, which share of the activations is kept?",
)
def product_divided_by_rate(x, keep, rate, training):
    _refuse_rate(rate)
    return x * keep / rate if training else x


@misconception(
    "dropout",
    "The kept activations were multiplied by the share that is kept, which makes them smaller. They "
    "have to make up for those that are gone.",
    id="DROPOUT-MULTIPLIED",
    next_step="Should the kept activations become larger or smaller?",
)
def scaled_down(x, keep, rate, training):
    _refuse_rate(rate)
    return x * keep * (1 - rate) if training else x


@misconception(
    "dropout",
    "The kept activations were multiplied by 1 + rate. That is near the right factor for small rates, "
    "and too small for larger ones.",
    id="DROPOUT-ONE-PLUS-RATE",
    next_step="At rate 0.7, by which factor must the rest grow to make up for what is gone?",
)
def one_plus_rate(x, keep, rate, training):
    _refuse_rate(rate)
    return x * keep * (1 + rate) if training else x


@misconception(
    "dropout",
    "The mask was read the wrong way round: what it says to keep was dropped.",
    id="DROPOUT-MASK-INVERTED",
    next_step="Where `keep` is True, what should the result be?",
)
def mask_inverted(x, keep, rate, training):
    _refuse_rate(rate)
    return torch.where(keep, 0, x / (1 - rate)) if training else x


@misconception(
    "dropout",
    "A mask was drawn anew, and the one that was passed was not used.",
    id="DROPOUT-OWN-MASK",
    next_step="Does the result change when `keep` does?",
)
def own_mask(x, keep, rate, training):
    _refuse_rate(rate)
    return F.dropout(x, rate, training)


@misconception(
    "dropout",
    "A mask was drawn anew, and the one that was passed was not used.",
    id="DROPOUT-OWN-MASK",
    next_step="Does the result change when `keep` does?",
)
def own_mask_by_hand(x, keep, rate, training):
    _refuse_rate(rate)
    return x * (torch.rand_like(x) >= rate) / (1 - rate) if training else x


@misconception(
    "dropout",
    "Activations were dropped although the model is not in training. In use it should answer with "
    "all that it has, and the same way each time.",
    id="DROPOUT-ALWAYS-ON",
    next_step="Does your code look at `training`?",
)
def always_on(x, keep, rate, training):
    _refuse_rate(rate)
    return torch.where(keep, x / (1 - rate), 0)


@misconception(
    "dropout",
    "`training` was read the wrong way round: activations are dropped in use and left alone in "
    "training.",
    id="DROPOUT-TRAINING-INVERTED",
    next_step="When should the activations come back as they are?",
)
def training_inverted(x, keep, rate, training):
    _refuse_rate(rate)
    return x if training else torch.where(keep, x / (1 - rate), 0)


@misconception(
    "dropout",
    "The activations were made smaller in use although training has made up for it already. That "
    "makes up twice.",
    id="DROPOUT-SCALED-TWICE",
    next_step="What does the docstring say about the values outside training?",
)
def scaled_twice(x, keep, rate, training):
    _refuse_rate(rate)
    return torch.where(keep, x / (1 - rate), 0) if training else x * (1 - rate)


@misconception(
    "dropout",
    "This is dropout as it was first described: nothing is made up for in training, and the "
    "activations are made smaller in use. The inverted form does it the other way round, so that a "
    "model in use has nothing to do.",
    id="DROPOUT-CLASSIC",
    next_step="What does the docstring say about the values outside training?",
)
def classic(x, keep, rate, training):
    _refuse_rate(rate)
    return x * keep if training else x * (1 - rate)


@misconception(
    "dropout",
    "The activations were made larger in use as well. Nothing was dropped there, so there is nothing "
    "to make up for.",
    id="DROPOUT-SCALED-IN-USE",
    next_step="What does the docstring say about the values outside training?",
)
def scaled_in_use(x, keep, rate, training):
    _refuse_rate(rate)
    return torch.where(keep, x / (1 - rate), 0) if training else x / (1 - rate)


@misconception(
    "dropout",
    "All activations were made larger and none was dropped.",
    id="DROPOUT-NOTHING-DROPPED",
    next_step="What should the result be where `keep` is False?",
)
def nothing_dropped(x, keep, rate, training):
    _refuse_rate(rate)
    return x / (1 - rate) if training else x


@misconception(
    "dropout",
    "Where an activation should be dropped, its old value is still there. Dropped means 0.",
    id="DROPOUT-OLD-VALUE-STAYS",
    next_step="What should the result be where `keep` is False?",
)
def old_value_stays(x, keep, rate, training):
    _refuse_rate(rate)
    return torch.where(keep, x / (1 - rate), x) if training else x


@misconception(
    "dropout",
    "The kept activations were collected in a shorter tensor. The others should be 0 and stay where "
    "they are, or the next layer does not fit.",
    id="DROPOUT-REMOVED",
    next_step="Print the shapes of `x` and of the result.",
)
def removed(x, keep, rate, training):
    _refuse_rate(rate)
    return x[keep] / (1 - rate) if training else x


@misconception(
    "dropout",
    "The kept activations were divided by the share that this one mask keeps. The rate is the "
    "probability with which masks are drawn; one mask may keep more or fewer.",
    id="DROPOUT-SHARE-OF-THE-MASK",
    next_step="Which number does the docstring divide by?",
)
def share_of_the_mask(x, keep, rate, training):
    _refuse_rate(rate)
    return x * keep / keep.to(x.dtype).mean() if training else x


@misconception(
    "dropout",
    "The caller's own activations were changed: what was dropped is gone from `x` as well.",
    id="ARGUMENT-CHANGED",
    next_step="Print `x` after the call. Which of your operations writes into it?",
)
def in_place(x, keep, rate, training):
    _refuse_rate(rate)
    if training:
        x.mul_(keep).div_(1 - rate)
    return x


@misconception(
    "dropout",
    "The caller's own activations were changed: what was dropped is gone from `x` as well. The result "
    "itself is right.",
    id="ARGUMENT-CHANGED",
    next_step="Print `x` after the call. Which of your operations writes into it?",
)
def written_into_x(x, keep, rate, training):
    _refuse_rate(rate)
    if not training:
        return x
    x[~keep] = 0
    return x / (1 - rate)


@misconception(
    "dropout",
    "A rate that is no probability, or that leaves nothing to keep, went through. The exercise asks "
    "to refuse it.",
    id="ERROR-NOT-REFUSED",
    next_step='Find the sentence under "Raises".',
)
def rate_not_refused(x, keep, rate, training):
    return torch.where(keep, x / (1 - rate) if rate != 1 else x * torch.inf, 0) if training else x


@misconception(
    "dropout",
    "A rate of 1 fails with a division by zero, and other rates that are no probabilities go through. "
    "The exercise promises a ValueError for all of them.",
    id="ERROR-WRONG-TYPE",
    next_step="Where could your own check stand, so that it comes first?",
)
def rate_left_to_python(x, keep, rate, training):
    return x * keep * (1 / (1 - rate)) if training else x


@misconception(
    "dropout",
    "The rate is checked in training only. A wrong rate should be noticed at once, and not when "
    "somebody trains the model.",
    id="DROPOUT-CHECKED-IN-TRAINING-ONLY",
    next_step="Call it with a rate of 1.5 and `training=False`.",
)
def checked_in_training_only(x, keep, rate, training):
    if not training:
        return x
    _refuse_rate(rate)
    return torch.where(keep, x / (1 - rate), 0)


@misconception(
    "dropout",
    "A rate of 1 went through. It drops everything, and there is nothing left that could be made "
    "larger.",
    id="DROPOUT-RATE-ONE",
    next_step="What is 1 - rate for a rate of 1?",
)
def rate_of_one(x, keep, rate, training):
    if not 0 <= rate <= 1:
        raise ValueError("rate")
    return torch.where(keep, (x / torch.tensor(1 - rate)).to(x.dtype), 0) if training else x


@misconception(
    "dropout",
    "A rate of 0 was refused. It means that nothing is dropped, and is allowed.",
    id="DROPOUT-RATE-ZERO-REFUSED",
    next_step='Read the sentence about the rate under "Args".',
)
def rate_of_zero_refused(x, keep, rate, training):
    if not 0 < rate < 1:
        raise ValueError("rate")
    return torch.where(keep, x / (1 - rate), 0) if training else x


@misconception(
    "dropout",
    "Only rates that are too large are refused. A negative rate went through.",
    id="DROPOUT-NEGATIVE-RATE",
    next_step="Call it with a rate of -0.1.",
)
def negative_rate(x, keep, rate, training):
    if rate >= 1:
        raise ValueError("rate")
    return torch.where(keep, x / (1 - rate), 0) if training else x


@misconception(
    "dropout",
    "A wrong rate is met with an AssertionError. The exercise promises a ValueError. (Assertions can "
    "be switched off, so they are no way to refuse an input.)",
    id="ERROR-ASSERTION",
    next_step="Which exception does `assert` raise, and which one does the docstring name?",
)
def rate_asserted(x, keep, rate, training):
    assert 0 <= rate < 1, "rate"
    return torch.where(keep, x / (1 - rate), 0) if training else x


@misconception(
    "dropout",
    "The result is float32 whatever came in: mask and activations were turned into torch's default "
    "dtype.",
    id="DTYPE-DEFAULT-TAKEN",
    next_step="Call it with float64 activations and print the dtype.",
)
def dropped_in_float32(x, keep, rate, training):
    _refuse_rate(rate)
    return x.float() * keep.float() / (1 - rate) if training else x
