"""One pytest session, collected once, whose hidden tests run again and again.

pytest owns the control flow, so the work happens inside its run loop: `run_hidden_tests`
calls `body(tests)` there, and `tests.run(...)` runs the items on one submission. A test
that needs nothing else of pytest is called as a function; see `plain`.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import sys
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeVar

import pytest
from _pytest.runner import runtestprotocol

from grader.course import Concept, Course, CourseError
from grader.report.model import End

from . import plugin
from .mismatch import TestEnd
from .plain import plain_call
from .subjects import Secrets
from .trial import Exchange, Trial

Result = TypeVar("Result")

# Everything that would only cost time, or print, between a hidden test and its outcome.
_UNUSED = (
    "terminal", "cacheprovider", "logging", "capture", "faulthandler", "unraisableexception",
    "threadexception", "warnings", "junitxml", "doctest", "pastebin", "stepwise", "setuponly",
    "setupplan", "debugging", "legacypath", "recwarn", "subtests",
)  # fmt: skip

# What Python raises when an operation meets a value that it is not made for.
_STUMBLES = (TypeError, ValueError, LookupError, AttributeError, RuntimeError, ArithmeticError)


@dataclass
class Outcome:
    """One hidden test on one submission."""

    id: str
    concept: str
    title: str
    bare_title: str
    points: float
    end: End
    function: str | None
    failure: TestEnd | None = None
    trouble: str = ""
    exchanges: list[Exchange] = field(default_factory=list)


class Tests(Protocol):
    """What a grader asks of the tests: those of a course, or recorded ones."""

    def secrets(self, concept: Concept) -> Secrets:
        """What the tests of a concept compare with."""

    def run(
        self, concept: str, new_trial: Callable[[str], Trial], inputs: object = None
    ) -> list[Outcome]:
        """Run the tests of one concept."""

    def forget(self) -> None:
        """Let go of what was kept to be quick."""


class HiddenTests:
    """The collected hidden tests of a course."""

    def __init__(self, session: pytest.Session) -> None:
        self._tests: dict[str, list[_Known]] = {}
        for item in session.items:
            if plugin.is_hidden(item):
                self._tests.setdefault(plugin.concept_of(item), []).append(_known(item))
        self._recorded: dict[tuple[str, object], list[Exchange]] = {}

    def concepts(self) -> list[str]:
        """The ids of the concepts that have hidden tests, in order."""
        return list(self._tests)

    def visible(self, concept: str) -> set[str]:
        """The ids of the tests whose calls may be given to students."""
        tests = self._tests.get(concept, [])
        return {test.id for test in tests if test.item.get_closest_marker("visible")}

    def secrets(self, concept: Concept) -> Secrets:
        """The reference and misconceptions that the tests of a concept compare with."""
        return Secrets(concept)

    def forget(self) -> None:
        """Let go of the recorded calls."""
        self._recorded.clear()

    def run(
        self,
        concept: str,
        new_trial: Callable[[str], Trial],
        inputs: object = None,
    ) -> list[Outcome]:
        """Run the hidden tests of one concept.

        Args:
            concept: its id.
            new_trial: makes the trial of the test whose id it is given.
            inputs: what the inputs depend on (seed, device). A test that passed once with the
                same is not run again by pytest: its calls are replayed. None for never.
        """
        tests = self._tests.get(concept, [])
        outcomes: list[Outcome] = []
        known = [self._recorded.get((test.id, inputs)) if inputs else None for test in tests]
        announced = ""
        for place, test in enumerate(tests):
            trial = new_trial(test.id)
            recorded = known[place]
            if recorded is not None:
                if recorded[0].function != announced:
                    announced = recorded[0].function
                    trial.announce(_recorded_next(known, place))
                outcomes.append(_replay_item(test, recorded, trial))
                continue
            if announced:
                announced = ""
                trial.announce(())
            following = tests[place + 1] if place + 1 < len(tests) else None
            outcome = _run_item(test, following, trial)
            if outcome.end == "passed" and outcome.exchanges and not trial.free_form:
                self._recorded[test.id, inputs] = outcome.exchanges
            outcomes.append(outcome)
        if announced:
            trial.announce(())
        return outcomes


def test_id(item: pytest.Item) -> str:
    """`06_reshape::test_gram[shape0]`: the same wherever the course lies."""
    return f"{plugin.concept_of(item)}::{item.name}"


def _recorded_next(known: list[list[Exchange] | None], place: int) -> Iterator[Exchange]:
    """The recorded calls from the test at `place` on, as long as there are any."""
    for exchanges in itertools.islice(known, place, None):
        if exchanges is None:
            return
        yield from exchanges


@dataclass(frozen=True)
class _Known:
    """A hidden test, and all of it that no submission changes."""

    item: pytest.Item
    id: str
    concept: str
    title: str
    bare_title: str
    points: float
    call: Callable[[Trial], None] | None

    def outcome(self) -> Outcome:
        return Outcome(
            self.id, self.concept, self.title, self.bare_title, self.points, "passed", None
        )


def _known(item: pytest.Item) -> _Known:
    return _Known(
        item,
        test_id(item),
        plugin.concept_of(item),
        _title(item),
        _bare_title(item),
        _points(item),
        plain_call(item),
    )


def _replay_item(test: _Known, recorded: list[Exchange], trial: Trial) -> Outcome:
    outcome = test.outcome()
    try:
        trial.replay(recorded)
    except TestEnd as failure:
        outcome.end, outcome.failure = failure.end, failure
    outcome.function = trial.function
    outcome.exchanges = trial.exchanges
    return outcome


def _run_item(test: _Known, following: _Known | None, trial: Trial) -> Outcome:
    outcome = test.outcome()
    if test.call is not None:
        _end(outcome, trial, _raised_by(test.call, trial))
    else:
        test.item.config.stash[plugin.TRIAL] = trial
        after = following.item if following else None
        for report in runtestprotocol(test.item, log=False, nextitem=after):
            _end(outcome, trial, getattr(report, "tensorgrade_failure", None))
    outcome.function = trial.function
    outcome.exchanges = trial.exchanges
    return outcome


def _raised_by(call: Callable[[Trial], None], trial: Trial) -> BaseException | None:
    try:
        call(trial)
    except KeyboardInterrupt:
        raise
    except BaseException as failure:
        return failure
    return None


def _end(outcome: Outcome, trial: Trial, failure: BaseException | None) -> None:
    """Note how a test, or one phase of it, ended."""
    if isinstance(failure, TestEnd):
        outcome.end, outcome.failure = failure.end, failure
    elif isinstance(failure, AssertionError) or _choked(trial, failure):
        outcome.end, outcome.failure = "wrong", _free_form(failure)
    elif failure is not None:
        outcome.end, outcome.trouble = "grader_trouble", _words(failure)


def _choked(trial: Trial, failure: BaseException | None) -> bool:
    """Did a free-form check stumble over the student's answer, which can be of any type?

    With the reference's answer it does not: that is proved for every course.
    """
    answered = bool(trial.exchanges) and trial.exchanges[-1].actual is not None
    return trial.free_form and answered and isinstance(failure, _STUMBLES)


def _free_form(failure: BaseException | None) -> TestEnd:
    from .mismatch import Mismatch

    if isinstance(failure, AssertionError):
        return Mismatch(str(failure).partition("\n")[0][:300])
    return Mismatch("the answer is not of the kind that was asked for")


def _words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:500]


def _points(item: pytest.Item) -> float:
    mark = item.get_closest_marker("points")
    return float(mark.args[0]) if mark else 1.0


def _first_line(item: pytest.Item) -> str:
    function: Any = getattr(item, "function", None)
    name = item.name.partition("[")[0]
    return str((function.__doc__ or name).strip().splitlines()[0].rstrip("."))


def _bare_title(item: pytest.Item) -> str:
    """The title without its parameters, which are hidden inputs."""
    return re.sub(r"\{[^{}]*\}", "…", _first_line(item))


def _title(item: pytest.Item) -> str:
    """The first line of the test's docstring, its `{parameters}` filled in."""
    line = _first_line(item)
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    with contextlib.suppress(KeyError, IndexError, ValueError, AttributeError):
        line = line.format(**parameters)
    return line


