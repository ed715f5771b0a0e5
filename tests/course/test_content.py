"""The course itself: examples run, idioms pass, every misconception is named as itself."""

import ast
import doctest
import importlib.util
import tomllib

import pytest

from grader.judging.subjects import Secrets

from ..conftest import EXERCISES, SOLUTIONS

CONCEPTS = sorted(path.name for path in SOLUTIONS.iterdir() if (path / "reference.py").is_file())
IDIOMS = sorted((path.parent.parent.name, path.name) for path in SOLUTIONS.glob("*/idioms/*.py"))
COMPLETE = ["idiomatic.py", "loops_and_lists.py", "einsum_and_numpy.py"]


def module(path):
    spec = importlib.util.spec_from_file_location(f"content_{path.parent.name}_{path.stem}", path)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.mark.parametrize("concept", CONCEPTS)
def test_examples_in_docstrings_are_right(concept):
    stub = module(EXERCISES / f"{concept}.py")
    reference = module(SOLUTIONS / concept / "reference.py")
    names = vars(stub) | {k: v for k, v in vars(reference).items() if not k.startswith("__")}
    finder, runner = doctest.DocTestFinder(), doctest.DocTestRunner()
    examples = 0
    for test in finder.find(stub, globs=names):
        test.globs = dict(names)
        examples += len(test.examples)
        runner.run(test)
    assert runner.failures == 0
    assert examples >= len(names_of(concept))


def names_of(concept):
    tree = ast.parse((SOLUTIONS / concept / "reference.py").read_text())
    return [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]


@pytest.mark.parametrize("concept", CONCEPTS)
def test_every_function_has_three_hints_and_a_docstring(concept):
    hints = tomllib.loads((SOLUTIONS / concept / "hints.toml").read_text())
    assert list(hints) == names_of(concept)
    assert all(len(section["hints"]) == 3 for section in hints.values())
    tree = ast.parse((EXERCISES / f"{concept}.py").read_text())
    stubs = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    assert list(stubs) == names_of(concept)
    assert all(ast.get_docstring(node) for node in stubs.values())


def submission(concept, filename):
    """An idiom file, completed by the reference's functions where it has none of its own."""
    path = SOLUTIONS / concept / "idioms" / filename
    source = path.read_text()
    missing = set(names_of(concept)) - {
        n.name for n in ast.parse(source).body if hasattr(n, "name")
    }
    assert not (missing and filename in COMPLETE), f"{path} lacks {missing}"
    return source, missing


@pytest.mark.parametrize(("concept", "filename"), IDIOMS)
def test_idioms_pass(grade_sources, concept, filename):
    """With two seeds; `grade verify`, in the long sweeps, tries them with more."""
    source, missing = submission(concept, filename)
    for seed in range(2):
        report = grade_sources({concept: source}, seed=seed)
        for function in report.concepts[0].functions:
            if function.name not in missing:
                wrong = [t for t in function.tests if t.status != "passed"]
                assert not wrong, (seed, wrong[0])


@pytest.mark.parametrize("concept", CONCEPTS)
def test_misconceptions_are_named_as_themselves(concept, course):
    """Each misconception, in the student's place and judged by the whole ladder."""
    from grader.authoring.proving import unnamed_misconceptions
    from grader.judging.session import run_hidden_tests

    secrets = Secrets(next(c for c in course.concepts if c.id == concept))
    problems = run_hidden_tests(
        course.only([concept]), lambda tests: unnamed_misconceptions(secrets, tests)
    )
    assert {name: problem for name, problem in problems.items() if problem} == {}


# Functions that cannot be written in five ways, and why.
FEWER_IDIOMS = {"gpt2_small_config": "a dict of seven given values"}


@pytest.mark.parametrize("concept", CONCEPTS)
def test_every_function_has_five_misconceptions(concept, course):
    secrets = Secrets(next(c for c in course.concepts if c.id == concept))
    assert all(item.explanation and item.next_step for item in secrets.misconceptions)
    kinds = {name: set() for name in names_of(concept)}
    for item in secrets.misconceptions:
        kinds[item.function].add(item.id)
    assert {name: ids for name, ids in kinds.items() if len(ids) < 5} == {}


@pytest.mark.parametrize("concept", CONCEPTS)
def test_every_function_has_five_idioms(concept):
    bodies = {name: set() for name in names_of(concept) if name not in FEWER_IDIOMS}
    for path in (SOLUTIONS / concept / "idioms").glob("*.py"):
        for node in ast.parse(path.read_text()).body:
            if getattr(node, "name", None) in bodies:
                bodies[node.name].add(ast.dump(ast.Module(node.body, [])))
    assert {name: len(found) for name, found in bodies.items() if len(found) < 5} == {}
