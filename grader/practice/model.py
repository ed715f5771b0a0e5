"""The form of practice data: one JSON file a concept, compressed, and nothing executable."""

from __future__ import annotations

import base64
import gzip
import hashlib
from pathlib import Path
from typing import Annotated, Any, Literal

import safetensors.torch
import torch
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from grader.course import CourseError
from grader.judging.expected import Expected, How
from grader.judging.trial import Exchange
from grader.sandbox.messages import Definition, Observation, parse_observation
from grader.sandbox.observer import Call, Facets

MAX_BYTES = 64 * 2**20


class Record(BaseModel):
    """Part of a practice file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Seen(Record):
    """An observation: its data, and its tensors as a safetensors block in base64."""

    data: dict[str, Any]
    tensors: str = ""


class Asked(Record):
    """One recorded call, and where its answers stand in the list of observations."""

    function: str
    target: str
    scenario: bool
    arguments: list[dict[str, Any]]
    keywords: dict[str, dict[str, Any]]
    body: str
    seed: int
    facets: tuple[bool, bool]
    how: dict[str, Any]
    expected: int
    double: int | None
    scale: float


class VisibleTest(Record):
    """One visible test."""

    id: str
    title: str
    bare_title: str
    points: float
    function: str
    calls: Annotated[list[Asked], Field(min_length=1)]


class Mistake(Record):
    """A misconception, and what it shows on each call: `answers[call]` is an observation."""

    name: str
    id: str
    function: str
    explanation: str
    next_step: str
    answers: dict[str, int]


class WrongAnswer(Record):
    """An expected wrong answer to a quiz question."""

    answer: str | int | float | list[int]
    misconception: str
    why: str


class QuizQuestion(Record):
    """One question of one variant; without answers unless the course gave them away."""

    id: str
    text: str
    code: str
    kind: Literal["choice", "number", "shape"]
    choices: dict[str, str]
    right: str | int | float | list[int] | None = None
    why: str = ""
    wrong: list[WrongAnswer] = []
    within: float = 0.0
    otherwise: str = ""


class ConceptRecord(Record):
    """All that practice needs of one concept."""

    id: str
    title: str
    functions: list[str]
    arity: dict[str, int]
    hints: dict[str, list[str]]
    forbidden: dict[str, list[str]]
    scenarios: str
    definitions: dict[str, Definition]
    tests: list[VisibleTest]
    mistakes: list[Mistake]
    observations: list[Seen]
    quiz: list[QuizQuestion] = []


class Shelf:
    """Observations, each kept once."""

    def __init__(self) -> None:
        self.items: list[Seen] = []
        self._places: dict[str, int] = {}

    def put(self, observation: Observation) -> int:
        """The place of an observation among `items`."""
        seen = _seen(observation)
        key = hashlib.sha256(seen.model_dump_json().encode()).hexdigest()
        if key not in self._places:
            self._places[key] = len(self.items)
            self.items.append(seen)
        return self._places[key]


def _seen(observation: Observation) -> Seen:
    data = observation.model_dump(mode="json")
    tensors = {
        name: (torch.view_as_real(data) if data.dtype is torch.complex128 else data).contiguous()
        for name, data in observation._tensors.items()
    }
    body = safetensors.torch.save(tensors) if tensors else b""
    return Seen(data=data, tensors=base64.b64encode(body).decode())


def observation_of(seen: Seen) -> Observation:
    """The observation again."""
    return parse_observation(seen.data, base64.b64decode(seen.tensors))


def asked_of(exchange: Exchange, shelf: Shelf) -> Asked:
    """Record one call of a test that the reference answered."""
    expected = exchange.expected
    assert expected is not None
    how = exchange.how
    return Asked(
        function=exchange.function,
        target=exchange.target,
        scenario=exchange.scenario,
        arguments=exchange.call.arguments,
        keywords=exchange.call.keywords,
        body=base64.b64encode(exchange.call.body).decode(),
        seed=exchange.call.seed,
        facets=tuple(exchange.call.facets),
        how={name: getattr(how, name) for name in How.__dataclass_fields__},
        expected=shelf.put(expected.observation),
        double=None if expected.double is None else shelf.put(expected.double),
        scale=expected.scale,
    )


def exchange_of(asked: Asked, observations: list[Observation]) -> Exchange:
    """The call again, with what is right."""
    call = Call(
        asked.arguments,
        asked.keywords,
        base64.b64decode(asked.body),
        "cpu",
        asked.seed,
        Facets(*asked.facets),
    )
    double = None if asked.double is None else observations[asked.double]
    expected = Expected(observations[asked.expected], double, asked.scale)
    return Exchange(
        asked.function, asked.target, asked.scenario, call, How(**asked.how), expected=expected
    )


def packed(record: ConceptRecord) -> bytes:
    """A concept's file: the same bytes for the same record."""
    return gzip.compress(record.model_dump_json().encode(), mtime=0)


def unpacked(path: Path) -> ConceptRecord:
    """Read a concept's file.

    Raises:
        CourseError: it cannot be read, is too large, or is not practice data.
    """
    try:
        with gzip.open(path) as file:
            text = file.read(MAX_BYTES + 1)
    except (OSError, EOFError) as error:
        raise CourseError(f"{path}: the practice data cannot be read: {error}") from error
    if len(text) > MAX_BYTES:
        raise CourseError(f"{path}: the practice data is too large")
    try:
        return ConceptRecord.model_validate_json(text)
    except ValidationError as error:
        raise CourseError(f"{path}: not practice data of this version") from error
