"""Where the student stands: the newest result of every concept, and the one looked at."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from grader.course import Concept, Course
from grader.grading import Grader, TierNotReached
from grader.report.escape import one_line
from grader.report.model import ConceptResult, FunctionResult, Report, Score
from grader.studying.hints import Hint, next_hint
from grader.studying.memory import Memory
from grader.studying.names import Place
from grader.studying.progress import next_step
from grader.submission import Submission, read_submission

from .changes import Saved

# Between the two steps of a save by rename, or of truncating and writing, there is no text.
SETTLE_SECONDS, SETTLE_STEP = 0.15, 0.02
MOST_NAMED = 2


class Desk:
    """Grades one concept at a time, each with a grader that stays warm."""

    def __init__(self, grader: Grader, folder: Path) -> None:
        self.course: Course = grader.course
        self.folder = folder
        self.message = ""
        self.hint: Hint | None = None
        self.quiz_first = False
        self.graded_at = ""
        self._graders = {concept.id: grader.only(concept.id) for concept in self.course.concepts}
        self._reports: dict[str, Report] = {}
        self._looked_at = self.course.concepts[0].id

    def grade_all(self, about: Callable[[Concept], None]) -> None:
        """Grade every concept, and look at where to go on."""
        for concept in self.course.concepts:
            about(concept)
            self._grade(concept.id)
        if step := next_step(self.whole()):
            self._looked_at = step.concept.id

    def grade(self, saves: list[Saved]) -> None:
        """Grade what was saved and look at it; what goes wrong on our side is the message.

        Of several concepts the one that was looked at already stays, else the first that is
        not finished is looked at.
        """
        before, passed = self.focus, self._passed()
        self.message = ""
        graded = [save for save in saves if self._grade(save.concept)]
        self.message = self.message or _new_passes(self._passed() - passed)
        if graded:
            chosen = min(graded, key=self._urgency)
            self._looked_at, self.quiz_first = chosen.concept, chosen.quiz_only
        if self.focus is None or before is None or self.focus.name != before.name:
            self.hint = None

    def _urgency(self, save: Saved) -> int:
        if save.concept == self._looked_at:
            return 0
        return 1 if next_step(self._reports[save.concept]) else 2

    def _grade(self, concept: str) -> bool:
        try:
            report = self._graders[concept].grade(_settled(self.folder, concept))
        except TierNotReached:
            raise
        except Exception as error:
            kind = type(error).__name__
            self.message = (
                f"{concept} could not be graded; the result before stays ({kind}: "
                f"{one_line(str(error), 200)}). Save again to try again."
            )
            return False
        self._reports[concept] = report
        self.graded_at = time.strftime("%H:%M:%S")
        if report.trouble:
            self.message = f"grader trouble: {one_line(report.trouble[0], 200)}"
        return True

    def _passed(self) -> set[tuple[str, str]]:
        """Concept and name of every function that passes."""
        return {
            (concept.id, function.name)
            for report in self._reports.values()
            for concept in report.concepts
            for function in concept.functions
            if function.status == "passed"
        }

    @property
    def concept(self) -> Concept:
        """The concept looked at."""
        return next(c for c in self.course.concepts if c.id == self._looked_at)

    @property
    def report(self) -> Report | None:
        """The newest report of the concept looked at; None if it could never be graded."""
        return self._reports.get(self._looked_at)

    @property
    def focus(self) -> FunctionResult | None:
        """The function to work on in the concept looked at."""
        step = next_step(self.report) if self.report else None
        return step.function if step else None

    def whole(self) -> Report | None:
        """One report of every concept graded so far, in the order of the course."""
        return self._joined([concept.id for concept in self.course.concepts])

    def _joined(self, names: list[str]) -> Report | None:
        reports = [self._reports[name] for name in names if name in self._reports]
        if not reports:
            return None
        score = Score(
            earned=sum(report.score.earned for report in reports),
            possible=sum(report.score.possible for report in reports),
        )
        concepts: list[ConceptResult] = [c for report in reports for c in report.concepts]
        return reports[0].model_copy(update={"score": score, "concepts": concepts})

    @property
    def after(self) -> str | None:
        """The next concept that is not finished, round the end to the beginning.

        The one that follows where all others are finished; None where there is no other.
        """
        names = [concept.id for concept in self.course.concepts]
        place = names.index(self._looked_at)
        others = [n for n in names[place + 1 :] + names[:place] if n in self._reports]
        following = others[0] if others else None
        return next((name for name in others if next_step(self._reports[name])), following)

    def go_on(self) -> None:
        """Look at the concept `after` this one."""
        if name := self.after:
            self._looked_at, self.quiz_first, self.hint, self.message = name, False, None, ""

    def show_hint(self) -> None:
        """The next hint for the function to work on."""
        if self.focus:
            self.hint = next_hint(Memory(self.folder), Place(self.concept, self.focus.name))


def _new_passes(functions: set[tuple[str, str]]) -> str:
    names = sorted(name for _, name in functions)
    if len(names) > MOST_NAMED:
        return f"✓ {len(names)} more functions pass"
    return f"✓ {' and '.join(names)} {'passes' if len(names) == 1 else 'pass'}" if names else ""


def _settled(folder: Path, concept: str) -> Submission:
    """One concept's files; if there is no text now, what is there a moment later."""
    end = time.monotonic() + SETTLE_SECONDS
    while True:
        submission = read_submission(folder, [concept])
        problem = submission.files[concept].problem
        if problem not in ("missing", "empty") or time.monotonic() > end:
            return submission
        time.sleep(SETTLE_STEP)
