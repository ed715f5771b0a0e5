"""Hidden tests of 08_autograd."""

import pytest
import torch

from grader import points, visible

FLOATS = [torch.float32, torch.float64]
SHAPES = [(), (1,)]


def neuron(draw, label, shape, dtype=torch.float32):
    """x, y, w, b: generic values, w not a multiple of x, b not zero."""
    x = draw.uniform(0.4, 0.9, *shape, dtype=dtype)
    w = -draw.uniform(1.0, 1.6, *shape, dtype=dtype)
    b = draw.uniform(0.2, 0.6, *shape, dtype=dtype)
    return x, torch.full(shape, label, dtype=dtype), w, b


@points(2)
@visible
@pytest.mark.parametrize("label", [1.0, 0.0])
@pytest.mark.parametrize("shape", SHAPES)
def test_gradients(compare, draw, label, shape):
    """The label {label}, tensors of shape {shape}."""
    compare("neuron_gradients", *neuron(draw, label, shape))


@points(1)
@visible
def test_gradients_double(compare, draw):
    """A soft label, float64."""
    compare("neuron_gradients", *neuron(draw, draw.real(0.2, 0.8), (), torch.float64))


@points(1)
def test_gradients_of_the_example(compare):
    """The example of the docstring."""
    compare("neuron_gradients", *(torch.tensor(v) for v in (1.1, 1.0, 2.2, 0.0)))


@points(2)
@visible
@pytest.mark.parametrize("length", [1, 4])
def test_graph_chain(compare, draw, length):
    """A chain of operations (length: {length})."""
    links = [draw.integer(0, 9) for _ in range(length)]
    compare.scenario("chain_of_operations", of="graph_operations", x=draw(2, 3), links=links)


@points(2)
@visible
@pytest.mark.parametrize("graph", ["sum_of_two_ways", "way_past_a_constant", "way_through_a_join"])
def test_graph_branches(compare, draw, graph):
    """Operations with several inputs ({graph})."""
    compare.scenario(graph, of="graph_operations", x=draw.uniform(0.5, 1.5, 2, 3))


@points(2)
@visible
@pytest.mark.parametrize("graph", ["way_that_ends_early", "graph_cut_in_the_middle"])
def test_graph_ends_early(compare, draw, graph):
    """The first input needs no gradient ({graph})."""
    compare.scenario(graph, of="graph_operations", x=draw(2, 3))


@points(1)
@visible
def test_graph_of_nothing(compare, draw):
    """Tensors with no graph."""
    compare.scenario("no_graph", of="graph_operations", x=draw(3))


@points(1)
def test_graph_survives(compare, draw):
    """A backward pass works after the graph was read."""
    compare.scenario("graph_still_works", of="graph_operations", x=draw(3))


@points(2)
@visible
@pytest.mark.parametrize("requires_grad", [False, True])
@pytest.mark.parametrize("count", [4, 1])
def test_sum(compare, draw, count, requires_grad):
    """Losses: {count}; w comes with requires_grad={requires_grad}."""
    compare.scenario(
        "sum_of_gradients", of="accumulated_gradient", w=draw(2, 3), data=draw(2, 3), count=count,
        requires_grad=requires_grad,
    )  # fmt: skip


@points(1)
@visible
@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("shape", [(4,), ()])
def test_sum_shapes(compare, draw, shape, dtype):
    """A w of shape {shape}, {dtype}."""
    w, data = draw(*shape, dtype=dtype), draw(*shape, dtype=dtype)
    compare.scenario(
        "sum_of_gradients", of="accumulated_gradient", w=w, data=data, count=3, requires_grad=False
    )


@points(1)
@visible
@pytest.mark.parametrize("requires_grad", [False, True])
def test_sum_of_no_losses(compare, draw, requires_grad):
    """No losses; w comes with requires_grad={requires_grad}."""
    w = draw(2, 3, dtype=torch.float64)
    compare.scenario(
        "sum_of_gradients", of="accumulated_gradient", w=w, data=w, count=0,
        requires_grad=requires_grad,
    )  # fmt: skip


@points(2)
@visible
@pytest.mark.parametrize("count", [3, 0])
def test_sum_beside_a_gradient(compare, draw, count):
    """A w that has a gradient already (losses: {count})."""
    compare.scenario(
        "sum_beside_a_gradient", of="accumulated_gradient", w=draw(2, 3), data=draw(2, 3),
        kept=draw(2, 3), count=count,
    )  # fmt: skip


