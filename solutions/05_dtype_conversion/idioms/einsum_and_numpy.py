import numpy as np
import torch


def default_dtypes():
    kinds = dict(int=int, float=float, bool=bool, complex=complex)
    return {name: torch.tensor([kind(1)]).dtype for name, kind in kinds.items()}


def to_float32(tensor):
    return torch.from_numpy(np.asarray(tensor.cpu().numpy(), dtype=np.float32)).to(tensor.device)


def round_to_int(tensor):
    rounded = np.rint(tensor.detach().cpu().numpy()).astype(np.int64)
    return torch.as_tensor(rounded).to(tensor.device)


def normalise_image(image):
    return torch.as_tensor(image.cpu().numpy() / np.float32(255)).to(image.device)


def integer_mean(tensor):
    return torch.tensor(np.mean(tensor.cpu().numpy()), dtype=torch.float32, device=tensor.device)


def mask_fraction(mask):
    array = mask.cpu().numpy()
    return float(np.count_nonzero(array)) / max(1, array.size)


def common_dtype(a, b):
    return torch.promote_types(a.dtype, b.dtype)


def brighten(image, amount):
    wide = image.cpu().numpy().astype(np.int32) + amount
    return torch.from_numpy(np.clip(wide, 0, 255).astype(np.uint8)).to(image.device)
