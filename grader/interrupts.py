"""Where an interrupt cannot be an exception.

While torch is imported, C++ calls Python, and an exception that comes back aborts the process.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

# What has to be done before the process ends on the spot; empty wherever it may raise.
_CLEAN_UPS: list[Callable[[], object]] = []


@contextlib.contextmanager
def ending_on_the_spot(clean_up: Callable[[], object]) -> Iterator[None]:
    """Within this block an interrupt calls `clean_up` and ends the process, and raises nothing."""
    _CLEAN_UPS.append(clean_up)
    try:
        yield
    finally:
        _CLEAN_UPS.remove(clean_up)


def cleaned_up() -> bool:
    """Clean up if the process has to end on the spot; does it?"""
    for clean_up in _CLEAN_UPS:
        clean_up()
    return bool(_CLEAN_UPS)
