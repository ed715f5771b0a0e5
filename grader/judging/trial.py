"""One hidden test on one submission: what it asks, what it saw, how it ended."""

from __future__ import annotations

import contextlib
import functools
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from grader.course import Concept
from grader.sandbox.messages import (
    ArrayValue,
    BoolValue,
    ComplexValue,
    DictValue,
    FloatValue,
    IntValue,
    NumpyScalarValue,
    Observation,
    SequenceValue,
    StrValue,
    TensorValue,
    Value,
)
from grader.sandbox.observer import Call
from grader.sandbox.questions import Question
from grader.sandbox.values import dtype_named

from .comparison import compare
from .draw import Draw, seed_for
from .expected import Difference, Expected, How
from .mismatch import Mismatch, NotRun, Raised
from .subjects import Secrets, Subject, encode


@dataclass
class Exchange:
    """One call that a hidden test made, and what both sides showed."""

    function: str
    target: str
    scenario: bool
    call: Call
    how: How
    expected: Expected | None = None
    actual: Observation | None = None
    difference: Difference | None = None
    _question: Question | None = None

    def once_more(self) -> Exchange:
        """The same call, to be put to another student."""
        return Exchange(
            self.function,
            self.target,
            self.scenario,
            self.call,
            self.how,
            self.expected,
            _question=self._question,
        )

    def question(self, concept: str) -> Question:
        """The call as workers are asked it, the same for every submission."""
        if self._question is None or self._question.call is not self.call:
            self._question = Question(concept, self.target, self.call, scenario=self.scenario)
        return self._question


class Student(Protocol):
    """The student's side of a concept: a subject that may refuse before it is called."""

    def require(self, function: str) -> None:
        """Raise NotRun if `function` cannot be called: unfinished, missing, or given up on."""

    def observe(self, function: str, call: Call, *, scenario: bool, of: str) -> Observation:
        """Call it; NotRun if no observation came back."""

    def awaits(self, question: Question) -> bool:
        """Was it announced, and not asked for since?"""

    def announce(self, upcoming: list[Question]) -> None:
        """Say which calls come next, and no others; it may begin with them."""


