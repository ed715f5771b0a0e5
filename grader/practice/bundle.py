"""The exercises and practice data that come with the installed package."""

from __future__ import annotations

from pathlib import Path

from .recorded import STUBS

PACKAGE = Path(__file__).resolve().parent.parent
BUNDLE = PACKAGE / "bundle"


def bundled_practice() -> Path | None:
    """The practice data, or None where the package has none."""
    folder = BUNDLE / "practice"
    return folder if folder.is_dir() else None


def bundled_exercises() -> Path | None:
    """The exercises as they were recorded, or None where the package has none."""
    folder = BUNDLE / "practice" / STUBS
    return folder if folder.is_dir() else None
