"""One call as every worker is asked it: packed once, and the answers that it had before.

With one seed all submissions are asked the same calls, and most of them answer with the
same bytes. What was validated once is not validated again.
"""

from __future__ import annotations

import functools
from typing import Any, Literal

from . import wire
from .messages import Observation, attach
from .observer import Call

# Most right answers to a call are equal byte for byte, and so are most wrong ones.
MAX_KNOWN, MAX_KNOWN_BYTES = 16, 32 * 1024


class Question:
    """A call of one function, or of a scenario, in one concept's file."""

    def __init__(
        self,
        concept: str,
        function: str,
        call: Call,
        *,
        scenario: bool,
        op: Literal["call", "trace"] = "call",
    ) -> None:
        self.concept = concept
        self.function = function
        self.call = call
        self.scenario = scenario
        self.op = op
        self._known: dict[tuple[bytes, bytes], Observation] = {}

    def message(self) -> dict[str, Any]:
        """The request but for what differs from one worker to the next."""
        return {
            "op": self.op,
            "concept": self.concept,
            "function": self.function,
            "scenario": self.scenario,
            "arguments": self.call.arguments,
            "keywords": self.call.keywords,
            "device": self.call.device,
            "seed": self.call.seed,
            "facets": self.call.facets._asdict(),
        }

    @functools.cached_property
    def _rest(self) -> bytes:
        return b"," + wire.encode(self.message())[1:]

    def frame(self, request_id: int, cpu_seconds: float) -> bytes:
        """The request as a frame."""
        start = b'{"id":%d,"cpu_seconds":%a' % (request_id, cpu_seconds)
        return wire.join(start + self._rest, self.call.body)

    def observation(self, text: bytes, tensors: bytes) -> Observation:
        """What an answer's bytes say: equal bytes give the very same observation.

        Raises:
            pydantic.ValidationError: the text is no observation.
            ValueError: the tensors are not what it says they are.
        """
        known = self._known.get((text, tensors))
        if known is None:
            known = attach(Observation.model_validate_json(text), tensors)
            if len(text) + len(tensors) <= MAX_KNOWN_BYTES:
                if len(self._known) >= MAX_KNOWN:
                    del self._known[next(iter(self._known))]
                self._known[text, tensors] = known
        return known
