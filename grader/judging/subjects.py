"""Subjects: implementations under observation, all asked in one way.

LocalSubject    reference, misconception: the course's own code, in this process
WorkerSubject   a student's file, in a worker; see `grading`
"""

from __future__ import annotations

import functools
import hashlib
import types
from collections.abc import Callable
from typing import Any, Protocol

import torch

from grader.course import Concept, CourseError, load_module
from grader.sandbox import lint, observer
from grader.sandbox.messages import Definition, Findings, Observation, parse_observation
from grader.sandbox.observer import Call, Facets
from grader.sandbox.targets import has_float64
from grader.sandbox.values import ArgumentDecoder, ArgumentEncoder

from .expected import Expected, How
from .marks import Misconception

# What a device without float64 cannot hold; such calls are made on the CPU.
WIDE = ("float64", "complex128")


class Subject(Protocol):
    """An implementation that can be asked for an observation."""

    def observe(self, function: str, call: Call, *, scenario: bool) -> Observation:
        """Call `function` (or, of that name, the scenario) and say what it showed."""


def encode(
    arguments: tuple[Any, ...],
    keywords: dict[str, Any],
    *,
    device: str,
    seed: int,
    how: How,
    operations: bool = False,
) -> Call:
    """Turn inputs into a call that can be observed, here or across the wire."""
    facets = Facets(gradients=how.gradients, operations=operations)
    return _encoded(arguments, keywords, device, seed, facets)


def _encoded(
    arguments: tuple[Any, ...], keywords: dict[str, Any], device: str, seed: int, facets: Facets
) -> Call:
    encoder = ArgumentEncoder()
    nodes = [encoder.node(value) for value in arguments]
    named = {name: encoder.node(value) for name, value in keywords.items()}
    if not has_float64(device) and any(f"'{name}'" in str(nodes) + str(named) for name in WIDE):
        device = "cpu"
    return Call(nodes, named, encoder.body(), device, seed, facets)


class LocalSubject:
    """Functions of the course's own, observed in this process; each call only once."""

    def __init__(
        self, namespace: types.SimpleNamespace, scenarios: types.ModuleType | None
    ) -> None:
        self._namespace = namespace
        self._scenarios = scenarios
        self._seen: dict[bytes, Observation] = {}
        self._standards: dict[int, Expected] = {}

    def as_expected(self, observation: Observation) -> Expected:
        """One of this subject's own observations, as something to measure others against."""
        if id(observation) not in self._standards:
            self._standards[id(observation)] = Expected(observation)
        return self._standards[id(observation)]

    def observe(self, function: str, call: Call, *, scenario: bool) -> Observation:
        key = call_key(function, call, scenario)
        if key not in self._seen:
            target = getattr(self._scenarios if scenario else self._namespace, function)
            if scenario:
                target = functools.partial(target, self._namespace)
            data, body = observer.observe(target, call)
            if data["exception"] and data["exception"]["type"] == "KeyboardInterrupt":
                raise KeyboardInterrupt  # the observer catches all, and this one is ours
            self._seen[key] = parse_observation(data, body)
        return self._seen[key]


def call_key(function: str, call: Call, scenario: bool) -> bytes:
    """What makes two calls the same."""
    text = repr(
        (
            function,
            scenario,
            call.arguments,
            call.keywords,
            call.device,
            call.seed,
            tuple(call.facets),
        )
    )
    return hashlib.sha256(text.encode() + b"\0" + call.body).digest()


