"""What a result depends on beside the source: if none of it changed, nor does the result.

Computed without torch, so that an unchanged class is confirmed in milliseconds.
"""

from __future__ import annotations

import hashlib
import hmac
import importlib.metadata
import json
import os
import platform
from dataclasses import asdict, dataclass

from grader import __version__
from grader.course import Course
from grader.report.model import Tier


@dataclass(frozen=True)
class Conditions:
    """How a class is graded. `require` is the weakest sandbox whose results count."""

    seed: int
    device: str
    feedback: str
    require: Tier
    start_method: str
    student_secret: str = ""

    def seed_of(self, student: str) -> int:
        """The class's seed, or the student's own where the course has a secret for that."""
        if not self.student_secret:
            return self.seed
        message = f"{self.seed}:{student}".encode()
        digest = hmac.new(self.student_secret.encode(), message, hashlib.sha256).digest()
        return int.from_bytes(digest[:4], "big")


def signature(course: Course, conditions: Conditions) -> str:
    """A digest of the course, the conditions, the software and what decides the sandbox's tier.

    `require` is not part of it: whether an old result's tier still does is asked of the result.
    """
    chosen = asdict(conditions)
    del chosen["require"]
    parts = {
        "course": course.grading_digest,
        "concepts": [concept.id for concept in course.concepts],
        "conditions": chosen,
        "grader": __version__,
        "torch": importlib.metadata.version("torch"),
        "python": platform.python_version(),
        "kernel": platform.release(),
        "layers": os.environ.get("TENSORGRADE_DISABLE_LAYERS", ""),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
