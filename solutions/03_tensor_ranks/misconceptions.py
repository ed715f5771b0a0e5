"""Wrong answers worth explaining, for 03_tensor_ranks."""

import torch

from grader import misconception


@misconception(
    "make_tensors",
    "The scalar was written with a pair of brackets, and brackets make a dimension: `[5]` is a "
    "vector that holds one number. A scalar has no dimension at all; its shape is `()`.",
    id="RANK-SCALAR-IN-BRACKETS",
    next_step="Print the shape of your first tensor and count its dimensions.",
)
def scalar_in_brackets():
    return (
        torch.tensor([5]),
        torch.tensor([5, 1]),
        torch.tensor([[1, 3], [5, 2]]),
        torch.tensor([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]),
    )


@misconception(
    "make_tensors",
    "The vector has one pair of brackets too many. Each level of nesting adds a dimension, so "
    "`[[5, 1]]` is a matrix with one row.",
    id="RANK-VECTOR-AS-ROW",
    next_step="Print the shape of your second tensor. How many numbers does it have in it?",
)
def vector_as_row():
    return (
        torch.tensor(5),
        torch.tensor([[5, 1]]),
        torch.tensor([[1, 3], [5, 2]]),
        torch.tensor([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]),
    )


@misconception(
    "make_tensors",
    "All four are float32, and the scalar has become a vector. `torch.Tensor` with a capital T is "
    "the class of float32 tensors: it makes floats of whole numbers, and has no way to write a "
    "scalar, since `torch.Tensor(5)` means five numbers that nobody has set.",
    id="DTYPE-TENSOR-CLASS",
    next_step="Print the dtype of `torch.Tensor([1, 2])` and of `torch.tensor([1, 2])`.",
)
def capital_tensor():
    return (
        torch.Tensor([5]),
        torch.Tensor([5, 1]),
        torch.Tensor([[1, 3], [5, 2]]),
        torch.Tensor([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]),
    )


@misconception(
    "make_tensors",
    "The four tensors hold floats. A decimal point in the numbers, a float `dtype=`, "
    "`torch.zeros` or `torch.Tensor` with a capital T each lead there; whole numbers are asked for.",
    id="DTYPE-FLOAT-FOR-INT",
    next_step="Print the dtypes, and look at how the numbers are written.",
)
def floats_for_integers():
    return tuple(tensor.to(torch.float32) for tensor in scalar_and_others())


@misconception(
    "make_tensors",
    "The rank-3 tensor came out as a matrix: its two matrices were written as two rows. A level of "
    "brackets is missing, so there is one dimension too few.",
    id="RANK-CUBE-AS-MATRIX",
    next_step="How many brackets stand before the 1 in the docstring, and how many in your code?",
)
def cube_as_matrix():
    return (*scalar_and_others()[:3], torch.tensor([[1, 2, 3, 4], [5, 6, 7, 8]]))


@misconception(
    "make_tensors",
    "The values are right, but they are plain Python numbers and lists. These have no dtype, no "
    "shape and no arithmetic for whole arrays; the exercise asks for tensors.",
    id="TYPE-PYTHON-FOR-TENSOR",
    next_step="Print `type(...)` of each of the four.",
)
def plain_python():
    return tuple(tensor.tolist() for tensor in scalar_and_others())


def scalar_and_others():
    return (
        torch.tensor(5),
        torch.tensor([5, 1]),
        torch.tensor([[1, 3], [5, 2]]),
        torch.tensor([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]),
    )


@misconception(
    "make_tensors",
    "The four tensors came back in a list, and a tuple was promised. Both are sequences; a list "
    "may grow and change later, while a tuple stays these four.",
    id="TYPE-LIST-FOR-TUPLE",
    next_step="Which brackets (or none at all) make a tuple?",
)
def list_of_tensors():
    return list(scalar_and_others())


@misconception(
    "make_tensors",
    "`arange` stops before its second number, so a number is missing and those that are there do not "
    "fill the shape.",
    id="RANGE-END-EXCLUDED",
    next_step="Print `torch.arange(1, 8)` and count.",
)
def end_excluded():
    cube = torch.arange(1, 8).reshape(2, 2, 2)
    return torch.tensor(5), torch.tensor([5, 1]), torch.tensor([[1, 3], [5, 2]]), cube


@misconception(
    "rank_of",
    "This counts the items of the outermost list. That is the length of the first dimension, "
    "a matter of shape; rank is how many dimensions there are.",
    id="RANK-LENGTH-FOR-RANK",
    next_step="What should the answer be for `[7, 7, 7, 7]`? And for `[[7]]`?",
)
def length_for_rank(nested):
    return _checked(nested, lambda: len(nested) if isinstance(nested, list) else 0)


