"""Making text of a student's harmless before it is shown.

Control characters could move the cursor, recolour the screen or end a line; characters
that change the direction of writing could make code read as something else.
"""

from __future__ import annotations

import functools
import re
import unicodedata

# Letters, spaces and line ends apart, what Unicode calls Cc, Cf, Cs, Co, Cn, Zl or Zp.
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_PERHAPS_UNSAFE = re.compile(r"[^\n\x20-\x7e]")

# What a CI log takes for a command wherever it stands in a line, or at its beginning:
# `::error file=x::` (GitHub), `##[error]`, `##vso[…]`, `##teamcity[…]`. A terminal may break a
# line before any `::`, so GitHub's are told by name: `torch::autograd::Node` is none of them.
_GITHUB = (
    "add-mask|add-matcher|add-path|debug|echo|endgroup|error|group|internal-set-repo-path|notice|"
    "remove-matcher|save-state|set-env|set-output|stop-commands|warning"
)
_COMMAND = re.compile(rf"::(?=(?:{_GITHUB})(?: [^\n]*?)?::)|##(?=[A-Za-z]*\[)", re.IGNORECASE)


def printable(text: str, limit: int = 4000) -> str:
    """Replace control, bidi and unassigned characters by visible escapes, and cut, saying so.

    So are commands to a CI log: whatever is shown may be printed there.
    """
    clean = text if len(text) <= limit else text[:limit]
    if not clean.isprintable():
        clean = _PERHAPS_UNSAFE.sub(lambda found: _visible(found[0]), clean.expandtabs(4))
    if "::" in clean or "##" in clean:
        clean = _COMMAND.sub(_spelt_out, clean)
    return clean if len(text) <= limit else f"{clean}… (cut, {len(text)} characters)"


def one_line(text: str, limit: int = 200) -> str:
    """The same on one line."""
    if "\n" in text:
        text = text.replace("\r\n", "\n").replace("\n", "⏎")
    return printable(text, limit)


@functools.lru_cache(4096)
def _visible(character: str) -> str:
    if unicodedata.category(character) not in _UNSAFE:
        return character
    return f"\\u{{{ord(character):x}}}"


def _spelt_out(found: re.Match[str]) -> str:
    return "".join(f"\\u{{{ord(character):x}}}" for character in found.group())
