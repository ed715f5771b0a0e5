"""How long after a save `grade watch` shows the new result: from writing to the drawn screen.

Starts the real command on a terminal of its own, saves two wrong answers of one concept by
turns and waits for the screen that belongs to each. What joins bursts of saves is included.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.driver import OnTerminal  # noqa: E402  the benchmarks are not installed

CONCEPT = "06_reshape_transpose_matmul"
PAUSE = 0.3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    rounds = 10 if parser.parse_args().quick else 40
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "exercises"
        shutil.copytree(ROOT / "exercises", folder)
        times = measure(folder, rounds)
    taken = sorted(1000 * each for each in times)
    print(f"save to screen, median of {rounds}: {statistics.median(taken):.0f} ms")
    print(f"least {taken[0]:.0f} ms, most {taken[-1]:.0f} ms; the target is a median of 150 ms")


def measure(folder: Path, rounds: int) -> list[float]:
    """Seconds from each save to its screen; the first rounds warm up and do not count."""
    right = (ROOT / "solutions" / CONCEPT / "idioms" / "idiomatic.py").read_text()
    answers = [
        (right, "every function of 06 passes"),
        (right.replace("matrix, matrix.t()", "matrix.t(), matrix"), "✗ gram"),
    ]
    times = []
    solutions = ROOT / "solutions"
    with OnTerminal("watch", folder, "--solutions", solutions, cwd=folder.parent) as watch:
        watch.wait_for("q:quit")
        for number in range(rounds + 4):
            source, words = answers[number % 2]
            time.sleep(PAUSE)
            start = time.perf_counter()
            (folder / f"{CONCEPT}.py").write_text(source)
            watch.wait_for(words, "q:quit")
            times.append(time.perf_counter() - start)
        watch.press("q")
        watch.wait_for_end()
    return times[4:]


if __name__ == "__main__":
    main()
