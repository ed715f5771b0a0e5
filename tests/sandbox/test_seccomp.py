"""The filter for each architecture, decided call by call by a small interpreter of classic BPF."""

import errno
import os
import struct

import pytest

from grader.sandbox import seccomp

PID = 4242
ALLOW, KILL = seccomp.ALLOW, seccomp.KILL_PROCESS
REFUSE, ABSENT = seccomp.ERRNO | errno.EPERM, seccomp.ERRNO | errno.ENOSYS
MACHINES = list(seccomp.ARCHITECTURES)

# From the kernel's tables, by another road than the filter's: what must never be allowed.
FORBIDDEN = {
    "x86_64": {
        "creat": 85, "rename": 82, "mkdir": 83, "unlink": 87, "link": 86, "symlink": 88,
        "chmod": 90, "chown": 92, "truncate": 76, "utimensat": 280, "setxattr": 188, "socket":
        41, "connect": 42, "bind": 49, "socketpair": 53, "clone": 56, "fork": 57, "vfork": 58,
        "execve": 59, "execveat": 322, "ptrace": 101, "prctl": 157, "setuid": 105, "capset":
        126, "mount": 165, "unshare": 272, "setns": 308, "bpf": 321, "seccomp": 317,
        "io_uring_setup": 425, "userfaultfd": 323, "memfd_create": 319, "memfd_secret": 447,
        "process_vm_readv": 310, "pidfd_open": 434, "pidfd_getfd": 438, "pidfd_send_signal":
        424, "tkill": 200, "rt_sigqueueinfo": 129, "setpriority": 141, "sched_setaffinity": 203,
        "setrlimit": 160, "shmget": 29, "msgget": 68, "semget": 64, "mq_open": 240, "add_key":
        248, "keyctl": 250, "flock": 73, "fallocate": 285, "personality": 135,
        "perf_event_open": 298, "landlock_restrict_self": 446, "dup2": 33, "umask": 95, "chdir":
        80, "chroot": 161, "pwrite64": 18, "sendfile": 40, "splice": 275,
    },
    "aarch64": {
        "mkdirat": 34, "unlinkat": 35, "linkat": 37, "symlinkat": 36, "renameat2": 276,
        "fchmodat": 53, "fchownat": 54, "truncate": 45, "utimensat": 88, "setxattr": 5,
        "socket": 198, "connect": 203, "bind": 200, "socketpair": 199, "clone": 220, "execve":
        221, "execveat": 281, "ptrace": 117, "prctl": 167, "setuid": 146, "capset": 91, "mount":
        40, "unshare": 97, "setns": 268, "bpf": 280, "seccomp": 277, "io_uring_setup": 425,
        "userfaultfd": 282, "memfd_create": 279, "memfd_secret": 447, "process_vm_readv": 270,
        "pidfd_open": 434, "pidfd_getfd": 438, "pidfd_send_signal": 424, "tkill": 130,
        "rt_sigqueueinfo": 138, "setpriority": 140, "sched_setaffinity": 122, "setrlimit": 164,
        "shmget": 194, "msgget": 186, "semget": 190, "mq_open": 180, "add_key": 217, "keyctl":
        219, "flock": 32, "fallocate": 47, "personality": 92, "perf_event_open": 241,
        "landlock_restrict_self": 446, "umask": 166, "chdir": 49, "chroot": 51, "pwrite64": 68,
        "sendfile": 71, "splice": 76,
    },
}  # fmt: skip
NEEDED = ("read", "write", "close", "mmap", "munmap", "mprotect", "brk", "futex", "getrandom",
          "rt_sigaction", "exit_group", "clock_gettime", "recvfrom", "sendto")  # fmt: skip


