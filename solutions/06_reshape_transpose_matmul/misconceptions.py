"""Wrong answers worth explaining, for 06_reshape_transpose_matmul."""

import torch

from grader import misconception


@misconception(
    "to_column",
    "The new dimension came first, which makes a row: one line of n numbers. A column has n lines "
    "of one number.",
    id="SHAPE-ROW-FOR-COLUMN",
    next_step="Write down the shape of a row and of a column of three numbers.",
)
def row_for_column(vector):
    return vector.unsqueeze(0)


@misconception(
    "to_column",
    "`.T` reverses the order of the dimensions, and a vector has only one, so nothing happened.",
    id="SHAPE-VECTOR-TRANSPOSE",
    next_step="Print the shape before and after.",
)
def vector_transpose(vector):
    return vector.reshape(vector.shape)


@misconception(
    "to_column",
    "The vector was paired with every entry of itself, so a square came out. A column holds each "
    "value once.",
    id="SHAPE-OUTER-SQUARE",
    next_step="How many numbers does your result have, and how many should it have?",
)
def square(vector):
    return vector.unsqueeze(1).expand(-1, vector.shape[0])


@misconception(
    "to_column",
    "One dimension of size 1 too many was added.",
    id="SHAPE-EXTRA-DIM",
    next_step="Print the shape of the result and count.",
)
def extra_dim(vector):
    return vector.reshape(-1, 1, 1)


@misconception(
    "to_column",
    "The column is a float tensor, whatever came in: the values were written into a new tensor "
    "with torch's default dtype.",
    id="DTYPE-DEFAULT-TAKEN",
    next_step="Call it with integers and print the dtype.",
)
def default_dtype(vector):
    return vector.float().unsqueeze(1)


@misconception(
    "to_column",
    "The values went through Python numbers, and a new tensor was made of them. A Python number does "
    "not remember a dtype, so torch chose one by itself, and float64 came back as float32.",
    id="DTYPE-LOST-IN-LISTS",
    next_step="Call it with a float64 tensor and print the dtype of the result.",
)
def column_through_lists(vector):
    return torch.tensor([[value] for value in vector.tolist()])


@misconception(
    "to_column",
    "The result is right, but the caller's own vector became a column as well: the name of a method "
    "that works in place ends in an underscore.",
    id="ARGUMENT-RESHAPED-IN-PLACE",
    next_step="Print the shape of the vector before and after the call.",
)
def column_in_place(vector):
    return vector.unsqueeze_(1)


@misconception(
    "flatten",
    "The elements were read in the order in which they lie in memory. After a transpose that is "
    "not the order of the rows any more.",
    id="SHAPE-MEMORY-ORDER",
    next_step="Flatten the transpose of [[1, 2, 3], [4, 5, 6]] on paper, row by row.",
)
def memory_order(tensor):
    if tensor.dim() == 0 or tensor.is_contiguous() or 0 in tensor.stride():
        return tensor.reshape(-1)
    order = sorted(range(tensor.dim()), key=lambda d: -tensor.stride(d))
    return tensor.permute(order).reshape(-1)


@misconception(
    "flatten",
    "The columns were walked instead of the rows. In row-major order the last index runs fastest.",
    id="SHAPE-COLUMN-MAJOR",
    next_step="Which element stands beside the first one in the matrix?",
)
def column_major(tensor):
    return tensor.permute(*reversed(range(tensor.dim()))).reshape(-1)


@misconception(
    "flatten",
    "`view` only works where the new shape can be read from memory as it lies. A transposed tensor "
    "cannot be read like that without moving its numbers.",
    id="SHAPE-VIEW-OF-TRANSPOSE",
    next_step="What does the error message suggest, and why does it matter here?",
)
def view_only(tensor):
    return tensor.view(-1)


@misconception(
    "flatten",
    "Only two dimensions were joined. Flat means that one dimension is left.",
    id="SHAPE-PARTLY-FLAT",
    next_step="Call it with a tensor of rank 3 and print the shape.",
)
def partly_flat(tensor):
    return tensor.flatten(0, 1) if tensor.dim() > 1 else tensor.reshape(-1)


@misconception(
    "flatten",
    "A dimension of size 1 is still in front. A flat tensor has rank 1.",
    id="SHAPE-EXTRA-DIM",
    next_step="Print the shape of the result. How many numbers are in it?",
)
def row_left(tensor):
    return tensor.reshape(1, -1)


