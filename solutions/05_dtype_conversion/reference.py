"""Dtypes: int64, float32, and what is lost between them."""

import torch


def default_dtypes():
    values = {"int": 1, "float": 1.0, "bool": True, "complex": 1j}
    return {name: torch.tensor(value).dtype for name, value in values.items()}


def to_float32(tensor):
    return tensor.to(torch.float32)


def round_to_int(tensor):
    return tensor.round().to(torch.int64)


def normalise_image(image):
    return image.to(torch.float32) / 255


def integer_mean(tensor):
    return tensor.to(torch.float64).mean().to(torch.float32)


def mask_fraction(mask):
    return mask.sum().item() / mask.numel() if mask.numel() else 0.0


def common_dtype(a, b):
    return torch.promote_types(a.dtype, b.dtype)


def brighten(image, amount):
    return (image.to(torch.int16) + amount).clamp(0, 255).to(torch.uint8)
