"""Backprop and update: from a loss to better weights.

Training repeats five steps: forward pass, loss, clear the old gradients, backward pass,
update. First you do it by hand for a network with one hidden layer, with the chain rule
and nothing else; then with `torch.nn` and an optimiser, where the order of the steps is
what can go wrong.

By hand, `params` is a dict of "W1" (H, I), "b1" (H,), "W2" (O, H) and "b2" (O,). The network
is a ReLU after the first layer and a sigmoid after the second; the loss is binary
cross-entropy, averaged over all N·O outputs.

Fill in each function and run `grade` on this folder.
"""

from __future__ import annotations

import torch
from torch import nn

Params = dict[str, torch.Tensor]


def init_params(n_inputs: int, n_hidden: int, n_outputs: int, seed: int) -> Params:
    """Make the starting weights.

    Args:
        n_inputs: I.
        n_hidden: H.
        n_outputs: O.
        seed: the same seed gives the same numbers, another seed others.

    Returns:
        Float32 "W1", "b1", "W2", "b2": weights uniform between -1/sqrt(fan_in) and
        1/sqrt(fan_in), where fan_in is the number of inputs of that layer; biases zero.
        Nothing requires grad, and torch's global random state is left as it was.

    Example:
        >>> init_params(4, 3, 1, seed=0)["W1"].shape
        torch.Size([3, 4])
    """
    raise NotImplementedError


def forward(x: torch.Tensor, params: Params) -> tuple[torch.Tensor, torch.Tensor]:
    """Run the network.

    Args:
        x: shape (N, I), floating.
        params: the weights.

    Returns:
        The tuple (hidden, y_hat): hidden is (N, H), after the ReLU; y_hat is (N, O), after
        the sigmoid.

    Example:
        >>> params = {"W1": torch.ones(2, 1), "b1": torch.zeros(2)}
        >>> params |= {"W2": torch.zeros(1, 2), "b2": torch.zeros(1)}
        >>> forward(torch.tensor([[3.0]]), params)
        (tensor([[3., 3.]]), tensor([[0.5000]]))
    """
    raise NotImplementedError


def loss(y_hat: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Compute the binary cross-entropy, averaged over all outputs.

    Args:
        y_hat: probabilities, shape (N, O).
        y: float labels, shape (N, O), or (N,) where O is 1.

    Returns:
        0-D tensor.

    Example:
        >>> loss(torch.tensor([[0.5], [0.5]]), torch.tensor([1.0, 0.0]))
        tensor(0.6931)
    """
    raise NotImplementedError


def backward(x: torch.Tensor, y: torch.Tensor, params: Params) -> Params:
    """Compute the gradient of the loss for every parameter, by the chain rule.

    Not allowed: autograd.

    Args:
        x: shape (N, I).
        y: labels, (N, O), or (N,) where O is 1.
        params: the weights.

    Returns:
        A dict with the same keys and shapes as params.

    Example:
        >>> params = {"W1": torch.ones(2, 1), "b1": torch.zeros(2)}
        >>> params |= {"W2": torch.zeros(1, 2), "b2": torch.zeros(1)}
        >>> backward(torch.tensor([[3.0]]), torch.tensor([1.0]), params)["b2"]
        tensor([-0.5000])
    """
    raise NotImplementedError


def sgd_step(params: Params, gradients: Params, lr: float) -> Params:
    """Take one step of gradient descent.

    Args:
        params: the weights; they keep their values.
        gradients: a gradient for each of them.
        lr: the learning rate.

    Returns:
        A new dict of new weights.

    Example:
        >>> params = {"W1": torch.ones(2, 1), "b1": torch.zeros(2)}
        >>> params |= {"W2": torch.ones(1, 2), "b2": torch.ones(1)}
        >>> gradients = {name: torch.full_like(value, 2.0) for name, value in params.items()}
        >>> sgd_step(params, gradients, 0.1)["b2"]
        tensor([0.8000])
    """
    raise NotImplementedError


class SimpleNet(nn.Module):
    """The same network as a module: 10 inputs, 5 hidden units, 1 output.

    `fc1` is a Linear layer from 10 to 5, `fc2` one from 5 to 1. `forward(x)` takes (N, 10)
    and gives probabilities (N, 1): ReLU after the first layer, sigmoid after the second.

    Example:
        >>> SimpleNet()(torch.zeros(4, 10)).shape
        torch.Size([4, 1])
    """

    def __init__(self) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError


def train_step(
    net: nn.Module, optimizer: torch.optim.Optimizer, x: torch.Tensor, y: torch.Tensor
) -> float:
    """Do one update of the parameters.

    Gradients that are left over from before must not leak in.

    Args:
        net: gives probabilities (N, 1).
        optimizer: made for the net's parameters.
        x: a batch.
        y: float labels, (N, 1) or (N,).

    Returns:
        The binary cross-entropy before the update, as a Python float.

    Example:
        >>> net = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid())
        >>> optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
        >>> type(train_step(net, optimizer, torch.ones(4, 2), torch.ones(4)))
        <class 'float'>
    """
    raise NotImplementedError


def train(net: nn.Module, x: torch.Tensor, y: torch.Tensor, lr: float, steps: int) -> list[float]:
    """Train with plain SGD on the whole batch.

    Args:
        net: gives probabilities (N, 1).
        x: the batch.
        y: float labels, (N, 1) or (N,).
        lr: the learning rate.
        steps: how many updates.

    Returns:
        The loss of each step, before its update.

    Example:
        >>> net = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid())
        >>> len(train(net, torch.ones(4, 2), torch.ones(4), 0.1, 3))
        3
    """
    raise NotImplementedError


def gradient_report(net: nn.Module) -> dict[str, float | None]:
    """Say how large the gradient of each parameter is.

    Args:
        net: a module, before or after a backward pass.

    Returns:
        For each name of `named_parameters` the (Euclidean) norm of the gradient as a Python
        float, or None where there is no gradient.

    Example:
        >>> gradient_report(nn.Linear(1, 1))
        {'weight': None, 'bias': None}
    """
    raise NotImplementedError
