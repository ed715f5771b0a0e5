"""Pages as a reader meets them, in a real browser: `check_page(path)` says what is wrong.

Chromium and Node do the looking (`check.mjs`). Where they are missing the tests are skipped
with the command that installs them; in CI that is a failure.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent


def check_page(path: Path, *, scripts: bool = False) -> list[str]:
    """What is wrong with one page; `scripts` allows it scripts and files of its own."""
    return check_pages([path], scripts=scripts)[path]


def check_pages(paths: Iterable[Path], *, scripts: bool = False) -> dict[Path, list[str]]:
    """The same for several pages, in one browser.

    Looked at: WCAG 2.2 A and AA by axe-core (light, dark, forced colours, narrow; all closed
    parts opened too), no sideways scroll at 320 px, keyboard order and focus, print with closed
    parts shown, scripts off, no request to anywhere.
    """
    names = [str(Path(path).resolve()) for path in paths]
    options = {"pages": names, "chromium": _chromium(), "scripts": scripts}
    command = [_program("node", "nodejs"), str(HERE / "check.mjs"), json.dumps(options)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    return {path: found[str(Path(path).resolve())] for path in paths}


def _chromium() -> str:
    _program("pdftotext", "poppler-utils")
    if not (HERE / "node_modules" / "axe-core").is_dir():
        _missing("axe-core and playwright-core", "npm ci --prefix tests/browser")
    return _program("chromium", "chromium")


def _program(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        _missing(name, f"apt-get install {package}")
    assert found is not None
    return found


def _missing(what: str, how: str) -> None:
    reason = f"the browser tests need {what}: {how}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
