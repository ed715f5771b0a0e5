"""Proofs of a course under plain pytest: its stubs fail, and so does each misconception."""

from __future__ import annotations

import functools
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.course import Course, CourseSettings
from grader.sandbox import lint

from .marks import Misconception
from .mismatch import NotRun
from .session import HiddenTests, Outcome, run_hidden_tests
from .subjects import LocalSubject, Secrets
from .trial import PROVING, LocalStudent, Trial


class ProofFailed(Exception):
    """What a course does not hold; shown without a traceback."""


class Proof(pytest.Item):
    """One proof, as an item beside the concept's hidden tests."""

    def __init__(self, *, check: Callable[[], None], **options: Any) -> None:
        super().__init__(**options)
        self._check = check

    def runtest(self) -> None:
        self._check()

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        if isinstance(excinfo.value, ProofFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, self.name


def proofs(item: pytest.Item, folder: Path) -> list[pytest.Item]:
    """The proofs of one concept, in the collector of its hidden tests."""
    secrets = PROVING.of(folder)
    checks: dict[str, Callable[[], None]] = {"stubs": functools.partial(stubs_fail, secrets)}
    for item_ in secrets.misconceptions:
        checks[f"misconception[{item_.name}]"] = functools.partial(
            misconception_fails, secrets, item_
        )
    parent = item.getparent(pytest.Module)
    assert parent is not None
    return [Proof.from_parent(parent, name=name, check=check) for name, check in checks.items()]


def stubs_fail(secrets: Secrets) -> None:
    """Every function of the reference is a stub in the exercise, and no test passes on stubs."""
    concept = secrets.concept
    exercise = concept.folder.parent.parent / "exercises" / f"{concept.id}.py"
    if exercise.is_file():
        findings = lint.inspect(exercise.read_bytes(), exercise.name, {})
        for name in concept.functions:
            found = (findings.get("functions") or {}).get(name)
            if found is None or not found["stub"]:
                raise ProofFailed(f"{exercise}: {name} is not a stub")
    outcomes = _proven(concept.folder)[""]
    passed = [outcome.id for outcome in outcomes if outcome.end == "passed"]
    if passed:
        raise ProofFailed("these hidden tests pass on stubs: " + ", ".join(passed))
    tested = {outcome.function for outcome in outcomes}
    for name in concept.functions:
        if name not in tested:
            raise ProofFailed(f"{concept.folder}: no hidden test for {name}")


def misconception_fails(secrets: Secrets, item: Misconception) -> None:
    """At least one hidden test fails on the misconception, and no other function's does."""
    if item.function not in secrets.concept.functions:
        raise ProofFailed(f"{item.name}: the reference has no function {item.function!r}")
    outcomes = _proven(secrets.concept.folder)[item.name]
    trouble = [o.trouble for o in outcomes if o.end == "grader_trouble"]
    if trouble:
        raise ProofFailed(f"{item.name}: {trouble[0]}")
    if not any(o.end not in ("passed", "not_run") for o in outcomes):
        raise ProofFailed(f"{item.name}: every hidden test of {item.function} passes")


class _OnlyFunction(LocalStudent):
    """A student of whom one function is asked; the tests of others end at once."""

    def __init__(self, subject: LocalSubject, only: str | None) -> None:
        super().__init__(subject)
        self._only = only

    def require(self, function: str) -> None:
        if self._only is not None and function != self._only:
            raise NotRun("not_run")


def run_locally(
    secrets: Secrets, subjects: dict[str, tuple[LocalSubject, str | None]], seed: int = 0
) -> dict[str, list[Outcome]]:
    """Run a concept's hidden tests on subjects of the course's own, without a sandbox.

    Args:
        secrets: the concept.
        subjects: for each name the subject, and the one function to test of it, or None for all.
        seed: the course seed.
    """
    concept = secrets.concept
    course = Course(concept.folder.parent, [concept], CourseSettings())

    def body(tests: HiddenTests) -> dict[str, list[Outcome]]:
        return {
            name: tests.run(concept.id, functools.partial(_trial, secrets, subject, only, seed))
            for name, (subject, only) in subjects.items()
        }

    return run_hidden_tests(course, body)


def _trial(
    secrets: Secrets, subject: LocalSubject, only: str | None, seed: int, test_id: str
) -> Trial:
    return Trial(secrets, _OnlyFunction(subject, only), test_id, seed=seed, device="cpu")


@functools.cache
def _proven(folder: Path) -> dict[str, list[Outcome]]:
    """The outcomes of a concept's stubs and of each of its misconceptions, in one session."""
    secrets = PROVING.of(folder)

    def unfinished(*args: Any, **options: Any) -> None:
        raise NotImplementedError

    stubs = types.SimpleNamespace(**dict.fromkeys(secrets.concept.functions, unfinished))
    subjects: dict[str, tuple[LocalSubject, str | None]] = {
        "": (LocalSubject(stubs, secrets.scenarios), None)
    }
    for item in secrets.misconceptions:
        subjects[item.name] = secrets.misconceived[item.name], item.function
    return run_locally(secrets, subjects)
