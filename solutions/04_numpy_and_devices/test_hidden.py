"""Hidden tests of 04_numpy_and_devices."""

import numpy as np
import pytest
import torch

from grader import points, visible

ARRAYS = ["float32", "float64", "int64", "int32", "uint8", "complex64"]


def numbers(draw, *shape, dtype="float64"):
    """Distinct whole numbers from 3 to 99, not in order, as an array."""
    count = int(np.prod(shape))
    values = draw.distinct(count) + draw.integer(3, 50)
    return values.numpy().astype(dtype).reshape(shape)


@points(1)
@visible
@pytest.mark.parametrize("dtype", ARRAYS)
def test_share(compare, draw, dtype):
    """An array of dtype {dtype}."""
    compare("share", numbers(draw, 2, 3, dtype=dtype), exact=True, storage=True)


@points(1)
@visible
def test_share_booleans(compare, draw):
    """An array of truth values, and one of three dimensions."""
    compare("share", draw.booleans(5).numpy(), exact=True, storage=True)
    compare("share", numbers(draw, 2, 5, 3), exact=True, storage=True)


@points(1)
@visible
@pytest.mark.parametrize("dtype", ["float32", "int64"])
def test_share_scalar(compare, draw, dtype):
    """An array without dimensions, {dtype}."""
    compare("share", numbers(draw, dtype=dtype), exact=True, storage=True)


@points(1)
@visible
def test_share_strided(compare, draw):
    """A transposed array, every second element, and a part from the middle."""
    compare("share", numbers(draw, 2, 3).T, exact=True, storage=True)
    compare("share", numbers(draw, 7, dtype="float32")[::2], exact=True, storage=True)
    compare("share", numbers(draw, 5, 7)[1:4, 2:4], exact=True, storage=True)


@points(2)
@visible
@pytest.mark.parametrize("shape", [(2, 3), (), (1,)])
def test_share_written_to_the_array(compare, draw, shape):
    """What is written to the array is seen in the tensor, shape {shape}."""
    array, value = numbers(draw, *shape), draw.integer(100, 120)
    compare.scenario("seen_in_the_tensor", of="share", array=array, value=value)


@points(2)
@visible
@pytest.mark.parametrize("shape", [(2, 3), (), (1,)])
def test_share_written_to_the_tensor(compare, draw, shape):
    """What is written to the tensor is seen in the array, shape {shape}."""
    array, value = numbers(draw, *shape, dtype="float32"), draw.integer(100, 120)
    compare.scenario("seen_in_the_array", of="share", array=array, value=value)


@points(1)
def test_share_strided_written(compare, draw):
    """The same for a transposed array, both ways."""
    value = draw.integer(100, 120)
    transposed = numbers(draw, 3, 2).T
    compare.scenario("seen_in_the_tensor", of="share", array=transposed, value=value)
    compare.scenario("seen_in_the_array", of="share", array=transposed, value=value)


@points(1)
@visible
@pytest.mark.parametrize("dtype", ARRAYS)
def test_copy(compare, draw, dtype):
    """An array of dtype {dtype}."""
    compare("copy", numbers(draw, 2, 3, dtype=dtype), exact=True, storage=True)


@points(1)
@visible
def test_copy_booleans(compare, draw):
    """An array of truth values, and one with fractions."""
    compare("copy", draw.booleans(5).numpy(), exact=True, storage=True)
    compare("copy", draw(2, 5, 3, dtype=torch.float64).numpy(), exact=True, storage=True)


@points(1)
@visible
@pytest.mark.parametrize("dtype", ["float32", "int64"])
def test_copy_scalar(compare, draw, dtype):
    """An array without dimensions, {dtype}."""
    compare("copy", numbers(draw, dtype=dtype), exact=True, storage=True)


@points(1)
@visible
def test_copy_strided(compare, draw):
    """A transposed array, every second element, and a part from the middle."""
    compare("copy", numbers(draw, 2, 3).T, exact=True, storage=True)
    compare("copy", numbers(draw, 7, dtype="float32")[::2], exact=True, storage=True)
    compare("copy", numbers(draw, 5, 7)[1:4, 2:4], exact=True, storage=True)


@points(2)
@visible
@pytest.mark.parametrize("shape", [(2, 3), (), (1,)])
def test_copy_written_to_the_array(compare, draw, shape):
    """What is written to the array is not seen in the tensor, shape {shape}."""
    array, value = numbers(draw, *shape), draw.integer(100, 120)
    compare.scenario("not_seen_in_the_tensor", of="copy", array=array, value=value)


@points(2)
@pytest.mark.parametrize("shape", [(2, 3), (), (1,)])
def test_copy_written_to_the_tensor(compare, draw, shape):
    """What is written to the tensor is not seen in the array, shape {shape}."""
    array, value = numbers(draw, *shape, dtype="float32"), draw.integer(100, 120)
    compare.scenario("not_seen_in_the_array", of="copy", array=array, value=value)


TENSORS = [torch.float32, torch.float64, torch.float16, torch.int64, torch.uint8, torch.complex64]


@points(1)
@visible
@pytest.mark.parametrize("dtype", TENSORS)
def test_to_numpy(compare, draw, dtype):
    """A tensor of dtype {dtype}."""
    compare("to_numpy", draw.counting(2, 3, dtype=dtype), exact=True)


