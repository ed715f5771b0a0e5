"""A zip or tar archive as a tree of folders; nothing is ever extracted to the disk.

Members with an unsafe name, links and devices are not read, and each is noted. An archive
with too many members, too much in it or a bomb's ratio is refused as a whole.
"""

from __future__ import annotations

import io
import stat
import struct
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from grader.submission import MAX_SOURCE_BYTES, FileProblem, SourceFile, judge_source

from .folders import File, Folder

SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
WANTED = (".py", ".toml", ".ipynb", *SUFFIXES)
MIB = 2**20
# A ratio is only held against members that are large once unpacked: empty lines pack well.
RATIO_FROM = 8 * MIB

_UNREADABLE = (
    OSError, EOFError, RuntimeError, NotImplementedError, ValueError, struct.error, zlib.error,
    zipfile.BadZipFile, tarfile.TarError, MemoryError, KeyError,
)  # fmt: skip


class ArchiveError(Exception):
    """An archive that is not read, and why."""


@dataclass(frozen=True)
class Caps:
    """What an archive may hold: members, bytes unpacked, and how many times its own size."""

    members: int
    size: int
    ratio: int = 200


OF_A_CLASS = Caps(members=500_000, size=8 * 1024 * MIB)
OF_A_STUDENT = Caps(members=20_000, size=512 * MIB)
MAX_KEPT = 512 * MIB
MAX_NESTED = 64 * MIB


class PackedFile:
    """A member of an archive; `open_` returns its first bytes, as many as asked for."""

    def __init__(
        self,
        name: str,
        modified: float | None,
        size: int,
        open_: Callable[[int], bytes],
        problem: FileProblem | None = None,
    ) -> None:
        self.name = name
        self.modified = modified
        self._size = size
        self._open = open_
        self._problem = problem

    def read(self) -> SourceFile:
        path = Path(self.name)
        if self._problem:
            return SourceFile(path, problem=self._problem)
        if self._size > MAX_SOURCE_BYTES:
            return SourceFile(path, problem="too_large")
        try:
            return judge_source(path, self._open(MAX_SOURCE_BYTES + 1))
        except _UNREADABLE:
            return SourceFile(path, problem="unreadable")

    def data(self, limit: int) -> bytes | None:
        if self._problem or self._size > limit:
            return None
        try:
            return self._open(limit)
        except _UNREADABLE:
            return None


@dataclass
class PackedFolder:
    """A folder of an archive."""

    name: str
    files: dict[str, File] = field(default_factory=dict)
    folders: dict[str, Folder] = field(default_factory=dict)

    def place(self, parts: tuple[str, ...], file: PackedFile | None) -> None:
        """Put a file, or an empty folder, where its name says."""
        here = self
        folders = parts if file is None else parts[:-1]
        for part in folders:
            found = here.folders.setdefault(part, PackedFolder(part))
            assert isinstance(found, PackedFolder)
            here = found
        if file is not None:
            here.files[file.name] = file


def is_archive(name: str) -> bool:
    """Does a file's name say that it is a zip or tar archive?"""
    return name.lower().endswith(SUFFIXES)


def open_archive(source: Path | bytes, name: str, caps: Caps) -> tuple[PackedFolder, list[str]]:
    """Read an archive's table of contents.

    Returns:
        Its root, and a note on each member that is left out.

    Raises:
        ArchiveError: it cannot be read, or holds more than `caps` allow.
    """
    root = PackedFolder(name)
    notes: list[str] = []
    try:
        if name.lower().endswith(".zip"):
            _read_zip(source, root, notes, caps)
        else:
            _read_tar(source, root, notes, caps)
    except _UNREADABLE as error:
        raise ArchiveError(f"the archive cannot be read ({type(error).__name__})") from error
    return root, notes


def safe_parts(name: str) -> tuple[str, ...] | None:
    """The parts of a member's name; None if it could lead out of its folder."""
    plain = name.replace("\\", "/")
    parts = PurePosixPath(plain).parts
    drive = len(plain) > 1 and plain[1] == ":"
    if not parts or plain.startswith("/") or drive or "\0" in plain or len(parts) > 20:
        return None
    return None if ".." in parts else parts


