"""Broken and hostile files: each has its own name, and costs nothing else."""

import pytest

from .conftest import SOLUTIONS

GOOD = "03_tensor_ranks"
BAD = "05_dtype_conversion"
RIGHT = (SOLUTIONS / GOOD / "idioms" / "idiomatic.py").read_text()
FINE = (SOLUTIONS / BAD / "idioms" / "idiomatic.py").read_text()

FILES = {
    "syntax error": ("def to_float32(t):\n    return (t\n", "SRC-SYNTAX"),
    "no colon": ("def to_float32(t)\n    return t\n", "SRC-MISSING-COLON"),
    "indentation": ("def f(x):\nreturn x\n", "SRC-INDENTATION"),
    "not UTF-8": ("x = 'é'".encode("latin-1"), "SRC-ENCODING"),
    "UTF-16": ("x = 1\n".encode("utf-16"), "SRC-NULL-BYTES"),
    "NUL bytes": (b"x = 1\n\x00\n", "SRC-NULL-BYTES"),
    "empty": ("", "FILE-EMPTY"),
    "5 MB": ("#" * 5_000_000, "FILE-TOO-LARGE"),
    "a notebook": ('{"cells": [], "nbformat": 4}', "FILE-NOTEBOOK"),
    "nested too deep": ("x = " + "(" * 5000 + ")" * 5000, "SRC-SYNTAX"),
    "sys.exit": ("import sys\nsys.exit(0)\n", "RUN-EXIT-AT-LOAD"),
    "os._exit": ("import os\nos._exit(0)\n", "RUN-EXIT-AT-LOAD"),
    "input": ("name = input('who? ')\n", "RUN-INPUT"),
    "endless": ("while True:\n    pass\n", "RUN-TIME-AT-LOAD"),
    "flood": ("while True:\n    print('x' * 10000)\n", "RUN-TIME-AT-LOAD"),
    "segfault": ("import ctypes\nctypes.string_at(0)\n", "RUN-CRASH-AT-LOAD"),
    "memory": ("x = bytearray(2 ** 34)\n", "RUN-MEMORY-AT-LOAD"),
    "missing module": ("import tensorflow\n", "RUN-IMPORT-FAILED"),
    "raises": ("1 / 0\n", "RUN-IMPORT-FAILED"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_costs_only_itself(grade_sources, name):
    source, diagnosis = FILES[name]
    report = grade_sources({GOOD: RIGHT, BAD: source})
    good, bad = report.concepts
    assert bad.problem is not None
    assert bad.problem.id == diagnosis, bad.problem
    assert bad.score.earned == 0
    assert good.score.earned == good.score.possible


FUNCTIONS = {
    "stub": ("    raise NotImplementedError", "SRC-NOT-STARTED"),
    "half-finished": ("    x = tensor\n    raise NotImplementedError", "SRC-UNFINISHED"),
    "no return": ("    x = tensor.float()", "SRC-MISSING-RETURN"),
    "prints": ("    print(tensor.float())", "SRC-PRINTS"),
    "endless": ("    while True: pass", "RUN-TIME"),
    "recursion": ("    return to_float32(tensor)", "RUN-RECURSION"),
    "exit": ("    raise SystemExit(0)", "RUN-ENDED-EARLY"),
    "os._exit": ("    import os; os._exit(0)", "RUN-ENDED-EARLY"),
    "segfault": ("    import ctypes; ctypes.string_at(0)", "RUN-CRASH"),
    "memory": ("    return bytearray(2 ** 34)", "RUN-MEMORY"),
    "raises": ("    return tensor.flot()", "EXC-ATTRIBUTE"),
    "input": ("    return input()", "RUN-INPUT"),
    "huge answer": ("    return [0] * 10**6", "RUN-PROTOCOL"),
    "wrong dtype": ("    return tensor.double()", "DTYPE-DOUBLE-FOR-FLOAT"),
    "an object": ("    return object()", "DIFF-TYPE"),
    "a lying tensor": (
        "    class T(torch.Tensor):\n        def __eq__(self, other): return True\n"
        "    return torch.zeros(2, 3).as_subclass(T)",
        "DIFF-TYPE",
    ),
    "evil exception": (
        "    class E(Exception):\n        def __str__(self): raise SystemExit\n    raise E",
        "RUN-EXCEPTION",
    ),
    "only warns": ("    import warnings; warnings.warn('x'); return tensor.float()", None),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_bad_function_costs_only_itself(grade_sources, name):
    body, diagnosis = FUNCTIONS[name]
    source = f"{FINE}\n\ndef to_float32(tensor):\n{body}\n"
    report = grade_sources({BAD: source})
    functions = {function.name: function for function in report.concepts[0].functions}
    tests = functions.pop("to_float32").tests
    first = next((test.diagnosis for test in tests if test.diagnosis), None)
    assert (first and first.id) == diagnosis, first
    assert all(function.status == "passed" for function in functions.values())


@pytest.mark.parametrize(
    ("source", "diagnosis", "words"),
    [
        ("def to_flaot32(t): return t.float()", "SRC-MISSING-FUNCTION", "to_flaot32"),
        ("def to_float32(): return 1", "SRC-WRONG-ARITY", "no parameters"),
        ("def to_float32(a, b): return 1", "SRC-WRONG-ARITY", "2 parameters"),
    ],
)
def test_names_and_parameters(grade_sources, source, diagnosis, words):
    report = grade_sources({BAD: f"import torch\n{source}\n"})
    test = report.concepts[0].functions[1].tests[0]
    assert test.diagnosis.id == diagnosis
    assert words in test.diagnosis.headline
