"""A recorded course as `grade` finds it: names and settings, read without torch."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from grader.course import Concept, Course, CourseError, CourseSettings

if TYPE_CHECKING:
    from .model import ConceptRecord

FORMAT = 1
INDEX = "practice.json"
SUFFIX = ".json.gz"
STUBS = "stubs"


class Index(BaseModel):
    """`practice.json`: the course that was recorded; its seed is the recording's own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = FORMAT
    settings: CourseSettings
    concepts: list[str]
    source: str = Field(description="Digest of the course that was recorded.")


@dataclass(frozen=True)
class RecordedConcept(Concept):
    """A concept whose facts were recorded, instead of read from a reference."""

    @functools.cached_property
    def record(self) -> ConceptRecord:
        from .model import unpacked

        return unpacked(self.folder / f"{self.id}{SUFFIX}")

    @functools.cached_property
    def title(self) -> str:
        return self.record.title

    @functools.cached_property
    def functions(self) -> list[str]:
        return self.record.functions

    @functools.cached_property
    def arity(self) -> dict[str, int]:
        return self.record.arity

    @functools.cached_property
    def hints(self) -> dict[str, list[str]]:
        return self.record.hints


def is_practice(folder: Path) -> bool:
    """Is this practice data, rather than a course's secrets?"""
    return (folder / INDEX).is_file()


def load_recorded(folder: Path) -> Course:
    """The recorded course.

    Raises:
        CourseError: `practice.json` is not that of this version.
    """
    try:
        index = Index.model_validate_json((folder / INDEX).read_bytes())
    except (OSError, ValidationError) as error:
        raise CourseError(f"{folder / INDEX}: not practice data of this version") from error
    concepts: list[Concept] = [RecordedConcept(name, folder) for name in index.concepts]
    return Course(folder, concepts, index.settings)
