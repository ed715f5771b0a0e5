"""Wrong answers worth explaining, for 05_dtype_conversion."""

import numpy as np
import torch

from grader import misconception


def _defaults(**changed):
    return {
        "int": torch.int64,
        "float": torch.float32,
        "bool": torch.bool,
        "complex": torch.complex64,
    } | changed


@misconception(
    "default_dtypes",
    "float64 is what Python itself and NumPy use for numbers with a point, and for the two parts of "
    "a complex number. torch saves memory here: networks rarely need that many digits.",
    id="DTYPE-DEFAULT-FLOAT64",
    next_step="Print `torch.tensor(0.5).dtype`.",
)
def floats_are_float64():
    return _defaults(float=torch.float64, complex=torch.complex128)


@misconception(
    "default_dtypes",
    "int32 is the usual integer of many other languages. torch has another default, the one that "
    "it also uses for indices.",
    id="DTYPE-DEFAULT-INT32",
    next_step="Print `torch.tensor(1).dtype`.",
)
def integers_are_int32():
    return _defaults(int=torch.int32)


@misconception(
    "default_dtypes",
    "Truth values were taken for small integers. torch has a dtype of its own for them.",
    id="DTYPE-BOOL-AS-INT",
    next_step="Print `torch.tensor(True).dtype`.",
)
def booleans_are_integers():
    return _defaults(bool=torch.uint8)


@misconception(
    "default_dtypes",
    "A complex number is a pair of floats, and complex128 is a pair of float64. That is Python's "
    "choice; torch makes the pair of its own default float.",
    id="DTYPE-DEFAULT-COMPLEX128",
    next_step="Print `torch.tensor(1j).dtype`.",
)
def complex_is_complex128():
    return _defaults(complex=torch.complex128)


@misconception(
    "default_dtypes",
    "These are Python's own types. They say what kind of value it is; a dtype also says how a tensor "
    "stores it, for instance in how many bits.",
    id="TYPE-PYTHON-TYPE-FOR-DTYPE",
    next_step="Print `type(1)` and `torch.tensor(1).dtype`.",
)
def python_types():
    return {"int": int, "float": float, "bool": bool, "complex": complex}


@misconception(
    "default_dtypes",
    "The dtypes came back as text. A dtype is an object of its own that can be compared and passed "
    "on, such as `torch.float32`.",
    id="TYPE-DTYPE-AS-TEXT",
    next_step="Print `type(...)` of one of your values.",
)
def dtypes_as_text():
    return {name: str(dtype) for name, dtype in _defaults().items()}


@misconception(
    "to_float32",
    "`.double()` converts to float64, twice as wide as the float32 that is asked for.",
    id="DTYPE-DOUBLE-FOR-FLOAT",
    next_step="Which of `.half()`, `.float()`, `.double()` is which dtype?",
)
def to_double(tensor):
    return tensor.double()


@misconception(
    "to_float32",
    "`.to()` makes a new tensor and leaves the old one as it is. The converted tensor was made and "
    "then forgotten; the old one came back.",
    id="DTYPE-RESULT-DROPPED",
    next_step="Which name holds the converted tensor after that line?",
)
def result_dropped(tensor):
    tensor.to(torch.float32)
    return tensor


@misconception(
    "to_float32",
    "The bytes were read as if they had been float32 all along: the eight bytes of one int64 turn "
    "into two unrelated numbers, and some tensors cannot be read so at all. Converting keeps the "
    "number and changes its bytes; `view(dtype)` does the opposite.",
    id="DTYPE-VIEW-FOR-CONVERT",
    next_step="Print shape and values of an int64 tensor before and after.",
)
def reinterpreted(tensor):
    return tensor.view(torch.float32)


@misconception(
    "to_float32",
    "The values went through an integer dtype on the way, and lost their decimals.",
    id="DTYPE-FRACTION-LOST",
    next_step="Convert `torch.tensor([0.5], dtype=torch.float64)` and look at the value.",
)
def through_integers(tensor):
    return tensor.to(torch.int64).to(torch.float32)


@misconception(
    "to_float32",
    "The values went through float16 on the way and kept only its three significant digits.",
    id="DTYPE-THROUGH-HALF",
    next_step="How many digits survive? Print the largest difference from the input.",
)
def through_half(tensor):
    return tensor.half().float()


