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


def check_pages(
    paths: Iterable[Path],
    *,
    scripts: bool = False,
    within: str = "html",
    fits: dict[str, int] | None = None,
) -> dict[Path, list[str]]:
    """The same for several pages, in one browser; axe looks at what is `within` a selector.

    `fits` says of parts, by a selector, at which width of the page they need no scrolling.

    Looked at: WCAG 2.2 A and AA by axe-core (light, dark, forced colours, narrow; all closed
    parts opened too), no sideways scroll at 320 px, keyboard order and focus, print with closed
    parts shown and nothing cut off, scripts off, no request to anywhere.
    """
    names = [str(Path(path).resolve()) for path in paths]
    options = {"pages": names, "chromium": _chromium(), "scripts": scripts}
    options |= {"within": within, "fits": fits or {}}
    found = json.loads(_run("check.mjs", options, timeout=300))
    return {path: found[str(Path(path).resolve())] for path in paths}


def dumped(page: Path) -> str:
    """A page as it is once its scripts have run."""
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    command = [_program("chromium", "chromium"), *flags, page.resolve().as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def take_pictures(paths: Iterable[Path], out: Path) -> None:
    """Pictures of pages in `out`: 320 and 1280 px wide, light, dark and forced; each as a PDF."""
    names = [str(Path(path).resolve()) for path in paths]
    options = {"pages": names, "out": str(out.resolve()), "chromium": _chromium()}
    _run("pictures.mjs", options, timeout=900)


def _run(script: str, options: dict[str, object], timeout: float) -> str:
    command = [_program("node", "nodejs"), str(HERE / script), json.dumps(options)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


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
