"""What diagnosis adds to the grading of a submission that is wrong throughout.

The submission takes one wrong answer for each function from the labelled corpus. It is graded
by turns with the whole ladder and without misconceptions and relations.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from benchmarks.speed import SOLUTIONS, by_turns, ratio
from grader.course import load_course
from grader.diagnosis import difference, ladder
from grader.grading import Grader, Options
from grader.judging.session import run_hidden_tests
from grader.sandbox.client import Zygote
from grader.sandbox.launch import Limits
from grader.submission import read_submission
from tests.diagnosis.table import HALVES, HEADER, cases


def wrong_submission(folder: Path, concepts: list[str]) -> None:
    """Write a file for each concept with one wrong answer to each function that has any."""
    for concept in concepts:
        chosen: dict[str, str] = {}
        for half in HALVES:
            for case in cases(half, concept):
                chosen.setdefault(case["function"], case["source"])
        (folder / f"{concept}.py").write_text(HEADER + "\n\n".join(chosen.values()))


def main() -> None:
    course = load_course(SOLUTIONS)
    concepts = [concept.id for concept in course.concepts]
    with tempfile.TemporaryDirectory() as name, Zygote(Limits()) as zygote:
        wrong_submission(Path(name), concepts)
        submission = read_submission(Path(name), concepts)

        def body(tests: Any) -> list[list[float]]:
            grader = Grader(course, tests, zygote, Options(seed=0))

            def with_rungs(rungs: Any) -> None:
                ladder.RUNGS = rungs
                grader.grade(submission)

            whole = ladder.RUNGS
            plain = (ladder.source.explain, ladder.exceptions.explain, difference.explain)
            return by_turns(3, lambda: with_rungs(whole), lambda: with_rungs(plain))

        whole, plain = run_hidden_tests(course, body)
    title = f"a wrong submission, {len(concepts)} concepts: whole ladder / without the two that ask"
    ratio(title, whole, plain, "at most 1.4")


if __name__ == "__main__":
    main()
