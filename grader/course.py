"""A course: its concepts in order, and its settings.

A concept is an exercise file and a folder of the same name under `solutions/`. Finding
them reads names only; a course's code runs when its tests do.
"""

from __future__ import annotations

import ast
import difflib
import hashlib
import importlib.util
import re
import sys
import tomllib
import types
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

CONCEPT_NAME = re.compile(r"\d\d_[a-z0-9_]+")

Feedback = Literal["full", "diagnosis", "score"]


class CourseError(Exception):
    """A course that cannot be used; the message says which file and what to do."""


class LimitSettings(BaseModel):
    """What one call, and one submission, may use."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    seconds: Annotated[float, Field(gt=0, le=600)] = 5.0
    wall_seconds: Annotated[float, Field(gt=0, le=3600)] = 30.0
    memory_mib: Annotated[int, Field(ge=64, le=65536)] = 1024


class LateSettings(BaseModel):
    """When a class's work is due, and what lateness costs.

    `percent_a_day` is taken off for each day begun after the deadline and its grace, never
    more than `most_percent`; work later than `closed_after_days` earns nothing.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    due: AwareDatetime | None = None
    grace_minutes: Annotated[float, Field(ge=0, le=60 * 24 * 31)] = 0.0
    percent_a_day: Annotated[float, Field(ge=0, le=100)] = 0.0
    most_percent: Annotated[float, Field(ge=0, le=100)] = 100.0
    closed_after_days: Annotated[int, Field(ge=0, le=3650)] | None = None


class ClassSettings(BaseModel):
    """How results become grades; changing it regrades nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    attempts: Literal["best", "last"] = "last"
    weights: dict[str, Annotated[float, Field(ge=0, le=1000)]] = {}
    student_secret: Annotated[str, Field(min_length=16, max_length=200)] | None = None
    late: LateSettings = LateSettings()


class AcceleratorSettings(BaseModel):
    """How an accelerator computes; nothing here matters on the CPU."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tf32: bool = False


class CourseSettings(BaseModel):
    """`course.toml`: every key has a default, an unknown one is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Annotated[str, Field(min_length=1, max_length=200)] = "Course"
    seed: Annotated[int, Field(ge=0, lt=2**32)] = 0
    feedback: Feedback = "full"
    limits: LimitSettings = LimitSettings()
    accelerator: AcceleratorSettings = AcceleratorSettings()
    class_: ClassSettings = Field(default=ClassSettings(), alias="class")


@dataclass(frozen=True)
class Concept:
    """One concept's id (`06_reshape_transpose_matmul`) and its secret folder."""

    id: str
    folder: Path

    @cached_property
    def _tree(self) -> ast.Module:
        path = self.folder / "reference.py"
        try:
            return ast.parse(path.read_text(encoding="utf-8"), str(path))
        except (OSError, SyntaxError, UnicodeDecodeError) as error:
            raise CourseError(f"{path}: the reference cannot be read: {error}") from error

    @cached_property
    def title(self) -> str:
        """The first line of the reference's docstring, without its full stop."""
        text = ast.get_docstring(self._tree) or self.id
        return text.splitlines()[0].rstrip(".")

    @cached_property
    def functions(self) -> list[str]:
        """The public functions and classes of the reference, in the order written."""
        return [
            node.name
            for node in self._tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        ]

    @cached_property
    def arity(self) -> dict[str, int]:
        """How many arguments each function of the reference takes."""
        return {
            node.name: len(node.args.args)
            for node in self._tree.body
            if isinstance(node, ast.FunctionDef)
        }

    def source_of(self, function: str) -> str:
        """The reference's own text of one function or class."""
        text = (self.folder / "reference.py").read_text(encoding="utf-8")
        nodes = {
            n.name: n for n in self._tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)
        }
        return ast.get_source_segment(text, nodes[function]) or ""

    @cached_property
    def hints(self) -> dict[str, list[str]]:
        """For each function its hints, mildest first; none where there is no `hints.toml`."""
        path = self.folder / "hints.toml"
        if not path.is_file():
            return {}
        table = _read_toml(path)
        return {
            name: [str(hint) for hint in section.get("hints", [])]
            for name, section in table.items()
            if isinstance(section, dict)
        }


