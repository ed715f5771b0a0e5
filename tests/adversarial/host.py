"""What the machine looked like before an attack, to tell afterwards what it changed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import NamedTuple

ZYGOTE = b"sandbox/zygote.py"


class Snapshot(NamedTuple):
    """Files with all that can be changed of them, processes, descriptors."""

    files: dict[str, tuple[object, ...]]
    processes: frozenset[int]
    descriptors: int
    zygote_descriptors: int
    own: tuple[object, ...]


def snapshot(folder: Path, zygote_pid: int | None, waiting: set[int]) -> Snapshot:
    """Look at `folder`, at this process and at the zygote with its children but `waiting`."""
    return Snapshot(
        {str(path): _facts(path) for path in sorted([folder, *folder.rglob("*")])},
        frozenset(_children(zygote_pid)) - waiting if zygote_pid else frozenset(),
        len(os.listdir("/proc/self/fd")),
        _descriptors(zygote_pid) if zygote_pid else 0,
        (os.getpriority(os.PRIO_PROCESS, 0), os.sched_getaffinity(0), os.getcwd()),
    )


def changes(before: Snapshot, after: Snapshot) -> list[str]:
    """In words, what is not as it was."""
    found = []
    if before.files != after.files:
        names = {n for n in before.files.keys() | after.files.keys()
                 if before.files.get(n) != after.files.get(n)}  # fmt: skip
        found.append(f"files changed: {sorted(names)}")
    if left := after.processes - before.processes:
        found.append(f"processes left: {sorted(left)}")
    if after.descriptors > before.descriptors:
        found.append(f"descriptors: {before.descriptors} -> {after.descriptors}")
    if after.zygote_descriptors > before.zygote_descriptors:
        found.append(
            f"the zygote's descriptors: {before.zygote_descriptors} -> {after.zygote_descriptors}"
        )
    if before.own != after.own:
        found.append(f"this process: {before.own} -> {after.own}")
    return found


def _facts(path: Path) -> tuple[object, ...]:
    facts = path.lstat()
    content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
    return (facts.st_mode, facts.st_uid, facts.st_gid, facts.st_mtime_ns, content,
            tuple(os.listxattr(path)), facts.st_nlink)  # fmt: skip


def _descriptors(pid: int) -> int:
    try:
        return len(os.listdir(f"/proc/{pid}/fd"))
    except OSError:
        return 0


def _children(zygote_pid: int) -> list[int]:
    """The zygote's children, and what else of this user's zygotes has lost its parent."""
    found = []
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            fields = Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == zygote_pid:
            found.append(int(entry))
    return found
