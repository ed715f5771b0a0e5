"""What several test modules share: the course, a warm zygote, and grading from source text."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOLUTIONS = ROOT / "solutions"
EXERCISES = ROOT / "exercises"
ORDINARY_USER = 65534

# A shell starts what runs in the background with the interrupt ignored, and so would be every
# process that these tests interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def course():
    from grader.course import load_course

    return load_course(SOLUTIONS)


@pytest.fixture(scope="session")
def zygote() -> Iterator:
    from grader.sandbox.client import Zygote
    from grader.sandbox.launch import Limits

    with Zygote(Limits(call_cpu_seconds=1.0, call_wall_seconds=4.0)) as process:
        yield process


@pytest.fixture(scope="session")
def grade_sources(course, zygote, tmp_path_factory) -> Callable:
    """Grade `{concept: source}` through the whole machinery; the report.

    A key with a dot is a file's name; quizzes are graded where `quizzes` are given.
    """
    from grader.grading import Grader, Options
    from grader.judging.session import run_hidden_tests
    from grader.submission import read_submission

    def grade(sources: dict[str, str | bytes], *, seed: int = 0, quizzes=None, **options):
        folder = tmp_path_factory.mktemp("submission")
        for name, source in sources.items():
            data = source.encode() if isinstance(source, str) else source
            (folder / (name if "." in name else f"{name}.py")).write_bytes(data)
        wanted = course.only(sorted({name.partition(".")[0] for name in sources}))
        submission = read_submission(folder, [concept.id for concept in wanted.concepts])
        chosen = Options(seed=seed, **options)
        return run_hidden_tests(
            wanted, lambda tests: Grader(wanted, tests, zygote, chosen, quizzes).grade(submission)
        )

    return grade


@pytest.fixture
def command() -> Callable:
    """Run the real `grade` command."""

    def run(
        *arguments: object, cwd: Path, timeout: float = 120, **environment: str
    ) -> subprocess.CompletedProcess:
        clean = {name: value for name, value in os.environ.items() if name not in ("CI",)}
        return subprocess.run(
            [sys.executable, "-m", "grader", *map(str, arguments)],
            cwd=cwd,
            env=clean | {"COLUMNS": "100"} | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
        )

    return run


@pytest.fixture(scope="session")
def ordinary_python(tmp_path_factory) -> tuple[list[str], dict[str, str]]:
    """A Python and environment that an ordinary user can run, when the tests run as root.

    An interpreter below /root cannot be reached by others, so it is copied; the installed
    packages are used where they are if the user can read them, else the test is skipped.
    """
    if os.getuid() != 0:
        pytest.skip("the tests already run as an ordinary user")
    base = Path(sys.base_prefix)
    target = Path("/tmp") / f"tensorgrade-python-{os.getpid()}"
    ignore = shutil.ignore_patterns("site-packages", "test", "*.a", "__pycache__", "share")
    for part in ("bin", "lib"):
        shutil.copytree(base / part, target / part, symlinks=True, ignore=ignore)
    packages = [entry for entry in sys.path if entry.endswith("site-packages")]
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": os.pathsep.join([*packages, str(ROOT)]),
        "LD_LIBRARY_PATH": str(target / "lib"),
        "HOME": "/nonexistent",
    }
    environment |= {k: v for k, v in os.environ.items() if k.startswith("OPENBLAS_")}
    python = str(target / "bin" / f"python3.{sys.version_info.minor}")
    probe = subprocess.run(
        [python, "-c", "import grader, torch"],
        user=ORDINARY_USER,
        group=ORDINARY_USER,
        extra_groups=[],
        cwd="/",
        env=environment,
        capture_output=True,
        text=True,
    )
    if probe.returncode != 0:
        reason = f"an ordinary user cannot read this installation: {probe.stderr[-200:]}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    yield [python], environment
    shutil.rmtree(target, ignore_errors=True)
