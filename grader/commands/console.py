"""What a terminal is told, and in which colours."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def open_console(color: str, *, to_stderr: bool = False) -> Console:
    """A console that colours as asked: --color > NO_COLOR > FORCE_COLOR > terminal."""
    from rich.console import Console

    class OurConsole(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # rich would exit with 1, which says below --fail-under

    if color == "auto":
        if os.environ.get("NO_COLOR"):
            color = "never"
        elif os.environ.get("FORCE_COLOR"):
            color = "always"
    forced = {"always": True, "never": False}.get(color)
    return OurConsole(
        stderr=to_stderr,
        force_terminal=forced,
        no_color=color == "never",
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
    )


def in_ci() -> bool:
    """Does this run in continuous integration? Then no spinner, and no prompt."""
    return os.environ.get("CI", "").lower() == "true"
