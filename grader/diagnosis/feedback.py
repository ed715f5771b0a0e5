"""What a student may read: the one place where the feedback policy is applied.

full        everything
diagnosis   which test, and why it failed; nothing of a hidden input, an expected value, or
            what the student's code made of hidden inputs
score       points alone

Under the last two a text keeps only values that cannot hold such a thing: names that stand
in the student's own file, names of Python's and torch's own types, and what the course
publishes. A text whose headline needs more has a `private` headline beside it. Student code
runs in the process that answers, so whatever it answers (an exception's text and type, a
printed line, even a syntax error of a file loaded later) may carry a hidden input.
"""

from __future__ import annotations

import builtins
import re
from collections import Counter

from grader.judging.session import Outcome
from grader.report.model import Diagnosis, Feedback, Operand, Remark

from .cause import Cause
from .texts import Text, phrase, texts

# Values with these names are safe by construction: see where each is made.
OPEN = frozenset(
    {
        "argument", "arguments", "file", "function", "callee", "hint", "line", "memory", "name",
        "parameters", "problem", "seconds", "type", "wall", "why", "word",
    }
)  # fmt: skip
MAX_HEADLINE, MIN_VALUE = 160, 30
_TENSOR = re.compile(r"([a-z]+[0-9]*) (tensor|array) of shape \(([0-9, ]*)\)")
_PLAIN = re.compile(r"(bool|int|float|list|tuple|dict|set|str|None)\b")
_DTYPE = re.compile(r"bool|b?float(16|32|64)|u?int(8|16|32|64)|complex(32|64|128)")
_SYNTAX = re.compile(
    r"invalid syntax(\. (Perhaps you forgot a comma\?|Maybe you meant '[=:!]=?' .{0,20}))?"
    r"|'[(\[{]' was never closed|unmatched '[)\]}]'|expected '[:(]'"
    r"|closing parenthesis '[)\]}]' does not match opening parenthesis '[(\[{]'( on line \d{1,5})?"
    r"|unterminated (triple-quoted )?f?-?string( literal)?( \(detected at line \d{1,5}\))?"
    r"|unexpected indent|unindent does not match any outer indentation level"
    r"|expected an indented block( after ('\w+'|\w+)( \w+){0,2} on line \d{1,5})?"
    r"|inconsistent use of tabs and spaces in indentation|unexpected EOF while parsing"
    r"|'(return|yield|await)' outside function|'(break|continue)' outside loop"
    r"|invalid decimal literal|unexpected character after line continuation character"
    r"|positional argument follows keyword argument|cannot assign to [\w ]{1,40} here\..{0,40}"
)


class Policy:
    """One feedback policy, asked about every piece of a report."""

    def __init__(self, feedback: Feedback) -> None:
        self.feedback = feedback
        self.full = feedback == "full"

    def tell(self, found: Cause | None, source: bytes) -> Diagnosis | None:
        """Put a cause into words; `source` is the student's file."""
        if found is None or self.feedback == "score":
            return None
        text = texts()[found.text or found.id]
        words = _words(found)
        if not self.full:
            words = {name: words[name] for name in OPEN & words.keys()}
        code = source_line(source, found.line)
        explanation = found.explanation or text["explanation"].format_map(_Blanks(words))
        if found.other and (second := self.tell(found.other, source)):
            explanation = phrase("both").format(one=explanation, other=second.explanation)
        headline = _short(_headline(text, self.full), words)
        if (found.text or found.id).startswith("REL-") and not headline.startswith("result["):
            headline = headline[:1].upper() + headline[1:]
        return Diagnosis(
            id=found.id,
            headline=headline,
            explanation=explanation,
            next_step=found.next_step or text["next_step"].format_map(_Blanks(words)),
            line=found.line if code else None,
            code=code.strip(),
            columns=_columns(found, code),
            operands=self._operands(found.operands, source),
        )

    def remarks(self, found: list[Cause]) -> list[Remark]:
        """Put remarks on a passing answer into words."""
        if self.feedback == "score":
            return []
        remarks = []
        for item in found:
            words = _words(item)
            if not self.full:
                words = {name: words[name] for name in OPEN & words.keys()}
            text = _headline(texts()[item.id], self.full).format_map(_Blanks(words))
            remarks.append(Remark(id=item.id, text=text, line=item.line))
        return remarks

    def printed(self, text: str) -> str:
        """What the student's code printed, where it may be read."""
        return text if self.full else ""

    def title(self, outcome: Outcome) -> str:
        """A test's title; its parameters are hidden inputs."""
        return outcome.title if self.full else outcome.bare_title

    def ids(self, outcomes: list[Outcome]) -> dict[str, str]:
        """The id of each test in the report: pytest's own spells parameters out."""
        if self.full:
            return {outcome.id: outcome.id for outcome in outcomes}
        counts: Counter[str] = Counter()
        names = {}
        for outcome in outcomes:
            base, bracket, _ = outcome.id.partition("[")
            counts[base] += 1
            names[outcome.id] = f"{base}[{counts[base]}]" if bracket else base
        return names

    def _operands(self, operands: tuple[Operand, ...], source: bytes) -> list[Operand]:
        if self.full:
            return list(operands)
        known = [
            Operand(name=operand.name, summary=kind)
            for operand in operands
            if own_word(operand.name, source) and (kind := _kind_of(operand.summary))
        ]
        return known


