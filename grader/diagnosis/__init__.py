"""Diagnosis: from how a hidden test ended to what a good tutor would say."""

from .ladder import Diagnostician

__all__ = ["Diagnostician"]
