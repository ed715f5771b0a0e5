"""Proving the concepts of a course side by side, each in a process with its own zygote."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from grader.cores import cores

from .failures import Unusable
from .opening import course_of, with_tests

if TYPE_CHECKING:
    from grader.authoring.proving import ConceptProof
    from grader.judging.session import Tests
    from grader.sandbox.client import Zygote


class Place(NamedTuple):
    """A concept to be proved: where its secrets and stubs lie, and with how many seeds."""

    solutions: Path
    concept: str
    exercises: Path
    seeds: int


def prove(places: list[Place], told: Callable[[str], None]) -> list[ConceptProof]:
    """Prove every concept, as many at a time as there are cores.

    Args:
        places: the concepts.
        told: hears what is being done, for a progress line.

    Raises:
        Unusable: the course cannot be used, or a process was ended from outside.
    """
    if len(places) == 1:
        return [_prove_one(places[0], told)]
    return _side_by_side(places, told)


def _side_by_side(places: list[Place], told: Callable[[str], None]) -> list[ConceptProof]:
    found: dict[str, ConceptProof] = {}
    told(f"proving {len(places)} concepts")
    jobs = min(len(places), cores())
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _leave_interrupts) as pool:
        try:
            for done in as_completed([pool.submit(_prove_one, place) for place in places]):
                proof = done.result()
                found[proof.concept] = proof
                told(f"{len(found)} of {len(places)} concepts proved, {proof.concept} the last")
        except BrokenProcessPool as error:
            raise Unusable("a process that proves a concept was ended from outside") from error
        except BaseException:
            for process in multiprocessing.active_children():
                process.kill()
            raise
    return [found[place.concept] for place in places]


def _leave_interrupts() -> None:
    """Leave Ctrl-C to the process that waits: it ends this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _prove_one(place: Place, told: Callable[[str], None] = lambda what: None) -> ConceptProof:
    course = course_of(place.exercises, place.solutions, (place.concept,))

    def body(tests: Tests, zygote: Zygote) -> ConceptProof:
        from grader.authoring.proving import Prover
        from grader.judging.session import HiddenTests

        if not isinstance(tests, HiddenTests):
            raise Unusable("practice data proves nothing; name the course with --solutions")
        prover = Prover(tests, zygote, place.exercises)
        return prover.prove(course.concepts[0], range(place.seeds), told)

    return with_tests(course, body)
