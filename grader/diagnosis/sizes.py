"""A float where torch asks for a size: torch's own message often speaks of something else."""

from __future__ import annotations

import re

from grader.sandbox.messages import RaisedException

_SIZED = re.compile(
    r"(?<!\w)(reshape|view|expand|repeat|tile|unflatten|broadcast_to|split|chunk|narrow|unfold"
    r"|repeat_interleave|(new_)?(zeros|ones|empty|full)|rand|randn|randint|eye)\s*\("
)
_NUMBER = re.compile(r"\d+\.\d*|float\(.*\)")
_DIVISION = re.compile(r"(?<!/)/(?!/)")


def float_size(error: RaisedException, code: str) -> str:
    """The argument that is a float where a size is needed, as it stands in `code`; else ""."""
    if "TypeError" not in (error.type, *error.bases):
        return ""
    text = error.expression if error.expression in code and error.expression else code
    floats = {item.name for item in error.operands if item.summary.startswith("float ")}
    for call in _SIZED.finditer(text):
        for argument in _arguments(text[call.end() :]):
            if argument in floats or _NUMBER.fullmatch(argument) or _divides(argument):
                return argument[:60]
    return ""


def _arguments(text: str) -> list[str]:
    """What stands between commas up to the bracket that closes; a tuple's members by themselves."""
    found, depth, start = [], 0, 0
    for place, character in enumerate(text):
        if character in ",)" and depth == 0:
            found.append(text[start:place].strip())
            start = place + 1
            if character == ")":
                break
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
    if len(found) == 1 and found[0].startswith(("(", "[")):
        return _arguments(f"{found[0][1:-1]})")
    return found


def _divides(argument: str) -> bool:
    """Is its last step a division with `/`? What stands in brackets may be rounded again."""
    outside, depth = "", 0
    for character in argument:
        depth -= character in ")]}"
        outside += character if depth == 0 else ""
        depth += character in "([{"
    return _DIVISION.search(outside) is not None
