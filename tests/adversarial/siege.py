"""Running attacks: each is graded for real, and then everything is looked at."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from grader.course import load_course
from grader.grading import Grader, Options
from grader.judging.session import run_hidden_tests
from grader.report.model import Report
from grader.sandbox.client import Zygote
from grader.sandbox.launch import Limits
from grader.submission import read_submission

from . import host
from .case import Case
from .vault import CONCEPT, Vault, build

# An honest submission is graded after so many hostile ones.
CONTROL_EVERY = 4
LIMITS = Limits(call_cpu_seconds=0.4, call_wall_seconds=1.5, memory_bytes=512 * 2**20)


class Verdict(NamedTuple):
    """What came of one case: nothing that it should not, or what."""

    id: str
    complaints: list[str]
    ends: list[str]
    printed: str


class Siege:
    """A vault, a grader on a warm zygote, and a way to send submissions against them."""

    def __init__(self, vault: Vault, grader: Grader, zygote: Zygote) -> None:
        self.vault = vault
        self._grader = grader
        self._zygote = zygote
        self.tier = ""
        self.controls()

    def grade(self, source: bytes | str) -> Report:
        """Grade one submission of the vault."""
        folder = Path(tempfile.mkdtemp(dir=self.vault.root))
        data = self.vault.fill(source).encode() if isinstance(source, str) else source
        (folder / f"{CONCEPT}.py").write_bytes(data)
        return self._grader.grade(read_submission(folder, [CONCEPT]))

    def controls(self) -> None:
        """The honest must pass and the wrong must fail, or nothing else means anything."""
        assert not (complaint := self.honest()), complaint
        earned = _earned(self.grade(self.vault.wrong))
        assert earned["oracle"] == 0, earned
        assert earned["double"] > 0, earned

    def honest(self) -> str:
        """Grade an honest submission: "", or in words what it lost."""
        honest = self.grade(self.vault.honest)
        self.tier = honest.sandbox.tier
        if honest.score.earned == honest.score.possible > 0:
            return ""
        failed = [(t.id, t.end) for f in honest.concepts[0].functions for t in f.tests]
        return f"the honest submission got {honest.score}: {failed} {honest.trouble}"

    def attack(self, case: Case) -> Verdict:
        """Grade a hostile submission and look at the report and the host."""
        before = self._look()
        report = self.grade(case.source)
        complaints = host.changes(before, self._look())
        complaints += self._judge(case, report)
        tests = [test for function in report.concepts[0].functions for test in function.tests]
        printed = report.concepts[0].printed + "".join(test.printed for test in tests)
        return Verdict(case.id, complaints, [test.end for test in tests], printed)

    def _judge(self, case: Case, report: Report) -> list[str]:
        """What the report shows that it should not, or does not show that it should."""
        text = json.dumps(_without_source(report.model_dump(mode="json")))
        earned = _earned(report)
        tests = {f.name: f.tests for f in report.concepts[0].functions}
        complaints = []
        if earned["oracle"] > 0:
            complaints.append(f"a forged point: {earned}")
        if self.vault.canary in text:
            complaints.append("a secret was seen")
        if "ESCAPED" in text:
            complaints.append(f"escaped: {text[text.index('ESCAPED') :][:200]}")
        if case.shows and case.shows not in text:
            complaints.append(f"it was not tried: no {case.shows!r} in the report")
        if case.ends and tests["oracle"][0].end not in case.ends:
            complaints.append(f"ended with {tests['oracle'][0].end}, not {case.ends}")
        for name in case.spares:
            if any(test.status != "passed" for test in tests[name]):
                complaints.append(f"{name} lost points: {[t.end for t in tests[name]]}")
        if report.trouble or any(t.end == "grader_trouble" for f in tests.values() for t in f):
            complaints.append(f"grader trouble: {report.trouble}")
        return complaints

    def _look(self) -> host.Snapshot:
        """The host as it is; the worker that waits for the next submission is nobody's."""
        waiting = self._zygote.waiting()
        return host.snapshot(self.vault.decoy, self._pid(), waiting)

    def _pid(self) -> int | None:
        launched = self._zygote._launched
        return launched.process.pid if launched else None


def _without_source(value: object) -> object:
    """A report without the lines of their own source that it quotes to students."""
    if isinstance(value, dict):
        return {key: _without_source(item) for key, item in value.items() if key != "code"}
    if isinstance(value, list):
        return [_without_source(item) for item in value]
    return value


def _earned(report: Report) -> dict[str, float]:
    return {f.name: f.score.earned for f in report.concepts[0].functions}


def besiege(
    root: Path,
    body: Callable[[Siege], Any],
    *,
    method: str = "fork",
    limits: Limits = LIMITS,
) -> Any:
    """Build a vault below `root` and call `body` with a siege of it."""
    vault = build(root)
    os.environ["TENSORGRADE_TEST_SECRET"] = vault.canary
    course = load_course(vault.solutions)
    try:
        with Zygote(limits, method) as zygote:  # type: ignore[arg-type]
            return run_hidden_tests(
                course, lambda tests: body(Siege(vault, Grader(course, tests, zygote, Options(0)),
                                                 zygote))
            )  # fmt: skip
    finally:
        os.environ.pop("TENSORGRADE_TEST_SECRET", None)


def run(root: Path, cases: Iterable[Case], method: str, tier: str) -> list[Verdict]:
    """Run cases one after another against one vault, in a sandbox of exactly that tier."""

    def body(siege: Siege) -> list[Verdict]:
        assert siege.tier == tier, siege.tier
        verdicts = []
        for place, case in enumerate(cases, 1):
            verdicts.append(siege.attack(case))
            if place % CONTROL_EVERY == 0 and (complaint := siege.honest()):
                verdicts[-1].complaints.append(f"after it or the ones before, {complaint}")
        siege.controls()
        return verdicts

    return besiege(root, body, method=method)
