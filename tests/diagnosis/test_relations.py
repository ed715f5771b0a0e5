"""Relations are found in any course, and nothing is named that one input alone suggests."""

import pytest

from grader.diagnosis.texts import in_seconds

REFERENCE = {
    "matrix": "def f(x):\n    return x * 3 + 1\n",
    "mean": "def f(x):\n    return (x * x).mean()\n",
    "rows": "def f(x):\n    return x.sum(1)\n",
    "column": "def f(x):\n    return x.sum(1)\n",
    "step": "def f(w, gradient, lr):\n    return w - lr * gradient\n",
    "scaled": "def f(x, weight, training):\n    return x * weight.sum() if training else x\n",
    "pages": "def f(x):\n    return torch.stack([x[i : i + 3] for i in range(0, 9, 3)])\n",
    "pair": "def f(x):\n    return x * x, x + 2\n",
    "log": "import torch\ndef f(x):\n    return torch.nn.functional.softplus(x)\n",
}
CALLS = {
    "step": ["draw(3, 4), draw(3, 4), draw.real(0.1, 0.9)"] * 2,
    "scaled": ["draw(3), draw(4), True", "draw(2, 3), draw(5), True", "draw(2), draw(4), True"],
    "pages": ["draw(9)", "draw(10)"],
    "log": ["draw(3, 2) * 100", "draw(5) * 100"],
}
FOUND = {
    "REL-TRANSPOSED": ("matrix", "return (x * 3 + 1).T"),
    "REL-NEGATED": ("matrix", "return -(x * 3 + 1)"),
    "REL-SCALED-CONSTANT": ("matrix", "return 2 * (x * 3 + 1)"),
    "REL-OFF-BY-ONE": ("matrix", "return x * 3"),
    "REL-OFFSET": ("matrix", "return x * 3 + 3.5"),
    "REL-NOT-ADDED": ("matrix", "return x * 2 + 1"),
    "REL-ROUNDED": ("matrix", "return (x * 3 + 1).round()"),
    "REL-REVERSED": ("matrix", "return (x * 3 + 1).flip(0)"),
    "REL-ROLLED": ("matrix", "return (x * 3 + 1).roll(1, 1)"),
    "REL-EXTRA-DIM": ("matrix", "return (x * 3 + 1).unsqueeze(0)"),
    "REL-TOO-SHORT": ("matrix", "return (x * 3 + 1)[:-1]"),
    "REL-UNCHANGED": ("matrix", "return x"),
    "REL-EXP": ("matrix", "return (x * 3 + 1).exp()"),
    "REL-CLIPPED": ("matrix", "return (x * 3 + 1).clamp(min=0)"),
    "REL-SCALED": ("mean", "return (x * x).sum()"),
    "REL-OTHER-DIM": ("rows", "return x.sum(0)"),
    "REL-UPDATE-SIGN": ("step", "return w + lr * gradient"),
    "REL-UPDATE-SCALED": ("step", "return w - gradient"),
    "REL-IGNORED": ("scaled", "return x * 2.5 + x * x * training"),
    "REL-SAME-ANSWER": ("pages", "import torch\n    return torch.arange(9.0).reshape(3, 3)"),
    "REL-STRIDED": (
        "pages",
        "import torch\n    return torch.stack([x[i : i + 3] for i in range(7)])",
    ),
    "REL-SKIPPED": ("matrix", "return (x * 3 + 1)[:, ::2]"),
    "REL-ONLY-AT-EDGE": (
        "matrix",
        "import torch\n    return torch.cat([(x * 3 + 1)[:, :-1], x[:, :1]], 1)",
    ),
    "REL-PARTS-SWAPPED": ("pair", "return x + 2, x * x"),
    "REL-NAN-LARGE": ("log", "import torch\n    return torch.log(1 + torch.exp(x))"),
}
NOTHING = {
    "two unlike factors": "return (x * 3 + 1) * (2 if x.shape[0] == 2 else 5)",
    "noise": "import torch\n    return x * 3 + 1 + torch.arange(x.numel()).reshape(x.shape) ** 1.5",
}