class Trial:
    """The subjects, inputs and record of one hidden test."""

    def __init__(
        self, secrets: Secrets, student: Student, test_id: str, *, seed: int, device: str
    ) -> None:
        self.secrets = secrets
        self.function: str | None = None
        self.free_form = False
        self.exchanges: list[Exchange] = []
        self._student = student
        self._test_id = test_id
        self._seed = seed
        self._device = device

    @functools.cached_property
    def draw(self) -> Draw:
        return Draw(self._seed, self._test_id)

    @functools.cached_property
    def compare(self) -> Compare:
        return Compare(self)

    def asker(self, side: str) -> Asker:
        """The `student` or `reference` fixture."""
        self.free_form = True
        return Asker(self, side)

    def ask(self, exchange: Exchange, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> None:
        """Put one call to both sides."""
        self.begin(exchange.function)
        rules = exchange.function in self.secrets.forbidden
        exchange.call = self.encode(arguments, keywords, exchange.how, operations=rules)
        exchange.expected = self.secrets.expected(
            exchange.target, exchange.call, scenario=exchange.scenario
        )
        self._observe(exchange)

    def replay(self, recorded: list[Exchange]) -> None:
        """Put the calls of an earlier trial of the same test to this student, and judge them.

        With one seed a test makes the same calls for everybody, so its body need not run
        again, nor the reference.
        """
        for exchange in recorded:
            self.begin(exchange.function)
            again = exchange.once_more()
            self._observe(again)
            judge(again)

    def announce(self, upcoming: Iterable[Exchange]) -> None:
        """Tell the student which recorded calls come next, of all that can be called."""
        concept = self.secrets.concept.id
        coming = iter(upcoming)
        first = next(coming, None)
        if first and self._student.awaits(first.question(concept)):
            return
        questions: list[Question] = []
        every = itertools.chain([first] if first else [], coming)
        for function, exchanges in itertools.groupby(every, lambda one: one.function):
            with contextlib.suppress(NotRun):
                self._student.require(function)
                questions += [exchange.question(concept) for exchange in exchanges]
        if not questions or not self._student.awaits(questions[0]):
            self._student.announce(questions)

    def _observe(self, exchange: Exchange) -> None:
        self.exchanges.append(exchange)
        exchange.actual = self._student.observe(
            exchange.target, exchange.call, scenario=exchange.scenario, of=exchange.function
        )
        if used := self.secrets.forbidden_operation(exchange.function, exchange.actual):
            raise NotRun("wrong", "forbidden_operation", used)

    def begin(self, function: str) -> None:
        """Say whose points these are, and stop here if that function cannot be called."""
        if function not in self.secrets.concept.functions:
            raise ValueError(f"the reference has no function {function!r}")
        self.function = self.function or function
        self._student.require(function)

    def encode(
        self,
        arguments: tuple[Any, ...],
        keywords: dict[str, Any],
        how: How,
        *,
        operations: bool = False,
    ) -> Call:
        seed = seed_for(self._seed, self._test_id, len(self.exchanges)) % 2**31
        return encode(
            arguments, keywords, device=self._device, seed=seed, how=how, operations=operations
        )


class Compare:
    """The `compare` fixture."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial

    def __call__(
        self,
        function: str,
        *arguments: Any,
        exact: bool = False,
        tolerance: float = How.tolerance,
        gradients: bool = False,
        storage: bool = False,
    ) -> None:
        """Call `function` on both sides with equal inputs; Mismatch if they differ."""
        how = How(exact, tolerance, gradients, storage)
        exchange = Exchange(function, function, False, _NO_CALL, how)
        self._judge(exchange, arguments, {})

    def scenario(
        self,
        scenario: str,
        *,
        of: str,
        exact: bool = False,
        tolerance: float = How.tolerance,
        **inputs: Any,
    ) -> None:
        """Run a scenario on both sides; the points are those of the function `of`."""
        exchange = Exchange(of, scenario, True, _NO_CALL, How(exact, tolerance))
        self._judge(exchange, (), inputs)

    def _judge(
        self, exchange: Exchange, arguments: tuple[Any, ...], keywords: dict[str, Any]
    ) -> None:
        self._trial.ask(exchange, arguments, keywords)
        assert exchange.expected is not None
        assert exchange.actual is not None
        judge(exchange)


def judge(exchange: Exchange) -> None:
    """Compare the two sides of an exchange; raise how it ended unless they agree."""
    assert exchange.expected is not None
    actual = exchange.actual
    assert actual is not None
    if actual.outcome == "timed_out":
        raise Raised("time")
    if actual.outcome == "too_large":
        raise NotRun("protocol_violation", "too_large", actual.detail)
    exchange.difference = compare(exchange.expected, actual, exchange.how)
    if exchange.difference is None:
        return
    if exchange.difference.facet == "raised":
        raise Raised(end_of_exception(actual))
    raise Mismatch(exchange.difference.facet, exchange.difference)


def end_of_exception(actual: Observation) -> Any:
    """Name the end of a call that raised: leaving early and memory are not just exceptions."""
    assert actual.exception is not None
    if {"SystemExit", "KeyboardInterrupt"} & set(actual.exception.bases):
        return "ended_early"
    message = actual.exception.message
    if actual.exception.type == "torch.OutOfMemoryError":
        return "memory"
    if "MemoryError" in actual.exception.bases or "not enough memory" in message:
        return "memory"
    return "exception"


class Asker:
    """The `student` and `reference` fixtures: one side alone, for free-form checks."""

    def __init__(self, trial: Trial, side: str) -> None:
        self._trial = trial
        self._side = side

    def call(self, function: str, *arguments: Any, gradients: bool = False) -> Any:
        """What the function returned, as plain Python data and dense CPU tensors."""
        how = How(gradients=gradients)
        if self._side == "reference":
            call = self._trial.encode(arguments, {}, how)
            expected = self._trial.secrets.expected(function, call, scenario=False)
            return _plain_answer(expected.observation)
        return self._ask(Exchange(function, function, False, _NO_CALL, how), arguments, {})

    def scenario(self, scenario: str, *, of: str, **inputs: Any) -> Any:
        """What a scenario of that side returned."""
        if self._side == "reference":
            call = self._trial.encode((), inputs, How())
            expected = self._trial.secrets.expected(scenario, call, scenario=True)
            return _plain_answer(expected.observation)
        return self._ask(Exchange(of, scenario, True, _NO_CALL, How()), (), inputs)

    def _ask(self, exchange: Exchange, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        self._trial.ask(exchange, arguments, keywords)
        actual = exchange.actual
        assert actual is not None
        if actual.outcome != "returned":
            judge(exchange)
        return _plain_answer(actual)


def _plain_answer(observation: Observation) -> Any:
    assert observation.value is not None
    return plain(observation, observation.value)


def plain(observation: Observation, value: Value) -> Any:
    """A value as Python data; what is not data is a string such as "<type>"."""
    if isinstance(value, TensorValue):
        return observation.tensor(value).clone()
    if isinstance(value, ArrayValue):
        return observation.tensor(value).numpy() if value.data else f"<array of {value.dtype}>"
    if isinstance(value, SequenceValue):
        items = [plain(observation, item) for item in value.items]
        return tuple(items) if value.kind == "tuple" else items
    if isinstance(value, DictValue):
        return {_key(observation, k): plain(observation, v) for k, v in value.items}
    if isinstance(value, BoolValue):
        return value.value
    if isinstance(value, IntValue | FloatValue | ComplexValue):
        return value.number
    if isinstance(value, StrValue):
        return value.text
    if isinstance(value, NumpyScalarValue):
        return plain(observation, value.value)
    if value.kind == "dtype":
        return dtype_named(value.name)
    return None if value.kind == "none" else f"<{getattr(value, 'type', value.kind)}>"


def _key(observation: Observation, value: Value) -> Any:
    """A key of a dict; what a worker claims to be one need not be hashable."""
    key = plain(observation, value)
    try:
        hash(key)
    except TypeError:
        return f"<{value.kind}>"
    return key


_NO_CALL = Call([], {}, b"", "cpu", 0, None)  # type: ignore[arg-type]


class LocalStudent:
    """A subject of the course's own in the student's place: for proofs, without a sandbox."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject

    def require(self, function: str) -> None:
        """Everything of the course's own can be called."""

    def awaits(self, question: Question) -> bool:
        """It never waits for anything."""
        return False

    def announce(self, upcoming: list[Question]) -> None:
        """Nothing is gained by knowing."""

    def observe(self, function: str, call: Call, *, scenario: bool, of: str) -> Observation:
        seen = self._subject.observe(function, call, scenario=scenario)
        # A misconception may be written with what its students may not use.
        return seen.model_copy(update={"operations": None})


@dataclass
class Proving:
    """What plain pytest keeps between the hidden tests of one run."""

    secrets: dict[Path, Secrets] = field(default_factory=dict)

    def of(self, folder: Path) -> Secrets:
        if folder not in self.secrets:
            self.secrets[folder] = Secrets(Concept(folder.name, folder))
        return self.secrets[folder]


PROVING = Proving()


def reference_trial(folder: Path, name: str) -> Trial:
    """A trial in which the reference is its own student: plain pytest on a course."""
    secrets = PROVING.of(folder)
    student = LocalStudent(_Again(secrets))
    return Trial(secrets, student, f"{folder.name}::{name}", seed=0, device="cpu")


class _Again:
    """The reference, observed anew each time: it must agree with what it said before."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    def observe(self, function: str, call: Call, *, scenario: bool) -> Observation:
        from .subjects import LocalSubject

        fresh = LocalSubject(self._secrets.namespace(), self._secrets.scenarios)
        return fresh.observe(function, call, scenario=scenario)
