"""What a diagnosis says is true of the answer that it is given for."""

import pytest

TRAINED = {
    "01_one/reference.py": (
        '"""One."""\ndef gradient(f, x, eps):\n'
        "    g = x.clone()\n"
        "    for i in range(x.numel()):\n"
        "        up, down = x.clone(), x.clone()\n"
        "        up.view(-1)[i] += eps\n        down.view(-1)[i] -= eps\n"
        "        g.view(-1)[i] = (f(up) - f(down)) / (2 * eps)\n"
        "    return g\n"
    ),
    "01_one/scenarios.py": (
        "def squares(student, x, eps):\n"
        "    found = student.gradient(lambda v: (v**2).sum(), x, eps)\n"
        '    return {"gradient": found, "x": x.clone()}\n'
    ),
    "01_one/test_hidden.py": (
        "import torch\nfrom grader import points\n\n\n@points(1)\ndef test_a(compare, draw):\n"
        '    """A."""\n    x = draw.uniform(0.5, 1.5, 2, 2, dtype=torch.float64)\n'
        '    compare.scenario("squares", of="gradient", x=x, eps=1e-2, tolerance=1e6)\n'
    ),
}
ROWS_ONLY = """def gradient(f, x, eps):
    grad = x.clone() * 0
    for i in range(x.shape[0]):
        up, down = x.clone(), x.clone()
        up[i] += eps
        down[i] -= eps
        grad[i] = (f(up) - f(down)) / 2 * eps
    return grad
"""


def course(body, call, parameters="x, h"):
    """A course of one function and one test."""
    return {
        "01_one/reference.py": f'"""One."""\nimport torch\ndef f({parameters}):\n    {body}\n',
        "01_one/test_hidden.py": (
            "import torch\nfrom grader import points\n\n\n@points(1)\n"
            f'def test_a(compare, draw):\n    """A."""\n    compare("f", {call})\n'
        ),
    }


@pytest.fixture
def told(grade_course):
    """The diagnosis of the one test of a course."""

    def told(course_files, source):
        report = grade_course(course_files, {"01_one": source})
        return report.concepts[0].functions[0].tests[0].diagnosis

    return told


def test_a_gradient_beside_its_x_is_no_update(told):
    said = told(TRAINED, ROWS_ONLY)
    assert "UPDATE" not in said.id, said.headline


@pytest.mark.parametrize(
    ("want", "got"), [("0.5 * x", "1.5 * x"), ("2 * x", "0 * x"), ("-x", "3 * x")]
)
def test_a_multiple_of_the_argument_is_no_update(told, want, got):
    said = told(course(f"return {want}", "draw(3, 2), 4"), f"def f(x, h):\n    return {got}\n")
    assert "UPDATE" not in said.id, said.headline


def test_a_step_in_the_other_direction_is_one(told):
    files = course("return x - 0.1 * x**2", "draw(3, 2), 4")
    assert told(files, "def f(x, h):\n    return x + 0.1 * x**2\n").id == "REL-UPDATE-SIGN"


FLOATS = {
    "a name": ("n = len(x) / h\n    return x[:-1].reshape(n, h)", "n"),
    "a division in place": ("return x.view(2, 1, len(x) / h)", "len(x) / h"),
    "in a tuple": ("return x.reshape((2, len(x) / h))", "len(x) / h"),
    "of a function of torch": ("import torch\n    return torch.zeros(2, len(x) / h)", "len(x) / h"),
}


@pytest.mark.parametrize("case", FLOATS)
def test_a_float_size_is_called_one(told, case):
    body, argument = FLOATS[case]
    said = told(course("return x", "draw(13), 4"), f"def f(x, h):\n    {body}\n")
    assert said.id == "EXC-FLOAT-SIZE"
    assert f"`{argument}`" in said.explanation


@pytest.mark.parametrize("size", ["int(len(x) / h)", "len(x) // h"])
def test_a_whole_size_is_not_called_a_float(told, size):
    body = f"rate = 1 / h\n    return x.reshape({size}, [h])"
    said = told(course("return x", "draw(13), 4"), f"def f(x, h):\n    {body}\n")
    assert said.id.startswith("EXC-")
    assert said.id != "EXC-FLOAT-SIZE"


CALLS = {
    "own": ("return g(x, h)\ndef g(x):\n    return x", "EXC-ARGUMENT-COUNT"),
    "own class": (
        "return Two(x)\nclass Two:\n    def __init__(self):\n        pass",
        "EXC-ARGUMENT-COUNT",
    ),
    "of torch": ("return x.transpose(0)", "EXC-CALL-ARGUMENTS"),
    "of torch, with an own one of its name": (
        "return x.transpose(0)\ndef transpose(x):\n    return x",
        "EXC-CALL-ARGUMENTS",
    ),
    "class of torch": (
        "return torch.nn.Linear(3)\nimport torch\nclass A:\n    def __init__(self):\n        pass",
        "EXC-CALL-ARGUMENTS",
    ),
}


