"""The way of one submission, top to bottom. A newcomer starts reading here.

    read the files  ->  a worker inspects them  ->  hidden tests ask it, one by one
                    ->  each failure is diagnosed  ->  the report

`Grader` holds what all submissions share: the course's secrets and a warm zygote. It
grades one submission at a time and keeps nothing of it.
"""

from __future__ import annotations

import dataclasses
import functools
import platform
import time
from dataclasses import dataclass
from datetime import UTC, datetime

import torch

from grader import __version__
from grader.course import Concept, Course, Feedback
from grader.diagnosis import Cause, Diagnostician, Policy
from grader.diagnosis.cause import cause
from grader.diagnosis.first import show_first
from grader.judging.session import Outcome, Tests
from grader.judging.student import ConceptState, SubmissionSubject
from grader.judging.trial import Trial
from grader.practice.recorded import is_practice
from grader.quiz.quizzes import GradedQuiz, Quizzes
from grader.report.model import (
    STATUS_OF,
    ConceptResult,
    CourseUsed,
    Diagnosis,
    FunctionResult,
    Layer,
    QuizResult,
    Report,
    Sandbox,
    Score,
    TestResult,
    Tier,
    Times,
    Versions,
    status_of_parts,
)
from grader.sandbox.client import Zygote
from grader.sandbox.conversation import Confinement, SandboxTrouble
from grader.sandbox.launch import Limits
from grader.sandbox.targets import StartMethod
from grader.sandbox.values import clean
from grader.submission import Submission

TIERS: tuple[Tier, ...] = ("unsafe", "limited", "hardened")


class TierNotReached(Exception):
    """The sandbox is weaker than `--require` asks; nothing was graded."""

    def __init__(self, required: Tier, confinement: Confinement) -> None:
        absent = [layer for layer in confinement.layers if layer.state == "absent"]
        reasons = "; ".join(f"{layer.name}: {layer.detail}" for layer in absent)
        super().__init__(
            f"the sandbox reaches tier {confinement.tier!r}, and {required!r} is required"
            + (f" ({reasons})" if reasons else "")
        )
        self.required = required
        self.confinement = confinement


@dataclass(frozen=True)
class Options:
    """What may differ from one grading to the next."""

    seed: int
    device: str = "cpu"
    feedback: Feedback = "full"
    require: Tier = "unsafe"


