import math

import torch
import torch.nn.functional as F
from torch import nn


def init_params(n_inputs, n_hidden, n_outputs, seed):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        k1, k2 = 1 / math.sqrt(n_inputs), 1 / math.sqrt(n_hidden)
        return {
            "W1": torch.empty(n_hidden, n_inputs).uniform_(-k1, k1),
            "b1": torch.zeros(n_hidden),
            "W2": torch.empty(n_outputs, n_hidden).uniform_(-k2, k2),
            "b2": torch.zeros(n_outputs),
        }


def forward(x, params):
    hidden = F.relu(F.linear(x, params["W1"], params["b1"]))
    return hidden, torch.sigmoid(F.linear(hidden, params["W2"], params["b2"]))


def loss(y_hat, y):
    return F.binary_cross_entropy(y_hat, y.view_as(y_hat))


def backward(x, y, params):
    hidden, y_hat = forward(x, params)
    delta2 = (y_hat - y.view_as(y_hat)) / y_hat.numel()
    delta1 = delta2 @ params["W2"] * (hidden > 0).to(hidden.dtype)
    return {
        "W1": delta1.t() @ x,
        "b1": delta1.sum(dim=0),
        "W2": delta2.t() @ hidden,
        "b2": delta2.sum(dim=0),
    }


def sgd_step(params, gradients, lr):
    return {key: params[key] - lr * gradients[key] for key in params}


class SimpleNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(10, 5)
        self.fc2 = nn.Linear(5, 1)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        return torch.sigmoid(self.fc2(x))


def train_step(net, optimizer, x, y):
    criterion = nn.BCELoss()
    optimizer.zero_grad()
    output = net(x)
    value = criterion(output, y.view(-1, 1))
    value.backward()
    optimizer.step()
    return value.item()


def train(net, x, y, lr, steps):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    history = []
    for _ in range(steps):
        history.append(train_step(net, optimizer, x, y))
    return history


def gradient_report(net):
    report = {}
    for name, p in net.named_parameters():
        report[name] = p.grad.norm().item() if p.grad is not None else None
    return report
