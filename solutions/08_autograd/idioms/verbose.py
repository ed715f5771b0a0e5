"""Everything spelled out, one step a line."""

import torch


def neuron_gradients(x, y, w, b):
    weight = torch.empty_like(w).copy_(w)
    bias = torch.empty_like(b).copy_(b)
    weight.requires_grad_(True)
    bias.requires_grad_(True)
    z = torch.add(torch.mul(x, weight), bias)
    a = torch.sigmoid(z)
    first = torch.mul(y, torch.log(a))
    second = torch.mul(1 - y, torch.log(1 - a))
    loss = torch.neg(torch.add(first, second)).sum()
    dw = torch.autograd.grad(loss, weight, retain_graph=True)[0]
    db = torch.autograd.grad(loss, bias)[0]
    return dw, db


def graph_operations(output):
    def nodes(node):
        while node is not None:
            yield node
            node = dict(enumerate(node.next_functions)).get(0, (None, 0))[0]

    return [node.name() for node in nodes(output.grad_fn)]


def accumulated_gradient(losses, w):
    if len(losses) == 0:
        return torch.zeros_like(w, requires_grad=False)
    leaf = torch.empty_like(w, requires_grad=False)
    leaf.copy_(w.detach())
    leaf.requires_grad_(True)
    total = sum(loss(leaf) for loss in losses)
    total.backward()
    return leaf.grad.clone()


def gradient_step(w, gradient, lr):
    scaled = torch.mul(gradient, lr)
    with torch.no_grad():
        w.add_(torch.neg(scaled))


def stop_gradient(x):
    result = x.detach()
    result.requires_grad = False
    return result


def second_derivative(f, x):
    point = x.detach().clone()
    point.requires_grad = True
    y = f(point)
    y.backward(torch.ones_like(y), create_graph=True)
    slope = point.grad
    point.grad = None
    if not slope.requires_grad:
        return torch.zeros_like(x)
    slope.sum().backward()
    if point.grad is None:
        return torch.zeros_like(x)
    return point.grad.detach()