@points(1)
@visible
def test_to_numpy_booleans(compare, draw):
    """Truth values, and fractions in three dimensions."""
    compare("to_numpy", draw.booleans(5), exact=True)
    compare("to_numpy", draw(2, 5, 3), exact=True)


@points(1)
@visible
@pytest.mark.parametrize("dtype", [torch.float32, torch.int64])
def test_to_numpy_scalar(compare, draw, dtype):
    """A tensor without dimensions, {dtype}, and one with a single element."""
    compare("to_numpy", draw.integers(3, 99, dtype=dtype), exact=True)
    compare("to_numpy", draw.integers(3, 99, 1, dtype=dtype), exact=True)


@points(1)
@visible
def test_to_numpy_strided(compare, draw):
    """A transposed tensor, every second row, and an expanded one."""
    compare("to_numpy", draw(2, 3).T, exact=True)
    compare("to_numpy", draw(7, 2, dtype=torch.float64)[::2], exact=True)
    compare("to_numpy", draw.counting(1, 3).expand(4, 3), exact=True)


@points(2)
@visible
@pytest.mark.parametrize("shape", [(2, 3), (), (5,)])
def test_to_numpy_requires_grad(compare, draw, shape):
    """A tensor that requires grad, shape {shape}; it still does afterwards."""
    compare("to_numpy", draw(*shape).requires_grad_(), exact=True)


@points(2)
@pytest.mark.parametrize("shape", [(2, 3), ()])
def test_to_numpy_of_a_graph(compare, draw, shape):
    """A tensor that was computed from one that requires grad, shape {shape}."""
    compare.scenario("of_a_graph", of="to_numpy", x=draw(*shape, dtype=torch.float64))


@points(1)
@visible
@pytest.mark.parametrize("batch", [4, 1])
def test_positions(compare, draw, batch):
    """A batch of {batch} texts."""
    compare("positions_for", draw.integers(0, 50, batch, draw.choice([5, 7, 11])))


@points(1)
@visible
def test_positions_shapes(compare, draw):
    """Texts of a single token, a single token, and as many texts as tokens."""
    compare("positions_for", draw.integers(0, 50, draw.integer(2, 6), 1))
    compare("positions_for", draw.integers(0, 50, 1, 1))
    compare("positions_for", draw.integers(0, 50, 3, 3))


@points(1)
@visible
@pytest.mark.parametrize("dtype", [torch.int32, torch.uint8])
def test_positions_of_other_integers(compare, draw, dtype):
    """Tokens of dtype {dtype}: the positions are int64 all the same."""
    compare("positions_for", draw.integers(0, 50, 2, 5, dtype=dtype))


@points(1)
@visible
def test_positions_strided(compare, draw):
    """Tokens whose memory is in another order, and more texts than tokens."""
    compare("positions_for", draw.integers(0, 50, 3, 7).T)
    compare("positions_for", draw.integers(0, 50, 5, 8)[:, ::4])


@points(2)
def test_positions_elsewhere(compare, draw):
    """Tokens on another device: the positions are there too."""
    compare.scenario("positions_elsewhere", of="positions_for", batch=draw.integer(2, 5), tokens=7)


@points(1)
@visible
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (torch.float32, torch.float64),
        (torch.float64, torch.float32),
        (torch.float32, torch.int64),
        (torch.int64, torch.float16),
        (torch.int32, torch.int32),
        (torch.float64, torch.uint8),
    ],
)
def test_move(compare, draw, old, new):
    """From {old} to {new}."""
    compare("move_like", draw.counting(2, 3).to(old), draw.integers(0, 9, 5).to(new))


@points(1)
@visible
def test_move_fractions(compare, draw):
    """Fractions, from float64 to float32, and from float32 to float64."""
    compare("move_like", draw(3, 5, dtype=torch.float64), draw(2))
    compare("move_like", draw(3, 5), draw(2, dtype=torch.float64), exact=True)


@points(1)
@visible
def test_move_to_booleans(compare, draw):
    """Zeros and ones to truth values, and back."""
    compare("move_like", draw.labels(2, 3), draw.booleans(2))
    compare("move_like", draw.booleans(2, 3), draw.labels(7))


@points(1)
@visible
def test_move_shapes(compare, draw):
    """Scalars, single elements and transposed tensors."""
    compare("move_like", draw(), draw(3, 2, dtype=torch.float64))
    compare("move_like", draw(3, 2, dtype=torch.float64), draw())
    compare("move_like", draw(1), draw(2, 2, dtype=torch.float64))
    compare("move_like", draw.counting(2, 5).T, draw.integers(0, 9, 2, 5))


@points(1)
@visible
def test_move_and_gradients(compare, draw):
    """Tensors that require grad; they still do afterwards."""
    compare("move_like", draw(2, 3).requires_grad_(), draw(5, dtype=torch.float64))
    compare("move_like", draw(2, 3), draw(5, dtype=torch.float64).requires_grad_())


@points(2)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.int64])
def test_move_elsewhere(compare, draw, dtype):
    """A reference on another device, of dtype {dtype}."""
    compare.scenario("moved_elsewhere", of="move_like", tensor=draw(2, 3), dtype=dtype)


@points(1)
@visible
@pytest.mark.parametrize(
    "names", ["cpu", "mps", "cuda", "mps cpu", "cuda cpu", "cuda mps", "cuda mps cpu"]
)
def test_best_device(compare, names):
    """A machine that has: {names}."""
    compare("best_device", set(names.split()))
