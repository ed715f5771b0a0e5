"""How long `grade` takes, cold and warm, beside what nobody can do without.

Prints a table and nothing else; measures every pair by turns, in one run.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOLUTIONS = ROOT / "solutions"
CONCEPTS = ("03_tensor_ranks", "05_dtype_conversion", "06_reshape_transpose_matmul",
            "07_chain_rule", "09_backprop_update")  # fmt: skip


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


def full_solution(folder: Path) -> Path:
    for concept in CONCEPTS:
        source = SOLUTIONS / concept / "idioms" / "idiomatic.py"
        (folder / f"{concept}.py").write_text(source.read_text())
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

        def body(tests: object) -> tuple[list[list[float]], list[float]]:
            grader = Grader(course, tests, zygote, Options(seed=1))  # type: ignore[arg-type]
            submission = read_submission(folder, list(CONCEPTS))
            trial.Trial.ask = ask  # type: ignore[method-assign]
            report = grader.grade(submission)
            trial.Trial.ask = original  # type: ignore[method-assign]
            assert report.score.earned == report.score.possible, "not a full solution"
            floor = functools.partial(bare_fork, functools.partial(compute, grader, calls))
            times = by_turns(rounds * 5, lambda: grader.grade(submission), floor)
            return times, [private_megabytes(zygote, folder) for _ in range(5)]

        (ours, floor), memory = run_hidden_tests(course, body)
    ratio(f"warm: one more submission ({len(calls)} calls) / floor", ours, floor, "at most 2.5")
    row("warm: median", f"{statistics.median(ours) * 1000:.1f} ms", "at most 60 ms")
    row("private memory of a worker", f"{statistics.median(memory):.1f} MB", "at most 8 MB")


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
    worker = zygote.fork()  # type: ignore[attr-defined]
    for concept in CONCEPTS:
        source = (folder / f"{concept}.py").read_bytes()
        worker.inspect(concept, f"{concept}.py", source, {})
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
