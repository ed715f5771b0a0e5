"""What a class handed in as a tree of folders and files, on the disk or inside an archive.

Reading is lazy and never follows a link. `grader.classroom.archives` has the other kind.
"""

from __future__ import annotations

import os
import stat
from functools import cached_property
from pathlib import Path
from typing import Protocol

from grader.submission import SourceFile, read_source

MAX_ENTRIES = 20_000


class File(Protocol):
    """One file of a hand-in."""

    name: str

    @property
    def modified(self) -> float | None:
        """Seconds since 1970, or None where that is not known."""

    def read(self) -> SourceFile:
        """The file as an exercise: its bytes, or what is wrong with it."""

    def data(self, limit: int) -> bytes | None:
        """The bytes of a regular file of at most `limit` bytes; None if it is not one."""


class Folder(Protocol):
    """One folder of a hand-in. Hidden entries are left out."""

    name: str

    @property
    def files(self) -> dict[str, File]:
        """What is not a folder, by name: links and special files too."""

    @property
    def folders(self) -> dict[str, Folder]:
        """The folders in it, by name; links to folders are files."""


class DiskFile:
    """A file on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name

    @property
    def modified(self) -> float | None:
        try:
            return os.lstat(self.path).st_mtime
        except OSError:
            return None

    def read(self) -> SourceFile:
        return read_source(self.path)

    def data(self, limit: int) -> bytes | None:
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            with open(os.open(self.path, flags), "rb") as file:
                facts = os.fstat(file.fileno())
                if not stat.S_ISREG(facts.st_mode) or facts.st_size > limit:
                    return None
                return file.read(limit)
        except OSError:
            return None


class DiskFolder:
    """A folder on the disk, listed when it is first looked into."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name

    @cached_property
    def _entries(self) -> tuple[dict[str, File], dict[str, Folder]]:
        files: dict[str, File] = {}
        folders: dict[str, Folder] = {}
        try:
            with os.scandir(self.path) as listing:
                for number, entry in enumerate(listing):
                    if number >= MAX_ENTRIES:
                        break
                    if entry.name.startswith("."):
                        continue
                    path = self.path / entry.name
                    if entry.is_dir(follow_symlinks=False):
                        folders[entry.name] = DiskFolder(path)
                    else:
                        files[entry.name] = DiskFile(path)
        except OSError:
            return {}, {}
        return dict(sorted(files.items())), dict(sorted(folders.items()))

    @property
    def files(self) -> dict[str, File]:
        return self._entries[0]

    @property
    def folders(self) -> dict[str, Folder]:
        return self._entries[1]
