# ruff: noqa: N999 - a script, named for the command it measures
"""What a class costs: whole runs of `grade class`, beside the floor and beside other graders.

    python benchmarks/class.py                       200 full submissions: one core, one job, two
    python benchmarks/class.py --sizes 100 1000      is the cost flat? (one concept)
    python benchmarks/class.py --peers FOLDER        other graders, installed below FOLDER

Every run is the real command in a process of its own, reports and dashboard included.
`whole` is all of its time over all submissions; `more` is what one more submission adds.
A job is two processes, grader and worker, that overlap where there are cores for both: what
one core does is measured with all of them bound to one.
"""

from __future__ import annotations

import argparse
import functools
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import speed  # noqa: E402 - a script finds its folder first
from benchmarks.peers import exercise  # noqa: E402

PEERS: dict[str, tuple[Callable, str]] = {
    "pytest, a process each": (exercise.pytest_process, "gradescope-utils"),
    "gradescope-utils": (exercise.gradescope, "gradescope-utils"),
    "check50 --dev": (exercise.check50, "check50"),
    "otter-grader, no container": (exercise.otter, "otter-grader"),
    "nbgrader": (exercise.nbgrader, "nbgrader"),
}


def concepts() -> list[str]:
    return [path.parent.name for path in sorted(speed.SOLUTIONS.glob("*/reference.py"))]


def full_class(root: Path, size: int, wanted: list[str]) -> Path:
    """Submissions that solve everything, no two of them the same."""
    right = {
        name: (speed.SOLUTIONS / name / "idioms" / "idiomatic.py").read_text() for name in wanted
    }
    for number in range(size):
        folder = root / f"student{number:05}"
        folder.mkdir(parents=True)
        for name, source in right.items():
            (folder / f"{name}.py").write_text(f"# student {number}\n{source}")
    return root


def grade(
    root: Path, out: Path, solutions: Path, *options: str, one_core: bool = False
) -> tuple[float, int]:
    """Seconds of one run of the command, and how many submissions it graded."""
    command = ["class", str(root), "--out", str(out), "--solutions", str(solutions), *options]
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "grader", *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        preexec_fn=_stay_on_one_core if one_core else None,
    )
    taken = time.perf_counter() - start
    if done.returncode:
        sys.exit(done.stderr)
    counts = next(line for line in done.stdout.splitlines() if " graded, " in line)
    return taken, int(counts.split()[0])


def _stay_on_one_core() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def more(
    work: Path,
    size: int,
    few: int,
    solutions: Path,
    make: Callable,
    *options: str,
    one_core: bool = False,
) -> tuple[float, float]:
    """Milliseconds a submission: of the whole, and what one more adds."""
    run = functools.partial(grade, one_core=one_core)
    small, _ = run(make(work / "few", few), work / "few-results", solutions, *options)
    large, graded = run(make(work / "many", size), work / "many-results", solutions, *options)
    assert graded == size
    return 1000 * large / size, 1000 * (large - small) / (size - few)


def floor(wanted: list[str], rounds: int) -> float:
    """Milliseconds of a bare fork and the reference's computation on every input."""
    from grader.course import load_course
    from grader.grading import Grader, Options
    from grader.judging import trial
    from grader.judging.session import run_hidden_tests
    from grader.sandbox import warmup
    from grader.sandbox.client import Zygote
    from grader.sandbox.launch import Limits
    from grader.submission import read_submission

    warmup.warm()
    course = load_course(speed.SOLUTIONS).only(wanted)
    calls: list = []
    original = trial.Trial.ask

    def ask(self: trial.Trial, exchange: trial.Exchange, *inputs: object) -> None:
        calls.append((self.secrets.concept.id, exchange))
        original(self, exchange, *inputs)  # type: ignore[arg-type]

    with tempfile.TemporaryDirectory() as name, Zygote(Limits()) as zygote:
        folder = full_class(Path(name), 1, wanted) / "student00000"

        def body(tests: object) -> float:
            grader = Grader(course, tests, zygote, Options(seed=1))  # type: ignore[arg-type]
            trial.Trial.ask = ask  # type: ignore[method-assign]
            grader.grade(read_submission(folder, wanted))
            trial.Trial.ask = original  # type: ignore[method-assign]
            work = functools.partial(
                speed.bare_fork, functools.partial(speed.compute, grader, calls)
            )
            return 1000 * statistics.median(speed.by_turns(rounds, work)[0])

        return run_hidden_tests(course, body)


