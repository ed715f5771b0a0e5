"""A page of every kind of diagnosis for each rung, and pictures of these pages to look at.

python -m tests.browser.gallery OUT                the pages
python -m tests.browser.gallery OUT --pictures     also as they look: narrow, wide, dark,
                                                   in forced colours, printed
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from grader.course import load_course
from grader.grading import Grader, Options
from grader.judging.session import run_hidden_tests
from grader.report import html
from grader.report.model import ConceptResult, FunctionResult, Report, TestResult
from grader.sandbox.client import Zygote
from grader.sandbox.launch import Limits
from grader.submission import read_submission
from tests import samples
from tests.conftest import SOLUTIONS
from tests.diagnosis.table import HEADER, cases

from .harness import take_pictures

RUNGS = {
    "source": ("FILE", "SRC"),
    "run": ("RUN",),
    "exception": ("EXC",),
    "relation": ("REL",),
    "plain": ("DIFF", "DEVICE"),
}
MOST_OF_A_PICTURE, MOST_MISCONCEPTIONS, MOST_REMARKS = 4, 12, 4
RESHAPE = "06_reshape_transpose_matmul"
LOOP = "def transpose(matrix):\n    while True:\n        pass\n"
ODD: list[tuple[str, str]] = [
    (
        RESHAPE,
        "def transpose(matrix):\n    return matrix.T\n\n\ndef flatten(tensor)\n    return 1\n",
    ),
    (RESHAPE, "def transpose(matrix):\nreturn matrix.T\n"),
    (RESHAPE, "def transpose():\n    return 1\n"),
    (RESHAPE, "def transpose(matrix):\n    result = matrix.T\n"),
    (RESHAPE, "def transpose(matrix):\n    print(matrix)\n"),
    (RESHAPE, "import os\n\n\ndef transpose(matrix):\n    os.abort()\n"),
    (RESHAPE, "import os\n\n\ndef transpose(matrix):\n    os._exit(0)\n"),
    (RESHAPE, "def transpose(matrix):\n    return bytearray(10**13)\n"),
    (RESHAPE, "def transpose(matrix):\n    return transpose(matrix)\n"),
    (RESHAPE, "def transpose(matrix):\n    return input()\n"),
    (RESHAPE, "import missing_package\n"),
    (RESHAPE, "import time\n\n\ndef transpose(matrix):\n    time.sleep(60)\n"),
    (RESHAPE, LOOP),
    (RESHAPE, "def transpose(matrix):\n    print('row', 'é' * 3000)\n    return matrix * 1.5\n"),
    (RESHAPE, ""),
    (RESHAPE, "def transpose(matrix):\n    print(matrix.shape)\n    return matrix.T\n"),
    (RESHAPE, "import torch\n\n\ndef gram(x):\n    return torch.matmul(x, x)\n"),
    (RESHAPE, "def flatten(tensor):\n    return tensor.reshape(7, -1)\n"),
]


def reports() -> Iterator[Report]:
    """Submissions whose mistakes are of every kind, graded for real."""
    course = load_course(SOLUTIONS)
    with Zygote(Limits(call_cpu_seconds=1.0, call_wall_seconds=4.0)) as zygote:
        for concept in course.concepts:
            own = [HEADER + case["source"] for case in cases("open", concept.id)]
            own += [text for name, text in ODD if name == concept.id]
            own += [samples.wrong(concept.id, which) for which in range(3)]
            own += [kinds()[concept.id] for kinds in (samples.untouched, samples.all_right)]
            own.append(samples.hostile()[concept.id])
            only = course.only([concept.id])

            def body(tests, only=only, own=own, name=concept.id):
                grader = Grader(only, tests, zygote, Options(seed=0))
                found = []
                for source in own:
                    with tempfile.TemporaryDirectory() as folder:
                        (Path(folder) / f"{name}.py").write_text(source)
                        found.append(grader.grade(read_submission(Path(folder), [name])))
                return found

            yield from run_hidden_tests(only, body)


def one_of_each(graded: Iterator[Report]) -> dict[str, list[Report]]:
    """By rung: a report cut to the function or file that shows a kind not shown before."""
    seen: Counter[str] = Counter()
    found: dict[str, list[Report]] = {}
    for report in graded:
        concept = report.concepts[0]
        if concept.problem:
            if not seen[concept.problem.id]:
                seen[concept.problem.id] += 1
                found.setdefault(_rung(concept.problem.id), []).append(report)
            continue
        for function in concept.functions:
            for page, kind, most in _kinds(function):
                if seen[kind] < most:
                    seen[kind] += 1
                    found.setdefault(page, []).append(_only(report, concept, function))
                    break
    return found


def _kinds(function: FunctionResult) -> Iterator[tuple[str, str, int]]:
    """Where a function could be shown: page, kind, and how many of that kind are enough."""
    if function.picture:
        yield "pictures", function.picture.kind, MOST_OF_A_PICTURE
    if function.trace and any(v.departs for line in function.trace.lines for v in line.values):
        yield "pictures", "departs", MOST_OF_A_PICTURE
    if function.remarks:
        for remark in function.remarks:
            yield "remarks", remark.id, MOST_REMARKS
    first = _first(function)
    if first and first.diagnosis:
        rung = _rung(first.diagnosis.id)
        if rung == "misconception":
            yield rung, rung, MOST_MISCONCEPTIONS
        else:
            yield rung, first.diagnosis.id, 1


def _first(function: FunctionResult) -> TestResult | None:
    return next((test for test in function.tests if test.id == function.show_first), None)


def _rung(name: str) -> str:
    word = name.partition("-")[0]
    return next((rung for rung, words in RUNGS.items() if word in words), "misconception")


def _only(report: Report, concept: ConceptResult, function: FunctionResult) -> Report:
    cut = concept.model_copy(update={"functions": [function], "quiz": []})
    return report.model_copy(update={"concepts": [cut]})


def joined(parts: list[Report]) -> Report:
    """One report of several; each part is a concept of its own, named by what it shows."""
    concepts = []
    for part in parts:
        (concept,) = part.concepts
        first = _first(concept.functions[0]) if not concept.problem else None
        diagnosis = concept.problem or (first and first.diagnosis)
        remarks = ", ".join(remark.id for f in concept.functions for remark in f.remarks)
        title = diagnosis.id if diagnosis else remarks or "–"
        concepts.append(concept.model_copy(update={"title": title}))
    return parts[0].model_copy(update={"concepts": concepts})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--pictures", action="store_true")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    pages = []
    for name, parts in one_of_each(reports()).items():
        report = joined(parts)
        pages.append(chosen.out / f"{name}.html")
        pages[-1].write_text(html.render(report), encoding="utf-8")
        (chosen.out / f"{name}.json").write_text(report.model_dump_json(indent=1))
        print(f"{pages[-1]}: {json.dumps([concept.title for concept in report.concepts])}")
    if chosen.pictures:
        take_pictures(pages, chosen.out)


if __name__ == "__main__":
    main()
