import numpy as np
import torch
from torch import nn


def init_params(n_inputs, n_hidden, n_outputs, seed):
    rng = np.random.default_rng(seed)
    w1 = rng.uniform(-1, 1, (n_hidden, n_inputs)) / np.sqrt(n_inputs)
    w2 = rng.uniform(-1, 1, (n_outputs, n_hidden)) / np.sqrt(n_hidden)
    arrays = {"W1": w1, "b1": np.zeros(n_hidden), "W2": w2, "b2": np.zeros(n_outputs)}
    return {name: torch.from_numpy(array).float() for name, array in arrays.items()}


def forward(x, params):
    z1 = torch.einsum("ni,hi->nh", x, params["W1"]) + params["b1"]
    hidden = z1.clamp(min=0)
    return hidden, torch.special.expit(
        torch.einsum("nh,oh->no", hidden, params["W2"]) + params["b2"]
    )


def loss(y_hat, y):
    if y.ndim == 1:
        y = y[:, None]
    return nn.BCELoss()(y_hat, y)


def backward(x, y, params):
    hidden, y_hat = forward(x, params)
    e = (y_hat - y.reshape(y_hat.shape)) / y_hat.shape[0] / y_hat.shape[1]
    d = torch.einsum("no,oh->nh", e, params["W2"]) * torch.sign(hidden)
    return dict(
        W1=torch.einsum("nh,ni->hi", d, x),
        b1=torch.einsum("nh->h", d),
        W2=torch.einsum("no,nh->oh", e, hidden),
        b2=torch.einsum("no->o", e),
    )


def sgd_step(params, gradients, lr):
    return {k: torch.sub(v, gradients[k], alpha=lr) for k, v in params.items()}


class SimpleNet(nn.Module):
    def __init__(self):
        nn.Module.__init__(self)
        self.add_module("fc1", nn.Linear(10, 5))
        self.add_module("fc2", nn.Linear(5, 1))

    def forward(self, x):
        return self.fc2(self.fc1(x).relu()).sigmoid()


def train_step(net, optimizer, x, y):
    net.zero_grad()
    y_hat = net(x)
    value = nn.functional.binary_cross_entropy(y_hat, y.unsqueeze(-1) if y.ndim == 1 else y)
    value.backward()
    optimizer.step()
    return value.detach().cpu().numpy().item()


def train(net, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        y_hat = net(x)
        value = nn.functional.binary_cross_entropy(y_hat, y.reshape(-1, 1))
        gradients = torch.autograd.grad(value, list(net.parameters()))
        with torch.no_grad():
            for parameter, gradient in zip(net.parameters(), gradients, strict=True):
                parameter -= lr * gradient
        losses.append(value.item())
    return losses


def gradient_report(net):
    return {
        name: None if p.grad is None else float(np.linalg.norm(p.grad.cpu().numpy().ravel()))
        for name, p in net.named_parameters()
    }
