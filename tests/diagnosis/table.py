"""How often the first diagnosis fits: grades a corpus of wrong answers and prints a table.

    python -m tests.diagnosis.table                     every part
    python -m tests.diagnosis.table --half open --show  the cases that do not fit

A case is a wrong answer to one function, with stems (parts of words) that a fitting first
diagnosis contains, and stems that would make it false. The blind half was written from the
curriculum alone, by somebody who had not seen the diagnosis; nobody tunes on it. The fresh part
was written from the curriculum alone too, and then tuned on.
"""

from __future__ import annotations

import argparse
import importlib
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.course import load_course
from grader.grading import Grader, Options
from grader.judging.session import run_hidden_tests
from grader.report.model import ConceptResult, Diagnosis
from grader.sandbox.client import Zygote
from grader.sandbox.launch import Limits
from grader.submission import read_submission

ROOT = Path(__file__).resolve().parents[2]
HALVES = ("open", "fresh", "blind")
HEADER = (
    "import math\n\nimport numpy as np\nimport torch\nimport torch.nn.functional as F\n"
    "from torch import nn\n\n\n"
)


@dataclass(frozen=True)
class Graded:
    """One case and what the student would have read first."""

    case: dict[str, Any]
    verdict: str
    rung: str
    diagnosis: Diagnosis | None


def cases(half: str, concept: str) -> list[dict[str, Any]]:
    """The cases of one concept; none if that half has no file for it."""
    if not (Path(__file__).parent / half / f"{concept}.py").is_file():
        return []
    module = importlib.import_module(f"{__package__}.{half}.{concept}")
    found: list[dict[str, Any]] = module.CASES
    return found


def first_diagnosis(concept: ConceptResult, function: str) -> Diagnosis | None:
    """What the report shows first for a function; None if it passes."""
    if concept.problem:
        return concept.problem
    result = next(item for item in concept.functions if item.name == function)
    return next((t.diagnosis for t in result.tests if t.id == result.show_first), None)


def rung_of(diagnosis: Diagnosis | None) -> str:
    """Which rung of the ladder answered, by the id's first word."""
    if diagnosis is None:
        return "none"
    rungs = {"FILE": "source", "SRC": "source", "RUN": "exception", "EXC": "exception",
             "REL": "relation", "DIFF": "plain"}  # fmt: skip
    return rungs.get(diagnosis.id.partition("-")[0], "misconception")


def verdict(case: dict[str, Any], diagnosis: Diagnosis | None) -> str:
    """fitting, plain, false, or other; "passes" if the hidden tests let it through."""
    if diagnosis is None:
        return "passes"
    text = f"{diagnosis.headline} {diagnosis.explanation} {diagnosis.next_step}".lower()
    plain = rung_of(diagnosis) == "plain"
    false = any(stem.lower() in text for stem in case["false"])
    if any(stem.lower() in text for stem in case["fits"]) and not (false and not plain):
        return "fitting"
    if plain:
        return "fitting" if case.get("plain_fits") else "plain"
    return "false" if false else "other"


def grade_half(half: str, zygote: Zygote, seed: int = 0) -> list[Graded]:
    """Grade every case of one half through the real sandbox."""
    graded: list[Graded] = []
    course = load_course(ROOT / "solutions")
    for concept in course.concepts:
        found = cases(half, concept.id)
        if not found:
            continue
        only = course.only([concept.id])

        def body(tests: Any, only: Any = only, found: Any = found, name: str = concept.id) -> None:
            grader = Grader(only, tests, zygote, Options(seed=seed))
            for case in found:
                with tempfile.TemporaryDirectory() as folder:
                    source = HEADER + case["source"]
                    (Path(folder) / f"{name}.py").write_text(source)
                    report = grader.grade(read_submission(Path(folder), [name]))
                diagnosis = first_diagnosis(report.concepts[0], case["function"])
                graded.append(Graded(case, verdict(case, diagnosis), rung_of(diagnosis), diagnosis))

        run_hidden_tests(only, body)
    return graded


def table(half: str, graded: list[Graded]) -> str:
    """A half in numbers, and its verdicts by rung."""
    count = Counter(item.verdict for item in graded)
    total = len(graded) - count["passes"]
    share = 100 * count["fitting"] / total if total else 0.0
    lines = [
        f"{half:<6} {total:>4} cases   fitting {count['fitting']:>4} ({share:.1f} %)   "
        f"plain {count['plain']:>3}   other {count['other']:>3}   false {count['false']:>3}   "
        f"(let through: {count['passes']})"
    ]
    for rung in ("source", "misconception", "exception", "relation", "plain"):
        own = Counter(item.verdict for item in graded if item.rung == rung)
        if own:
            words = ", ".join(f"{verdict} {number}" for verdict, number in sorted(own.items()))
            lines.append(f"         {rung:<14} {sum(own.values()):>4}   {words}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--half", choices=HALVES)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--show", action="store_true", help="list the cases that do not fit, but for the blind"
    )
    chosen = parser.parse_args()
    with Zygote(Limits(call_cpu_seconds=1.0, call_wall_seconds=4.0)) as zygote:
        for half in (chosen.half,) if chosen.half else HALVES:
            graded = grade_half(half, zygote, chosen.seed)
            print(table(half, graded), flush=True)
            for item in graded:
                if chosen.show and half != "blind" and item.verdict != "fitting":
                    said = item.diagnosis
                    print(f"\n{item.verdict}: {item.case['id']}  ({item.case['cause']})")
                    print(f"    {said.id}: {said.headline}" if said else "    passes")


if __name__ == "__main__":
    main()
