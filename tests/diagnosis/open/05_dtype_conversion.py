"""Wrong answers for 05_dtype_conversion, with what a fitting diagnosis names."""

from .making import case

CASES = [
    case(
        "f32-dropped",
        "to_float32",
        """
        def to_float32(tensor):
            tensor.to(torch.float32)
            return tensor
        """,
        "to does not work in place",
        ["new tensor", "in place", "dropped", "leave", "kept", "hand"],
        [],
        plain_fits=True,
    ),
    case(
        "f32-missing-return",
        "to_float32",
        """
        def to_float32(tensor):
            tensor = tensor.float()
        """,
        "no return",
        ["return"],
        [],
        kind="source",
    ),
    case(
        "round-int",
        "round_to_int",
        """
        def round_to_int(tensor):
            return tensor.long()
        """,
        "truncated instead of rounded",
        ["cut", "trunc", "zero", "drop", "point"],
        ["ceil", "up"],
    ),
    case(
        "round-half",
        "round_to_int",
        """
        def round_to_int(tensor):
            return torch.floor(tensor + 0.5).long()
        """,
        "halves go up",
        ["half", "halves", "even"],
        [],
    ),
    case(
        "round-float",
        "round_to_int",
        """
        def round_to_int(tensor):
            return tensor.round()
        """,
        "still a float tensor",
        ["dtype", "int64", "float"],
        [],
        plain_fits=True,
    ),
    case(
        "normalise-256",
        "normalise_image",
        """
        def normalise_image(image):
            return image.float() / 256
        """,
        "256 instead of 255",
        ["255", "256"],
        ["sign"],
    ),
    case(
        "normalise-none",
        "normalise_image",
        """
        def normalise_image(image):
            return image.float()
        """,
        "not divided",
        ["divi", "255", "scale", "range"],
        ["transpose"],
    ),
    case(
        "normalise-floor",
        "normalise_image",
        """
        def normalise_image(image):
            return (image // 255).float()
        """,
        "floor division",
        ["floor", "fraction", "whole", "down", "//"],
        [],
    ),
    case(
        "mean-int",
        "integer_mean",
        """
        def integer_mean(tensor):
            return tensor.mean()
        """,
        "mean of integers raises",
        ["integer", "fraction"],
        [],
        kind="raises",
    ),
    case(
        "mean-item",
        "integer_mean",
        """
        def integer_mean(tensor):
            return tensor.float().mean().item()
        """,
        "a Python number",
        ["number"],
        [],
        plain_fits=True,
    ),
    case(
        "mean-rows",
        "integer_mean",
        """
        def integer_mean(tensor):
            return tensor.float().mean(0)
        """,
        "only dim 0 is averaged",
        ["dim"],
        [],
        plain_fits=True,
    ),
    case(
        "mean-median",
        "integer_mean",
        """
        def integer_mean(tensor):
            return tensor.float().median()
        """,
        "the median",
        ["median", "middle"],
        ["sum"],
        plain_fits=True,
    ),
    case(
        "mask-count",
        "mask_fraction",
        """
        def mask_fraction(mask):
            return float(mask.sum())
        """,
        "a count instead of a share",
        ["count", "share", "number of", "divid"],
        ["sign"],
    ),
    case(
        "mask-tensor",
        "mask_fraction",
        """
        def mask_fraction(mask):
            return mask.float().mean()
        """,
        "a tensor, NaN if empty",
        ["tensor", "float"],
        [],
        plain_fits=True,
    ),
    case(
        "mask-nan",
        "mask_fraction",
        """
        def mask_fraction(mask):
            return mask.float().mean().item()
        """,
        "NaN if empty",
        ["empty", "nan"],
        [],
        plain_fits=True,
    ),
    case(
        "mask-false",
        "mask_fraction",
        """
        def mask_fraction(mask):
            return float((~mask).sum() / max(1, mask.numel())) if mask.numel() else 0.0
        """,
        "the share of False",
        ["false", "opposite", "1 minus", "invert", "wrong way"],
        ["count"],
    ),
    case(
        "brighten-wrap",
        "brighten",
        """
        def brighten(image, amount):
            return image + amount
        """,
        "wraps at 256",
        ["wrap", "256", "start again", "255"],
        [],
        plain_fits=True,
    ),
    case(
        "brighten-low",
        "brighten",
        """
        def brighten(image, amount):
            return (image.int() + amount).clamp(max=255).to(torch.uint8)
        """,
        "clamped above only",
        ["wrap", "below", "lower", "0", "upper", "negative"],
        [],
    ),
    case(
        "brighten-int",
        "brighten",
        """
        def brighten(image, amount):
            return (image.int() + amount).clamp(0, 255)
        """,
        "int32 comes back",
        ["dtype", "uint8"],
        [],
        plain_fits=True,
    ),
    case(
        "common-first",
        "common_dtype",
        """
        def common_dtype(a, b):
            return a.dtype
        """,
        "the first dtype only",
        ["first"],
        [],
        plain_fits=True,
    ),
    case(
        "common-str",
        "common_dtype",
        """
        def common_dtype(a, b):
            return str(torch.result_type(a, b))
        """,
        "text instead of a dtype",
        ["text", "str"],
        [],
        plain_fits=True,
    ),
]
