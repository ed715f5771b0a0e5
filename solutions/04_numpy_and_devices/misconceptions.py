"""Wrong answers worth explaining, for 04_numpy_and_devices."""

import numpy as np
import torch

from grader import misconception


@misconception(
    "share",
    "The tensor has memory of its own: the values were copied. What is written to the array "
    "afterwards is not seen in it.",
    id="SHARE-COPIED",
    next_step="Write to the array after the call, and print the tensor. Which of your calls copies?",
)
def copied(array):
    return torch.tensor(array)


@misconception(
    "share",
    "An array without dimensions was copied, and every other one is shared. `torch.asarray` takes "
    "such an array for a plain number.",
    id="SHARE-SCALAR-COPIED",
    next_step="Try it on `np.array(2.5)`: write to the array with `array[...] = 7`, and print the "
    "tensor.",
)
def scalar_copied(array):
    return torch.asarray(array)


@misconception(
    "share",
    "An array without dimensions came out as a tensor with one: shape (1,) is a row of one number, "
    "shape () is a number.",
    id="SHARE-SCALAR-GIVEN-A-DIM",
    next_step="Print the shapes of `np.array(2.5)` and of your tensor.",
)
def scalar_given_a_dim(array):
    return torch.from_numpy(np.atleast_1d(array))


@misconception(
    "share",
    "Where the elements do not lie side by side in memory they were copied to a new place, so such a "
    "tensor shares nothing.",
    id="SHARE-STRIDED-COPIED",
    next_step="Try it on a transposed array. Which of your calls wants its elements in order?",
)
def made_contiguous(array):
    return torch.from_numpy(array).contiguous()


@misconception(
    "share",
    "The array was laid in order before it was shared: a transposed array is copied by that, and an "
    "array without dimensions gets one.",
    id="SHARE-ARRAY-LAID-IN-ORDER",
    next_step="Compare `np.ascontiguousarray(array)` with the array, for shape () and for a "
    "transposed one.",
)
def laid_in_order(array):
    return torch.from_numpy(np.ascontiguousarray(array))


@misconception(
    "share",
    "The tensor was converted to float32. Numbers of another dtype do not fit into the old memory, so "
    "that the conversion copied them.",
    id="SHARE-CONVERTED",
    next_step="Print the dtypes of the array and of the tensor.",
)
def converted(array):
    return torch.from_numpy(array).float()


@misconception(
    "share",
    "The values went through Python's own numbers. Their memory and their dtype were left behind, and "
    "torch chose a dtype of its own.",
    id="ARRAY-THROUGH-LISTS",
    next_step="Print the dtypes of the array and of the tensor.",
)
def through_a_list(array):
    return torch.tensor(array.tolist())


@misconception(
    "share",
    "The array itself came back. It shares its memory with itself, but it is no tensor.",
    id="TYPE-ARRAY-FOR-TENSOR",
    next_step="Print `type(...)` of the result.",
)
def array_itself(array):
    return array


@misconception(
    "share",
    "The dimensions are gone: all elements stand in one row. The tensor should have the array's shape.",
    id="SHAPE-FLATTENED",
    next_step="Print the shapes of the array and of the tensor.",
)
def flattened(array):
    return torch.from_numpy(array.reshape(-1))


@misconception(
    "share",
    "Rows and columns changed places on the way.",
    id="SHAPE-TRANSPOSED",
    next_step="Print the shapes of the array and of the tensor.",
)
def transposed(array):
    return torch.from_numpy(array.T)


@misconception(
    "copy",
    "Array and tensor are two names for the same memory: nothing was copied.",
    id="COPY-SHARED",
    next_step="Write to the array after the call, and print the tensor.",
)
def shared(array):
    return torch.from_numpy(array)


@misconception(
    "copy",
    "`torch.asarray` shares memory where it can. Only an array without dimensions was copied.",
    id="COPY-AS-ARRAY",
    next_step="Write to the array after the call, and print the tensor.",
)
def as_array(array):
    return torch.asarray(array)


@misconception(
    "copy",
    "Elements that lay in order already were not copied: the call makes sure of their order, and "
    "copies only where it has to.",
    id="COPY-ONLY-WHERE-STRIDED",
    next_step="Write to an array of shape (2, 3) after the call, and print the tensor.",
)
def only_where_strided(array):
    return torch.from_numpy(array).contiguous()


@misconception(
    "copy",
    "The array was laid in order. That copies only what was not in order already, and gives an array "
    "without dimensions one.",
    id="COPY-ARRAY-LAID-IN-ORDER",
    next_step="Write to an array of shape (2, 3) after the call, and print the tensor.",
)
def copy_laid_in_order(array):
    return torch.from_numpy(np.ascontiguousarray(array))


