"""Everything spelled out, one step a line."""

import torch


def sigmoid(z):
    result = torch.empty_like(z)
    positive = z >= 0
    result[positive] = 1 / (1 + torch.exp(-z[positive]))
    small = torch.exp(z[~positive])
    result[~positive] = small / (1 + small)
    return result


def binary_cross_entropy(a, y):
    first = y * torch.log(a)
    second = (1 - y) * torch.log(1 - a)
    total = torch.sum(first + second)
    return -total / a.numel()


def chain(outer_derivative, inner, inner_derivative, x):
    reached = inner(x)
    outer_slope = outer_derivative(reached)
    inner_slope = inner_derivative(x)
    return outer_slope * inner_slope


def neuron_gradients(x, y, w, b):
    a = sigmoid(torch.add(torch.mul(x, w), b))
    dL_da = -(y / a - (1 - y) / (1 - a))
    da_dz = a * (1 - a)
    dL_db = dL_da * da_dz
    dL_dw = dL_db * x
    return dL_dw, dL_db


def neuron_steps(x, y, w, b):
    steps = {"z": torch.add(torch.mul(x, w), b)}
    steps["a"] = 1 / (1 + torch.exp(-steps["z"]))
    a = steps["a"]
    loss = -(y * torch.log(a) + (1 - y) * torch.log(1 - a))
    steps["loss"] = loss.sum()
    steps["dL_da"] = -(y - a) / (a - a**2)
    steps["da_dz"] = torch.exp(-steps["z"]) * a**2
    steps["dz_dw"] = x.clone()
    steps["dz_db"] = torch.full_like(b, 1)
    dL_dz = steps["dL_da"] * steps["da_dz"]
    steps["dL_dw"] = dL_dz * steps["dz_dw"]
    steps["dL_db"] = dL_dz * steps["dz_db"]
    return steps


def numerical_gradient(f, x, eps):
    work = x.clone().contiguous()
    flat = work.view(-1)
    gradient = torch.zeros_like(flat)
    for i in range(flat.numel()):
        kept = flat[i].item()
        flat[i] = kept + eps
        above = float(f(work))
        flat[i] = kept - eps
        below = float(f(work))
        flat[i] = kept
        gradient[i] = (above - below) / (2 * eps)
    return gradient.reshape(x.shape)