def _course(name, calls=None):
    calls = calls or CALLS.get(name, ["draw(2, 3)", "draw(4, 3)"])
    tests = "".join(
        f'@points(1)\ndef test_{number}(compare, draw):\n    """{number}."""\n'
        f'    compare("f", {arguments})\n\n'
        for number, arguments in enumerate(calls)
    )
    return {
        "01_one/reference.py": f'"""One."""\nimport torch\n{REFERENCE[name]}',
        "01_one/test_hidden.py": f"from grader import points\n\n{tests}",
    }


def _diagnoses(grade_course, name, body):
    parameters = {"step": "w, gradient, lr", "scaled": "x, weight, training"}.get(name, "x")
    source = f"def f({parameters}):\n    {body}\n"
    report = grade_course(_course(name), {"01_one": source})
    return [test.diagnosis for test in report.concepts[0].functions[0].tests]


@pytest.mark.parametrize("relation", FOUND)
def test_the_relation_is_named(grade_course, relation):
    found = {item.id for item in _diagnoses(grade_course, *FOUND[relation]) if item}
    assert found == {relation}


@pytest.mark.parametrize("case", NOTHING)
def test_nothing_is_named_that_the_calls_do_not_share(grade_course, case):
    found = {item.id for item in _diagnoses(grade_course, "matrix", NOTHING[case]) if item}
    assert found == {"DIFF-VALUE"}


def test_one_failing_call_is_confirmed_by_another_question(grade_course):
    course = _course("matrix", ["draw(2, 3)"])
    report = grade_course(course, {"01_one": "def f(x):\n    return -(x * 3 + 1)\n"})
    assert report.concepts[0].functions[0].tests[0].diagnosis.id == "REL-NEGATED"


def test_one_failing_call_that_another_question_contradicts_is_not_named(grade_course):
    body = (
        "def f(x, seen=[]):\n    seen.append(1)\n"
        "    return -(x * 3 + 1) if len(seen) == 1 else (x * 3 + 1) ** 2\n"
    )
    report = grade_course(_course("matrix", ["draw(2, 3)"]), {"01_one": body})
    assert report.concepts[0].functions[0].tests[0].diagnosis.id == "DIFF-VALUE"


def test_a_headline_begins_as_a_sentence_does(grade_course):
    for name, body in (FOUND["REL-NEGATED"], FOUND["REL-PARTS-SWAPPED"]):
        for item in _diagnoses(grade_course, name, body):
            assert item.headline.startswith(("Every value", "result[0]: this is")), item.headline


def test_two_answers_are_enough_to_say_that_an_argument_is_ignored(grade_course, monkeypatch):
    from grader.diagnosis import influence

    asked = []
    changed = influence._changed
    monkeypatch.setattr(
        influence,
        "_changed",
        lambda case, base, place, value: (
            asked.append((place, base)) or changed(case, base, place, value)
        ),
    )
    found = {item.id for item in _diagnoses(grade_course, *FOUND["REL-IGNORED"]) if item}
    assert found == {"REL-IGNORED"}
    weight = [base for place, base in asked if place == 1]
    assert len(weight) == 2
    assert weight[0] is not weight[1]


FLAKY = {
    "01_one/reference.py": '"""One."""\ndef f(x):\n    return x * 3 + 1\n',
    "01_one/test_hidden.py": (
        "from grader import points\n"
        '@points(1)\ndef test_a(compare, draw):\n    """A."""\n    compare("f", draw(2, 3))\n'
    ),
    "01_one/misconceptions.py": (
        "from grader import misconception\n"
        '@misconception("f", "It was squared.", id="SQUARED", next_step="Look.")\n'
        "def squared(x):\n    return (x * 3 + 1) ** 2\n"
    ),
}


