"""Every attack of the catalogue and our own, graded for real, with the controls around it."""

import os

import pytest

from . import siege, table
from .catalogue import CATALOGUE, ELSEWHERE, NOT_PROMISED
from .table import CASES, runnable

# Cases that wait for a deadline are long, but for one that computes and one that sleeps.
PROMPT = ("C7", "C8")


def parameters(column):
    return [
        pytest.param(
            case,
            id=case.id,
            marks=[pytest.mark.long] if case.slow and case.id not in PROMPT else [],
        )
        for case in runnable(column)
    ]


def selected(request, test):
    """The cases of one test function that this run has not deselected."""
    return [
        item.callspec.params["case"]
        for item in request.session.items
        if item.path == request.path and item.function.__name__ == test
    ]


@pytest.fixture(scope="module")
def verdicts(request, tmp_path_factory):
    cases = selected(request, "test_an_attack_fails")
    return {v.id: v for v in siege.run(tmp_path_factory.mktemp("vault"), cases, "fork", "hardened")}


@pytest.mark.parametrize("case", parameters("hardened"))
def test_an_attack_fails(verdicts, case):
    verdict = verdicts[case.id]
    assert not verdict.complaints, (case.title, verdict.ends, verdict.printed[-2000:])


# One of each kind, for the other columns: what has to do with how a worker starts, and who it is.
SAMPLE = "A9,B8b,O6"
CONFINED = "B1,B6,B17,C1,C2,C3,C14,C18,N8,N21"


def complaints(verdicts):
    return {verdict.id: verdict.complaints for verdict in verdicts if verdict.complaints}


@pytest.mark.parametrize(
    ("column", "only"),
    [
        ("limited", "A9"),
        ("limited-fork", SAMPLE),
        pytest.param("limited-fork", "", marks=pytest.mark.long),
        pytest.param("limited", SAMPLE, marks=pytest.mark.long),
    ],
)
def test_what_the_limited_tier_promises(column, only, monkeypatch):
    monkeypatch.setenv("TENSORGRADE_DISABLE_LAYERS", "")
    verdicts = table.run_column(column, table.runnable(column, only))
    assert verdicts
    assert not complaints(verdicts)


@pytest.mark.parametrize(
    ("column", "only"),
    [
        ("hardened", CONFINED),
        pytest.param("hardened", "", marks=pytest.mark.long),
        pytest.param("limited-fork", SAMPLE, marks=pytest.mark.long),
        pytest.param("limited", SAMPLE, marks=pytest.mark.long),
    ],
)
def test_an_ordinary_user_is_as_safe(column, only):
    if os.getuid() != 0:
        pytest.skip("all of this run is an ordinary user's")
    try:
        verdicts = table.run_column_as_ordinary(column, only)
    except RuntimeError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))
    assert len(verdicts) == len(table.runnable(column, only))
    assert not complaints(verdicts)


def test_every_id_of_the_catalogue_is_accounted_for():
    wanted = {
        f"{letter}{number}"
        for letter, last in {"A": 34, "B": 22, "C": 34, "D": 11}.items()
        for number in range(1, last + 1)
    }
    ids = {case.id.rstrip("abcdefgh") for case in CATALOGUE}
    assert wanted == ids | set(ELSEWHERE) | set(NOT_PROMISED)
    assert len({case.id for case in CASES}) == len(CASES)
