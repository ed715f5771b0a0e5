"""How learning platforms name what they let a teacher download.

Canvas (lib/content_zipper.rb): `surnamefirst[_LATE]_USER_ATTACHMENT_FILE`, all files in one
folder; USER is a number or `anon_xxxxx`, and a file handed in again is called `file-1.py`.
Moodle (mod/assign/classes/downloader.php): `Full Name_PARTICIPANT_assignsubmission_file[_]`,
a folder each, or the same in front of each file's name.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_CANVAS = re.compile(
    r"(?:(?P<name>\w*?)_)??(?P<late>LATE_)?(?P<user>\d+|anon_[0-9A-Za-z]+)_(?P<attachment>\d+)_(?P<file>.+)"
)
_MOODLE = re.compile(
    r"(?P<name>[^_]*)_(?P<user>\d+)_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<file>.*))?",
    re.DOTALL,
)
SOURCES = (".py", ".ipynb")
MAX_NAMED = 3
_AGAIN = re.compile(r"(?P<stem>.+?)(?:-(?P<dash>\d{1,3})| ?\((?P<round>\d{1,3})\))")


@dataclass(frozen=True)
class PlatformName:
    """A name taken apart. `late` is None where the platform does not say."""

    platform: str
    name: str
    user: str
    file: str
    late: bool | None = None


def natural(text: str) -> tuple[list[str | tuple[int, str]], str]:
    """A key that sorts as people read: `anna2` before `anna10`, whatever the case."""
    # Text and digits take turns, so like meets like. Digits without their zeros compare by length
    # first: `int` refuses very long ones.
    parts: list[str | tuple[int, str]] = [*re.split(r"[0-9]+", text.casefold())]
    digits = [number.lstrip("0") for number in re.findall(r"[0-9]+", text)]
    for place, number in enumerate(digits):
        parts.insert(2 * place + 1, (len(number), number))
    return parts, text


def take_apart(name: str) -> PlatformName | None:
    """What a downloaded file or folder's name says; None if no platform made it."""
    moodle = _MOODLE.fullmatch(name)
    if moodle:
        if moodle["plugin"] != "file":
            return PlatformName("moodle", moodle["name"], moodle["user"], "")
        return PlatformName("moodle", moodle["name"], moodle["user"], moodle["file"] or "")
    canvas = _CANVAS.fullmatch(name)
    if canvas:
        late = canvas["late"] is not None
        return PlatformName("canvas", canvas["name"] or "", canvas["user"], canvas["file"], late)
    return None


def concept_of(file: str, concepts: list[str]) -> tuple[str, int] | None:
    """Which concept a file belongs to, and how many times it was handed in before.

    `06_reshape_transpose_matmul.py`, `06_reshape-1.py` and `06_reshape (2).py` are all of
    concept 06: the name's beginning is enough where it fits one concept alone.
    """
    stem, dot, suffix = file.rpartition(".")
    if not dot or suffix.lower() not in ("py", "ipynb", "toml"):
        return None
    again = 0
    for _ in range(2):
        known = _starts(stem, concepts)
        if known:
            return known, again
        match = _AGAIN.fullmatch(stem)
        if not match:
            return None
        stem, again = match["stem"], int(match["dash"] or match["round"])
    return None


def unused(names: list[str], handed_in: Collection[str], concepts: list[str]) -> str:
    """What to say of files that may be exercises under another name; empty where none is.

    Args:
        names: files of a hand-in that belong to no concept.
        handed_in: the concepts that a file was found for.
        concepts: all that is graded; a file of another number is another exercise, not noted.
    """
    missing = [f"{concept}.py" for concept in concepts if concept not in handed_in]
    numbers = {concept[:2] for concept in concepts}
    meant = [
        repr(name)
        for name in names
        if name.lower().endswith(SOURCES)
        and not (re.match(r"\d\d_", name) and name[:2] not in numbers)
    ]
    if not meant or not missing:
        return ""
    used, absent = ("was" if len(meant) == 1 else "were"), ("is" if len(missing) == 1 else "are")
    return f"{_some(meant)} {used} not used; {_some(missing)} {absent} missing"


def _some(names: list[str]) -> str:
    more = f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
    return ", ".join(names[:MAX_NAMED]) + more


def _starts(stem: str, concepts: list[str]) -> str | None:
    if stem in concepts:
        return stem
    if not re.match(r"\d\d(_|$)", stem):
        return None
    found = [concept for concept in concepts if concept.startswith(stem)]
    return found[0] if len(found) == 1 else None
