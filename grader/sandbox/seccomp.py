"""The seccomp filter: an allow-list of system calls, assembled here as classic BPF.

What is not on the list fails with EPERM, so that a student sees a Python exception and
not a mystery death; only a foreign architecture's calls kill. Numbers are from the
kernel's unistd tables (arch/x86/entry/syscalls/syscall_64.tbl and, for aarch64,
include/uapi/asm-generic/unistd.h).
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from typing import NamedTuple

# Classic BPF (linux/bpf_common.h) and seccomp (linux/seccomp.h).
LOAD = 0x20
JEQ, JGE, JSET = 0x15, 0x35, 0x45
RETURN = 0x06
ALLOW = 0x7FFF0000
KILL_PROCESS = 0x80000000
ERRNO = 0x00050000
NUMBER, ARCH = 0, 4
ARGUMENT = tuple(16 + 8 * i for i in range(6))  # the low word of each argument
ARGUMENT_HIGH = tuple(20 + 8 * i for i in range(6))

SECCOMP_SET_MODE_FILTER = 1
X32_BIT = 0x40000000

TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIOCLEX = 0x5401, 0x5413, 0x541B, 0x5421, 0x5451
# Of fcntl, what concerns nobody else: no owner of a descriptor (who is sent signals), no lock,
# no lease, no size of a pipe.
F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC = 0, 1, 2, 3, 4, 1030
WRITE_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND | 0o20000000
OWN_PID = 0xFFFFFFFE  # replaced in the child by its process id

X86_64: dict[str, int] = {
    "read": 0, "write": 1, "open": 2, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "poll": 7,
    "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13,
    "rt_sigprocmask": 14, "rt_sigreturn": 15, "ioctl": 16, "pread64": 17, "readv": 19,
    "writev": 20, "access": 21, "select": 23, "sched_yield": 24, "mremap": 25, "mincore": 27,
    "madvise": 28, "dup": 32, "nanosleep": 35, "getitimer": 36, "setitimer": 38, "getpid": 39,
    "sendto": 44, "recvfrom": 45, "sendmsg": 46, "recvmsg": 47, "shutdown": 48,
    "getsockname": 51, "getpeername": 52, "getsockopt": 55, "exit": 60, "kill": 62, "uname": 63,
    "fcntl": 72, "getcwd": 79, "readlink": 89, "gettimeofday": 96, "getrlimit": 97,
    "getrusage": 98, "sysinfo": 99, "times": 100, "getuid": 102, "getgid": 104, "geteuid": 107,
    "getegid": 108, "getppid": 110, "getpgrp": 111, "getgroups": 115, "getresuid": 118,
    "getresgid": 120, "getpgid": 121, "getsid": 124, "rt_sigpending": 127,
    "rt_sigsuspend": 130, "sigaltstack": 131, "arch_prctl": 158, "gettid": 186, "time": 201,
    "futex": 202, "sched_getaffinity": 204, "getdents64": 217, "set_tid_address": 218,
    "restart_syscall": 219, "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230,
    "exit_group": 231, "epoll_wait": 232, "epoll_ctl": 233, "tgkill": 234, "openat": 257,
    "newfstatat": 262, "readlinkat": 267, "faccessat": 269, "pselect6": 270, "ppoll": 271,
    "set_robust_list": 273, "get_robust_list": 274, "epoll_pwait": 281, "epoll_create1": 291,
    "dup3": 292, "pipe2": 293, "preadv": 295, "prlimit64": 302, "getcpu": 309, "getrandom": 318,
    "membarrier": 324, "statx": 332, "rseq": 334, "clone3": 435, "openat2": 437,
    "faccessat2": 439,
}  # fmt: skip

AARCH64: dict[str, int] = {
    "getcwd": 17, "dup": 23, "dup3": 24, "fcntl": 25, "ioctl": 29, "faccessat": 48,
    "openat": 56, "close": 57, "pipe2": 59, "getdents64": 61, "lseek": 62, "read": 63,
    "write": 64, "readv": 65, "writev": 66, "pread64": 67, "preadv": 69, "pselect6": 72,
    "ppoll": 73, "readlinkat": 78, "newfstatat": 79, "fstat": 80, "exit": 93, "exit_group": 94,
    "set_tid_address": 96, "futex": 98, "set_robust_list": 99, "get_robust_list": 100,
    "nanosleep": 101, "getitimer": 102, "setitimer": 103, "clock_gettime": 113,
    "clock_getres": 114, "clock_nanosleep": 115, "restart_syscall": 128,
    "sched_getaffinity": 123, "sched_yield": 124, "kill": 129, "tgkill": 131,
    "sigaltstack": 132, "rt_sigsuspend": 133, "rt_sigaction": 134, "rt_sigprocmask": 135,
    "rt_sigpending": 136, "rt_sigreturn": 139, "getresuid": 148, "getresgid": 150, "times": 153,
    "getpgid": 155, "getsid": 156, "getgroups": 158, "uname": 160, "getrlimit": 163,
    "getrusage": 165, "getcpu": 168, "gettimeofday": 169, "getpid": 172, "getppid": 173,
    "getuid": 174, "geteuid": 175, "getgid": 176, "getegid": 177, "gettid": 178, "sysinfo": 179,
    "getsockname": 204, "getpeername": 205, "sendto": 206, "recvfrom": 207, "getsockopt": 209,
    "shutdown": 210, "sendmsg": 211, "recvmsg": 212, "brk": 214, "munmap": 215, "mremap": 216,
    "mmap": 222, "mprotect": 226, "mincore": 232, "madvise": 233, "prlimit64": 261,
    "getrandom": 278, "membarrier": 283, "statx": 291, "rseq": 293, "epoll_create1": 20,
    "epoll_ctl": 21, "epoll_pwait": 22, "clone3": 435, "openat2": 437, "faccessat2": 439,
}  # fmt: skip

# clone3 and openat2 hide their flags behind a pointer that a filter cannot follow; ENOSYS
# makes libc fall back to the calls whose flags it can see.
NOT_THERE = ("clone3", "openat2")


class Architecture(NamedTuple):
    """What a kernel's calls look like on one machine."""

    audit: int
    seccomp: int
    numbers: dict[str, int]