@pytest.mark.parametrize("case", CALLS)
def test_only_own_functions_have_a_def_line(told, case):
    body, expected = CALLS[case]
    said = told(course("return x", "draw(13), 4"), f"def f(x, h):\n    {body}\n")
    assert said.id == expected
    assert ("`def`" in said.explanation) == (expected == "EXC-ARGUMENT-COUNT")


NUMBERS = {
    "one element": ("return x.sum()", "DIFF-TYPE-TENSOR-NOT-NUMBER"),
    "one element in brackets": ("return x.sum()[None]", "DIFF-TYPE-TENSOR-NOT-NUMBER"),
    "several": ("return x.argmax(0)", "DIFF-TYPE-TENSOR-NOT-REDUCED"),
    "none": ("return x[:0]", "DIFF-TYPE-TENSOR-NOT-REDUCED"),
}


@pytest.mark.parametrize("case", NUMBERS)
def test_a_tensor_of_several_is_not_called_one_number(told, case):
    body, expected = NUMBERS[case]
    said = told(course("return 3", "draw(4, 6), 4"), f"def f(x, h):\n    {body}\n")
    assert said.id == expected
    if case == "several":
        assert "(6,)" in said.headline


def test_nan_and_infinity_are_counted_apart(told):
    files = course("return x", "torch.tensor([0.0, 0.0, 0.0, 2.0, -1.0]), 0")
    said = told(files, "def f(x, h):\n    return x / h\n")
    assert said.headline == "3 of 5 values are NaN and 2 are infinite, first at [0]"


def test_one_infinite_number(told):
    said = told(course("return 2.0", "draw(3), 0"), "def f(x, h):\n    return float('inf')\n")
    assert said.headline == "expected 2.0, got inf"


@pytest.mark.parametrize("other", ["x + 1", "x"])
def test_the_rest_is_that_of_the_part_that_is_told_of(told, other):
    files = course("return x[:2] * 2, x", "draw(5), 4")
    said = told(files, f"def f(x, h):\n    return x[:3] * 2, {other}\n")
    assert said.id == "REL-TOO-LONG"
    assert "the rest of result[0] is right" in said.headline


def test_a_headline_is_short_and_the_values_stand_below_it(grade_course):
    files = course("raise ValueError", "draw(3, 5), 4")
    source = "def f(x, h):\n    return {f'an entry of the name {n}': x * n for n in range(8)}\n"
    test = grade_course(files, {"01_one": source}).concepts[0].functions[0].tests[0]
    assert len(test.diagnosis.headline) <= 160
    assert test.diagnosis.headline.startswith("Expected ValueError to be raised, but {'an entry")
    assert test.diagnosis.headline.endswith("… was returned.")
    assert len(test.shown.actual) > 200


def test_a_limit_of_time_is_told_without_names_of_ours(grade_course):
    files = course("return x", "draw(3), 4")
    source = "def f(x, h):\n    while True:\n        h += 1\n"
    test = grade_course(files, {"01_one": source}).concepts[0].functions[0].tests[0]
    assert test.diagnosis.id == "RUN-TIME"
    assert test.shown is None or test.shown.actual.startswith("stopped after ")


def test_values_too_large_for_the_dtype_are_counted(told):
    files = course("return x * 3e4", "draw(4, dtype=torch.float16).abs() + 3, 4")
    said = told(files, "def f(x, h):\n    return x / 0\n")
    assert said.headline == "4 of 4 values are infinite, first at [0]"


PAIRS = {
    "returned": ("return x.max(dim=0)", "DIFF-TYPE-VALUES-AND-INDICES"),
    "of values alone": ("return x.amax(0), x.amin(0)", "DIFF-TYPE"),
    "in arithmetic": ("return x - x.max(dim=0)", "EXC-VALUES-AND-INDICES"),
    "handed on": ("import torch; return torch.exp(x.min(dim=0))", "EXC-VALUES-AND-INDICES"),
    "with a number": ("return x.max(dim=0) + 1", "EXC-TUPLE-ARITHMETIC"),
    "in a variable": ("m = x.max(dim=0); return 2.5 * m", "EXC-TUPLE-ARITHMETIC"),
    "asked for a method": ("return x.sort(dim=0).exp()", "EXC-VALUES-AND-INDICES"),
    "one step too deep": ("return float(h[0])", "EXC-NO-ELEMENTS"),
}


@pytest.mark.parametrize("case", PAIRS)
def test_values_and_indices_are_told_from_one_tensor(told, case):
    body, expected = PAIRS[case]
    said = told(course("return x.amax(0)", "draw(3, 5), 4"), f"def f(x, h):\n    {body}\n")
    assert said.id == expected


