"""Functions that make derivatives of functions."""

import torch
import torch.nn.functional as F
from torch.func import grad, jvp


def neuron_gradients(x, y, w, b):
    def loss(w, b):
        return F.binary_cross_entropy(torch.sigmoid(x * w + b), y)

    return grad(loss, argnums=(0, 1))(w, b)


def accumulated_gradient(losses, w):
    start = w.detach()
    return sum((grad(loss)(start) for loss in losses), start=torch.zeros_like(start))


def gradient_step(w, gradient, lr):
    w.data -= lr * gradient


def stop_gradient(x):
    return torch.ops.aten.detach(x)


def second_derivative(f, x):
    def slope(v):
        return jvp(f, (v,), (torch.ones_like(v),))[1]

    return jvp(slope, (x,), (torch.ones_like(x),))[1]
