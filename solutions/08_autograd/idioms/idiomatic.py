import torch
import torch.nn.functional as F


def neuron_gradients(x, y, w, b):
    w = w.clone().requires_grad_(True)
    b = b.clone().requires_grad_(True)
    loss = F.binary_cross_entropy_with_logits(x * w + b, y)
    loss.backward()
    return w.grad, b.grad


def graph_operations(output):
    names = []
    node = output.grad_fn
    while node:
        names.append(node.name())
        node = node.next_functions[0][0] if node.next_functions else None
    return names


def accumulated_gradient(losses, w):
    leaf = w.detach().clone().requires_grad_(True)
    leaf.grad = torch.zeros_like(leaf)
    for loss in losses:
        loss(leaf).backward()
    return leaf.grad


def gradient_step(w, gradient, lr):
    with torch.no_grad():
        w -= lr * gradient


def stop_gradient(x):
    return x.detach()


def second_derivative(f, x):
    x = x.clone().requires_grad_(True)
    first = torch.autograd.grad(f(x).sum(), x, create_graph=True)[0]
    if not first.requires_grad:
        return torch.zeros_like(first)
    return torch.autograd.grad(first.sum(), x)[0]