@misconception(
    "copy",
    "The values went through Python's own numbers. Their dtype was left behind, and torch chose one "
    "of its own.",
    id="ARRAY-THROUGH-LISTS",
    next_step="Print the dtypes of the array and of the tensor.",
)
def copied_through_a_list(array):
    return torch.tensor(array.tolist())


@misconception(
    "copy",
    "The tensor was converted to float32, whatever the array's dtype is; an array that had it already "
    "was not copied.",
    id="COPY-CONVERTED",
    next_step="Print the dtypes of the array and of the tensor, and try a float32 array.",
)
def copy_converted(array):
    return torch.from_numpy(array).float()


@misconception(
    "copy",
    "The copy is float32, whatever the array's dtype is.",
    id="DTYPE-FLOAT32-ALWAYS",
    next_step="Print the dtypes of the array and of the tensor.",
)
def copy_in_float32(array):
    return torch.tensor(array, dtype=torch.float32)


@misconception(
    "copy",
    "The array was copied, but the copy is still an array.",
    id="TYPE-ARRAY-FOR-TENSOR",
    next_step="Print `type(...)` of the result.",
)
def copied_array(array):
    return array.copy()


@misconception(
    "copy",
    "The slice of an array is another view of the same memory, not a copy; and an array without "
    "dimensions cannot be sliced.",
    id="COPY-SLICED",
    next_step="Write to the array after the call, and print the tensor.",
)
def sliced(array):
    return torch.from_numpy(array[:])


@misconception(
    "copy",
    "The dimensions are gone: all elements stand in one row. The tensor should have the array's shape.",
    id="SHAPE-FLATTENED",
    next_step="Print the shapes of the array and of the tensor.",
)
def copy_flattened(array):
    return torch.from_numpy(array.flatten())


@misconception(
    "copy",
    "`array + 0` gives an array without dimensions back as a bare NumPy number, and `from_numpy` "
    "takes arrays only. Truth values become integers on the way.",
    id="COPY-BY-ADDING-ZERO",
    next_step="Print `type(np.array(2.5) + 0)`.",
)
def zero_added(array):
    return torch.from_numpy(array + 0)


@misconception(
    "to_numpy",
    "NumPy cannot follow a graph, so torch refuses to hand over a tensor that requires grad. "
    "`torch.no_grad` does not help: it stops new graphs and leaves this one as it is.",
    id="NUMPY-REQUIRES-GRAD",
    next_step="What has to be left behind, before NumPy can read the values?",
)
def not_detached(tensor):
    return tensor.numpy()


@misconception(
    "to_numpy",
    "The caller's own tensor was taken off its graph: it does not require grad any more, and cannot "
    "be trained.",
    id="NUMPY-DETACHED-IN-PLACE",
    next_step="Print `tensor.requires_grad` before and after the call. Which of your calls ends with "
    "an underscore?",
)
def detached_in_place(tensor):
    return tensor.detach_().numpy()


@misconception(
    "to_numpy",
    "The caller's own tensor was told not to require grad any more. A tensor that was computed from "
    "others cannot be told so, and torch refuses.",
    id="NUMPY-REQUIRES-GRAD-SWITCHED-OFF",
    next_step="Print `tensor.requires_grad` before and after the call.",
)
def switched_off(tensor):
    tensor.requires_grad = False
    return tensor.numpy()


@misconception(
    "to_numpy",
    "The caller's own tensor was told not to require grad any more. A tensor that was computed from "
    "others cannot be told so, and torch refuses.",
    id="NUMPY-REQUIRES-GRAD-SWITCHED-OFF",
    next_step="Print `tensor.requires_grad` before and after the call.",
)
def switched_off_by_method(tensor):
    return tensor.requires_grad_(False).numpy()


@misconception(
    "to_numpy",
    "The values went through Python's own numbers. Their dtype was left behind, and NumPy chose one "
    "of its own.",
    id="NUMPY-THROUGH-LISTS",
    next_step="Print the dtypes of the tensor and of the array.",
)
def through_lists(tensor):
    return np.array(tensor.tolist())


@misconception(
    "to_numpy",
    "Nested lists came back, or a bare number: that is Python's own form, not an array.",
    id="TYPE-LIST-FOR-ARRAY",
    next_step="Print `type(...)` of the result.",
)
def lists(tensor):
    return tensor.tolist()


@misconception(
    "to_numpy",
    "The tensor has left its graph, but it is still a tensor.",
    id="TYPE-TENSOR-FOR-ARRAY",
    next_step="Print `type(...)` of the result.",
)
def still_a_tensor(tensor):
    return tensor.detach().cpu()