@misconception(
    "flatten",
    "The values went through Python numbers, and a new tensor was made of them. A Python number does "
    "not remember a dtype, so torch chose one by itself, and float64 came back as float32.",
    id="DTYPE-LOST-IN-LISTS",
    next_step="Call it with a float64 tensor and print the dtype of the result.",
)
def flat_through_lists(tensor):
    return torch.tensor(tensor.reshape(-1).tolist())


@misconception(
    "transpose",
    "`reshape` reads the same numbers in the same order and only breaks the lines elsewhere. "
    "Transposing moves them: element [i, j] goes to [j, i].",
    id="SHAPE-RESHAPE-NOT-TRANSPOSE",
    next_step="Where does the element at [0, 1] have to go, and where did it go?",
)
def reshaped(matrix):
    return matrix.reshape(matrix.shape[1], matrix.shape[0])


@misconception(
    "transpose",
    "`view` reads the same numbers in the same order and only breaks the lines elsewhere; where "
    "memory is in another order it fails. Transposing moves them: element [i, j] goes to [j, i].",
    id="SHAPE-RESHAPE-NOT-TRANSPOSE",
    next_step="Where does the element at [0, 1] have to go, and where did it go?",
)
def viewed(matrix):
    return matrix.view(matrix.shape[1], matrix.shape[0])


@misconception(
    "transpose",
    "The matrix came back as it was: `.T` and its like return a new view, and that was not used.",
    id="SHAPE-RESULT-DROPPED",
    next_step="Which name holds the transposed matrix in your code?",
)
def unchanged(matrix):
    return matrix.clone()


@misconception(
    "transpose",
    "The matrix was turned by a quarter, as one turns a photo. Transposing mirrors it along the "
    "diagonal.",
    id="SHAPE-ROTATED",
    next_step="Follow the element at [0, 0]: a transpose leaves it where it is.",
)
def rotated(matrix):
    return torch.rot90(matrix)


@misconception(
    "transpose",
    "The rows and columns were put in reverse order. Transposing exchanges rows with columns and "
    "keeps the order within them.",
    id="SHAPE-FLIPPED",
    next_step="Follow the element at [0, 0]: a transpose leaves it where it is.",
)
def flipped(matrix):
    return matrix.T.flip(0, 1)


@misconception(
    "transpose",
    "The result has a dimension too many.",
    id="SHAPE-EXTRA-DIM",
    next_step="Print the shape of the result.",
)
def batched(matrix):
    return matrix.T.unsqueeze(0)


@misconception(
    "transpose",
    "The values were collected in a new tensor, and torch chose its dtype: float32, whatever came in.",
    id="DTYPE-DEFAULT-TAKEN",
    next_step="Call it with a tensor of another dtype, and print the dtype of the result.",
)
def transposed_into_zeros(matrix):
    out = torch.zeros(matrix.shape[1], matrix.shape[0])
    out[:] = matrix.T
    return out


@misconception(
    "transpose",
    "The values went through Python numbers, and a new tensor was made of them. A Python number does "
    "not remember a dtype, so torch chose one by itself, and float64 came back as float32.",
    id="DTYPE-LOST-IN-LISTS",
    next_step="Call it with a float64 tensor and print the dtype of the result.",
)
def transposed_through_lists(matrix):
    return torch.tensor([list(column) for column in zip(*matrix.tolist(), strict=True)])


@misconception(
    "transpose",
    "The result is right, but the caller's own matrix was transposed as well: the name of a method "
    "that works in place ends in an underscore.",
    id="ARGUMENT-RESHAPED-IN-PLACE",
    next_step="Print the matrix before and after the call.",
)
def transposed_in_place(matrix):
    return matrix.t_()


@misconception(
    "is_view_of",
    "Equal values do not mean the same memory: a copy is equal until one of the two is changed.",
    id="MEMORY-EQUAL-FOR-SAME",
    next_step="Compare a tensor with its `clone()`. Then change one element of the clone.",
)
def equal_values(result, base):
    return torch.equal(result, base)


@misconception(
    "is_view_of",
    "The values were compared, element by element. Equal values do not mean the same memory, and "
    "tensors of different shapes cannot be compared like that at all.",
    id="MEMORY-EQUAL-FOR-SAME",
    next_step="Compare a tensor with its `clone()`. Then change one element of the clone.",
)
def equal_elements(result, base):
    return bool((result == base).all())


