"""The zip that an instructor uploads to Gradescope: `setup.sh`, `run_autograder`, the course.

The grader itself goes along, so that what is graded with is what the instructor tried out.
"""

from __future__ import annotations

import io
import zipfile
from importlib import metadata, resources
from pathlib import Path

from grader.course import Course

_TIME = (2020, 1, 1, 0, 0, 0)
_IGNORED = {"__pycache__", ".pytest_cache", ".grade_cache"}


def build(course: Course) -> bytes:
    """Return the zip; the same course and version give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        templates = resources.files("grader.authoring") / "templates"
        for name in ("setup.sh", "run_autograder"):
            text = (templates / f"gradescope_{name}.txt").read_text("utf-8")
            _add(archive, name, text.encode(), 0o755)
        _add(archive, "requirements.txt", _requirements().encode(), 0o644)
        package = Path(str(resources.files("grader")))
        for folder, root in ((package, "grader"), (course.folder, "solutions")):
            for path in _files(folder):
                _add(archive, f"{root}/{path.relative_to(folder)}", path.read_bytes(), 0o644)
    return buffer.getvalue()


def _requirements() -> str:
    """What the installed tensorgrade needs, torch last: its CPU build is chosen apart."""
    needed = metadata.requires("tensorgrade") or []
    return "\n".join(sorted(line for line in needed if "extra ==" not in line)) + "\n"


def _files(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and not _IGNORED & set(path.parts)
    ]


def _add(archive: zipfile.ZipFile, name: str, data: bytes, mode: int) -> None:
    entry = zipfile.ZipInfo(name, _TIME)
    entry.external_attr = (0o100000 | mode) << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)
