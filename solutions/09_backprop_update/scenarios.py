"""Classes, optimisers and several steps in a row."""

import torch
from torch import nn


def _net(x=None):
    """The same weights each time, with the dtype and on the device of x."""
    torch.manual_seed(3)
    net = nn.Sequential(nn.Linear(10, 5), nn.Tanh(), nn.Linear(5, 1), nn.Sigmoid())
    return net if x is None else net.to(x.device, x.dtype)


def _weights(net):
    return {name: value.detach().clone() for name, value in net.named_parameters()}


def _changes(net, before):
    return {name: value.detach() - before[name] for name, value in net.named_parameters()}


def properties_of_init(student, sizes, seed):
    """What holds of the starting weights whatever the random numbers are."""
    state = torch.get_rng_state()
    one = student.init_params(*sizes, seed)
    kept = torch.equal(state, torch.get_rng_state())
    torch.rand(5)
    again, other = student.init_params(*sizes, seed), student.init_params(*sizes, seed + 1)
    facts = {"global state kept": kept}
    for name, value in one.items():
        facts[name] = {
            "shape": tuple(value.shape),
            "dtype": value.dtype,
            "requires_grad": value.requires_grad,
            "same seed, same numbers": torch.equal(value, again[name]),
        }
        if value.dim() == 1:
            facts[name]["zero"] = not bool(value.any())
            continue
        limit = value.shape[1] ** -0.5
        spread = value / limit
        facts[name] |= {
            "within the limits": bool((spread.abs() <= 1 + 1e-6).all()),
            "reaches near both limits": bool(spread.max() > 0.8) and bool(spread.min() < -0.8),
            "evenly spread": abs(float(spread.abs().mean()) - 0.5) < 0.1,
            "other seed, other numbers": not torch.equal(value, other[name]),
        }
    return facts


def layers_of_net(student):
    net = student.SimpleNet()
    return {
        "is a module": isinstance(net, nn.Module),
        "parameters": {name: tuple(value.shape) for name, value in net.named_parameters()},
        "fc1": isinstance(getattr(net, "fc1", None), nn.Linear),
        "fc2": isinstance(getattr(net, "fc2", None), nn.Linear),
    }


def output_of_net(student, x, w1, b1, w2, b2):
    net = student.SimpleNet().to(x.device, x.dtype)
    with torch.no_grad():
        for parameter, value in zip(
            (net.fc1.weight, net.fc1.bias, net.fc2.weight, net.fc2.bias),
            (w1, b1, w2, b2),
            strict=True,
        ):
            parameter.copy_(value)
    return net(x).detach()


def one_step(student, x, y, lr):
    net = _net(x)
    before = _weights(net)
    value = student.train_step(net, torch.optim.SGD(net.parameters(), lr=lr), x, y)
    return {"loss": value, "changes": _changes(net, before)}


def two_steps(student, x, y, lr):
    """The change of each step by itself."""
    net = _net(x)
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    result = {}
    for step in (1, 2):
        before = _weights(net)
        value = student.train_step(net, optimizer, x, y)
        result[f"step {step}"] = {"loss": value, "changes": _changes(net, before)}
    return result


def step_after_leftovers(student, x, y, lr):
    """Gradients of somebody else's backward pass are still there."""
    net = _net(x)
    net(x * 3).sum().backward()
    before = _weights(net)
    value = student.train_step(net, torch.optim.SGD(net.parameters(), lr=lr), x, y)
    return {"loss": value, "changes": _changes(net, before)}


def step_with_momentum(student, x, y, lr):
    """The optimiser that was passed is the one that is used."""
    net = _net(x)
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=0.9)
    before = _weights(net)
    for _ in range(3):
        student.train_step(net, optimizer, x, y)
    return _changes(net, before)


def training(student, x, y, lr, steps):
    net = _net(x)
    before = _weights(net)
    losses = student.train(net, x, y, lr, steps)
    return {"losses": losses, "changes": _changes(net, before)}


def report_before(student):
    return student.gradient_report(_net())


def report_after(student, x):
    net = _net(x)
    net(x).sum().backward()
    return student.gradient_report(net)


def report_partly(student, x):
    """One layer is frozen, and has no gradient."""
    net = _net(x)
    net[0].requires_grad_(False)
    (net(x) ** 2).sum().backward()
    return student.gradient_report(net)
