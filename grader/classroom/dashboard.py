"""`RESULTS/index.html`: the class at a glance, one file, readable without its script."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from grader import __version__
from grader.report.escape import one_line, printable
from grader.report.files import write_whole
from grader.report.prose import prose
from grader.report.terminal import points

from .figures import TROUBLE, Figures, Line, count
from .rows import Row, each
from .store import Store

TOP = 20
MAX_LISTED = 1000
MAX_NOTES = 200
STATE = re.compile(rb'<meta name="tensorgrade-state" content="([^"]+)">')
STATUS = {
    "graded": "",
    "not_started": "– nothing begun",
    "not_handed_in": "○ not handed in",
    "unusable": "! could not be read",
    "not_graded": "? not graded yet",
}


def rewrite(results: Path) -> Path:
    """Bring the dashboard of a results folder up to date, and return its path."""
    path = results / "index.html"
    with Store(results) as store:
        state = f"{__version__}-{store.state()}"
        if _made_from(path) == state:
            return path
        run = store.last_run()
        figures = count(each(store, results))
        title = run["title"] if run else "Course"
        anonymous = bool(run and run["anonymous"])
        notes = [str(note) for note in json.loads(run["notes"])] if run else []
        ended = run is None or run["finished"] is not None
    page = render(figures, title, anonymous=anonymous, notes=notes, ended=ended, state=state)
    write_whole(path, page)
    return path


def _made_from(path: Path) -> str:
    """The state that a dashboard says it shows; empty where there is none."""
    try:
        with path.open("rb") as file:
            found = STATE.search(file.read(4096))
    except OSError:
        return ""
    return found[1].decode() if found else ""


def render(
    figures: Figures,
    title: str,
    *,
    anonymous: bool,
    notes: Sequence[str] = (),
    ended: bool = True,
    state: str = "",
) -> str:
    """The page; the same figures give the same bytes.

    Args:
        figures: what is shown.
        title: the course's.
        anonymous: leave out names and links.
        notes: what the last run had to say.
        ended: whether that run came to its end; if not, the rest is only not graded yet.
        state: what the page is made from.
    """
    template = _environment().get_template("dashboard.html")
    script = _source("sort.js")
    lines = sorted(figures.lines, key=lambda line: line.row.student) if anonymous else figures.lines
    names = {
        line.row.student: f"Student {number}" if anonymous else line.row.name
        for number, line in enumerate(lines, 1)
    }
    graded = [line for line in lines if line.row.status in ("graded", "not_started")]
    missing = ("unusable", "not_graded") if ended else ("unusable",)
    absent = [line for line in lines if line.row.status in ("not_started", "not_handed_in")]
    return template.render(
        title=title,
        state=state,
        anonymous=anonymous,
        figures=figures,
        lines=lines,
        names=names,
        graded=len(graded),
        median=_median([_percent(line.row) for line in graded if line.row.status == "graded"]),
        absent=absent[:MAX_LISTED],
        more_absent=max(0, len(absent) - MAX_LISTED),
        unusable=[line for line in lines if line.row.status in missing],
        waiting=0 if ended else sum(line.row.status == "not_graded" for line in lines),
        ended=ended,
        changed=[line for line in lines if line.row.changes],
        overridden=[line for line in lines if line.row.override],
        functions=_hardest(figures.functions),
        tests=sorted(figures.tests.items(), key=lambda pair: (-pair[1].failed, pair[0]))[:TOP],
        mistakes=sorted(figures.mistakes.values(), key=lambda m: (-m.students, m.id))[:TOP],
        items=[figures.items[name] for name in sorted(figures.items)],
        ends=sorted(figures.ends.items(), key=lambda pair: (-pair[1], pair[0]))[:TOP],
        notes=notes,
        most_notes=MAX_NOTES,
        script=script,
        digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


def _hardest(functions: dict[Any, Any]) -> list[Any]:
    failed = [pair for pair in functions.items() if pair[1].failed]
    return sorted(failed, key=lambda pair: (-pair[1].share, -pair[1].tried, pair[0]))[:TOP]


def _percent(row: Row) -> float:
    """The share of the points; a bonus is not more than all of them."""
    return min(100.0, 100 * row.total / row.possible) if row.possible else 100.0


def _median(values: list[float]) -> float | None:
    if not values:
        return None
    ordered, middle = sorted(values), len(values) // 2
    return ordered[middle] if len(values) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def cell(line: Line, concept: str) -> tuple[str, str]:
    """The class and the words of one cell: never colour alone."""
    if concept not in line.shares:
        return "n", "–"
    share = line.shares[concept]
    if share is None:
        return "n", "–"
    if share >= 1:
        return "a", "✓ all"
    if share <= 0:
        return "d", "✗ none"
    return ("b", f"◐ {100 * share:.0f} %") if share >= 0.5 else ("c", f"◔ {100 * share:.0f} %")


def counted(row: Row) -> bool:
    """Whether there are points to show: something was graded, or somebody set them."""
    return row.status in ("graded", "not_started") or row.override is not None


def note(row: Row) -> str:
    """What else there is to say of a student, in few words."""
    words = [STATUS[row.status]] if STATUS[row.status] else []
    if row.late.closed:
        words.append("✗ too late")
    elif row.late.days:
        days = f"{row.late.days} day{'s' if row.late.days > 1 else ''}"
        words.append(f"! late {days}, −{row.late.percent_off:g} %")
    if not row.late.known:
        words.append("? time unknown")
    if row.override:
        words.append("✎ by hand")
    return ", ".join(words)


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("grader.classroom", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "points": points,
        "printable": printable,
        "one_line": one_line,
        "prose": prose,
        "cell": cell,
        "note": note,
        "counted": counted,
        "end_words": lambda end: TROUBLE[end],
    }
    return environment


def _source(name: str) -> str:
    loader = _environment().loader
    assert loader is not None
    return loader.get_source(_environment(), name)[0].strip()