@misconception(
    "round_to_int",
    "Converting a float to an integer dtype cuts off the decimals (2.7 becomes 2, -2.7 "
    "becomes -2). That is truncation, not rounding.",
    id="DTYPE-TRUNCATED-NOT-ROUNDED",
    next_step="Which whole number is nearest to 2.7?",
)
def truncated(tensor):
    return tensor.to(torch.int64)


@misconception(
    "round_to_int",
    "Adding 0.5 and rounding down sends every half upwards. The exercise sends halves to the even "
    "neighbour, so that they do not all push the same way.",
    id="DTYPE-HALF-UP",
    next_step="Which of 0.5, 1.5, 2.5 and -0.5 come out right?",
)
def half_up(tensor):
    return (tensor + 0.5).floor().to(torch.int64)


@misconception(
    "round_to_int",
    "Half was added and the rest cut off. Cutting goes towards zero, so below zero the added half "
    "pulls the wrong way: -2.7 becomes -2.2 and then -2.",
    id="DTYPE-HALF-ADDED-THEN-CUT",
    next_step="Follow -2.7 through your code, one step at a time.",
)
def half_added_then_cut(tensor):
    return (tensor + 0.5).to(torch.int64)


@misconception(
    "round_to_int",
    "Halves were rounded away from zero. The exercise sends them to the even neighbour, as torch's "
    "own rounding does.",
    id="DTYPE-HALF-AWAY",
    next_step="Which of 0.5, 1.5 and 2.5 come out right?",
)
def half_away(tensor):
    return (tensor.sign() * (tensor.abs() + 0.5).floor()).to(torch.int64)


@misconception(
    "round_to_int",
    "`floor` goes down to the next whole number, even from 2.9.",
    id="DTYPE-FLOOR-NOT-ROUND",
    next_step="Which whole number is nearest to 2.7, and which to -2.2?",
)
def floored(tensor):
    return tensor.floor().to(torch.int64)


@misconception(
    "round_to_int",
    "`ceil` goes up to the next whole number, even from 2.1.",
    id="DTYPE-CEIL-NOT-ROUND",
    next_step="Which whole number is nearest to 2.2, and which to -2.7?",
)
def ceiled(tensor):
    return tensor.ceil().to(torch.int64)


@misconception(
    "round_to_int",
    "The values are rounded, but they are still floats: `round` keeps the dtype it is given.",
    id="DTYPE-STILL-FLOAT",
    next_step="Print the dtype of your result.",
)
def still_float(tensor):
    return tensor.round()


@misconception(
    "round_to_int",
    "The values are right, in int32. The exercise asks for int64, torch's usual integer.",
    id="DTYPE-INT32-FOR-INT64",
    next_step="Which dtype does `.int()` convert to?",
)
def in_int32(tensor):
    return tensor.round().int()


@misconception(
    "round_to_int",
    "The values went through float32 on the way. It keeps 24 binary digits, so whole numbers above "
    "16 777 216 are no longer told apart.",
    id="DTYPE-THROUGH-FLOAT32",
    next_step="Round `torch.tensor(16777217.0, dtype=torch.float64)`.",
)
def through_float32(tensor):
    return tensor.to(torch.float32).round().to(torch.int64)


@misconception(
    "normalise_image",
    "uint8 has 256 values, but the largest of them is 255, so dividing by 256 never reaches 1.",
    id="SCALE-256-FOR-255",
    next_step="What becomes of a white pixel?",
)
def by_256(image):
    return image.float() / 256


