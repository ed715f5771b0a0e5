import math

import torch


def _one(value):
    if value >= 0:
        return 1.0 / (1.0 + math.exp(-value))
    e = math.exp(value)
    return e / (1.0 + e)


def sigmoid(z):
    values = [_one(value) for value in z.flatten().tolist()]
    return torch.tensor(values, dtype=z.dtype, device=z.device).reshape(z.shape)


def binary_cross_entropy(a, y):
    total = 0.0
    for p, t in zip(a.flatten(), y.flatten(), strict=True):
        total = total - (t * torch.log(p) + (1 - t) * torch.log(1 - p))
    return total / a.numel()


def chain(outer_derivative, inner, inner_derivative, x):
    u = inner(x)
    slopes = [outer_derivative(u), inner_derivative(x)]
    product = torch.ones_like(x)
    for slope in slopes:
        product = product * slope
    return product


def neuron_gradients(x, y, w, b):
    steps = neuron_steps(x, y, w, b)
    return steps["dL_dw"], steps["dL_db"]


def neuron_steps(x, y, w, b):
    s = {}
    s["z"] = x * w + b
    s["a"] = sigmoid(s["z"])
    s["loss"] = binary_cross_entropy(s["a"], y)
    s["dL_da"] = (1 - y) / (1 - s["a"]) - y / s["a"]
    s["da_dz"] = s["a"] - s["a"] * s["a"]
    s["dz_dw"] = x * 1
    s["dz_db"] = b * 0 + 1
    for name in ("w", "b"):
        s[f"dL_d{name}"] = s["dL_da"] * s["da_dz"] * s[f"dz_d{name}"]
    return s


def numerical_gradient(f, x, eps):
    values = x.flatten().tolist()
    slopes = []
    for i in range(len(values)):
        ends = []
        for step in (eps, -eps):
            moved = list(values)
            moved[i] += step
            ends.append(
                float(f(torch.tensor(moved, dtype=x.dtype, device=x.device).reshape(x.shape)))
            )
        slopes.append((ends[0] - ends[1]) / (2 * eps))
    return torch.tensor(slopes, dtype=x.dtype, device=x.device).reshape(x.shape)
