"""When a student's last commit was made, without ever trusting the student's repository.

A repository's own configuration can name programs for git to run (a pager, a monitor, a
signature's checker, a remote helper). So git never sees it: we read HEAD as text, and ask a
bare repository of our own, which borrows the student's objects, for that one commit.
A commit's time is what the student's clock said; who must not trust it uses file times.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path

from .folders import DiskFile

MAX_TEXT = 4 * 2**20
SECONDS = 10.0
_HASH = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_REF = re.compile(r"refs/heads/[\w./+-]{1,200}")
_COMMITTER = re.compile(rb"^committer [^\n]*> (\d{1,12}) [+-]\d{4}$", re.MULTILINE)


class GitMissing(Exception):
    """There is no git to ask."""


class Git:
    """A `with` block in which commit times can be asked for."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="tensorgrade-git-")
        self._environment = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "HOME": self._folder.name,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_DIR": f"{self._folder.name}/empty.git",
        }
        try:
            self._run(["init", "--quiet", "--bare", "--template="], {})
        except (OSError, subprocess.SubprocessError) as error:
            self._folder.cleanup()
            raise GitMissing("--git needs git, and it could not be started") from error

    def __enter__(self) -> Git:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def committed(self, folder: Path) -> float | None:
        """The committer's time of HEAD, in seconds since 1970; None if it cannot be told."""
        inside = folder / ".git"
        objects = inside / "objects"
        if any(os.path.islink(path) or not path.is_dir() for path in (inside, objects)):
            return None
        commit = _head(inside)
        if commit is None:
            return None
        borrowed = {"GIT_ALTERNATE_OBJECT_DIRECTORIES": str(objects.resolve())}
        try:
            text = self._run(["cat-file", "commit", commit], borrowed)
        except (OSError, subprocess.SubprocessError):
            return None
        found = _COMMITTER.search(text.partition(b"\n\n")[0])
        return float(found[1]) if found else None

    def _run(self, arguments: list[str], more: dict[str, str]) -> bytes:
        return subprocess.run(
            ["git", "-c", "core.fsmonitor=false", *arguments],
            cwd=self._folder.name,
            env=self._environment | more,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=True,
        ).stdout


def _head(inside: Path) -> str | None:
    head = _text(inside / "HEAD")
    if _HASH.fullmatch(head):
        return head
    reference = head.removeprefix("ref: ")
    if not _REF.fullmatch(reference) or ".." in reference:
        return None
    loose = _text(inside / reference)
    if _HASH.fullmatch(loose):
        return loose
    for line in _text(inside / "packed-refs").splitlines():
        commit, _, name = line.partition(" ")
        if name == reference and _HASH.fullmatch(commit):
            return commit
    return None


def _text(path: Path) -> str:
    body = DiskFile(path).data(MAX_TEXT)
    return body.decode("ascii", "replace").strip() if body else ""
