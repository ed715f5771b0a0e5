"""Questions on tensor ranks."""

from __future__ import annotations

import torch

from grader.quiz import Draw, Question, Wrong, question, run


def rank_of_vector(n):
    x = torch.zeros(n)
    return x.dim()


@question
def rank_and_size(draw: Draw) -> Question:
    n = draw.choice([10, 100, 1000])
    return Question(
        "What is printed?",
        kind="number",
        code=run(rank_of_vector, n=n),
        why="The rank counts directions, and a vector has one, however long it is.",
        wrong=[
            Wrong(
                n,
                "the rank is the number of elements",
                "That is the size. The rank says how many indices it takes to reach a number.",
            ),
            Wrong(0, "a vector has no direction", "Rank 0 is a scalar: it takes no index at all."),
        ],
        otherwise="How many indices does it take to reach one number of `x`?",
    )


def scalar_shape(number):
    x = torch.tensor(number)
    return x.shape


@question
def shape_of_a_scalar(draw: Draw) -> Question:
    number = draw.randint(2, 9)
    return Question(
        "What is printed?",
        code=run(scalar_shape, number=number),
        why="A scalar has no direction, so its shape has no entries. It still holds one number.",
        wrong=[
            Wrong(
                "torch.Size([1])",
                "a scalar is a vector of length 1",
                "That is the shape of a vector with one element, which takes one index.",
            ),
            Wrong(
                "torch.Size([0])",
                "rank 0 is size 0",
                "That is a vector without elements. Here there is a number.",
            ),
            Wrong(
                f"torch.Size([{number}])",
                "the number is a size",
                "`torch.tensor` takes values. `torch.zeros` takes sizes.",
            ),
        ],
    )


def nested_shape(rows):
    x = torch.tensor([rows, rows])
    return x.shape


@question
def shape_of_nested_lists(draw: Draw) -> Question:
    n, m = draw.sample([3, 4, 5], 2)
    rows = [[draw.randint(0, 9) for _ in range(m)] for _ in range(n)]
    return Question(
        "Which shape is printed?",
        kind="shape",
        code=run(nested_shape, rows=rows),
        why="From the outside inwards: how many parts, how many rows in each, how many numbers in "
        "each row.",
        wrong=[
            Wrong(
                (m, n, 2),
                "the shape is read from the inside",
                "The outermost list gives the first entry of the shape.",
            ),
            Wrong(
                (2 * n, m),
                "the parts stand below each other",
                "Two tables in a list are a level of nesting more.",
            ),
            Wrong(
                (n, m),
                "the outer list is left out",
                "That is the shape of each of the two parts.",
            ),
        ],
        otherwise="Count from the outside: parts, rows, numbers in a row.",
    )


def count(a, b, c):
    x = torch.zeros(a, b, c)
    return x.numel()


@question
def number_of_elements(draw: Draw) -> Question:
    a, b, c = draw.sample([2, 4, 5, 6], 3)
    return Question(
        "What is printed?",
        kind="number",
        code=run(count, a=a, b=b, c=c),
        why="The number of elements is the product of the sizes.",
        wrong=[
            Wrong(a + b + c, "sizes are added", "A table of 2 × 3 has more than five cells."),
            Wrong(3, "the rank", "That is the number of directions."),
            Wrong(
                a, "only the first direction", "That is `len(x)`, the size of the first direction."
            ),
        ],
        otherwise="How many boxes does a block of that shape have?",
    )


def length(a, b, c):
    x = torch.zeros(a, b, c)
    return len(x)


@question
def what_len_counts(draw: Draw) -> Question:
    a, b, c = draw.sample([4, 5, 6, 7], 3)
    return Question(
        "What is printed?",
        kind="number",
        code=run(length, a=a, b=b, c=c),
        why="`len` of a tensor is the size of its first direction.",
        wrong=[
            Wrong(
                a * b * c,
                "len counts the elements",
                "That is `x.numel()`. A loop `for part in x` would not go round that often.",
            ),
            Wrong(3, "len is the rank", "That is `x.dim()`, the length of the shape."),
            Wrong(c, "len is the size of the last direction", "Python counts from the outside."),
        ],
        otherwise="How often would a loop `for part in x` go round?",
    )


def ragged(a, b):
    rows = [a, b]
    x = torch.tensor(rows)
    return x.shape


@question
def rows_of_different_length(draw: Draw) -> Question:
    n = draw.randint(2, 4)
    a, b = list(range(1, n + 1)), list(range(1, n + 2))
    code = run(ragged, a=a, b=b)
    return Question(
        "What happens?",
        code=code,
        right=f"`{code.failing_line}` raises {code.error}: the rows differ in length",
        why="Every direction of a tensor has one size, so rows of different lengths have no shape.",
        wrong=[
            Wrong(
                f"torch.Size([2, {n + 1}]): the short row is filled up with zeros",
                "short rows are padded",
                "Torch never makes up numbers. Who wants padding has to write it.",
            ),
            Wrong(
                f"torch.Size([2, {n}]): the long row is cut",
                "long rows are cut",
                "Torch never drops numbers on its own.",
            ),
            Wrong(
                "torch.Size([2]): a vector of two lists",
                "a tensor may hold lists",
                "The elements of a tensor are numbers of one dtype. NumPy would have objects; "
                "torch has not.",
            ),
        ],
    )


def stacked(N, H, W):
    images = [torch.zeros(H, W, 3) for _ in range(N)]
    return torch.stack(images).shape


@question
def shape_of_a_batch(draw: Draw) -> Question:
    N, H, W = draw.sample([2, 4, 5, 6, 7], 3)
    return Question(
        "Which shape is printed?",
        kind="shape",
        code=run(stacked, N=N, H=H, W=W),
        why="`stack` makes a new direction in front: which image. Its rank is one more than an "
        "image's.",
        wrong=[
            Wrong(
                (N * H, W, 3),
                "stack joins along a direction that exists",
                "That is what `torch.cat` does: the images below each other, as one tall image.",
            ),
            Wrong((H, W, 3), "the list adds nothing", "That is the shape of one image."),
            Wrong(
                (H, W, 3, N),
                "the new direction comes last",
                "Without `dim=`, the new direction comes in front.",
            ),
        ],
        otherwise="How many images are there, and what is the shape of each?",
    )


def matrix_rank(n):
    x = torch.ones(n, n)
    return x.dim()


@question
def rank_of_a_matrix(draw: Draw) -> Question:
    n = draw.randint(3, 6)
    return Question(
        "Every entry of this matrix is 1. What is printed?",
        kind="number",
        code=run(matrix_rank, n=n),
        why="The rank of a tensor counts its directions. Linear algebra uses the word for something "
        "else: by that, this matrix would have rank 1.",
        wrong=[
            Wrong(
                1,
                "the rank of linear algebra",
                "That is the number of independent rows, `torch.linalg.matrix_rank`. The same "
                "word, another thing.",
            ),
            Wrong(n, "the rank is the number of rows", "That is the size of a direction."),
            Wrong(n * n, "the rank is the number of elements", "That is `x.numel()`."),
        ],
        otherwise="How many indices does it take to reach one number of `x`?",
    )