@misconception(
    "to_numpy",
    "A tensor without dimensions came out as an array with one: shape (1,) is a row of one number, "
    "shape () is a number.",
    id="NUMPY-SCALAR-GIVEN-A-DIM",
    next_step="Print the shapes of `torch.tensor(2.5)` and of your array.",
)
def given_a_dim(tensor):
    return np.atleast_1d(tensor.detach().cpu().numpy())


@misconception(
    "to_numpy",
    "The dimensions are gone: all elements stand in one row. The array should have the tensor's shape.",
    id="SHAPE-FLATTENED",
    next_step="Print the shapes of the tensor and of the array.",
)
def array_flattened(tensor):
    return tensor.detach().cpu().numpy().flatten()


@misconception(
    "to_numpy",
    "The array is float32, whatever the tensor's dtype is.",
    id="DTYPE-FLOAT32-ALWAYS",
    next_step="Print the dtypes of the tensor and of the array.",
)
def array_in_float32(tensor):
    return tensor.detach().cpu().numpy().astype(np.float32)


@misconception(
    "to_numpy",
    "The array is float64, NumPy's own default, whatever the tensor's dtype is.",
    id="DTYPE-FLOAT64-ALWAYS",
    next_step="Print the dtypes of the tensor and of the array.",
)
def array_in_float64(tensor):
    return tensor.detach().cpu().numpy().astype(np.float64)


@misconception(
    "to_numpy",
    "`item()` takes the number out of a tensor that holds exactly one, and it is a Python number.",
    id="NUMPY-ITEM",
    next_step="Try it on a tensor of two elements.",
)
def by_item(tensor):
    return tensor.item()


def _row(token_ids):
    return torch.arange(token_ids.shape[1], device=token_ids.device)


@misconception(
    "positions_for",
    "One row came back where there should be one for each text.",
    id="POSITIONS-ONE-ROW",
    next_step="Print the shapes of `token_ids` and of the result.",
)
def one_row(token_ids):
    return _row(token_ids)


@misconception(
    "positions_for",
    "One row came back, with a dimension in front of it. There should be one row for each text.",
    id="POSITIONS-ONE-ROW",
    next_step="Print the shapes of `token_ids` and of the result.",
)
def one_row_in_a_matrix(token_ids):
    return _row(token_ids).unsqueeze(0)


@misconception(
    "positions_for",
    "The positions were counted from 1. The first token has position 0.",
    id="POSITIONS-FROM-ONE",
    next_step="Which position has the first token of a text?",
)
def from_one(token_ids):
    return (_row(token_ids) + 1).repeat(token_ids.shape[0], 1)


@misconception(
    "positions_for",
    "The texts were numbered, not the tokens within them: all tokens of one text got the same number.",
    id="POSITIONS-OF-THE-TEXT",
    next_step="Print the first row of the result.",
)
def numbers_of_texts(token_ids):
    batch, tokens = token_ids.shape
    return torch.arange(batch, device=token_ids.device).unsqueeze(1).repeat(1, tokens)


@misconception(
    "positions_for",
    "The count went on from one text to the next. Each text begins again at 0.",
    id="POSITIONS-GO-ON",
    next_step="Which position has the first token of the second text?",
)
def counted_on(token_ids):
    batch, tokens = token_ids.shape
    return torch.arange(batch * tokens, device=token_ids.device).reshape(batch, tokens)


@misconception(
    "positions_for",
    "Texts and positions changed places: a column holds what a row should hold.",
    id="POSITIONS-IN-COLUMNS",
    next_step="Print the shapes of `token_ids` and of the result.",
)
def in_columns(token_ids):
    return _row(token_ids).unsqueeze(1).repeat(1, token_ids.shape[0])


@misconception(
    "positions_for",
    "The last position is missing from every row.",
    id="POSITIONS-ONE-SHORT",
    next_step="How many numbers has a row for a text of five tokens, and which is the last?",
)
def one_short(token_ids):
    return _row(token_ids)[:-1].repeat(token_ids.shape[0], 1)


@misconception(
    "positions_for",
    "Every row runs backwards.",
    id="POSITIONS-BACKWARDS",
    next_step="Which position has the first token of a text?",
)
def backwards(token_ids):
    return _row(token_ids).flip(0).repeat(token_ids.shape[0], 1)


@misconception(
    "positions_for",
    "The positions are floats. They number rows of a table, and int64 is what torch looks up with.",
    id="DTYPE-FLOAT-POSITIONS",
    next_step="Print the dtype of the result.",
)
def as_floats(token_ids):
    return _row(token_ids).float().repeat(token_ids.shape[0], 1)


