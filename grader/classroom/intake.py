"""Who handed in what: one hand-in a student, however the class was collected.

alice/06_….py              one folder a student; the files may lie in exercises/ of it
Jane Doe_123_assign…_/     Moodle, folders
doejane_12_34_06_….py      Canvas, or Moodle without folders: all files in one folder
alice.zip                  one archive a student, or one with all of these in it
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from grader.submission import SourceFile, Submission

from .archives import (
    MAX_NESTED,
    OF_A_CLASS,
    OF_A_STUDENT,
    SUFFIXES,
    ArchiveError,
    is_archive,
    open_archive,
)
from .folders import DiskFile, DiskFolder, File, Folder
from .names import SOURCES, PlatformName, concept_of, natural, take_apart, unused

MAX_LOOKED_INTO = 200
NO_EXERCISES = "none of the course's exercise files is in it"


class IntakeError(Exception):
    """What was named cannot be a class; the message says why."""


@dataclass
class HandIn:
    """What one student handed in.

    `key` tells students apart and stays the same from run to run; `name` and `identifiers`
    are what the source calls the person. `late` is None where the source does not say.
    """

    key: str
    name: str
    identifiers: tuple[str, ...]
    files: dict[str, File] = field(default_factory=dict)
    quizzes: dict[str, File] = field(default_factory=dict)
    folder: Path | None = None
    late: bool | None = None
    problem: str = ""

    @property
    def student(self) -> str:
        """The id that names the student's reports: ours, never text of a student's."""
        return student_id(self.key)

    @property
    def modified(self) -> float | None:
        """When the newest of the exercise files was written."""
        times = [file.modified for file in (*self.files.values(), *self.quizzes.values())]
        return max((time for time in times if time is not None), default=None)

    def submission(self, concepts: list[str]) -> Submission:
        """Read the exercise files as they are now."""
        return Submission(
            Path(_sayable(self.name or self.key).replace("/", "_")),
            {name: _read(self.files.get(name), f"{name}.py") for name in concepts},
            {name: _read(self.quizzes.get(name), f"{name}.toml") for name in concepts},
        )


@dataclass
class Intake:
    """All hand-ins in a fixed order, and notes on what could not be used."""

    hand_ins: list[HandIn]
    notes: list[str]


def _read(file: File | None, name: str) -> SourceFile:
    """The file under the name that the course gives it, whatever a platform called it."""
    source = file.read() if file else SourceFile(Path(name), problem="missing")
    return SourceFile(Path(name), source.source, source.problem)


def _sayable(text: str) -> str:
    """File names may be any bytes; what is kept and shown is Unicode."""
    return text.encode("utf-8", "backslashreplace").decode()


def student_id(key: str) -> str:
    """Twelve hexadecimal digits that stand for a student."""
    return "s" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def source_digest(submission: Submission) -> str:
    """SHA-256 over the exercise files: equal if every one of them is."""
    total = hashlib.sha256()
    for part in (submission.files, submission.quizzes):
        for name, file in part.items():
            body = hashlib.sha256(file.source).hexdigest()
            total.update(f"{name}\0{file.problem or ''}\0{body}\n".encode())
    return total.hexdigest()


def read_class(path: Path, concepts: list[str]) -> Intake:
    """Find every student's hand-in below a folder or in an archive.

    Raises:
        IntakeError: there is no such folder, it is one submission, or nobody handed in.
    """
    notes: list[str] = []
    root = _root(path, notes)
    if _holds(root, concepts) or _holds(root.folders.get("exercises"), concepts):
        raise IntakeError(
            f"{path}: this is one submission (exercise files lie in it); "
            "name the folder that holds one folder a student"
        )
    found = _Collector(concepts, notes)
    found.collect(_unwrapped(root, concepts))
    hand_ins = sorted(found.hand_ins.values(), key=lambda hand_in: natural(hand_in.key))
    notes[:] = [_sayable(note) for note in notes]
    if not hand_ins:
        raise IntakeError(f"{path}: nobody's hand-in is here (one folder or archive a student)")
    return Intake(hand_ins, notes)


def _root(path: Path, notes: list[str]) -> Folder:
    if path.is_dir():
        return DiskFolder(path)
    if not path.exists():
        raise IntakeError(f"{path}: there is no such folder or archive")
    if not is_archive(path.name):
        raise IntakeError(f"{path}: a folder is needed, or an archive ({', '.join(SUFFIXES)})")
    try:
        root, left_out = open_archive(path, path.name, OF_A_CLASS)
    except ArchiveError as error:
        raise IntakeError(f"{path}: {error}") from error
    notes += left_out
    return root


def _unwrapped(root: Folder, concepts: list[str]) -> Folder:
    """Archives often hold one folder that holds everything."""
    if len(root.folders) != 1 or root.files:
        return root
    (only,) = root.folders.values()
    if take_apart(only.name) or _exercises(only, concepts, deep=False):
        return root
    inside = list(only.folders.values())
    students = any(_exercises(folder, concepts, deep=False) for folder in inside)
    named = any(take_apart(name) or is_archive(name) for name in (*only.files, *only.folders))
    return only if students or named else root


def _holds(folder: Folder | None, concepts: list[str]) -> bool:
    if folder is None:
        return False
    return any(f"{c}.py" in folder.files or f"{c}.ipynb" in folder.files for c in concepts)


def _exercises(folder: Folder, concepts: list[str], *, deep: bool = True) -> Folder | None:
    """The folder that holds the exercise files: this one, its exercises/, or one below."""
    for candidate in (folder, folder.folders.get("exercises")):
        if candidate is not None and _holds(candidate, concepts):
            return candidate
    if not deep:
        return None
    queue = list(folder.folders.values())
    for number, candidate in enumerate(queue):
        if number >= MAX_LOOKED_INTO:
            return None
        if _holds(candidate, concepts):
            return candidate
        queue += candidate.folders.values()
    return None


class _Collector:
    """Gathers hand-ins by key; a key met twice is one student's several files."""

    def __init__(self, concepts: list[str], notes: list[str]) -> None:
        self.hand_ins: dict[str, HandIn] = {}
        self._concepts = concepts
        self._notes = notes
        self._again: dict[tuple[str, str, str], int] = {}
        self._beside: dict[str, list[str]] = {}

    def collect(self, root: Folder) -> None:
        for folder in root.folders.values():
            if folder.name != "__MACOSX":
                self._folder(folder)
        for file in root.files.values():
            self._file(file)
        for hand_in in self.hand_ins.values():
            if note := unused(self._beside.get(hand_in.key, []), hand_in.files, self._concepts):
                self._notes.append(f"{hand_in.name}: {note}")
            if not hand_in.files and not hand_in.problem:
                hand_in.problem = NO_EXERCISES

    def _folder(self, folder: Folder) -> None:
        platform = take_apart(folder.name)
        if platform and platform.platform == "moodle":
            if "_assignsubmission_file" not in folder.name:
                return
            hand_in = self._of(platform)
        else:
            hand_in = self._new(f"folder:{folder.name}", folder.name, (folder.name,))
        if isinstance(folder, DiskFolder):
            hand_in.folder = folder.path
        self._fill(hand_in, folder)

    def _file(self, file: File) -> None:
        platform = take_apart(file.name)
        if platform and platform.file:
            hand_in = self._of(platform)
            if is_archive(platform.file):
                self._unpack(hand_in, file)
            else:
                self._take(hand_in, platform.file, file)
        elif is_archive(file.name):
            stem = file.name[: -len(next(s for s in SUFFIXES if file.name.lower().endswith(s)))]
            self._unpack(self._new(f"folder:{stem}", stem, (stem,)), file)
        else:
            self._notes.append(f"{file.name!r}: not used, its name does not say whose it is")

    def _of(self, platform: PlatformName) -> HandIn:
        key = f"{platform.platform}:{platform.user}"
        # Moodle's number is the participant's in this assignment, no id of the person's.
        number = f"Participant {platform.user}" if platform.platform == "moodle" else platform.user
        hand_in = self._new(key, platform.name, (number, platform.name))
        if platform.late is not None:
            hand_in.late = platform.late or bool(hand_in.late)
        return hand_in

    def _new(self, key: str, name: str, identifiers: tuple[str, ...]) -> HandIn:
        return self.hand_ins.setdefault(key, HandIn(key, name or key, identifiers))

    def _take(self, hand_in: HandIn, name: str, file: File) -> None:
        """One file of a flat download; of two for one concept the one handed in later counts."""
        found = concept_of(name, self._concepts)
        if found is None:
            self._notes.append(f"{file.name!r}: not used, it is no exercise that is graded here")
            return
        concept, again = found
        kept = hand_in.quizzes if name.endswith(".toml") else hand_in.files
        place = (hand_in.key, concept, name.rpartition(".")[2])
        if concept in kept and self._again[place] >= again:
            return
        self._again[place] = again
        kept[concept] = _source(file)

    def _fill(self, hand_in: HandIn, folder: Folder) -> None:
        exercises = _exercises(folder, self._concepts)
        if exercises is None:
            packed = [file for file in folder.files.values() if is_archive(file.name)]
            if len(packed) == 1:
                self._unpack(hand_in, packed[0])
            elif packed:
                hand_in.problem = "several archives are in it, and no exercise file beside them"
            else:
                for file in folder.files.values():
                    if concept_of(file.name, self._concepts):
                        self._take(hand_in, file.name, file)
                    else:
                        self._beside.setdefault(hand_in.key, []).append(file.name)
            return
        self._take_all(hand_in, exercises)

    def _take_all(self, hand_in: HandIn, exercises: Folder) -> None:
        for concept in self._concepts:
            found = exercises.files.get(f"{concept}.py") or exercises.files.get(f"{concept}.ipynb")
            if found:
                hand_in.files[concept] = _source(found)
            if quiz := exercises.files.get(f"{concept}.toml"):
                hand_in.quizzes[concept] = quiz
        known = {f"{concept}{suffix}" for concept in self._concepts for suffix in SOURCES}
        others = [name for name in exercises.files if name not in known]
        self._beside.setdefault(hand_in.key, []).extend(others)

    def _unpack(self, hand_in: HandIn, file: File) -> None:
        source: Path | bytes | None = file.path if isinstance(file, DiskFile) else None
        if source is None or os.path.islink(source):
            source = file.data(MAX_NESTED)
        if source is None:
            hand_in.problem = "its archive is a link, or too large"
            return
        try:
            root, notes = open_archive(source, file.name, OF_A_STUDENT)
        except ArchiveError as error:
            hand_in.problem = str(error)
            return
        self._notes += [f"{file.name!r}: {note}" for note in notes]
        exercises = _exercises(root, self._concepts)
        if exercises:
            self._take_all(hand_in, exercises)


class _Notebook:
    """A file that is there, but is a notebook."""

    def __init__(self, file: File) -> None:
        self.name, self._file = file.name, file

    @property
    def modified(self) -> float | None:
        return self._file.modified

    def read(self) -> SourceFile:
        return SourceFile(Path(self.name), problem="notebook")

    def data(self, limit: int) -> bytes | None:
        return self._file.data(limit)


def _source(file: File) -> File:
    return _Notebook(file) if file.name.lower().endswith(".ipynb") else file