@pytest.mark.parametrize("answers", [True, False])
def test_a_misconception_is_not_named_when_the_further_question_gets_no_answer(
    grade_course, answers
):
    source = (
        "import time\ndef f(x, seen=[]):\n    seen.append(1)\n"
        f"    while len(seen) > 1 and not {answers}:\n        pass\n"
        "    return (x * 3 + 1) ** 2\n"
    )
    report = grade_course(FLAKY, {"01_one": source})
    found = report.concepts[0].functions[0].tests[0].diagnosis.id
    assert (found == "SQUARED") == answers


def test_an_error_without_a_text_has_no_colon(grade_course):
    report = grade_course(_course("matrix"), {"01_one": "def f(x):\n    raise MemoryError\n"})
    test = report.concepts[0].functions[0].tests[0]
    assert test.shown.actual == "raised MemoryError"


@pytest.mark.parametrize(
    ("answer", "headline"),
    [
        ("__import__('math').sin(x)", "value: expected 0.5, got 0.841471"),
        ("x / 2 + 1e-9", "value: expected 0.5, got 0.500000001"),
    ],
)
def test_a_number_is_as_long_as_it_needs_to_be(grade_course, answer, headline):
    course = {
        "01_one/reference.py": '"""One."""\ndef f(x):\n    return x / 2\n',
        "01_one/test_hidden.py": (
            "from grader import points\n"
            '@points(1)\ndef test_a(compare):\n    """A."""\n    compare("f", 1.0, tolerance=0)\n'
        ),
    }
    report = grade_course(course, {"01_one": f"def f(x):\n    return {answer}\n"})
    assert headline in report.concepts[0].functions[0].tests[0].diagnosis.headline


PARTS = {
    "DIFF-PARTS": (
        "{'W': x.exp(), 'b': x.sum(0), 'c': x}",
        "{'W': x.cos(), 'b': x.sum(0), 'c': x.tan()}",
        "Wrong: result['W'], result['c']. Right: result['b'].",
    ),
    "DIFF-PARTS-ONE": (
        "(x.sum().item(), x.exp().sum().item())",
        "(x.sum().item(), x.cos().sum().tan().item())",
        "Wrong: result[1]. Right: result[0].",
    ),
    # Right but for the last digits is not right.
    "DIFF-VALUE": (
        "{'W': x.exp(), 'b': x.sum(0)}",
        "{'W': x.cos(), 'b': x.sum(0) * (1 + 3e-5)}",
        "result['W']: 6 of 6 values differ",
    ),
}


@pytest.mark.parametrize("name", PARTS)
def test_the_right_parts_are_told_from_the_wrong_ones(grade_course, name):
    reference, answer, words = PARTS[name]
    course = _course("matrix") | {
        "01_one/reference.py": f'"""One."""\ndef f(x):\n    return {reference}\n'
    }
    report = grade_course(course, {"01_one": f"def f(x):\n    return {answer}\n"})
    found = report.concepts[0].functions[0].tests[0].diagnosis
    assert found.id == name
    assert words in found.headline


