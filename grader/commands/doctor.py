"""`grade doctor`: what this machine offers for grading, what is in force, and how to get more."""

from __future__ import annotations

import os
import platform
import sys
from typing import TYPE_CHECKING

import click

from .failures import TierMissing

if TYPE_CHECKING:
    from grader.sandbox.conversation import Confinement

# For each layer that can be absent: what it would take.
ADVICE = {
    "landlock": "Linux 5.13 or later with Landlock among the kernel's active security modules"
    " (`lsm=landlock,...` on the kernel's command line; ABI 6, Linux 6.12, for signals as well)",
    "seccomp": "Linux on x86-64 or arm64, in a container whose own profile allows `seccomp`",
    "namespaces": "optional: a kernel that lets ordinary users unshare (on Ubuntu 24.04 an AppArmor"
    " profile decides); without them nothing else is lost",
    "no_new_privs": "Linux 3.5 or later",
    "rlimits": "a Unix system; Windows has no such limits",
    "capabilities": "a container that lets a process give up capabilities",
    "canary": "see the layers above: an attempt that must fail did not",
}
TIERS = {
    "hardened": "grade anybody's code, also in CI",
    "limited": "grade code of people you trust with your files; `--require limited` in CI",
    "unsafe": "grade only your own code",
}


@click.command("doctor")
@click.option(
    "--require",
    type=click.Choice(["hardened", "limited", "unsafe"]),
    help="Exit with 4 if the sandbox is weaker.",
)
def command(require: str | None) -> None:
    """Say what protects this machine in grading, and how to get more."""
    from grader.sandbox.conversation import SandboxTrouble

    for name, value in _machine():
        click.echo(f"{name:12}{value}")
    try:
        confinement = _measure()
    except SandboxTrouble as trouble:
        click.echo(f"{'sandbox':12}does not start: {trouble}")
        click.echo("            The same Python must be able to start again and import torch.")
        raise TierMissing("there is no sandbox, so nothing can be graded") from trouble
    click.echo(f"{'tier':12}{confinement.tier}: {TIERS[confinement.tier]}")
    for layer in confinement.layers:
        mark = "✓" if layer.state == "in force" else "·"
        click.echo(f"  {mark} {layer.name:14}{layer.detail}")
        if layer.state == "absent" and layer.name in ADVICE:
            click.echo(f"    {'':14}to get it: {ADVICE[layer.name]}")
    order = list(TIERS)
    if require and order.index(confinement.tier) > order.index(require):
        raise TierMissing(f"the sandbox reaches tier {confinement.tier!r}, not {require!r}")


def _machine() -> list[tuple[str, str]]:
    """Name and value of all that is known without starting a worker."""
    import torch

    from grader import __version__
    from grader.devices import available

    user = f"uid {os.getuid()}" if hasattr(os, "getuid") else "unknown"
    if user == "uid 0":
        user = "root (workers give up every capability; an ordinary user is better still)"
    methods = "fork, spawn" if hasattr(os, "fork") else "spawn"
    return [
        ("tensorgrade", __version__),
        ("python", f"{platform.python_version()}, {sys.executable}"),
        ("torch", torch.__version__),
        ("system", f"{platform.system()} {platform.release()}, {platform.machine()}"),
        ("user", user),
        ("devices", ", ".join(available())),
        ("workers", methods),
    ]


def _measure() -> Confinement:
    """Start a worker as grading does, and ask what its canary found."""
    from grader.sandbox.client import Zygote
    from grader.sandbox.launch import Limits

    with Zygote(Limits(), "fork" if hasattr(os, "fork") else "spawn") as zygote:
        worker = zygote.fork()
        worker.close()
        return worker.confinement
