import torch


def default_dtypes():
    answer = {}
    for value in (1, 2.5, True, 1 + 2j):
        answer[type(value).__name__] = torch.as_tensor(value).dtype
    return answer


def _rebuild(tensor, change, dtype):
    flat = [change(value) for value in tensor.reshape(-1).tolist()]
    return torch.tensor(flat, dtype=dtype, device=tensor.device).reshape(tensor.shape)


def to_float32(tensor):
    return _rebuild(tensor, float, torch.float32)


def round_to_int(tensor):
    return _rebuild(tensor, round, torch.int64)


def normalise_image(image):
    return _rebuild(image, lambda pixel: pixel / 255.0, torch.float32)


def integer_mean(tensor):
    total, count = 0, 0
    for value in tensor.flatten().tolist():
        total += value
        count += 1
    return torch.tensor(total / count, dtype=torch.float32, device=tensor.device)


def mask_fraction(mask):
    values = mask.flatten().tolist()
    if not values:
        return 0.0
    return sum(values) / len(values)


def common_dtype(a, b):
    return (a.flatten()[:1] + b.flatten()[:1]).dtype


def brighten(image, amount):
    return _rebuild(image, lambda pixel: min(255, max(0, pixel + amount)), torch.uint8)
