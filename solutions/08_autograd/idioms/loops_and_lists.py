import torch
from torch import nn


def neuron_gradients(x, y, w, b):
    gradients = []
    for which in range(2):
        leaves = [w.clone(), b.clone()]
        leaves[which].requires_grad = True
        a = torch.sigmoid(x * leaves[0] + leaves[1])
        nn.BCELoss()(a, y).backward()
        gradients.append(leaves[which].grad)
    return tuple(gradients)


def graph_operations(output):
    def walk(node):
        if node is None:
            return []
        rest = [following for following, _ in node.next_functions]
        return [node.name()] + (walk(rest[0]) if rest else [])

    return walk(output.grad_fn)


def accumulated_gradient(losses, w):
    result = torch.zeros(w.shape, dtype=w.dtype, device=w.device)
    for i in range(len(losses)):
        leaf = w.clone().detach()
        leaf.requires_grad = True
        losses[i](leaf).backward()
        result = result + leaf.grad
    return result


def gradient_step(w, gradient, lr):
    w.requires_grad = False
    w.sub_(gradient, alpha=lr)
    w.requires_grad = True


def stop_gradient(x):
    return x.data


def second_derivative(f, x):
    values = []
    for value in x.flatten():
        leaf = value.clone().requires_grad_()
        first = torch.autograd.grad(f(leaf), leaf, create_graph=True)[0]
        second = torch.zeros_like(value)
        if first.grad_fn is not None:
            second = torch.autograd.grad(first, leaf)[0]
        values.append(second)
    return torch.stack(values).reshape(x.shape)
