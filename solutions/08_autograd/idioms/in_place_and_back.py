"""Everything on the caller's tensors, which are put back as they were."""

import torch
import torch.nn.functional as F


def neuron_gradients(x, y, w, b):
    w.requires_grad_()
    b.requires_grad_()
    F.binary_cross_entropy(torch.sigmoid(x * w + b), y).backward()
    gradients = w.grad, b.grad
    w.grad = b.grad = None
    w.requires_grad_(False)
    b.requires_grad_(False)
    return gradients


def graph_operations(output):
    names = []
    if output.requires_grad and output.grad_fn is not None:
        node = output.grad_fn
        names.append(node.name())
        while len(node.next_functions) > 0:
            node, _ = node.next_functions[0]
            if node is None:
                break
            names.append(node.name())
    return names


def accumulated_gradient(losses, w):
    before, recorded = w.grad, w.requires_grad
    w.grad = None
    w.requires_grad_(True)
    for loss in losses:
        loss(w).backward()
    result = torch.zeros_like(w) if w.grad is None else w.grad
    w.grad = before
    w.requires_grad_(recorded)
    return result.detach()


@torch.no_grad()
def gradient_step(w, gradient, lr):
    w.copy_(w - lr * gradient)


def stop_gradient(x):
    return x.detach()[...]


def second_derivative(f, x):
    x.requires_grad_()
    (slope,) = torch.autograd.grad(f(x).sum(), x, create_graph=True)
    result = torch.autograd.grad((slope + 0 * x).sum(), x)[0]
    x.requires_grad_(False)
    return result
