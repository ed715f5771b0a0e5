"""What `grade class` says when it is done."""

from __future__ import annotations

from rich.console import Console

from grader.report.escape import one_line

from .whole import Summary

MAX_SHOWN = 10


def say(summary: Summary, notes: list[str], absent: int, console: Console) -> None:
    """Print how many were graded, and the first of those that need a look."""
    counts = f"{summary.graded} graded, {summary.unchanged} unchanged since the last run"
    console.print(counts + (f", {absent} on the roster without a hand-in" if absent else ""))
    for heading, lines in (
        ("changed by grading again", summary.changed),
        ("could not be used", summary.unusable),
        (
            "trouble of the grader's own, not the student's; the next run tries again",
            summary.trouble,
        ),
        ("note" if len(notes) == 1 else "notes", notes),
    ):
        if lines:
            console.print(f"{len(lines)} {heading}:")
            for line in lines[:MAX_SHOWN]:
                console.print(f"  {one_line(line)}")
            if len(lines) > MAX_SHOWN:
                console.print(f"  … and {len(lines) - MAX_SHOWN} more")