def test_the_arguments_with_a_right_gradient_are_told_from_the_others(grade_course):
    course = {
        "01_one/reference.py": '"""One."""\ndef f(x, w):\n    return x * x + w.exp()\n',
        "01_one/test_hidden.py": (
            'from grader import points\n@points(1)\ndef test_a(compare, draw):\n    """A."""\n'
            "    x, w = draw(2, 3).requires_grad_(), draw(2, 3).requires_grad_()\n"
            '    compare("f", x, w, gradients=True)\n'
        ),
    }
    answer = "x * x + (w - w.detach()) * w.detach().cos() + w.detach().exp()"
    report = grade_course(course, {"01_one": f"def f(x, w):\n    return {answer}\n"})
    found = report.concepts[0].functions[0].tests[0].diagnosis
    assert found.id == "DIFF-GRADIENT-PARTS"
    assert "Wrong for: `w`. Right for: `x`." in found.headline


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        ("table[i].detach() + parts['b']", "`table`"),
        ("table[i] + parts['b'].detach()", "`parts['b']`"),
    ],
)
def test_a_lost_gradient_is_that_of_an_argument_that_can_have_one(grade_course, answer, named):
    course = {
        "01_one/reference.py": (
            '"""One."""\ndef f(i, table, parts):\n    return table[i] + parts["b"]\n'
        ),
        "01_one/test_hidden.py": (
            'from grader import points\n@points(1)\ndef test_a(compare, draw):\n    """A."""\n'
            "    i, table = draw.integers(0, 3, 4), draw(3, 2)\n"
            '    compare("f", i, table, {"b": draw(4, 2)}, gradients=True)\n'
        ),
    }
    source = f"def f(i, table, parts):\n    return {answer}\n"
    report = grade_course(course, {"01_one": source})
    found = report.concepts[0].functions[0].tests[0].diagnosis
    assert found.id == "DIFF-GRADIENT-MISSING"
    assert found.headline.endswith(f"no gradient flows back to argument {named}.")


def test_memory_is_that_of_an_argument_by_its_name(grade_course):
    course = _course("matrix") | {
        "01_one/reference.py": '"""One."""\ndef f(x):\n    return x.clone()\n',
        "01_one/test_hidden.py": (
            'from grader import points\n@points(1)\ndef test_a(compare, draw):\n    """A."""\n'
            '    compare("f", draw(2), storage=True)\n'
        ),
    }
    report = grade_course(course, {"01_one": "def f(x):\n    return x\n"})
    found = report.concepts[0].functions[0].tests[0].diagnosis
    assert found.headline == "Expected memory of its own, got memory shared with argument `x`."


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("{'a': 1}", "keys: missing 'b'"),
        ("{'a': 1, 'b': 2, 'c': 3}", "keys: not asked for: 'c'"),
        ("{'a': 1, 'c': 3}", "keys: missing 'b'; not asked for: 'c'"),
    ],
)
def test_nothing_is_said_of_keys_where_there_are_none(grade_course, answer, words):
    course = _course("matrix") | {
        "01_one/reference.py": '"""One."""\ndef f(x):\n    return {"a": 1, "b": 2}\n'
    }
    report = grade_course(course, {"01_one": f"def f(x):\n    return {answer}\n"})
    found = report.concepts[0].functions[0].tests[0].diagnosis
    assert (found.id, found.headline) == ("DIFF-KEYS", words)


def test_one_wrong_value_is_not_a_plural(grade_course):
    course = _course("matrix") | {
        "01_one/reference.py": '"""One."""\ndef f(x):\n    return x.exp()\n'
    }
    answer = "def f(x):\n    y = x.exp()\n    y.view(-1)[1] = 3.0\n    return y\n"
    report = grade_course(course, {"01_one": answer})
    found = report.concepts[0].functions[0].tests[0].diagnosis
    assert "1 of 6 values differs, at [0, 1]: expected" in found.headline


def test_a_none_inside_the_result_is_no_missing_return(grade_course):
    course = _course("matrix") | {
        "01_one/reference.py": '"""One."""\ndef f(x):\n    return {"a": x}\n'
    }
    report = grade_course(course, {"01_one": "def f(x):\n    return {'a': None}\n"})
    found = report.concepts[0].functions[0].tests[0].diagnosis
    assert found.headline == "result['a']: type: expected torch.Tensor, got None"
    assert "without handing back a value" not in found.explanation


def test_one_second_is_not_a_plural():
    assert [in_seconds(number) for number in (1.0, 2.5)] == ["1 second", "2.5 seconds"]


def test_a_device_that_is_not_there_is_named_on_the_cpu_too(grade_course):
    source = "import torch\ndef f(x):\n    return (x * 3 + 1).to('cuda')\n"
    report = grade_course(_course("matrix"), {"01_one": source})
    found = report.concepts[0].functions[0].tests[0].diagnosis
    assert (found.id, found.line) == ("DEVICE-NAMED", 3)


