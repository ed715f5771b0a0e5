"""Diagnosis: from how a hidden test ended to what a good tutor would say."""

from .cause import Cause
from .feedback import Policy
from .ladder import Diagnostician

__all__ = ["Cause", "Diagnostician", "Policy"]
