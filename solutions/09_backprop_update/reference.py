"""Backprop and update: from a loss to better weights.

With sigmoid and cross-entropy dL/dz2 = (y_hat - y) / (N O); the rest is the chain rule
(Goodfellow, Bengio, Courville: Deep Learning, 6.5).
"""

import torch
from torch import nn

from grader import without

AUTOGRAD = (
    "backward",
    "autograd",
    "grad",
    "func",
    "functorch",
    "jacobian",
    "vjp",
    "requires_grad_",
)


def init_params(n_inputs, n_hidden, n_outputs, seed):
    generator = torch.Generator().manual_seed(seed)

    def uniform(rows, columns):
        return (2 * torch.rand(rows, columns, generator=generator) - 1) / columns**0.5

    return {
        "W1": uniform(n_hidden, n_inputs),
        "b1": torch.zeros(n_hidden),
        "W2": uniform(n_outputs, n_hidden),
        "b2": torch.zeros(n_outputs),
    }


def forward(x, params):
    hidden = torch.relu(x @ params["W1"].T + params["b1"])
    return hidden, torch.sigmoid(hidden @ params["W2"].T + params["b2"])


def loss(y_hat, y):
    return nn.functional.binary_cross_entropy(y_hat, y.reshape(y_hat.shape))


@without(".backward", *AUTOGRAD[1:])
def backward(x, y, params):
    hidden, y_hat = forward(x, params)
    dz2 = (y_hat - y.reshape(y_hat.shape)) / y_hat.numel()
    dz1 = (dz2 @ params["W2"]) * (hidden > 0)
    return {"W1": dz1.T @ x, "b1": dz1.sum(0), "W2": dz2.T @ hidden, "b2": dz2.sum(0)}


def sgd_step(params, gradients, lr):
    return {name: value - lr * gradients[name] for name, value in params.items()}


class SimpleNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(10, 5)
        self.fc2 = nn.Linear(5, 1)

    def forward(self, x):
        return torch.sigmoid(self.fc2(torch.relu(self.fc1(x))))


def train_step(net, optimizer, x, y):
    optimizer.zero_grad()
    y_hat = net(x)
    value = nn.functional.binary_cross_entropy(y_hat, y.reshape(y_hat.shape))
    value.backward()
    optimizer.step()
    return value.item()


def train(net, x, y, lr, steps):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    return [train_step(net, optimizer, x, y) for _ in range(steps)]


def gradient_report(net):
    return {
        name: None if parameter.grad is None else parameter.grad.norm().item()
        for name, parameter in net.named_parameters()
    }