def decide(name, number, *arguments, audit=None):
    """What the kernel would do with a call: the filter's return value."""
    machine = seccomp.ARCHITECTURES[name]
    code = seccomp.encode(seccomp.assemble(machine), PID)
    program = list(struct.iter_unpack("=HBBI", code))
    words = [value & (2**64 - 1) for value in (*arguments, *[0] * (6 - len(arguments)))]
    data = struct.pack("=iIQ6Q", number, machine.audit if audit is None else audit, 0, *words)
    accumulator, place = 0, 0
    while True:
        code, true, false, value = program[place]
        place += 1
        if code == seccomp.LOAD:
            (accumulator,) = struct.unpack_from("=I", data, value)
        elif code == seccomp.RETURN:
            return value
        else:
            holds = {
                seccomp.JEQ: accumulator == value,
                seccomp.JGE: accumulator >= value,
                seccomp.JSET: bool(accumulator & value),
            }[code]
            place += true if holds else false


@pytest.mark.parametrize("name", MACHINES)
def test_every_number_is_decided(name):
    table = seccomp.ARCHITECTURES[name].numbers
    checked = set(seccomp._checked(table)) | set(seccomp.NOT_THERE)
    names = {number: call for call, number in table.items()}
    assert len(names) == len(table), "two calls of one number"
    for number in range(600):
        call = names.get(number)
        if call not in checked:
            assert decide(name, number) == (ALLOW if call else REFUSE), (number, call)


@pytest.mark.parametrize("name", MACHINES)
def test_what_is_needed_is_allowed_and_what_harms_is_not(name):
    table = seccomp.ARCHITECTURES[name].numbers
    assert all(decide(name, table[call]) == ALLOW for call in NEEDED)
    assert [c for c, n in FORBIDDEN[name].items() if decide(name, n) != REFUSE] == []
    assert not set(FORBIDDEN[name]) & set(table)


@pytest.mark.parametrize("name", MACHINES)
def test_calls_of_another_architecture_kill(name):
    others = {machine.audit for machine in seccomp.ARCHITECTURES.values()} | {0x40000003, 0}
    for audit in others - {seccomp.ARCHITECTURES[name].audit}:
        assert decide(name, 39, audit=audit) == KILL
    assert decide(name, seccomp.X32_BIT + 1) == KILL
    assert decide(name, -1) == KILL


@pytest.mark.parametrize("name", MACHINES)
def test_calls_that_depend_on_an_argument(name):
    number = seccomp.ARCHITECTURES[name].numbers

    def call(which, *arguments):
        return decide(name, number[which], *arguments)

    assert call("openat", -100, 0, os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY) == ALLOW
    for flag in (os.O_WRONLY, os.O_RDWR, os.O_CREAT, os.O_TRUNC, os.O_APPEND, 0o20000000):
        assert call("openat", -100, 0, flag) == REFUSE
    for which in ("kill", "tgkill"):
        assert call(which, PID, 9) == ALLOW
        for other in (PID + 1, 1, 0, -1, -PID):
            assert call(which, other, 9) == REFUSE
    assert call("ioctl", 1, seccomp.TCGETS) == ALLOW
    for request in (0x5412, 0x5452, 0x8901, 0x8902, 0):
        assert call("ioctl", 1, request) == REFUSE
    for command in (0, 1, 2, 3, 4, 1030):
        assert call("fcntl", 3, command) == ALLOW
    for command in (5, 6, 7, 8, 10, 15, 37, 1024, 1026, 1031, 1033):
        assert call("fcntl", 3, command) == REFUSE
    assert call("prlimit64", 0, 7, 0, 1) == ALLOW
    for arguments in ((0, 7, 1), (0, 7, 1 << 32), (PID, 7, 0), (1, 7, 0)):
        assert call("prlimit64", *arguments) == REFUSE
    for which in seccomp.NOT_THERE:
        assert call(which, 0) == ABSENT


def test_the_program_is_one_that_a_kernel_takes():
    for machine in seccomp.ARCHITECTURES.values():
        program = seccomp.assemble(machine)
        assert len(program) <= 4096
        assert program[-1] == (seccomp.RETURN, 0, 0, REFUSE)
        for place, (code, true, false, _) in enumerate(program):
            if code not in (seccomp.LOAD, seccomp.RETURN):
                assert place + 1 + max(true, false) < len(program)
