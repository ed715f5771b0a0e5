"""The list of who belongs to the class: any CSV with a name, an email or an id in it.

Canvas's gradebook, Moodle's grading worksheet and GitHub Classroom's roster are read as
they come.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from .intake import HandIn

MAX_BYTES = 16 * 2**20
_NAME = ("name", "student", "full name", "student name")
_FIRST = ("first name", "firstname", "given name")
_LAST = ("last name", "lastname", "surname", "family name")
_EMAIL = ("email", "email address", "e-mail", "mail")
_IDS = (
    "id", "id number", "idnumber", "student id", "sis user id", "sis login id", "identifier",
    "username", "user name", "user", "login", "github", "github username", "github_username",
    "github_id", "participant", "user id", "matriculation number",
)  # fmt: skip


class RosterError(Exception):
    """A roster that cannot be used; the message says why."""


@dataclass(frozen=True)
class Person:
    """One line of the roster. `identifiers` has the file's own headings."""

    name: str
    email: str
    identifiers: dict[str, str]

    @property
    def key(self) -> str:
        """What tells this person apart while there is no hand-in."""
        first = next(iter(self.identifiers.values()), "")
        return f"roster:{first or self.email or self.name}"


@dataclass
class Matched:
    """Who handed in what: for each hand-in's key its person; the rest by name."""

    people: dict[str, Person] = field(default_factory=dict)
    absent: list[Person] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_roster(path: Path) -> list[Person]:
    """Read a roster.

    Raises:
        RosterError: it cannot be read, or no column says who somebody is.
    """
    try:
        with path.open("rb") as file:
            text = file.read(MAX_BYTES).decode("utf-8-sig")
    except OSError as error:
        raise RosterError(f"{path}: the roster cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise RosterError(f"{path}: the roster is not UTF-8 text; save it as CSV UTF-8") from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    if not table:
        raise RosterError(f"{path}: the file is empty")
    headings = [cell.strip() for cell in table[0]]
    plain = [heading.casefold() for heading in headings]
    if not set(plain) & {*_NAME, *_LAST, *_EMAIL, *_IDS}:
        raise RosterError(
            f"{path}: no column says who somebody is (name, email, id, username …); "
            f"there are: {', '.join(headings[:12])}"
        )
    lines = [dict(zip(headings, (cell.strip() for cell in row), strict=False)) for row in table[1:]]
    people = [_person(line) for line in lines if any(line.values()) and not _is_maxima(line)]
    return [person for person in people if person.name or person.email or person.identifiers]


def _is_maxima(line: dict[str, str]) -> bool:
    return "points possible" in next(iter(line.values())).casefold()


def _person(line: dict[str, str]) -> Person:
    plain = {heading.casefold(): value for heading, value in line.items()}
    whole = next((plain[name] for name in _NAME if plain.get(name)), "")
    if not whole:
        parts = [next((plain[n] for n in names if plain.get(n)), "") for names in (_FIRST, _LAST)]
        whole = " ".join(part for part in parts if part)
    if whole.count(",") == 1:
        last, _, first = whole.partition(",")
        whole = f"{first.strip()} {last.strip()}".strip()
    email = next((plain[name] for name in _EMAIL if plain.get(name)), "")
    identifiers = {head: value for head, value in line.items() if head.casefold() in _IDS and value}
    return Person(whole, email, identifiers)


def match(hand_ins: list[HandIn], people: list[Person]) -> Matched:
    """Join hand-ins and people by id, email, user name or name; never by a guess of two."""
    index: dict[str, set[int]] = {}
    for place, person in enumerate(people):
        for word in _words(person):
            index.setdefault(word, set()).add(place)
    matched, taken = Matched(), dict[int, str]()
    for hand_in in hand_ins:
        number = _find(hand_in, people, index)
        if number is None:
            matched.notes.append(f"{hand_in.name}: nobody on the roster fits")
        elif number in taken:
            matched.notes.append(
                f"{hand_in.name}: fits {people[number].name}, whose hand-in is {taken[number]}"
            )
        else:
            taken[number] = hand_in.name
            matched.people[hand_in.key] = people[number]
    matched.absent = [person for n, person in enumerate(people) if n not in taken]
    return matched


def _find(hand_in: HandIn, people: list[Person], index: dict[str, set[int]]) -> int | None:
    for identifier in hand_in.identifiers:
        found = index.get(_plain(identifier), set())
        if len(found) == 1:
            return next(iter(found))
    # A classroom by git names a folder assignment-username.
    ends = {
        number
        for number, person in enumerate(people)
        for value in person.identifiers.values()
        if len(value) > 1 and hand_in.name.casefold().endswith(f"-{value.casefold()}")
    }
    return ends.pop() if len(ends) == 1 else None


def _words(person: Person) -> set[str]:
    """Everything a hand-in may call this person: names in any rotation, as Canvas joins them."""
    parts = person.name.split()
    words = {_plain(" ".join(parts[turn:] + parts[:turn])) for turn in range(len(parts))}
    words |= {_plain(person.email), _plain(person.email.partition("@")[0])}
    for value in person.identifiers.values():
        words.add(_plain(value))
    return words - {""}


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in bare if character.isalnum())
