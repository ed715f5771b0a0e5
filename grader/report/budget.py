"""What a page can spend on its largest parts, so that it stays small whatever was handed in."""

from __future__ import annotations

from markupsafe import Markup, escape

from .escape import printable

MAX_TEXT = 1_500


class Budget:
    """So many bytes for the whole page; what comes after they are spent is left out, and said."""

    def __init__(self, size: int) -> None:
        self._left = size

    def text(self, text: str) -> Markup:
        """A student's own output, cut to a share of what is left."""
        limit = min(MAX_TEXT, max(0, self._left // 8))
        shown = escape(printable(text, limit))
        return self.spend(shown, "The output is left out, to keep this page small.")

    def spend(self, markup: Markup, otherwise: str) -> Markup:
        """The markup if there is room for it, else a sentence that says it is left out."""
        size = len(markup.encode())
        if size > self._left:
            return escape(otherwise)
        self._left -= size
        return markup
