"""What a student calls things: `gram`, `06.gram`, `06`, `06.quiz`."""

from __future__ import annotations

from typing import NamedTuple

from grader.course import Concept, Course, CourseError, did_you_mean

QUIZ = "quiz"


class Place(NamedTuple):
    """A function of a concept, or where `function` is empty the whole concept."""

    concept: Concept
    function: str = ""

    @property
    def name(self) -> str:
        """`06.gram`: what is unique."""
        return f"{self.concept.id[:2]}.{self.function}"


def find_concept(course: Course, word: str) -> Concept:
    """The concept of that number, name or id; CourseError with a suggestion."""
    return course.only([word]).concepts[0]


def find_function(course: Course, word: str, also: tuple[str, ...] = ()) -> Place:
    """The function that is meant; `also` are further names that each concept has.

    Raises:
        CourseError: there is none, or it could be in several concepts.
    """
    concept_word, dot, name = word.rpartition(".")
    owners = [Place(c, concept_word) for c in course.concepts if concept_word in c.functions]
    if owners:
        raise CourseError(f"{name!r} is a part of {concept_word}: say {owners[0].name}")
    concepts = [find_concept(course, concept_word)] if dot else course.concepts
    found = [Place(c, name) for c in concepts if name in (*c.functions, *also)]
    if len(found) > 1:
        choices = " or ".join(place.name for place in found)
        raise CourseError(f"{word!r} is in several concepts; say {choices}")
    if not found:
        known = [function for concept in concepts for function in concept.functions]
        raise CourseError(f"no function is called {name!r}{_near(name, known)}")
    return found[0]


def find_any(course: Course, word: str) -> Place:
    """A function, a concept's quiz (`06.quiz`) or a whole concept."""
    try:
        return Place(find_concept(course, word))
    except CourseError:
        return find_function(course, word, (QUIZ,) if "." in word else ())


def _near(name: str, known: list[str]) -> str:
    suggestion = did_you_mean(name, known)
    return suggestion if "did you mean" in suggestion else "; `grade list` shows them all"
