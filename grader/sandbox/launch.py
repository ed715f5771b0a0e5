"""Starting the untrusted side's process: what it is given, and nothing more.

Torch-free, so that the zygote can import torch while the trusted side does the same.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from . import wire
from .targets import CPU, StartMethod, Target

HERE = Path(__file__).resolve().parent

PACKAGES = (
    "torch",
    "numpy",
    "numpy.libs",
    "safetensors",
    "sympy",
    "mpmath",
    "networkx",
    "jinja2",
    "markupsafe",
    "typing_extensions.py",
    "filelock",
    "fsspec",
    "einops",
    "packaging",
    "nvidia",
)


class LaunchError(Exception):
    """The operating system would not start another Python."""


@dataclass(frozen=True)
class Limits:
    """What one submission may use. Times are seconds of the student's own work."""

    call_cpu_seconds: float = 5.0
    call_wall_seconds: float = 30.0
    memory_bytes: int = 2**30
    total_cpu_seconds: int = 600


class Launched(NamedTuple):
    """A process on its way up, and our end of its control socket."""

    process: subprocess.Popen[bytes]
    control: socket.socket


def launch(limits: Limits, start_method: StartMethod, target: Target = CPU) -> Launched:
    """Exec the zygote's script with a built environment and no open file but its socket."""
    ours, theirs = socket.socketpair()
    with theirs:
        try:
            process = subprocess.Popen(
                [sys.executable, "-S", "-B", "-s", str(HERE / "zygote.py"), str(theirs.fileno())],
                env=_environment(target),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        except OSError as error:
            ours.close()
            raise LaunchError(f"Python could not be started again ({error})") from error
    settings = {
        "path": _import_path(),
        "readable": readable_paths(),
        "decoy": str(HERE / "zygote.py"),
        "memory_bytes": limits.memory_bytes,
        "cpu_seconds": limits.total_cpu_seconds,
        "start_method": start_method,
        "device": target.device,
        "tf32": target.tf32,
    }
    ours.sendall(wire.pack(settings))
    return Launched(process, ours)


def _environment(target: Target) -> dict[str, str]:
    """Everything that the untrusted side's environment holds: nothing is inherited but tests."""
    built = {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
    }
    kept = ["TENSORGRADE_DISABLE_LAYERS", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "SYSTEMROOT"]
    if target.is_accelerator:
        # An index means the same device on both sides, and no kernel cache is written.
        built["CUDA_CACHE_DISABLE"] = "1"
        kept += ["CUDA_VISIBLE_DEVICES", "LD_LIBRARY_PATH"]
    return built | {name: os.environ[name] for name in kept if name in os.environ}


def _import_path() -> list[str]:
    """The standard library and the folders that torch and its like were installed to."""
    paths = sysconfig.get_paths()
    standard = [paths["stdlib"], str(Path(paths["stdlib"]) / "lib-dynload"), paths["platstdlib"]]
    installed = [str(folder) for folder in _package_folders().values()]
    return list(dict.fromkeys([*standard, *installed]))


def _package_folders() -> dict[str, Path]:
    """Which of PACKAGES are installed, and in which folder of `sys.path`."""
    found = {}
    for name in PACKAGES:
        for folder in sys.path:
            if folder and (Path(folder) / name).exists():
                found[name] = Path(folder)
                break
    return found


def readable_paths() -> list[str]:
    """What a confined worker may read: the standard library and PACKAGES, one by one.

    Never a whole site-packages folder: a course may be installed there.
    """
    paths = sysconfig.get_paths()
    entries = []
    for key in ("stdlib", "platstdlib"):
        root = Path(paths[key])
        if root.is_dir():
            entries += [
                str(entry)
                for entry in sorted(root.iterdir())
                if entry.name not in ("site-packages", "dist-packages", "__pycache__")
            ]
    entries += [str(folder / name) for name, folder in _package_folders().items()]
    return list(dict.fromkeys(entries))
