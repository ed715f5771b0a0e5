"""Autograd: the graph that PyTorch keeps.

While a computation runs on a tensor that requires grad, PyTorch writes down what was done:
every result remembers the operation that made it (its `grad_fn`), and each operation knows
where its inputs came from. Walking this graph backwards, from a loss to the weights, is the
chain rule; `backward` and `torch.autograd.grad` do it for you.

The graph is also the source of most surprises: gradients add up in `.grad` until somebody
clears them, an update of a weight must not become part of the graph, and a walked graph is
thrown away. Here you read the graph, walk it, cut it, and walk it twice.

A tensor that nobody computed from a tensor that requires grad is a leaf: weights are leaves.

Fill in each function and run `grade` on this folder.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F  # noqa: F401

Loss = Callable[[torch.Tensor], torch.Tensor]


def neuron_gradients(
    x: torch.Tensor, y: torch.Tensor, w: torch.Tensor, b: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Compute the gradients of a neuron's loss, by autograd this time.

    The neuron: z = x·w + b, a = σ(z), and the loss is the binary cross-entropy of a and y.

    Args:
        x: the input, floating; all four are 0-D or all four hold one element in shape (1,).
        y: the label, between 0 and 1.
        w: the weight. It comes without `requires_grad` and leaves without it, and with no
            gradient in its `.grad`.
        b: the bias, likewise.

    Returns:
        The tuple (dL/dw, dL/db), each of the shape and dtype of w and b.

    Example:
        >>> x, y, w, b = (torch.tensor(value) for value in (1.1, 1.0, 2.2, 0.0))
        >>> neuron_gradients(x, y, w, b)
        (tensor(-0.0898), tensor(-0.0817))
    """
    raise NotImplementedError


def graph_operations(output: torch.Tensor) -> list[str]:
    """Name the operations that led to a tensor, walking its graph backwards.

    Start at the output's own operation and go on to the first input of each operation,
    until there is none to go on to.

    Args:
        output: any tensor, the result of a computation or not.

    Returns:
        What `name()` says of each node on the way, the output's own first. Where the way
        ends at a leaf that collects gradients, that last node is in the list too. `[]` for
        a tensor with no graph.

    Example:
        >>> w = torch.tensor(2.0, requires_grad=True)
        >>> graph_operations((w * 3).exp())
        ['ExpBackward0', 'MulBackward0', 'torch::autograd::AccumulateGrad']
    """
    raise NotImplementedError


def accumulated_gradient(losses: list[Loss], w: torch.Tensor) -> torch.Tensor:
    """Add up the gradients of several losses with respect to the same weights.

    Args:
        losses: functions of w that return a 0-D tensor; the list may be empty.
        w: floating, any shape; a leaf, with or without `requires_grad`, with or without a
            gradient in its `.grad`. Its values, `requires_grad` and `.grad` are afterwards
            as they were before.

    Returns:
        Like w: the sum of the gradients of `loss(w)`; zeros if there are no losses.

    Example:
        >>> w = torch.tensor([1.0, 2.0])
        >>> accumulated_gradient([lambda v: (v**2).sum(), lambda v: 10 * v.sum()], w)
        tensor([12., 14.])
    """
    raise NotImplementedError


def gradient_step(w: torch.Tensor, gradient: torch.Tensor, lr: float) -> None:
    """Move the weights one step downhill, in place.

    Args:
        w: floating, any shape; a leaf that requires grad. Afterwards it holds the new
            values, in the same memory, and is still a leaf that requires grad.
        gradient: same shape and dtype as w; it keeps its values.
        lr: the learning rate: the step is this many times the gradient.

    Returns:
        None.

    Example:
        >>> w = torch.tensor([1.0, 2.0], requires_grad=True)
        >>> gradient_step(w, torch.tensor([10.0, -10.0]), 0.1)
        >>> w
        tensor([0., 3.], requires_grad=True)
    """
    raise NotImplementedError


def stop_gradient(x: torch.Tensor) -> torch.Tensor:
    """Give the same numbers without their history.

    Args:
        x: floating, any shape; a leaf or the result of a computation. It keeps its own
            graph and its `requires_grad`.

    Returns:
        A tensor with the values of x, in the memory of x, that has no graph and does not
        require grad.

    Example:
        >>> x = torch.tensor([1.0, 2.0], requires_grad=True)
        >>> stop_gradient(x * 3)
        tensor([3., 6.])
    """
    raise NotImplementedError


def second_derivative(f: Loss, x: torch.Tensor) -> torch.Tensor:
    """Compute the second derivative of f at every element of x.

    Args:
        f: a function built of operations that work element by element; it returns a tensor
            of x's shape. It may be a straight line, whose second derivative is 0.
        x: floating, any shape, without `requires_grad`; it comes back as it was.

    Returns:
        Like x: f''(x).

    Example:
        >>> second_derivative(lambda x: x**3, torch.tensor([1.0, 2.0]))
        tensor([ 6., 12.])
    """
    raise NotImplementedError