@misconception(
    "positions_for",
    "The positions took the dtype of the tokens. The exercise asks for int64 whatever that is.",
    id="DTYPE-OF-THE-ARGUMENT",
    next_step="Call it with tokens of dtype int32 and print the dtype of the result.",
)
def dtype_of_the_tokens(token_ids):
    return _row(token_ids).to(token_ids.dtype).repeat(token_ids.shape[0], 1)


@misconception(
    "positions_for",
    "The positions were made on the default device, wherever the tokens live. Here both are the same; "
    "on an accelerator they cannot meet in one operation.",
    id="DEVICE-DEFAULT-TAKEN",
    next_step="Where does `torch.arange` put a new tensor, if nobody says where?",
)
def on_the_default_device(token_ids):
    batch, tokens = token_ids.shape
    return torch.arange(tokens).repeat(batch, 1)


@misconception(
    "positions_for",
    "The positions are right, in nested lists. The exercise asks for a tensor.",
    id="TYPE-LIST-FOR-TENSOR",
    next_step="Print `type(...)` of the result.",
)
def in_lists(token_ids):
    batch, tokens = token_ids.shape
    return [list(range(tokens)) for _ in range(batch)]


@misconception(
    "positions_for",
    "The tokens of each text were ranked by their numbers. A position is the place in the text, "
    "whatever token stands there.",
    id="POSITIONS-BY-TOKEN",
    next_step="Does the result change when the tokens do?",
)
def ranked(token_ids):
    return token_ids.argsort(1)


@misconception(
    "move_like",
    "The tensor was moved, and its dtype stayed as it was.",
    id="MOVE-DEVICE-ONLY",
    next_step="Print the dtypes of the result and of the reference.",
)
def device_only(tensor, reference):
    return tensor.to(reference.device)


@misconception(
    "move_like",
    "The dtype is right, and the tensor stayed where it was. If the reference is on an accelerator, "
    "the two cannot meet in one operation.",
    id="MOVE-DTYPE-ONLY",
    next_step="Print the devices of the result and of the reference, where they differ.",
)
def dtype_only(tensor, reference):
    return tensor.to(reference.dtype)


@misconception(
    "move_like",
    "`to` does not change a tensor, it gives another one; that one was not kept. (For a whole module "
    "it is different.)",
    id="MOVE-RESULT-NOT-KEPT",
    next_step="Print the dtype of the tensor before and after the call of `to`.",
)
def result_not_kept(tensor, reference):
    tensor.to(reference.device, reference.dtype)
    return tensor


@misconception(
    "move_like",
    "The two changed places: the reference was made like the tensor.",
    id="MOVE-ROLES-SWAPPED",
    next_step="Whose values should the result have?",
)
def roles_swapped(tensor, reference):
    return reference.to(tensor.device, tensor.dtype)


@misconception(
    "move_like",
    "The reference itself came back. Device and dtype are right, but the values are not the tensor's.",
    id="MOVE-REFERENCE-RETURNED",
    next_step="Whose values should the result have?",
)
def reference_returned(tensor, reference):
    return reference


@misconception(
    "move_like",
    "A new tensor was made in the right place, and the values were never written into it.",
    id="MOVE-VALUES-LOST",
    next_step="Print the result. Whose values should it have?",
)
def values_lost(tensor, reference):
    return torch.zeros(tensor.shape, dtype=reference.dtype, device=reference.device)


@misconception(
    "move_like",
    "The result is float32 whatever the reference is.",
    id="DTYPE-FLOAT32-ALWAYS",
    next_step="Print the dtypes of the result and of the reference.",
)
def always_float32(tensor, reference):
    return tensor.to(reference.device).float()


@misconception(
    "move_like",
    "The wider of the two dtypes was taken, as for a sum. The exercise asks for the reference's, even "
    "where that is narrower.",
    id="MOVE-PROMOTED",
    next_step="Which dtype comes out for a float64 tensor and a float32 reference?",
)
def promoted(tensor, reference):
    common = torch.promote_types(tensor.dtype, reference.dtype)
    return tensor.to(reference.device, common)


@misconception(
    "move_like",
    "The old bits were read as if they were of the other dtype, which gives quite different numbers, "
    "or another number of them.",
    id="MOVE-BITS-REREAD",
    next_step="What does `view` do when it is given a dtype?",
)
def bits_reread(tensor, reference):
    return tensor.to(reference.device).view(reference.dtype)


