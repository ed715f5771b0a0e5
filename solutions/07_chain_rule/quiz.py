"""Questions on the chain rule."""

from __future__ import annotations

import math

import torch

from grader.quiz import Draw, Question, Wrong, question, run


@question
def chain_rule_in_words(draw: Draw) -> Question:
    return Question(
        "y = f(g(x)). What is the derivative of y by x?",
        right="f'(g(x)) · g'(x)",
        why="A small step in x becomes g'(x) times as large in g, and that becomes f'(g(x)) times as "
        "large in y. Factors of a chain multiply.",
        wrong=[
            Wrong(
                "f'(x) · g'(x)",
                "the outer derivative is taken at x",
                "f never sees x: it gets g(x). So where must its slope be measured?",
            ),
            Wrong(
                "f'(g(x)) + g'(x)",
                "derivatives of a chain are added",
                "If g doubles a step and f triples it, by how much is it larger in the end?",
            ),
            Wrong(
                "f'(g'(x))",
                "derivatives are nested",
                "The outer function gets g(x), and the outer derivative gets the same.",
            ),
        ],
    )


def composed(start):
    x = torch.tensor(start)
    g = x**2
    f = 3 * g
    dg_dx = 2 * x
    df_dg = 3
    return (df_dg * dg_dx).item()


@question
def chain_in_numbers(draw: Draw) -> Question:
    x = draw.choice([3, 4, 5, 6])
    return Question(
        "What is printed?",
        kind="number",
        code=run(composed, start=x),
        why="The slope of 3·g is 3, the slope of x² is 2x, and the two multiply.",
        wrong=[
            Wrong(2 * x, "only the inner derivative", "That is dg/dx. What does f make of it?"),
            Wrong(
                3, "only the outer derivative", "That is df/dg. What does g make of a step in x?"
            ),
            Wrong(3 + 2 * x, "derivatives are added", "The factors of a chain multiply."),
            Wrong(3 * x * x, "the value for the derivative", "That is f itself, not its slope."),
        ],
        otherwise="Work out both slopes, then look at the last line.",
    )


def sigmoid_slope(z):
    a = torch.sigmoid(torch.tensor(z))
    return round((a * (1 - a)).item(), 3)


@question
def slope_of_sigmoid(draw: Draw) -> Question:
    z = draw.choice([0.5, 1.0, -1.0, 1.5])
    a = 1 / (1 + math.exp(-z))
    return Question(
        "a = σ(z), and da/dz = a(1 − a). What is printed, to three decimals?",
        kind="number",
        code=run(sigmoid_slope, z=z),
        within=0.0015,
        why="The slope needs only the output a, which the forward pass has already computed.",
        wrong=[
            Wrong(round(a, 3), "the value for the slope", "That is a itself."),
            Wrong(
                round(z * (1 - z), 3),
                "z is put in where a belongs",
                "The rule speaks of the output of the sigmoid, not of its input.",
            ),
            Wrong(round(1 - a, 3), "a factor is missing", "One of the two factors is not there."),
        ],
        otherwise="First a = 1 / (1 + e^−z), then a times (1 − a).",
    )


def saturated(z):
    a = torch.sigmoid(torch.tensor(z))
    return round((a * (1 - a)).item(), 2)


@question
def saturation(draw: Draw) -> Question:
    z = float(draw.choice([12, 15, 18, 20]))
    return Question(
        "What is printed?",
        kind="number",
        code=run(saturated, z=z),
        within=0.001,
        why="Far from zero the sigmoid is flat. A slope near 0 lets hardly any gradient through, and "
        "the weights before it learn slowly.",
        wrong=[
            Wrong(1, "the value for the slope", "That is a. How steep is the curve there?"),
            Wrong(0.25, "the slope is always 1/4", "That is the slope at z = 0, its largest."),
        ],
        otherwise="Draw the sigmoid. How steep is it that far to the right?",
    )


def loss_for_one(output):
    a = torch.tensor(output)
    y = 1.0
    loss = -(y * torch.log(a) + (1 - y) * torch.log(1 - a))
    return round(loss.item(), 2)


