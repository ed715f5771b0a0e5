import torch


def default_dtypes():
    return {
        "int": torch.tensor(3).dtype,
        "float": torch.tensor(0.5).dtype,
        "bool": torch.tensor(False).dtype,
        "complex": torch.tensor(2j).dtype,
    }


def to_float32(tensor):
    return tensor.float()


def round_to_int(tensor):
    return torch.round(tensor).long()


def normalise_image(image):
    return image / 255


def integer_mean(tensor):
    return tensor.float().mean()


def mask_fraction(mask):
    return mask.float().mean().item() if mask.numel() > 0 else 0.0


def common_dtype(a, b):
    return torch.result_type(a, b)


def brighten(image, amount):
    return torch.clamp(image.int() + amount, min=0, max=255).byte()