@misconception(
    "is_view_of",
    "`data_ptr()` of a tensor is the address of its own first element. A slice that starts later "
    "has another address and still lives in the same memory.",
    id="MEMORY-FIRST-ELEMENT",
    next_step="Print `data_ptr()` of a tensor and of the same tensor without its first row.",
)
def same_first_element(result, base):
    return result.data_ptr() == base.data_ptr()


@misconception(
    "is_view_of",
    "Whether two names mean the same Python object (`is`, `id`) is another question: every view is an object of "
    "its own over the same memory. Asking `_base` does not tell either: it is None for a tensor that is "
    "no view itself, and names the root for a view of a view.",
    id="MEMORY-SAME-OBJECT",
    next_step="Is `x.T is x`? Do they share memory?",
)
def same_object(result, base):
    return result is base


@misconception(
    "is_view_of",
    "The shapes were compared. Shape says how memory is read, not which memory it is.",
    id="MEMORY-SHAPE",
    next_step="Which shapes do a tensor and its clone have?",
)
def same_shape(result, base):
    return result.shape == base.shape


@misconception(
    "is_view_of",
    "A view that is not contiguous was taken for a copy. Being contiguous says in which order "
    "memory is read, not whose memory it is.",
    id="MEMORY-CONTIGUOUS",
    next_step="Is a transpose contiguous? Does it share memory?",
)
def contiguous_only(result, base):
    same = result.untyped_storage().data_ptr() == base.untyped_storage().data_ptr()
    return same and result.is_contiguous()


@misconception(
    "is_view_of",
    "Two slices that do not overlap have no element in common, but they are parts of one storage, "
    "and that is what is asked.",
    id="MEMORY-OVERLAP",
    next_step="Read the docstring's sentence on two slices of one tensor.",
)
def overlapping(result, base):
    if result.untyped_storage().data_ptr() != base.untyped_storage().data_ptr():
        return False
    size = base.element_size()

    def span(tensor):
        last = sum((n - 1) * s for n, s in zip(tensor.shape, tensor.stride(), strict=True))
        return tensor.data_ptr(), tensor.data_ptr() + (last + 1) * size

    (low, high), (start, end) = span(result), span(base)
    return low < end and start < high


@misconception(
    "channels_first",
    "`reshape` and `view` keep the numbers in their order in memory and only read them with other line "
    "breaks, so colours of different pixels end up mixed. A dimension has to be moved here.",
    id="SHAPE-RESHAPE-NOT-PERMUTE",
    next_step="Follow one number: where is the red value of the second pixel, and where must it go?",
)
def reshaped_images(images):
    n, h, w, c = images.shape
    return images.reshape(n, c, h, w)


@misconception(
    "channels_first",
    "Height and width changed places on the way, so the images lie on their side. Exchanging two "
    "dimensions (channels with height) moves both of them; here one moves and the others keep their "
    "order.",
    id="SHAPE-HEIGHT-WIDTH-SWAPPED",
    next_step="Print the shape for images that are higher than wide.",
)
def transposed_images(images):
    return images.permute(0, 3, 2, 1)


@misconception(
    "channels_first",
    "The channels came before the batch. The first dimension should still say which image it is.",
    id="SHAPE-CHANNELS-BEFORE-BATCH",
    next_step="With your result, how do you get the whole second image?",
)
def before_batch(images):
    return images.permute(3, 0, 1, 2)


@misconception(
    "channels_first",
    "The dimensions were moved the other way: this turns channels-first images into channels-last.",
    id="SHAPE-PERMUTE-INVERSE",
    next_step="`permute` lists, for each new dimension, which old one it is. Name all four.",
)
def inverse(images):
    return images.permute(0, 2, 3, 1)


@misconception(
    "channels_first",
    "The order of all four dimensions was turned round: the batch stands last, and height and width "
    "changed places as well.",
    id="SHAPE-DIMS-REVERSED",
    next_step="Write N, H, W or C under each of the four sizes of your result.",
)
def reversed_dims(images):
    return images.permute(3, 2, 1, 0)


@misconception(
    "channels_first",
    "All dimensions of size 1 were squeezed away. A batch of one loses its batch dimension, and images "
    "with one channel lose their channel dimension.",
    id="SHAPE-BARE-SQUEEZE",
    next_step="Print the shape of your result for a batch of one image.",
)
def squeezed_images(images):
    return images.permute(0, 3, 1, 2).squeeze()


