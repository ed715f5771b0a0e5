"""An attack as data: what it does, where it is promised to fail, and what it must show."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Literal

PRELUDE = '''
import ctypes, errno, gc, json, os, signal, socket, stat, struct, sys, time, types
import torch

LIBC = ctypes.CDLL(None, use_errno=True)

def attempt(name, action):
    """Say what became of one attempt; the grader looks for these words."""
    try:
        found = action()
    except BaseException as error:
        print("refused", name, type(error).__name__)
    else:
        print("ESCAPED", name, repr(found)[:300])

def call(name, number, *arguments):
    """One raw system call."""
    ctypes.set_errno(0)
    if LIBC.syscall(number, *arguments) == -1:
        print("refused", name, errno.errorcode.get(ctypes.get_errno(), "?"))
    else:
        print("ESCAPED", name)

def wire():
    """The descriptor of the connection to the grader."""
    for fd in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                return fd
        except OSError:
            pass

def frame(message, tensors=b""):
    text = json.dumps(message).encode()
    return b"TGF1" + struct.pack("<IQ", len(text), len(tensors)) + text + tensors

def inside(name):
    """A module of the untrusted side."""
    return sys.modules["tensorgrade_untrusted." + name]

def lie(**changed):
    """Answer every call with a made-up observation."""
    honest = {"outcome": "returned", "value": {"kind": "none"}, "exception": None,
              "arguments": [], "shares": None, "gradients": None, "operations": None,
              "printed": {"text": "refused to be honest", "cut": False}, "seconds": 0.0}
    body = changed.pop("body", b"")
    def observe(function, call, **more):
        return {**honest, **changed}, body
    inside("observer").observe = observe

def lie_on_calls(**changed):
    """Answer honestly while the file is loaded, and made up afterwards."""
    observer = inside("observer")
    honest = observer.observe
    def observe(function, call, **more):
        observer.observe = honest
        lie(**changed)
        return observer.observe(function, call, **more)
    observer.observe = observe
'''

BODY = """
def oracle(x):
{call}
    return x

def double(x):
    return x * 2

def plain(x):
    e = x.exp()
    return e / e.sum()
"""


@dataclass(frozen=True)
class Case:
    """One hostile submission.

    Attributes:
        id: its place in the catalogue, or N and a number.
        title: what is tried.
        call: what `oracle` does before it answers wrongly.
        load: what the file does when it is loaded.
        holds: the lowest tier at which the attack must fail. Below it the case is not run.
        shows: words that must be in the submission's output: proof that it was tried.
        ends: how the first test of `oracle` may end; empty for any way but passing.
        spares: functions that must still get all of their points.
        slow: takes more than a second of waiting or computing.
        machine: the only architecture that it can run on.
    """

    id: str
    title: str
    call: str = "pass"
    load: str = ""
    holds: Literal["hardened", "limited"] = "limited"
    shows: str = ""
    ends: tuple[str, ...] = ()
    spares: tuple[str, ...] = ("double",)
    slow: bool = False
    machine: str = ""
    raw: bytes | str | None = None

    @property
    def source(self) -> bytes | str:
        """The submission, with `@NAMES@` still to be filled in."""
        if self.raw is not None:
            return self.raw
        call = textwrap.indent(textwrap.dedent(self.call).strip() or "pass", "    ")
        load = textwrap.dedent(self.load)
        return PRELUDE + BODY.replace("{call}", call) + load
