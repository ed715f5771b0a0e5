"""Inputs that hide a mistake: for each kind, a wrong answer that such inputs cannot tell.

Each row says which inputs hide the mistake, shows that on such an input the wrong answer is
right, and names the hidden test whose inputs are of another kind and which therefore fails it.
"""

import functools
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from grader.judging.proof import run_locally
from grader.judging.subjects import LocalSubject, Secrets

Function = Callable[..., Any]


class Row(NamedTuple):
    """One kind of input, and the mistake behind it."""

    hidden_by: str
    name: str
    """Concept and function, as in "06_reshape_transpose_matmul.linear"."""
    wrong: Function
    hiding: Callable[[Function], Any]
    """What a function answers on an input of that kind."""
    caught_by: str


def sigmoid_gradients(x, y, w, b):
    error = torch.sigmoid(x * w + b) - y
    return error, error


def without_bias(x, y, w, b):
    error = torch.sigmoid(x * w) - y
    return error * x, error


def bias_averaged(x, y, params):
    hidden = torch.relu(x @ params["W1"].T + params["b1"])
    y_hat = torch.sigmoid(hidden @ params["W2"].T + params["b2"])
    dz2 = (y_hat - y.reshape(y_hat.shape)) / y_hat.numel()
    dz1 = (dz2 @ params["W2"]) * (hidden > 0)
    return {"W1": dz1.T @ x, "b1": dz1.mean(0), "W2": dz2.T @ hidden, "b2": dz2.mean(0)}


def bce_of_all_pairs(y_hat, y):
    return -(y * y_hat.log() + (1 - y) * (1 - y_hat).log()).mean()


def divided_by_rate(x, keep, rate, training):
    if not 0 <= rate < 1:
        raise ValueError("rate")
    return x * keep / rate if training and rate else x.clone()


@torch.no_grad()
def step_without_rate(w, gradient, lr):
    w -= gradient


def gradients_not_cleared(net, optimizer, x, y):
    y_hat = net(x)
    value = F.binary_cross_entropy(y_hat, y.reshape(y_hat.shape))
    value.backward()
    optimizer.step()
    return value.item()


def mean_of_means(net, x, y, lr, steps):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        pairs = zip(x.split(4), y.split(4), strict=True)
        means = [F.binary_cross_entropy(net(a), b.reshape(-1, 1)) for a, b in pairs]
        value = torch.stack(means).mean()
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return losses


def forward_differences(f, x, eps):
    """The forward formula of second order: exact for quadratics, like the central one."""
    slopes = []
    for step in torch.eye(x.numel(), dtype=x.dtype) * eps:
        step = step.reshape(x.shape)
        near, far = float(f(x + step)), float(f(x + 2 * step))
        slopes.append((4 * near - 3 * float(f(x)) - far) / (2 * eps))
    return torch.tensor(slopes, dtype=x.dtype).reshape(x.shape)


def half_added_then_cut(tensor):
    return (tensor + 0.5).to(torch.int64)


def split_by_reshape(x, n_heads):
    batch, tokens, features = x.shape
    if features % n_heads:
        raise ValueError("n_heads")
    return x.reshape(batch, n_heads, tokens, features // n_heads)


def merge_by_reshape(x):
    batch, heads, tokens, features = x.shape
    return x.reshape(batch, tokens, heads * features)


def softmax_over_positions(logits, targets):
    return -F.log_softmax(logits, 1).gather(-1, targets.unsqueeze(-1)).mean()


def no_token_left_over(token_ids, context_length):
    if context_length < 1:
        raise ValueError("context_length")
    shape = -1, context_length
    return token_ids[:-1].reshape(shape), token_ids[1:].reshape(shape)


def neuron(**given):
    values = {"x": 0.7, "y": 1.0, "w": -1.3, "b": 0.4} | given
    return [torch.tensor(value) for value in values.values()]


def params(hidden=3):
    torch.manual_seed(1)
    return {
        "W1": torch.randn(hidden, 4),
        "b1": torch.randn(hidden),
        "W2": torch.randn(2, hidden),
        "b2": torch.randn(2),
    }


def step_with_rate_one(function):
    w = torch.tensor([1.0, -2.0], requires_grad=True)
    function(w, torch.tensor([0.5, 3.0]), 1.0)
    return w.detach()


def net_of_two_layers():
    torch.manual_seed(2)
    return nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1), nn.Sigmoid())


def one_step(function):
    net = net_of_two_layers()
    x, y = torch.randn(4, 3), torch.tensor([1.0, 0.0, 0.0, 1.0])
    value = function(net, torch.optim.SGD(net.parameters(), lr=0.1), x, y)
    return value, [parameter.detach() for parameter in net.parameters()]


def parts_of_four(function):
    x, y = torch.randn(8, 3), torch.tensor([1.0, 0, 0, 1, 1, 1, 0, 1])
    return function(net_of_two_layers(), x, y, 0.2, 3)


SYMMETRIC = torch.tensor([[1.0, 2.0, 3.0], [2.0, 5.0, 7.0], [3.0, 7.0, 11.0]])
COUNTED = torch.arange(6.0).reshape(2, 3)
BASE = "06_reshape_transpose_matmul."
CHAIN, TRAINING, TEXT = "07_chain_rule.", "09_backprop_update.", "01_pretraining."