@misconception(
    "rank_of",
    "This counts all the numbers. How many numbers a tensor holds is its size (`numel`); rank is "
    "how many dimensions they are arranged in.",
    id="RANK-NUMEL-FOR-RANK",
    next_step="A vector of a thousand numbers: which rank, which size?",
)
def numel_for_rank(nested):
    def count(value):
        return sum(count(item) for item in value) if isinstance(value, list) else 1

    return _checked(nested, lambda: count(nested))


@misconception(
    "rank_of",
    "This follows the first item down to the bottom and never looks at the others, so a ragged "
    "list goes unnoticed.",
    id="RANK-FIRST-ITEM-ONLY",
    next_step="Try `[[1, 2], [3]]`. Which items did your code look at?",
)
def first_item_only(nested):
    rank = 0
    while isinstance(nested, list):
        rank += 1
        nested = nested[0]
    return rank


@misconception(
    "rank_of",
    "Every rank is one too high: a plain number already counts as one dimension here, though it "
    "has no direction to walk in.",
    id="RANK-STARTS-AT-ONE",
    next_step="What does your function say for the number 7?",
)
def starts_at_one(nested):
    return _checked(nested, lambda: first_item_only(nested) + 1)


@misconception(
    "rank_of",
    "Lengths are compared on the outermost level only. Lists deeper inside may be ragged too.",
    id="RANK-CHECKS-ONE-LEVEL",
    next_step="Try `[[[1, 2], [3, 4]], [[5, 6], [7]]]`.",
)
def checks_one_level(nested):
    if isinstance(nested, list):
        kinds = {len(item) if isinstance(item, list) else -1 for item in nested}
        if len(kinds) > 1:
            raise ValueError("ragged")
    return first_item_only(nested)


@misconception(
    "rank_of",
    "A ragged list got an answer here: the depth of its deepest part. A tensor has the same number "
    "of dimensions everywhere, so such a list has no rank, and it is to be refused.",
    id="RANK-DEEPEST-PART",
    next_step="Try `[1, [2]]` and `[[1, 2], [3]]`. Could you draw either as a grid?",
)
def deepest_part(nested):
    if not isinstance(nested, list):
        return 0
    return 1 + max((deepest_part(item) for item in nested), default=0)


@misconception(
    "rank_of",
    "The depth is compared, but not the lengths: `[[1, 2], [3]]` has the same depth everywhere "
    "and still cannot be a matrix, since its rows differ.",
    id="RANK-IGNORES-LENGTHS",
    next_step="Could you draw `[[1, 2], [3]]` as a rectangle?",
)
def ignores_lengths(nested):
    if not isinstance(nested, list):
        return 0
    depths = {ignores_lengths(item) for item in nested}
    if len(depths) > 1:
        raise ValueError("ragged")
    return 1 + (depths.pop() if depths else 0)


def _checked(nested, answer):
    def shape(value):
        if not isinstance(value, list):
            return ()
        inner = {shape(item) for item in value}
        if len(inner) > 1:
            raise ValueError("ragged")
        return (len(value), *(inner.pop() if inner else ()))

    shape(nested)
    return answer()


def _facts(tensor, **changed):
    facts = {
        "rank": tensor.dim(),
        "shape": tuple(tensor.shape),
        "numel": tensor.numel(),
        "dtype": tensor.dtype,
    }
    return facts | changed


@misconception(
    "describe",
    "`len(tensor)` is the size of the first dimension only: it counts the rows of a matrix, "
    "whatever is in them.",
    id="RANK-LEN-FOR-NUMEL",
    next_step="For shape (4, 2, 3), how many numbers are there, and what does `len` say?",
)
def len_for_numel(tensor):
    return _facts(tensor, numel=len(tensor) if tensor.dim() else 1)


@misconception(
    "describe",
    "The rank given here is the number of elements. Rank counts dimensions.",
    id="RANK-NUMEL-FOR-RANK",
    next_step="How many indices does it take to pick one element?",
)
def numel_as_rank(tensor):
    return _facts(tensor, rank=tensor.numel())


@misconception(
    "describe",
    "The rank given here is the size of the first dimension. Rank counts dimensions, however "
    "long each of them is.",
    id="RANK-LENGTH-FOR-RANK",
    next_step="How many indices does it take to pick one element?",
)
def length_as_rank(tensor):
    return _facts(tensor, rank=len(tensor) if tensor.dim() else 0)


@misconception(
    "describe",
    "The shape came back as a list. Shapes are tuples: they do not change once made.",
    id="TYPE-LIST-FOR-TUPLE",
    next_step='Print `type(...)` of what you put under "shape".',
)
def shape_as_list(tensor):
    return _facts(tensor, shape=list(tensor.shape))


