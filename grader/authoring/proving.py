"""Proving a concept: what must pass passes, and what must fail fails and is named.

Whatever a student could have written (stubs, references, idioms, mutants) goes the way of a
submission, through a confined worker and under its deadlines. Misconceptions may use what
students may not, so they are observed in this process, as the diagnosis observes them.
"""

from __future__ import annotations

import ast
import functools
import types
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from grader.course import Concept
from grader.diagnosis import Diagnostician
from grader.judging.mismatch import NotRun
from grader.judging.session import HiddenTests, Outcome
from grader.judging.student import ConceptState, SubmissionSubject
from grader.judging.subjects import LocalSubject, Secrets
from grader.judging.trial import LocalStudent, Trial
from grader.sandbox.client import Zygote
from grader.sandbox.messages import Observation
from grader.sandbox.observer import Call
from grader.sandbox.questions import Question
from grader.submission import SourceFile, Submission

from .examples import wrong_examples
from .mutants import Mutant, equivalents, mutants


@dataclass
class Tally:
    """How many of a kind there were, and how many of them were as they should be."""

    good: int = 0
    total: int = 0
    listed: int = 0

    def add(self, good: bool) -> None:
        self.total += 1
        self.good += good


@dataclass
class ConceptProof:
    """What was proved of one concept; `gaps` are sentences, each with its place."""

    concept: str
    right: Tally = field(default_factory=Tally)
    idioms: Tally = field(default_factory=Tally)
    misconceptions: Tally = field(default_factory=Tally)
    mutants: dict[str, Tally] = field(default_factory=dict)
    gaps: list[str] = field(default_factory=list)


class Prover:
    """Puts right and wrong answers to the hidden tests of a course."""

    def __init__(self, tests: HiddenTests, zygote: Zygote, exercises: Path) -> None:
        self._tests = tests
        self._zygote = zygote
        self._exercises = exercises

    def prove(
        self, concept: Concept, seeds: Iterable[int], told: Callable[[str], None]
    ) -> ConceptProof:
        """Prove one concept; `told` hears what is being done, for a progress line."""
        secrets = Secrets(concept)
        proof = ConceptProof(concept.id)
        told(f"{concept.id}: stubs")
        self._stubs(secrets, proof)
        right = list(_right_sources(concept))
        for seed in seeds:
            told(f"{concept.id}: reference and idioms, seed {seed}")
            self._right_answers(secrets, right, proof, seed)
            self._tests.forget()
        told(f"{concept.id}: misconceptions")
        self._misconceptions(secrets, proof)
        self._mutants(secrets, proof, told)
        return proof

    def _stubs(self, secrets: Secrets, proof: ConceptProof) -> None:
        path = self._exercises / f"{proof.concept}.py"
        if not path.is_file():
            return
        proof.gaps += wrong_examples(secrets, path)
        outcomes, state = self._hand_in(secrets, path.read_bytes(), path, None, 0)
        broken = _broken(secrets, outcomes, proof)
        for outcome in outcomes:
            if outcome.points <= 0:
                proof.gaps.append(f"{secrets.concept.folder}: {outcome.id} is worth no points")
        for name in secrets.concept.functions:
            definition = state.definition(name)
            if definition is None or not definition.stub:
                proof.gaps.append(f"{path}: {name} is not a stub")
        for outcome in outcomes:
            if outcome.end == "passed":
                proof.gaps.append(f"{path}: {outcome.id} passes on a stub")
        tested = {outcome.function for outcome in outcomes}
        for name in secrets.concept.functions:
            if name not in tested and not broken:
                proof.gaps.append(f"{secrets.concept.folder}: no hidden test for {name}")

    def _right_answers(
        self, secrets: Secrets, right: list[_RightSource], proof: ConceptProof, seed: int
    ) -> None:
        for path, source, names in right:
            outcomes, _ = self._hand_in(secrets, source, path, None, seed)
            broken = _broken(secrets, outcomes, proof)
            wrong = [o for o in outcomes if o.function in names and o.end != "passed"]
            tally = proof.right if path.name == "reference.py" else proof.idioms
            tally.add(not wrong)
            others = [outcome for outcome in wrong if outcome not in broken]
            if others:
                told = f"{path}: {others[0].function}: {others[0].id} rejects it with seed "
                if not any(gap.startswith(told) for gap in proof.gaps):  # one seed says enough
                    proof.gaps.append(f"{told}{seed}")

    def _misconceptions(self, secrets: Secrets, proof: ConceptProof) -> None:
        for name, problem in unnamed_misconceptions(secrets, self._tests).items():
            proof.misconceptions.add(not problem)
            if problem:
                path = secrets.concept.folder / "misconceptions.py"
                proof.gaps.append(f"{path}: {name}: {problem}")

    def _mutants(self, secrets: Secrets, proof: ConceptProof, told: Callable[[str], None]) -> None:
        concept = secrets.concept
        every = mutants(concept, self._exercises / f"{concept.id}.py")
        listed = {item.key: item.reason for item in equivalents(concept)}
        path = concept.folder / "reference.py"
        for number, mutant in enumerate(every, 1):
            told(f"{concept.id}: mutant {number} of {len(every)}")
            tally = proof.mutants.setdefault(mutant.operator, Tally())
            killed = self._killed(secrets, mutant, path)
            reason = listed.pop(mutant.key, None)
            tally.add(killed)
            if killed and reason:
                proof.gaps.append(f"{path}:{mutant.line}: listed as equivalent, yet a test fails "
                                  f"on it: {mutant.key}")  # fmt: skip
            elif not killed and reason:
                tally.listed += 1
            elif not killed:
                proof.gaps.append(f"{path}:{mutant.line}: every hidden test passes on the "
                                  f"mutant {mutant.key}")  # fmt: skip
        for key in listed:
            proof.gaps.append(f"{concept.folder}: listed as equivalent, but there is no such "
                              f"mutant any more: {key}")  # fmt: skip

    def _killed(self, secrets: Secrets, mutant: Mutant, path: Path) -> bool:
        public = mutant.function in secrets.concept.functions
        only = mutant.function if public else None
        outcomes, _ = self._hand_in(secrets, mutant.source, path, only, 0)
        return any(outcome.end not in ("passed", "not_run") for outcome in outcomes)

    def _hand_in(
        self, secrets: Secrets, source: bytes, path: Path, only: str | None, seed: int
    ) -> tuple[list[Outcome], ConceptState]:
        """Run the hidden tests on a file as if a student had handed it in."""
        concept = secrets.concept.id
        file = SourceFile(path.with_name(f"{concept}.py"), source)
        submission = Submission(path.parent, {concept: file})
        subject = SubmissionSubject(submission, self._zygote, {concept: secrets}, seed)
        try:
            state = subject.concept(concept)
            student = _OneFunction(state, only) if only else state
            new_trial = functools.partial(Trial, secrets, student, seed=seed, device="cpu")
            return self._tests.run(concept, new_trial, (seed, "cpu")), state
        finally:
            subject.close()


