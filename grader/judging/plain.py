"""Hidden tests that need nothing of pytest but to be collected.

Most of them take the fixtures of `plugin` and parameters, and nothing else. Calling such a
function is what pytest would do too, after a millisecond of setting up.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from . import plugin
from .trial import Trial

OURS: dict[str, Callable[[Trial], Any]] = {
    "compare": lambda trial: trial.compare,
    "draw": lambda trial: trial.draw,
    "student": lambda trial: trial.asker("student"),
    "reference": lambda trial: trial.asker("reference"),
}
# What those are made from in `plugin`, and no test asks for itself.
_BENEATH = {"trial", "request"}
_MARKS = {"points", "visible", "parametrize"}


def plain_call(item: pytest.Item) -> Callable[[Trial], None] | None:
    """What calls a test's function for a trial; None if pytest has to run it.

    That is where it is a method or a coroutine, has marks or fixtures that are not ours, or
    may be touched by hooks of a `conftest.py`.
    """
    if type(item) is not pytest.Function or item.cls is not None or _has_hooks(item):
        return None
    if any(mark.name not in _MARKS or _is_indirect(mark) for mark in item.iter_markers()):
        return None
    function = item.obj
    if inspect.iscoroutinefunction(function) or inspect.isgeneratorfunction(function):
        return None
    values = dict(item.callspec.params) if hasattr(item, "callspec") else {}
    wanted = [name for name in inspect.signature(function).parameters if name not in values]
    if not OURS.keys() >= set(wanted):
        return None
    if not set(item.fixturenames) <= OURS.keys() | _BENEATH | values.keys():
        return None
    if not all(_is_ours(item, name) for name in wanted):
        return None
    return lambda trial: function(**values, **{name: OURS[name](trial) for name in wanted})


def _has_hooks(item: pytest.Item) -> bool:
    concept = item.path.parent
    return any((folder / "conftest.py").exists() for folder in (concept, concept.parent))


def _is_indirect(mark: pytest.Mark) -> bool:
    return bool(mark.kwargs.get("indirect")) or len(mark.args) > 2


def _is_ours(item: pytest.Function, name: str) -> bool:
    """Has the course left this fixture as it is?"""
    known = item._fixtureinfo.name2fixturedefs.get(name, ())
    return [fixture.func.__module__ for fixture in known] == [plugin.__name__]
