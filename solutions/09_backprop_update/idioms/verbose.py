"""Everything spelled out, name by name."""

import torch
from torch import nn


def init_params(n_inputs, n_hidden, n_outputs, seed):
    before = torch.get_rng_state()
    torch.manual_seed(seed)
    first = nn.Linear(n_inputs, n_hidden)
    second = nn.Linear(n_hidden, n_outputs)
    torch.set_rng_state(before)
    return {
        "W1": first.weight.detach().clone(),
        "b1": torch.zeros(n_hidden),
        "W2": second.weight.detach().clone(),
        "b2": torch.zeros(n_outputs),
    }


def forward(x, params):
    z1 = torch.matmul(x, params["W1"].transpose(0, 1))
    z1 = z1 + params["b1"]
    hidden = torch.maximum(z1, torch.zeros_like(z1))
    z2 = torch.addmm(params["b2"], hidden, params["W2"].t())
    y_hat = 0.5 * (1 + torch.tanh(z2 / 2))
    return hidden, y_hat


def loss(y_hat, y):
    p, t = y_hat.flatten(), y.flatten()
    total = -(t * torch.log(p) + (1 - t) * torch.log1p(-p)).sum()
    return total / p.numel()


def backward(x, y, params):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    if y.dim() == 1:
        y = y.unsqueeze(1)
    z1 = x @ W1.T + b1
    hidden = z1.clamp(min=0)
    y_hat = torch.sigmoid(hidden @ W2.T + b2)
    n, o = y_hat.shape
    d_y_hat = (-y / y_hat + (1 - y) / (1 - y_hat)) / (n * o)
    d_z2 = d_y_hat * y_hat * (1 - y_hat)
    d_hidden = d_z2 @ W2
    d_z1 = d_hidden.clone()
    d_z1[z1 <= 0] = 0
    ones = torch.ones(n, dtype=x.dtype, device=x.device)
    return {"W1": (x.T @ d_z1).T, "b1": ones @ d_z1, "W2": (hidden.T @ d_z2).T, "b2": ones @ d_z2}


def sgd_step(params, gradients, lr):
    return {
        "W1": params["W1"] - lr * gradients["W1"],
        "b1": params["b1"] - lr * gradients["b1"],
        "W2": params["W2"] - lr * gradients["W2"],
        "b2": params["b2"] - lr * gradients["b2"],
    }


class SimpleNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(10, 5)
        self.fc2 = nn.Linear(5, 1)

    def forward(self, x):
        hidden = self.fc1(x).clamp(min=0)
        return 1 / (1 + torch.exp(-self.fc2(hidden)))


def train_step(net, optimizer, x, y):
    net.train()
    y_hat = net(x).flatten()
    value = nn.BCELoss()(y_hat, y.flatten())
    optimizer.zero_grad(set_to_none=False)
    value.backward()
    optimizer.step()
    return float(value.detach())


def train(net, x, y, lr, steps):
    losses = [0.0] * steps
    for step in range(steps):
        net.zero_grad()
        value = loss(net(x), y)
        value.backward()
        for parameter in net.parameters():
            parameter.data -= lr * parameter.grad
        losses[step] = value.item()
    return losses


def gradient_report(net):
    report = {}
    for name, parameter in net.named_parameters():
        gradient = parameter.grad
        report[name] = None
        if gradient is not None:
            report[name] = float(torch.sqrt((gradient**2).sum()))
    return report
