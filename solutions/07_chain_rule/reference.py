"""The chain rule: gradients by hand.

With a = σ(z): dL/da = (a - y) / (a (1 - a)), da/dz = a (1 - a), dz/dw = x, dz/db = 1
(Goodfellow, Bengio, Courville: Deep Learning, 6.2.2 and 6.5).
"""

import torch

from grader import without

AUTOGRAD = (
    "backward", "autograd", "grad", "func", "functorch", "jacobian", "hessian", "vjp", "jvp",
    "jacrev", "jacfwd", "grad_and_value", "requires_grad_",
)  # fmt: skip
SIGMOIDS = (
    "sigmoid_", "expit", "Sigmoid", "logsigmoid", "LogSigmoid", "hardsigmoid", "silu", "SiLU",
    "softmax", "Softmax", "log_softmax",
)  # fmt: skip
LOSSES = (
    "binary_cross_entropy_with_logits", "BCELoss", "BCEWithLogitsLoss", "cross_entropy",
    "CrossEntropyLoss", "nll_loss", "NLLLoss",
)  # fmt: skip


@without(".sigmoid", *SIGMOIDS, *AUTOGRAD)
def sigmoid(z):
    e = torch.exp(-z.abs())
    return torch.where(z >= 0, 1 / (1 + e), e / (1 + e))


@without(".binary_cross_entropy", *LOSSES, *AUTOGRAD)
def binary_cross_entropy(a, y):
    return -(y * a.log() + (1 - y) * (1 - a).log()).mean()


@without(*AUTOGRAD)
def chain(outer_derivative, inner, inner_derivative, x):
    return outer_derivative(inner(x)) * inner_derivative(x)


@without(*AUTOGRAD)
def neuron_gradients(x, y, w, b):
    error = sigmoid(x * w + b) - y
    return error * x, error


@without(*AUTOGRAD)
def neuron_steps(x, y, w, b):
    z = x * w + b
    a = sigmoid(z)
    dL_da = (a - y) / (a * (1 - a))
    da_dz = a * (1 - a)
    dz_dw, dz_db = x.clone(), torch.ones_like(b)
    return {
        "z": z,
        "a": a,
        "loss": binary_cross_entropy(a, y),
        "dL_da": dL_da,
        "da_dz": da_dz,
        "dz_dw": dz_dw,
        "dz_db": dz_db,
        "dL_dw": dL_da * da_dz * dz_dw,
        "dL_db": dL_da * da_dz * dz_db,
    }


@without(*AUTOGRAD)
def numerical_gradient(f, x, eps):
    slopes = []
    for step in torch.eye(x.numel(), dtype=x.dtype, device=x.device) * eps:
        step = step.reshape(x.shape)
        slopes.append((float(f(x + step)) - float(f(x - step))) / (2 * eps))
    return torch.tensor(slopes, dtype=x.dtype, device=x.device).reshape(x.shape)
