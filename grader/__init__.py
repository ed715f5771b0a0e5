"""tensorgrade: an auto-grader for PyTorch fundamentals that explains every mistake."""

from __future__ import annotations

from .judging.marks import misconception, points, visible, without

__all__ = ["misconception", "points", "visible", "without"]
__version__ = "0.1.0"
