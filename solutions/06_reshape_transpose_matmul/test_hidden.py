"""Hidden tests of 06_reshape_transpose_matmul."""

import pytest
import torch

from grader import points, visible

FLOATS = [torch.float32, torch.float64]


@points(1)
@visible
@pytest.mark.parametrize(("n", "dtype"), [(4, torch.float32), (3, torch.int64), (1, torch.bool)])
def test_to_column(compare, draw, n, dtype):
    """A vector of length {n} and dtype {dtype}."""
    compare("to_column", draw.counting(n).to(dtype), exact=True)


@points(1)
@visible
def test_to_column_strided(compare, draw):
    """Every second element of a longer vector, float64."""
    compare("to_column", draw(9, dtype=torch.float64)[::2], exact=True)


@points(1)
@visible
@pytest.mark.parametrize("shape", [(2, 3), (2, 3, 4), (5,), ()])
def test_flatten(compare, draw, shape):
    """A tensor of shape {shape}."""
    compare("flatten", draw.counting(*shape), exact=True)


@points(1)
@visible
def test_flatten_transposed(compare, draw):
    """A transposed matrix: memory order and row order differ."""
    compare("flatten", draw.counting(2, 3).T, exact=True)
    compare("flatten", draw(2, 3, 4, dtype=torch.float64).permute(2, 0, 1), exact=True)


@points(1)
def test_flatten_expanded(compare, draw):
    """An expanded row, integers."""
    compare("flatten", draw.counting(1, 3, dtype=torch.int64).expand(4, 3), exact=True)


@points(2)
@visible
@pytest.mark.parametrize(
    ("shape", "dtype"), [((2, 3), torch.float32), ((5, 2), torch.int64), ((1, 4), torch.float64)]
)
def test_transpose(compare, draw, shape, dtype):
    """A matrix of shape {shape}."""
    compare("transpose", draw.counting(*shape).to(dtype), exact=True)


@points(1)
@visible
def test_transpose_of_a_transpose(compare, draw):
    """A matrix that is a transpose already, and a square one."""
    compare("transpose", draw.counting(3, 5).T, exact=True)
    compare("transpose", draw.counting(3, 3), exact=True)


@points(1)
@visible
@pytest.mark.parametrize("part", ["slice", "row", "transpose", "reshape", "all of it"])
def test_views(compare, draw, part):
    """A view of the base: {part}."""
    base = draw(4, 6)
    view = {
        "slice": base[1:3, 2:],
        "row": base[2],
        "transpose": base.T,
        "reshape": base.reshape(3, 8),
        "all of it": base[:],
    }[part]
    compare("is_view_of", view, base)


@points(1)
@visible
@pytest.mark.parametrize("part", ["clone", "contiguous", "converted", "unrelated"])
def test_copies(compare, draw, part):
    """Two tensors with memory of their own: {part}."""
    base = draw(4, 6)
    copy = {
        "clone": base.clone(),
        "contiguous": base.T.contiguous(),
        "converted": base.double().float(),
        "unrelated": draw(4, 6),
    }[part]
    compare("is_view_of", copy, base)


@points(1)
def test_disjoint_slices(compare, draw):
    """Two slices of one tensor that do not overlap share its memory."""
    base = draw(6)
    compare("is_view_of", base[:2], base[3:])
    compare("is_view_of", base.reshape(2, 3)[1], base.reshape(3, 2)[0])


@points(2)
@visible
@pytest.mark.parametrize("shape", [(1, 2, 2, 3), (2, 4, 5, 3), (3, 2, 4, 1)])
def test_channels_first(compare, draw, shape):
    """Images of shape {shape}."""
    compare("channels_first", draw.counting(*shape), exact=True)


@points(1)
@visible
def test_channels_first_integers(compare, draw):
    """Pixels as uint8, taken from a larger batch."""
    compare("channels_first", draw.integers(0, 255, 4, 3, 6, 3, dtype=torch.uint8)[::2, :, 1:5])


@points(1)
@visible
@pytest.mark.parametrize("dtype", FLOATS)
def test_gram(compare, draw, dtype):
    """A matrix of shape (3, 5), {dtype}."""
    compare("gram", draw(3, 5, dtype=dtype))


