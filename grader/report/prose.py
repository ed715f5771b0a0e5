"""Sentences as markup."""

from __future__ import annotations

import re
from html import escape

from markupsafe import Markup

from .escape import printable

_CODE = re.compile(r"`([^`\n]+)`")


def prose(text: str, limit: int = 4000) -> Markup:
    """Escape a sentence and set what stands in `backticks` as code."""
    safe = escape(printable(text, limit))
    if "`" not in safe:
        return Markup(safe)
    parts = _CODE.split(safe)
    parts[1::2] = [f"<code>{part}</code>" for part in parts[1::2]]
    return Markup("".join(parts))