@pytest.mark.parametrize(("line", "facet"), [(7, "device"), (7, "value"), (None, "device")])
def test_a_device_in_the_source_is_named_where_it_may_be_the_cause(line, facet):
    from types import SimpleNamespace as Namespace

    from grader.diagnosis import devices

    exchange = Namespace(call=Namespace(device="cuda"), difference=Namespace(facet=facet))
    actual = Namespace(exception=None, made_on_line=None)
    state = Namespace(definition=lambda name: Namespace(device_line=line))
    found = devices.explain(Namespace(exchange=exchange, actual=actual, state=state, function="f"))
    expected = line == 7 and facet == "device"
    assert (found is not None) == expected
    if found:
        assert (found.id, found.line) == ("DEVICE-WRITTEN", 7)


ODD = [
    "float('nan')",
    "float('inf')",
    "1.5e308",
    "-0.0",
    "10**30",
    "True",
    "1j",
    "[]",
    "[[1.0], [float('nan')]]",
    "torch.tensor(float('nan'))",
    "torch.full_like(x, float('-inf'))",
    "torch.full((2, 3), 3.4e38)",
    "torch.zeros(0, 3)",
    "torch.ones(2, 3, dtype=torch.bool)",
    "torch.ones(2, 3, dtype=torch.complex64)",
    "torch.full((2, 3), torch.iinfo(torch.int64).min)",
    "x.to_sparse()",
    "np.float64('nan')",
    "np.array(['a', 'b'])",
]


@pytest.mark.parametrize("number", [False, True])
def test_an_odd_answer_is_explained_like_any_other(grade_course, number):
    reference = "def f(x, k):\n    return " + ("float(k * 7)" if number else "x * 3 + k")
    call = 'compare("f", draw(2, 3), {0} + 2)'
    tests = "".join(
        f"@points(1)\ndef test_{n}(compare, draw):\n    {call.format(n)}\n" for n in range(len(ODD))
    )
    course = {
        "01_one/reference.py": f'"""One."""\n{reference}\n',
        "01_one/test_hidden.py": f"from grader import points\n{tests}",
    }
    answers = ", ".join(f"lambda x: {answer}" for answer in ODD)
    source = (
        f"import numpy as np, torch\nODD = [{answers}]\ndef f(x, k):\n    return ODD[k - 2](x)\n"
    )
    report = grade_course(course, {"01_one": source})
    tests = report.concepts[0].functions[0].tests
    assert len(tests) == len(ODD)
    assert all(test.diagnosis for test in tests)


CALLING = {
    "01_one/reference.py": (
        '"""One."""\ndef double(x):\n    return 2 * x\ndef f(x):\n    return double(x) + 1\n'
    ),
    "01_one/test_hidden.py": (
        "from grader import points\n"
        '@points(1)\ndef test_a(compare, draw):\n    """A."""\n    compare("double", draw(2, 3))\n'
        '@points(1)\ndef test_b(compare, draw):\n    """B."""\n    compare("f", draw(4, 3))\n'
        '    compare("f", draw(5))\n'
    ),
}
CALLS_ANOTHER = {
    "it raises": (
        "def double(x):\n    return x.no_such()\ndef f(x):\n    return double(x) + 1\n",
        "SRC-CALLS-FAILING",
    ),
    "it raises in its helper": (
        "def help(x):\n    return x.no_such()\ndef double(x):\n    return help(x)\n"
        "def f(x):\n    return double(x) + 1\n",
        "SRC-CALLS-FAILING",
    ),
    "it is wrong": (
        "def double(x):\n    return x.exp() * 1.7\ndef f(x):\n    return double(x) + 1\n",
        "SRC-CALLS-WRONG",
    ),
    "it is a class that raises": (
        "class Two:\n    def __call__(self, x):\n        return x.no_such()\ndouble = Two()\n"
        "def f(x):\n    return Two()(x) + 1\n",
        "EXC-ATTRIBUTE",
    ),
    "it is right, and called wrongly": (
        "def double(x):\n    return x * 2\ndef f(x):\n    return double('a' - x) + 1\n",
        "EXC-OPERAND-TYPES",
    ),
    "it is handed on": (
        "def double(x):\n    return x.exp() * 1.7\n"
        "def f(x):\n    def inner(y):\n        return next(map(double, [y]))\n"
        "    return inner(x) + 1\n",
        "SRC-CALLS-WRONG",
    ),
    "it is only spoken of": (
        "def double(x):\n    return x.exp() * 1.7\n"
        "def f(x):\n    'As double(x) does.'\n    return (x * x).exp()\n",
        "DIFF-VALUE",
    ),
    "a variable has its name": (
        "def double(x):\n    return x.exp() * 1.7\n"
        "def f(x):\n    double = x * x\n    return double.exp()\n",
        "DIFF-VALUE",
    ),
    "a method has its name": (
        "def double(x):\n    return x.exp() * 1.7\ndef f(x):\n    return x.double() * x.float()\n",
        "DIFF-DTYPE-FLOAT64",
    ),
}


