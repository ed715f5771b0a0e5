"""A floor imports only floors below it, and the untrusted side nothing of the rest."""

import ast
from pathlib import Path

import pytest

from .conftest import ROOT

FLOORS = {
    "": 0, "interrupts": 0, "cores": 0, "course": 1, "submission": 1, "report": 1,
    "sandbox": 2, "quiz": 2, "devices": 3,
    "judging": 3, "diagnosis": 4, "practice": 4, "grading": 5, "studying": 5, "classroom": 6,
    "authoring": 6,
    "portability": 6, "watch": 6, "commands": 7, "cli": 8, "__main__": 9,
}  # fmt: skip
# What an author writes above a function stands on no floor: it imports nothing.
MARKS = "judging.marks"
UNTRUSTED = ("accelerator", "blocks", "confinement", "devicerules", "exceptions", "graphs",
             "labels", "landlock", "lint", "observer", "seccomp", "simulated", "targets", "tracing",
             "values", "warmup", "wire", "worker", "zygote")  # fmt: skip


def imports(path: Path):
    """Modules of grader that a file imports, as `package.module`."""
    here = path.relative_to(ROOT / "grader").with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (a.name[7:] for a in node.names if a.name.startswith("grader."))
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                base = ".".join([*here[: len(here) - node.level], *filter(None, [node.module])])
                names = [base] if node.module else [f"{base}.{a.name}" for a in node.names]
                yield from names
            elif node.module == "grader":
                yield from (a.name if a.name != "__version__" else "" for a in node.names)
            elif (node.module or "").startswith("grader."):
                yield node.module[7:]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "grader").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT))
)
def test_floors(path):
    own = path.relative_to(ROOT / "grader").with_suffix("").parts[0]
    if own == "__init__":
        assert list(imports(path)) == [MARKS]
        return
    for module in imports(path):
        package = module.split(".")[0]
        if package not in (own, "") and module != MARKS:
            assert FLOORS[package] < FLOORS[own], f"{path} imports {module}"


@pytest.mark.parametrize("name", UNTRUSTED)
def test_the_untrusted_side_imports_only_itself(name):
    for module in imports(ROOT / "grader" / "sandbox" / f"{name}.py"):
        assert module.removeprefix("sandbox.") in UNTRUSTED


def test_nothing_on_the_trusted_side_unpickles_or_evaluates():
    for path in (ROOT / "grader").rglob("*.py"):
        if path.stem in UNTRUSTED:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("eval", "exec", "compile"), path
            if isinstance(node, ast.Import | ast.ImportFrom):
                assert "pickle" not in ast.dump(node), path