@question
def cross_entropy_of_one(draw: Draw) -> Question:
    a = draw.choice([0.2, 0.25, 0.1, 0.3])
    return Question(
        "What is printed, to two decimals?",
        kind="number",
        code=run(loss_for_one, output=a),
        within=0.011,
        why="For y = 1 only −ln a is left: the less the model believed in the right answer, the "
        "larger the loss.",
        wrong=[
            Wrong(
                round(-math.log(1 - a), 2),
                "the other branch",
                "That is the loss for y = 0. Which of the two terms is 0 here?",
            ),
            Wrong(
                round(1 - a, 2),
                "the loss is the distance",
                "Cross-entropy is a logarithm. It has no upper bound.",
            ),
            Wrong(
                round(math.log(a), 2),
                "the sign is missing",
                "The logarithm of a number below 1 is negative, and a loss is not.",
            ),
        ],
        otherwise="With y = 1 one of the two terms vanishes. Work out the other.",
    )


def bias_gradient(x, w, b, y):
    z = x * w + b
    a = 1 / (1 + math.exp(-z))
    dL_dz = a - y
    dL_db = dL_dz * 1
    return round(dL_db, 3)


@question
def gradient_of_the_bias(draw: Draw) -> Question:
    x, w = draw.choice([(2.0, 0.5), (0.5, -1.0), (4.0, 0.25)])
    b, y = draw.choice([0.5, -0.25]), draw.choice([0.0, 1.0])
    a = 1 / (1 + math.exp(-(x * w + b)))
    return Question(
        "The neuron z = x·w + b, a = σ(z), with cross-entropy. What is printed, to three decimals?",
        kind="number",
        code=run(bias_gradient, x=x, w=w, b=b, y=y),
        within=0.0015,
        why="For sigmoid and cross-entropy dL/dz is the error a − y, and z moves by 1 for each 1 "
        "that b moves.",
        wrong=[
            Wrong(
                round((a - y) * x, 3),
                "the factor x belongs to w",
                "That is dL/dw. By how much does z move when b moves by 1?",
            ),
            Wrong(
                round(y - a, 3),
                "the sign is turned round",
                "That points downhill. The gradient points uphill; the update turns it round.",
            ),
            Wrong(
                round((a - y) * a * (1 - a), 3),
                "the slope of the sigmoid is counted twice",
                "It is already in a − y: there it cancels with the denominator of dL/da.",
            ),
        ],
        otherwise="Follow the lines: z, a, then a − y.",
    )


def central(x, h):
    rise = (x + h) ** 2 - (x - h) ** 2
    return round(rise / (2 * h), 3)


@question
def central_difference(draw: Draw) -> Question:
    x, h = draw.choice([3.0, 5.0, 6.0]), 0.1
    return Question(
        f"f(x) = x². The slope at x = {x:g} is measured by a central difference. What is printed?",
        kind="number",
        code=run(central, x=x, h=h),
        within=0.0015,
        why="The two errors of the same size cancel, so that for a parabola even a wide step gives "
        "the exact slope.",
        wrong=[
            Wrong(
                round(4 * x, 3),
                "divided by h",
                "The two points lie 2h apart. What is the rise to be divided by?",
            ),
            Wrong(
                round(2 * x + h, 3),
                "the difference to one side",
                "That is (f(x + h) − f(x)) / h, which is off by h here.",
            ),
            Wrong(round(x * x, 3), "the value for the slope", "That is f itself."),
        ],
        otherwise="Work out f(x + h) and f(x − h), and how far apart the two points are.",
    )


@question
def direction_of_the_chain(draw: Draw) -> Question:
    return Question(
        "A network has a million weights and one loss. Why are derivatives computed from the loss "
        "back to the weights?",
        right="one way back gives the derivative by every weight; each step reuses the one behind it",
        why="Going forwards, one would need a way for each weight. Going back, dL/dz of a layer is "
        "computed once and serves everything before it.",
        wrong=[
            Wrong(
                "because the chain rule only holds backwards",
                "the chain rule has a direction",
                "A product may be multiplied from either end. The result is the same, the work is "
                "not.",
            ),
            Wrong(
                "because the inputs are not known when training starts",
                "the backward pass comes first",
                "The forward pass has come before, and has kept what is needed.",
            ),
            Wrong(
                "because the loss has to be undone",
                "backward inverts the network",
                "Nothing is inverted: what goes back are slopes, not values.",
            ),
        ],
    )
