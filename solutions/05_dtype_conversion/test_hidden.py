"""Hidden tests of 05_dtype_conversion."""

import pytest
import torch

from grader import points, visible


@points(1)
@visible
def test_default_dtypes(compare):
    """All four, in a dict."""
    compare("default_dtypes")


@points(1)
@visible
@pytest.mark.parametrize("kind", ["int", "float", "bool", "complex"])
def test_each_default_dtype(compare, kind):
    """The dtype of a Python {kind}."""
    compare.scenario("dtype_of", of="default_dtypes", kind=kind)


@points(1)
@visible
@pytest.mark.parametrize(
    "dtype",
    [torch.int64, torch.float64, torch.uint8, torch.float16, torch.float32],
)
def test_to_float32(compare, draw, dtype):
    """From {dtype}."""
    compare("to_float32", draw.uniform(1, 9, 2, 3).to(dtype), exact=True)


@points(1)
@visible
def test_to_float32_booleans(compare, draw):
    """From torch.bool."""
    compare("to_float32", draw.booleans(2, 3), exact=True)


@points(1)
def test_to_float32_geometry(compare, draw):
    """A scalar, and a transposed matrix with negative values."""
    compare("to_float32", draw.integers(-9, 9), exact=True)
    compare("to_float32", draw(2, 3, dtype=torch.float64).T, exact=True)


@points(2)
@visible
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_round(compare, draw, dtype):
    """Positive and negative {dtype} values."""
    values = draw.integers(-20, 20, 3, 4).to(dtype) + draw.uniform(0.55, 0.95, 3, 4, dtype=dtype)
    compare("round_to_int", values)


@points(1)
@visible
def test_round_low_fractions(compare, draw):
    """Fractions below one half, a scalar, and a transposed matrix."""
    compare("round_to_int", draw.integers(-20, 20, 7) + draw.uniform(0.05, 0.45, 7))
    compare("round_to_int", draw.integers(-20, 20) + draw.uniform(0.55, 0.95))
    compare("round_to_int", (draw.integers(-20, 20, 2, 3) + draw.uniform(0.05, 0.45, 2, 3)).T)


@points(2)
@visible
def test_round_halves(compare, draw):
    """Halves, positive and negative."""
    compare("round_to_int", draw.distinct(12) - 5.5 + 2 * draw.integer(-1, 2))


@points(1)
def test_round_large(compare, draw):
    """Odd numbers beyond 2 to the power of 24, float64."""
    odd = 2 * draw.integers(2**24, 2**30, 5) + 1
    compare("round_to_int", odd.to(torch.float64) + draw.real(0.05, 0.4))


@points(2)
@visible
@pytest.mark.parametrize("shape", [(4, 5), (2, 3, 3), ()])
def test_normalise(compare, draw, shape):
    """An image of shape {shape}."""
    compare("normalise_image", draw.integers(1, 256, *shape, dtype=torch.uint8))


@points(1)
@visible
def test_normalise_dark_image(compare, draw):
    """An image without a white or a black pixel."""
    compare("normalise_image", draw.integers(40, 90, 3, 4, dtype=torch.uint8).T)


@points(1)
@visible
@pytest.mark.parametrize("dtype", [torch.int64, torch.int32, torch.uint8])
def test_integer_mean(compare, draw, dtype):
    """A matrix of dtype {dtype} whose mean is not whole."""
    values = draw.integers(100, 240, 3, 5)
    values[0, 0] += (1 - int(values.sum())) % 15
    compare("integer_mean", values.to(dtype))


@points(1)
@visible
def test_integer_mean_shapes(compare, draw):
    """A scalar, a vector, and negative values."""
    compare("integer_mean", draw.integers(2, 90))
    compare("integer_mean", draw.integers(-90, -2, 7))
    compare("integer_mean", draw.integers(-9, 90, 2, 3, 2))


@points(1)
@visible
@pytest.mark.parametrize("shape", [(7,), (3, 5), (2, 2, 3)])
def test_mask_fraction(compare, draw, shape):
    """A mask of shape {shape}."""
    compare("mask_fraction", draw.booleans(*shape))


@points(1)
@visible
def test_mask_fraction_empty(compare):
    """An empty mask."""
    compare("mask_fraction", torch.zeros(0, dtype=torch.bool))
    compare("mask_fraction", torch.zeros(3, 0, dtype=torch.bool))


@points(1)
def test_mask_fraction_all_and_none(compare, draw):
    """All True, none True, and a single truth value."""
    count = draw.integer(2, 9)
    compare("mask_fraction", torch.ones(count, dtype=torch.bool))
    compare("mask_fraction", torch.zeros(count, dtype=torch.bool))
    compare("mask_fraction", draw.booleans())


PAIRS = [
    (torch.int64, torch.float32),
    (torch.float32, torch.float64),
    (torch.uint8, torch.int8),
    (torch.int64, torch.float16),
    (torch.float16, torch.bfloat16),
    (torch.bool, torch.uint8),
    (torch.float64, torch.complex64),
]


@points(1)
@visible
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_common_dtype(compare, draw, one, other):
    """{one} with {other}, either way round."""
    a, b = draw.integers(0, 2, 3).to(one), draw.integers(0, 2, 3).to(other)
    compare("common_dtype", a, b)
    compare("common_dtype", b, a)


@points(1)
@visible
def test_common_dtype_same(compare, draw):
    """Twice the same dtype."""
    compare("common_dtype", draw.integers(0, 9, 2, 3), draw.integers(0, 9, 2, 3))


@points(2)
@visible
@pytest.mark.parametrize("sign", [1, -1])
def test_brighten(compare, draw, sign):
    """Some pixels reach the end of the range."""
    image = torch.cat([draw.integers(0, 256, 8), torch.tensor([0, 3, 128, 252, 255])])
    compare("brighten", image.to(torch.uint8), sign * draw.integer(60, 120))


@points(1)
@visible
def test_brighten_a_little(compare, draw):
    """No pixel reaches the end of the range."""
    compare("brighten", draw.integers(60, 150, 3, 4, dtype=torch.uint8), draw.integer(5, 50))
    compare("brighten", draw.integers(60, 150, 3, 4, dtype=torch.uint8).T, -draw.integer(5, 50))


@points(1)
@pytest.mark.parametrize("amount", [255, -255, 0])
def test_brighten_extremes(compare, draw, amount):
    """The amount {amount}."""
    compare("brighten", draw.integers(1, 255, 2, 5, dtype=torch.uint8), amount)
