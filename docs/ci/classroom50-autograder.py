"""CLASSROOM/autograders/ASSIGNMENT/autograder.py for Classroom 50.

The bundle of an assignment is readable by anyone, and this runs in the student's own
repository: put practice data there, never the hidden tests, and take the result as feedback.
Grade for real with `grade class` in a repository that you own.
"""

import os
import pathlib
import subprocess
import sys

BUNDLE = pathlib.Path(os.environ["CLASSROOM50_BUNDLE_DIR"])
# Fill in: the wheel that you built, laid into the bundle, or your repository's address
# ("git+https://…"). The program is on no public index under a promised name.
TENSORGRADE = str(BUNDLE / "FILL-IN.whl")

subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "uv"], check=True)
subprocess.run(
    [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--system",
     "--torch-backend", "cpu", TENSORGRADE],
    check=True,
)  # fmt: skip
grade = [sys.executable, "-m", "grader"]
practice = ["--solutions", BUNDLE / "practice"] if (BUNDLE / "practice").is_dir() else []
subprocess.run(
    [*grade, "run", "exercises", *practice, "--json", "report.json",
     "--markdown", "release-body.md", "--require", "limited"],
    check=True,
)  # fmt: skip
subprocess.run([*grade, "export", "classroom50", "report.json", "--out", "result.json"], check=True)
