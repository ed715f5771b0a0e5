"""Hidden tests of 07_chain_rule."""

import pytest
import torch

from grader import points, visible

FLOATS = [torch.float32, torch.float64]
SHAPES = [(), (1,)]


@points(1)
@visible
@pytest.mark.parametrize("dtype", FLOATS)
def test_sigmoid(compare, draw, dtype):
    """Moderate values, {dtype}."""
    compare("sigmoid", draw.uniform(-4, 4, 2, 3, dtype=dtype))


@points(1)
@visible
def test_sigmoid_scalar(compare, draw):
    """A single number, and a transposed matrix."""
    compare("sigmoid", draw.uniform(-3, 3))
    compare("sigmoid", draw(2, 3).T)


@points(2)
@pytest.mark.parametrize("dtype", FLOATS)
def test_sigmoid_large(compare, dtype):
    """Very large and very small values, {dtype}."""
    compare("sigmoid", torch.tensor([1000.0, -1000.0, 90.0, -90.0, 0.0], dtype=dtype))


@points(1)
@visible
@pytest.mark.parametrize("dtype", FLOATS)
def test_bce(compare, draw, dtype):
    """Labels of both kinds, {dtype}."""
    compare(
        "binary_cross_entropy",
        draw.uniform(0.05, 0.95, 4, 3, dtype=dtype),
        draw.labels(4, 3, dtype=dtype),
    )


@points(1)
@visible
def test_bce_soft(compare, draw):
    """Soft labels, also in transposed and repeated tensors."""
    compare("binary_cross_entropy", draw.uniform(0.1, 0.9, 5), draw.uniform(0.1, 0.9, 5))
    repeated = draw.uniform(0.1, 0.9, 1, 2).expand(3, 2)
    compare("binary_cross_entropy", draw.uniform(0.1, 0.9, 2, 3).T, repeated)


@points(1)
@pytest.mark.parametrize("label", [0.0, 1.0])
def test_bce_single(compare, draw, label):
    """One element with the label {label}."""
    compare("binary_cross_entropy", draw.uniform(0.2, 0.8), torch.tensor(label))
    compare("binary_cross_entropy", draw.uniform(0.2, 0.8, 1), torch.tensor([label]))


@points(2)
@visible
@pytest.mark.parametrize(
    "functions", ["chain_of_powers", "chain_of_sine_and_exp", "chain_with_constant_slope"]
)
def test_chain(compare, draw, functions):
    """A chain of two functions ({functions})."""
    compare.scenario(functions, of="chain", x=draw.uniform(0.3, 1.2, 2, 3))


@points(1)
@visible
def test_chain_scalar(compare, draw):
    """At a single number, in float64."""
    x = draw.uniform(0.3, 1.2, dtype=torch.float64)
    compare.scenario("chain_of_powers", of="chain", x=x)


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


@points(3)
@visible
@pytest.mark.parametrize("label", [1.0, 0.0])
@pytest.mark.parametrize("shape", SHAPES)
def test_steps(compare, draw, label, shape):
    """Every step, with the label {label} and tensors of shape {shape}."""
    compare("neuron_steps", *neuron(draw, label, shape))


@points(1)
@visible
def test_steps_double(compare, draw):
    """Every step in float64."""
    compare("neuron_steps", *neuron(draw, 1.0, (1,), torch.float64))


@points(2)
@visible
@pytest.mark.parametrize("function", ["gradient_of_cubes", "gradient_of_product"])
def test_numerical(compare, draw, function):
    """A vector ({function})."""
    x = draw.uniform(0.5, 1.5, 4, dtype=torch.float64)
    compare.scenario(function, of="numerical_gradient", x=x, eps=1e-2, tolerance=1e6)


@points(1)
@visible
@pytest.mark.parametrize("shape", [(2, 3), ()])
def test_numerical_shapes(compare, draw, shape):
    """A function that returns a float, at x of shape {shape}."""
    x = draw.uniform(0.5, 1.5, *shape, dtype=torch.float64)
    compare.scenario("gradient_of_weights", of="numerical_gradient", x=x, eps=1e-2, tolerance=1e6)


@points(1)
@visible
def test_numerical_keeps_x(compare, draw):
    """x keeps its values, and one element moves at a time."""
    x = draw.uniform(0.5, 1.5, 2, 2, dtype=torch.float64)
    compare.scenario("gradient_keeps_x", of="numerical_gradient", x=x, eps=1e-2, tolerance=1e6)


@points(1)
def test_numerical_strided(compare, draw):
    """A transposed x."""
    x = draw.uniform(0.5, 1.5, 2, 3, dtype=torch.float64).T
    compare.scenario("gradient_of_weights", of="numerical_gradient", x=x, eps=1e-2, tolerance=1e6)
