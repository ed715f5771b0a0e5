"""Landlock: which files a process may still open, which sockets and signals it may use.

From the kernel's include/uapi/linux/landlock.h. A ruleset is built once, in the zygote,
and every worker binds itself to it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
from collections.abc import Sequence

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
RULESET_VERSION = 1
RULE_PATH_BENEATH = 1

EXECUTE, READ_FILE, READ_DIR = 1 << 0, 1 << 2, 1 << 3
# How many of the file rights each ABI knows (bit 0 upwards).
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
NETWORK = 0b11  # bind and connect over TCP, since ABI 4
SCOPES = 0b11  # abstract unix sockets and signals, since ABI 6


def abi(libc: ctypes.CDLL) -> int:
    """The kernel's Landlock ABI; 0 where there is none or it is switched off."""
    return max(0, int(libc.syscall(CREATE_RULESET, None, 0, RULESET_VERSION)))


def create_ruleset(libc: ctypes.CDLL, version: int, readable: Sequence[str]) -> tuple[int, int]:
    """Build the ruleset that lets `readable` be read, and nothing else.

    Returns:
        The ruleset's descriptor, and how many paths it allows.
    """
    handled = (1 << FILE_RIGHTS[min(version, max(FILE_RIGHTS))]) - 1
    fields = [handled]
    if version >= 4:
        fields.append(NETWORK)
    if version >= 6:
        fields.append(SCOPES)
    attributes = struct.pack(f"={len(fields)}Q", *fields)
    ruleset = libc.syscall(CREATE_RULESET, attributes, len(attributes), 0)
    if ruleset < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"landlock_create_ruleset: {os.strerror(number)}")
    allowed = sum(_allow(libc, ruleset, path) for path in readable)
    return ruleset, allowed


def _allow(libc: ctypes.CDLL, ruleset: int, path: str) -> bool:
    """Add one path; one that is not there is left out, and the rest still holds."""
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        rights = READ_FILE | EXECUTE | (READ_DIR if os.path.isdir(path) else 0)
        rule = struct.pack("=Qi", rights, descriptor)
        return bool(libc.syscall(ADD_RULE, ruleset, RULE_PATH_BENEATH, rule, 0) == 0)
    finally:
        os.close(descriptor)


def restrict(libc: ctypes.CDLL, ruleset: int) -> None:
    """Bind this process to the ruleset, for good; OSError if the kernel refuses."""
    if libc.syscall(RESTRICT_SELF, ruleset, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"landlock_restrict_self: {os.strerror(number)}")
    with contextlib.suppress(OSError):
        os.close(ruleset)
