"""How long `grade` takes, cold and warm, beside what nobody can do without.

Prints a table and nothing else; measures every pair by turns, in one run.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.course import Concept

ROOT = Path(__file__).resolve().parent.parent
SOLUTIONS = ROOT / "solutions"
CONCEPTS = ("03_tensor_ranks", "05_dtype_conversion", "06_reshape_transpose_matmul",
            "07_chain_rule", "09_backprop_update")  # fmt: skip

STYLES = ("idiomatic", "loops_and_lists", "one_liners", "verbose", "rebuilt")


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def by_turns(rounds: int, *works: Callable[[], object]) -> list[list[float]]:
    """Time each work once a round; the first round warms caches and does not count."""
    times: list[list[float]] = [[] for _ in works]
    for number in range(rounds + 1):
        for work, record in zip(works, times, strict=True):
            taken = seconds(work)
            if number:
                record.append(taken)
    return times


def python(*arguments: str, cwd: str | None = None) -> Callable[[], object]:
    command = [sys.executable, *arguments]
    return lambda: subprocess.run(command, cwd=cwd, check=True, capture_output=True)


def row(name: str, value: str, target: str = "") -> None:
    print(f"{name:<58} {value:>22}   {target}", flush=True)


def ratio(name: str, ours: list[float], theirs: list[float], target: str) -> None:
    one, other = statistics.median(ours), statistics.median(theirs)
    row(name, f"{one / other:.2f} x ({one * 1000:.0f}/{other * 1000:.0f} ms)", target)


def full_solution(folder: Path, style: str = "idiomatic") -> Path:
    """All of the idiomatic solution, with the functions that `style` writes in its own way."""
    folder.mkdir(exist_ok=True)
    for concept in CONCEPTS:
        idioms = SOLUTIONS / concept / "idioms"
        files = [idioms / f"{name}.py" for name in dict.fromkeys(["idiomatic", style])]
        texts = [file.read_text() for file in files if file.exists()]
        (folder / f"{concept}.py").write_text("\n\n".join(texts))
    return folder


def one_wrong_a_concept(folder: Path, concepts: list[Concept]) -> Path:
    """A right submission whose last definition of one function a concept answers 0."""
    full_solution(folder)
    for concept in concepts:
        with (folder / f"{concept.id}.py").open("a") as file:
            file.write(f"\n\ndef {concept.functions[0]}(*args, **kwargs):\n    return 0\n")
    return folder


def cold(rounds: int, folder: Path) -> None:
    grade = python("-m", "grader", "run", ".", "--solutions", str(SOLUTIONS), cwd=str(folder))
    ours, theirs = by_turns(rounds, grade, python("-c", "import torch"))
    ratio("cold: grade, the whole course / import torch", ours, theirs, "at most 2.0, try 1.4")
    ours, theirs = by_turns(
        rounds * 2, python("-m", "grader", "--help"), python("-c", "import click")
    )
    ratio("grade --help / import click", ours, theirs, "at most 2.5")


def warm(rounds: int, folder: Path) -> None:
    from grader.course import load_course
    from grader.grading import Grader, Options
    from grader.judging import trial
    from grader.judging.session import run_hidden_tests
    from grader.sandbox import warmup
    from grader.sandbox.client import Zygote
    from grader.sandbox.launch import Limits
    from grader.submission import read_submission

    warmup.warm()
    course = load_course(SOLUTIONS).only(list(CONCEPTS))
    calls: list[tuple[str, trial.Exchange]] = []
    original = trial.Trial.ask

    def ask(self: trial.Trial, exchange: trial.Exchange, *inputs: object) -> None:
        calls.append((self.secrets.concept.id, exchange))
        original(self, exchange, *inputs)  # type: ignore[arg-type]

    with Zygote(Limits()) as zygote:

        def body(
            tests: object,
        ) -> tuple[list[list[float]], list[tuple[float, float]], list[float]]:
            grader = Grader(course, tests, zygote, Options(seed=1))  # type: ignore[arg-type]
            right = [
                read_submission(full_solution(folder / style, style), list(CONCEPTS))
                for style in STYLES
            ]
            wrong = read_submission(
                one_wrong_a_concept(folder / "wrong", course.concepts), list(CONCEPTS)
            )
            turn = itertools.cycle(right)
            trial.Trial.ask = ask  # type: ignore[method-assign]
            report = grader.grade(right[0])
            trial.Trial.ask = original  # type: ignore[method-assign]
            for again in (report, *(grader.grade(submission) for submission in right[1:])):
                assert again.score.earned == again.score.possible, "not a full solution"
            floor = functools.partial(bare_fork, functools.partial(compute, grader, calls))
            for submission in (*right, wrong):
                grader.grade(submission)

            def grade_next() -> object:
                return grader.grade(next(turn))

            times = by_turns(
                rounds * 5,
                grade_next,
                lambda: grader.grade(wrong),
                floor,
            )
            times += by_turns(
                rounds * 5, functools.partial(with_nothing_remembered, grade_next), floor
            )
            for _ in STYLES:
                grade_next()
            busy = [seconds_of_both(grade_next) for _ in range(15)]
            memory = [private_megabytes(zygote, folder / STYLES[0]) for _ in range(5)]
            return times, busy, memory

        (ours, wrong, floor, fresh, floor_then), busy, memory = run_hidden_tests(course, body)
    print(f"warm: {len(STYLES)} styles of right submission by turns, a wrong one between each:")
    ratio(f"warm: one more right one ({len(calls)} calls) / floor", ours, floor, "at most 2.5")
    ratio("warm: the same, no answer ever seen before / floor", fresh, floor_then, "")
    ratio("warm: one function wrong in each concept / floor", wrong, floor, "")
    row("warm: median of a right one", f"{statistics.median(ours) * 1000:.1f} ms", "at most 60 ms")
    for name, values in zip(("grader", "worker"), zip(*busy, strict=True), strict=True):
        row(f"warm: CPU time, {name}", f"{statistics.median(values) * 1000:.1f} ms")
    row("private memory of a worker", f"{statistics.median(memory):.1f} MB", "at most 8 MB")


def with_nothing_remembered(work: Callable[[], object]) -> None:
    """Every answer is validated and compared as if it had never been seen."""
    from grader.sandbox import questions

    kept, known = questions.MAX_KNOWN_BYTES, questions.Question.observation
    questions.MAX_KNOWN_BYTES = -1

    def observation(self: questions.Question, text: bytes, tensors: bytes) -> object:
        self._known.clear()
        return known(self, text, tensors)

    questions.Question.observation = observation  # type: ignore[method-assign, assignment]
    try:
        work()
    finally:
        questions.MAX_KNOWN_BYTES, questions.Question.observation = kept, known  # type: ignore[method-assign]


def seconds_of_both(work: Callable[[], object]) -> tuple[float, float]:
    """CPU seconds of this process, and of the workers that it closed meanwhile."""
    from grader.sandbox.conversation import Worker

    close, used = Worker.close, []

    def watched(self: Worker) -> None:
        used.append(self._cpu_time())
        close(self)

    Worker.close = watched  # type: ignore[method-assign]
    start = time.process_time()
    work()
    Worker.close = close  # type: ignore[method-assign]
    return time.process_time() - start, sum(used)


def compute(grader: object, calls: list) -> None:
    """The reference's own computation on every input, and nothing around it."""
    from grader.sandbox.values import ArgumentDecoder

    for concept, exchange in calls:
        secrets = grader._secrets[concept]  # type: ignore[attr-defined]
        space = secrets.namespace()
        decoder = ArgumentDecoder(exchange.call.body)
        arguments = [decoder.value(node) for node in exchange.call.arguments]
        named = {name: decoder.value(node) for name, node in exchange.call.keywords.items()}
        target = getattr(secrets.scenarios if exchange.scenario else space, exchange.target)
        if exchange.scenario:
            target = functools.partial(target, space)
        with contextlib.suppress(ValueError):
            target(*arguments, **named)


