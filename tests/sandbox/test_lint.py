"""What the source says before it runs."""

import pytest

from grader.sandbox import lint

RULES = {"f": ["@", "matmul", "mm", "inner", ".sigmoid", "backward"]}


def uses(source):
    findings = lint.inspect(source.encode(), "c.py", RULES)
    assert findings["error"] is None
    return [(use["name"], use["line"]) for use in findings["functions"]["f"]["forbidden"]]


FOUND = {
    "operator": ("def f(a):\n    return a @ a", ("@", 2)),
    "in place": ("def f(a):\n    a @= a", ("@", 2)),
    "attribute": ("def f(a):\n    return torch.matmul(a, a)", ("torch.matmul", 2)),
    "method": ("def f(a):\n    return a.mm(a)", ("a.mm", 2)),
    "aten": ("def f(a):\n    return torch.ops.aten.mm(a, a)", ("torch.ops.aten.mm", 2)),
    "numpy": ("def f(a):\n    return np.matmul(a, a)", ("np.matmul", 2)),
    "operator module": ("def f(a):\n    return operator.matmul(a, a)", ("operator.matmul", 2)),
    "getattr": ("def f(a):\n    return getattr(a, 'mm')(a)", ("getattr(a, 'mm')", 2)),
    "imported": ("from torch import mm\ndef f(a):\n    return mm(a, a)", ("mm", 3)),
    "renamed": ("from torch import mm as m\ndef f(a):\n    return m(a, a)", ("m", 3)),
    "assigned": ("m = torch.mm\ndef f(a):\n    return m(a, a)", ("m", 3)),
    "helper": ("def g(a):\n    return a @ a\ndef f(a):\n    return g(a)", ("@", 2)),
    "nested": ("def f(a):\n    def g():\n        return a @ a\n    return g()", ("@", 3)),
    "lambda": ("def f(a):\n    return (lambda: a @ a)()", ("@", 2)),
    "library's own": ("def f(z):\n    return torch.sigmoid(z)", ("torch.sigmoid", 2)),
    "in a class": ("class f:\n    def g(self, l):\n        l.backward()", ("l.backward", 3)),
}


@pytest.mark.parametrize("name", FOUND)
def test_forbidden_names_are_found(name):
    source, use = FOUND[name]
    assert uses(source) == [use]


ALLOWED = {
    "loop variable": "def f(a):\n    for inner in range(3):\n        a = a * inner\n    return a",
    "parameter": "def f(mm):\n    return mm * 2",
    "own function": "def sigmoid(z):\n    return z\ndef f(z):\n    return sigmoid(z)",
    "another function": "def f(a):\n    return a\ndef g(a):\n    return a @ a",
    "comment": "def f(a):\n    # a @ a, matmul\n    return a",
    "docstring": 'def f(a):\n    """Do without matmul."""\n    return a',
}


@pytest.mark.parametrize("name", ALLOWED)
def test_what_is_allowed_is_not_flagged(name):
    assert uses(ALLOWED[name]) == []


@pytest.mark.parametrize(
    ("body", "stub"),
    [
        ("raise NotImplementedError", True),
        ("raise NotImplementedError('todo')", True),
        ("pass", True),
        ("...", True),
        ("return None", False),
        ("x = 1\n    raise NotImplementedError", False),
    ],
)
def test_stubs(body, stub):
    findings = lint.inspect(f'def f(x):\n    """Doc."""\n    {body}\n'.encode(), "c.py", {})
    assert findings["functions"]["f"]["stub"] is stub


def test_a_class_is_a_stub_while_its_methods_are():
    source = "class N:\n    def __init__(self):\n        super().__init__()\n        {}\n"
    for body, stub in (("raise NotImplementedError", True), ("self.x = 1", False)):
        findings = lint.inspect(source.format(body).encode(), "c.py", {})
        assert findings["functions"]["N"]["stub"] is stub


@pytest.mark.parametrize("bomb", ["(" * 10**5, "-" * 10**5 + "1", "[" * 99999])
def test_parser_bombs_are_findings(bomb):
    error = lint.inspect(bomb.encode(), "c.py", {})["error"]
    assert error["kind"] in ("syntax", "too_complex")


UNREADABLE = """x = (
def f(
    a,
) -> int:
    \'\'\'What it does.\'\'\'
    raise NotImplementedError


def g(a):
    return a
def h(a)
    pass
class Net:
    def forward(self):
        raise NotImplementedError
"""


def test_stubs_are_known_in_a_file_that_is_no_python():
    findings = lint.inspect(UNREADABLE.encode(), "c.py", RULES)
    assert findings["error"]["kind"] == "syntax"
    lines = {name: (f["line"], f["end_line"]) for name, f in findings["functions"].items()}
    assert lines == {"f": (2, 6), "Net": (13, 15)}
