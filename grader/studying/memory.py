"""What is remembered between two commands: `.grade_cache/` among the exercises.

Nothing here is needed: a memory that is damaged or gone is an empty one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from grader.report.files import write_whole


class Memory:
    """The cache of one exercises folder."""

    def __init__(self, exercises: Path) -> None:
        self.folder = exercises.resolve() / ".grade_cache"

    def hints_given(self, name: str) -> int:
        """How many hints were shown for a function (`06.gram`)."""
        count = self._read("hints.json").get(name, 0)
        return count if isinstance(count, int) and count >= 0 else 0

    def remember_hints(self, name: str, count: int) -> None:
        """Keep how many hints were shown."""
        self._write("hints.json", self._read("hints.json") | {name: count})

    def given_up(self) -> set[str]:
        """The functions whose solution was shown before they passed."""
        return {name for name, value in self._read("solutions.json").items() if value is True}

    def remember_given_up(self, name: str) -> None:
        """Keep that a solution was shown."""
        self._write("solutions.json", self._read("solutions.json") | {name: True})

    def last_report(self, key: str) -> str | None:
        """The JSON of the last report, if it is about the same files and the same course."""
        kept = self._read("last.json")
        report = kept.get("report")
        return report if kept.get("key") == key and isinstance(report, str) else None

    def remember_report(self, key: str, report: str) -> None:
        """Keep a report for the next `grade list`."""
        self._write("last.json", {"key": key, "report": report})

    def _read(self, name: str) -> dict[str, Any]:
        try:
            table = json.loads((self.folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return table if isinstance(table, dict) else {}

    def _write(self, name: str, table: dict[str, Any]) -> None:
        """Write if that is possible; a link in the place of the folder is left alone."""
        try:
            if self.folder.is_symlink():
                return
            if not (self.folder / ".gitignore").exists():
                write_whole(self.folder / ".gitignore", "*\n")
            write_whole(self.folder / name, json.dumps(table))
        except OSError:
            return
