"""Two tables: which answers pass on which device, and which device mistakes are caught.

python -m tests.devices.table
"""

import functools
import sys
import tempfile
from pathlib import Path

from grader.course import load_course, load_module
from grader.grading import Grader, Options
from grader.judging.session import run_hidden_tests
from grader.judging.subjects import LocalSubject, Secrets
from grader.judging.trial import LocalStudent, Trial
from grader.portability import with_portability
from grader.sandbox.client import Zygote
from grader.sandbox.launch import Limits
from grader.sandbox.targets import Target
from grader.submission import read_submission

from ..conftest import SOLUTIONS
from .corpus import MISTAKES, Mistake

DEVICES = ("cpu", "sim")


def answers(concept):
    """The reference and the idioms of a concept: what each replaces in the reference."""
    yield "reference", {}
    for path in sorted((concept.folder / "idioms").glob("*.py")):
        made = load_module(path, f"device_{concept.id}_{path.stem}")
        yield path.stem, {n: getattr(made, n) for n in concept.functions if hasattr(made, n)}


def failures(tests, secrets, replaced, device):
    """The hidden tests that an answer fails on a device, in this process."""
    subject = LocalSubject(secrets.namespace(**replaced), secrets.scenarios)
    new_trial = functools.partial(Trial, secrets, LocalStudent(subject), seed=0, device=device)
    outcomes = tests.run(secrets.concept.id, new_trial)
    return [outcome for outcome in outcomes if outcome.end != "passed"]


def passing(course, concept):
    """For each device, which answers pass all hidden tests of a concept."""
    secrets = Secrets(concept)
    found = list(answers(concept))

    def body(tests):
        return {
            device: {name: not failures(tests, secrets, own, device) for name, own in found}
            for device in DEVICES
        }

    return run_hidden_tests(course.only([concept.id]), body)


def caught(course, mistake: Mistake, folder: Path, cpu, sim):
    """Grade one mistake on both devices: passed on the CPU, and (id, line) on the simulated one."""
    wanted = course.only([mistake.concept])
    (folder / f"{mistake.concept}.py").write_text(mistake.source)
    submission = read_submission(folder, [mistake.concept])

    def body(tests):
        grader = Grader(wanted, tests, cpu, Options(seed=0))
        report, elsewhere = grader.grade(submission), grader.on(sim, "sim").grade(submission)
        return function_of(report, mistake), function_of(elsewhere, mistake)

    here, there = run_hidden_tests(wanted, body)
    wrong = [test.diagnosis for test in there.tests if test.diagnosis]
    found = (wrong[0].id, wrong[0].line) if wrong else None
    return here.status == "passed", found


def function_of(report, mistake: Mistake):
    return next(f for f in report.concepts[0].functions if f.name == mistake.function)


def remarks_on(course, mistake: Mistake, folder: Path, cpu):
    """What `--check-portability` remarks on one mistake, and both reports' scores."""
    wanted = course.only([mistake.concept])
    (folder / f"{mistake.concept}.py").write_text(mistake.source)
    submission = read_submission(folder, [mistake.concept])

    def body(tests):
        grader = Grader(wanted, tests, cpu, Options(seed=0))
        plain = grader.grade(submission)
        return plain, with_portability(grader, submission, plain)

    return run_hidden_tests(wanted, body)


def checked(course, submission, cpu):
    """The report on a submission with the remarks of `--check-portability`."""

    def body(tests):
        grader = Grader(course, tests, cpu, Options(seed=0))
        return with_portability(grader, submission, grader.grade(submission))

    return run_hidden_tests(course, body)


def main() -> None:
    course = load_course(SOLUTIONS)
    print(f"{'concept':30}" + "".join(f"{device:>12}" for device in DEVICES))
    for concept in course.concepts:
        table = passing(course, concept)
        cells = [f"{sum(table[d].values())} of {len(table[d])}" for d in DEVICES]
        print(f"{concept.id:30}" + "".join(f"{cell:>12}" for cell in cells))
    print(f"\n{'device mistake':52}{'passes on cpu':>15}  found on sim")
    right = 0
    limits = Limits(call_cpu_seconds=2.0)
    with (
        tempfile.TemporaryDirectory() as folder,
        Zygote(limits) as cpu,
        Zygote(limits, target=Target("sim")) as sim,
    ):
        for mistake in MISTAKES:
            here, found = caught(course, mistake, Path(folder), cpu, sim)
            right += here and found == (mistake.diagnosis, mistake.line)
            name = f"{mistake.concept[:2]}.{mistake.function}, line {mistake.line}"
            print(f"{name:52}{'yes' if here else 'NO':>15}  {found}")
            (Path(folder) / f"{mistake.concept}.py").unlink()
    print(f"\n{right} of {len(MISTAKES)} named with the right line")
    sys.exit(right != len(MISTAKES))


if __name__ == "__main__":
    main()
