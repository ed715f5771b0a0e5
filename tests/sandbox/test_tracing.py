"""What each line computed: recorded, capped, and never asked of the student's own objects."""

import textwrap

import pytest
import torch

from grader.judging.expected import How
from grader.judging.subjects import encode
from grader.sandbox import tracing
from grader.sandbox.traced import Trace


def traced(source, *arguments, function="f"):
    space = {}
    exec(compile(textwrap.dedent(source), "student.py", "exec"), space)
    call = encode(arguments, {}, device="cpu", seed=0, how=How(gradients=False))
    return Trace.model_validate(tracing.trace(space[function], call, "student.py"))


def values(trace):
    return {
        (line.line, v.name): (v.summary, v.numbers) for line in trace.lines for v in line.values
    }


def test_each_line_with_what_it_changed():
    trace = traced(
        "def f(x):\n    y = x.T\n    y += 1\n    return y", torch.arange(6.0).reshape(2, 3)
    )
    found = values(trace)
    assert found[2, "y"][0] == "float32 tensor of shape (3, 2)"
    assert found[3, "y"][1] == ["1.0", "4.0", "2.0", "5.0", "3.0", "6.0"]
    assert (4, "return") in found


def test_a_line_that_raises_returns_nothing():
    trace = traced("def f(x):\n    y = 2\n    raise ValueError", 1)
    assert (3, "return") not in values(trace)
    assert (2, "y") in values(trace)


def test_loops_and_floods_are_capped():
    trace = traced("def f(n):\n    s = 0\n    for i in range(n):\n        s += i\n    return s", 50)
    again = [line.more for line in trace.lines if line.line == 4]
    assert sum(again) == 47
    assert len(again) == 3
    body = "".join(f"    v{i} = {i}\n" for i in range(200))
    assert traced(f"def f(x):\n{body}", 1).cut
    endless = "def f(x):\n    for i in range(10**7):\n        pass\n"
    assert traced(endless, 1).cut


def test_objects_of_the_students_own_are_not_asked():
    trace = traced(
        """
        class Evil:
            def __repr__(self): raise SystemExit
            __len__ = __iter__ = __str__ = __format__ = __eq__ = __hash__ = __repr__
        class Loud(list):
            def __len__(self): raise SystemExit
        def f(x):
            a = Evil()
            b = Loud()
            c = [Evil()]
            return 3
        """,
        1,
    )
    names = {name for _, name in values(trace)}
    assert names >= {"x", "c", "return"}
    assert not names & {"a", "b"}


def test_the_graph_and_its_gradients():
    source = """
        def f(w):
            w = w.clone().requires_grad_()
            loss = (w * 3).sum()
            loss.backward()
            return w.grad
    """
    graph = traced(source, torch.tensor([1.0, 2.0])).graph
    assert graph.of == "loss"
    assert [node.name.rstrip("0123456789") for node in graph.nodes][:2] == [
        "SumBackward",
        "MulBackward",
    ]
    assert graph.nodes[1].gradient.numbers == ["1.0", "1.0"]
    assert graph.nodes[-1].gradient.numbers == ["3.0", "3.0"]


@pytest.mark.parametrize("text", ["1e999x", "__import__", "9" * 50])
def test_a_worker_may_only_answer_numbers(text):
    value = {"name": "x", "summary": "", "size": 1, "numbers": [text], "sums": []}
    line = {"line": 1, "function": "f", "values": [value], "more": 0}
    with pytest.raises(ValueError, match="numbers"):
        Trace.model_validate({"lines": [line], "cut": False, "graph": None})
