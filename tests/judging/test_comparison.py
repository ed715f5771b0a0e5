"""What counts as different, and which difference is named first."""

import numpy as np
import pytest
import torch

from grader.judging.comparison import compare
from grader.judging.expected import Expected, How
from grader.judging.subjects import encode
from grader.sandbox.messages import parse_observation
from grader.sandbox.observer import observe

X = torch.arange(6.0).reshape(2, 3)


PLAIN = How()


def seen(function, *arguments, how=PLAIN):
    call = encode(arguments, {}, device="cpu", seed=1, how=how)
    return parse_observation(*observe(function, call))


def facet(want, got, how=PLAIN, *arguments):
    """The facet in which two results (or functions) differ, or None."""
    one = want if callable(want) else lambda *a: want
    other = got if callable(got) else lambda *a: got
    difference = compare(
        Expected(seen(one, *arguments, how=how), None, 1.0), seen(other, *arguments, how=how), how
    )
    return difference.facet if difference else None


def raising(error):
    def function(*arguments):
        raise error

    return function


class Narrower(ValueError):
    pass


SAME = [
    (X, X.clone()),
    (X, X.T.contiguous().T),
    (X, X + 1e-6),
    (torch.nn.Parameter(X), X),
    ((2, 3), torch.Size([2, 3])),
    (3, np.int64(3)),
    (0.5, np.float64(0.5)),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    (torch.tensor(float("nan")), torch.tensor(float("nan"))),
    (torch.float32, torch.float),
]


@pytest.mark.parametrize(("want", "got"), SAME)
def test_right_answers_pass(want, got):
    assert facet(want, got) is None


DIFFERENT = [
    (X, X.numpy(), "type"),
    (X, X.tolist(), "type"),
    (torch.tensor(2), 2, "type"),
    (2, torch.tensor(2), "type"),
    (2, 2.0, "type"),
    (True, 1, "type"),
    (1, True, "type"),
    (0.5, np.float32(0.5), "type"),
    ((1, 2), [1, 2], "type"),
    (X, None, "type"),
    (X, X.double(), "dtype"),
    (X, X.T, "shape"),
    (X, X.reshape(1, 2, 3), "shape"),
    (X, torch.zeros(0, 2, 3), "shape"),
    (X, torch.full((2, 3), float("nan")), "finite"),
    (X, torch.full((2, 3), float("inf")), "finite"),
    (X, X + 1e-3, "value"),
    (X.long(), X.long() + 1, "value"),
    (3, 4, "value"),
    ((X, X), (X, X + 1), "value"),
    ((X, X), (X,), "length"),
    ({"a": 1}, {"b": 1}, "keys"),
    ("cpu", "cuda", "value"),
    (torch.float32, torch.float64, "value"),
]


@pytest.mark.parametrize(("want", "got", "name"), DIFFERENT)
def test_wrong_answers_are_told_apart(want, got, name):
    assert facet(want, got) == name


EXCEPTIONS = [
    (raising(ValueError("a")), raising(ValueError("b")), None),
    (raising(ValueError()), raising(Narrower()), None),
    (raising(ValueError()), raising(RuntimeError()), "other_exception"),
    (raising(ValueError()), X, "not_raised"),
    (X, raising(ValueError()), "raised"),
    (X, raising(SystemExit()), "raised"),
]


@pytest.mark.parametrize(("want", "got", "name"), EXCEPTIONS)
def test_exceptions(want, got, name):
    assert facet(want, got) == name


def test_a_modified_argument_is_a_difference():
    assert facet(lambda x: x * 2, lambda x: x.mul_(2), How(), X) == "arguments"
    assert facet(lambda x: x.mul_(2), lambda x: x.mul_(2), How(), X) is None
    assert facet(lambda x: x.mul_(2), lambda x: x * 2, How(), X) == "arguments"


def test_gradients_on_request():
    how = How(gradients=True)
    right = lambda x: (x * x).sum()  # noqa: E731
    assert facet(right, lambda x: x.pow(2).sum(), how, X) is None
    assert facet(right, lambda x: (x * x.detach()).sum(), how, X) == "gradient"
    assert facet(right, lambda x: (x * x).sum().detach(), how, X) == "gradient_missing"


def test_storage_on_request():
    how = How(storage=True)
    assert facet(lambda x: x.T, lambda x: x.T.clone(), how, X) == "storage"
    assert facet(lambda x: x.T, lambda x: x.T.clone(), How(), X) is None


def test_exact_has_no_tolerance():
    assert facet(X, X + 1e-6, How(exact=True)) == "value"


def test_a_difference_says_how_many_and_where():
    got = X.clone()
    got[1, 2] += 5
    got[0, 0] += 1
    difference = compare(Expected(seen(lambda: X)), seen(lambda: got), How())
    assert (difference.wrong, difference.total, difference.index) == (2, 6, (1, 2))
    assert (difference.expected, difference.actual) == ("5.0", "10.0")
