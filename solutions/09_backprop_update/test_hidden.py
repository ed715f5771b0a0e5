"""Hidden tests of 09_backprop_update."""

import pytest
import torch

from grader import points, visible

FLOATS = [torch.float32, torch.float64]


def weights(draw, inputs, hidden, outputs, dtype=torch.float32):
    # Half as large as normal values: many a right answer divides by 1 - y_hat, and no sigmoid may
    # come out as 1.
    return {
        "W1": draw(hidden, inputs, dtype=dtype) / 2,
        "b1": draw(hidden, dtype=dtype) / 2,
        "W2": draw(outputs, hidden, dtype=dtype) / 2,
        "b2": draw(outputs, dtype=dtype) / 2,
    }


@points(3)
@visible
def test_init(compare, draw):
    """Shapes, limits, seeds and the global random state."""
    compare.scenario("properties_of_init", of="init_params", sizes=(16, 30, 20), seed=draw.seed())


@points(2)
@visible
@pytest.mark.parametrize("dtype", FLOATS)
def test_forward(compare, draw, dtype):
    """Four inputs, {dtype}."""
    compare("forward", draw(4, 3, dtype=dtype), weights(draw, 3, 5, 2, dtype))


@points(1)
@visible
def test_forward_square(compare, draw):
    """As many hidden units as inputs and outputs; a batch of one."""
    compare("forward", draw(4, 3), weights(draw, 3, 3, 3))
    compare("forward", draw(1, 3), weights(draw, 3, 5, 1))


@points(1)
def test_forward_strided(compare, draw):
    """A transposed batch, and one row repeated."""
    compare("forward", draw(3, 4).T, weights(draw, 3, 5, 2))
    compare("forward", draw(1, 3).expand(4, 3), weights(draw, 3, 5, 2))


@points(1)
@visible
@pytest.mark.parametrize("dtype", FLOATS)
def test_loss(compare, draw, dtype):
    """Probabilities of shape (4, 3), {dtype}."""
    compare("loss", draw.uniform(0.1, 0.9, 4, 3, dtype=dtype), draw.labels(4, 3, dtype=dtype))


@points(2)
@visible
def test_loss_flat_labels(compare, draw):
    """Labels of shape (4,) for probabilities of shape (4, 1)."""
    compare("loss", draw.uniform(0.1, 0.9, 4, 1), draw.labels(4))
    compare("loss", draw.uniform(0.1, 0.9, 1, 1), draw.labels(1))


@points(3)
@visible
@pytest.mark.parametrize("dtype", FLOATS)
def test_backward(compare, draw, dtype):
    """Four inputs, two outputs, {dtype}."""
    x, y = draw(4, 3, dtype=dtype), draw.labels(4, 2, dtype=dtype)
    compare("backward", x, y, weights(draw, 3, 5, 2, dtype), tolerance=500)


@points(2)
@visible
def test_backward_flat_labels(compare, draw):
    """Labels of shape (4,) for one output, and a batch of one."""
    compare("backward", draw(4, 3), draw.labels(4), weights(draw, 3, 5, 1), tolerance=500)
    compare("backward", draw(1, 3), draw.labels(1, 1), weights(draw, 3, 5, 1), tolerance=500)


@points(2)
@visible
@pytest.mark.parametrize("lr", [0.1, 0.03])
def test_sgd_step(compare, draw, lr):
    """Learning rate {lr}; the old weights keep their values."""
    compare("sgd_step", weights(draw, 3, 4, 2), weights(draw, 3, 4, 2), lr)


@points(1)
@visible
def test_sgd_step_double(compare, draw):
    """Another learning rate, in float64."""
    old, gradients = (weights(draw, 2, 5, 1, torch.float64) for _ in range(2))
    compare("sgd_step", old, gradients, draw.real(0.1, 0.9))


@points(2)
@visible
def test_net_layers(compare):
    """The layers and their parameters."""
    compare.scenario("layers_of_net", of="SimpleNet")


@points(2)
@visible
@pytest.mark.parametrize("count", [4, 1])
def test_net_output(compare, draw, count):
    """The output for a batch of {count}, with given weights."""
    x, w1, b1, w2, b2 = draw(count, 10), draw(5, 10), draw(5), draw(1, 5), draw(1)
    for sign in (1, -1):  # outputs on both sides of 0.5 under every seed
        compare.scenario(
            "output_of_net", of="SimpleNet", x=x, w1=w1, b1=b1, w2=sign * w2, b2=sign * b2
        )


@points(3)
@visible
@pytest.mark.parametrize("labels", [(4, 1), (4,), (1,)])
def test_one_step(compare, draw, labels):
    """One step, labels of shape {labels}."""
    x, y = draw(labels[0], 10), draw.labels(*labels)
    compare.scenario("one_step", of="train_step", x=x, y=y, lr=0.1, tolerance=1000)


@points(1)
@visible
def test_one_step_double(compare, draw):
    """One step in float64."""
    x, y = draw(4, 10, dtype=torch.float64), draw.labels(4, dtype=torch.float64)
    compare.scenario("one_step", of="train_step", x=x, y=y, lr=0.1, tolerance=1000)


@points(3)
@visible
def test_leftover_gradients_do_not_leak(compare, draw):
    """Two steps in a row: gradients of the first are gone in the second."""
    compare.scenario(
        "two_steps", of="train_step", x=draw(4, 10), y=draw.labels(4, 1), lr=0.1, tolerance=1000
    )


@points(2)
@visible
def test_foreign_gradients_do_not_leak(compare, draw):
    """Gradients left behind by somebody else's backward pass."""
    compare.scenario(
        "step_after_leftovers", of="train_step", x=draw(4, 10), y=draw.labels(4, 1), lr=0.1,
        tolerance=1000,
    )  # fmt: skip


@points(1)
def test_step_with_momentum(compare, draw):
    """The optimiser that was passed does the update."""
    compare.scenario(
        "step_with_momentum", of="train_step", x=draw(4, 10), y=draw.labels(4, 1), lr=0.1,
        tolerance=1000,
    )  # fmt: skip


@points(3)
@visible
@pytest.mark.parametrize(("labels", "steps"), [((6, 1), 5), ((6,), 1)])
def test_train(compare, draw, labels, steps):
    """Steps: {steps}, labels of shape {labels}."""
    compare.scenario(
        "training", of="train", x=draw(6, 10), y=draw.labels(*labels), lr=0.2, steps=steps,
        tolerance=1000,
    )  # fmt: skip


@points(1)
@visible
def test_report_before(compare):
    """Before any backward pass."""
    compare.scenario("report_before", of="gradient_report")


@points(2)
@visible
def test_report_after(compare, draw):
    """After a backward pass."""
    compare.scenario("report_after", of="gradient_report", x=draw(4, 10), tolerance=1000)


@points(2)
def test_report_partly(compare, draw):
    """After a backward pass, with the first layer frozen."""
    compare.scenario("report_partly", of="gradient_report", x=draw(4, 10), tolerance=1000)
