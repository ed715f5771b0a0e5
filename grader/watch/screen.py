"""The watch screen as lines of text that fit, in one fixed order.

Title; output; hint if asked for; done mark; the way to the solution once all passes; then, at
the foot, a message, the progress over the course and the keys that apply now.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain

from rich.console import Console, ConsoleDimensions, RenderableType
from rich.padding import Padding
from rich.segment import Segment, Segments
from rich.text import Text

from grader.report.escape import one_line, printable
from grader.report.model import Report
from grader.report.terminal import GLYPHS, failures, points, quizzes
from grader.studying.hints import Hint
from grader.studying.progress import next_step, what_next

Line = list[Segment]

# A hint may take what it needs, down to this much left for the output above it.
LEAST_OUTPUT = 5
ROOMY = 20
BAR = 20


@dataclass(frozen=True)
class View:
    """What the screen shows: the report of one concept, and the whole of the course."""

    report: Report
    whole: Report
    hint: Hint | None = None
    message: str = ""
    graded_at: str = ""
    quiz_first: bool = False
    keys: dict[str, str] = field(default_factory=dict)


def compose(view: View, console: Console, width: int, height: int | None = None) -> list[Line]:
    """The lines of the screen, at most `height` of them (all where there is no end)."""
    console.size = ConsoleDimensions(max(width, 10), height or 1000)
    gap = [_blank()] if height is None or height >= ROOMY else []
    head = _lines(console, [_title(view)])
    output = [line for part in _output(view) for line in [*gap, *_lines(console, [part])]]
    rest = list(chain.from_iterable(
        [*gap, *_lines(console, [part])] for part in (_hint(view), _done(view)) if part
    ))  # fmt: skip
    foot = [*gap, *_lines(console, _foot(view, console.width))]
    if height is None:
        return [*head, *output, *rest, *foot]
    room = height - len(head) - len(foot)
    output = _cut(console, output, max(room - len(rest), min(len(output), LEAST_OUTPUT)))
    return [*head, *_cut(console, [*output, *rest], room), *foot][:height]


def as_text(lines: list[Line], console: Console) -> list[str]:
    """Each line with its colours as the console writes them."""
    texts = []
    for line in lines:
        with console.capture() as captured:
            console.print(Segments(line), end="")
        texts.append(captured.get())
    return texts


def _title(view: View) -> Text:
    concept = view.report.concepts[0]
    glyph, _, style = GLYPHS[concept.status]
    done = sum(function.status == "passed" for function in concept.functions)
    text = Text(f"{glyph} ", style=f"bold {style}", no_wrap=True, overflow="ellipsis")
    text.append(f"{concept.id[:2]}", style="not dim")
    text.append(f"  {done}/{len(concept.functions)} functions", style="not bold not dim")
    text.append(f"  {view.graded_at}  {one_line(concept.title)}", style="not bold dim")
    return text


def _output(view: View) -> list[RenderableType]:
    """What `grade run` shows of this concept, else where to write."""
    found: list[RenderableType] = [*failures(view.report)]
    answers = quizzes(view.report)
    found = [*answers, *found] if view.quiz_first else [*found, *answers]
    step = next_step(view.report)
    if not found and step and step.function:
        line = f":{step.function.line}" if step.function.line else ""
        found.append(
            Text(f"Next: write {step.function.name} in {one_line(step.concept.file)}{line}")
        )
    return found


def _hint(view: View) -> RenderableType | None:
    if view.hint is None:
        return None
    text = Text(f"hint {view.hint.number} of {view.hint.total}\n", style="bold yellow")
    text.append(printable(view.hint.text), style="not bold default")
    return Padding(text, (0, 0, 0, 2))


def _done(view: View) -> Text | None:
    concept = view.report.concepts[0]
    if concept.status != "passed":
        return None
    text = Text(f"✓ every function of {concept.id[:2]} passes\n", style="bold green")
    example = concept.functions[0].name
    if not view.report.course.practice:
        solution = f"Compare with the reference: grade solution {example}\n"
        text.append(solution, style="not bold default")
    text.append(f"Next: {what_next(view.whole)}", style="not bold default")
    return text


def _foot(view: View, width: int) -> list[RenderableType]:
    parts: list[RenderableType] = []
    if view.message:
        parts.append(Text(printable(view.message, 400), style="yellow"))
    if view.report.sandbox.tier != "hardened":
        parts.append(Text(f"sandbox: {view.report.sandbox.tier}", style="yellow"))
    parts.append(_progress(view.whole, width))
    if view.keys:
        text = Text(style="dim")
        for number, (key, does) in enumerate(view.keys.items()):
            text.append("  " if number else "").append(key, style="bold not dim")
            text.append(f":{does}".replace(" ", "\u00a0"))
        parts.append(text)
    return parts


def _progress(whole: Report, width: int) -> Text:
    functions = [function for concept in whole.concepts for function in concept.functions]
    done = sum(function.status == "passed" for function in functions)
    before = f"{done}/{len(functions)} functions  "
    after = f"  {points(whole.score.earned)}/{points(whole.score.possible)} points"
    bar = max(min(BAR, width - len(before) - len(after)), 0)
    filled = bar * done // len(functions) if functions else bar
    text = Text(before, no_wrap=True, overflow="ellipsis")
    text.append("#" * filled, style="green").append("-" * (bar - filled), style="dim")
    return text.append(after)


def _cut(console: Console, lines: list[Line], room: int) -> list[Line]:
    if len(lines) <= room:
        return lines
    if room <= 0:
        return []
    left = len(lines) - room + 1
    note = Text(
        f"… {left} more line{'s' if left != 1 else ''}: make the window taller, or `grade run`",
        style="dim", no_wrap=True, overflow="ellipsis",
    )  # fmt: skip
    return [*lines[: room - 1], *_lines(console, [note])]


def _lines(console: Console, parts: list[RenderableType]) -> list[Line]:
    options = console.options.update(height=None)
    return [line for part in parts for line in console.render_lines(part, options, pad=False)]


def _blank() -> Line:
    return [Segment("")]