class Grader:
    """Grades submissions of one course, one after another."""

    def __init__(
        self,
        course: Course,
        tests: Tests,
        zygote: Zygote,
        options: Options,
        quizzes: Quizzes | None = None,
    ) -> None:
        self.course = course
        self._quizzes = quizzes
        self.options = options
        self._policy = Policy(options.feedback)
        self._tests = tests
        self._zygote = zygote
        self._secrets = {concept.id: tests.secrets(concept) for concept in course.concepts}
        zygote.know([secrets.scenario_source for secrets in self._secrets.values()])
        self._silent_passes: dict[tuple[str, str], TestResult] = {}
        self._diagnosticians = {
            name: Diagnostician(secrets) for name, secrets in self._secrets.items()
        }

    def grade(self, submission: Submission) -> Report:
        """Grade one submission.

        Raises:
            TierNotReached: the sandbox is weaker than the options require.
            CourseError: the course itself cannot be used.
        """
        started, clock = datetime.now(UTC), time.perf_counter()
        subject = SubmissionSubject(submission, self._zygote, self._secrets, self.options.seed)
        try:
            self._check_tier(subject)
            concepts = [
                self._grade_concept(concept, subject, self._grade_quiz(concept, submission))
                for concept in self.course.concepts
            ]
        finally:
            subject.close()
        seconds = round(time.perf_counter() - clock, 3)
        times = Times(started=started.isoformat(timespec="seconds"), seconds=seconds)
        return self._report(submission, subject, concepts, times)

    def with_seed(self, seed: int) -> Grader:
        """This grader if the seed is its own, else one for that seed on the same zygote.

        What was kept for other seeds is let go, so that a class of many seeds needs no more memory.
        """
        if seed == self.options.seed:
            return self
        self._tests.forget()
        options = dataclasses.replace(self.options, seed=seed)
        return Grader(self.course, self._tests, self._zygote, options, self._quizzes)

    def only(self, concept: str) -> Grader:
        """A grader of one concept, on the same zygote and the same collected tests."""
        course = self.course.only([concept])
        return Grader(course, self._tests, self._zygote, self.options, self._quizzes)

    def on(self, zygote: Zygote, device: str) -> Grader:
        """The same grader for another device, whose workers come from `zygote`."""
        options = dataclasses.replace(self.options, device=device)
        return Grader(self.course, self._tests, zygote, options)

    @property
    def limits(self) -> Limits:
        """What each submission may use."""
        return self._zygote.limits

    @property
    def start_method(self) -> StartMethod:
        """How workers start."""
        return self._zygote.start_method

    def _check_tier(self, subject: SubmissionSubject) -> None:
        try:
            confinement = subject.confinement
        except SandboxTrouble:
            return  # every function then says so itself
        if TIERS.index(confinement.tier) < TIERS.index(self.options.require):
            raise TierNotReached(self.options.require, confinement)

    def _grade_quiz(self, concept: Concept, submission: Submission) -> GradedQuiz:
        if self._quizzes is None:
            return GradedQuiz()
        return self._quizzes.grade(concept, submission.quizzes.get(concept.id))

    def _quiz_problem(self, quiz: GradedQuiz) -> Diagnosis | None:
        if quiz.problem is None:
            return None
        values = {"file": quiz.file.path.name if quiz.file else "", **quiz.problem.values}
        found = cause(f"QUIZ-{quiz.problem.kind}", values, line=quiz.problem.line)
        return self._policy.tell(found, quiz.file.source if quiz.file else b"")

    def _grade_concept(
        self, concept: Concept, subject: SubmissionSubject, quiz: GradedQuiz
    ) -> ConceptResult:
        state = subject.concept(concept.id)
        outcomes = self._run(concept, state)
        if any(outcome.end == "grader_trouble" for outcome in outcomes):
            subject.restart(concept.id)
            state = subject.concept(concept.id)
            outcomes = self._run(concept, state)
        subject.trouble += _broken_tests(outcomes)
        if all(outcome.end == "not_started" for outcome in outcomes):
            state.load()  # no test did, and the file's own lines may be wrong already
        diagnostician = self._diagnosticians[concept.id]
        functions = [
            self._function_result(concept, name, state, outcomes, diagnostician)
            for name in concept.functions
        ]
        broken = diagnostician.file_problem(state)
        return ConceptResult(
            id=concept.id,
            title=concept.title,
            file=state.file.path.name,
            status="error" if broken else status_of_parts([f.status for f in functions]),
            score=_sum([*(f.score for f in functions), *(q.score for q in quiz.results)]),
            functions=functions,
            quiz=[_quiz_as_told(result, self.options.feedback) for result in quiz.results],
            quiz_problem=self._quiz_problem(quiz),
            problem=self._policy.tell(broken, state.file.source),
            printed=self._policy.printed(state.printed),
        )

    def _run(self, concept: Concept, state: ConceptState) -> list[Outcome]:
        secrets = self._secrets[concept.id]
        new_trial = functools.partial(
            Trial, secrets, state, seed=self.options.seed, device=self.options.device
        )
        return self._tests.run(concept.id, new_trial, (self.options.seed, self.options.device))

    def _function_result(
        self,
        concept: Concept,
        name: str,
        state: ConceptState,
        outcomes: list[Outcome],
        diagnostician: Diagnostician,
    ) -> FunctionResult:
        own = [outcome for outcome in outcomes if outcome.function == name]
        causes = diagnostician.diagnose(name, outcomes, state)
        ids = self._policy.ids(own)
        tests = [
            self._test_result(outcome, ids[outcome.id], causes, state, diagnostician)
            for outcome in own
        ]
        definition = state.definition(name)
        first = show_first(own, causes)
        shown = next((o for o in own if o.id == first and self._policy.full), None)
        picture, trace = diagnostician.evidence(name, shown, state) if shown else (None, None)
        return FunctionResult(
            name=name,
            line=definition.line if definition else None,
            status=status_of_parts([test.status for test in tests]),
            score=Score(
                earned=sum(test.earned for test in tests),
                possible=sum(test.points for test in tests),
            ),
            tests=tests,
            show_first=ids[first] if first else None,
            remarks=self._policy.remarks(diagnostician.remarks(name, own, state)),
            hints=concept.hints.get(name, []),
            picture=picture,
            trace=trace,
        )

    def _test_result(
        self,
        outcome: Outcome,
        test_id: str,
        causes: dict[str, Cause],
        state: ConceptState,
        diagnostician: Diagnostician,
    ) -> TestResult:
        passed = outcome.end == "passed"
        actual = outcome.exchanges[-1].actual if outcome.exchanges else None
        printed = self._policy.printed(actual.printed.text) if actual else ""
        if passed and not printed:
            return self._passed(outcome, test_id)
        return TestResult(
            id=test_id,
            title=self._policy.title(outcome),
            status=STATUS_OF[outcome.end],
            end=outcome.end,
            points=outcome.points,
            earned=outcome.points if passed else 0.0,
            diagnosis=self._policy.tell(causes.get(outcome.id), state.file.source),
            shown=diagnostician.shown(outcome) if self._policy.full and not passed else None,
            printed=printed,
            printed_cut=bool(actual and printed and actual.printed.cut),
        )

    def _passed(self, outcome: Outcome, test_id: str) -> TestResult:
        """The result of a test that passed without a word: the same for every submission."""
        key = outcome.id, test_id
        if key not in self._silent_passes:
            self._silent_passes[key] = TestResult(
                id=test_id,
                title=self._policy.title(outcome),
                status="passed",
                end="passed",
                points=outcome.points,
                earned=outcome.points,
            )
        return self._silent_passes[key]

    def _report(
        self,
        submission: Submission,
        subject: SubmissionSubject,
        concepts: list[ConceptResult],
        times: Times,
    ) -> Report:
        return Report(
            submission=clean(submission.folder.resolve().name, 255),
            seed=self.options.seed,
            device=self.options.device,
            feedback=self.options.feedback,
            sandbox=_sandbox(subject, self._zygote),
            course=CourseUsed(
                title=self.course.settings.title,
                path=str(self.course.folder),
                digest=self.course.digest,
                practice=is_practice(self.course.folder),
            ),
            versions=Versions(
                tensorgrade=__version__,
                python=platform.python_version(),
                torch=torch.__version__,
                platform=f"{platform.system()} {platform.machine()}",
            ),
            score=_sum([concept.score for concept in concepts]),
            concepts=concepts,
            trouble=subject.trouble,
            times=times,
        )


