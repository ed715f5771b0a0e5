"""The built docs in a real browser: what is ours of them, the theme's frame apart."""

import os
import shutil
import subprocess

import pytest

from ..conftest import ROOT
from .harness import check_pages

pytestmark = pytest.mark.long
PAGES = [
    f"{name}.html"
    for name in ("index", "authoring", "instructors", "settings", "diagnoses/RUN-TIME")
]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    mkdocs = shutil.which("mkdocs")
    if mkdocs is None:
        reason = "mkdocs builds the docs: pip install -e '.[docs]'"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    folder = tmp_path_factory.mktemp("site")
    command = [mkdocs, "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return folder


def test_everyone_can_read_the_docs(site):
    found = check_pages([site / page for page in PAGES], scripts=True, within=".md-content")
    assert {path.name: problems for path, problems in found.items() if problems} == {}
