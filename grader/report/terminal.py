"""The report on a terminal: a screenful, the first failing function first."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from .escape import one_line, printable
from .model import (
    ConceptResult,
    Diagnosis,
    QuizResult,
    Report,
    Status,
)
from .views import Failure, first_failure, problems_before_work, with_article

MAX_QUIZ = 3
MAX_FILES = 3
MAX_OUTPUT_LINES = 10
LEAST_CODE = 12

GLYPHS: dict[Status, tuple[str, str, str]] = {
    "passed": ("✓", "passed", "green"),
    "failed": ("✗", "failed", "red"),
    "error": ("!", "error", "red"),
    "not_started": ("·", "not started", "dim"),
    "not_checked": ("?", "not checked", "yellow"),
}

PRACTICE = "Practice data: visible tests only; the course's own tests may ask more."


def render(report: Report, console: Console) -> None:
    """Print a report: a line a concept, then the first thing to work on, then what to do."""
    console.print(_title(report))
    console.print(_concepts(report))
    for part in [*failures(report), *quizzes(report)]:
        console.print()
        console.print(part)
    console.print()
    console.print(_closing(report, first_failure(report)))


def render_list(report: Report, console: Console) -> None:
    """Print the state of every function and quiz."""
    console.print(_title(report))
    for concept in report.concepts:
        console.print()
        score = f"{points(concept.score.earned)}/{points(concept.score.possible)}"
        title = Text(f"{concept.id[:2]}  {one_line(concept.title)}", style="bold")
        title.truncate(max(console.width - len(score) - 3, 8), overflow="ellipsis")
        console.print(title.append(f"   {score}"))
        if concept.problem:
            problem = Text(f"! {one_line(concept.problem.headline)}", style="red")
            console.print(Padding(problem, (0, 0, 0, 4)))
        table = Table(box=None, show_header=False, padding=(0, 1), pad_edge=False)
        for function in concept.functions:
            glyph, word, style = GLYPHS[function.status]
            earned = f"{points(function.score.earned)}/{points(function.score.possible)}"
            row = [Text(f"    {glyph}", style=style), Text(function.name)]
            table.add_row(*row, Text(word, style=style), Text(earned, justify="right"))
        if concept.quiz:
            right = sum(question.status == "passed" for question in concept.quiz)
            state = "cannot be used" if concept.quiz_problem else ""
            mark = "✓" if right == len(concept.quiz) else "·"
            row = [Text(f"    {mark}"), Text("quiz"), Text(state, style="red")]
            table.add_row(*row, Text(f"{right}/{len(concept.quiz)}", justify="right"))
        console.print(table)
    console.print()


def points(value: float) -> str:
    """12, 12.5, 12.25: no trailing zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _title(report: Report) -> Text:
    score = report.score
    text = Text(one_line(report.course.title), style="bold")
    text.append(f"   {points(score.earned)} of {points(score.possible)} points", style="bold")
    return text


def _concepts(report: Report) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 1), pad_edge=False)
    for concept in report.concepts:
        glyph, word, style = GLYPHS[concept.status]
        done = sum(function.status == "passed" for function in concept.functions)
        table.add_row(
            Text(glyph, style=style),
            Text(one_line(concept.id)),
            Text(word, style=style),
            Text(f"{done}/{len(concept.functions)} functions"),
            Text(_quiz_count(concept)),
            Text(
                f"{points(concept.score.earned)}/{points(concept.score.possible)}",
                justify="right",
            ),
        )
    return table


def _quiz_count(concept: ConceptResult) -> str:
    right = sum(question.status == "passed" for question in concept.quiz)
    return f"quiz {right}/{len(concept.quiz)}" if concept.quiz else ""


def failures(report: Report) -> list[Group]:
    """The first failing function, if any, and files that fail before a function was begun."""
    first = first_failure(report)
    parts = [_failure(first)] if first else []
    return parts + [_file_problem(c) for c in problems_before_work(report)][:MAX_FILES]


