import torch


def default_dtypes():
    return {type(value).__name__: torch.tensor(value).dtype for value in (0, 0.0, False, 0j)}


def to_float32(tensor):
    return tensor.type(torch.float32)


def round_to_int(tensor):
    return tensor.round().type(torch.LongTensor).to(tensor.device)


def normalise_image(image):
    return image.float().mul(1 / 255)


def integer_mean(tensor):
    return torch.mean(tensor, dtype=torch.float32)


def mask_fraction(mask):
    return (torch.sum(mask) / mask.numel()).item() if len(mask.flatten()) else 0.0


def common_dtype(a, b):
    return (torch.empty(1, dtype=a.dtype) + torch.empty(1, dtype=b.dtype)).dtype


def brighten(image, amount):
    return (image.float() + amount).clamp_(0, 255).to(image.dtype)
