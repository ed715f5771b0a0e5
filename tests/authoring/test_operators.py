"""Each operator makes the mistakes that it is named after."""

import ast

import pytest

from grader.authoring.operators import OPERATORS

EXAMPLES = {
    "dims swapped": ("x.permute(0, 2, 1)", {"x.permute(2, 0, 1)", "x.permute(0, 1, 2)"}),
    "transpose dropped": ("a @ b.T", {"b"}),
    "transpose added": ("a @ b", {"a.T @ b", "a @ b.T"}),
    "reshape for permute": ("x.permute(1, 0)", {"x.reshape(x.permute(1, 0).shape)"}),
    "mean for sum": ("x.mean(dim=0)", {"x.sum(dim=0)"}),
    "factor dropped": ("lr * g", {"lr", "g"}),
    "sign flipped": ("w - g", {"w + g"}),
    "off by one": ("range(n)", {"range(n + 1)", "range(n - 1)"}),
    "comparison flipped": ("a < b", {"a <= b", "a > b"}),
    "rounding to truncation": ("x.round()", {"x.trunc()", "x.floor()"}),
    "dtype changed": ("x.to(torch.float32)", {"x", "torch.float64"}),
    "keepdim flipped": ("x.sum(1, keepdim=True)", {"x.sum(1, keepdim=False)"}),
    "graph changed": ("x.detach()", {"x"}),
    "detach added": ("return x", {"return x.detach()"}),
    "statement dropped": ("optimizer.zero_grad()", {"pass"}),
    "in place": ("w - g", {"w.sub_(g)"}),
    "constant changed": ("0.5", {"1.0"}),
    "branch removed": ("a if c else b", {"a", "b"}),
    "arguments swapped": ("f(a, b)", {"f(b, a)"}),
}


def test_every_operator_has_an_example():
    assert set(EXAMPLES) == set(OPERATORS)


@pytest.mark.parametrize("name", EXAMPLES)
def test_operator(name):
    source, expected = EXAMPLES[name]
    nodes = ast.walk(ast.parse(source))
    made = [new for node in nodes for new in OPERATORS[name](node)]
    assert {ast.unparse(ast.fix_missing_locations(new)) for new in made} == expected