def quizzes(report: Report) -> list[Group]:
    """Quiz files that cannot be used, and the first wrong answers."""
    parts = []
    for concept in report.concepts:
        if concept.quiz_problem:
            head = Text("! quiz   ", style="bold red").append(f"{one_line(concept.id)}.toml")
            parts.append(Group(head, Padding(_diagnosis(concept.quiz_problem), (0, 0, 0, 2))))
        for question in concept.quiz:
            if question.status in ("failed", "error") and question.question:
                parts.append(_quiz_answer(concept, question))
    return parts[:MAX_QUIZ]


def _quiz_answer(concept: ConceptResult, question: QuizResult) -> Group:
    glyph, _, style = GLYPHS[question.status]
    head = Text(f"{glyph} quiz   ", style=f"bold {style}")
    head.append(f"{one_line(concept.id)}.toml", style="dim")
    head.append(f":{question.line}" if question.line else "", style="dim")
    body = Text(f"{printable(question.question)}\n", style="bold")
    named = f" ({one_line(question.misconception)})" if question.misconception else ""
    body.append(f"Your answer: {quiz_answer(question)}{named}\n", style="not bold dim")
    body.append(printable(question.explanation), style="not bold")
    return Group(head, Padding(body, (0, 0, 0, 2)))


def quiz_answer(question: QuizResult) -> str:
    """The answer that was given, with the text behind its letter."""
    given = one_line(question.answer)
    chosen = [c.text for c in question.choices if c.letter == question.answer.strip().lower()]
    return f"{given}: {one_line(chosen[0])}" if chosen else given


def _failure(failure: Failure) -> Group:
    concept, function, test = failure
    if function is None or test is None:
        return _file_problem(concept)
    glyph, _, style = GLYPHS[test.status]
    head = Text(f"{glyph} ", style=f"bold {style}").append(f"{function.name}   ")
    head.append(one_line(concept.file), style="dim")
    if test.diagnosis and test.diagnosis.line:
        head.append(f":{test.diagnosis.line}", style="dim")
    head.append(f"   {one_line(test.title)}", style="dim")
    parts: list[Text | Padding] = [head]
    if test.diagnosis:
        parts.append(Padding(_diagnosis(test.diagnosis), (0, 0, 0, 2)))
    if test.shown:
        lines = [f"call      {test.shown.call}", f"expected  {test.shown.expected}"]
        lines.append(f"got       {test.shown.actual}")
        shown = Text("\n".join(one_line(line, 300) for line in lines), style="dim")
        parts.append(Padding(shown, (1, 0, 0, 2)))
    if test.printed:
        heading = "your output" + (" (cut)" if test.printed_cut else "")
        printed = Text(f"{heading}\n{_output(test.printed)}", style="dim")
        parts.append(Padding(printed, (1, 0, 0, 2)))
    return Group(*parts)


def _output(printed: str) -> str:
    """The first lines of what the student's code printed."""
    lines = printed.splitlines()
    shown = printable("\n".join(lines[:MAX_OUTPUT_LINES]), 600)
    more = len(lines) - MAX_OUTPUT_LINES
    return f"{shown}\n… and {more} more line{'' if more == 1 else 's'}" if more > 0 else shown


def _file_problem(concept: ConceptResult) -> Group:
    assert concept.problem is not None
    head = Text("! ", style="bold red").append(one_line(concept.file))
    head.append(f":{concept.problem.line}" if concept.problem.line else "", style="dim")
    return Group(head, Padding(_diagnosis(concept.problem), (0, 0, 0, 2)))


def _diagnosis(diagnosis: Diagnosis) -> Group:
    parts: list[Text | _Code] = [Text(printable(diagnosis.headline), style="bold")]
    if diagnosis.code:
        parts.append(_Code(diagnosis))
    for operand in diagnosis.operands:
        name, summary = one_line(operand.name), one_line(operand.summary)
        parts.append(Text(f"    {name} is {with_article(summary)}"))
    parts.append(Text(printable(diagnosis.explanation)))
    parts.append(Text(f"Next: {printable(diagnosis.next_step)}", style="italic"))
    return Group(*parts)


