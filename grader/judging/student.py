"""The student's side: one submission in a worker, and a fresh worker after a crash.

Whatever ends a worker costs the function it was in. The files that had been loaded are
loaded again, and the rest is graded as if nothing had happened.
"""

from __future__ import annotations

import contextlib
import re
from collections import deque
from typing import Literal, NoReturn

from grader.sandbox.client import Zygote
from grader.sandbox.conversation import (
    Confinement,
    Inspection,
    SandboxError,
    SandboxTrouble,
    Worker,
    WorkerEnded,
)
from grader.sandbox.launch import Limits
from grader.sandbox.messages import Definition, Findings, Observation, RaisedException
from grader.sandbox.observer import Call
from grader.sandbox.questions import Question
from grader.sandbox.targets import is_accelerator
from grader.sandbox.traced import Trace
from grader.submission import SourceFile, Submission

from .draw import seed_for
from .mismatch import NotRun
from .subjects import Secrets

# CUDA says so in a RuntimeError of its own where torch has no better type.
STICKY = re.compile(r"CUDA error|CUDA driver error|cuBLAS error|MPS backend", re.IGNORECASE)


class SubmissionSubject:
    """One submission: its worker, and the state of each of its concepts."""

    def __init__(
        self, submission: Submission, zygote: Zygote, secrets: dict[str, Secrets], seed: int
    ) -> None:
        self.trouble: list[str] = []
        self.singly = False
        self._submission = submission
        self._zygote = zygote
        self._secrets = secrets
        self._seed = seed
        self._worker: Worker | None = None
        self._confinement: Confinement | None = None
        self._concepts: dict[str, ConceptState] = {}

    @property
    def limits(self) -> Limits:
        """What each call may use."""
        return self._zygote.limits

    @property
    def confinement(self) -> Confinement:
        """What the canary of this submission's first worker measured; may start it."""
        if self._confinement is None:
            self._confinement = self.worker().confinement
        return self._confinement

    def worker(self) -> Worker:
        """The worker at hand, or a fresh one; SandboxTrouble if there can be none."""
        if self._worker is None:
            self._worker = self._zygote.fork()
        return self._worker

    def worker_ended(self) -> None:
        """Forget a worker that is gone, and with it all that was loaded there."""
        if self._worker is not None:
            self._worker.close()
        self._worker = None
        for state in self._concepts.values():
            state.forget()

    def ask_singly(self) -> None:
        """Start over in a fresh worker, one call at a time.

        A worker that ended with several calls before it may have had answers that it was yet
        to send: which of the calls ended it is not known.
        """
        self.worker_ended()
        self.singly = True

    def concept(self, name: str) -> ConceptState:
        """The state of one concept, made when first asked for."""
        if name not in self._concepts:
            file = self._submission.files[name]
            self._concepts[name] = ConceptState(self, self._secrets[name], file, self._seed)
        return self._concepts[name]

    def inspect_all(self) -> None:
        """Have every file parsed before the first of them runs: what runs can patch the parser."""
        states = [self.concept(name) for name in self._submission.files]
        unknown = [state for state in states if state.must_be_inspected]
        try:
            if unknown:
                self.worker().start_inspections(state.inspection for state in unknown)
        except SandboxError:
            self.worker_ended()  # whose fault it is shows when they are asked one by one
        for state in unknown:
            with contextlib.suppress(NotRun):
                state.inspect()

    def restart(self, name: str) -> None:
        """Start over with one concept, in a fresh worker: once more after trouble of ours."""
        self.worker_ended()
        del self._concepts[name]

    def close(self) -> None:
        if self._worker is not None:
            self._worker.close()
            self._worker = None


