"""Closures, functional calls and batched products."""

import itertools

import torch
import torch.nn.functional as F
from torch import nn


def init_params(n_inputs, n_hidden, n_outputs, seed):
    generator = torch.Generator()
    generator.manual_seed(seed)
    sizes = [n_inputs, n_hidden, n_outputs]
    params = {}
    for layer, (fan_in, fan_out) in enumerate(itertools.pairwise(sizes), start=1):
        weight = torch.empty(fan_out, fan_in)
        nn.init.uniform_(weight, -(fan_in**-0.5), fan_in**-0.5, generator=generator)
        params |= {f"W{layer}": weight, f"b{layer}": weight.new_zeros(fan_out)}
    return params


def forward(x, params):
    hidden = F.threshold((params["W1"] @ x.mT).mT + params["b1"], 0.0, 0.0)
    return hidden, F.linear(hidden, params["W2"], params["b2"]).sigmoid()


def loss(y_hat, y):
    return F.binary_cross_entropy_with_logits(torch.logit(y_hat), y.reshape_as(y_hat))


def backward(x, y, params):
    hidden, y_hat = forward(x, params)
    d2 = y_hat.sub(y.reshape_as(y_hat)).div(y_hat.numel())
    d1 = torch.where(hidden > 0, d2.matmul(params["W2"]), 0)
    return {
        "W1": torch.bmm(d1.unsqueeze(2), x.unsqueeze(1)).sum(0),
        "b1": torch.sum(d1, 0),
        "W2": torch.bmm(d2.unsqueeze(2), hidden.unsqueeze(1)).sum(0),
        "b2": torch.sum(d2, 0),
    }


def sgd_step(params, gradients, lr):
    return dict(map(lambda key: (key, params[key].add(gradients[key], alpha=-lr)), params))  # noqa: C417


class SimpleNet(nn.Module):
    def __init__(self):
        super().__init__()
        for name, sizes in {"fc1": (10, 5), "fc2": (5, 1)}.items():
            setattr(self, name, nn.Linear(*sizes))

    def forward(self, x):
        hidden = F.linear(x, self.fc1.weight, self.fc1.bias).relu_()
        return F.sigmoid(F.linear(hidden, self.fc2.weight, self.fc2.bias))


def train_step(net, optimizer, x, y):
    def closure():
        optimizer.zero_grad()
        value = F.binary_cross_entropy(net(x), y[:, None] if y.ndim < 2 else y)
        value.backward()
        return value

    return optimizer.step(closure).item()


def train(net, x, y, lr, steps):
    def value(params):
        y_hat = torch.func.functional_call(net, params, (x,))
        return F.binary_cross_entropy(y_hat, y.reshape_as(y_hat))

    losses = []
    for _ in range(steps):
        params = {name: p.detach() for name, p in net.named_parameters()}
        gradients, loss = torch.func.grad_and_value(value)(params)
        for name, p in params.items():
            p.sub_(lr * gradients[name])
        losses.append(float(loss))
    return losses


def gradient_report(net):
    gradients = {name: p.grad for name, p in net.named_parameters()}
    return {
        name: g if g is None else torch.linalg.vector_norm(g).item()
        for name, g in gradients.items()
    }