@misconception(
    "gram",
    "The transpose stands on the wrong side: this multiplies columns with columns and gives a "
    "square as wide as the matrix is.",
    id="MATMUL-TRANSPOSE-SIDE",
    next_step="For shape (3, 5), which shape does yours give, and which is asked for?",
)
def columns_with_columns(matrix):
    return matrix.T @ matrix


@misconception(
    "gram",
    "`*` multiplies element by element (elementwise). A matrix product adds up the products of a row with a "
    "column.",
    id="MATMUL-ELEMENTWISE",
    next_step="How many numbers does one element of the result depend on?",
)
def elementwise(matrix):
    return matrix * matrix


@misconception(
    "gram",
    "`*` multiplies element by element (elementwise), so both factors need the same shape, and a "
    "matrix and its transpose rarely have one. A matrix product adds up the products of a row "
    "with a column, and has an operator of its own.",
    id="MATMUL-ELEMENTWISE",
    next_step="How many numbers does one element of the result depend on, and which operator "
    "takes them all in?",
)
def elementwise_with_transpose(matrix):
    return matrix * matrix.T


@misconception(
    "gram",
    "The transpose is missing. For a square matrix that goes through unnoticed; for any other the "
    "sizes do not fit.",
    id="MATMUL-MISSING-TRANSPOSE",
    next_step="Write the two shapes of your product beside each other.",
)
def missing_transpose(matrix):
    return matrix @ matrix


@misconception(
    "gram",
    "`reshape` gives the right shape for the second factor and the wrong contents: rows are cut "
    "up, not turned into columns.",
    id="SHAPE-RESHAPE-NOT-TRANSPOSE",
    next_step="Print both factors for a 2 by 3 matrix.",
)
def reshaped_factor(matrix):
    return matrix @ matrix.reshape(matrix.shape[1], matrix.shape[0])


@misconception(
    "gram",
    "The products were averaged rather than added up.",
    id="SCALE-MEAN-FOR-SUM",
    next_step="By which number are your values too small?",
)
def averaged(matrix):
    return matrix @ matrix.T / matrix.shape[1]


@misconception(
    "gram",
    "Only the products of each row with itself are there. The other elements pair different rows.",
    id="MATMUL-DIAGONAL-ONLY",
    next_step="What should stand at [0, 1]?",
)
def diagonal(matrix):
    return (matrix * matrix).sum(1).diag()


@misconception(
    "gram",
    "The values were collected in a new tensor, and torch chose its dtype: float32, whatever came in.",
    id="DTYPE-DEFAULT-TAKEN",
    next_step="Call it with a tensor of another dtype, and print the dtype of the result.",
)
def gram_in_float32(matrix):
    return (matrix @ matrix.T).float()


@misconception(
    "gram",
    "`dot` is for two vectors, and refuses matrices.",
    id="MATMUL-DOT-OF-MATRICES",
    next_step="How many dimensions do the two factors have, and how many does `dot` expect?",
)
def dot_of_matrices(matrix):
    return torch.dot(matrix, matrix.T)


def _refuse(a, b):
    if a.shape[1] != b.shape[0]:
        raise ValueError("sizes")


@misconception(
    "matmul_by_hand",
    "The numbers were multiplied, but never added up over the inner dimension.",
    id="MATMUL-NOT-SUMMED",
    next_step="How many numbers does one element of the product depend on?",
)
def not_summed(a, b):
    _refuse(a, b)
    return a.unsqueeze(2) * b.unsqueeze(0)


@misconception(
    "matmul_by_hand",
    "The mean over the inner dimension was taken, and the product is the sum.",
    id="SCALE-MEAN-FOR-SUM",
    next_step="By which number are your values too small?",
)
def mean_of_products(a, b):
    _refuse(a, b)
    return (a.unsqueeze(2) * b.unsqueeze(0)).mean(1)


@misconception(
    "matmul_by_hand",
    "The last product of each sum is missing: a loop ends one step too early.",
    id="LOOP-ONE-SHORT",
    next_step="What is the last index that your innermost loop reaches?",
)
def one_short(a, b):
    _refuse(a, b)
    return (a.unsqueeze(2) * b.unsqueeze(0))[:, :-1].sum(1)


