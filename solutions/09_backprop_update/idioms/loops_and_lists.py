import random

import torch
from torch import nn


def init_params(n_inputs, n_hidden, n_outputs, seed):
    rng = random.Random(seed)

    def layer(rows, columns):
        k = columns**-0.5
        return torch.tensor([[rng.uniform(-k, k) for _ in range(columns)] for _ in range(rows)])

    return {
        "W1": layer(n_hidden, n_inputs),
        "b1": torch.zeros(n_hidden),
        "W2": layer(n_outputs, n_hidden),
        "b2": torch.zeros(n_outputs),
    }


def forward(x, params):
    hidden, outputs = [], []
    for row in x:
        h = torch.stack([(w * row).sum() for w in params["W1"]]) + params["b1"]
        h = torch.where(h > 0, h, torch.zeros_like(h))
        o = torch.stack([(w * h).sum() for w in params["W2"]]) + params["b2"]
        hidden.append(h)
        outputs.append(1 / (1 + torch.exp(-o)))
    return torch.stack(hidden), torch.stack(outputs)


def loss(y_hat, y):
    y = y.reshape(y_hat.shape)
    return -(y * y_hat.log() + (1 - y) * (1 - y_hat).log()).mean()


def backward(x, y, params):
    hidden, y_hat = forward(x, params)
    y = y.reshape(y_hat.shape)
    grads = {name: torch.zeros_like(value) for name, value in params.items()}
    count = y_hat.shape[0] * y_hat.shape[1]
    for n in range(len(x)):
        d2 = (y_hat[n] - y[n]) / count
        d1 = torch.zeros_like(hidden[n])
        for o in range(len(d2)):
            grads["W2"][o] += d2[o] * hidden[n]
            d1 += d2[o] * params["W2"][o]
        grads["b2"] += d2
        d1 = d1 * (hidden[n] > 0)
        for h in range(len(d1)):
            grads["W1"][h] += d1[h] * x[n]
        grads["b1"] += d1
    return grads


def sgd_step(params, gradients, lr):
    new = {}
    for name in params:
        new[name] = params[name].clone()
        new[name] -= lr * gradients[name]
    return new


class SimpleNet(nn.Module):
    def __init__(self):
        super(SimpleNet, self).__init__()
        self.fc1 = nn.Linear(in_features=10, out_features=5)
        self.relu = nn.ReLU()
        self.fc2 = nn.Linear(in_features=5, out_features=1)
        self.sigmoid = nn.Sigmoid()

    def forward(self, x):
        for layer in (self.fc1, self.relu, self.fc2, self.sigmoid):
            x = layer(x)
        return x


def train_step(net, optimizer, x, y):
    p = net(x).squeeze(-1)
    t = y.reshape(-1)
    total = 0.0
    for i in range(len(t)):
        total = total - t[i] * torch.log(p[i]) - (1 - t[i]) * torch.log(1 - p[i])
    mean = total / len(t)
    for group in optimizer.param_groups:
        for parameter in group["params"]:
            parameter.grad = None
    mean.backward()
    optimizer.step()
    return float(mean)


def train(net, x, y, lr, steps):
    losses = []
    for _ in range(steps):
        optimizer = torch.optim.SGD(net.parameters(), lr)
        losses.append(train_step(net, optimizer, x, y))
    return losses


def gradient_report(net):
    report = {}
    for name, parameter in net.named_parameters():
        if parameter.grad is None:
            report[name] = None
        else:
            report[name] = sum(v * v for v in parameter.grad.flatten().tolist()) ** 0.5
    return report
