"""What the report costs: traces and pictures of a fully wrong submission, and its page."""

from __future__ import annotations

import functools
import statistics
import tempfile
from pathlib import Path

from benchmarks.speed import SOLUTIONS, by_turns, ratio, row


def wrong_report(rounds: int) -> None:
    """A submission in which every function is a misconception, with and without evidence."""
    from grader.course import load_course
    from grader.diagnosis import Diagnostician
    from grader.grading import Grader, Options
    from grader.judging.session import run_hidden_tests
    from grader.report import html
    from grader.sandbox.client import Zygote
    from grader.sandbox.launch import Limits
    from grader.submission import read_submission
    from tests import samples

    course = load_course(SOLUTIONS)
    evidence = Diagnostician.evidence

    def grade(grader: Grader, folder: Path, looking: bool) -> object:
        asked = evidence if looking else (lambda *_: (None, None))
        Diagnostician.evidence = asked  # type: ignore[method-assign,assignment]
        try:
            return grader.grade(read_submission(folder, [c.id for c in course.concepts]))
        finally:
            Diagnostician.evidence = evidence  # type: ignore[method-assign]

    with tempfile.TemporaryDirectory() as name, Zygote(Limits()) as zygote:
        folder = Path(name)
        for concept, source in samples.all_wrong().items():
            (folder / f"{concept}.py").write_text(source)

        def body(tests: object) -> tuple[list[list[float]], list[float], int]:
            grader = Grader(course, tests, zygote, Options(seed=1))  # type: ignore[arg-type]
            times = by_turns(
                rounds,
                functools.partial(grade, grader, folder, True),
                functools.partial(grade, grader, folder, False),
            )
            report = grade(grader, folder, True)
            render = functools.partial(html.render, report)  # type: ignore[arg-type]
            (pages,) = by_turns(rounds * 5, render)
            return times, pages, len(render().encode())

        (looking, plain), pages, size = run_hidden_tests(course, body)
    ratio("all wrong: with traces and pictures / without", looking, plain, "at most 1.40")
    milliseconds = statistics.median(pages) * 1000
    row("all wrong: its page rendered", f"{milliseconds:.1f} ms", "at most 15 ms")
    row("all wrong: its page", f"{size / 1000:.0f} KB", "at most 300 KB")


if __name__ == "__main__":
    wrong_report(5)