@points(1)
def test_sum_twice(compare, draw):
    """Two calls in a row."""
    compare.scenario("sum_twice", of="accumulated_gradient", w=draw(2, 3).T, data=draw(3, 2))


@points(2)
@visible
@pytest.mark.parametrize("lr", [0.1, 0.03])
def test_step(compare, draw, lr):
    """One step with the learning rate {lr}."""
    compare.scenario("one_step", of="gradient_step", w=draw(2, 3), gradient=draw(2, 3), lr=lr)


@points(1)
@visible
@pytest.mark.parametrize("dtype", FLOATS)
def test_step_strided(compare, draw, dtype):
    """A transposed w and a gradient with one row repeated, {dtype}."""
    w, gradient = draw(2, 3, dtype=dtype).T, draw(1, 2, dtype=dtype).expand(3, 2)
    compare.scenario("one_step", of="gradient_step", w=w, gradient=gradient, lr=0.3)


@points(1)
@visible
def test_step_scalar(compare, draw):
    """A single weight."""
    compare.scenario(
        "one_step",
        of="gradient_step",
        w=draw(),
        gradient=draw.uniform(1, 2),
        lr=draw.real(0.1, 0.9),
    )


@points(3)
@visible
def test_two_steps(compare, draw):
    """Two steps in a row, each with its own backward pass."""
    compare.scenario("two_steps", of="gradient_step", w=draw.uniform(0.5, 1.5, 2, 3), lr=0.1)


@points(1)
def test_step_beside_a_gradient(compare, draw):
    """The gradient that was passed is the one that is used."""
    compare.scenario(
        "step_beside_a_gradient", of="gradient_step", w=draw(3), gradient=draw(3), kept=draw(3),
        lr=0.1,
    )  # fmt: skip


@points(1)
@visible
@pytest.mark.parametrize(
    "start", ["stop_at_a_result", "stop_at_a_leaf", "stop_at_a_view", "stop_at_a_plain_tensor"]
)
def test_stop(compare, draw, start):
    """Values, memory and graph ({start})."""
    compare.scenario(start, of="stop_gradient", x=draw(2, 3))


@points(1)
@visible
def test_stop_double(compare, draw):
    """A single number in float64."""
    compare.scenario("stop_at_a_result", of="stop_gradient", x=draw(dtype=torch.float64))


@points(2)
def test_stop_changes_the_gradient(compare, draw):
    """A backward pass that meets the stopped tensor."""
    compare.scenario("gradient_beside_a_stop", of="stop_gradient", x=draw.uniform(0.3, 1.2, 3))


@points(2)
@visible
@pytest.mark.parametrize("curve", ["curve_of_powers", "curve_of_exp_and_sine", "curve_of_sigmoid"])
def test_second(compare, draw, curve):
    """A matrix ({curve})."""
    compare.scenario(curve, of="second_derivative", x=draw.uniform(0.3, 1.2, 2, 3))


@points(1)
@visible
@pytest.mark.parametrize("shape", [(), (1,), (4,)])
def test_second_shapes(compare, draw, shape):
    """An x of shape {shape}, float64."""
    x = draw.uniform(0.3, 1.2, *shape, dtype=torch.float64)
    compare.scenario("curve_of_exp_and_sine", of="second_derivative", x=x)


@points(1)
@visible
def test_second_strided(compare, draw):
    """A transposed x, and every second row."""
    compare.scenario("curve_of_powers", of="second_derivative", x=draw.uniform(0.3, 1.2, 2, 3).T)
    every_second = draw.uniform(0.3, 1.2, 4, 3)[::2]
    compare.scenario("curve_of_powers", of="second_derivative", x=every_second)


@points(1)
@visible
@pytest.mark.parametrize("dtype", FLOATS)
def test_second_of_a_line(compare, draw, dtype):
    """A straight line, {dtype}."""
    compare.scenario("straight_line", of="second_derivative", x=draw(2, 3, dtype=dtype))


@points(1)
def test_second_keeps_x(compare, draw):
    """x comes back as it was."""
    compare.scenario("curve_keeps_x", of="second_derivative", x=draw.uniform(0.3, 1.2, 3))
