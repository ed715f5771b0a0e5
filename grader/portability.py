"""Would an answer that passes on the CPU fail on a GPU? Asked of the simulated device.

The score is that of the CPU, whatever comes out here: a second grading, in workers of its
own, only adds remarks to functions that passed the first.
"""

from __future__ import annotations

from grader.diagnosis.texts import phrase
from grader.grading import Grader
from grader.report.model import Diagnosis, FunctionResult, Remark, Report
from grader.sandbox.client import Zygote
from grader.sandbox.targets import SIMULATED, Target
from grader.submission import Submission

# Only these say something of devices; any other difference may be the simulation's own.
ABOUT_DEVICES = ("DEVICE-", "DIFF-DEVICE", "EXC-DEVICES-DIFFER")


def with_portability(grader: Grader, submission: Submission, report: Report) -> Report:
    """`report` with remarks on functions that would fail where tensors are not on the CPU."""
    if grader.options.feedback == "score":
        return report
    limits, method = grader.limits, grader.start_method
    with Zygote(limits, method, target=Target(SIMULATED)) as zygote:
        simulated = grader.on(zygote, SIMULATED).grade(submission)
    found = {
        (concept.id, function.name): remark
        for concept in simulated.concepts
        for function in concept.functions
        if (remark := _remark(function))
    }
    concepts = [
        concept.model_copy(
            update={
                "functions": [
                    _with_remark(function, found.get((concept.id, function.name)))
                    for function in concept.functions
                ]
            }
        )
        for concept in report.concepts
    ]
    return report.model_copy(update={"concepts": concepts})


def _remark(function: FunctionResult) -> Remark | None:
    for test in function.tests:
        if test.status != "passed" and test.diagnosis and _about_devices(test.diagnosis):
            headline = test.diagnosis.headline
            text = phrase("would_fail").format(headline=headline[:1].lower() + headline[1:])
            return Remark(id="REM-PORTABILITY", text=text, line=test.diagnosis.line)
    return None


def _about_devices(diagnosis: Diagnosis) -> bool:
    return diagnosis.id.startswith(ABOUT_DEVICES)


def _with_remark(function: FunctionResult, remark: Remark | None) -> FunctionResult:
    if remark is None or function.status != "passed":
        return function
    return function.model_copy(update={"remarks": [remark, *function.remarks]})
