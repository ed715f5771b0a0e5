"""Questions on reshape, transpose and the matrix product."""

from __future__ import annotations

import torch

from grader.quiz import Draw, Question, Wrong, question, run


def product(n, k, m):
    a = torch.zeros(n, k)
    b = torch.zeros(k, m)
    return (a @ b).shape


@question
def shape_of_a_product(draw: Draw) -> Question:
    n, k, m = draw.sample([2, 3, 4, 5, 6], 3)
    return Question(
        "Which shape is printed?",
        kind="shape",
        code=run(product, n=n, k=k, m=m),
        why="The inner sizes meet and vanish; the outer ones stay.",
        wrong=[
            Wrong(
                (n, k, m), "all sizes stay", "The sum over the inner size leaves two directions."
            ),
            Wrong((k, k), "the inner sizes stay", "Those are the sizes that are summed over."),
            Wrong((m, n), "the order is reversed", "Rows come from the first matrix."),
        ],
        otherwise="Write the two shapes side by side. Which sizes meet?",
    )


def refused(n, k, m):
    a = torch.zeros(n, k)
    b = torch.zeros(m, k)
    c = b.T
    d = a @ b
    return d.shape


@question
def product_that_fails(draw: Draw) -> Question:
    n, k, m = draw.sample([2, 3, 4, 5, 6], 3)
    code = run(refused, n=n, k=k, m=m)
    lines = code.text.splitlines()
    return Question(
        "Which line fails, and why?",
        code=code,
        right=f"`{code.failing_line}`: the inner sizes {k} and {m} differ",
        why="Each number of the product is a sum over the inner size, so both must agree on it.",
        wrong=[
            Wrong(
                f"`{lines[1]}`: both matrices have {k} columns",
                "shapes must differ",
                "Any shape can be made. It matters only when the two meet.",
            ),
            Wrong(
                f"`{lines[2]}`: only square matrices can be transposed",
                "transpose needs a square matrix",
                f"The transpose of ({m}, {k}) is ({k}, {m}).",
            ),
            Wrong(
                f"`{lines[3]}`: the matrices differ in shape",
                "a product needs equal shapes",
                "That is the rule for `a * b`. For `@` only one size of each has to agree.",
            ),
        ],
    )


def reshaped(r, c):
    x = torch.arange(r * c).reshape(r, c)
    return x.reshape(c, r)[0].tolist()


@question
def reshape_or_transpose(draw: Draw) -> Question:
    r, c = draw.choice([(2, 3), (2, 4), (3, 4), (3, 5)])
    return Question(
        "What is printed?",
        code=run(reshaped, r=r, c=c),
        why="`reshape` keeps the numbers in their order and only breaks the lines elsewhere.",
        wrong=[
            Wrong(
                str(list(range(0, r * c, c))),
                "reshape transposes",
                "That is the first row of `x.T`. The shape would be the same, the numbers not.",
            ),
            Wrong(
                str(list(range(c))),
                "the rows stay as they are",
                "That is the first row of `x`. How long is a row now?",
            ),
            Wrong(
                str(list(range(r * c - 1, r * c - 1 - r, -1))),
                "reshape reverses",
                "The order in memory stays, from first to last.",
            ),
        ],
    )


def viewed(r, c):
    x = torch.arange(r * c).reshape(r, c)
    y = x.T
    z = y.view(r * c)
    return z.tolist()


@question
def view_of_a_transpose(draw: Draw) -> Question:
    r, c = draw.choice([(2, 3), (2, 4), (3, 4)])
    code = run(viewed, r=r, c=c)
    lines = code.text.splitlines()
    return Question(
        "Which line fails, and why?",
        code=code,
        right=f"`{code.failing_line}`: the numbers of `y` do not lie in memory in the order of y",
        why="A transpose only reads the same memory in another order. `view` never copies, so it "
        "cannot put them in a row; `reshape` would copy.",
        wrong=[
            Wrong(
                f"`{lines[1]}`: {r} and {c} differ",
                "transpose needs a square matrix",
                "Any matrix has a transpose.",
            ),
            Wrong(
                f"`{lines[2]}`: `view` needs two sizes for a matrix",
                "view keeps the rank",
                "`view` may change the rank, as long as the number of elements is the same.",
            ),
            Wrong(
                "none of them",
                "view and reshape are the same",
                "They are, as long as no copy is needed. Is one needed here?",
            ),
        ],
    )


