"""The skeleton of a new concept: one small function, already proved, to be replaced."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

from grader.course import CONCEPT_NAME, CourseError
from grader.report.files import write_whole

_FILES = {
    "exercise.py.txt": "{exercises}/{concept}.py",
    "reference.py.txt": "{solutions}/{concept}/reference.py",
    "test_hidden.py.txt": "{solutions}/{concept}/test_hidden.py",
    "misconceptions.py.txt": "{solutions}/{concept}/misconceptions.py",
    "idiomatic.py.txt": "{solutions}/{concept}/idioms/idiomatic.py",
    "hints.toml.txt": "{solutions}/{concept}/hints.toml",
}


def scaffold(concept: str, exercises: Path, solutions: Path) -> list[Path]:
    """Write the files of a new concept; none of them, if one is there already.

    Raises:
        CourseError: the name is not one of a concept, or a file would be overwritten.
        OSError: a file cannot be written.
    """
    if not CONCEPT_NAME.fullmatch(concept):
        raise CourseError(
            f"{concept!r} cannot be the name of a concept: two digits, an underscore, then lower "
            "case letters, digits and underscores, such as 10_attention"
        )
    places = {"exercises": exercises, "solutions": solutions, "concept": concept}
    targets = {name: Path(path.format(**places)) for name, path in _FILES.items()}
    taken = [str(path) for path in targets.values() if path.exists()]
    if taken:
        raise CourseError(f"already there, and not overwritten: {', '.join(taken)}")
    words = re.sub(r"_+", " ", concept[3:]).strip()
    for name, path in targets.items():
        text = (resources.files("grader.authoring") / "templates" / name).read_text("utf-8")
        write_whole(path, text.replace("@TITLE@", words.capitalize()).replace("@ID@", concept))
    return list(targets.values())
