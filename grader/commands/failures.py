"""How a command ends when it does not end well. The numbers are the exit codes.

click.ClickException
├── Unusable        2  input that cannot be graded, or a course that cannot be used
└── TierMissing     4  the sandbox is weaker than --require asks
"""

from __future__ import annotations

import click

BELOW, UNUSABLE, BUG, TIER = 1, 2, 3, 4


class Unusable(click.ClickException):
    """Input that cannot be graded, or a course that cannot be used."""

    exit_code = UNUSABLE


class TierMissing(click.ClickException):
    """The sandbox is weaker than --require asks; nothing was graded."""

    exit_code = TIER