@misconception(
    "move_like",
    "The result was copied into the shape of the reference. Only its device and its dtype are asked "
    "for.",
    id="MOVE-SHAPE-TAKEN",
    next_step="Print the shapes of the tensor and of the result.",
)
def shape_taken(tensor, reference):
    moved = tensor.to(reference.device, reference.dtype)
    return torch.zeros_like(reference).copy_(moved.flatten()[0])


@misconception(
    "move_like",
    "The values went through whole numbers on the way, and lost their fractions.",
    id="DTYPE-FRACTION-LOST",
    next_step="Try it on 0.5.",
)
def fractions_lost(tensor, reference):
    return tensor.to(torch.int64).to(reference.device, reference.dtype)


@misconception(
    "best_device",
    "The name is right, but it is text. The exercise asks for a torch.device.",
    id="TYPE-TEXT-FOR-DEVICE",
    next_step="Print `type(...)` of the result.",
)
def as_text(available):
    return next(name for name in ("cuda", "mps", "cpu") if name in available)


@misconception(
    "best_device",
    'The answer is "cpu" whatever names were given: typed in, or found out by asking the machine that '
    "the code runs on, which has nothing better.",
    id="DEVICE-ALWAYS-CPU",
    next_step="Does your code look at its argument?",
)
def always_cpu(available):
    return torch.device("cpu")


@misconception(
    "best_device",
    'The answer is "cuda" whatever names were given. A condition such as `if available` asks only '
    "whether the set is empty, and `if name` is true of any text.",
    id="DEVICE-ALWAYS-CUDA",
    next_step="Print the result for a machine that has a CPU and nothing else.",
)
def always_cuda(available):
    return torch.device("cuda" if available else "cpu")


@misconception(
    "best_device",
    "The worst device was chosen: the names were asked for in the wrong order.",
    id="DEVICE-WORST",
    next_step="Which name does your code ask for first?",
)
def worst(available):
    return torch.device(next(name for name in ("cpu", "mps", "cuda") if name in available))


@misconception(
    "best_device",
    'Where there is both, "mps" was preferred to "cuda".',
    id="DEVICE-MPS-FIRST",
    next_step="Which name does your code ask for first?",
)
def mps_first(available):
    return torch.device(next(name for name in ("mps", "cuda", "cpu") if name in available))


@misconception(
    "best_device",
    'Where there is both, "cpu" was preferred to "mps".',
    id="DEVICE-CPU-BEFORE-MPS",
    next_step="In which order does your code ask for the names?",
)
def cpu_before_mps(available):
    return torch.device(next(name for name in ("cuda", "cpu", "mps") if name in available))


@misconception(
    "best_device",
    '"mps" is never chosen: whatever is not "cuda" became "cpu".',
    id="DEVICE-MPS-FORGOTTEN",
    next_step="Print the result for a machine that has a CPU and an Apple chip's graphics.",
)
def mps_forgotten(available):
    return torch.device("cuda" if "cuda" in available else "cpu")


@misconception(
    "best_device",
    "The names were sorted by their letters and the first was taken. The alphabet does not know "
    "which device is faster.",
    id="DEVICE-ALPHABETICAL",
    next_step='Print `sorted({"cuda", "mps", "cpu"})`.',
)
def alphabetical(available):
    return torch.device(sorted(available)[0])


@misconception(
    "best_device",
    "The names were sorted by their letters and the last was taken. The alphabet does not know which "
    "device is faster.",
    id="DEVICE-MPS-FIRST",
    next_step='Print `sorted({"cuda", "mps", "cpu"})`.',
)
def last_in_the_alphabet(available):
    return torch.device(max(available))


@misconception(
    "best_device",
    "The device has a number: one particular card. The exercise asks for the kind of device.",
    id="DEVICE-NUMBERED",
    next_step="Print the result. What stands behind the colon?",
)
def numbered(available):
    name = next(name for name in ("cuda", "mps", "cpu") if name in available)
    return torch.device(name, 0)


@misconception(
    "best_device",
    "For a machine with nothing but a CPU nothing came back: no branch returns anything there.",
    id="DEVICE-CPU-FORGOTTEN",
    next_step='Print the result for {"cpu"}.',
)
def cpu_forgotten(available):
    if "cuda" in available:
        return torch.device("cuda")
    if "mps" in available:
        return torch.device("mps")
    return None


@misconception(
    "best_device",
    "The answer is right, and the caller's own set has lost a name.",
    id="ARGUMENT-CHANGED",
    next_step="Print the set after the call. Which of your calls takes something out of it?",
)
def taken_out(available):
    for name in ("cuda", "mps", "cpu"):
        if name in available:
            available.remove(name)
            return torch.device(name)
    return None
