"""Questions on backpropagation and the update."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from grader.quiz import Draw, Question, Wrong, question, run


@question
def five_steps(draw: Draw) -> Question:
    return Question(
        "In which order do the five parts of a training step come?",
        right="clear gradients, forward pass, loss, backward pass, update",
        why="Clearing may stand anywhere between one update and the next backward pass; the rest "
        "has one order, since each part needs the one before it.",
        wrong=[
            Wrong(
                "forward pass, loss, backward pass, clear gradients, update",
                "gradients are cleared before they are used",
                "What would the update find in `grad`?",
            ),
            Wrong(
                "clear gradients, forward pass, loss, update, backward pass",
                "the update comes before its gradients",
                "The update needs gradients of this very loss. Which part makes them?",
            ),
            Wrong(
                "clear gradients, backward pass, forward pass, loss, update",
                "the backward pass needs no loss",
                "The way back begins at the loss. Is there one yet?",
            ),
        ],
    )


def stale(factor, rate):
    w = torch.tensor(1.0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=rate)
    for _ in range(2):
        loss = factor * w
        loss.backward()
        optimizer.step()
    return round(w.item(), 2)


@question
def forgotten_zero_grad(draw: Draw) -> Question:
    factor, lr = draw.choice([(1, 0.1), (2, 0.1), (3, 0.1), (2, 0.05)])
    return Question(
        "What is printed? (Look at what is missing.)",
        kind="number",
        code=run(stale, factor=factor, rate=lr),
        within=0.001,
        why="In the second step the first gradient is still there, so w moves twice as far: one step "
        "and then two.",
        wrong=[
            Wrong(
                round(1 - 2 * lr * factor, 2),
                "gradients are cleared by themselves",
                "That is right with `optimizer.zero_grad()` in the loop. It is not there.",
            ),
            Wrong(
                round(1 - lr * factor, 2),
                "only one step counts",
                "The loop goes round twice, and each time w moves.",
            ),
            Wrong(
                round(1 + 3 * lr * factor, 2),
                "the update goes uphill",
                "SGD subtracts the gradient, so that the loss falls.",
            ),
        ],
        otherwise="Write down `w.grad` after each `backward`, then w after each step.",
    )


def textbook(start, label):
    net = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid())
    x = torch.tensor([start])
    y = torch.tensor([label])
    y_hat = net(x)
    loss = F.binary_cross_entropy(y_hat, y)
    return loss.shape


@question
def labels_of_another_shape(draw: Draw) -> Question:
    code = run(textbook, start=[draw.randint(1, 4) + 0.5, -0.5], label=1.0)
    lines = code.text.splitlines()
    return Question(
        "This loop body stands in many textbooks. Which line fails, and why?",
        code=code,
        right=f"`{code.failing_line}`: y has shape (1,), and the output has shape (1, 1)",
        why="Output and label hold one number each, but the output is a batch of one row. The label "
        "has to get that shape, with `y.unsqueeze(1)` or `[[...]]`.",
        wrong=[
            Wrong(
                f"`{lines[0]}`: a network needs a hidden layer",
                "one layer is no network",
                "One layer is enough for a network.",
            ),
            Wrong(
                f"`{lines[3]}`: the input needs one row for each weight",
                "the input has a wrong shape",
                "The input has shape (1, 2): one row, with the two numbers that the layer wants.",
            ),
            Wrong(
                f"`{lines[4]}`: y has to be a whole number",
                "labels of BCE are integers",
                "A label for this loss is a float, between 0 and 1. Look at the shapes.",
            ),
        ],
    )


def broadcast(N):
    y_hat = torch.zeros(N, 1)
    y = torch.zeros(N)
    difference = y_hat - y
    return difference.shape


@question
def silent_broadcast(draw: Draw) -> Question:
    N = draw.randint(3, 9)
    return Question(
        "Which shape is printed?",
        kind="shape",
        code=run(broadcast, N=N),
        why="Shapes are matched from the right: (N, 1) and (N,) become (N, N). Nothing fails; the "
        "loss compares every output with every label.",
        wrong=[
            Wrong(
                (N, 1),
                "the first shape wins",
                "So one would like it. Match the shapes from the right, and fill up with 1.",
            ),
            Wrong(
                (N,), "size-1 dimensions vanish", "Broadcasting stretches; it never drops a size."
            ),
            Wrong((1, N), "the second shape wins", "Both tensors are stretched."),
        ],
        otherwise="Write the shapes below each other, flush right. What does a missing size become?",
    )


def updated(w, gradient, lr):
    weight = torch.tensor(w)
    return round((weight - lr * gradient).item(), 3)


@question
def one_update(draw: Draw) -> Question:
    w, lr = draw.choice([1.5, 2.0, 2.5]), draw.choice([0.1, 0.2])
    gradient = draw.choice([-3.0, -2.0, 4.0, 5.0])
    return Question(
        f"A weight is {w:g}, its gradient {gradient:g}, the learning rate {lr:g}. "
        "What is the weight after one step of SGD?",
        kind="number",
        code=run(updated, w=w, gradient=gradient, lr=lr),
        within=0.001,
        why="The gradient says where the loss rises; the step goes the other way, by the learning "
        "rate times the gradient.",
        wrong=[
            Wrong(
                round(w + lr * gradient, 3),
                "the step goes uphill",
                "That way the loss rises.",
            ),
            Wrong(
                round(w - gradient, 3),
                "the learning rate is forgotten",
                "So long a step would often jump over the valley.",
            ),
            Wrong(
                round(-lr * gradient, 3),
                "the step for the weight",
                "That is the change. What was there before?",
            ),
        ],
        otherwise="From the weight, take the learning rate times the gradient.",
    )


def step_alone(start):
    w = torch.tensor(start, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    loss = w**2
    optimizer.step()
    return w.item()


@question
def step_without_backward(draw: Draw) -> Question:
    start = draw.choice([2.0, 3.0, 4.0])
    return Question(
        "What is printed? (Look at what is missing.)",
        kind="number",
        code=run(step_alone, start=start),
        within=0.001,
        why="`step` only reads `grad`. Without `backward` there is none, so the weight is left as it "
        "is, without any error.",
        wrong=[
            Wrong(
                round(start - 0.2 * start, 3),
                "step computes the gradients",
                "That is right after `loss.backward()`. It is not there.",
            ),
            Wrong(
                0,
                "step finds the minimum",
                "One step moves the weight a little, if there is a gradient.",
            ),
        ],
        otherwise="What does `w.grad` hold when `step` is called?",
    )


def parameters(n, H):
    net = nn.Sequential(nn.Linear(n, H), nn.ReLU(), nn.Linear(H, 1))
    return sum(p.numel() for p in net.parameters())


@question
def parameters_of_a_net(draw: Draw) -> Question:
    inputs, hidden = draw.choice([(10, 5), (8, 4), (6, 3), (12, 4)])
    return Question(
        "What is printed?",
        kind="number",
        code=run(parameters, n=inputs, H=hidden),
        why="Each layer has a matrix and a bias; the ReLU has nothing to learn.",
        wrong=[
            Wrong(
                inputs * hidden + hidden,
                "the biases are forgotten, or the second layer",
                "Count both layers, each with its weights and its biases.",
            ),
            Wrong(
                inputs * hidden + hidden + hidden,
                "one bias is forgotten",
                "The second layer has a bias too.",
            ),
            Wrong(
                inputs + hidden + 1,
                "neurons are counted",
                "Parameters sit on the connections between the neurons.",
            ),
        ],
        otherwise="First layer: weights and biases. Second layer: weights and biases.",
    )


@question
def why_a_python_float(draw: Draw) -> Question:
    return Question(
        "Why does a training loop keep `loss.item()` in its list of losses, and not `loss`?",
        right="each `loss` would keep its graph, and memory would grow with every step",
        why="A tensor holds on to the graph that made it. A Python number holds on to nothing.",
        wrong=[
            Wrong(
                "a list cannot hold tensors",
                "lists hold numbers only",
                "A list holds anything. The question is what comes along with it.",
            ),
            Wrong(
                "`item` makes the loss more exact",
                "item changes the number",
                "It is the same number, at best as exact as before.",
            ),
            Wrong(
                "otherwise the next step would change the losses in the list",
                "a loss follows the weights",
                "A loss is computed once, and stays as it is.",
            ),
        ],
    )