class ConceptState:
    """One exercise file of a submission: what its source said, and what became of it."""

    def __init__(
        self, subject: SubmissionSubject, secrets: Secrets, file: SourceFile, seed: int
    ) -> None:
        self.file = file
        self.findings: Findings | None = None
        self.import_error: RaisedException | None = None
        self.file_end: NotRun | None = None
        self.printed = ""
        self._subject = subject
        self._secrets = secrets
        self._seed = seed
        self._names: list[str] | None = None
        self._inspected = False
        self._given_up: dict[str, NotRun] = {}
        self._announced: deque[Question] = deque()
        self._sent: deque[Question] = deque()

    @property
    def limits(self) -> Limits:
        """What one call may use."""
        return self._subject.limits

    def forget(self) -> None:
        """The worker that held this file is gone; load it again when it is next needed."""
        self._names = None
        self._inspected = False
        self._announced.clear()
        self._sent.clear()

    def definition(self, function: str) -> Definition | None:
        """What the source says of a top-level function or class of that name."""
        return self.findings.functions.get(function) if self.findings else None

    def require(self, function: str) -> None:
        """Raise NotRun unless the file is loaded and `function` can be called."""
        if self.file.problem:
            raise NotRun("unusable", "file", self.file.problem)
        if self.must_be_inspected:
            self._subject.inspect_all()
        definition = self.definition(function)
        if definition and definition.stub:
            raise NotRun("not_started")  # also in a file that is broken
        self._inspect()
        definition = self.definition(function)
        if function in self._given_up:
            raise self._given_up[function]
        if definition and definition.forbidden:
            raise NotRun("wrong", "forbidden", function)
        self._load()
        assert self._names is not None
        if function not in self._names:
            raise NotRun("wrong", "missing", function)

    @property
    def must_be_inspected(self) -> bool:
        """Is it not known yet what the source says?"""
        return self.findings is None and self.file_end is None and not self.file.problem

    @property
    def inspection(self) -> Inspection:
        """The question what the source says."""
        concept, file = self._secrets.concept.id, self.file
        return Inspection(concept, file.path.name, file.source, self._secrets.forbidden)

    def inspect(self) -> None:
        """Have the source parsed; NotRun if it cannot be."""
        try:
            findings = self._subject.worker().inspect(self.inspection)
        except WorkerEnded as ended:
            self._end_file(ended)
        except SandboxTrouble as trouble:
            raise self._our_trouble(trouble) from trouble
        # The first were made before anything ran; a worker in use could lie.
        self.findings = self.findings or findings
        self._inspected = True
        if self.findings.error:
            self.file_end = NotRun("unusable", "source", self.findings.error.kind)
            raise self.file_end

    def load(self) -> None:
        """Have the file run although no function of it is called; `file_end` says what failed."""
        if self.file_end is None and not self.file.problem:
            with contextlib.suppress(NotRun):
                self._load()

    def observe(self, function: str, call: Call, *, scenario: bool, of: str) -> Observation:
        """Ask the worker; NotRun, for this and every later test of `of`, if it ends instead."""
        try:
            self._drop_until(call)
            observation = self._answer(function, call, scenario)
        except WorkerEnded as ended:
            if len(self._sent) > 1:
                self._subject.ask_singly()
                self._load()
                return self.observe(function, call, scenario=scenario, of=of)
            self._subject.worker_ended()
            self._given_up[of] = NotRun("not_run", "gave_up", ended.end)
            raise NotRun(ended.end, "", ended.detail) from ended
        except SandboxTrouble as trouble:
            raise self._our_trouble(trouble) from trouble
        if is_accelerator(call.device) and (end := _device_lost(observation)):
            self._subject.worker_ended()  # the error would answer every later call as well
            self._given_up[of] = NotRun("not_run", "gave_up", end)
            raise NotRun(end, "", _message(observation))
        if observation.outcome == "timed_out":
            self._given_up[of] = NotRun("not_run", "gave_up", "time")
            if self._sent:  # calls sent ahead would each take as long
                self._subject.worker_ended()
        return observation

    def trace(self, function: str, call: Call, *, scenario: bool) -> Trace | None:
        """Ask what a call computed, line by line; None if no answer came, at nobody's cost."""
        self.announce([])
        if self._names is None:
            return None
        try:
            worker = self._subject.worker()
            return worker.trace(self._secrets.concept.id, function, call, scenario=scenario)
        except WorkerEnded:
            self._subject.worker_ended()
        except SandboxTrouble as trouble:
            self._our_trouble(trouble)
        return None

    def awaits(self, question: Question) -> bool:
        """Was it announced, and not asked for since?"""
        return question in self._announced or question in self._sent

    def announce(self, upcoming: list[Question]) -> None:
        """Say which calls come next, so that they can be sent ahead, and no others."""
        if not self._drop(len(self._sent)):
            self._subject.worker_ended()
        if not self._subject.singly:
            self._announced = deque(upcoming)

    def _drop_until(self, wanted: Call) -> None:
        """Let go of calls sent ahead whose tests had failed before they came to them."""
        count = 0
        while count < len(self._sent) and self._sent[count].call is not wanted:
            count += 1
        if not count:
            return
        kept = [*list(self._sent)[count:], *self._announced]
        if not self._drop(count):
            self._subject.worker_ended()
            self._announced = deque(kept)
            self._load()

    def _drop(self, count: int) -> bool:
        """Take the next `count` answers, which nobody wants; False if the worker is no more of use.

        Nobody pays for how these calls end: no test made them.
        """
        try:
            for _ in range(count):
                observation = self._subject.worker().finish_call()
                self._sent.popleft()
                if observation.outcome == "timed_out" and self._sent:
                    return False  # the others could each take as long
        except SandboxError:
            return False
        return True

    def _answer(self, function: str, wanted: Call, scenario: bool) -> Observation:
        """Ask for one call, and keep the worker busy with those announced after it."""
        worker = self._subject.worker()
        if not self._sent:
            while self._announced and self._announced[0].call is not wanted:
                self._announced.popleft()
            if not self._announced:
                concept = self._secrets.concept.id
                self._announced.append(Question(concept, function, wanted, scenario=scenario))
        for _ in range(worker.start_calls(self._announced)):
            self._sent.append(self._announced.popleft())
        observation = worker.finish_call()
        self._sent.popleft()
        return observation

    def _inspect(self) -> None:
        """Have the source parsed, before any of it runs."""
        if self.must_be_inspected:
            self._subject.inspect_all()
        if self.file_end:
            raise self.file_end
        if not self._inspected:
            self.inspect()  # for a worker that does not know the file

    def _load(self) -> None:
        """Run the file's top level, once in each worker."""
        if self._names is not None:
            return
        self._inspect()
        concept = self._secrets.concept
        seed = seed_for(self._seed, concept.id) % 2**31
        try:
            answer = self._subject.worker().load(
                concept.id, concept.functions, seed, self._secrets.scenario_source
            )
        except WorkerEnded as ended:
            self._end_file(ended)
        except SandboxTrouble as trouble:
            raise self._our_trouble(trouble) from trouble
        self.printed = answer.observation.printed.text
        if answer.observation.exception is not None:
            self.import_error = answer.observation.exception
            bases = set(self.import_error.bases)
            detail = "ended_early" if {"SystemExit", "KeyboardInterrupt"} & bases else "exception"
            if answer.observation.outcome == "timed_out":
                detail = "time"
            elif "MemoryError" in bases:
                detail = "memory"
            self.file_end = NotRun(detail, "import", detail)  # type: ignore[arg-type]
            raise self.file_end
        self._names = answer.names

    def _end_file(self, ended: WorkerEnded) -> NoReturn:
        self._subject.worker_ended()
        self.file_end = NotRun(ended.end, "import", ended.detail)
        raise self.file_end from ended

    def _our_trouble(self, trouble: SandboxTrouble) -> NotRun:
        self._subject.worker_ended()
        self._subject.trouble.append(str(trouble))
        return NotRun("grader_trouble", "sandbox", str(trouble))


def _device_lost(observation: Observation) -> Literal["memory", "crash"] | None:
    """Did a call leave its accelerator out of memory, or in an error that stays?"""
    error = observation.exception
    if error is None:
        return None
    if error.type == "torch.OutOfMemoryError":
        return "memory"
    sticky = error.type == "torch.AcceleratorError" or STICKY.match(error.message)
    return "crash" if sticky else None


def _message(observation: Observation) -> str:
    return observation.exception.message.partition("\n")[0][:300] if observation.exception else ""