class Secrets:
    """One concept's reference, misconceptions and scenarios, loaded when first needed."""

    def __init__(self, concept: Concept) -> None:
        self.concept = concept
        self._expected: dict[bytes, Expected] = {}

    def _load(self, filename: str) -> types.ModuleType | None:
        path = self.concept.folder / filename
        if not path.is_file():
            return None
        return load_module(path, f"tensorgrade_course.c{self.concept.id}.{path.stem}")

    @functools.cached_property
    def _module(self) -> types.ModuleType:
        module = self._load("reference.py")
        assert module is not None, "load_course keeps only folders with a reference"
        return module

    @functools.cached_property
    def scenarios(self) -> types.ModuleType | None:
        return self._load("scenarios.py")

    @functools.cached_property
    def scenario_source(self) -> bytes:
        path = self.concept.folder / "scenarios.py"
        return path.read_bytes() if path.is_file() else b""

    def namespace(self, **replaced: Any) -> types.SimpleNamespace:
        """The reference's functions, with some of them replaced."""
        own = {name: getattr(self._module, name) for name in self.concept.functions}
        return types.SimpleNamespace(**(own | replaced))

    def names(self) -> dict[str, Any]:
        """All that the reference's file gives a name, its imports among them."""
        return {name: value for name, value in vars(self._module).items() if name[:2] != "__"}

    @functools.cached_property
    def reference(self) -> LocalSubject:
        return LocalSubject(self.namespace(), self.scenarios)

    def target(self, function: str, *, scenario: bool) -> Callable[..., Any] | None:
        """The reference's function of that name, or a scenario bound to the reference.

        None where there is no reference to run, as in practice data.
        """
        if scenario:
            return functools.partial(getattr(self.scenarios, function), self.namespace())
        return getattr(self._module, function)  # type: ignore[no-any-return]

    @functools.cached_property
    def forbidden(self) -> dict[str, list[str]]:
        """For each function with a rule "without X", the names that it may not use."""
        functions = {name: getattr(self._module, name) for name in self.concept.functions}
        return {
            name: function.forbidden_names
            for name, function in functions.items()
            if hasattr(function, "forbidden_names")
        }

    @functools.cached_property
    def _reference_findings(self) -> Findings:
        path = self.concept.folder / "reference.py"
        return Findings.model_validate(lint.inspect(path.read_bytes(), path.name, {}))

    def reference_definition(self, function: str) -> Definition | None:
        """What the reference's own source says of a function."""
        return self._reference_findings.functions.get(function)

    def forbidden_operation(self, function: str, observation: Observation) -> str | None:
        """The first recorded operation that `function` may not use, if there is one."""
        rules = self._rules.get(function)
        if not rules or not observation.operations:
            return None
        names = (name.partition(".")[0] for name in observation.operations)
        return next((name for name in names if name in rules), None)

    @functools.cached_property
    def _rules(self) -> dict[str, set[str]]:
        return {
            function: {rule.removeprefix(".") for rule in rules}
            for function, rules in self.forbidden.items()
        }

    @functools.cached_property
    def misconceptions(self) -> list[Misconception]:
        """The concept's misconceptions, in the order written."""
        module = self._load("misconceptions.py")
        found = [getattr(item, "misconception", None) for item in vars(module or object).values()]
        return [item for item in found if isinstance(item, Misconception)]

    @functools.cached_property
    def misconceived(self) -> dict[str, LocalSubject]:
        """For each misconception's name, the reference with that function replaced."""
        return {
            item.name: LocalSubject(
                self.namespace(**{item.function: item.implementation}), self.scenarios
            )
            for item in self.misconceptions
        }

    def expected(self, function: str, call: Call, *, scenario: bool) -> Expected:
        """What the reference shows for a call, also in float64 where that makes sense."""
        key = call_key(function, call, scenario)
        if key not in self._expected:
            observation = self.reference.observe(function, call, scenario=scenario)
            if observation.outcome not in ("returned", "raised"):
                path = self.concept.folder / "reference.py"
                raise CourseError(
                    f"{path}: {function}: {observation.detail or observation.outcome}"
                )
            double = self._in_double(function, call, observation, scenario)
            self._expected[key] = Expected(observation, double, _scale(call))
        return self._expected[key]

    def _in_double(
        self, function: str, call: Call, plain: Observation, scenario: bool
    ) -> Observation | None:
        if plain.outcome != "returned" or not _has_narrow_floats(call):
            return None
        double = self.reference.observe(function, in_double(call), scenario=scenario)
        return double if double.outcome == "returned" else None


def _has_narrow_floats(call: Call) -> bool:
    text = str(call.arguments) + str(call.keywords)
    return any(f"'{name}'" in text for name in ("float32", "float16", "bfloat16"))


def in_double(call: Call) -> Call:
    """The same call with every float tensor widened to float64."""
    decoder = ArgumentDecoder(call.body)

    def widen(value: Any) -> Any:
        if isinstance(value, torch.Tensor) and value.is_floating_point():
            return value.detach().to(torch.float64).requires_grad_(value.requires_grad)
        if isinstance(value, (list, tuple)):
            return type(value)(widen(item) for item in value)
        if isinstance(value, dict):
            return {key: widen(item) for key, item in value.items()}
        return value

    arguments = tuple(widen(decoder.value(node)) for node in call.arguments)
    keywords = {name: widen(decoder.value(node)) for name, node in call.keywords.items()}
    return _encoded(arguments, keywords, call.device, call.seed, call.facets)


def _scale(call: Call) -> float:
    """The largest magnitude among a call's float operands."""
    decoder = ArgumentDecoder(call.body)
    values = [decoder.value(node) for node in [*call.arguments, *call.keywords.values()]]
    largest = 0.0
    for _, leaf in observer.leaves(values):
        if isinstance(leaf, torch.Tensor) and leaf.is_floating_point() and leaf.numel():
            finite = leaf.detach()[torch.isfinite(leaf)]
            largest = max(largest, float(finite.abs().max()) if finite.numel() else 0.0)
        elif type(leaf) is float and abs(leaf) < float("inf"):
            largest = max(largest, abs(leaf))
    return largest
