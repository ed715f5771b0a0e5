"""Running this Python as an ordinary user, when it is root's.

An interpreter below /root cannot be reached by others. In a mount namespace of its own the
child sees the same installation at the same place, with folders above it that all may enter;
nothing outside the namespace changes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ..conftest import ORDINARY_USER, ROOT

_SCRIPT = """
set -e
hidden=$(mktemp -d)
mount --bind "$1" "$hidden"
mount -t tmpfs -o mode=755 none "/$(echo "$1" | cut -d/ -f2)"
mkdir -p "$1"
mount --bind "$hidden" "$1"
shift
exec setpriv --reuid=$1 --regid=$1 --clear-groups -- "${@:2}"
"""


def run_as_ordinary(arguments: list[str], timeout: float) -> subprocess.CompletedProcess[str]:
    """Run `python ARGUMENTS` as an ordinary user, whoever runs this."""
    environment = {
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        "PYTHONPATH": str(ROOT),
        "HOME": "/nonexistent",
        "LANG": "C.UTF-8",
    } | {k: v for k, v in os.environ.items() if k.startswith(("OPENBLAS_", "TENSORGRADE_"))}
    command = [sys.executable, "-B", *arguments]
    if os.getuid() == 0:
        base = str(Path(sys.base_prefix).resolve())
        enter = ["unshare", "--mount", "bash", "-c", _SCRIPT, "-", base, str(ORDINARY_USER)]
        command = [*enter, *command]
    return subprocess.run(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
        text=True, timeout=timeout,
    )  # fmt: skip