def same_memory(r, c, new):
    x = torch.arange(r * c).reshape(r, c)
    y = x.T
    y[1, 0] = new
    return x[0, 1].item()


@question
def transpose_is_a_view(draw: Draw) -> Question:
    r, c = draw.choice([(2, 3), (3, 4), (3, 5)])
    new = draw.randint(50, 99)
    return Question(
        "What is printed?",
        kind="number",
        code=run(same_memory, r=r, c=c, new=new),
        why="`x.T` is a view: the same memory, with rows and columns swapped. A change through one "
        "is seen through the other.",
        wrong=[
            Wrong(1, "transpose copies", "So it would be, if `y` had memory of its own."),
            Wrong(c, "the indices stay", "That stands at `x[1, 0]`, and it was not asked for."),
        ],
        otherwise="Does `y` have memory of its own? And where is its element [1, 0] in `x`?",
    )


def permuted(N, H, W):
    images = torch.zeros(N, H, W, 3)
    return images.permute(0, 3, 1, 2).shape


@question
def channels_to_the_front(draw: Draw) -> Question:
    N, H, W = draw.sample([2, 4, 5, 6, 7], 3)
    return Question(
        "Which shape is printed?",
        kind="shape",
        code=run(permuted, N=N, H=H, W=W),
        why="`permute` lists, for each new direction, the old one: 0, then 3 (the channels), then 1 "
        "and 2.",
        wrong=[
            Wrong(
                (N, H, W, 3),
                "permute works in place on nothing",
                "That is the shape before. What is printed is what `permute` returned.",
            ),
            Wrong(
                (N, W, 3, H),
                "the numbers say where each direction goes",
                "The other way round: each number says which old direction comes to this place.",
            ),
            Wrong(
                (N, 3, W, H),
                "height and width are swapped",
                "Direction 1 comes before direction 2 in the list.",
            ),
        ],
        otherwise="Write the old shape down and take its entries 0, 3, 1, 2 in turn.",
    )


def heads(B, T, H, d):
    x = torch.zeros(B, T, H * d)
    parts = x.reshape(B, T, H, d)
    return parts.transpose(1, 2).shape


@question
def shape_of_heads(draw: Draw) -> Question:
    B, T, H, d = draw.sample([2, 3, 4, 5, 6, 8], 4)
    return Question(
        "Which shape is printed?",
        kind="shape",
        code=run(heads, B=B, T=T, H=H, d=d),
        why="First the last direction is cut into heads, then heads and positions change places, so "
        "that each head has a matrix of its own.",
        wrong=[
            Wrong(
                (B, T, H, d),
                "the transpose is overlooked",
                "That is the shape of `parts`. One step more is taken.",
            ),
            Wrong(
                (T, B, H, d),
                "dimensions are counted from 1",
                "Dimension 0 is the first, so 1 and 2 are the second and the third.",
            ),
            Wrong(
                (B, H, T, H * d),
                "every head keeps the whole vector",
                "The heads share the vector. How many numbers has each?",
            ),
        ],
        otherwise="Write down the shape after each line.",
    )


def elementwise(a, b, c, d):
    x = torch.tensor([[a, b], [c, d]])
    return (x * x)[0, 0].item()


@question
def star_or_at(draw: Draw) -> Question:
    a, b, c, d = draw.sample(range(3, 9), 4)
    return Question(
        "What is printed?",
        kind="number",
        code=run(elementwise, a=a, b=b, c=c, d=d),
        why="`*` multiplies entry by entry. The matrix product is `@`.",
        wrong=[
            Wrong(
                a * a + b * c,
                "the star is the matrix product",
                "That is the entry of `x @ x`: a row times a column, summed up.",
            ),
            Wrong(2 * a, "the star doubles", "Two factors are multiplied, not added."),
        ],
        otherwise="Which entries meet in `x * x`?",
    )
