"""`python -m tests.adversarial.table`: every attack, and what came of it.

--method fork|spawn   --only A1,A2   --json   (one line for each case, for other programs)
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
import time
from pathlib import Path

from . import siege
from .case import Case
from .catalogue import CATALOGUE
from .own import OWN

TIERS = {"fork": ("hardened", "limited"), "spawn": ("limited",)}


def all_cases() -> list[Case]:
    return [*CATALOGUE, *OWN]


def runnable(method: str, only: str = "") -> list[Case]:
    """The cases that must fail with workers started in that way on this machine."""
    names = set(filter(None, only.split(",")))
    return [
        case
        for case in all_cases()
        if case.holds in TIERS[method]
        and case.machine in ("", platform.machine())
        and (not names or case.id in names)
    ]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--method", choices=TIERS, default="fork")
    parser.add_argument("--only", default="")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    cases = runnable(chosen.method, chosen.only)
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        verdicts = siege.run(Path(folder), cases, chosen.method)
    failed = 0
    for case, verdict in zip(cases, verdicts, strict=True):
        failed += bool(verdict.complaints)
        if chosen.json:
            print(json.dumps(verdict._asdict()))
        else:
            word = "held" if not verdict.complaints else "BROKEN"
            print(f"{case.id:5} {word:7} {case.title}")
            for complaint in verdict.complaints:
                print(f"        {complaint}")
    if not chosen.json:
        seconds = time.monotonic() - start
        print(f"{len(cases)} attacks ({chosen.method}), {failed} broken, {seconds:.0f} s")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
