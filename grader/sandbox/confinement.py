"""Confining a process before it runs student code, and proving that it worked.

`prepare` runs once, in the zygote; `apply` and `canary` in each worker. A layer that the
system does not offer is absent, never an error: the canary then reports a lower tier,
and whoever grades decides whether that is enough.

    hardened   Landlock and seccomp hold, and so do the limits
    limited    the limits hold
    unsafe     nothing is certain
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from . import landlock, seccomp

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

Tier = Literal["hardened", "limited", "unsafe"]

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP = 1, 4, 24
PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 38, 47, 4
CAPABILITY_VERSION_3 = 0x20080522
CLONE_NEWUSER, CLONE_NEWIPC, CLONE_NEWNET = 0x10000000, 0x08000000, 0x40000000

DRIVER = "the driver of an accelerator opens device files and starts threads"

# For tests of the lower tiers: names of layers to leave out. It can only lower the tier.
DISABLED = frozenset(os.environ.get("TENSORGRADE_DISABLE_LAYERS", "").replace(",", " ").split())


@dataclass(frozen=True)
class Layer:
    """One layer of confinement and what became of it."""

    name: str
    state: Literal["in force", "absent"]
    detail: str


@dataclass(frozen=True)
class Plan:
    """Everything that could be made ready before the fork."""

    decoy: str
    parent: int
    ruleset: int | None
    landlock: Layer
    machine: seccomp.Architecture | None
    program: list[seccomp.Instruction]
    seccomp: Layer
    accelerator: bool


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _present(name: str, detail: str) -> Layer:
    return Layer(name, "in force", detail)


def _absent(name: str, detail: str) -> Layer:
    return Layer(name, "absent", detail)


def prepare(readable: Sequence[str], decoy: str, accelerator: bool = False) -> Plan:
    """Build the Landlock ruleset and the seccomp filter that every worker will bind itself to.

    Args:
        readable: files and folders that stay readable.
        decoy: a file that can be read now, is not among them, and must not be readable then.
        accelerator: leave out what a device's driver cannot work under.
    """
    if accelerator:
        absent = [_absent(name, DRIVER) for name in ("landlock", "seccomp")]
        return Plan(decoy, os.getpid(), None, absent[0], None, [], absent[1], True)
    ruleset, landlock_layer = _prepare_landlock(readable)
    machine, program, seccomp_layer = _prepare_seccomp()
    parent = os.getpid()
    return Plan(decoy, parent, ruleset, landlock_layer, machine, program, seccomp_layer, False)


def _prepare_landlock(readable: Sequence[str]) -> tuple[int | None, Layer]:
    if sys.platform != "linux" or "landlock" in DISABLED:
        return None, _absent("landlock", "not on this system")
    libc = _libc()
    version = landlock.abi(libc)
    if version == 0:
        return None, _absent("landlock", "this kernel has none, or it is switched off")
    try:
        ruleset, allowed = landlock.create_ruleset(libc, version, readable)
    except OSError as error:
        return None, _absent("landlock", str(error))
    return ruleset, _present("landlock", f"ABI {version}, {allowed} readable paths")


def _prepare_seccomp() -> tuple[seccomp.Architecture | None, list[seccomp.Instruction], Layer]:
    if sys.platform != "linux" or "seccomp" in DISABLED:
        return None, [], _absent("seccomp", "not on this system")
    machine = seccomp.architecture()
    if machine is None:
        return None, [], _absent("seccomp", "no filter for this processor")
    program = seccomp.assemble(machine)
    detail = f"{len(machine.numbers)} system calls allowed, {len(program)} instructions"
    return machine, program, _present("seccomp", detail)


def zygote_namespaces() -> Layer:
    """Leave the host's network and IPC, once, so that every worker is born outside them.

    Called before threads, files or dumpability matter. An ordinary user needs a user
    namespace for it, which some systems refuse.
    """
    if sys.platform != "linux" or "namespaces" in DISABLED:
        return _absent("namespaces", "not on this system")
    libc = _libc()
    flags = CLONE_NEWNET | CLONE_NEWIPC
    uid, gid = os.getuid(), os.getgid()
    # A root with CAP_SYS_ADMIN needs no user namespace.
    if uid == 0 and libc.unshare(flags) == 0:
        return _present("namespaces", "network and IPC of its own")
    if libc.unshare(flags | CLONE_NEWUSER) != 0:
        return _absent("namespaces", f"refused ({os.strerror(ctypes.get_errno())})")
    with contextlib.suppress(OSError):
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"{uid} {uid} 1")
        _write("/proc/self/gid_map", f"{gid} {gid} 1")
    return _present("namespaces", "user, network and IPC of its own")


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)


def apply(plan: Plan, memory_bytes: int, cpu_seconds: int) -> list[Layer]:
    """Confine this process, for good. It must have one thread only.

    Args:
        plan: what the zygote prepared.
        memory_bytes: address space beyond what is mapped now.
        cpu_seconds: CPU time after which the kernel kills.
    """
    layers = []
    if sys.platform == "linux":
        threads = len(os.listdir("/proc/self/task"))
        if threads != 1:
            raise RuntimeError(f"{threads} threads: Landlock would bind only one of them")
        os.setsid()
        libc = _libc()
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != plan.parent:
            os._exit(1)
    layers.append(_limit(memory_bytes, cpu_seconds, plan.accelerator))
    if sys.platform == "linux":
        layers.append(_drop_capabilities(libc))
        if not plan.accelerator:  # CUDA names its threads in /proc/self/task
            libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
        refused = libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
        layers.append(
            _absent("no_new_privs", "refused")
            if refused
            else _present("no_new_privs", "no program can raise its rights")
        )
        layers.append(_apply_landlock(libc, plan))
        layers.append(_apply_seccomp(libc, plan))
    return layers


def _apply_landlock(libc: ctypes.CDLL, plan: Plan) -> Layer:
    if plan.ruleset is None:
        return plan.landlock
    try:
        landlock.restrict(libc, plan.ruleset)
    except OSError as error:
        return _absent("landlock", str(error))
    return plan.landlock


def _apply_seccomp(libc: ctypes.CDLL, plan: Plan) -> Layer:
    if plan.machine is None:
        return plan.seccomp
    try:
        seccomp.install(libc, plan.machine, plan.program)
    except OSError as error:
        return _absent("seccomp", str(error))
    return plan.seccomp


def apply_limits_only(memory_bytes: int, cpu_seconds: int) -> tuple[Tier, list[Layer]]:
    """Set resource limits and nothing else: for processes that were not forked."""
    layer = _limit(memory_bytes, cpu_seconds)
    rest = [_absent(name, "only with fork") for name in ("landlock", "seccomp", "namespaces")]
    return ("limited" if layer.state == "in force" else "unsafe"), [layer, *rest]


def _limit(memory_bytes: int, cpu_seconds: int, accelerator: bool = False) -> Layer:
    if resource is None or "rlimits" in DISABLED:
        return _absent("rlimits", "not on this system")
    limits = {
        "RLIMIT_CPU": cpu_seconds,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NOFILE": 64,
        "RLIMIT_CORE": 0,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_MSGQUEUE": 0,
    }
    if accelerator:
        # A driver opens many files, pins memory, and reserves more addresses than there is memory.
        limits = {name: limits[name] for name in ("RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_CORE")}
    elif sys.platform == "linux":
        # Only here is address space a dependable measure of memory.
        limits["RLIMIT_AS"] = _mapped_bytes() + memory_bytes
    for name, value in limits.items():
        number = getattr(resource, name, None)
        if number is not None:
            hard = resource.getrlimit(number)[1]
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(number, (value, value))
    if accelerator:
        return _present("rlimits", f"{cpu_seconds} s of CPU, no files; memory has no limit")
    return _present("rlimits", f"{memory_bytes // 2**20} MiB, {cpu_seconds} s of CPU, no files")


def _mapped_bytes() -> int:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def _drop_capabilities(libc: ctypes.CDLL) -> Layer:
    """Give up every capability, in every set: uid 0 is then a user like any other."""

    class Header(ctypes.Structure):
        _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))

    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    for capability in range(64):
        if libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            break
    header = Header(CAPABILITY_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    if libc.capset(ctypes.byref(header), ctypes.byref(nothing)) != 0:
        return _absent("capabilities", os.strerror(ctypes.get_errno()))
    return _present("capabilities", "none left")


def canary(plan: Plan, layers: list[Layer]) -> tuple[Tier, list[Layer]]:
    """Try what must fail, and report the tier that the answers prove."""
    probes = _probes(plan)
    escaped = [name for name, probe in probes.items() if _succeeds(probe)]
    files = [name for name in escaped if name in ("read a file", "read the environment")]
    calls = [name for name in escaped if name not in files]
    checked = [
        _absent("landlock", f"the canary could: {', '.join(files)}")
        if layer.name == "landlock" and layer.state == "in force" and files
        else _absent("seccomp", f"the canary could: {', '.join(calls)}")
        if layer.name == "seccomp" and layer.state == "in force" and calls
        else replace(layer)
        for layer in layers
    ]
    force = {layer.name for layer in checked if layer.state == "in force"}
    verdict = f"{len(probes) - len(escaped)} of {len(probes)} attempts refused"
    checked.append(Layer("canary", "absent" if escaped else "in force", verdict))
    if {"landlock", "seccomp", "rlimits", "no_new_privs"} <= force and not escaped:
        return "hardened", checked
    return ("limited" if "rlimits" in force else "unsafe"), checked


def _succeeds(probe: Callable[[], Any]) -> bool:
    try:
        probe()
    except (OSError, RuntimeError, AttributeError):
        return False
    return True


def _probes(plan: Plan) -> dict[str, Callable[[], Any]]:
    return {
        "read a file": lambda: os.close(os.open(plan.decoy, os.O_RDONLY)),
        "read the environment": lambda: os.close(os.open("/proc/self/environ", os.O_RDONLY)),
        "write a file": lambda: os.close(os.open("/dev/null", os.O_WRONLY)),
        "open a network socket": lambda: socket.socket(socket.AF_INET).close(),
        "open a local socket": lambda: socket.socket(socket.AF_UNIX).close(),
        "start a process": _fork,
        "signal its parent": lambda: os.kill(os.getppid(), signal.SIGCONT),
        "outlive its parent": lambda: _call("prctl", PR_SET_PDEATHSIG, 0, 0, 0, 0),
        "enter a user namespace": lambda: _call("unshare", CLONE_NEWUSER),
        "make memory without a limit": lambda: os.close(os.memfd_create("canary")),
    }


def _call(name: str, *arguments: int) -> None:
    if getattr(_libc(), name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number or errno.EPERM, name)


def _fork() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