ROWS = [
    Row(
        "square or symmetric matrices", BASE + "linear",
        lambda x, weight, bias: x @ weight + bias,
        lambda f: f(COUNTED, SYMMETRIC, torch.ones(3)), "test_linear_square",
    ),
    Row(
        "1×n, n×1, constant matrices", BASE + "transpose",
        lambda matrix: matrix.reshape(matrix.shape[1], matrix.shape[0]),
        lambda f: [f(COUNTED[:1]), f(COUNTED[:, :1]), f(torch.ones(2, 3))], "test_transpose",
    ),
    Row(
        "a batch of 1: (n,1) against (n,)", TRAINING + "loss", bce_of_all_pairs,
        lambda f: f(torch.tensor([[0.3]]), torch.tensor([1.0])), "test_loss_flat_labels",
    ),
    Row(
        "a batch of 1: mean for sum", TRAINING + "backward", bias_averaged,
        lambda f: f(torch.ones(1, 4), torch.tensor([[1.0, 0.0]]), params()), "test_backward",
    ),
    Row(
        "dropout rate 0.5", "02_llm_components.dropout", divided_by_rate,
        lambda f: f(COUNTED, COUNTED > 2, 0.5, True), "test_dropout",
    ),
    Row(
        "y all ones", CHAIN + "binary_cross_entropy", lambda a, y: -(y * a.log()).mean(),
        lambda f: f(torch.tensor([0.2, 0.7]), torch.ones(2)), "test_bce",
    ),
    Row(
        "x = 1", CHAIN + "neuron_gradients", sigmoid_gradients,
        lambda f: f(*neuron(x=1.0)), "test_gradients",
    ),
    Row(
        "b = 0", CHAIN + "neuron_gradients", without_bias,
        lambda f: f(*neuron(b=0.0)), "test_gradients",
    ),
    Row("lr = 1", "08_autograd.gradient_step", step_without_rate, step_with_rate_one, "test_step"),
    Row(
        "a single step", TRAINING + "train_step", gradients_not_cleared, one_step,
        "test_leftover_gradients_do_not_leak",
    ),
    Row("equal micro-batches", TRAINING + "train", mean_of_means, parts_of_four, "test_train"),
    Row(
        "quadratic f", CHAIN + "numerical_gradient", forward_differences,
        lambda f: f(lambda v: (v**2).sum(), COUNTED.double(), 1e-2), "test_numerical",
    ),
    Row(
        "non-negative integers", "05_dtype_conversion.round_to_int", half_added_then_cut,
        lambda f: f(torch.tensor([0.2, 2.7, 9.4])), "test_round",
    ),
    Row(
        "one head", BASE + "split_heads", split_by_reshape,
        lambda f: f(torch.randn(2, 3, 4), 1), "test_split_heads",
    ),
    Row(
        "T = 1", BASE + "merge_heads", merge_by_reshape,
        lambda f: f(torch.randn(2, 3, 1, 4)), "test_merge_heads",
    ),
    Row(
        "zero or uniform logits", TEXT + "next_token_loss", softmax_over_positions,
        lambda f: f(torch.zeros(2, 5, 5), torch.arange(10).reshape(2, 5) % 5), "test_loss",
    ),
    Row(
        "sorted data", BASE + "flatten", lambda tensor: tensor.reshape(-1).sort().values,
        lambda f: f(COUNTED), "test_flatten_transposed",
    ),
    Row(
        "data of an even length", TEXT + "shift_pairs", no_token_left_over,
        lambda f: f(torch.arange(13), 4), "test_pairs",
    ),
    Row(
        "one float dtype", BASE + "gram", lambda matrix: matrix.float() @ matrix.float().T,
        lambda f: f(COUNTED), "test_gram",
    ),
    Row(
        "contiguous input only", BASE + "flatten", lambda tensor: tensor.view(-1),
        lambda f: f(COUNTED), "test_flatten_transposed",
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def secrets(course):
    return {concept.id: Secrets(concept) for concept in course.concepts}


@pytest.fixture(scope="module")
def failed(secrets):
    """For a concept and a seed, the hidden tests that each row's wrong answer fails."""

    @functools.cache
    def of(concept, seed):
        secret, subjects = secrets[concept], {}
        for row in ROWS:
            home, function = row.name.split(".")
            if home == concept:
                answer = secret.namespace(**{function: row.wrong})
                subjects[row.hidden_by] = LocalSubject(answer, secret.scenarios), function
        return {
            name: {
                outcome.id.split("::")[1].split("[")[0]
                for outcome in outcomes
                if outcome.end in ("wrong", "exception")
            }
            for name, outcomes in run_locally(secret, subjects, seed).items()
        }

    return of


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.hidden_by)
def test_such_inputs_hide_the_mistake(row, secrets):
    """The wrong answer is right on an input of that kind."""
    concept, function = row.name.split(".")
    answers = []
    for implementation in (row.wrong, getattr(secrets[concept].namespace(), function)):
        torch.manual_seed(0)
        answers.append(row.hiding(implementation))
    torch.testing.assert_close(*answers)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.hidden_by)
@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.long) for n in (1, 2, 3))])
def test_a_hidden_test_catches_it(row, seed, failed):
    """The hidden test that the row names fails the wrong answer."""
    concept, _ = row.name.split(".")
    assert row.caught_by in failed(concept, seed)[row.hidden_by]
