"""`python -m benchmarks.soak --submissions 2000`: many submissions, every tenth hostile.

Prints what a long-running grader keeps of them: memory, descriptors, processes, files, and
whether every honest submission got the same score. Exits with 1 if it kept anything.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from grader.course import load_course
from grader.grading import Grader, Options
from grader.judging.session import HiddenTests, run_hidden_tests
from grader.sandbox.client import Zygote
from grader.sandbox.launch import Limits
from grader.submission import read_submission

ROOT = Path(__file__).resolve().parent.parent
CONCEPT = "03_tensor_ranks"
WARM = 50
MAX_GROWTH_MIB = 20.0

HOSTILE = {
    "exits": "import os\nos._exit(0)\n",
    "crashes": "import ctypes\ndef rank_of(n): ctypes.string_at(0)\n",
    "forks": "import os\ndef rank_of(n):\n    while True: os.fork()\n",
    "fills memory": "def rank_of(n): return bytearray(2**40)\n",
    "floods": "def rank_of(n): print('x' * 10**6); return 'y' * 10**6\n",
    "opens": "import os\nKEPT = [os.dup(0) for _ in range(1000)]\n",
    "garbage": "import os\ndef rank_of(n):\n    for fd in range(3, 64):\n"
    "        try: os.write(fd, b'x' * 64)\n        except OSError: pass\n",
    "a million parts": "def rank_of(n): return [0] * 10**6\n",
    "patches": "import torch\ntorch.Tensor.__eq__ = torch.equal = lambda *a: True\n",
    "shuts the line": "import socket\ndef rank_of(n): socket.socket(fileno=3).shutdown(2)\n",
}


def main() -> int:
    """Run the soak and print its figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--submissions", type=int, default=2000)
    count = parser.parse_args().submissions
    course = load_course(ROOT / "solutions").only([CONCEPT])
    with (
        tempfile.TemporaryDirectory() as folder,
        Zygote(Limits(call_cpu_seconds=1, call_wall_seconds=4)) as zygote,
    ):

        def body(tests: HiddenTests) -> int:
            grader = Grader(course, tests, zygote, Options(seed=0))
            return _soak(grader, zygote, Path(folder), count)

        return run_hidden_tests(course, body)


def _soak(grader: Grader, zygote: Zygote, folder: Path, count: int) -> int:
    source = (ROOT / "solutions" / CONCEPT / "idioms" / "idiomatic.py").read_text()
    path = folder / f"{CONCEPT}.py"
    scores: dict[tuple[float, float], int] = {}
    start = time.monotonic()
    for number in range(WARM + count):
        if number == WARM:
            before = _figures(zygote, folder)
        hostile = number % 10 == 9
        kinds = list(HOSTILE.values())
        path.write_text(kinds[number // 10 % len(kinds)] if hostile else source)
        report = grader.grade(read_submission(folder, [CONCEPT]))
        if not hostile:
            pair = (report.score.earned, report.score.possible)
            scores[pair] = scores.get(pair, 0) + 1
    after = _figures(zygote, folder)
    seconds = time.monotonic() - start
    print(f"{count} submissions after {WARM} to warm up, every tenth hostile; {seconds:.0f} s")
    print(f"scores of the honest: {scores}")
    for name in before:
        print(f"{name:28}{before[name]:>10.1f}{after[name]:>10.1f}")
    return int(bool(_complaints(scores, before, after)))


def _figures(zygote: Zygote, folder: Path) -> dict[str, float]:
    """What is in use while nothing is under way: memory in MiB, and counts."""
    assert zygote._launched is not None
    pid = zygote._launched.process.pid
    zygote.waiting()  # until workers asked for are there, and those that were ended are gone
    while Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "S":
        time.sleep(0.01)  # it has answered, and has yet to close what it answered with
    return {
        "grader, MiB": _resident("self"),
        "zygote, MiB": _resident(pid),
        "grader, descriptors": len(os.listdir("/proc/self/fd")),
        "zygote, descriptors": len(os.listdir(f"/proc/{pid}/fd")),
        "zygote, its id": pid,
        "workers": len(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()),
        "files": sum(1 for _ in folder.rglob("*")),
    }


def _resident(pid: int | str) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _complaints(
    scores: dict[tuple[float, float], int], before: dict[str, float], after: dict[str, float]
) -> list[str]:
    found = [] if len(scores) == 1 and all(a == b for a, b in scores) else ["scores differ"]
    for name, value in before.items():
        allowed = MAX_GROWTH_MIB if name.endswith("MiB") else 0
        if after[name] - value > allowed or (name == "zygote, its id" and after[name] != value):
            found.append(f"{name}: {value:.1f} -> {after[name]:.1f}")
    for complaint in found:
        print(f"KEPT: {complaint}")
    return found


if __name__ == "__main__":
    sys.exit(main())
