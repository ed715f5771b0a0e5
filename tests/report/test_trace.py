"""The trace of a failed function, through the whole machinery."""

from types import SimpleNamespace
from unittest.mock import patch

import pytest
import torch

from grader.diagnosis.pictures import traces as traces_module
from grader.judging.expected import How
from grader.judging.subjects import encode
from grader.report import html
from grader.sandbox import tracing
from grader.sandbox.traced import Trace

SOURCE = (
    "import torch\n\ndef split_heads(x, n_heads):\n"
    "    if x.shape[-1] % n_heads:\n        raise ValueError\n"
    "    B, T, D = x.shape\n"
    "    out = x.reshape(B, n_heads, T, D // n_heads)\n"
    "    return out\n\ndef transpose(matrix):\n    return matrix.T\n"
)


def test_a_failed_function_shows_what_each_line_computed(grade_sources):
    report = grade_sources({"06_reshape_transpose_matmul": SOURCE})
    by_name = {f.name: f for f in report.concepts[0].functions}
    trace = by_name["split_heads"].trace
    found = {(line.line, v.name): v for line in trace.lines for v in line.values}
    assert found[7, "out"].summary.startswith("float32 tensor of shape (1, 2, 3, 2)")
    assert by_name["transpose"].trace is None
    assert "What each line computed" in html.render(report)


def test_what_ends_in_the_trace_costs_nothing(grade_sources):
    source = (
        "import os, sys, torch\n\ndef transpose(matrix):\n"
        "    if sys.gettrace():\n        os._exit(3)\n    return matrix\n\n"
        "def flatten(tensor):\n    return tensor.reshape(-1)\n"
    )
    report = grade_sources({"06_reshape_transpose_matmul": source})
    by_name = {f.name: f for f in report.concepts[0].functions}
    assert by_name["transpose"].trace is None
    assert by_name["transpose"].tests[0].end == "wrong"
    assert not report.trouble


def test_the_first_variable_that_departs_is_marked(grade_sources):
    source = (
        "import torch\n\ndef backward(x, y, params):\n"
        "    hidden = x @ params['W1'].T\n"
        "    dz2 = hidden.sum(1, keepdim=True)\n    dz1 = dz2 * 2\n"
        "    return {name: torch.zeros_like(value) for name, value in params.items()}\n"
    )
    report = grade_sources({"09_backprop_update": source})
    function = next(f for f in report.concepts[0].functions if f.name == "backward")
    departs = [v.name for line in function.trace.lines for v in line.values if v.departs]
    assert len(departs) == 1
    assert departs[0] in ("hidden", "dz2")


def test_a_wrong_gradient_shows_the_graph_behind_it(grade_sources):
    source = (
        "import torch\n\ndef neuron_gradients(x, y, w, b):\n"
        "    w = w.clone().requires_grad_()\n    b = b.clone().requires_grad_()\n"
        "    loss = -(y * torch.log(torch.sigmoid(x * w + b))).mean()\n"
        "    loss.backward()\n    return w.grad, b.grad\n"
    )
    report = grade_sources({"08_autograd": source})
    function = next(f for f in report.concepts[0].functions if f.name == "neuron_gradients")
    assert function.picture.kind == "graph"
    assert function.picture.actual.of == "loss"
    assert function.picture.actual.nodes[0].gradient == "1.0"
    assert function.picture.expected.nodes[0].name.startswith("BinaryCrossEntropy")
    assert "NegBackward" in html.render(report)


def marked(mine, right, *arguments):
    traces = []
    for source in (mine, right):
        space = {}
        exec(compile(source, "student.py", "exec"), space)
        call = encode(arguments, {}, device="cpu", seed=0, how=How(gradients=False))
        traces.append(Trace.model_validate(tracing.trace(space["f"], call, "student.py")))
    exchange = SimpleNamespace(target="f", call=call, scenario="", plan=None)
    with patch.object(traces_module, "call_words", lambda exchange: "f(x)"):
        drawn = traces_module._trace(exchange, *traces, mine.encode())
    return [(line.line, v.name) for line in drawn.lines for v in line.values if v.departs]


@pytest.mark.parametrize(
    ("mine", "right", "expected"),
    [
        ("y = x * 2", "y = x * 3", [(2, "y")]),
        ("y = x * 2\n    y = y * 2", "y = x * 3", []),
        ("y = x * 2", "y = x * 3\n    y = y + 1", []),
        ("x = x.double()", "x = x.float()", []),
        ("y = []", "y = x * 2", []),
        ("y = 3", "y = x.sum()", []),
        ("y = 3", "y = 4", [(2, "y")]),
    ],
)
def test_a_name_is_compared_where_it_means_one_thing(mine, right, expected):
    sources = [f"def f(x):\n    {body}\n    return x\n" for body in (mine, right)]
    assert marked(*sources, torch.arange(3.0)) == expected
