"""A call and its two answers, as words for a report."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from grader.judging.session import Outcome
from grader.judging.trial import Exchange
from grader.judging.words import describe, nested_words, number_words
from grader.report.model import Shown
from grader.sandbox.messages import Observation
from grader.sandbox.values import ArgumentDecoder, dtype_name

MAX_CALL = 700
MAX_SHOWN = 24  # elements of one input


def shown(outcome: Outcome) -> Shown | None:
    """What the last call of a test was, what was expected of it and what came."""
    if not outcome.exchanges:
        return None
    exchange = outcome.exchanges[-1]
    if exchange.expected is None or exchange.actual is None:
        return None
    return Shown(
        call=call_words(exchange),
        expected=answer_words(exchange.expected.observation),
        actual=answer_words(exchange.actual),
    )


def call_words(exchange: Exchange) -> str:
    """`gram(float32 tensor of shape (3, 5))`, elements included where they are few."""
    decoder = ArgumentDecoder(exchange.call.body)
    parts = [value_words(decoder.value(node)) for node in exchange.call.arguments]
    parts += [
        f"{name}={value_words(decoder.value(node))}"
        for name, node in exchange.call.keywords.items()
    ]
    return f"{exchange.target}({', '.join(parts)})"[:MAX_CALL]


def answer_words(observation: Observation) -> str:
    """A result, or the exception in its place."""
    error = observation.exception
    if error is not None and observation.outcome == "timed_out":
        return error.message.partition(chr(10))[0][:300]
    if error is not None:
        message = error.message.partition("\n")[0].strip()
        return f"raised {error.type}{': ' if message else ''}{message}"[:300]
    return describe(observation, observation.value)


def value_words(value: Any) -> str:
    """One input as words; inputs are the course's own data."""
    if isinstance(value, torch.Tensor):
        head = f"{dtype_name(value.dtype)} tensor of shape {tuple(value.shape)}"
        data = value.detach()
        return f"{head}: {nested_words(data.tolist())}" if data.numel() <= MAX_SHOWN else head
    if isinstance(value, np.ndarray):
        head = f"{value.dtype} array of shape {value.shape}"
        return f"{head}: {nested_words(value.tolist())}" if value.size <= MAX_SHOWN else head
    if isinstance(value, (bool, int, float)):
        return number_words(value)
    if isinstance(value, (list, tuple)):
        inner = ", ".join(value_words(item) for item in value)
        return f"[{inner}]" if isinstance(value, list) else f"({inner})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k!r}: {value_words(v)}" for k, v in value.items()) + "}"
    return repr(value)
