"""The chain rule: gradients by hand.

A network is a chain of simple functions, and training needs to know how its loss changes
when a weight changes. The chain rule answers that link by link: the derivative of a chain
is the product of the derivatives of its links, each taken at the value that reaches it.

Everything here is about one neuron: z = x·w + b, a = σ(z), and the loss
L = -(y·log(a) + (1-y)·log(1-a)). Work the derivatives out on paper first. Nothing in this
file may use autograd (`backward`, `torch.autograd`, `torch.func`): here you are autograd.

Fill in each function and run `grade` on this folder.
"""

from __future__ import annotations

from collections.abc import Callable

import torch


def sigmoid(z: torch.Tensor) -> torch.Tensor:
    """Compute 1 / (1 + exp(-z)) for every element.

    Not allowed: `torch.sigmoid`, `torch.special.expit`, `F.sigmoid`, `nn.Sigmoid` and
    their like.

    Args:
        z: floating, any shape. Values such as 1000 and -1000 occur.

    Returns:
        Like z: shape, dtype and device; always finite.

    Example:
        >>> sigmoid(torch.tensor([0.0, 2.0]))
        tensor([0.5000, 0.8808])
    """
    raise NotImplementedError


def binary_cross_entropy(a: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Average -(y·log(a) + (1-y)·log(1-a)) over all elements.

    Not allowed: the library's own (`F.binary_cross_entropy`, `nn.BCELoss` and their like).

    Args:
        a: probabilities, strictly between 0 and 1, floating, any shape.
        y: labels between 0 and 1, same shape and dtype; soft labels such as 0.3 occur.

    Returns:
        0-D tensor.

    Example:
        >>> binary_cross_entropy(torch.tensor([0.5, 0.5]), torch.tensor([1.0, 0.0]))
        tensor(0.6931)
    """
    raise NotImplementedError


def chain(
    outer_derivative: Callable[[torch.Tensor], torch.Tensor],
    inner: Callable[[torch.Tensor], torch.Tensor],
    inner_derivative: Callable[[torch.Tensor], torch.Tensor],
    x: torch.Tensor,
) -> torch.Tensor:
    """Compute the derivative of f(g(x)) with respect to x.

    Args:
        outer_derivative: the function f', the derivative of the outer function.
        inner: the inner function g.
        inner_derivative: the function g'.
        x: where; any shape, all functions work element by element.

    Returns:
        (f∘g)'(x), same shape as x.

    Example:
        >>> chain(torch.cos, lambda x: x**2, lambda x: 2 * x, torch.tensor(1.0))
        tensor(1.0806)
    """
    raise NotImplementedError


def neuron_gradients(
    x: torch.Tensor, y: torch.Tensor, w: torch.Tensor, b: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Compute the gradients of the neuron's loss with respect to its weight and bias.

    Args:
        x: the input; all four are 0-D or all four hold one element in shape (1,).
        y: the label.
        w: the weight.
        b: the bias.

    Returns:
        The tuple (dL/dw, dL/db), each of the shape of w and b.

    Example:
        >>> x, y, w, b = (torch.tensor(value) for value in (1.1, 1.0, 2.2, 0.0))
        >>> neuron_gradients(x, y, w, b)
        (tensor(-0.0898), tensor(-0.0817))
    """
    raise NotImplementedError


def neuron_steps(
    x: torch.Tensor, y: torch.Tensor, w: torch.Tensor, b: torch.Tensor
) -> dict[str, torch.Tensor]:
    """Write down every step of the neuron, forwards and backwards.

    Args:
        x: the input; all four are 0-D or all four hold one element in shape (1,).
        y: the label.
        w: the weight.
        b: the bias.

    Returns:
        A dict with the keys "z", "a", "loss", "dL_da", "da_dz", "dz_dw", "dz_db", "dL_dw"
        and "dL_db". "loss" is 0-D; the others have the shape of the inputs.

    Example:
        >>> x, y, w, b = (torch.tensor(value) for value in (1.1, 1.0, 2.2, 0.0))
        >>> neuron_steps(x, y, w, b)["da_dz"]
        tensor(0.0750)
    """
    raise NotImplementedError


def numerical_gradient(
    f: Callable[[torch.Tensor], torch.Tensor | float], x: torch.Tensor, eps: float
) -> torch.Tensor:
    """Estimate the gradient of f at x by central differences.

    For each element alone: (f(x with it + eps) - f(x with it - eps)) / (2·eps).

    Args:
        f: a function of a tensor of x's shape; it returns a 0-D tensor or a float.
        x: float64, any shape; it keeps its values.
        eps: the step.

    Returns:
        Like x: element i is the estimated derivative of f with respect to x's element i.

    Example:
        >>> x = torch.tensor([1.0, 2.0], dtype=torch.float64)
        >>> numerical_gradient(lambda v: (v**2).sum(), x, 1e-4)
        tensor([2.0000, 4.0000], dtype=torch.float64)
    """
    raise NotImplementedError