def bare_fork(work: Callable[[], object]) -> None:
    pid = os.fork()
    if pid == 0:
        work()
        os._exit(0)
    os.waitpid(pid, 0)


def private_megabytes(zygote: object, folder: Path) -> float:
    """What a worker owns alone after it has loaded all five files."""
    from grader.sandbox.conversation import Inspection

    worker = zygote.fork()  # type: ignore[attr-defined]
    for concept in CONCEPTS:
        source = (folder / f"{concept}.py").read_bytes()
        worker.inspect(Inspection(concept, f"{concept}.py", source, {}))
        worker.load(concept, [], 1)
    text = Path(f"/proc/{worker._pid}/smaps_rollup").read_text()
    worker.close()
    lines = [line.split() for line in text.splitlines() if line.startswith("Private_")]
    return sum(int(line[1]) for line in lines) / 1024


def confinement(rounds: int) -> None:
    from grader.sandbox.client import Zygote
    from grader.sandbox.launch import Limits

    inside: list[float] = []

    def fork(zygote: Zygote) -> None:
        worker = zygote.fork()
        inside.append(worker.confinement.seconds)
        worker.close()

    with Zygote(Limits()) as zygote:
        (whole,) = by_turns(rounds * 10, functools.partial(fork, zygote))
    row("confinement: all layers and the canary", f"{statistics.median(inside) * 1000:.1f} ms",
        "at most 8 ms")  # fmt: skip
    row("fork, confine, prove, reap", f"{statistics.median(whole) * 1000:.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    rounds = 3 if parser.parse_args().quick else 9
    with tempfile.TemporaryDirectory() as name:
        folder = full_solution(Path(name))
        cold(rounds, folder)
        warm(rounds, folder)
        confinement(rounds)


if __name__ == "__main__":
    main()