def source_line(source: bytes, number: int | None) -> str:
    """One line of a student's file as written, cut at 200 characters."""
    if number is None or number < 1:
        return ""
    lines = source.splitlines()
    if number > len(lines):
        return ""
    return lines[number - 1].decode("utf-8", "replace").rstrip()[:200]


def own_word(text: str, source: bytes) -> str:
    """`text`, if it is a name or an operator that stands in the student's own file; else ""."""
    named = re.fullmatch(r"[A-Za-z_][\w.]{0,80}|@|\*\*|[-+*/]", text)
    return text if named and text.encode() in source else ""


def known_type(name: str, bases: list[str]) -> str:
    """An exception's type if it is one of Python's own, else the nearest base that is."""
    for candidate in (name, *bases):
        kind = getattr(builtins, candidate, None)
        if isinstance(kind, type) and issubclass(kind, BaseException):
            return candidate
    return "an error"


def syntax_problem(message: str) -> str:
    """What Python's parser says, if it is one of the sentences that it is known to say."""
    return message if _SYNTAX.fullmatch(message) else ""


class _Blanks(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def _words(found: Cause) -> dict[str, str]:
    return {name: str(value) for name, value in found.values.items()} | {
        "line": str(found.line or "?")
    }


def _headline(text: Text, full: bool) -> str:
    return text["headline"] if full else text.get("private", text["headline"])


def _short(form: str, words: dict[str, str]) -> str:
    """A headline with its values filled in, each cut as far as needed; `shown` has the whole."""
    text = form.format_map(_Blanks(words))
    # A value may be long; more of it than a whole headline is never kept.
    room = min(max(map(len, words.values()), default=0), MAX_HEADLINE + 1)
    while len(text) > MAX_HEADLINE and room > MIN_VALUE:
        room -= 1
        text = form.format_map(_Blanks({name: _cut(value, room) for name, value in words.items()}))
    return text


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _kind_of(summary: str) -> str:
    """An operand's summary without sizes and values, which are those of hidden inputs."""
    if tensor := _TENSOR.match(summary):
        dtype, noun, shape = tensor.groups()
        rank = len([part for part in shape.split(",") if part.strip()])
        return f"{dtype} {noun} of rank {rank}" if _DTYPE.fullmatch(dtype) else ""
    plain = _PLAIN.match(summary)
    return plain[1] if plain else ""


def _columns(found: Cause, code: str) -> tuple[int, int] | None:
    """Where in the stripped `code` the failing part stands, as [start, end)."""
    indent = len(code) - len(code.lstrip())
    if found.expression and (start := code.find(found.expression)) >= 0:
        if found.expression == code.strip():
            return None
        return start - indent, start - indent + len(found.expression)
    if found.column is not None and indent < found.column <= len(code) + 1:
        return found.column - 1 - indent, found.column - indent
    return None
