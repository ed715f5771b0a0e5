"""Autograd: the graph that PyTorch keeps.

Fresh leaves are differentiated, so that the caller's tensors stay as they are (PyTorch
documentation, "Autograd mechanics").
"""

import torch
import torch.nn.functional as F


def _leaf(tensor):
    return tensor.detach().clone().requires_grad_()


def neuron_gradients(x, y, w, b):
    w, b = _leaf(w), _leaf(b)
    loss = F.binary_cross_entropy(torch.sigmoid(x * w + b), y)
    return torch.autograd.grad(loss, (w, b))


def graph_operations(output):
    names, node = [], output.grad_fn
    while node is not None:
        names.append(node.name())
        node = node.next_functions[0][0] if node.next_functions else None
    return names


def accumulated_gradient(losses, w):
    leaf, total = _leaf(w), torch.zeros_like(w)
    for loss in losses:
        total += torch.autograd.grad(loss(leaf), leaf)[0]
    return total


@torch.no_grad()
def gradient_step(w, gradient, lr):
    w -= lr * gradient


def stop_gradient(x):
    return x.detach()


def second_derivative(f, x):
    x = _leaf(x)
    (slope,) = torch.autograd.grad(f(x).sum(), x, create_graph=True)
    if not slope.requires_grad:  # a straight line: its slope does not depend on x
        return torch.zeros_like(x)
    return torch.autograd.grad(slope.sum(), x)[0]