@misconception(
    "normalise_image",
    "`//` drops the decimals, and all but the white pixels are less than 1.",
    id="DTYPE-FLOOR-DIVISION",
    next_step="Divide 128 by 255 with `/` and with `//`.",
)
def floor_division(image):
    return (image // 255).float()


@misconception(
    "normalise_image",
    "The pixels were divided by the brightest pixel of this image. Two images would then be "
    "stretched differently; the exercise maps 255 to 1 in every image.",
    id="SCALE-BY-MAXIMUM",
    next_step="Try an image that has no white pixel.",
)
def by_maximum(image):
    return image.float() / image.max()


@misconception(
    "normalise_image",
    "The pixels were stretched from the darkest to the brightest of this image. The exercise maps "
    "0 to 0 and 255 to 1 in every image.",
    id="SCALE-MIN-MAX",
    next_step="Try an image that has neither a black nor a white pixel.",
)
def min_max(image):
    values = image.float()
    return (values - values.min()) / (values.max() - values.min())


@misconception(
    "normalise_image",
    "The pixels were mapped to -1..1. Some networks want that; this exercise asks for 0..1.",
    id="SCALE-MINUS-ONE-TO-ONE",
    next_step="What becomes of a black pixel?",
)
def to_minus_one(image):
    return image.float() / 127.5 - 1


@misconception(
    "normalise_image",
    "`/=` writes the quotients back into the uint8 image. They are fractions, which uint8 cannot "
    "store, so torch refuses; and if it could, the caller's own image would have changed.",
    id="DTYPE-DIVIDED-IN-PLACE",
    next_step="Where would the result of `image /= 255` be stored? Where that of `image / 255`?",
)
def divided_in_place(image):
    image /= 255
    return image


@misconception(
    "normalise_image",
    "The quotients lost their fractions: by a conversion to whole numbers, or by `//`, which divides "
    "without a rest. All but the white pixels became 0.",
    id="DTYPE-FRACTION-LOST",
    next_step="Print the dtype of your result, and which different values it holds.",
)
def back_to_uint8(image):
    return (image / 255).to(torch.uint8)


@misconception(
    "normalise_image",
    "The dtype is right, the range is not: the pixels were converted and not divided.",
    id="SCALE-FORGOTTEN",
    next_step="Print the largest value of the result.",
)
def not_divided(image):
    return image.float()


@misconception(
    "normalise_image",
    "The pixels went to float64. It holds the same numbers in twice the memory; images are usually "
    "kept in float32, and so it is asked here.",
    id="DTYPE-DOUBLE-FOR-FLOAT",
    next_step="Print the dtype of the result.",
)
def in_double(image):
    return image.double() / 255


@misconception(
    "integer_mean",
    "torch does not average integers: the mean is rarely one, and `mean` does not guess which "
    "other dtype is meant.",
    id="DTYPE-MEAN-OF-INTEGERS",
    next_step="Read the last sentence of the error message.",
)
def mean_of_integers(tensor):
    return tensor.mean()


@misconception(
    "integer_mean",
    "The sum was divided with `//`, which drops the fraction of the mean.",
    id="DTYPE-FLOOR-DIVISION",
    next_step="What is the mean of 1 and 2?",
)
def floor_mean(tensor):
    return (tensor.sum() // tensor.numel()).float()


@misconception(
    "integer_mean",
    "The mean came out as a whole number in an integer dtype, and its fraction is lost. `//` makes "
    "such a number of two integers, and so does a conversion to an integer dtype.",
    id="DTYPE-FRACTION-LOST",
    next_step="What is the mean of 1 and 2, and which dtype can hold it?",
)
def floor_mean_as_integer(tensor):
    return tensor.sum() // tensor.numel()


@misconception(
    "integer_mean",
    "`len(tensor)` is the size of the first dimension only, so the sum was divided by fewer numbers "
    "than went into it.",
    id="RANK-LEN-FOR-NUMEL",
    next_step="For shape (3, 5), how many numbers did you add up, and by what did you divide?",
)
def divided_by_length(tensor):
    return tensor.sum().float() / (len(tensor) if tensor.dim() else 1)


@misconception(
    "integer_mean",
    "The mean was taken along one dimension only, so that a row of means remains.",
    id="REDUCE-ONE-DIM",
    next_step="What is the shape of your result, and what should it be?",
)
def mean_of_columns(tensor):
    return tensor.float().mean(dim=0) if tensor.dim() else tensor.float()


@misconception(
    "integer_mean",
    "The value is right, but it is a Python number: `.item()` left the tensor behind.",
    id="TYPE-NUMBER-FOR-TENSOR",
    next_step="Print `type(...)` of the result.",
)
def as_number(tensor):
    return tensor.float().mean().item()


@misconception(
    "integer_mean",
    "The mean came out in float64. The exercise asks for float32.",
    id="DTYPE-DOUBLE-FOR-FLOAT",
    next_step="Print the dtype of the result.",
)
def mean_in_double(tensor):
    return tensor.double().mean()


@misconception(
    "integer_mean",
    "The numbers were added up in the tensor's own dtype. uint8 holds 0 to 255 and starts over "
    "beyond that, so 250 + 20 is 14, and the sum comes out far too small.",
    id="DTYPE-UINT8-WRAPS",
    next_step="Print the sum that your code reaches for a uint8 tensor, and its dtype.",
)
def sum_wraps(tensor):
    total = tensor.new_zeros(())
    for value in tensor.flatten():
        total = total + value
    return total.float() / tensor.numel()


@misconception(
    "integer_mean",
    "The middle value was taken. One very large number pulls the mean towards it and leaves the "
    "middle where it was.",
    id="REDUCE-MEDIAN",
    next_step="What are the mean and the median of 1, 2 and 9?",
)
def median(tensor):
    return tensor.float().median()


@misconception(
    "mask_fraction",
    "This is how many are True. A share says which part of the whole that is, so it is never more "
    "than 1.",
    id="REDUCE-COUNT-FOR-SHARE",
    next_step="What should come out for a mask that is True everywhere?",
)
def count(mask):
    return float(mask.sum())


@misconception(
    "mask_fraction",
    "The value is right, but it is still a tensor. The exercise asks for a Python float.",
    id="TYPE-TENSOR-FOR-NUMBER",
    next_step="Print `type(...)` of the result.",
)
def as_tensor(mask):
    return mask.float().mean() if mask.numel() else torch.tensor(0.0)


@misconception(
    "mask_fraction",
    "The share of False was taken, the other part of the whole.",
    id="LOGIC-INVERTED",
    next_step="What should come out for a mask that is True everywhere?",
)
def share_of_false(mask):
    return float((~mask).float().mean()) if mask.numel() else 0.0


@misconception(
    "mask_fraction",
    "An empty mask has no elements, so its mean is 0 divided by 0: NaN.",
    id="EMPTY-MEAN-IS-NAN",
    next_step="Call it with `torch.zeros(0, dtype=torch.bool)`.",
)
def nan_for_empty(mask):
    return mask.float().mean().item()


@misconception(
    "mask_fraction",
    "A mask counted as empty only if its first size is 0. Shape (3, 0) holds three rows and nothing "
    "in them, so its mean is 0 divided by 0: NaN.",
    id="EMPTY-FIRST-SIZE-ONLY",
    next_step="Call it with `torch.zeros(3, 0, dtype=torch.bool)`. How many elements has that?",
)
def empty_by_first_size(mask):
    if mask.dim() > 0 and mask.shape[0] == 0:
        return 0.0
    return mask.float().mean().item()


@misconception(
    "mask_fraction",
    "An empty mask got the integer 0. It is equal to 0.0, but the exercise promises a float in "
    "every case.",
    id="TYPE-INT-FOR-FLOAT",
    next_step="Print `type(...)` of the result for an empty mask and for another one.",
)
def integer_zero(mask):
    return mask.float().mean().item() if mask.numel() else 0


@misconception(
    "mask_fraction",
    "For an empty mask the count was divided by zero, and Python refuses that.",
    id="EMPTY-DIVISION",
    next_step="Call it with `torch.zeros(0, dtype=torch.bool)`.",
)
def division_by_zero(mask):
    return mask.sum().item() / mask.numel()


@misconception(
    "mask_fraction",
    "`len(mask)` is the size of the first dimension only: a mask of 3 rows with 5 in each was taken "
    "for 3 elements.",
    id="RANK-LEN-FOR-NUMEL",
    next_step="For shape (3, 5), how many elements are there, and what does `len` say?",
)
def by_length(mask):
    return mask.sum().item() / len(mask) if mask.numel() else 0.0


@misconception(
    "common_dtype",
    "The dtype of the first tensor was returned. Promotion looks at both, and the order does not "
    "matter.",
    id="PROMOTE-FIRST",
    next_step="Swap the arguments. Should the answer change?",
)
def the_first(a, b):
    return a.dtype


@misconception(
    "common_dtype",
    "The wider of the two dtypes was taken. Width is not what decides: an int64 with a float16 "
    "gives a float16, since a float can say what an integer cannot.",
    id="PROMOTE-BY-WIDTH",
    next_step="Add an int64 and a float16 tensor and print the dtype.",
)
def the_wider(a, b):
    return a.dtype if a.element_size() >= b.element_size() else b.dtype


@misconception(
    "common_dtype",
    "This is NumPy's rule, which widens until both dtypes fit: an int64 with a float32 gives a "
    "float64 there. torch has a rule of its own, in which a float stays as narrow as it is. (And "
    "NumPy does not know bfloat16 at all.)",
    id="PROMOTE-AS-NUMPY",
    next_step="Add an int64 and a float32 tensor and print the dtype; then do the same in NumPy.",
)
def as_numpy_does(a, b):
    return getattr(torch, str(np.result_type(a.numpy(), b.numpy())))


@misconception(
    "common_dtype",
    "Every mixed pair became float32. That is torch's default for new floats; promotion starts from "
    "the dtypes at hand.",
    id="PROMOTE-TO-FLOAT32",
    next_step="Add a float32 and a float64 tensor and print the dtype.",
)
def always_float32(a, b):
    return a.dtype if a.dtype == b.dtype else torch.float32


@misconception(
    "common_dtype",
    "The answer is right, as text. A dtype is an object of its own.",
    id="TYPE-DTYPE-AS-TEXT",
    next_step="Print `type(...)` of the result.",
)
def as_text(a, b):
    return str(torch.promote_types(a.dtype, b.dtype))


@misconception(
    "common_dtype",
    "The dtype of the second tensor was returned. Promotion looks at both, and the order does not "
    "matter.",
    id="PROMOTE-SECOND",
    next_step="Swap the arguments. Should the answer change?",
)
def the_second(a, b):
    return b.dtype


@misconception(
    "brighten",
    "uint8 holds 0 to 255 and wraps round beyond that: 250 + 20 becomes 14. The sum was taken in "
    "uint8, so there was nothing left to limit afterwards.",
    id="DTYPE-UINT8-WRAPS",
    next_step="Print 250 + 20 as uint8. In which dtype does the true sum fit?",
)
def wrapped(image, amount):
    return (image + amount).clamp(0, 255)


@misconception(
    "brighten",
    "The upper end is limited and the lower one is not: dark pixels minus something wrap round to "
    "bright ones.",
    id="RANGE-UPPER-ONLY",
    next_step="Darken a black pixel.",
)
def upper_only(image, amount):
    return ((image.to(torch.int64) + amount).clamp(max=255) % 256).to(torch.uint8)


@misconception(
    "brighten",
    "The lower end is limited and the upper one is not: bright pixels plus something wrap round to "
    "dark ones.",
    id="RANGE-LOWER-ONLY",
    next_step="Brighten a white pixel.",
)
def lower_only(image, amount):
    return ((image.to(torch.int64) + amount).clamp(min=0) % 256).to(torch.uint8)


@misconception(
    "brighten",
    "The values are right, but the result stayed in the wider dtype of the sum. An image of uint8 "
    "is asked for.",
    id="DTYPE-NOT-CONVERTED-BACK",
    next_step="Print the dtype of the result.",
)
def not_converted_back(image, amount):
    return (image.to(torch.int16) + amount).clamp(0, 255)


@misconception(
    "brighten",
    "The pixels were multiplied. Brightening by an amount adds it to every pixel.",
    id="ARITH-MULTIPLIED",
    next_step="What should happen to a black pixel with amount 20?",
)
def multiplied(image, amount):
    return (image.float() * (1 + amount / 255)).clamp(0, 255).to(torch.uint8)


@misconception(
    "brighten",
    "The largest value was taken to be 256, which uint8 does not have: it wraps round to 0.",
    id="SCALE-256-FOR-255",
    next_step="Brighten a white pixel. What is the largest uint8?",
)
def limited_to_256(image, amount):
    return ((image.to(torch.int64) + amount).clamp(0, 256) % 256).to(torch.uint8)


@misconception(
    "brighten",
    "The new pixels are right, but they were written into the caller's image, and the old ones are gone.",
    id="ARGUMENT-OVERWRITTEN",
    next_step="Print the image before and after the call.",
)
def overwritten(image, amount):
    return image.copy_((image.to(torch.int16) + amount).clamp(0, 255))


@misconception(
    "common_dtype",
    "Every pair of integers became int64, and every pair with a float in it float32. Promotion starts "
    "from the dtypes at hand: two small integers stay small, and a float64 stays one.",
    id="PROMOTE-TO-DEFAULTS",
    next_step="Print the dtype of the sum of two int16 tensors.",
)
def promoted_to_defaults(a, b):
    floating = a.is_floating_point() or b.is_floating_point()
    return torch.float32 if floating else torch.int64


@misconception(
    "brighten",
    "The limits are one off: the values stay between 1 and 254, and black and white are never reached.",
    id="RANGE-LIMITS-OFF-BY-ONE",
    next_step="Which are the smallest and the largest value that a uint8 can hold?",
)
def limits_off_by_one(image, amount):
    return (image.to(torch.int32) + amount).clamp(1, 254).to(torch.uint8)
