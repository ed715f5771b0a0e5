"""Fourth rung: a relation between what came and what was expected, found without authoring."""

from .rung import FACETS, explain

__all__ = ["FACETS", "explain"]