LIES = {
    "an argument that shares memory": (
        "watch._shares = lambda value, inputs: [['', '[77]'], ['', '[x']]"
    ),
    "an argument that was changed": (
        "watch._Arguments.changes = lambda self, encoder: [[77, {'kind': 'none'}]]"
    ),
}


@pytest.mark.parametrize("case", LIES)
def test_a_place_that_does_not_exist_is_no_trouble_of_ours(told, case):
    files = course("return x.T", "draw(3, 5), 4, storage=True")
    lie = f"import sys\nwatch = sys.modules['tensorgrade_untrusted.observer']\n{LIES[case]}\n"
    said = told(files, f"{lie}def f(x, h):\n    return x.T\n")
    assert said.id in ("DIFF-STORAGE", "DIFF-ARGUMENTS")


USED = {
    "01_one/reference.py": '"""One."""\ndef f(x, h):\n    return {"sum": x.sum()}\n',
    "01_one/scenarios.py": "def value_of(student, x):\n    return student.f(x, 4)['sum'] * 2\n",
    "01_one/test_hidden.py": (
        "from grader import points\n\n\n@points(1)\ndef test_a(compare, draw):\n"
        '    """A."""\n    compare.scenario("value_of", of="f", x=draw(4))\n'
    ),
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f(x, h):\n    return 1\n", "RUN-EXCEPTION-IN-TEST"),
        ("def f(x, h):\n    return {'sum': x.summ()}\n", "EXC-ATTRIBUTE"),
        ("def f(*, x, h):\n    return 1\n", "SRC-WRONG-ARITY"),
    ],
)
def test_what_the_test_stumbles_over_is_not_laid_to_a_line_of_the_student(told, source, expected):
    said = told(USED, source)
    assert said.id == expected, said


@pytest.mark.parametrize(
    ("used", "line"),
    [
        ("x * math.pi", "`import math`"),
        ("np.abs(x)", "`import numpy as np`"),
        ("F.relu(x)", "`import torch.nn.functional as F`"),
        ("functools.reduce(max, x)", "`import functools`"),
    ],
)
def test_a_module_that_was_not_imported_is_named_with_its_import(told, grade_course, used, line):
    files = course("return 2 * x", "draw(3, 2), 4")
    said = told(files, f"def f(x, h):\n    return {used}\n")
    assert said.id == "EXC-NOT-IMPORTED"
    assert line in said.next_step
    report = grade_course(
        files, {"01_one": f"x = {used.replace('x', '2')}\ndef f(x, h):\n    pass\n"}
    )
    assert line in report.concepts[0].problem.next_step


def test_a_misspelt_name_is_no_module(told):
    said = told(course("return 2 * x", "draw(3, 2), 4"), "def f(x, h):\n    return maht * x\n")
    assert said.id == "EXC-NAME"


@pytest.mark.parametrize(
    ("shape", "name"), [("-1, 4", "EXC-RESHAPE-REST"), ("2, 4", "EXC-RESHAPE")]
)
def test_a_size_that_is_worked_out_must_divide(told, shape, name):
    source = f"def f(x, h):\n    return x.view({shape})\n"
    assert told(course("return 2 * x", "draw(3, 2), 4"), source).id == name


def test_a_missing_colon_is_looked_for_first(grade_course):
    files = course("return 2 * x", "draw(3, 2), 4")
    report = grade_course(files, {"01_one": "def f(x, h)\n    return 2 * x\n"})
    next_step = report.concepts[0].problem.next_step
    assert "colon" in next_step.partition(".")[0]
    assert "bracket" not in next_step.partition(".")[0]


AUTOGRAD = {
    "the switch": ("x.requires_grad_()", "`requires_grad` is True now"),
    "a gradient": (
        "x.requires_grad_()\n    (x * h).sum().backward()\n    x.requires_grad_(False)",
        "`.grad` is filled",
    ),
    "both": (
        "x.requires_grad_()\n    (x * h).sum().backward()",
        "`requires_grad` is True now and `.grad` is filled",
    ),
}


@pytest.mark.parametrize("name", AUTOGRAD)
def test_what_autograd_keeps_of_an_argument_is_told_apart_from_its_values(told, name):
    body, words = AUTOGRAD[name]
    files = course("return 2 * x", "draw(3, 2), 4")
    said = told(files, f"def f(x, h):\n    {body}\n    return 2 * x.detach()\n")
    assert said.id == "DIFF-ARGUMENT-AUTOGRAD"
    assert said.headline == f"Argument `x` holds the values that it had, but {words}."


def test_an_argument_with_other_values_is_told_with_them(told):
    files = course("return 2 * x", "draw(3, 2), 4")
    said = told(files, "def f(x, h):\n    y = 2 * x\n    x.add_(1)\n    return y\n")
    assert said.id == "DIFF-ARGUMENTS"