@pytest.mark.parametrize("case", CALLS_ANOTHER)
def test_a_function_that_fails_with_another_one_says_so(grade_course, case):
    source, expected = CALLS_ANOTHER[case]
    report = grade_course(CALLING, {"01_one": source})
    function = next(f for f in report.concepts[0].functions if f.name == "f")
    assert function.tests[0].diagnosis.id == expected
    if expected.startswith("SRC"):
        assert "`double`" in function.tests[0].diagnosis.headline


def test_an_argument_is_not_said_to_be_ignored_where_it_does_not_matter(grade_course):
    calls = [*CALLS["scaled"][:2], "draw(2), draw(4), False"]
    source = f"def f(x, weight, training):\n    {FOUND['REL-IGNORED'][1]}\n"
    report = grade_course(_course("scaled", calls), {"01_one": source})
    found = [test.diagnosis.id for test in report.concepts[0].functions[0].tests]
    assert found[:2] == ["REL-IGNORED"] * 2
    assert found[2] != "REL-IGNORED"


SOURCE_CAUSES = {
    "SRC-UNMATCHED": "def f(x):\n    return x * 3) + 1\n",
    "DIFF-TYPE-NOT-CALLED": "def f(x):\n    return x.numel\n",
    "EXC-TIMES-FOR-MATMUL": (
        "import torch\ndef f(x):\n    w = torch.ones(x.shape[1], 5)\n    return x * w\n"
    ),
}


@pytest.mark.parametrize("cause", SOURCE_CAUSES)
def test_the_slip_has_a_text_of_its_own(grade_course, cause):
    report = grade_course(_course("matrix"), {"01_one": SOURCE_CAUSES[cause]})
    concept = report.concepts[0]
    found = [test.diagnosis for test in concept.functions[0].tests]
    assert {item.id for item in [*found, concept.problem] if item} == {cause}


def test_a_relation_gives_way_to_a_failing_function_that_is_called(grade_course):
    course = {
        "01_one/reference.py": (
            '"""One."""\ndef g(x):\n    return x * 2\ndef f(x):\n    return g(x)\n'
        ),
        "01_one/test_hidden.py": "from grader import points\n"
        + "".join(
            f'@points(1)\ndef test_{name}(compare, draw):\n    """T."""\n'
            f'    compare("{name}", draw(2, 3))\n'
            for name in "gf"
        ),
    }
    source = "def g(x):\n    return x * -2\ndef f(x):\n    return g(x)\n"
    functions = grade_course(course, {"01_one": source}).concepts[0].functions
    found = {item.name: item.tests[0].diagnosis.id for item in functions}
    assert found == {"g": "REL-NEGATED", "f": "SRC-CALLS-WRONG"}