@dataclass(frozen=True)
class Course:
    """The concepts of a solutions folder, in order, and the settings for all of them."""

    folder: Path
    concepts: list[Concept]
    settings: CourseSettings

    @cached_property
    def digest(self) -> str:
        """SHA-256 over every file of the course, so that a report says which one was used."""
        total = hashlib.sha256()
        for name, digest in self._file_digests:
            total.update(name.encode() + b"\0" + digest)
        return total.hexdigest()

    @cached_property
    def grading_digest(self) -> str:
        """The same over what a grading depends on: not `[class]`, which only weighs results."""
        total = hashlib.sha256()
        for name, digest in self._file_digests:
            if name != "course.toml":
                total.update(name.encode() + b"\0" + digest)
        total.update(self.settings.model_dump_json(exclude={"class_"}).encode())
        return total.hexdigest()

    @cached_property
    def _file_digests(self) -> list[tuple[str, bytes]]:
        return [
            (str(path.relative_to(self.folder)), hashlib.sha256(path.read_bytes()).digest())
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        ]

    def only(self, wanted: list[str]) -> Course:
        """Keep the concepts whose id or number is in `wanted`; all if it is empty."""
        if not wanted:
            return self
        kept = [concept for concept in self.concepts if any(_means(w, concept) for w in wanted)]
        for want in wanted:
            if not any(_means(want, concept) for concept in self.concepts):
                raise CourseError(f"no concept is called {want!r}{self._meant_by(want)}")
        return Course(self.folder, kept, self.settings)

    def _meant_by(self, word: str) -> str:
        number, _, name = word.rpartition(".")
        holders = [concept.id for concept in self.concepts if name in concept.functions]
        if holders:
            what = repr(name) if number else "it"
            return f"; {what} is a function of {' and of '.join(holders)}: say {holders[0][:2]}"
        return did_you_mean(word, [concept.id for concept in self.concepts])


def did_you_mean(word: str, known: list[str]) -> str:
    """`; did you mean 'x'?` for the nearest known word, else the list of them."""
    near = difflib.get_close_matches(word, known, 1, 0.5)
    return f"; did you mean {near[0]!r}?" if near else f"; there are: {', '.join(known)}"


def load_course(folder: Path) -> Course:
    """Find the concepts of a solutions folder and read its settings.

    Raises:
        CourseError: there is no such folder, no concept in it, or `course.toml` is not valid.
    """
    if not folder.is_dir():
        raise CourseError(f"{folder}: there is no such folder")
    concepts = [
        Concept(path.name, path)
        for path in sorted(folder.iterdir())
        if CONCEPT_NAME.fullmatch(path.name) and (path / "reference.py").is_file()
    ]
    if not concepts:
        raise CourseError(
            f"{folder}: no concepts here (a concept is a folder such as 06_name with reference.py)"
        )
    names = [concept.id for concept in concepts]
    return Course(folder, concepts, load_settings(folder / "course.toml", names))


def load_module(path: Path, name: str) -> types.ModuleType:
    """Import one file of a course by path; CourseError if it cannot be.

    Nothing is put on `sys.path`, and the name is the course's own.
    """
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise CourseError(f"{path}: not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise CourseError(f"{path}: {type(error).__name__}: {error}") from error
    return module


def load_settings(path: Path, concepts: Sequence[str] = ()) -> CourseSettings:
    """Read `course.toml`, gathering every mistake in it with its place."""
    if not path.exists():
        return CourseSettings()
    table = _read_toml(path)
    lines = _unknown_weights(table, concepts)
    settings = CourseSettings()
    try:
        settings = CourseSettings.model_validate(table)
    except ValidationError as error:
        lines = [_complaint(problem) for problem in error.errors()] + lines
    if lines:
        raise CourseError("\n".join(f"{path}: {line}" for line in lines))
    return settings


WITH_ZONE = "2026-11-20T23:59:00+01:00"
_MODELS: dict[tuple[str, ...], type[BaseModel]] = {
    ("limits",): LimitSettings,
    ("accelerator",): AcceleratorSettings,
    ("class",): ClassSettings,
    ("class", "late"): LateSettings,
}


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CourseError(f"{path}: {error}") from error


def _complaint(problem: Any) -> str:
    place = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "timezone_aware":
        return f"{place}: a time zone is needed, as in {WITH_ZONE}"
    if problem["type"] != "extra_forbidden":
        return f"{place}: {problem['msg']}"
    model = _MODELS.get(problem["loc"][:-1], CourseSettings)
    known = [field.alias or name for name, field in model.model_fields.items()]
    return f"{place}: unknown key{did_you_mean(str(problem['loc'][-1]), known)}"


def _unknown_weights(table: dict[str, Any], concepts: Sequence[str]) -> list[str]:
    section = table.get("class")
    weights = section.get("weights") if isinstance(section, dict) else None
    return [
        f"class.weights.{name}: no concept is called that{did_you_mean(name, list(concepts))}"
        for name in (weights if isinstance(weights, dict) else {})
        if name not in concepts
    ]


def _means(wanted: str, concept: Concept) -> bool:
    return wanted in (concept.id, concept.id[:2], concept.id[3:]) or (
        wanted.isdigit() and int(wanted) == int(concept.id[:2])
    )
