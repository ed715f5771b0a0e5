"""Questions on autograd."""

from __future__ import annotations

import torch

from grader.quiz import Draw, Question, Wrong, question, run


@question
def what_the_graph_is(draw: Draw) -> Question:
    return Question(
        "What is the computational graph that PyTorch keeps?",
        right="a record of the operations that made a tensor, with what their derivatives need",
        why="It is written while the forward pass runs, and `backward` walks along it from the loss "
        "to the leaves.",
        wrong=[
            Wrong(
                "a drawing of the network's layers",
                "the graph is a picture of the model",
                "The graph knows nothing of layers: it is made anew by each forward pass, of single "
                "operations.",
            ),
            Wrong(
                "a plan of the network, made before the first data come",
                "the graph is fixed beforehand",
                "It is recorded while the operations run, so an `if` may lead to another graph each "
                "time.",
            ),
            Wrong(
                "the curve of the loss over the steps of training",
                "the graph is a plot",
                "The word has two meanings. This one has nodes and edges.",
            ),
        ],
    )


def graph_of_sum(start, x, b):
    w = torch.tensor(start, requires_grad=True)
    z = w * x
    y = z + b
    return y.grad_fn.name()


@question
def name_of_the_last_node(draw: Draw) -> Question:
    return Question(
        "What is printed?",
        code=run(graph_of_sum, start=draw.randint(1, 4) + 0.5, x=draw.randint(2, 5), b=1),
        why="`grad_fn` is the operation that made this very tensor; those before it are reached "
        "through `next_functions`.",
        wrong=[
            Wrong(
                "MulBackward0",
                "grad_fn is the first operation",
                "That made `z`. Which operation came last?",
            ),
            Wrong(
                "torch::autograd::AccumulateGrad",
                "grad_fn is the end of the graph",
                "That node stands at the other end, where the gradient reaches the leaf.",
            ),
            Wrong(
                "None",
                "a result has no grad_fn",
                "Only a leaf has none. `y` was made from something that requires gradients.",
            ),
        ],
    )


def twice(start, factor):
    w = torch.tensor(start, requires_grad=True)
    for _ in range(2):
        loss = factor * w
        loss.backward()
    return w.grad.item()


@question
def backward_two_times(draw: Draw) -> Question:
    factor = draw.randint(3, 9)
    start = draw.choice([1.0, 5.0])
    return Question(
        "What is printed?",
        kind="number",
        code=run(twice, start=start, factor=factor),
        why="`backward` adds to `grad`. Nothing set it to zero in between, so the slope is there "
        "twice.",
        wrong=[
            Wrong(
                factor,
                "backward replaces the gradient",
                "That is what one call gives. What does the second do with what is there?",
            ),
            Wrong(
                factor * factor,
                "gradients multiply",
                "The second gradient joins the first by another operation.",
            ),
        ],
        otherwise="What is the slope of the loss? And how often does it arrive?",
    )


@question
def why_gradients_accumulate(draw: Draw) -> Question:
    return Question(
        "Why does `backward` add to `grad`, and not replace what is there?",
        right="a weight that is used in several places gets the sum of what comes from each",
        why="The derivative of a sum is the sum of the derivatives. It also lets a large batch be "
        "worked through in parts. The price is that somebody has to clear `grad` between steps.",
        wrong=[
            Wrong(
                "so that later steps learn faster",
                "old gradients are momentum",
                "Left-over gradients belong to old weights and lead astray. Momentum is something "
                "else, and an optimiser does it.",
            ),
            Wrong(
                "it is a mistake that nobody has mended",
                "accumulation has no use",
                "Think of a weight that is used twice in one forward pass. What is its gradient?",
            ),
            Wrong(
                "to save memory",
                "adding saves memory",
                "Replacing would take no more memory than adding.",
            ),
        ],
    )


def used_up(start):
    w = torch.tensor(start, requires_grad=True)
    loss = w**2
    loss.backward()
    loss.backward()
    return w.grad