@misconception(
    "describe",
    "The dtype came back as text. A dtype is an object of its own, such as `torch.float32`, that "
    "can be compared and passed on.",
    id="TYPE-DTYPE-AS-TEXT",
    next_step="Compare `tensor.dtype` with what `str` makes of it.",
)
def dtype_as_text(tensor):
    return _facts(tensor, dtype=str(tensor.dtype))


@misconception(
    "describe",
    "The number of elements came back as a tensor. Counts are plain Python integers here.",
    id="TYPE-TENSOR-FOR-NUMBER",
    next_step="Print `type(...)` of each value in your dict.",
)
def count_as_tensor(tensor):
    return _facts(tensor, numel=torch.tensor(tensor.numel()))


@misconception(
    "add_leading_dims",
    "The new dimensions were put behind the old ones. In front means that they come first in "
    "the shape.",
    id="SHAPE-TRAILING-DIMS",
    next_step="For shape (2, 3) and rank 4, write down the shape that is asked for.",
)
def trailing_dims(tensor, rank):
    _refuse(tensor, rank)
    return tensor.reshape(tuple(tensor.shape) + (1,) * (rank - tensor.dim()))


@misconception(
    "add_leading_dims",
    "One dimension was added, however many were missing: too few from rank 0 to rank 2, and one too "
    "many where none was missing.",
    id="SHAPE-ONE-DIM-ONLY",
    next_step="How many dimensions are missing from rank 0 to rank 2?",
)
def one_dim_only(tensor, rank):
    _refuse(tensor, rank)
    return tensor.unsqueeze(0)


@misconception(
    "add_leading_dims",
    "As many dimensions were added as the rank says, on top of those that were there.",
    id="SHAPE-RANK-DIMS-ADDED",
    next_step="For shape (2, 3) and rank 4, how many dimensions are missing?",
)
def rank_dims_added(tensor, rank):
    _refuse(tensor, rank)
    return tensor[(None,) * rank]


@misconception(
    "add_leading_dims",
    "A tensor that already has too many dimensions came back as it is. The exercise asks to "
    "refuse it.",
    id="ERROR-NOT-REFUSED",
    next_step='Find the sentence under "Raises", and the case in your code that it speaks of.',
)
def silently_unchanged(tensor, rank):
    return tensor[(None,) * max(0, rank - tensor.dim())]


@misconception(
    "add_leading_dims",
    "Dimensions of size 1 were removed to reach the rank. The exercise asks to refuse a tensor "
    "that has more dimensions, whatever their size.",
    id="SHAPE-SQUEEZED",
    next_step="What happens to a tensor of shape (1, 1, 4) when rank 1 is asked for?",
)
def squeezed(tensor, rank):
    while tensor.dim() > rank and tensor.shape[0] == 1:
        tensor = tensor[0]
    _refuse(tensor, rank)
    return tensor[(None,) * (rank - tensor.dim())]


@misconception(
    "add_leading_dims",
    "The result is right, but the caller's own tensor got the new dimensions as well: the name of a "
    "method that works in place ends in an underscore.",
    id="ARGUMENT-RESHAPED-IN-PLACE",
    next_step="Print the shape of the argument before and after the call.",
)
def in_place(tensor, rank):
    _refuse(tensor, rank)
    while tensor.dim() < rank:
        tensor.unsqueeze_(0)
    return tensor


def _refuse(tensor, rank):
    if tensor.dim() > rank:
        raise ValueError("too many dimensions")


def _same_sizes(images):
    if len({tuple(image.shape) for image in images}) > 1:
        raise ValueError("sizes differ")


@misconception(
    "batch_images",
    "The images were joined along a dimension that they already have (`cat` does that), into one tall image. A batch needs a dimension "
    "of its own, which says which image it is.",
    id="SHAPE-CAT-FOR-STACK",
    next_step="Two images of shape (4, 5, 3): which shape does yours give, and which is asked for?",
)
def concatenated(images):
    _same_sizes(images)
    return torch.cat(images)


@misconception(
    "batch_images",
    "The new dimension was put last, so that the images are mixed pixel by pixel. The batch "
    "dimension comes first.",
    id="SHAPE-STACKED-LAST",
    next_step="With which index do you get the whole first image back?",
)
def stacked_last(images):
    _same_sizes(images)
    return torch.stack(images, dim=-1)


@misconception(
    "batch_images",
    "The channels were moved in front as well. That is how many networks want images, but it is "
    "not asked here.",
    id="SHAPE-CHANNELS-MOVED",
    next_step="Compare the last number of your shape with the one in the docstring.",
)
def channels_moved(images):
    _same_sizes(images)
    return torch.stack(images).permute(0, 3, 1, 2)


