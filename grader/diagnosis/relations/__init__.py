"""Fourth rung: a relation between what came and what was expected, found without authoring."""

from .rung import explain

__all__ = ["explain"]
