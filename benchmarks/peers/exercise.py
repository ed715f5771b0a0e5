"""One small exercise, five functions on torch tensors, in the form that each grader wants."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

RIGHT = '''"""Five small functions."""

import torch


def add_one(x):
    """Each value and one."""
    return x + 1


def total(x):
    """The sum, as a float."""
    return float(x.sum())


def column(x):
    """Shape (N,) to (N, 1)."""
    return x.reshape(-1, 1)


def scale(x, s):
    """Each value times s."""
    return x * s


def product(a, b):
    """The matrix product."""
    return a @ b
'''
CALLS = {
    "add_one": "torch.tensor([1.0, 2.0, 3.0])",
    "total": "torch.tensor([1.0, 2.0, 3.0])",
    "column": "torch.arange(6.0)",
    "scale": "torch.tensor([1.0, 2.0]), 3.0",
    "product": "torch.arange(6.0).reshape(2, 3), torch.arange(12.0).reshape(3, 4)",
}
WANTED = {
    "add_one": "torch.tensor([2.0, 3.0, 4.0])",
    "total": "6.0",
    "column": "torch.arange(6.0).reshape(6, 1)",
    "scale": "torch.tensor([3.0, 6.0])",
    "product": "torch.tensor([[20.0, 23.0, 26.0, 29.0], [56.0, 68.0, 80.0, 92.0]])",
}


def check(name: str) -> str:
    """One assertion, the same for every grader."""
    return f"torch.testing.assert_close({name}({CALLS[name]}), {WANTED[name]})"


def submission(number: int) -> str:
    """A submission like no other: every fifth one has a mistake."""
    source = f"# student {number}\n{RIGHT}"
    return source.replace("x * s", "x + s") if number % 5 == 4 else source


def write_course(folder: Path) -> Path:
    """Our own form: a reference and hidden tests."""
    concept = folder / "01_small"
    concept.mkdir(parents=True)
    (concept / "reference.py").write_text(RIGHT)
    lines = ["import torch", "", "from grader import points", ""]
    for name, arguments in CALLS.items():
        lines += ["@points(1)", f"def test_{name}(compare):"]
        lines += [f'    """`{name}`"""', f'    compare("{name}", {arguments})', ""]
    (concept / "test_hidden.py").write_text("\n".join(lines))
    return folder


def pytest_process(work: Path, count: int, python: str) -> list[Callable[[], list[str]]]:
    """A pytest process for each submission."""
    tests = "import torch\nfrom small import *\n" + "".join(
        f"def test_{name}():\n    {check(name)}\n" for name in CALLS
    )
    return [_prepared(work / str(n), n, {"test_small.py": tests}, _pytest(python))
            for n in range(count)]  # fmt: skip


def _pytest(python: str) -> list[str]:
    return [
        python,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:tensorgrade",
        "-p",
        "no:cacheprovider",
        "--junitxml=results.xml",
        "test_small.py",
    ]


def gradescope(work: Path, count: int, python: str) -> list[Callable[[], list[str]]]:
    """What run_autograder does for each submission."""
    tests = (
        "import unittest, torch\nfrom gradescope_utils.autograder_utils.decorators import weight\n"
        "from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner\n"
        "from small import *\nclass Tests(unittest.TestCase):\n"
        + "".join(
            f"    @weight(1)\n    def test_{name}(self):\n        {check(name)}\n" for name in CALLS
        )
        + "suite = unittest.defaultTestLoader.loadTestsFromTestCase(Tests)\n"
        "with open('results.json', 'w') as f:\n    JSONTestRunner(stream=f).run(suite)\n"
    )
    return [_prepared(work / str(n), n, {"run_tests.py": tests}, [python, "run_tests.py"])
            for n in range(count)]  # fmt: skip


def check50(work: Path, count: int, python: str) -> list[Callable[[], list[str]]]:
    """`check50 --dev` on checks that lie on this disk."""
    checks = work / "checks"
    checks.mkdir(parents=True)
    (checks / ".cs50.yaml").write_text("check50:\n  files:\n    - !require small.py\n")
    text = "import check50, check50.py, torch\n" + "".join(
        f"@check50.check()\ndef test_{name}():\n    '''{name}'''\n"
        f"    {name} = check50.py.import_('small.py').{name}\n"
        f"    try:\n        {check(name)}\n"
        f"    except AssertionError as error:\n        raise check50.Failure(str(error))\n"
        for name in CALLS
    )
    (checks / "__init__.py").write_text(text)
    program = str(Path(python).parent / "check50")
    command = [program, "--dev", "-o", "json", "--output-file", "results.json", str(checks)]
    return [_prepared(work / str(n), n, {}, command) for n in range(count)]


def otter(work: Path, count: int, python: str) -> list[Callable[[], list[str]]]:
    """`otter run` for each submission, without a container."""
    tests = work / "tests"
    tests.mkdir(parents=True)
    for name in CALLS:
        case = {"code": f">>> {check(name)}\n", "hidden": False, "locked": False}
        suite = {"cases": [case], "scored": True, "setup": "", "teardown": "", "type": "doctest"}
        test = {"name": name, "points": 1, "suites": [suite]}
        (tests / f"{name}.py").write_text(f"OK_FORMAT = True\ntest = {test!r}\n")
    program = str(Path(python).parent / "otter")
    packed = str(work / "autograder.zip")
    run([program, "generate", "-t", str(tests), "-o", packed, "--no-environment"], work)
    command = [program, "run", "small.py", "-a", packed, "--no-logo"]
    return [_prepared(work / str(n), n, {}, command) for n in range(count)]


def nbgrader(work: Path, count: int, python: str) -> list[Callable[[], list[str]]]:
    """`nbgrader autograde` and feedback on a notebook, one student at a time."""
    program = str(Path(python).parent / "nbgrader")
    (work / "source" / "ps1").mkdir(parents=True)
    (work / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'c'\n"
    )
    (work / "source" / "ps1" / "small.ipynb").write_text(_notebook(RIGHT))
    run([program, "generate_assignment", "ps1"], work)
    commands = []
    for number in range(count):
        folder = work / "submitted" / f"s{number}" / "ps1"
        folder.mkdir(parents=True)
        (folder / "small.ipynb").write_text(_notebook(submission(number)))
        student = f"--student=s{number}"
        script = f"{program} autograde ps1 {student} && {program} generate_feedback ps1 {student}"
        commands.append(_given(["sh", "-c", script], work))
    return commands


def _notebook(source: str) -> str:
    def cell(text: str, **grading: object) -> dict[str, object]:
        return {
            "cell_type": "code",
            "execution_count": None,
            "id": str(grading["grade_id"]),
            "metadata": {"nbgrader": {"schema_version": 3, "locked": False, **grading}},
            "outputs": [],
            "source": text,
        }

    cells = [cell(source, grade=False, grade_id="answer", solution=True, task=False)]
    cells += [
        cell(check(name), grade=True, grade_id=name, points=1, solution=False, task=False)
        for name in CALLS
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return json.dumps(
        {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    )


def _prepared(
    folder: Path, number: int, files: dict[str, str], command: list[str]
) -> Callable[[], list[str]]:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "small.py").write_text(submission(number))
    for name, text in files.items():
        (folder / name).write_text(text)
    return _given(command, folder)


def _given(command: list[str], folder: Path) -> Callable[[], list[str]]:
    return lambda: run(command, folder)


def run(command: list[str], folder: Path) -> list[str]:
    """Run a grader; its output is returned, and what it means is for the caller to check."""
    own = f"{Path(command[0]).parent}{os.pathsep}" if os.sep in command[0] else ""
    environment = os.environ | {"PATH": own + os.environ["PATH"]}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment)
    if done.returncode not in (0, 1):
        sys.exit(f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return (done.stdout + done.stderr).splitlines()