ARCHITECTURES = {
    "x86_64": Architecture(0xC000003E, 317, X86_64),
    "aarch64": Architecture(0xC00000B7, 277, AARCH64),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


Instruction = tuple[int, int, int, int]


def architecture() -> Architecture | None:
    """This machine's, or None where there is no filter for it."""
    return ARCHITECTURES.get(platform.machine()) if os.uname().sysname == "Linux" else None


def assemble(machine: Architecture) -> list[Instruction]:
    """The whole filter; OWN_PID stands where the child's process id belongs."""
    numbers = machine.numbers
    program: list[Instruction] = [
        (LOAD, 0, 0, ARCH),
        (JEQ, 1, 0, machine.audit),
        (RETURN, 0, 0, KILL_PROCESS),
        (LOAD, 0, 0, NUMBER),
        (JGE, 0, 1, X32_BIT),
        (RETURN, 0, 0, KILL_PROCESS),
    ]
    checked = _checked(numbers)
    for name, number in numbers.items():
        if name in NOT_THERE:
            program += [(JEQ, 0, 1, number), (RETURN, 0, 0, ERRNO | errno.ENOSYS)]
        elif name in checked:
            body = checked[name]
            program += [(JEQ, 0, len(body), number), *body]
        else:
            program += [(JEQ, 0, 1, number), (RETURN, 0, 0, ALLOW)]
    return [*program, (RETURN, 0, 0, ERRNO | errno.EPERM)]


def _checked(numbers: dict[str, int]) -> dict[str, list[Instruction]]:
    """The calls that depend on an argument; each body ends in a verdict of its own."""
    refuse = (RETURN, 0, 0, ERRNO | errno.EPERM)
    allow = (RETURN, 0, 0, ALLOW)

    def read_only(argument: int) -> list[Instruction]:
        return [(LOAD, 0, 0, ARGUMENT[argument]), (JSET, 0, 1, WRITE_FLAGS), refuse, allow]

    own_pid = [(LOAD, 0, 0, ARGUMENT[0]), (JEQ, 0, 1, OWN_PID), allow, refuse]

    def one_of(argument: int, *values: int) -> list[Instruction]:
        tests = [step for value in values for step in ((JEQ, 0, 1, value), allow)]
        return [(LOAD, 0, 0, ARGUMENT[argument]), *tests, refuse]

    # prlimit64(0, resource, NULL, &old) only reads; a new limit is refused.
    prlimit = [
        (LOAD, 0, 0, ARGUMENT[0]), (JEQ, 1, 0, 0), refuse,
        (LOAD, 0, 0, ARGUMENT[2]), (JEQ, 1, 0, 0), refuse,
        (LOAD, 0, 0, ARGUMENT_HIGH[2]), (JEQ, 0, 1, 0), allow, refuse,
    ]  # fmt: skip
    return {
        "open": read_only(1),
        "openat": read_only(2),
        "kill": own_pid,
        "tgkill": own_pid,
        "ioctl": one_of(1, TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIOCLEX),
        "fcntl": one_of(1, F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC),
        "prlimit64": prlimit,
    }


def encode(program: list[Instruction], pid: int) -> bytes:
    """The filter as the kernel reads it, for the process `pid`."""
    return b"".join(
        struct.pack("=HBBI", code, jump_true, jump_false, pid if value == OWN_PID else value)
        for code, jump_true, jump_false, value in program
    )


def install(libc: ctypes.CDLL, machine: Architecture, program: list[Instruction]) -> None:
    """Bind this process to the filter, for good; OSError if the kernel refuses."""
    code = encode(program, os.getpid())
    buffer = ctypes.create_string_buffer(code, len(code))
    header = _Program(len(program), ctypes.cast(buffer, ctypes.c_void_p))
    if libc.syscall(machine.seccomp, SECCOMP_SET_MODE_FILTER, 0, ctypes.byref(header)) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"seccomp: {os.strerror(number)}")
