"""Hidden tests of 03_tensor_ranks."""

import pytest
import torch

from grader import points, visible


@points(1)
@visible
def test_four_tensors(compare):
    """All four, in a tuple."""
    compare("make_tensors")


@points(1)
@visible
@pytest.mark.parametrize(
    ("place", "name"), [(0, "scalar"), (1, "vector"), (2, "matrix"), (3, "rank-3 tensor")]
)
def test_each_tensor(compare, place, name):
    """The {name} alone."""
    compare.scenario("tensor_at", of="make_tensors", place=place)


@points(1)
@visible
@pytest.mark.parametrize("depth", [0, 1, 2, 3])
def test_rank_of_nested_lists(compare, draw, depth):
    """Numbers nested {depth} deep."""
    compare("rank_of", draw.integers(-9, 9, *(3, 2, 4)[:depth]).tolist())


@points(1)
@visible
def test_rank_of_other_lengths(compare, draw):
    """Numbers that are not whole, lists of one, and a long vector."""
    compare("rank_of", draw.real(-2, 2))
    compare("rank_of", [[[draw.real(-2, 2)]]])
    compare("rank_of", draw.integers(0, 9, draw.integer(30, 60)).tolist())


@points(1)
@visible
def test_rank_of_ragged_rows(compare):
    """Rows of different lengths are refused: [[1, 2], [3]]."""
    compare("rank_of", [[1, 2], [3]])
    compare("rank_of", [[1], [2], [3, 4]])


@points(1)
@visible
def test_rank_of_numbers_beside_lists(compare):
    """A number beside a list is refused: [1, [2]]."""
    compare("rank_of", [1, [2]])
    compare("rank_of", [[1], 2])


@points(1)
def test_rank_of_ragged_inside(compare):
    """Lists that are ragged further inside: [[[1, 2], [3, 4]], [[5, 6], [7]]]."""
    compare("rank_of", [[[1, 2], [3, 4]], [[5, 6], [7]]])
    compare("rank_of", [[[1], [2]], [3, 4]])
    compare("rank_of", [[[1, 2]], [[3, 4], [5, 6]]])


@points(1)
@visible
@pytest.mark.parametrize(
    ("shape", "dtype"),
    [((4, 2, 3), torch.float32), ((3,), torch.int64), ((), torch.float64), ((2, 5), torch.bool)],
)
def test_describe(compare, draw, shape, dtype):
    """A tensor of shape {shape} and dtype {dtype}."""
    compare("describe", draw(*shape).to(dtype))


@points(1)
@visible
def test_describe_empty(compare):
    """A tensor without elements."""
    compare("describe", torch.zeros(0, 3))


@points(1)
@visible
@pytest.mark.parametrize(("shape", "rank"), [((2, 3), 4), ((), 2), ((3,), 2), ((2, 3), 2)])
def test_leading_dims(compare, draw, shape, rank):
    """From shape {shape} to rank {rank}."""
    compare("add_leading_dims", draw.counting(*shape), rank, exact=True)


@points(1)
@visible
def test_leading_dims_transposed(compare, draw):
    """A transposed matrix, of int64 and of float64."""
    compare("add_leading_dims", draw.counting(2, 3, dtype=torch.int64).T, 3)
    compare("add_leading_dims", draw(2, 3, dtype=torch.float64).T, 4, exact=True)


@points(1)
def test_leading_dims_too_many(compare, draw):
    """More dimensions than asked for are refused."""
    compare("add_leading_dims", draw(2, 3, 4), 2)
    compare("add_leading_dims", draw(1, 1, 4), 1)


@points(2)
@visible
@pytest.mark.parametrize(
    ("count", "dtype"), [(3, torch.float32), (2, torch.uint8), (4, torch.float64)]
)
def test_batch(compare, draw, count, dtype):
    """{count} images of dtype {dtype}."""
    images = [draw.integers(0, 255, 4, 5, 3).to(dtype) for _ in range(count)]
    compare("batch_images", images, exact=True)


@points(1)
@visible
def test_batch_of_one(compare, draw):
    """A single image is a batch of one."""
    compare("batch_images", [draw(5, 2, 3).transpose(0, 1)], exact=True)


@points(1)
@visible
@pytest.mark.parametrize("other", [(5, 4, 3), (4, 6, 3), (1, 5, 3)])
def test_batch_sizes_differ(compare, draw, other):
    """An image of shape (4, 5, 3) and one of shape {other} are refused."""
    compare("batch_images", [draw(4, 5, 3), draw(*other)])


@points(1)
def test_batch_last_size_differs(compare, draw):
    """Among three images, the last is of another size."""
    compare("batch_images", [draw(4, 5, 3), draw(4, 5, 3), draw(2, 5, 3)])


@points(1)
@visible
@pytest.mark.parametrize("shape", [(2, 3), (4,), (2, 1, 3)])
def test_to_python(compare, draw, shape):
    """Floats of shape {shape}."""
    compare("to_python", draw.counting(*shape) / 4)


@points(1)
@visible
@pytest.mark.parametrize("dtype", [torch.int64, torch.float32, torch.bool])
def test_to_python_scalar(compare, draw, dtype):
    """A scalar of dtype {dtype}."""
    compare("to_python", draw.integers(2, 9).to(dtype))


@points(1)
def test_to_python_other_dtypes(compare, draw):
    """Integers stay integers, and booleans stay booleans."""
    compare("to_python", draw.integers(-9, 9, 2, 3).T)
    compare("to_python", draw.integers(-9, 9, 1))
    compare("to_python", draw.booleans(4))
