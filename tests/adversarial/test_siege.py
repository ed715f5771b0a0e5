"""Every attack of the catalogue and our own, graded for real, with the controls around it."""

import pytest

from . import siege
from .catalogue import CATALOGUE, ELSEWHERE, NOT_PROMISED
from .table import all_cases, runnable

# Cases that wait for a deadline are long, but for one that computes and one that sleeps.
PROMPT = ("C7", "C8")


def parameters(method):
    return [
        pytest.param(
            case,
            id=case.id,
            marks=[pytest.mark.long] if case.slow and case.id not in PROMPT else [],
        )
        for case in runnable(method)
    ]


def selected(request, test):
    """The cases of one test function that this run has not deselected."""
    return [
        item.callspec.params["case"]
        for item in request.session.items
        if item.function.__name__ == test and item.path == request.path
    ]


@pytest.fixture(scope="module")
def verdicts(request, tmp_path_factory):
    cases = selected(request, "test_an_attack_fails")
    return {v.id: v for v in siege.run(tmp_path_factory.mktemp("vault"), cases, "fork")}


@pytest.mark.parametrize("case", parameters("fork"))
def test_an_attack_fails(verdicts, case):
    verdict = verdicts[case.id]
    assert not verdict.complaints, (case.title, verdict.ends, verdict.printed[-2000:])


def test_every_id_of_the_catalogue_is_accounted_for():
    wanted = {
        f"{letter}{number}"
        for letter, last in {"A": 34, "B": 22, "C": 34, "D": 11}.items()
        for number in range(1, last + 1)
    }
    ids = {case.id.rstrip("abcdefgh") for case in CATALOGUE}
    assert wanted == ids | set(ELSEWHERE) | set(NOT_PROMISED)
    assert len({case.id for case in all_cases()}) == len(all_cases())
