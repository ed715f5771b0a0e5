import torch


def default_dtypes():
    result = {}
    result["int"] = torch.int64
    result["float"] = torch.get_default_dtype()
    result["bool"] = torch.bool
    result["complex"] = torch.complex64
    return result


def to_float32(tensor):
    result = torch.empty(tensor.shape, dtype=torch.float32, device=tensor.device)
    result.copy_(tensor)
    return result


def round_to_int(tensor):
    lower = torch.floor(tensor)
    rest = tensor - lower
    odd = torch.remainder(lower, 2) == 1
    up = (rest > 0.5) | ((rest == 0.5) & odd)
    return torch.where(up, lower + 1, lower).to(dtype=torch.int64)


def normalise_image(image):
    as_float = image.to(dtype=torch.float64)
    return torch.div(as_float, 255.0).to(torch.float32)


def integer_mean(tensor):
    total = torch.sum(tensor)
    return torch.true_divide(total, tensor.numel()).to(torch.float32)


def mask_fraction(mask):
    how_many = int(torch.count_nonzero(mask))
    in_all = mask.numel()
    if in_all == 0:
        return 0.0
    return how_many / in_all


def brighten(image, amount):
    wide = image.to(torch.int64) + amount
    wide = torch.where(wide > 255, torch.full_like(wide, 255), wide)
    wide = torch.where(wide < 0, torch.zeros_like(wide), wide)
    return wide.to(torch.uint8)
