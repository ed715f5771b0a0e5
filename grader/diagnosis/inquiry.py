"""Further questions: a call like one that went wrong, with other values in it.

Two mistakes can look the same on one input. A second input, drawn afresh and put to the
student's code through the same subject, tells them apart.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import torch

from grader.course import CourseError
from grader.judging.comparison import compare
from grader.judging.marks import Misconception
from grader.judging.mismatch import TestEnd
from grader.judging.student import ConceptState
from grader.judging.subjects import Secrets, encode
from grader.judging.trial import Exchange
from grader.sandbox.values import ArgumentDecoder

from .evidence import Pair


class Inquiry:
    """The further questions about one function of one submission, each put only once."""

    def __init__(self, function: str, state: ConceptState, secrets: Secrets) -> None:
        self._function = function
        self._state = state
        self._secrets = secrets
        # What was worked out for one failed test holds for the others of the function.
        self.fits: dict[tuple[str, int], bool] = {}
        self.fitting: dict[tuple[int, ...], list[Misconception]] = {}
        # Could the last question be asked, and was it not answered?
        self.unanswered = False
        self.pairs: dict[int, list[Pair]] = {}
        self.ignored: dict[tuple[str, bool], list[int | str]] = {}
        self._answers: dict[tuple[int, int], Exchange | None] = {}

    def _ask(self, like: Exchange, number: int) -> Exchange | None:
        key = id(like.call), number
        if key not in self._answers:
            self._answers[key] = self._redrawn(like, number)
        return self._answers[key]

    def _redrawn(self, like: Exchange, number: int) -> Exchange | None:
        try:
            return self.put(redrawn(like, number))
        except CourseError:
            return None

    def further(self, like: Exchange, count: int) -> list[Exchange]:
        """Answers to up to `count` calls like this one, with other values."""
        found = [self._ask(like, number) for number in range(count)]
        return [exchange for exchange in found if exchange is not None]

    def put(self, exchange: Exchange) -> Exchange | None:
        """Put one question; None if it cannot be asked, or has no comparable answer."""
        try:
            exchange.expected = self._secrets.expected(
                exchange.target, exchange.call, scenario=exchange.scenario
            )
        except CourseError:
            return None  # it cannot be asked, as of practice data
        self.unanswered = True
        try:
            self._state.require(self._function)
            exchange.actual = self._state.observe(
                exchange.target,
                exchange.call,
                scenario=exchange.scenario,
                of=self._function,
            )
        except (CourseError, TestEnd):
            return None
        if exchange.actual.outcome not in ("returned", "raised"):
            return None
        self.unanswered = False
        exchange.difference = compare(exchange.expected, exchange.actual, exchange.how)
        return exchange


def redrawn(like: Exchange, number: int) -> Exchange:
    """The same call with its tensors shuffled and its fractions moved a little.

    Shuffling keeps what an input promises: probabilities stay between 0 and 1, labels stay
    labels, token ids stay within the vocabulary.
    """
    generator = torch.Generator().manual_seed(like.call.seed + 7919 * (number + 1))
    arguments, keywords = values_of(like)
    return with_values(
        like,
        tuple(redraw(value, generator) for value in arguments),
        {name: redraw(value, generator) for name, value in keywords.items()},
    )


def values_of(exchange: Exchange) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The arguments of a call, by place and by name."""
    call, decoder = exchange.call, ArgumentDecoder(exchange.call.body)
    keywords = {name: decoder.value(node) for name, node in call.keywords.items()}
    return tuple(decoder.value(node) for node in call.arguments), keywords


def with_values(like: Exchange, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Exchange:
    """The same call with these arguments, not yet answered."""
    call = like.call
    fresh = encode(
        arguments,
        keywords,
        device=call.device,
        seed=call.seed,
        how=like.how,
        operations=call.facets.operations,
    )
    return replace(like, call=fresh, expected=None, actual=None, difference=None)


def redraw(value: Any, generator: torch.Generator) -> Any:
    """A value like this one, as random as `generator` makes it; what cannot vary stays."""
    if isinstance(value, torch.Tensor):
        return _redraw_tensor(value, generator)
    if isinstance(value, float):
        return value * (0.75 + 0.2 * float(torch.rand((), generator=generator)))
    if isinstance(value, (list, tuple)):
        return type(value)(redraw(item, generator) for item in value)
    if isinstance(value, dict):
        return {key: redraw(item, generator) for key, item in value.items()}
    return value


def _redraw_tensor(value: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    flat = value.detach().reshape(-1)
    made = flat[torch.randperm(flat.numel(), generator=generator)]
    if made.is_floating_point() and not bool(((made == 0) | (made == 1)).all()):
        factor = 0.7 + 0.3 * torch.rand(made.shape, generator=generator, dtype=torch.float64)
        made = (made * factor).to(value.dtype)
    made = made.reshape(value.shape)
    if 0 not in value.stride():
        kept = torch.empty_strided(value.shape, value.stride(), dtype=value.dtype)
        made = kept.copy_(made)
    return made.requires_grad_(value.requires_grad)