def full(size: int, rounds: int) -> None:
    wanted = concepts()
    few = max(2, size // 10)
    make = functools.partial(full_class, wanted=wanted)
    ways = {
        "one core": (["--jobs", "1"], True),
        "one job": (["--jobs", "1"], False),
        "two jobs": (["--jobs", "2"], False),
    }
    print(f"{size} full submissions of {len(wanted)} concepts, without the quizzes; by turns")
    floors, whole, one = [floor(wanted, 15)], {}, {}
    with tempfile.TemporaryDirectory() as name:
        for number in range(rounds):
            for way, (options, one_core) in ways.items():
                work = Path(name) / f"{way}{number}"
                taken = more(work, size, few, speed.SOLUTIONS, make, *options, one_core=one_core)
                whole.setdefault(way, []).append(taken[0])
                one.setdefault(way, []).append(taken[1])
            floors.append(floor(wanted, 15))
        again, graded = grade(work / "many", work / "many-results", speed.SOLUTIONS)
        empty, _ = grade(work / "few", work / "few-results", speed.SOLUTIONS)
        assert graded == 0
    bare = statistics.median(floors)
    middle = {way: statistics.median(figures) for way, figures in one.items()}
    speed.row("floor", f"{bare:.1f} ms")
    for way, target in {"one core": "at most 120 ms", "one job": "", "two jobs": ""}.items():
        speed.row(f"{way}: more", f"{middle[way]:.1f} ms", target)
        speed.row(f"{way}: whole", f"{statistics.median(whole[way]):.1f} ms")
    speed.row("one core: more / floor", f"{middle['one core'] / bare:.2f} x", "at most 2.5")
    speed.row("one job: more / floor", f"{middle['one job'] / bare:.2f} x", "at most 2.5")
    speed.row(
        "one core / two jobs, more", f"{middle['one core'] / middle['two jobs']:.2f} x", "1.8"
    )
    speed.row("one job / two jobs, more", f"{middle['one job'] / middle['two jobs']:.2f} x")
    speed.row(
        "confirmed unchanged: more", f"{1000 * (again - empty) / (size - few):.2f} ms", "1 ms"
    )
    speed.row("confirmed unchanged: the whole class", f"{again:.2f} s")


def sizes(many: list[int]) -> None:
    """Is the cost of a submission the same in a class of any size? One concept."""
    wanted = ["03_tensor_ranks"]
    print(f"classes of {', '.join(map(str, many))}, one concept, one job")
    for size in many:
        with tempfile.TemporaryDirectory() as name:
            work = Path(name)
            full_class(work / "class", size, wanted)
            options = ["--only", "03", "--jobs", "1"]
            whole, _ = grade(work / "class", work / "results", speed.SOLUTIONS, *options)
            halves = _halves(work / "results")
        steady = statistics.mean(halves)
        speed.row(f"{size} submissions: from the first to the last", f"{steady:.1f} ms", "± 15 %")
        speed.row("  its first half, its second", f"{halves[0]:.1f}, {halves[1]:.1f} ms", "± 15 %")
        speed.row("  whole", f"{1000 * whole / size:.1f} ms")


def _halves(results: Path) -> tuple[float, float]:
    """Milliseconds between two results, in either half of a class."""
    with sqlite3.connect(results / "class.sqlite") as db:
        times = [time for (time,) in db.execute("SELECT graded FROM result ORDER BY id")]
    middle, last = len(times) // 2, len(times) - 1
    first = 1000 * (times[middle] - times[0]) / middle
    return first, 1000 * (times[last] - times[middle]) / (last - middle)


def peers(folder: Path, size: int, rounds: int) -> None:
    """Grade the same small exercise with each grader, by turns."""
    print(f"five small functions; ours: a class of {size}, one job; the others: {rounds} each")
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        runs = {}
        for title, (prepare, package) in PEERS.items():
            python = _installed(folder / package, package)
            place = work / package / title.split()[0].strip(",")
            place.mkdir(parents=True)
            runs[title] = prepare(place, rounds + 1, str(python))
            runs[title][rounds]()  # the first one warms caches and does not count
        course = exercise.write_course(work / "solutions")
        ours, times = [], {title: [] for title in PEERS}
        for number in range(rounds):
            make = functools.partial(_small_class, offset=number * size)
            ours.append(more(work / f"ours{number}", size, 20, course, make, "--jobs", "1"))
            for title, started in runs.items():
                times[title].append(speed.seconds(started[number]))
    whole = statistics.median(pair[0] for pair in ours)
    one = statistics.median(pair[1] for pair in ours)
    speed.row("tensorgrade: whole", f"{whole:.1f} ms")
    speed.row("tensorgrade: more", f"{one:.1f} ms")
    for title, taken in times.items():
        median = 1000 * statistics.median(taken)
        figures = f"{median:.0f} ms, {median / whole:.0f} x whole, {median / one:.0f} x more"
        speed.row(title, figures, "100" if "grader" in title else "50")


def _small_class(root: Path, size: int, offset: int) -> Path:
    for number in range(size):
        folder = root / f"student{number:05}"
        folder.mkdir(parents=True)
        (folder / "01_small.py").write_text(exercise.submission(number + offset))
    return root


def _installed(folder: Path, package: str) -> Path:
    """The Python of a virtual environment with the pinned package; made if it is not there."""
    python = folder / "bin" / "python"
    if not python.exists():
        print(f"installing {package}", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--system-site-packages", folder], check=True)
        pins = ROOT / "benchmarks" / "peers" / f"{package}.txt"
        subprocess.run([python, "-m", "pip", "install", "-q", "-r", pins], check=True)
    return python


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=200, help="of the class")
    parser.add_argument("--sizes", type=int, nargs="+", help="classes of these sizes, one concept")
    parser.add_argument("--peers", type=Path, metavar="FOLDER", help="where others are installed")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each, by turns")
    chosen = parser.parse_args()
    if chosen.peers:
        peers(chosen.peers.resolve(), chosen.size, chosen.rounds)
    elif chosen.sizes:
        sizes(chosen.sizes)
    else:
        full(chosen.size, chosen.rounds)


if __name__ == "__main__":
    main()
