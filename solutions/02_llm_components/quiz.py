"""Questions on the components of a language model."""

from __future__ import annotations

import torch
from torch import nn

from grader.quiz import Draw, Question, Wrong, question, run


def token_table(V, D):
    table = nn.Embedding(V, D)
    return table.weight.numel()


@question
def vocab_size(draw: Draw) -> Question:
    V, D = draw.choice([1000, 2000, 5000]), draw.choice([16, 32, 64])
    return Question(
        f"A model card says `vocab_size: {V}` and `emb_dim: {D}`. How many parameters does the "
        "token table have?",
        kind="number",
        code=run(token_table, V=V, D=D),
        why="The vocabulary is the set of tokens that the model knows, and each of them has a row "
        "of `emb_dim` numbers.",
        wrong=[
            Wrong(
                V,
                "one number a token",
                "So many rows the table has. One number would be too little to say what a token "
                "means.",
            ),
            Wrong(
                V * V,
                "a row for each pair of tokens",
                "The table holds something about each token, not about pairs of them.",
            ),
            Wrong(
                V + D,
                "sizes are added",
                "The table has V rows, and every row is D numbers long.",
            ),
        ],
        otherwise="How many rows has the table, and how long is each?",
    )


@question
def context_length(draw: Draw) -> Question:
    n = draw.choice([256, 1024, 2048])
    return Question(
        f"What does `context_length: {n}` mean?",
        right=f"the model looks at no more than {n} tokens at once",
        why="It counts tokens, and pays no heed to where sentences begin and end. It is also the "
        "number of rows of the position table.",
        wrong=[
            Wrong(
                f"a sentence may have no more than {n} words",
                "the context length is the longest sentence",
                "A window may hold many sentences, or part of one. And what is counted are tokens, "
                "which are often parts of words.",
            ),
            Wrong(
                f"the answer of the model has {n} characters",
                "the context length is the length of answers",
                "What is read and what is written share the window, and neither is counted in "
                "characters.",
            ),
            Wrong(
                f"the model was trained on {n} texts",
                "the context length is the size of the data",
                "How much text there was is not part of the architecture. This is about a single "
                "look.",
            ),
        ],
    )


@question
def emb_dim(draw: Draw) -> Question:
    D = draw.choice([768, 1024, 4096])
    return Question(
        f"A model has 7 billion parameters and `emb_dim: {D}`. How many dimensions has the vector "
        "that stands for a token?",
        right=f"{D}",
        why="The vector of one token has hundreds or thousands of dimensions. Billions are the "
        "parameters: all numbers in all tables and matrices together.",
        wrong=[
            Wrong(
                "7 billion",
                "an embedding has billions of dimensions",
                "So many numbers the whole model has. A vector of that size for every token would "
                "not fit into any memory.",
            ),
            Wrong(
                "as many as there are tokens in the vocabulary",
                "embeddings are one-hot",
                "That would be a vector with a single 1. Embeddings are dense, and much shorter.",
            ),
            Wrong(
                "1: the number of the token",
                "a token is its number",
                "The number only says which row of the table to take.",
            ),
        ],
    )


def one_head(D, H):
    x = torch.zeros(2, 5, D)
    heads = x.reshape(2, 5, H, -1)
    return heads.shape[-1]


@question
def n_heads(draw: Draw) -> Question:
    H, d = draw.choice([2, 4, 6]), draw.choice([8, 16, 32])
    return Question(
        f"`emb_dim` is {H * d} and `n_heads` is {H}. How many numbers of each token's vector does "
        "one head work with?",
        kind="number",
        code=run(one_head, D=H * d, H=H),
        why="The heads share the vector: each looks at the text in its own way, through a part of "
        "the dimensions.",
        wrong=[
            Wrong(
                H * d,
                "every head sees the whole vector",
                "Then the heads together would make a vector that is too long. They share it.",
            ),
            Wrong(
                H * d * H,
                "heads multiply the vector",
                "The vector does not grow with the number of heads.",
            ),
            Wrong(
                H, "the number of heads", "That is how many parts there are, not how long one is."
            ),
        ],
        otherwise="The heads share `emb_dim` among them.",
    )