class _SessionPlugin:
    """Runs `body` where pytest would run the items, and keeps what it returned or raised."""

    def __init__(self, body: Callable[[HiddenTests], Any]) -> None:
        self._body = body
        self.result: Any = None
        self.error: BaseException | None = None
        self.complaints: list[str] = []

    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[plugin.GRADING] = True

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.complaints.append(str(report.longrepr))

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if self.complaints:
            return True
        try:
            self.result = self._body(HiddenTests(session))
        except BaseException as error:
            self.error = error
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Keep the exception itself; pytest would format a traceback that nobody reads."""
        failure = call.excinfo.value if call.excinfo else None
        outcome: Literal["passed", "failed"] = "failed" if failure else "passed"
        report = pytest.TestReport(
            item.nodeid,
            item.location,
            {},
            outcome,
            None,
            call.when,  # type: ignore[arg-type]
        )
        report.tensorgrade_failure = failure  # type: ignore[attr-defined]
        return report


def run_hidden_tests(course: Course, body: Callable[[HiddenTests], Result]) -> Result:
    """Collect the course's hidden tests once and call `body` with them.

    Raises:
        CourseError: a hidden test file cannot be imported.
    """
    session = _SessionPlugin(body)
    files = [str(concept.folder / plugin.HIDDEN) for concept in course.concepts]
    for path in files:
        if not os.path.isfile(path):
            raise CourseError(f"{path}: this concept has no hidden tests")
    options = [
        *files,
        f"--rootdir={course.folder}",
        f"--confcutdir={course.folder}",
        f"-c={os.devnull}",
        "--import-mode=importlib",
        *(part for name in _UNUSED for part in ("-p", f"no:{name}")),
    ]
    with _environment(), _own_modules():
        code = pytest.main(options, plugins=[plugin, session])
    if session.error is not None:
        raise session.error
    if code == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    if session.complaints:
        raise CourseError("\n".join(session.complaints))
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise CourseError(f"{course.folder}: pytest could not load the hidden tests ({code!r})")
    return session.result  # type: ignore[no-any-return]


@contextlib.contextmanager
def _own_modules() -> Iterator[None]:
    """Keep apart the hidden tests of courses that name a concept alike.

    pytest finds a test module that was imported before by its name alone.
    """
    before = _take_hidden_modules()
    try:
        yield
    finally:
        _take_hidden_modules()
        sys.modules.update(before)


def _take_hidden_modules() -> dict[str, types.ModuleType]:
    last = plugin.HIDDEN.removesuffix(".py")
    names = [name for name in sys.modules if name.rpartition(".")[2] == last]
    return {name: sys.modules.pop(name) for name in names}


@contextlib.contextmanager
def _environment() -> Iterator[None]:
    """Keep pytest from loading whatever plugins the machine has, and from reading PYTEST_*."""
    changed = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": "", "PYTEST_PLUGINS": ""}
    before = {name: os.environ.get(name) for name in changed}
    os.environ.update(changed)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
