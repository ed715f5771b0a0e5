"""Making text of a student's harmless before it is shown.

Control characters could move the cursor, recolour the screen or end a line; characters
that change the direction of writing could make code read as something else.
"""

from __future__ import annotations

import unicodedata

# Letters, spaces and line ends apart, what Unicode calls Cc, Cf, Cs, Co, Cn, Zl or Zp.
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def printable(text: str, limit: int = 4000) -> str:
    """Replace control, bidi and unassigned characters by visible escapes, and cut, saying so."""
    cut = text if len(text) <= limit else text[:limit]
    clean = "".join(_visible(character) for character in cut.expandtabs(4))
    return clean if len(text) <= limit else f"{clean}… (cut, {len(text)} characters)"


def one_line(text: str, limit: int = 200) -> str:
    """The same on one line."""
    return printable(text.replace("\r\n", "\n").replace("\n", "⏎"), limit)


def _visible(character: str) -> str:
    if character == "\n" or unicodedata.category(character) not in _UNSAFE:
        return character
    return f"\\u{{{ord(character):x}}}"