def layers(D, L):
    stack = nn.Sequential(*[nn.Linear(D, D, bias=False) for _ in range(L)])
    return sum(p.numel() for p in stack.parameters())


@question
def n_layers(draw: Draw) -> Question:
    D, L = draw.choice([10, 20]), draw.choice([3, 4, 6])
    return Question(
        "`n_layers` says how many equal blocks stand one behind the other; here a block is one "
        "matrix. How many parameters is that?",
        kind="number",
        code=run(layers, D=D, L=L),
        why="Every layer has weights of its own, so the number of parameters grows with the number "
        "of layers.",
        wrong=[
            Wrong(
                D * D,
                "layers share their weights",
                "That is one block. Does `nn.Linear` in a loop give one matrix or several?",
            ),
            Wrong(
                (D * L) ** 2,
                "layers make the matrix wider",
                "Layers stand one behind the other. The width stays as it is.",
            ),
            Wrong(
                D * L,
                "a block has D numbers",
                "A matrix from D numbers to D numbers has more than D entries.",
            ),
        ],
        otherwise="How many numbers has one matrix, and how many matrices are there?",
    )


@question
def drop_rate(draw: Draw) -> Question:
    percent = draw.choice([10, 20])
    return Question(
        f"What does `drop_rate: 0.{percent // 10}` do?",
        right=f"in training, about {percent} % of the activations are set to 0, others each time",
        why="What is dropped are numbers inside the network, drawn anew at each step, and only in "
        "training: in use nothing is dropped.",
        wrong=[
            Wrong(
                f"{percent} % of the training data is left out",
                "dropout removes part of the data",
                "Every text is used. What is dropped lies inside the network.",
            ),
            Wrong(
                f"{percent} % of the weights are deleted for good",
                "dropout prunes the model",
                "The model keeps all its weights; after training it has as many as before.",
            ),
            Wrong(
                f"in use, {percent} % of the activations are set to 0, others each time",
                "dropout acts in use",
                "Then the same question would get another answer each time for no reason. Look at "
                "the argument `training` of `dropout`.",
            ),
        ],
    )


def projections(D):
    query, key, value = (nn.Linear(D, D, bias=False) for _ in range(3))
    return sum(layer.weight.numel() for layer in (query, key, value))


@question
def qkv_bias(draw: Draw) -> Question:
    D = draw.choice([8, 10, 12, 20])
    return Question(
        f"`emb_dim` is {D}, and `qkv_bias` is False. How many parameters do the query, key and "
        "value projections of one layer have together?",
        kind="number",
        code=run(projections, D=D),
        why="Three matrices of D × D. With `qkv_bias` each would have D numbers more, which are "
        "added to its result.",
        wrong=[
            Wrong(
                3 * (D * D + D),
                "the bias is counted although it is off",
                "That is the number with a bias of D numbers for each projection.",
            ),
            Wrong(
                D * D,
                "one projection for all three",
                "Query, key and value have a matrix each.",
            ),
            Wrong(
                3 * D, "a projection is a vector", "A projection from D numbers to D is a matrix."
            ),
        ],
        otherwise="Count the matrices, and the numbers in each.",
    )


def bytes_needed(n):
    weights = torch.zeros(n, dtype=torch.bfloat16)
    return weights.numel() * weights.element_size()


@question
def memory_of_parameters(draw: Draw) -> Question:
    n = draw.choice([1000, 3000, 5000])
    return Question(
        "How many bytes do the weights take?",
        kind="number",
        code=run(bytes_needed, n=n),
        why="bfloat16 has 16 bits, which are 2 bytes. float32 would take twice as much.",
        wrong=[
            Wrong(4 * n, "every number takes 4 bytes", "So much float32 would take."),
            Wrong(16 * n, "bits are bytes", "16 is the number of bits; a byte has 8."),
            Wrong(n, "a number takes a byte", "8 bits would be too few for this dtype."),
        ],
        otherwise="The name of the dtype says its number of bits.",
    )