@dataclass(frozen=True)
class _Code:
    """The student's line, and ^^^ under the part of it that failed."""

    diagnosis: Diagnosis

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        code, columns = one_line(self.diagnosis.code), self.diagnosis.columns
        margin = f"{self.diagnosis.line or ''} | "
        if columns is None or code != self.diagnosis.code:
            yield Text(margin + code, style="cyan")
            return
        code, start, end = _around(code, columns, options.max_width - len(margin))
        yield Text(margin + code, style="cyan")
        marks = " " * start + "^" * max(1, end - start)
        yield Text(f"{' ' * (len(margin) - 2)}| {marks}", style="red")


def _around(code: str, columns: tuple[int, int], room: int) -> tuple[str, int, int]:
    """As much of a line as there is room for around `columns`, and where they are in that."""
    start, end = columns
    room = max(room, LEAST_CODE)
    if max(len(code), end) <= room:
        return code, start, end
    first = max(0, min(start - room // 3, max(len(code), end) - room))
    part = code[first : first + room]
    if first:
        part = f"…{part[1:]}"
    if first + room < len(code):
        part = f"{part[:-1]}…"
    return part, start - first, min(end - first, room)


def _closing(report: Report, first: Failure | None) -> Text:
    functions = [function for concept in report.concepts for function in concept.functions]
    text = Text()
    for line in report.trouble[:3]:
        text.append(f"grader trouble: {one_line(line, 300)}\n", style="yellow")
    if report.sandbox.tier != "hardened":
        text.append(f"sandbox: {report.sandbox.tier} (see the report)\n", style="yellow")
    waiting = sum(function.status == "not_started" for function in functions)
    if functions and all(function.status == "passed" for function in functions):
        text.append(_all_pass(report))
    elif first:
        shown = [first.function] if first.function else first.concept.functions
        failing = [f for f in functions if f.status in ("failed", "error", "not_checked")]
        others = sum(not any(f is known for known in shown) for f in failing)
        text.append("Start here; ")
        more = {0: "nothing else fails", 1: "1 more function fails"}
        text.append(f"{more.get(others, f'{others} more functions fail')}, {waiting} not started.")
        text.append(_what_to_run(first))
    elif waiting:
        name, concept = _next_stub(report)
        text.append(f"{waiting} functions wait for you. Next: {name} in {one_line(concept.file)}.")
    if report.course.practice:
        text.append(f"\n{PRACTICE}", style="dim")
    return text


def _all_pass(report: Report) -> str:
    """What to say where every function passes: the quiz may be left."""
    left = {
        concept.id: sum(question.status != "passed" for question in concept.quiz)
        for concept in report.concepts
    }
    concept = next((concept for concept, count in left.items() if count), None)
    if concept is None:
        return "Everything passes. Well done!"
    count = sum(left.values())
    questions = f"{count} question{'' if count == 1 else 's'} of the quiz"
    still = f"{questions} {'is' if count == 1 else 'are'} left"
    return f"Every function passes; {still}.\n  grade quiz {concept[:2]}"


def _what_to_run(first: Failure) -> str:
    """The commands that help with the first failure."""
    concept, function, test = first
    commands = []
    if function and function.hints:
        commands.append(f"grade hint {concept.id[:2]}.{function.name}")
    if told := test.diagnosis if test else concept.problem:
        commands.append(f"grade explain {told.id}")
    return "".join(f"\n  {command}" for command in commands)


def _next_stub(report: Report) -> tuple[str, ConceptResult]:
    return next(
        (function.name, concept)
        for concept in report.concepts
        for function in concept.functions
        if function.status == "not_started"
    )