@misconception(
    "batch_images",
    "A batch of one lost its batch dimension: `squeeze` removes every dimension of size 1.",
    id="SHAPE-BARE-SQUEEZE",
    next_step="Call it with a list of one image. How many dimensions should the result have?",
)
def squeezed_batch(images):
    _same_sizes(images)
    return torch.stack(images).squeeze()


@misconception(
    "batch_images",
    "Images of different sizes were made to fit (here by cutting). The exercise asks to refuse "
    "them, since cutting loses pixels that nobody agreed to lose.",
    id="ERROR-NOT-REFUSED",
    next_step='Find the sentence under "Raises".',
)
def cut_to_fit(images):
    height = min(image.shape[0] for image in images)
    width = min(image.shape[1] for image in images)
    return torch.stack([image[:height, :width] for image in images])


@misconception(
    "batch_images",
    "Only the first two images were compared. A later one of another size is still refused, but "
    "by torch and with a RuntimeError; the exercise promises a ValueError.",
    id="ERROR-CHECKS-FIRST-TWO",
    next_step="Try three images of which only the last one is smaller.",
)
def first_two_compared(images):
    _same_sizes(images[:2])
    return torch.stack(images)


@misconception(
    "batch_images",
    "The images were copied one by one into a batch of the first one's size. Where an image has a "
    "single row, copying repeats that row to fill the height, so a wrong size goes unnoticed; "
    "other sizes fail with torch's own RuntimeError.",
    id="SHAPE-COPIED-BY-BROADCAST",
    next_step="Try an image of shape (4, 5, 3) and one of shape (1, 5, 3). What is in the second?",
)
def copied_one_by_one(images):
    batch = images[0].new_empty((len(images), *images[0].shape))
    for place, image in enumerate(images):
        batch[place] = image
    return batch


@misconception(
    "batch_images",
    "torch refuses images of different sizes by itself, but with a RuntimeError. The exercise "
    "promises its callers a ValueError.",
    id="ERROR-WRONG-TYPE",
    next_step="Where could your own check stand, so that it comes before torch's?",
)
def left_to_torch(images):
    return torch.stack(images)


@misconception(
    "to_python",
    "The result is a NumPy array (or a NumPy number). It prints like a list, but it is not made "
    "of plain Python numbers.",
    id="TYPE-ARRAY-FOR-LIST",
    next_step="Print `type(...)` of the result, and of one number in it.",
)
def numpy_array(tensor):
    return tensor.numpy() if tensor.dim() else tensor.numpy()[()]


@misconception(
    "to_python",
    "`list(tensor)` takes one level apart and leaves tensors inside: each number, or each row, "
    "is still wrapped in a tensor.",
    id="TYPE-LIST-OF-TENSORS",
    next_step="Print the first item of the result. Is it a number?",
)
def list_of_rows(tensor):
    return list(tensor) if tensor.dim() else tensor.item()


@misconception(
    "to_python",
    "A scalar came back in a list. Rank 0 has no dimension, so there is no list to nest it in.",
    id="RANK-SCALAR-IN-BRACKETS",
    next_step="Call it with `torch.tensor(5)`.",
)
def scalar_in_list(tensor):
    return tensor.reshape(-1).tolist() if tensor.dim() == 0 else tensor.tolist()


@misconception(
    "to_python",
    "All numbers came back in one flat list, and the rows are lost. The lists should be nested "
    "as deep as the rank.",
    id="SHAPE-FLATTENED",
    next_step="Compare how many opening brackets the result has with the tensor's rank.",
)
def flattened(tensor):
    return tensor.flatten().tolist() if tensor.dim() else tensor.item()


@misconception(
    "to_python",
    "Every number was turned into a float. The kind of number should follow the dtype: integers "
    "stay integers, booleans stay booleans.",
    id="DTYPE-FLOAT-FOR-INT",
    next_step="Call it with an integer tensor and look at how the numbers are printed.",
)
def always_floats(tensor):
    return tensor.double().tolist()


@misconception(
    "to_python",
    "`item()` takes the number out of a tensor that holds one. Several numbers do not fit into one.",
    id="RANK-ITEM-OF-MANY",
    next_step="How many numbers does the tensor hold for which the call fails?",
)
def item_of_many(tensor):
    return tensor.item()


@misconception(
    "to_python",
    "The result was put together row by row, and a scalar has no rows: it cannot be walked through.",
    id="RANK-SCALAR-ITERATED",
    next_step="Call it with `torch.tensor(5)`. What does its shape say?",
)
def scalar_iterated(tensor):
    return [row.tolist() for row in tensor]
