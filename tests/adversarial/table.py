"""`python -m tests.adversarial.table`: attack by tier and user, and what came of each.

Without options every column is run, as root and as an ordinary user. `--column` runs one of them as whoever calls, and
`--json` prints a line for each case, for other programs.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from . import siege
from .case import Case
from .catalogue import CATALOGUE, ELSEWHERE, NOT_PROMISED
from .ordinary import run_as_ordinary
from .own import OWN

CASES: list[Case] = [*CATALOGUE, *OWN]


class Column(NamedTuple):
    """One way to run: the tier that it reaches, how workers start, and what is switched off."""

    tier: str
    method: str
    disabled: str = ""


COLUMNS = {
    "hardened": Column("hardened", "fork"),
    "limited-fork": Column("limited", "fork", "landlock,seccomp"),
    "limited": Column("limited", "spawn"),
}
# A spawned worker imports torch anew, so the table runs only these with it.
SPAWNED = "A5,A9,A10,A14,A15,B8b,C29,D1,O6,L1,R1"


def runnable(column: str, only: str = "") -> list[Case]:
    """The cases that must fail in that column on this machine."""
    names = set(filter(None, only.split(",")))
    reached = ("hardened", "limited") if COLUMNS[column].tier == "hardened" else ("limited",)
    return [
        case
        for case in CASES
        if case.holds in reached
        and case.machine in ("", platform.machine())
        and (not names or case.id in names)
    ]


def run_column(name: str, cases: list[Case]) -> list[siege.Verdict]:
    """Run cases in this process's user."""
    column = COLUMNS[name]
    os.environ["TENSORGRADE_DISABLE_LAYERS"] = column.disabled
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        return siege.run(Path(folder), cases, column.method, column.tier)


def run_column_as_ordinary(name: str, only: str = "", timeout: float = 1800) -> list[siege.Verdict]:
    """Run a column in another process, as a user who is not root."""
    arguments = ["-m", "tests.adversarial.table", "--column", name, "--only", only, "--json"]
    done = run_as_ordinary(arguments, timeout)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise RuntimeError(f"it could not be run as an ordinary user: {done.stderr[-500:]}")
    return [siege.Verdict(**json.loads(line)) for line in lines]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--column", choices=COLUMNS)
    parser.add_argument("--only", default="", metavar="ID,ID")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    if chosen.column:
        verdicts = run_column(chosen.column, runnable(chosen.column, chosen.only))
        for verdict in verdicts:
            words = "; ".join(verdict.complaints) or "held"
            print(json.dumps(verdict._asdict()) if chosen.json else f"{verdict.id:5} {words}")
        return any(verdict.complaints for verdict in verdicts)
    return print_table(chosen.only)


def print_table(only: str) -> int:
    """Run every column as every user that there is, and print the whole."""
    me = "root" if os.getuid() == 0 else "user"
    columns: dict[str, dict[str, siege.Verdict]] = {}
    for name in COLUMNS:
        for user in dict.fromkeys([me, "user"]):
            start = time.monotonic()
            some = only or (SPAWNED if COLUMNS[name].method == "spawn" else "")
            own = user == me
            run = (
                run_column(name, runnable(name, some))
                if own
                else run_column_as_ordinary(name, some)
            )
            columns[f"{name}/{user}"] = {verdict.id: verdict for verdict in run}
            held = sum(not verdict.complaints for verdict in run)
            seconds = time.monotonic() - start
            print(f"# {name}/{user}: {held} of {len(run)} held, {seconds:.0f} s", file=sys.stderr)
    print(f"{'':6}" + "".join(f"{title:18}" for title in columns))
    for case in CASES:
        words = [_word(case, verdicts) for verdicts in columns.values()]
        print(f"{case.id:6}" + "".join(f"{word:18}" for word in words) + case.title)
    for title, reasons in (("proved in", ELSEWHERE), ("not promised:", NOT_PROMISED)):
        for case_id, reason in reasons.items():
            print(f"{case_id:6}{title} {reason}")
    broken = 0
    for title, verdicts in columns.items():
        bad = [verdict for verdict in verdicts.values() if verdict.complaints]
        broken += len(bad)
        print(f"{title}: {len(verdicts) - len(bad)} of {len(verdicts)} held")
        for verdict in bad:
            print(f"    {verdict.id}: {verdict.complaints}")
    return bool(broken)


def _word(case: Case, verdicts: dict[str, siege.Verdict]) -> str:
    verdict = verdicts.get(case.id)
    if verdict is None:
        return "-"
    return "BROKEN" if verdict.complaints else "held"


if __name__ == "__main__":
    sys.exit(main())