def _hidden(parts: tuple[str, ...]) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _read_zip(source: Path | bytes, root: PackedFolder, notes: list[str], caps: Caps) -> None:
    archive = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
    total = 0
    members = archive.infolist()
    _check_count(len(members), caps)
    for member in members:
        total += member.file_size
        _check_size(total, caps)
        ratio = member.file_size / max(1, member.compress_size)
        if member.file_size > RATIO_FROM and ratio > caps.ratio:
            raise ArchiveError(f"a member unpacks to {ratio:.0f} times its size")
        parts = safe_parts(member.filename)
        if parts is None:
            notes.append(f"{member.filename!r}: not read, its name leads out of the archive")
            continue
        if _hidden(parts):
            continue
        if member.is_dir():
            root.place(parts, None)
            continue
        problem = _zip_problem(member)
        if problem:
            notes.append(f"{member.filename!r}: not read ({problem})")
        file = PackedFile(
            parts[-1], _zip_time(member), member.file_size, _zip_opener(archive, member), problem
        )
        root.place(parts, file)


def _zip_opener(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[int], bytes]:
    def read(limit: int) -> bytes:
        with archive.open(member) as file:
            return file.read(limit)

    return read


def _zip_problem(member: zipfile.ZipInfo) -> FileProblem | None:
    mode = member.external_attr >> 16
    if stat.S_ISLNK(mode):
        return "symlink"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "special"
    return "unreadable" if member.flag_bits & 1 else None


def _zip_time(member: zipfile.ZipInfo) -> float | None:
    """The time in UTC that most packers add, else the local one of the format itself."""
    extra = member.extra
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        body = extra[4 : 4 + size]
        if kind == 0x5455 and len(body) >= 5 and body[0] & 1:
            return float(struct.unpack("<i", body[1:5])[0])
        extra = extra[4 + size :]
    try:
        return time.mktime((*member.date_time, 0, 0, -1))
    except (ValueError, OverflowError):
        return None


def _read_tar(source: Path | bytes, root: PackedFolder, notes: list[str], caps: Caps) -> None:
    packed = len(source) if isinstance(source, bytes) else source.stat().st_size
    stream = io.BytesIO(source) if isinstance(source, bytes) else None
    total = kept = 0
    with tarfile.open(
        name=None if isinstance(source, bytes) else source, fileobj=stream, mode="r:*"
    ) as archive:
        for number, member in enumerate(archive):
            _check_count(number, caps)
            total += max(0, member.size)
            _check_size(total, caps)
            if total > RATIO_FROM and total / max(1, packed) > caps.ratio:
                raise ArchiveError(f"it unpacks to more than {caps.ratio} times its size")
            parts = safe_parts(member.name)
            if parts is None:
                notes.append(f"{member.name!r}: not read, its name leads out of the archive")
                continue
            if _hidden(parts):
                continue
            if member.isdir():
                root.place(parts, None)
                continue
            file = _tar_file(archive, member, parts[-1])
            kept += 0 if file.data(MAX_NESTED) is None else member.size
            if kept > MAX_KEPT:
                raise ArchiveError("it holds too much to be read at once; unpack it first")
            if not member.isreg():
                notes.append(f"{member.name!r}: not read, it is a link or a device")
            root.place(parts, file)


def _tar_file(archive: tarfile.TarFile, member: tarfile.TarInfo, name: str) -> PackedFile:
    """A member whose bytes are kept if they may be needed: a tar has no way back."""
    problem: FileProblem | None = None
    if not member.isreg():
        problem = "symlink" if member.issym() or member.islnk() else "special"
    limit = MAX_NESTED if is_archive(name) else MAX_SOURCE_BYTES
    body = b""
    if problem is None and name.lower().endswith(WANTED) and member.size <= limit:
        stream = archive.extractfile(member)
        body = stream.read(limit) if stream else b""
    elif problem is None:
        problem = "too_large"
    return PackedFile(name, float(member.mtime), member.size, lambda size: body[:size], problem)


def _check_count(count: int, caps: Caps) -> None:
    if count > caps.members:
        raise ArchiveError(f"it has more than {caps.members} members")


def _check_size(total: int, caps: Caps) -> None:
    if total > caps.size:
        raise ArchiveError(f"it unpacks to more than {caps.size // MIB} MiB")
