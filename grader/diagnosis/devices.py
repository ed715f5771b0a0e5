"""Mistakes that only show on a device: named by the line that makes them, where it is known.

The simulated device notes which line of the student's file put a tensor on the CPU; a real
one does not, and such a mistake then goes to the rungs below.
"""

from __future__ import annotations

import re

from grader.judging.trial import Exchange
from grader.sandbox.messages import Observation

from .case import Case
from .cause import Cause, cause

_KINDS = (
    ("DEVICE-TO-NUMPY", re.compile(r"can't convert \S+ device type tensor to numpy")),
    ("DEVICE-CPU-ONLY", re.compile(r"\w+ is only implemented on CPU tensors")),
    ("DEVICE-NAMED", re.compile(r"Torch not compiled with CUDA|there is no device \S+ here")),
    ("DEVICE-GENERATOR", re.compile(r"Expected a '\w+' device type for generator")),
)
_MIXED = re.compile(r"Expected all tensors to be on the same device|indices should be either on cpu"
                    r"|assigned grad has data located on a different device")  # fmt: skip


def explain(case: Case) -> Cause | None:
    """Explain a failure that has to do with where tensors live."""
    exchange, actual = case.exchange, case.actual
    if exchange is None or actual is None or exchange.call.device == "cpu":
        return None
    return _by_observation(exchange, actual) or _written(case, exchange, actual)


def _by_observation(exchange: Exchange, actual: Observation) -> Cause | None:
    if error := actual.exception:
        for name, pattern in _KINDS:
            if pattern.match(error.message) and error.line is not None:
                return cause(name, line=error.line, expression=error.expression)
        if _MIXED.match(error.message) and actual.made_on_line is not None:
            return cause("DEVICE-MADE-ON-CPU", line=actual.made_on_line)
        return None
    facet = exchange.difference.facet if exchange.difference else ""
    if facet == "device" and actual.made_on_line is not None:
        return cause("DEVICE-MADE-ON-CPU", line=actual.made_on_line)
    return None


def _written(case: Case, exchange: Exchange, actual: Observation) -> Cause | None:
    """A device that stands in the source, where nothing better is known of a tensor's place."""
    definition = case.state.definition(case.function)
    if definition is None or definition.device_line is None:
        return None
    facet = exchange.difference.facet if exchange.difference else ""
    if facet == "device" or (actual.exception and _MIXED.match(actual.exception.message)):
        return cause("DEVICE-WRITTEN", line=definition.device_line)
    return None
