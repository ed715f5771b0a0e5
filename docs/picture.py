"""Makes docs/report.png, the picture of a report: `python docs/picture.py` (needs Chromium)."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
CONCEPT = "06_reshape_transpose_matmul"
WRONG = """
def channels_first(images: torch.Tensor) -> torch.Tensor:
    N, H, W, C = images.shape
    result = images.reshape(N, C, H, W)
    return result
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        # A folder of its own name, since the page shows it.
        folder = Path(name) / "ada"
        folder.mkdir()
        source = (ROOT / "exercises" / f"{CONCEPT}.py").read_text()
        (folder / f"{CONCEPT}.py").write_text(source + WRONG)
        page = Path(name) / "report.html"
        grade = [sys.executable, "-m", "grader", "run", str(folder), "--only", CONCEPT,
                 "--solutions", str(ROOT / "solutions"), "--html", str(page)]  # fmt: skip
        subprocess.run(grade, check=True, cwd=ROOT, capture_output=True)
        browser = shutil.which("chromium")
        if browser is None:
            sys.exit("chromium is missing: apt-get install chromium")
        picture = HERE / "report.png"
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                   "--force-device-scale-factor=1.1", "--window-size=800,1330",
                   f"--screenshot={picture}", page.as_uri()]  # fmt: skip
        subprocess.run([browser, *options], check=True, capture_output=True)
    size = picture.stat().st_size
    assert size < 200_000, f"{picture} takes {size} bytes"


if __name__ == "__main__":
    main()