def _quiz_as_told(result: QuizResult, feedback: Feedback) -> QuizResult:
    if feedback != "score":
        return result
    return QuizResult(id=result.id, status=result.status, score=result.score)


def _broken_tests(outcomes: list[Outcome]) -> list[str]:
    """Hidden tests that stumbled over themselves, told without a word of what they hold."""
    broken: dict[str, str] = {}
    for outcome in outcomes:
        if outcome.end == "grader_trouble" and outcome.trouble:
            broken[outcome.id.partition("[")[0]] = outcome.trouble.partition(":")[0]
    return [
        f"the hidden test {name} is broken ({kind}), and its points are missing;"
        " `grade verify` says more"
        for name, kind in broken.items()
    ]


def _sandbox(subject: SubmissionSubject, zygote: Zygote) -> Sandbox:
    try:
        tier, layers, _ = subject.confinement
    except SandboxTrouble:
        tier, layers = "unsafe", []
    return Sandbox(
        tier=tier,
        start_method=zygote.start_method,
        layers=[Layer(name=layer.name, state=layer.state, detail=layer.detail) for layer in layers],
    )


def _sum(scores: list[Score]) -> Score:
    return Score(
        earned=sum(score.earned for score in scores),
        possible=sum(score.possible for score in scores),
    )