@points(1)
@visible
def test_gram_shapes(compare, draw):
    """One row, one column, and a transposed matrix."""
    compare("gram", draw(1, 4))
    compare("gram", draw(4, 1))
    compare("gram", draw(5, 2).T)


@points(1)
def test_gram_square(compare, draw):
    """A square matrix that is not symmetric."""
    compare("gram", draw(3, 3))


@points(2)
@visible
@pytest.mark.parametrize("dtype", FLOATS)
def test_matmul(compare, draw, dtype):
    """Shapes (3, 5) and (5, 2), {dtype}."""
    compare("matmul_by_hand", draw(3, 5, dtype=dtype), draw(5, 2, dtype=dtype))


@points(1)
@visible
def test_matmul_square(compare, draw):
    """Square matrices."""
    compare("matmul_by_hand", draw(3, 3), draw(3, 3))


@points(1)
@visible
def test_matmul_thin(compare, draw):
    """A row times a column, and a column times a row."""
    compare("matmul_by_hand", draw(1, 4), draw(4, 1))
    compare("matmul_by_hand", draw(4, 1), draw(1, 3))


@points(1)
@visible
def test_matmul_transposed(compare, draw):
    """A transposed matrix times a slice."""
    compare("matmul_by_hand", draw(5, 3).T, draw(5, 4)[:, ::2])


@points(1)
def test_matmul_sizes_differ(compare, draw):
    """Inner sizes that differ are refused."""
    compare("matmul_by_hand", draw(3, 4), draw(5, 2))
    compare("matmul_by_hand", draw(3, 1), draw(4, 2))
    compare("matmul_by_hand", draw(3, 4), draw(3, 4))


@points(2)
@visible
@pytest.mark.parametrize("dtype", FLOATS)
def test_linear(compare, draw, dtype):
    """Four inputs of size 5 to 3 outputs, {dtype}."""
    compare("linear", draw(4, 5, dtype=dtype), draw(3, 5, dtype=dtype), draw(3, dtype=dtype))


@points(1)
@visible
def test_linear_square(compare, draw):
    """As many outputs as inputs."""
    compare("linear", draw(4, 3), draw(3, 3), draw(3))


@points(1)
@visible
def test_linear_single(compare, draw):
    """A batch of one, and a single output."""
    compare("linear", draw(1, 5), draw(3, 5), draw(3))
    compare("linear", draw(4, 5), draw(1, 5), draw(1))


@points(1)
def test_linear_as_many_outputs_as_inputs_in_the_batch(compare, draw):
    """As many outputs as there are inputs in the batch."""
    compare("linear", draw(3, 5), draw(3, 5), draw(3))


@points(2)
@visible
@pytest.mark.parametrize(("shape", "heads"), [((2, 5, 12), 3), ((1, 3, 4), 2), ((2, 4, 6), 1)])
def test_split_heads(compare, draw, shape, heads):
    """Shape {shape} (heads: {heads})."""
    compare("split_heads", draw.counting(*shape), heads, exact=True)


@points(1)
@visible
def test_split_heads_strided(compare, draw):
    """A transposed input, as many heads as tokens, float64."""
    x = draw(3, 2, 12, dtype=torch.float64).transpose(0, 1)
    compare("split_heads", x, 3, exact=True)


@points(1)
def test_split_heads_refused(compare, draw):
    """A number of heads that does not divide the features is refused."""
    compare("split_heads", draw(2, 6, 10), 3)
    compare("split_heads", draw(2, 3, 4), 8)


@points(2)
@visible
@pytest.mark.parametrize("shape", [(2, 3, 5, 4), (1, 2, 3, 2), (2, 1, 3, 5)])
def test_merge_heads(compare, draw, shape):
    """Shape {shape}."""
    compare("merge_heads", draw.counting(*shape), exact=True)


@points(1)
@visible
def test_merge_heads_strided(compare, draw):
    """What came out of a split: memory in another order, float64."""
    compare("merge_heads", draw(2, 5, 3, 4, dtype=torch.float64).transpose(1, 2), exact=True)
