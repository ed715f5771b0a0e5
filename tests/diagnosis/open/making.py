"""How a case is written down."""

from __future__ import annotations

from textwrap import dedent
from typing import Any


def case(
    name: str,
    function: str,
    source: str,
    cause: str,
    fits: list[str],
    false: list[str] = [],  # noqa: B006 - only read
    *,
    plain_fits: bool = False,
    kind: str = "silent",
) -> dict[str, Any]:
    """One wrong answer; a source of one line is the body of a function of x, y, … as given."""
    return {
        "id": name,
        "function": function,
        "source": dedent(source).strip() + "\n",
        "cause": cause,
        "fits": fits,
        "false": false,
        "plain_fits": plain_fits,
        "kind": kind,
    }
