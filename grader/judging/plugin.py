"""The pytest plugin: the fixtures of hidden tests, and the proof that a course holds.

Loaded in every pytest run of the environment, so it imports torch only when a hidden
test is set up. A hidden test is a test in `NN_name/test_hidden.py` beside a
`reference.py`. Under `grade` it compares a student's submission (see `session`); under
plain `pytest solutions/` it compares the reference with itself, and each concept gets
two kinds of proof more: its stubs fail, and each misconception fails.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .draw import Draw
    from .trial import Compare, Trial

GRADING = pytest.StashKey[bool]()
TRIAL = pytest.StashKey["Trial"]()
HIDDEN = "test_hidden.py"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "points(value): what a hidden test is worth")
    config.addinivalue_line("markers", "visible: its calls may be recorded for practice")


def is_hidden(item: pytest.Item) -> bool:
    """Is this a test of a course, rather than any other test of the environment?"""
    return item.path.name == HIDDEN and (item.path.parent / "reference.py").is_file()


def concept_of(item: pytest.Item) -> str:
    return item.path.parent.name


def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add the proofs of each concept behind its last hidden test, unless `grade` is running."""
    if config.stash.get(GRADING, False):
        return
    from .proof import proofs

    seen: dict[Path, int] = {}
    for place, item in enumerate(items):
        if is_hidden(item):
            seen[item.path] = place
    for path, place in sorted(seen.items(), key=lambda pair: -pair[1]):
        items[place + 1 : place + 1] = proofs(items[place], path.parent)


@pytest.fixture
def trial(request: pytest.FixtureRequest) -> Trial:
    """The test at hand, and the subjects that it is about."""
    from .trial import reference_trial

    item = request.node
    current = item.config.stash.get(TRIAL, None)
    return current if current is not None else reference_trial(item.path.parent, item.name)


@pytest.fixture
def compare(trial: Trial) -> Compare:
    """`compare("gram", matrix)`: the same call on student and reference, and the difference."""
    return trial.compare


@pytest.fixture
def student(trial: Trial) -> Any:
    """`student.call("gram", matrix)`: what the student's function returned, as plain data."""
    return trial.asker("student")


@pytest.fixture
def reference(trial: Trial) -> Any:
    """`reference.call("gram", matrix)`: what the reference returned, as plain data."""
    return trial.asker("reference")


@pytest.fixture
def draw(trial: Trial) -> Draw:
    """Inputs made from the course seed and the test's id."""
    return trial.draw