@misconception(
    "matmul_by_hand",
    "Each step of the inner loop writes over what was there before, so that only the last product "
    "is left. The products have to be added up.",
    id="LOOP-OVERWRITES",
    next_step="What does the element hold before and after the second step of the loop?",
)
def overwritten(a, b):
    _refuse(a, b)
    return a[:, -1:] * b[-1:, :]


@misconception(
    "matmul_by_hand",
    "Sizes that do not fit went unnoticed: a size of 1 is stretched by broadcasting, and extra rows "
    "or columns are passed over. The exercise asks to refuse them.",
    id="ERROR-NOT-REFUSED",
    next_step="Call it with shapes (3, 1) and (4, 2).",
)
def not_refused(a, b):
    k = min(a.shape[1], b.shape[0])
    return (a[:, :k].unsqueeze(2) * b[:k].unsqueeze(0)).sum(1)


@misconception(
    "matmul_by_hand",
    "Sizes that do not fit fail somewhere inside, with torch's own error. The exercise promises a "
    "ValueError.",
    id="ERROR-WRONG-TYPE",
    next_step="Where could your own check stand, so that it comes first?",
)
def other_error(a, b):
    return (a.unsqueeze(2) * b.unsqueeze(0)).sum(1)


@misconception(
    "matmul_by_hand",
    "Sizes that do not fit went unnoticed until a loop ran past the end of a row, and that is an "
    "IndexError. The exercise promises a ValueError.",
    id="ERROR-WRONG-TYPE",
    next_step="Where could your own check stand, so that it comes first?",
)
def past_the_end(a, b):
    out = a.new_zeros(a.shape[0], b.shape[1])
    for i in range(a.shape[0]):
        for j in range(b.shape[1]):
            for k in range(b.shape[0]):
                out[i, j] += a[i, k] * b[k, j]
    return out


@misconception(
    "matmul_by_hand",
    "The product is transposed: row and column of the result changed places.",
    id="MATMUL-RESULT-TRANSPOSED",
    next_step="Which of your loop variables names the row of the result?",
)
def transposed_result(a, b):
    _refuse(a, b)
    return (a.unsqueeze(2) * b.unsqueeze(0)).sum(1).T


@misconception(
    "matmul_by_hand",
    "The result is float32 whatever came in: it was collected in a tensor made with torch's "
    "default dtype.",
    id="DTYPE-DEFAULT-TAKEN",
    next_step="Call it with float64 matrices and print the dtype.",
)
def in_float32(a, b):
    _refuse(a, b)
    return (a.unsqueeze(2) * b.unsqueeze(0)).sum(1).float()


@misconception(
    "linear",
    "The bias was forgotten. A layer adds one number to each of its outputs.",
    id="LINEAR-NO-BIAS",
    next_step="What should the layer give for an input of zeros?",
)
def no_bias(x, weight, bias):
    return x @ weight.T


@misconception(
    "linear",
    "The weight has one row for each output, so it has to be turned round before the product. With "
    "as many outputs as inputs the mistake goes through without an error.",
    id="MATMUL-MISSING-TRANSPOSE",
    next_step="Write the shapes of both factors beside each other.",
)
def no_transpose(x, weight, bias):
    return x @ weight + bias


@misconception(
    "linear",
    "`reshape` makes the shapes fit and cuts the rows of weights to pieces.",
    id="SHAPE-RESHAPE-NOT-TRANSPOSE",
    next_step="Which weights does the first output use in your code?",
)
def reshaped_weight(x, weight, bias):
    return x @ weight.reshape(weight.shape[1], weight.shape[0]) + bias


@misconception(
    "linear",
    "The bias was taken away instead of added.",
    id="SIGN-BIAS",
    next_step="What should the layer give for an input of zeros?",
)
def bias_subtracted(x, weight, bias):
    return x @ weight.T - bias


@misconception(
    "linear",
    "The product is the wrong way round: outputs stand in rows and the batch in columns.",
    id="MATMUL-RESULT-TRANSPOSED",
    next_step="Where in your result is the second input of the batch?",
)
def outputs_in_rows(x, weight, bias):
    return weight @ x.T + bias.unsqueeze(1)


@misconception(
    "linear",
    "The product is the wrong way round: outputs stand in rows and the batch in columns. The bias is "
    "then added along the batch, where it fits by accident or not at all.",
    id="MATMUL-RESULT-TRANSPOSED",
    next_step="Where in your product is the second input of the batch?",
)
def outputs_in_rows_and_bias_along_them(x, weight, bias):
    return weight @ x.T + bias