def _broken(secrets: Secrets, outcomes: list[Outcome], proof: ConceptProof) -> list[Outcome]:
    """The tests that stumbled over themselves; each is a gap, and is told once."""
    broken = [outcome for outcome in outcomes if outcome.end == "grader_trouble"]
    for outcome in broken:
        words = outcome.trouble or getattr(outcome.failure, "detail", "")
        gap = f"{secrets.concept.folder / 'test_hidden.py'}: {outcome.id} is broken: {words}"
        if gap not in proof.gaps:
            proof.gaps.append(gap)
    return broken


class _OneFunction:
    """A student of whom one function is asked; the tests of the others end at once."""

    def __init__(self, student: ConceptState, only: str) -> None:
        self._student = student
        self._only = only

    def require(self, function: str) -> None:
        if function != self._only:
            raise NotRun("not_run")
        self._student.require(function)

    def observe(self, function: str, call: Call, *, scenario: bool, of: str) -> Observation:
        return self._student.observe(function, call, scenario=scenario, of=of)

    def awaits(self, question: Question) -> bool:
        return self._student.awaits(question)

    def announce(self, upcoming: list[Question]) -> None:
        self._student.announce(upcoming)


class _RightSource(NamedTuple):
    """A reference or idiom as a student would write it, and which functions it defines."""

    path: Path
    source: bytes
    names: set[str]


def _right_sources(concept: Concept) -> Iterator[_RightSource]:
    for path in [concept.folder / "reference.py", *sorted(concept.folder.glob("idioms/*.py"))]:
        tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
        names = {n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
        source = path.read_bytes()
        if path.name == "reference.py":
            source = STAND_IN + source
        yield _RightSource(path, source, names & set(concept.functions))


# A reference imports `without` from grader, which does not exist where students' code runs.
STAND_IN = b"""\
import sys, types
sys.modules["grader"] = types.ModuleType("grader")
sys.modules["grader"].without = lambda *names: lambda function: function
"""


def unnamed_misconceptions(secrets: Secrets, tests: HiddenTests) -> dict[str, str]:
    """For each misconception's name what is wrong with it, or "": it fails, named as itself."""
    diagnostician = Diagnostician(secrets)
    found: dict[str, str] = {}
    for item in secrets.misconceptions:
        if item.function not in secrets.concept.functions:
            found[item.name] = f"the reference has no function {item.function!r}"
            continue
        student = _LocalFunction(secrets.misconceived[item.name], item.function)
        new_trial = functools.partial(Trial, secrets, student, seed=0, device="cpu")
        outcomes = tests.run(secrets.concept.id, new_trial)
        own = [outcome for outcome in outcomes if outcome.function == item.function]
        if all(outcome.end == "passed" for outcome in own):
            found[item.name] = f"every hidden test of {item.function} passes"
            continue
        state = _unseen_file(secrets.concept, student)
        diagnoses = diagnostician.diagnose(item.function, own, state).values()
        named = {diagnosis.id for diagnosis in diagnoses}
        found[item.name] = (
            "" if named == {item.id} else f"{item.id} is diagnosed as {', '.join(sorted(named))}"
        )
    return found


class _LocalFunction(LocalStudent):
    """A subject of the course's own, of whom one function is asked."""

    def __init__(self, subject: LocalSubject, only: str) -> None:
        super().__init__(subject)
        self._only = only

    def require(self, function: str) -> None:
        if function != self._only:
            raise NotRun("not_run")


def _unseen_file(concept: Concept, student: LocalStudent) -> ConceptState:
    """The state of a file whose source says nothing: a misconception is observed, not read.

    Further questions of the diagnosis go to the misconception itself.
    """
    from grader.sandbox.launch import Limits

    file = SourceFile(Path(f"{concept.id}.py"))
    state = types.SimpleNamespace(
        limits=Limits(),
        definition=lambda name: None,
        findings=None,
        file_end=None,
        file=file,
        require=student.require,
        observe=student.observe,
    )
    return state  # type: ignore[return-value]
