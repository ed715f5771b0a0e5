"""The list of who belongs to the class: any CSV with a name, an email or an id in it.

Canvas's gradebook, Moodle's grading worksheet and GitHub Classroom's roster are read as
they come.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
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
        for word in _names(person) | _addresses(person):
            index.setdefault(word, set()).add(place)
    matched = Matched(notes=_twins(people))
    claims: dict[int, list[HandIn]] = {}
    for hand_in in hand_ins:
        found = _find(hand_in, people, index)
        if len(found) == 1:
            claims.setdefault(found.pop(), []).append(hand_in)
        else:
            matched.notes.append(f"{hand_in.name}: {_unclear([people[n] for n in sorted(found)])}")
    for number, claiming in claims.items():
        _settle(people[number], claiming, matched)
    given = {id(person) for person in matched.people.values()}
    matched.absent = [person for person in people if id(person) not in given]
    return matched


def _find(hand_in: HandIn, people: list[Person], index: dict[str, set[int]]) -> set[int]:
    """Those whom a hand-in's words mean: one, or all of whom it may be."""
    meant: set[int] = set()
    for identifier in hand_in.identifiers:
        found = index.get(_plain(identifier), set())
        if len(found) == 1:
            return set(found)
        meant |= found
    return meant or _named_at_the_end(hand_in, people)


def _named_at_the_end(hand_in: HandIn, people: list[Person]) -> set[int]:
    """A classroom by git names a folder assignment-username."""
    return {
        number
        for number, person in enumerate(people)
        for value in person.identifiers.values()
        if len(value) > 1 and hand_in.name.casefold().endswith(f"-{value.casefold()}")
    }


def _settle(person: Person, claiming: list[HandIn], matched: Matched) -> None:
    """Give a person the one hand-in that fits; what fits by name alone gives way, two are none."""
    fitting = [one for one in claiming if not _by_name_alone(one, person)] or claiming
    if len(fitting) > 1:
        names = ", ".join(_with_key(one) for one in fitting)
        matched.notes.append(
            f"{_called(person)}: {len(fitting)} hand-ins fit ({names}), and none was taken; "
            "keep one, or name one of them by the person's email or id"
        )
        return
    matched.people[fitting[0].key] = person
    matched.notes += [
        f"{_with_key(one)}: fits {_called(person)}, whose hand-in is {_with_key(fitting[0])}"
        for one in claiming
        if one is not fitting[0]
    ]


def _by_name_alone(hand_in: HandIn, person: Person) -> bool:
    words = {_plain(identifier) for identifier in hand_in.identifiers}
    return bool(words & _names(person)) and not words & _addresses(person)


def _unclear(fitting: list[Person]) -> str:
    if not fitting:
        return "nobody on the roster fits"
    names = ", ".join(_called(person) for person in fitting)
    return (
        f"fits {len(fitting)} people on the roster ({names}), and was given to none of them; "
        "name it by the person's email or id"
    )


def _twins(people: list[Person]) -> list[str]:
    """Notes on people whom nothing on the roster tells apart: in the results they are one."""
    times = Counter(person.key for person in people)
    names = {person.key: person.name or person.email or person.key for person in people}
    return [
        f"{names[key]}: {number} lines of the roster, and nothing tells them apart; "
        "give each an email or an id of their own"
        for key, number in times.items()
        if number > 1
    ]


def _with_key(hand_in: HandIn) -> str:
    """A hand-in's name with the platform's number, which tells it from one of the same name."""
    key = hand_in.key.partition(":")[2]
    return hand_in.name if key == hand_in.name else f"{hand_in.name} [{key}]"


def _called(person: Person) -> str:
    """The name with what tells the person from one of the same name."""
    own = next(iter(person.identifiers.values()), "") or person.email
    return f"{person.name} [{own}]" if person.name and own else person.name or own


def _names(person: Person) -> set[str]:
    """The person's name in any rotation, as Canvas joins them."""
    parts = person.name.split()
    return {_plain(" ".join(parts[turn:] + parts[:turn])) for turn in range(len(parts))} - {""}


def _addresses(person: Person) -> set[str]:
    """What should be this person's alone."""
    own = (person.email, person.email.partition("@")[0], *person.identifiers.values())
    return {_plain(value) for value in own} - {""}


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in bare if character.isalnum())