@misconception(
    "linear",
    "The weight came first, as in the formula for a single input. A product pairs the rows of its "
    "first factor with the columns of its second, and the inputs of this batch are rows.",
    id="LINEAR-WEIGHT-FIRST",
    next_step="Write the shapes of both factors beside each other, and the shape that is asked for.",
)
def weight_first(x, weight, bias):
    return weight @ x + bias


@misconception(
    "linear",
    "The bias was added once for every input feature: it went into the sum that the product makes.",
    id="LINEAR-BIAS-PER-INPUT",
    next_step="What does your layer give for an input of zeros, and how does that depend on `in`?",
)
def bias_inside(x, weight, bias):
    return (x.unsqueeze(1) * weight + bias.unsqueeze(1)).sum(-1)


@misconception(
    "linear",
    "All dimensions of size 1 were squeezed away. With one output, or a batch of one, a dimension is "
    "missing from the result.",
    id="SHAPE-BARE-SQUEEZE",
    next_step="Print the shape of your result for a single output.",
)
def squeezed_outputs(x, weight, bias):
    return (x @ weight.T + bias).squeeze()


def _divides(x, n_heads):
    if x.shape[-1] % n_heads:
        raise ValueError("heads do not divide features")


@misconception(
    "split_heads",
    "The numbers were read straight into the new shape. `reshape` and `view` keep the order in memory, so a head holds pieces of different tokens. The features have to be cut first, and then the heads moved in front of the tokens.",
    id="HEADS-VIEW-STRAIGHT",
    next_step="Which features of token 0 should head 1 hold, and which does yours hold?",
)
def straight(x, n_heads):
    _divides(x, n_heads)
    b, t, d = x.shape
    return x.reshape(b, n_heads, t, d // n_heads)


@misconception(
    "split_heads",
    "The heads are cut right and still stand behind the tokens. Attention treats each head by "
    "itself, so the heads come before the tokens.",
    id="HEADS-NOT-MOVED",
    next_step="Compare your shape with (B, n_heads, T, D // n_heads), name by name.",
)
def not_moved(x, n_heads):
    _divides(x, n_heads)
    b, t, d = x.shape
    return x.reshape(b, t, n_heads, d // n_heads)


@misconception(
    "split_heads",
    "The features were dealt out like cards (interleaved): head 0 gets every n-th feature, 0, n, 2n, ... Each head should "
    "get a run of features that stand side by side.",
    id="HEADS-INTERLEAVED",
    next_step="Which features should head 0 hold for D = 12 and 3 heads?",
)
def interleaved(x, n_heads):
    _divides(x, n_heads)
    b, t, d = x.shape
    return x.reshape(b, t, d // n_heads, n_heads).permute(0, 3, 1, 2)


@misconception(
    "split_heads",
    "Number of heads and size of a head changed places (were swapped).",
    id="HEADS-SIZE-SWAPPED",
    next_step="For D = 12 and 3 heads, how large is one head?",
)
def size_swapped(x, n_heads):
    _divides(x, n_heads)
    b, t, d = x.shape
    return x.reshape(b, t, d // n_heads, n_heads).transpose(1, 2)


@misconception(
    "split_heads",
    "Tokens and features of a head changed places at the end.",
    id="HEADS-TOKENS-LAST",
    next_step="Compare your shape with (B, n_heads, T, D // n_heads), name by name.",
)
def tokens_last(x, n_heads):
    _divides(x, n_heads)
    b, t, d = x.shape
    return x.reshape(b, t, n_heads, d // n_heads).permute(0, 2, 3, 1)


@misconception(
    "split_heads",
    "A number of heads that does not divide the features fails with torch's own error. The "
    "exercise promises a ValueError.",
    id="ERROR-WRONG-TYPE",
    next_step="Where could your own check stand, so that it comes before the reshape?",
)
def heads_left_to_torch(x, n_heads):
    b, t, d = x.shape
    return x.reshape(b, t, n_heads, d // n_heads).transpose(1, 2)


@misconception(
    "split_heads",
    "Features that are left over were cut off. The exercise asks to refuse such a number of heads.",
    id="ERROR-NOT-REFUSED",
    next_step='Find the sentence under "Raises".',
)
def cut_off(x, n_heads):
    b, t, d = x.shape
    size = d // n_heads
    return x[..., : size * n_heads].reshape(b, t, n_heads, size).transpose(1, 2)


@misconception(
    "split_heads",
    "The values were collected in a new tensor, and torch chose its dtype: float32, whatever came in.",
    id="DTYPE-DEFAULT-TAKEN",
    next_step="Call it with a tensor of another dtype, and print the dtype of the result.",
)
def split_into_zeros(x, n_heads):
    _divides(x, n_heads)
    b, t, d = x.shape
    out = torch.zeros(b, n_heads, t, d // n_heads)
    out[:] = x.reshape(b, t, n_heads, d // n_heads).transpose(1, 2)
    return out


@misconception(
    "merge_heads",
    "The heads were read straight into the new shape. `reshape` keeps the order in memory, so one token's row holds pieces of several tokens. The heads have to stand beside their features before they are joined.",
    id="HEADS-MERGED-STRAIGHT",
    next_step="Print the first row of the result for distinct numbers. From which tokens is it?",
)
def merged_straight(x):
    b, h, t, d = x.shape
    return x.reshape(b, t, h * d)


@misconception(
    "merge_heads",
    "The heads were read straight into the new shape with `view`, so that one token's row holds "
    "pieces of several tokens. Where memory is in another order, `view` fails as well.",
    id="HEADS-MERGED-STRAIGHT",
    next_step="Print the first row of the result for distinct numbers. From which tokens is it?",
)
def merged_straight_by_view(x):
    b, h, t, d = x.shape
    return x.view(b, t, h * d)


@misconception(
    "merge_heads",
    "The values were collected in a new tensor, and torch chose its dtype: float32, whatever came in.",
    id="DTYPE-DEFAULT-TAKEN",
    next_step="Call it with a tensor of another dtype, and print the dtype of the result.",
)
def merged_into_zeros(x):
    b, h, t, d = x.shape
    out = torch.zeros(b, t, h * d)
    out[:] = x.transpose(1, 2).reshape(b, t, h * d)
    return out


@misconception(
    "merge_heads",
    "The features of the heads were interleaved: feature 0 of every head, then feature 1, and so "
    "on. Each head's features should stay side by side.",
    id="HEADS-INTERLEAVED",
    next_step="Which numbers should stand first in the row of token 0?",
)
def merged_interleaved(x):
    b, h, t, d = x.shape
    return x.permute(0, 2, 3, 1).reshape(b, t, h * d)


@misconception(
    "merge_heads",
    "The heads were added up. Merging puts them side by side.",
    id="HEADS-SUMMED",
    next_step="Print the shape of the result. Where are the other features?",
)
def summed(x):
    return x.sum(1)


@misconception(
    "merge_heads",
    "Heads and tokens were joined, and the features of a head left alone.",
    id="HEADS-JOINED-WITH-TOKENS",
    next_step="Compare your shape with (B, T, H * d), name by name.",
)
def joined_with_tokens(x):
    b, h, t, d = x.shape
    return x.reshape(b, h * t, d)


@misconception(
    "merge_heads",
    "The heads stand beside their features again, but they are not joined: there is a dimension too "
    "many.",
    id="HEADS-NOT-JOINED",
    next_step="Print the shape of the result.",
)
def not_joined(x):
    return x.transpose(1, 2)


@misconception(
    "merge_heads",
    "After the transpose the numbers do not lie in memory as `view` needs them.",
    id="SHAPE-VIEW-OF-TRANSPOSE",
    next_step="What does the error message suggest?",
)
def view_after_transpose(x):
    b, h, t, d = x.shape
    return x.transpose(1, 2).view(b, t, h * d)


@misconception(
    "flatten",
    "`squeeze` removes dimensions of size 1 and leaves all others, so a matrix is still a matrix.",
    id="SHAPE-SQUEEZED-NOT-FLAT",
    next_step="Print the rank of your result for a tensor of shape (2, 3).",
)
def squeezed(tensor):
    return tensor.squeeze()


@misconception(
    "linear",
    "The bias was added to the inputs before the product, where it does not fit by its size unless "
    "there are as many outputs as inputs.",
    id="LINEAR-BIAS-BEFORE-PRODUCT",
    next_step="How many numbers does the bias hold, and to which tensor do they belong, one each?",
)
def bias_before_product(x, weight, bias):
    return (x + bias) @ weight.T
