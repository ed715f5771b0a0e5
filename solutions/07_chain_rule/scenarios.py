"""What one call cannot show: functions as arguments."""

import torch


def chain_of_powers(student, x):
    """(x^2 + x)^3: every link differs from its neighbours."""
    return student.chain(lambda u: 3 * u**2, lambda v: v**2 + v, lambda v: 2 * v + 1, x)


def chain_of_sine_and_exp(student, x):
    """sin(exp(x))."""
    return student.chain(torch.cos, torch.exp, torch.exp, x)


def chain_with_constant_slope(student, x):
    """exp(2x - 1)."""
    return student.chain(torch.exp, lambda v: 2 * v - 1, lambda v: torch.full_like(v, 2.0), x)


def gradient_of_cubes(student, x, eps):
    return student.numerical_gradient(lambda v: (v**3).sum(), x, eps)


def gradient_of_product(student, x, eps):
    """Every element's derivative depends on all the others."""
    return student.numerical_gradient(lambda v: v.prod() + v.exp().sum(), x, eps)


def gradient_of_weights(student, x, eps):
    """A float instead of a tensor, and another slope for each element."""
    weights = torch.linspace(1, 2, x.numel(), dtype=x.dtype, device=x.device).reshape(x.shape)
    return student.numerical_gradient(lambda v: float((weights * v.exp()).sum()), x, eps)


def gradient_keeps_x(student, x, eps):
    """x afterwards, and at every call of f x itself is as it was (up to the step)."""
    farthest = []

    def f(v):
        farthest.append(float((v - original).abs().max()))
        return (v**2).sum()

    original = x.clone()
    gradient = student.numerical_gradient(f, x, eps)
    return {"gradient": gradient, "x": x.clone(), "stepped": max(farthest) < 1.5 * eps}