@question
def same_graph_again(draw: Draw) -> Question:
    start = draw.choice([2.0, 3.0, 4.0])
    code = run(used_up, start=start)
    return Question(
        "What happens?",
        code=code,
        right=f"the second `{code.failing_line}` raises {code.error}: the graph is used up",
        why="After the way back, torch frees what the graph had kept. A new forward pass makes a new "
        "graph; `retain_graph=True` would keep the old one.",
        wrong=[
            Wrong(
                f"tensor({2 * start}) is printed: the second call finds nothing new",
                "a second backward does nothing",
                "It would add the gradient once more, if it could walk the graph at all.",
            ),
            Wrong(
                f"tensor({4 * start}) is printed: the gradient is there twice",
                "a graph can be walked again and again",
                "So it is with a new forward pass before each call. Is there one?",
            ),
            Wrong(
                "the first `loss.backward()` raises: a power has no gradient",
                "only sums and products have gradients",
                "Every smooth operation of torch knows its derivative.",
            ),
        ],
    )


def in_place(start, lr):
    w = torch.tensor(start, requires_grad=True)
    loss = w**2
    loss.backward()
    w -= lr * w.grad
    return w


@question
def update_of_a_leaf(draw: Draw) -> Question:
    code = run(in_place, start=draw.choice([2.0, 3.0]), lr=draw.choice([0.1, 0.01]))
    lines = code.text.splitlines()
    return Question(
        "Which line fails, and why?",
        code=code,
        right=f"`{code.failing_line}`: autograd watches w, and would lose its value",
        why="A leaf that requires gradients may be changed only where autograd does not watch: "
        "within `torch.no_grad()`. Optimisers do just that.",
        wrong=[
            Wrong(
                f"`{lines[1]}`: the loss has to be a mean",
                "a loss must be a mean",
                "Any 0-D tensor can be a loss.",
            ),
            Wrong(
                f"`{lines[2]}`: backward needs an optimiser",
                "backward belongs to the optimiser",
                "Autograd knows nothing of optimisers. They only read `grad`.",
            ),
            Wrong(
                "none of them",
                "weights may be changed anywhere",
                "Look at what the first line asks of autograd.",
            ),
        ],
    )


def not_scalar(values, factor):
    x = torch.tensor(values, requires_grad=True)
    y = x * factor
    y.backward()
    return x.grad


@question
def backward_from_a_vector(draw: Draw) -> Question:
    values = [draw.randint(1, 4) + 0.5 for _ in range(3)]
    code = run(not_scalar, values=values, factor=draw.randint(2, 5))
    lines = code.text.splitlines()
    return Question(
        "Which line fails, and why?",
        code=code,
        right=f"`{code.failing_line}`: y has three numbers, and it is open whose gradient is meant",
        why="A gradient belongs to one number. A vector has to be summed or averaged first, or its "
        "elements weighted.",
        wrong=[
            Wrong(
                f"`{lines[0]}`: only scalars can require gradients",
                "a vector cannot require gradients",
                "Weights are seldom scalars. Every tensor of floats can require gradients.",
            ),
            Wrong(
                f"`{lines[1]}`: a Python number has no gradient",
                "numbers break the graph",
                "A number is a constant; the graph goes on through `x`.",
            ),
            Wrong(
                "none of them",
                "backward works from any tensor",
                "From which of the three numbers should it start?",
            ),
        ],
    )


def detached(values, new):
    x = torch.tensor(values, requires_grad=True)
    y = x.detach()
    y[0] = new
    return x[0].item()


@question
def detach_shares(draw: Draw) -> Question:
    values = [float(value) for value in draw.sample(range(1, 9), 2)]
    new = float(draw.randint(20, 60))
    return Question(
        "What is printed?",
        kind="number",
        code=run(detached, values=values, new=new),
        why="`detach` leaves the graph and keeps the memory: a change through `y` is a change of "
        "`x`.",
        wrong=[
            Wrong(
                values[0],
                "detach copies",
                "So it would be after `detach().clone()`. Who owns the memory of `y`?",
            )
        ],
        otherwise="Does `y` have memory of its own?",
    )
