"""The simulated device: what a device refuses is refused, and what it allows is allowed."""

import numpy as np
import pytest
import torch
from torch import nn

from grader.sandbox.simulated import SimulatedDevice


@pytest.fixture
def sim():
    with SimulatedDevice(__file__) as device:
        yield device


def test_tensors_know_where_they_are(sim):
    x = torch.ones(2, 3, device="sim", requires_grad=True)
    places = [x, x.T, x[0], x.detach(), x.data, x * 2, torch.zeros_like(x), x.new_zeros(2), x.sum()]
    assert {str(tensor.device) for tensor in places} == {"sim:0"}
    assert (x.is_cpu, x.is_cuda, x.get_device()) == (False, False, 0)
    assert str(x.cpu().device) == str(torch.ones(2).device) == "cpu"
    assert x.to(torch.ones(1)).device == torch.device("cpu")
    assert torch.ones(1).to(x).device == torch.tensor(x.detach()).device == torch.device("sim:0")


def test_moving_copies_and_can_be_differentiated(sim):
    x = torch.ones(2, requires_grad=True)
    y = x.to("sim")
    assert y.data_ptr() != x.data_ptr()
    (y * 3).sum().backward()
    assert x.grad.tolist() == [3, 3]
    assert x.grad.device == torch.device("cpu")


def test_layers_and_optimisers_live_there(sim):
    net = nn.Sequential(nn.Linear(3, 2), nn.Tanh(), nn.Linear(2, 1)).to("sim")
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    for _ in range(2):
        optimizer.zero_grad()
        nn.functional.mse_loss(net(torch.ones(4, 3, device="sim")), torch.zeros(4, 1).to("sim"))
        net(torch.ones(4, 3, device="sim")).sum().backward()
        optimizer.step()
    assert {str(p.grad.device) for p in net.parameters()} == {"sim:0"}


def test_a_backward_hook_sees_tensors_of_the_device(sim):
    x = torch.ones(2, device="sim", requires_grad=True)
    seen = []
    y = x * 2
    y.register_hook(seen.append)
    y.sum().backward()
    assert str((seen[0] + x.detach()).device) == "sim:0"


@pytest.mark.parametrize(
    "mixed",
    [
        lambda x: x + torch.ones(3),
        lambda x: x @ torch.ones(3),
        lambda x: torch.cat([x, torch.ones(3)]),
        lambda x: torch.stack([x[0], torch.ones(())]),
        lambda x: torch.where(x > 0, x, torch.ones(3)),
        lambda x: x.masked_fill(torch.ones(3, dtype=torch.bool), 0.0),
        lambda x: nn.functional.linear(x, torch.ones(2, 3)),
        lambda x: nn.Linear(3, 2)(x),
        lambda x: torch.ones(3).add_(x),
        lambda x: torch.equal(x, torch.ones(3)),
        lambda x: x.__setitem__(x > 0, torch.ones(3)),
        lambda x: torch.ones(3)[torch.zeros(2, dtype=torch.int64, device="sim")],
        lambda x: torch.rand(3, generator=torch.Generator(), device="sim"),
        lambda x: torch.rand(3, generator=torch.Generator("sim")),
        lambda x: setattr(torch.ones(3, requires_grad=True), "grad", x),
        lambda x: x.to("sim:1"),
        lambda x: torch.ones(2, device="mps"),
    ],
)
def test_two_devices_in_one_operation_are_refused(sim, mixed):
    with pytest.raises(RuntimeError, match="device"):
        mixed(torch.ones(3, device="sim"))


@pytest.mark.parametrize("read", [lambda x: x.numpy(), np.asarray, np.exp, lambda x: np.dot(x, x)])
def test_numpy_is_refused(sim, read):
    with pytest.raises(TypeError, match="can't convert sim:0 device type tensor to numpy"):
        read(torch.ones(3, device="sim"))


@pytest.mark.parametrize("name", ["cuda", "cuda:0"])
def test_cuda_is_not_there(sim, name):
    for ask in (lambda: torch.ones(2, device=name), lambda: torch.ones(2).to(name)):
        with pytest.raises(AssertionError, match="not compiled with CUDA"):
            ask()


@pytest.mark.parametrize(
    "allowed",
    [
        lambda x: x * torch.tensor(2.0),
        lambda x: x[torch.tensor([0, 1])],
        lambda x: x[torch.tensor([True, False, True])],
        lambda x: torch.ones(3)[x[0].long()],
        lambda x: torch.ones(3).copy_(x),
        lambda x: x.__setitem__(slice(0, 2), torch.ones(2)),
        lambda x: x.numpy(force=True),
        lambda x: [float(x[0]), x.tolist(), x[0].item(), int(x[1]), bool(x[2])],
        lambda x: torch.rand(3, generator=torch.Generator(device=x.device), device=x.device),
        lambda x: torch.full((2,), x[0].item()),
        lambda x: torch.func.grad(lambda v: (v * torch.ones_like(v)).sum())(x),
        lambda x: torch.func.vmap(lambda v: v * 2)(x) + x,
        lambda x: torch.autograd.functional.jacobian(lambda v: v * v, x) + x,
        lambda x: torch.ones(2, 3).expand_as(torch.ones(4, 2, 3, device="sim")),
        lambda x: torch.ops.aten.add(x, x) + x,
    ],
)
def test_what_a_device_allows_is_allowed(sim, allowed):
    allowed(torch.ones(3, device="sim"))


def test_the_line_that_made_a_cpu_tensor_is_known(sim):
    x = torch.ones(3, device="sim")
    first = torch.arange(3)
    derived = (first * 2).reshape(3, 1)[:, 0]
    with pytest.raises(RuntimeError):
        x + derived
    here = test_the_line_that_made_a_cpu_tensor_is_known.__code__.co_firstlineno
    assert sim.made_on_line == here + 2


def test_nothing_is_left_behind():
    generator, from_numpy = torch.Generator, torch.from_numpy
    with SimulatedDevice(), pytest.raises(RuntimeError):
        torch.ones(2, device="sim") + torch.ones(2)
    assert (torch.Generator, torch.from_numpy) == (generator, from_numpy)
    assert torch.ones(2).to("cpu").numpy().tolist() == [1, 1]
