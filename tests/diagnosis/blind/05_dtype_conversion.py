"""Wrong answers written from the curriculum alone, with what a good diagnosis names."""

CASES = [
    {
        "id": "defaults-as-in-numpy",
        "function": "default_dtypes",
        "source": """
def default_dtypes():
    return {
        "int": torch.int64,
        "float": torch.float64,
        "bool": torch.bool,
        "complex": torch.complex128,
    }
""",
        "cause": "Those are NumPy's defaults; torch makes float32 and complex64.",
        "fits": ["float32", "complex64", "float64", "complex128", "numpy", "default"],
        "false": ["int32", "missing key", "a string"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "defaults-as-tensor-type",
        "function": "default_dtypes",
        "source": """
def default_dtypes():
    samples = {"int": 1, "float": 1.0, "bool": True, "complex": 1j}
    return {name: torch.tensor(v).type() for name, v in samples.items()}
""",
        "cause": "type() gives a text such as torch.LongTensor; .dtype is the dtype.",
        "fits": ["a str", "str instead", "a text", ".dtype", "type()", "torch.dtype"],
        "false": ["numpy", "float64"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "float32-python-float",
        "function": "to_float32",
        "source": """
def to_float32(tensor):
    return tensor.to(float)
""",
        "cause": "Python's float stands for float64 in to(); float32 must be named.",
        "fits": ["float64", "float32", "dtype", "python float"],
        "false": ["bits", "copies"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "float32-by-view",
        "function": "to_float32",
        "source": """
def to_float32(tensor):
    if tensor.dtype == torch.float32:
        return tensor
    return tensor.view(torch.float32)
""",
        "cause": "view(dtype) reads the same bytes as another type; it does not convert the "
        "values.",
        "fits": ["view", "bytes", "bits", "reinterpret", "convert"],
        "false": ["float64", "rounded"],
        "kind": "silent",
    },
    {
        "id": "float32-by-arithmetic",
        "function": "to_float32",
        "source": """
def to_float32(tensor):
    return tensor * 1.0
""",
        "cause": "Multiplying by 1.0 makes integers float32, but leaves float64 and float16 as "
        "they are.",
        "fits": ["float64", "float16", "dtype", "float32", "convert"],
        "false": ["bits", "wrong value"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "round-half-up",
        "function": "round_to_int",
        "source": """
def round_to_int(tensor):
    return torch.floor(tensor + 0.5).to(torch.int64)
""",
        "cause": "floor(x + 0.5) rounds halves up; they go to the even neighbour.",
        "fits": ["half", "halves", "even", "0.5"],
        "false": ["truncat", "dtype: expected"],
        "kind": "silent",
    },
    {
        "id": "round-then-int32",
        "function": "round_to_int",
        "source": """
def round_to_int(tensor):
    return tensor.round().int()
""",
        "cause": "int() is int32; int64 is long().",
        "fits": ["int32", "int64", "long()", "dtype"],
        "false": ["truncat", "halves"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "round-adds-half-and-truncates",
        "function": "round_to_int",
        "source": """
def round_to_int(tensor):
    return (tensor + 0.5).long()
""",
        "cause": "long() truncates towards zero, so negatives come out one too high, and halves "
        "go up.",
        "fits": ["truncat", "negativ", "towards zero", "half", "halves", "even"],
        "false": ["dtype: expected", "int32"],
        "kind": "silent",
    },
    {
        "id": "round-by-list",
        "function": "round_to_int",
        "source": """
def round_to_int(tensor):
    rounded = []
    for value in tensor.flatten():
        rounded.append(round(value.item()))
    return torch.tensor(rounded)
""",
        "cause": "The values are right but the shape is flattened away.",
        "fits": ["shape", "flat", "reshape", "1-d"],
        "false": ["halves", "truncat", "int32"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "normalise-by-256",
        "function": "normalise_image",
        "source": """
def normalise_image(image):
    return image.float() / 256
""",
        "cause": "The largest value is 255; dividing by 256 never reaches 1.",
        "fits": ["255", "256", "never reaches"],
        "false": ["dtype: expected", "own maximum", "float64"],
        "kind": "silent",
    },
    {
        "id": "normalise-by-own-range",
        "function": "normalise_image",
        "source": """
def normalise_image(image):
    x = image.to(torch.float32)
    low, high = x.min(), x.max()
    return (x - low) / (high - low)
""",
        "cause": "The image is stretched to its own minimum and maximum; the scale is fixed at "
        "255.",
        "fits": ["maximum", "minimum", "own range", "255", "stretch"],
        "false": ["256", "dtype: expected"],
        "kind": "silent",
    },
    {
        "id": "normalise-in-place-on-bytes",
        "function": "normalise_image",
        "source": """
def normalise_image(image):
    image /= 255
    return image.float()
""",
        "cause": "An in-place division cannot store floats in uint8; convert first, out of place.",
        "fits": ["in place", "in-place", "uint8", "byte", "cast", "convert"],
        "false": ["256", "integer division"],
        "kind": "raises",
    },
    {
        "id": "normalise-floor-divides",
        "function": "normalise_image",
        "source": """
def normalise_image(image):
    return (image // 255).to(torch.float32)
""",
        "cause": "Integer division leaves only 0 and 1; convert to float before dividing.",
        "fits": ["//", "integer division", "floor", "truncat", "only 0", "before"],
        "false": ["256", "in place"],
        "kind": "silent",
    },
    {
        "id": "integer-mean-needs-float",
        "function": "integer_mean",
        "source": """
def integer_mean(tensor):
    return torch.mean(tensor)
""",
        "cause": "mean is not defined for integer dtypes; convert to float first.",
        "fits": ["mean", "float", "integer", "dtype", "convert"],
        "false": ["floor", "shape: expected"],
        "kind": "raises",
    },
    {
        "id": "integer-mean-of-rows",
        "function": "integer_mean",
        "source": """
def integer_mean(tensor):
    total = 0
    for value in tensor:
        total = total + value
    return total / len(tensor)
""",
        "cause": "Iterating goes over the first dim only, so a matrix gives a mean of rows (and a "
        "small dtype wraps).",
        "fits": ["first dim", "rows", "shape", "numel", "all elements", "0-d", "scalar"],
        "false": ["floor division", "float64"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "integer-mean-floored",
        "function": "integer_mean",
        "source": """
def integer_mean(tensor):
    return (tensor.sum() // tensor.numel()).to(torch.float32)
""",
        "cause": "// throws the fraction of the mean away.",
        "fits": ["//", "floor", "truncat", "fraction", "integer division"],
        "false": ["overflow", "shape: expected", "dtype: expected"],
        "kind": "silent",
    },
    {
        "id": "integer-mean-sum-wraps",
        "function": "integer_mean",
        "source": """
def integer_mean(tensor):
    total = torch.zeros((), dtype=tensor.dtype)
    for value in tensor.reshape(-1):
        total += value
    return total.float() / tensor.numel()
""",
        "cause": "The running sum keeps the small integer dtype and wraps around.",
        "fits": ["wrap", "overflow", "256", "uint8", "int8", "too small"],
        "false": ["floor", "shape: expected"],
        "kind": "silent",
    },
    {
        "id": "fraction-empty-is-nan",
        "function": "mask_fraction",
        "source": """
def mask_fraction(mask):
    return mask.float().mean().item()
""",
        "cause": "The mean of nothing is nan; an empty mask should give 0.0.",
        "fits": ["empty", "nan", "0.0"],
        "false": ["tensor instead", "len("],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "fraction-by-rows",
        "function": "mask_fraction",
        "source": """
def mask_fraction(mask):
    if mask.numel() == 0:
        return 0.0
    return mask.sum().item() / len(mask)
""",
        "cause": "len counts the rows, not all the elements (numel).",
        "fits": ["len(", "len counts", "numel", "rows", "elements", "first dim"],
        "false": ["empty", "tensor instead"],
        "kind": "silent",
    },
    {
        "id": "fraction-of-false",
        "function": "mask_fraction",
        "source": """
def mask_fraction(mask):
    n = mask.numel()
    if n == 0:
        return 0.0
    zeros = (mask == 0).sum()
    return float(zeros / n)
""",
        "cause": "The share of False is returned instead of True.",
        "fits": ["share of false", "of false", "invert", "complement", "1 -", "opposite"],
        "false": ["empty", "numel"],
        "kind": "silent",
    },
    {
        "id": "common-by-size",
        "function": "common_dtype",
        "source": """
def common_dtype(a, b):
    return a.dtype if a.element_size() >= b.element_size() else b.dtype
""",
        "cause": "The wider type does not win: int64 with float32 gives float32.",
        "fits": ["size", "wider", "promot", "categor", "int64", "float32", "bytes"],
        "false": ["numpy", "a string"],
        "kind": "silent",
    },
    {
        "id": "common-by-numpy",
        "function": "common_dtype",
        "source": """
def common_dtype(a, b):
    both = np.result_type(a.numpy().dtype, b.numpy().dtype)
    return torch.from_numpy(np.zeros(1, dtype=both)).dtype
""",
        "cause": "NumPy's rules promote int64 with float32 to float64; torch gives float32.",
        "fits": ["numpy", "promot", "float64", "float32"],
        "false": ["first argument", "a string"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "brighten-clamped-after-wrap",
        "function": "brighten",
        "source": """
def brighten(image, amount):
    result = image + amount
    return torch.clamp(result, 0, 255)
""",
        "cause": "The sum wraps at 256 in uint8 before clamp sees it; add in a wider type.",
        "fits": ["wrap", "256", "uint8", "wider", "overflow", "saturat"],
        "false": ["dtype of the result", "in place"],
        "kind": "silent",
    },
    {
        "id": "brighten-forgets-the-dark-end",
        "function": "brighten",
        "source": """
def brighten(image, amount):
    wide = image.to(torch.int16) + amount
    wide[wide > 255] = 255
    return wide.to(torch.uint8)
""",
        "cause": "Values below 0 are not clamped and wrap to bright ones.",
        "fits": ["below 0", "negativ", "wrap", "0 and 255", "lower", "dark"],
        "false": ["dtype of the result", "above 255"],
        "kind": "silent",
    },
    {
        "id": "brighten-stays-wide",
        "function": "brighten",
        "source": """
def brighten(image, amount):
    return (image.int() + amount).clamp(0, 255)
""",
        "cause": "The result stays int32; it should be uint8 again.",
        "fits": ["uint8", "int32", "dtype"],
        "false": ["wrap", "overflow"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "brighten-amount-as-uint8",
        "function": "brighten",
        "source": """
def brighten(image, amount):
    step = torch.from_numpy(np.full(tuple(image.shape), amount, dtype=np.uint8))
    return image + torch.minimum(step, 255 - image)
""",
        "cause": "A negative amount cannot be stored in a uint8 array.",
        "fits": ["negativ", "uint8", "overflow", "amount", "cast", "convert"],
        "false": ["above 255", "in place"],
        "kind": "raises",
    },
    {
        "id": "fraction-printed",
        "function": "mask_fraction",
        "source": """
def mask_fraction(mask):
    if mask.numel() == 0:
        return 0.0
    share = torch.count_nonzero(mask).item() / mask.numel()
    print("share:", share)
""",
        "cause": "The share is printed and not returned.",
        "fits": ["print", "return", "none"],
        "false": ["empty", "numel"],
        "kind": "source",
        "plain_fits": True,
    },
    {
        "id": "brighten-returns-in-one-branch",
        "function": "brighten",
        "source": """
def brighten(image, amount):
    wide = image.long() + amount
    if amount > 0:
        wide = torch.where(wide > 255, 255, wide)
        return wide.to(torch.uint8)
    elif amount < 0:
        wide = torch.where(wide < 0, 0, wide)
        return wide.to(torch.uint8)
""",
        "cause": "For an amount of 0 no branch returns, so None comes back.",
        "fits": ["none", "return", "amount 0", "amount of 0", "amount = 0", "branch"],
        "false": ["wrap", "overflow"],
        "kind": "source",
        "plain_fits": True,
    },
]
