"""Questions on dtypes."""

from __future__ import annotations

import torch

from grader.quiz import Draw, Question, Wrong, question, run


def of_ints(a, b):
    x = torch.tensor([a, b])
    return x.dtype


@question
def dtype_of_python_ints(draw: Draw) -> Question:
    return Question(
        "What is printed?",
        code=run(of_ints, a=draw.randint(1, 9), b=draw.randint(1, 9)),
        why="Python's whole numbers become int64. Token numbers and class labels have this dtype.",
        wrong=[
            Wrong(
                "torch.int32",
                "whole numbers take 32 bits",
                "Many languages have 32-bit integers by default. Torch keeps all 64 bits.",
            ),
            Wrong(
                "torch.float32",
                "every tensor is float32",
                "float32 is the default for numbers with a decimal point.",
            ),
            Wrong(
                "torch.int",
                "the dtype is Python's type",
                "Torch's dtypes say how many bits they have; `torch.int` is another name for one "
                "of 32.",
            ),
        ],
    )


def of_mixed(a, b):
    x = torch.tensor([a, b])
    return x.dtype


@question
def dtype_of_mixed_numbers(draw: Draw) -> Question:
    return Question(
        "What is printed?",
        code=run(of_mixed, a=draw.randint(1, 9), b=draw.randint(1, 9) + 0.5),
        why="One number with a fraction makes the whole tensor float, and torch's default float has "
        "32 bits.",
        wrong=[
            Wrong(
                "torch.float64",
                "floats take 64 bits as in Python and NumPy",
                "A Python float has 64 bits, and NumPy keeps them. Torch has another default.",
            ),
            Wrong(
                "torch.int64",
                "the first number decides",
                "Then the fraction of the second number would be lost.",
            ),
            Wrong(
                "torch.object",
                "each number keeps its type",
                "All elements of a tensor have one dtype, and torch has no dtype for objects.",
            ),
        ],
    )


def truncated(a, b):
    x = torch.tensor([a, b])
    return x.to(torch.int64)


@question
def float_to_int(draw: Draw) -> Question:
    n, m = draw.randint(2, 5), draw.randint(1, 4)
    return Question(
        "What is printed?",
        code=run(truncated, a=n + 0.7, b=-(m + 0.7)),
        why="Converting to an integer drops the fraction: it goes towards zero, up for negative "
        "numbers.",
        wrong=[
            Wrong(
                f"tensor([ {n + 1}, -{m + 1}])",
                "conversion rounds",
                "That is the nearest integer, which takes a call of `round` first.",
            ),
            Wrong(
                f"tensor([ {n}, -{m + 1}])",
                "conversion rounds down",
                "That is `floor`. It differs from conversion on negative numbers.",
            ),
            Wrong(
                f"tensor([ {n}.7000, -{m}.7000])",
                "conversion keeps the values",
                "An int64 has no place for a fraction.",
            ),
        ],
    )


def rounded(a, b):
    x = torch.tensor([a, b])
    return x.round()


@question
def halves(draw: Draw) -> Question:
    even = draw.choice([0, 2, 4])
    return Question(
        "What is printed?",
        code=run(rounded, a=even + 0.5, b=even + 1.5),
        why="A half goes to the even neighbour. So halves go up as often as down, and a sum of many "
        "rounded numbers does not drift.",
        wrong=[
            Wrong(
                f"tensor([{even + 1}., {even + 2}.])",
                "halves go up",
                "So one learns at school. In a long sum it would make everything a little too "
                "large.",
            ),
            Wrong(
                f"tensor([{even}., {even + 1}.])",
                "halves go down",
                "The two halves do not go in the same direction.",
            ),
            Wrong(
                f"tensor([{even}, {even + 2}])",
                "round gives integers",
                "The values are whole, but the dtype is what it was.",
            ),
        ],
    )


def wrapped(a, b):
    image = torch.tensor([a], dtype=torch.uint8)
    brighter = image + b
    return brighter.item()


@question
def brighter_than_white(draw: Draw) -> Question:
    a, b = draw.randint(180, 240), draw.randint(90, 120)
    return Question(
        "What is printed?",
        kind="number",
        code=run(wrapped, a=a, b=b),
        why="uint8 holds 0 to 255, and after 255 comes 0 again. A bright pixel turns dark.",
        wrong=[
            Wrong(
                a + b,
                "the dtype grows as needed",
                "That needs more than eight bits, and a Python number does not widen the dtype.",
            ),
            Wrong(
                255, "the dtype stops at its largest value", "Nothing stops it there on its own."
            ),
            Wrong(
                a + b - 255,
                "after 255 comes 1",
                "There are 256 values from 0 to 255.",
            ),
        ],
        otherwise="uint8 holds 256 values. What comes after the largest?",
    )


def mean_of_ints(values):
    x = torch.tensor(values)
    total = x.sum()
    mean = x.mean()
    return mean


@question
def mean_of_integers(draw: Draw) -> Question:
    code = run(mean_of_ints, values=draw.sample(range(1, 9), 3))
    lines = code.text.splitlines()
    return Question(
        "Which line fails, and why?",
        code=code,
        right=f"`{code.failing_line}`: a mean is seldom whole, and the dtype is int64",
        why="Torch does not guess which float you want: the tensor has to be converted first.",
        wrong=[
            Wrong(
                f"`{lines[0]}`: a tensor needs a dtype",
                "the dtype must be given",
                "Torch takes it from the numbers.",
            ),
            Wrong(
                f"`{lines[1]}`: integers cannot be summed",
                "integers cannot be reduced",
                "A sum of integers is an integer, so nothing stands in its way.",
            ),
            Wrong(
                "none of them",
                "mean converts by itself",
                "So NumPy does. Torch leaves the choice of a dtype to you.",
            ),
        ],
    )


def promoted(a, b):
    x = torch.tensor([a])
    y = torch.tensor(b, dtype=torch.float64)
    return (x + y).dtype


@question
def vector_and_scalar(draw: Draw) -> Question:
    return Question(
        "`x` is a vector, `y` a scalar of a wider dtype. What is printed?",
        code=run(promoted, a=draw.randint(1, 9) + 0.5, b=draw.randint(1, 9) + 0.25),
        why="A scalar of the same kind of number does not widen a tensor that has dimensions. "
        "Two vectors would have given float64.",
        wrong=[
            Wrong(
                "torch.float64",
                "the wider dtype wins always",
                "So it is between two tensors with dimensions. How many has `y`?",
            ),
            Wrong("torch.int64", "a sum is whole", "Neither of the two is an integer."),
            Wrong(
                "torch.float16",
                "the sum takes the least memory",
                "Torch never narrows on its own.",
            ),
        ],
    )


def too_large(exponent):
    x = torch.tensor(2**exponent + 1)
    y = x.to(torch.float32)
    return int(y) - 2**exponent


@question
def what_float32_loses(draw: Draw) -> Question:
    exponent = draw.randint(24, 30)
    return Question(
        "What is printed?",
        kind="number",
        code=run(too_large, exponent=exponent),
        why="float32 keeps 24 bits of a number, so from 2**24 on it cannot tell each integer from "
        "the next. int64 can.",
        wrong=[
            Wrong(
                1,
                "float32 holds every integer",
                "It has 32 bits in all, and some of them are the exponent. What is left is too "
                "little here.",
            )
        ],
        otherwise="How many bits does float32 keep of a number, and how many would this one need?",
    )
