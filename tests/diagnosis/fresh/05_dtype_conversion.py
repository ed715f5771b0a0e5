"""Wrong answers for 05_dtype_conversion, as beginners write them; labels from the curriculum."""

from ..open.making import case

CASES = [
    case(
        "defaults-double",
        "default_dtypes",
        """
        def default_dtypes():
            return {"int": torch.int32, "float": torch.float64, "bool": torch.bool, "complex": torch.complex128}
        """,
        "NumPy's (and C's) defaults",
        ["float64", "complex128", "int32", "numpy"],
    ),
    case(
        "defaults-tensors",
        "default_dtypes",
        """
        def default_dtypes():
            return {"int": torch.tensor(1), "float": torch.tensor(1.0), "bool": torch.tensor(True), "complex": torch.tensor(1j)}
        """,
        "tensors, not dtypes",
        ["tensor", "dtype"],
    ),
    case(
        "float-double",
        "to_float32",
        """
        def to_float32(tensor):
            return tensor.double()
        """,
        "float64",
        ["float64"],
    ),
    case(
        "float-python",
        "to_float32",
        """
        def to_float32(tensor):
            return float(tensor)
        """,
        "float() takes one element only",
        ["one element", "float(", "Python number", "scalar"],
    ),
    case(
        "float-view",
        "to_float32",
        """
        def to_float32(tensor):
            return tensor.view(torch.float32)
        """,
        "reinterprets the bits",
        ["bits", "bytes", "reinterpret", "view", "shape"],
    ),
    case(
        "round-trunc",
        "round_to_int",
        """
        def round_to_int(tensor):
            return tensor.to(torch.int64)
        """,
        "cuts off",
        ["cut", "trunc", "towards zero", "fraction"],
    ),
    case(
        "round-half-up",
        "round_to_int",
        """
        def round_to_int(tensor):
            return torch.floor(tensor + 0.5).long()
        """,
        "halves go up",
        ["half", "halves", "even"],
    ),
    case(
        "round-stays-float",
        "round_to_int",
        """
        def round_to_int(tensor):
            return tensor.round()
        """,
        "stays float",
        ["dtype", "float32", "int64"],
    ),
    case(
        "round-int32",
        "round_to_int",
        """
        def round_to_int(tensor):
            return torch.ceil(tensor).int()
        """,
        "rounds up, and int32",
        ["int32", "dtype", "up"],
    ),
    case(
        "image-256",
        "normalise_image",
        """
        def normalise_image(image):
            return image.float() / 256
        """,
        "divides by 256",
        ["256", "255"],
    ),
    case(
        "image-max",
        "normalise_image",
        """
        def normalise_image(image):
            image = image.float()
            return (image - image.min()) / (image.max() - image.min())
        """,
        "stretches by the image's own range",
        ["own", "max", "min", "stretch", "range"],
    ),
    case(
        "image-int-div",
        "normalise_image",
        """
        def normalise_image(image):
            return (image // 255).to(torch.float32)
        """,
        "integer division leaves 0 and 1",
        ["integer", "//", "whole", "floor", "trunc", "round"],
    ),
    case(
        "image-minus-one",
        "normalise_image",
        """
        def normalise_image(image):
            return image.to(torch.float32) / 127.5 - 1
        """,
        "to -1..1 instead of 0..1",
        ["-1", "range", "2", "minus"],
    ),
    case(
        "mean-int",
        "integer_mean",
        """
        def integer_mean(tensor):
            return (tensor.sum() // tensor.numel()).float()
        """,
        "floors before it converts",
        ["whole", "floor", "//", "fraction", "trunc", "round", "integer"],
    ),
    case(
        "mean-direct",
        "integer_mean",
        """
        def integer_mean(tensor):
            return tensor.mean()
        """,
        "mean of integers is refused",
        ["float", "dtype", "integer"],
    ),
    case(
        "mean-first-dim",
        "integer_mean",
        """
        def integer_mean(tensor):
            return tensor.float().mean(0)
        """,
        "over the first dim only",
        ["dim", "shape", "axis"],
    ),
    case(
        "mean-len",
        "integer_mean",
        """
        def integer_mean(tensor):
            return tensor.sum() / len(tensor)
        """,
        "len is the first dim's size",
        ["len", "first dim", "rows", "numel", "size", "0-d"],
    ),
    case(
        "fraction-tensor",
        "mask_fraction",
        """
        def mask_fraction(mask):
            if mask.numel() == 0:
                return 0.0
            return mask.float().mean()
        """,
        "a tensor, no float",
        ["float", "item", "Python"],
    ),
    case(
        "fraction-empty",
        "mask_fraction",
        """
        def mask_fraction(mask):
            return mask.sum().item() / mask.numel()
        """,
        "an empty mask divides by zero",
        ["empty", "zero", "ZeroDivision"],
    ),
    case(
        "fraction-false",
        "mask_fraction",
        """
        def mask_fraction(mask):
            if len(mask) == 0:
                return 0.0
            return float((mask == 0).float().mean())
        """,
        "the share of False",
        ["False", "complement", "1 -", "1 minus", "opposite"],
    ),
    case(
        "fraction-rows",
        "mask_fraction",
        """
        def mask_fraction(mask):
            if mask.numel() == 0:
                return 0.0
            return mask.sum().item() / mask.shape[0]
        """,
        "divides by the number of rows",
        ["row", "numel", "size", "dim", "times"],
    ),
    case(
        "common-a",
        "common_dtype",
        """
        def common_dtype(a, b):
            return a.dtype
        """,
        "the dtype of a",
        ["first", "a's", "promot", "common", "dtype of"],
        plain_fits=True,
    ),
    case(
        "common-sum",
        "common_dtype",
        """
        def common_dtype(a, b):
            if a.is_floating_point() or b.is_floating_point():
                return torch.float32
            return torch.int64
        """,
        "only two dtypes known",
        ["float32", "int64", "promot", "dtype"],
    ),
    case(
        "brighten-wraps",
        "brighten",
        """
        def brighten(image, amount):
            return image + amount
        """,
        "wraps round at 256",
        ["wrap", "256", "overflow"],
    ),
    case(
        "brighten-top-only",
        "brighten",
        """
        def brighten(image, amount):
            result = image.to(torch.int16) + amount
            result[result > 255] = 255
            return result.to(torch.uint8)
        """,
        "clips at the top only",
        ["below", "0", "wrap", "negative"],
    ),
    case(
        "brighten-int",
        "brighten",
        """
        def brighten(image, amount):
            return torch.clamp(image.int() + amount, 0, 255)
        """,
        "stays int32",
        ["int32", "dtype"],
    ),
    case(
        "brighten-254",
        "brighten",
        """
        def brighten(image, amount):
            return (image.int() + amount).clamp(1, 254).to(torch.uint8)
        """,
        "limits off by one",
        ["254", "limit", "clip", "clamp", "off by one", "1"],
    ),
]
