"""The catalogue: forging points (A), seeing secrets (B), harming (C), poisoning what follows (D)."""

from __future__ import annotations

from .case import Case

FORGING = [
    Case(
        "A1",
        "an object that equals everything",
        """
        class Yes:
            def __eq__(self, other): return True
            def __sub__(self, other): return 0
            def __bool__(self): return True
            def __float__(self): return 0.0
        return Yes()""",
    ),
    Case(
        "A2",
        "a tensor subclass that lies to torch functions",
        """
        class Liar(torch.Tensor):
            @classmethod
            def __torch_function__(cls, func, types, args=(), kwargs=None):
                if func.__name__ in ("allclose", "eq", "equal", "__eq__"): return True
                return super().__torch_function__(func, types, args, kwargs or {})
        return torch.zeros_like(x).as_subclass(Liar)""",
    ),
    Case(
        "A3",
        "torch's comparisons patched",
        load="""
        torch.allclose = torch.equal = torch.isclose = lambda *a, **k: True
        torch.testing.assert_close = lambda *a, **k: None
        torch.Tensor.__eq__ = lambda self, other: True""",
        spares=(),
    ),
    Case(
        "A4",
        "builtins patched",
        load="""
        import builtins
        builtins.isinstance = lambda *a: True
        builtins.len = lambda x: 3
        builtins.print = lambda *a: None
        sys.exit = lambda *a: None""",
        spares=(),
    ),
    Case("A5", "SystemExit", "raise SystemExit(0)", ends=("ended_early",)),
    Case("A5b", "SystemExit while loading", load="sys.exit(0)", spares=()),
    Case("A6", "os._exit(0) before the answer", "os._exit(0)", ends=("ended_early",)),
    Case(
        "A7",
        "an exit handler that leaves with 0",
        load="""
        import atexit
        atexit.register(os._exit, 0)""",
    ),
    Case(
        "A8",
        "a pass line and a report on stdout",
        """
        for fd in (1, 2):
            try: os.write(fd, b'{"score": {"earned": 99}}\\n6 passed\\n')
            except OSError: pass
        print('{"status": "passed", "earned": 99}')""",
    ),
    Case(
        "A9",
        "a forged frame with the next id, then exit",
        """
        answer = {"outcome": "returned", "value": {"kind": "none"}, "exception": None,
                  "arguments": [], "shares": None, "gradients": None, "operations": None,
                  "printed": {"text": "", "cut": False}, "seconds": 0.0}
        for number in range(1, 40):
            os.write(wire(), frame({"id": number, "observation": answer}))
        os._exit(0)""",
    ),
    Case(
        "A10",
        "an extra frame before the honest one",
        "os.write(wire(), frame({'id': 1}))",
        ends=("protocol_violation",),
    ),
    Case(
        "A10b",
        "an extra frame after the honest one",
        """
        import threading
        observer = inside("observer")
        send = inside("wire").Channel.send
        def twice(self, message, tensors=b""):
            send(self, message, tensors)
            send(self, message, tensors)
        inside("wire").Channel.send = twice""",
        spares=(),
    ),
    Case(
        "A11",
        "50 MB on the connection",
        """
        data = b"TGF1" + struct.pack("<IQ", 2**31, 2**40) + bytes(2**20)
        for _ in range(50):
            socket.socket(fileno=os.dup(wire())).sendall(data)""",
        ends=("protocol_violation",),
    ),
    Case(
        "A12",
        "a tensor with absurd sizes",
        "pass",
        load="""
        header = json.dumps({"0": {"dtype": "F32", "shape": [2**62, 2**62],
                                   "data_offsets": [0, 2**63]}}).encode()
        node = {"kind": "tensor", "data": "0", "dtype": "float32", "shape": [2**62, 2**62],
                "device": "cpu", "requires_grad": False, "is_leaf": True}
        lie_on_calls(value=node, body=struct.pack("<Q", len(header)) + header + bytes(16))""",
        ends=("protocol_violation",),
        spares=(),
    ),
    Case(
        "A12b",
        "a frame of an unknown kind",
        """
        os.write(wire(), b"PICK" + bytes(64))""",
        ends=("protocol_violation",),
    ),
    Case(
        "A13",
        "half a frame, then silence",
        """
        os.write(wire(), b"TGF1" + struct.pack("<IQ", 100, 0) + b"{")
        time.sleep(60)""",
        ends=("time",),
        slow=True,
    ),
    Case(
        "A14",
        "a pickle as the answer",
        """
        import pickle
        class Payload:
            def __reduce__(self): return os.system, ("touch @DECOY@/pickled",)
        body = pickle.dumps(Payload())
        os.write(wire(), b"TGF1" + struct.pack("<IQ", len(body), 0) + body)""",
        ends=("protocol_violation",),
    ),
    Case(
        "A14b",
        "a torch archive in place of the tensors",
        load="""
        import io
        file = io.BytesIO()
        torch.save(torch.zeros(3), file)
        node = {"kind": "tensor", "data": "0", "dtype": "float32", "shape": [3],
                "device": "cpu", "requires_grad": False, "is_leaf": True}
        lie_on_calls(value=node, body=file.getvalue())""",
        ends=("protocol_violation",),
        spares=(),
    ),
    Case("A15", "nothing but NaN", "return torch.full_like(x, float('nan'))", ends=("wrong",)),
    Case("A16", "infinities", "return torch.full_like(x, float('inf'))", ends=("wrong",)),
    Case(
        "A17",
        "an empty tensor, which broadcasts to nothing",
        "return torch.empty(0, *x.shape)",
        ends=("wrong",),
    ),
    Case("A18", "one number for all", "return torch.ones(1)", ends=("wrong",)),
    Case("A18b", "a scalar for all", "return torch.tensor(1.0)", ends=("wrong",)),
    Case(
        "A19",
        "a view of 10^12 elements",
        "return torch.empty(1).expand(10**12)",
        ends=("protocol_violation",),
    ),
    Case(
        "A20",
        "a tensor on the meta device",
        "return torch.empty(x.shape, device='meta')",
        ends=("wrong",),
    ),
    Case("A20b", "a sparse tensor", "return x.to_sparse()", ends=("wrong",)),
    Case(
        "A20c",
        "a quantised tensor",
        "return torch.quantize_per_tensor(x.flatten(), 0.1, 0, torch.qint8)",
    ),
    Case("A20d", "a complex tensor", "return x.to(torch.complex64)", ends=("wrong",)),
    Case("A20e", "a nested tensor", "return torch.nested.nested_tensor([x.flatten()])"),
    Case("A20f", "a tensor in MKL-DNN layout", "return x.to_mkldnn()"),
    Case(
        "A21",
        "a tensor that lies about its shape",
        """
        class Liar(torch.Tensor):
            shape = property(lambda self: torch.Size([3]))
            def numel(self): return 3
            def size(self, *a): return torch.Size([3])
        return torch.zeros(10**6).as_subclass(Liar)""",
    ),
    Case("A22", "a tuple", "return (x,)", ends=("wrong",)),
    Case("A22b", "a generator", "return (v for v in x)", ends=("wrong",)),
    Case(
        "A22c",
        "a list nested a thousand deep",
        """
        found = []
        for _ in range(1000): found = [found]
        return found""",
        ends=("protocol_violation",),
    ),
    Case("A22d", "a million parts", "return [0] * 10**6", ends=("protocol_violation",)),
    Case("A22e", "text of 100 MB", "return 'x' * 10**8", ends=("wrong",)),
    Case(
        "A23",
        "a thread that mends the answer later",
        """
        import threading
        attempt("thread", lambda: threading.Thread(target=lambda: x.mul_(2)).start())""",
        holds="hardened",
        shows="refused thread",
    ),
    Case("A24", "the inputs set to zero", "x.zero_(); return x", ends=("wrong",)),
    Case(
        "A25",
        "the worker's own tools patched",
        load="""
        import __main__
        os.write = lambda *a: 0
        struct.pack = lambda *a: b""
        for name in list(vars(__main__)):
            if name.startswith("_serve") or name == "main":
                setattr(__main__, name, None)""",
    ),
    Case(
        "A25b",
        "the tools patched that frames are packed with",
        load="""
        inside("wire").pack = lambda message, tensors=b"": b"TGF1"
        json.dumps = lambda *a, **k: '{"id": 1}'""",
        spares=(),
    ),
    Case(
        "A27",
        "another torch in sys.modules",
        load="""
        fake = types.ModuleType("torch")
        fake.allclose = fake.equal = lambda *a, **k: True
        sys.modules["torch"] = fake""",
    ),
    Case(
        "A31",
        "an answer kept from an earlier call",
        """
        seen = globals().setdefault("SEEN", [])
        seen.append(x * 1)
        return seen[0]""",
        ends=("wrong",),
    ),
    Case(
        "A32",
        "an exception whose text exits",
        """
        class Evil(Exception):
            def __str__(self): os._exit(0)
        raise Evil""",
        ends=("ended_early",),
    ),
    Case(
        "A32b",
        "an exception with 50 MB of text",
        "raise ValueError('x' * (50 * 2**20))",
        ends=("exception",),
    ),
    Case(
        "A32c",
        "an exception whose class lies",
        """
        class Meta(type):
            __name__ = property(lambda cls: 1 / 0)
            def mro(cls): return type.mro(cls)
        class Evil(Exception, metaclass=Meta):
            __module__ = property(lambda self: 1 / 0)
        raise Evil""",
    ),
    Case(
        "A33",
        "endless attribute look-ups",
        """
        class Deep:
            def __getattr__(self, name): return getattr(self, name + "_")
        Deep().a""",
        ends=("exception", "time"),
        slow=True,
    ),
    Case(
        "A33b",
        "a chain of a million destructors",
        """
        class Link:
            def __del__(self): globals()["KEPT"] = Link()
        chain = None
        for _ in range(10**5): chain = (chain,)
        globals()["KEPT"] = Link()""",
    ),
]

SEEING = [
    Case(
        "B1",
        "the hidden tests by path",
        """
        for name in ("test_hidden.py", "reference.py", "scenarios.py"):
            attempt(name, lambda: open(f"@SOLUTIONS@/01_vault/{name}").read())
        attempt("dots", lambda: open("/proc/self/root@SOLUTIONS@/01_vault/reference.py").read())""",
        holds="hardened",
        shows="refused test_hidden.py",
    ),
    Case(
        "B2",
        "the grader imported",
        """
        attempt("import", lambda: __import__("grader.grading"))
        attempt("load", lambda: __import__("importlib.util").util.spec_from_file_location(
            "r", "@SOLUTIONS@/01_vault/reference.py").loader.get_code("r"))""",
        holds="hardened",
        shows="refused import",
    ),
    Case(
        "B3",
        "all frames and their variables",
        """
        frame, found = sys._getframe(), []
        while frame:
            found.append(repr(dict(frame.f_locals))[:20000] + str(frame.f_globals.keys()))
            frame = frame.f_back
        print("looked", len(found), "canary" in "".join(found))""",
        shows="looked",
    ),
    Case(
        "B4",
        "all objects",
        """
        texts = [o for o in gc.get_objects() if isinstance(o, (dict, list, tuple))]
        hits = [t for t in texts if "@CANARY@"[:6] + "@CANARY@"[6:] in map(str, list(t)[:5])]
        print("looked", len(texts))""",
        shows="looked",
    ),
    Case(
        "B5",
        "its own memory",
        """
        found = 0
        try:
            for line in open("/proc/self/maps"): found += 1
        except OSError: print("refused maps")
        start = id(object()) & ~0xfff
        data = ctypes.string_at(start, 4096)
        print("looked", b"oracle(x):\\n    return x *" in data)""",
        shows="looked False",
    ),
    Case(
        "B6",
        "the parents' memory",
        """
        for pid in (os.getppid(), @GRADER@):
            attempt("mem", lambda: open(f"/proc/{pid}/mem", "rb"))
            attempt("maps", lambda: open(f"/proc/{pid}/maps").read())
            call("process_vm_readv", 310, pid, 0, 0, 0, 0, 0)""",
        holds="hardened",
        shows="refused mem",
        machine="x86_64",
    ),
    Case(
        "B7",
        "ptrace and the parents' descriptors",
        """
        for pid in (os.getppid(), @GRADER@):
            call("ptrace", 101, 16, pid, 0, 0)
            call("pidfd_open", 434, pid, 0)
            call("pidfd_getfd", 438, 3, 3, 0)""",
        holds="hardened",
        shows="refused ptrace",
        machine="x86_64",
    ),
    Case(
        "B8",
        "environments",
        """
        for pid in ("self", os.getppid(), @GRADER@):
            attempt("environ", lambda: open(f"/proc/{pid}/environ").read())
        print("looked", sorted(os.environ))
        LIBC.getenv.restype = ctypes.c_char_p
        print(LIBC.getenv(b"TENSORGRADE_TEST_SECRET"))""",
        holds="hardened",
        shows="looked",
    ),
    Case(
        "B8b",
        "the built environment",
        """
        print("looked", dict(os.environ))
        LIBC.getenv.restype = ctypes.c_char_p
        print(LIBC.getenv(b"TENSORGRADE_TEST_SECRET"))""",
        shows="looked",
    ),
    Case(
        "B9",
        "command lines",
        """
        for pid in ("self", os.getppid(), @GRADER@):
            attempt("cmdline", lambda: open(f"/proc/{pid}/cmdline").read())""",
        holds="hardened",
        shows="refused cmdline",
    ),
    Case(
        "B10",
        "descriptors left open",
        """
        kept = []
        for fd in range(3, 1024):
            try: kept.append((fd, stat.S_IFMT(os.fstat(fd).st_mode)))
            except OSError: pass
        print("looked", len(kept))
        for fd, kind in kept:
            if kind != stat.S_IFSOCK: print("ESCAPED", fd, kind)""",
        holds="hardened",
        shows="looked 1",
    ),
    Case(
        "B11",
        "a way out through the working folder",
        """
        attempt("cwd", lambda: os.listdir("."))
        attempt("dotdot", lambda: os.open("../..@SOLUTIONS@/01_vault/reference.py", os.O_RDONLY))
        for fd in range(0, 64):
            try: os.open("reference.py", os.O_RDONLY, dir_fd=fd); print("ESCAPED", fd)
            except OSError: pass""",
        holds="hardened",
        shows="refused cwd",
    ),
    Case(
        "B12",
        "compiled files, caches and history",
        """
        import glob, linecache
        print("found", glob.glob("@SOLUTIONS@/**/*.pyc", recursive=True))
        print([name for name in linecache.cache if "vault" in name or "hidden" in name])
        for path in ("@SOLUTIONS@/01_vault/__pycache__", "@SOLUTIONS@/.git"):
            attempt(path[-11:], lambda: os.listdir(path))""",
        holds="hardened",
        shows="found []",
    ),
    Case("B14", "hidden inputs shown in the output", "print('input', x.tolist())", shows="input"),
    Case("B15", "time as a channel", "time.sleep(0.05)"),
    Case(
        "B17",
        "the network",
        """
        for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, socket.AF_NETLINK, 17):
            for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
                attempt("socket", lambda: socket.socket(family, kind))
        attempt("resolve", lambda: socket.getaddrinfo("example.org", 80))
        attempt("pair", socket.socketpair)""",
        holds="hardened",
        shows="refused socket",
    ),
    Case(
        "B18",
        "places to leave a message",
        """
        for path in ("/tmp/x-@GRADER@", "/dev/shm/x-@GRADER@", "/var/tmp/x-@GRADER@", "x"):
            attempt(path, lambda: os.open(path, os.O_WRONLY | os.O_CREAT))
        call("shmget", 29, 4711, 4096, 0o1600)
        call("msgget", 68, 4711, 0o1600)
        call("semget", 64, 4711, 1, 0o1600)
        call("mq_open", 240, b"/x", 0o101, 0o600, 0)
        call("add_key", 248, b"user", b"x", b"y", 1, -3)
        call("keyctl", 250, 0, -3, 1)
        call("flock", 73, 1, 2)""",
        holds="hardened",
        shows="refused shmget",
        machine="x86_64",
    ),
    Case(
        "B19",
        "whether hidden files exist, by the content behind it",
        """
        attempt("read after stat", lambda: os.stat("@DECOY@/secret.txt")
                and open("@DECOY@/secret.txt").read())""",
        holds="hardened",
        shows="refused read after stat",
    ),
    Case(
        "B20",
        "random numbers shared with the reference",
        """
        torch.manual_seed(0)
        return x * torch.rand(1) * 10""",
    ),
    Case(
        "B21",
        "addresses of an earlier run",
        """
        print("looked", hex(id(torch)))
        try: print(ctypes.string_at(id(globals()), 64))
        except Exception as error: print(error)""",
        shows="looked",
    ),
]

HARMING = [
    Case(
        "C1",
        "files removed and written",
        """
        import shutil
        shutil.rmtree("@DECOY@", ignore_errors=True)
        for action in (lambda: os.remove("@DECOY@/secret.txt"),
                       lambda: open("@DECOY@/secret.txt", "w"),
                       lambda: os.truncate("@DECOY@/secret.txt", 0),
                       lambda: os.rename("@DECOY@/secret.txt", "@DECOY@/x"),
                       lambda: os.mkdir("@DECOY@/y"), lambda: os.rmdir("@DECOY@/sub"),
                       lambda: os.link("@DECOY@/secret.txt", "@DECOY@/z"),
                       lambda: os.symlink("/", "@DECOY@/w"), lambda: os.mkfifo("@DECOY@/f"),
                       lambda: os.open("@DECOY@", os.O_RDWR | os.O_TMPFILE)):
            attempt("write", action)""",
        holds="hardened",
        shows="refused write",
    ),
    Case(
        "C2",
        "rights, owners, times and attributes",
        """
        path = "@DECOY@/secret.txt"
        for action in (lambda: os.chmod(path, 0o777), lambda: os.chown(path, 1, 1),
                       lambda: os.utime(path, (0, 0)), lambda: os.setxattr(path, "user.x", b"1"),
                       lambda: os.chflags(path, 0), lambda: os.umask(0),
                       lambda: os.chroot("@DECOY@"), lambda: os.chdir("@DECOY@")):
            attempt("chmod", action)
        call("fchmodat2", 452, -100, path.encode(), 0o777, 0)""",
        holds="hardened",
        shows="refused chmod",
        machine="x86_64",
    ),
    Case(
        "C3",
        "processes",
        """
        import multiprocessing, subprocess
        attempt("fork", os.fork)
        attempt("forkpty", os.forkpty)
        attempt("spawn", lambda: os.posix_spawn("/bin/true", ["true"], {}))
        attempt("run", lambda: subprocess.run(["true"]))
        attempt("mp", lambda: multiprocessing.Process(target=print).start())
        call("fork", 57); call("vfork", 58); call("clone", 56, 17, 0, 0, 0, 0)
        call("clone3", 435, ctypes.create_string_buffer(88), 88)""",
        holds="hardened",
        shows="refused fork",
        machine="x86_64",
    ),
    Case(
        "C4",
        "threads",
        """
        import _thread, concurrent.futures, threading
        attempt("thread", lambda: threading.Thread(target=print).start())
        attempt("start", lambda: _thread.start_new_thread(print, ()))
        attempt("pool", lambda: concurrent.futures.ThreadPoolExecutor(4).submit(print).result())""",
        holds="hardened",
        shows="refused thread",
    ),
    Case(
        "C5",
        "memory",
        """
        import mmap
        attempt("tensor", lambda: torch.ones(2**28, dtype=torch.float64))
        attempt("bytes", lambda: bytearray(2**32))
        attempt("list", lambda: [0] * 2**29)
        attempt("shared", lambda: mmap.mmap(-1, 2**31))""",
        shows="refused tensor",
    ),
    Case(
        "C5b",
        "memory without a name",
        "attempt('memfd', lambda: os.memfd_create('x'))",
        holds="hardened",
        shows="refused memfd",
    ),
    Case(
        "C6",
        "the disk",
        """
        import tempfile
        attempt("temporary file", tempfile.TemporaryFile)
        attempt("named", lambda: tempfile.NamedTemporaryFile(dir="@DECOY@"))
        attempt("sparse", lambda: os.truncate("@DECOY@/sub/data", 2**40))""",
        holds="hardened",
        shows="refused temporary file",
    ),
    Case("C7", "endless computing", "while True: pass", ends=("time",), slow=True),
    Case(
        "C7b",
        "endless computing in C",
        "import itertools; max(itertools.repeat(0))",
        ends=("time",),
        slow=True,
    ),
    Case(
        "C7c",
        "a number too large to compute",
        "10 ** 10 ** 9",
        ends=("time", "exception", "memory"),
        slow=True,
    ),
    Case("C8", "sleep", "time.sleep(60)", ends=("time",), slow=True),
    Case("C8b", "stops itself", "os.kill(os.getpid(), signal.SIGSTOP)", ends=("time",), slow=True),
    Case(
        "C8c",
        "all signals blocked, asleep",
        """
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        time.sleep(60)""",
        ends=("time",),
        slow=True,
    ),
    Case(
        "C9",
        "all signals ignored, computing",
        """
        for number in signal.valid_signals():
            try: signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError): pass
        while True: pass""",
        ends=("time",),
        slow=True,
    ),
    Case(
        "C10",
        "a flood of output",
        "print('x' * 10**7); sys.stderr.write('y' * 10**7)",
        ends=("wrong",),
    ),
    Case(
        "C10b",
        "a flood past Python",
        """
        for fd in (1, 2):
            for _ in range(100): os.write(fd, b"x" * 2**16)""",
        ends=("wrong",),
    ),
    Case(
        "C11",
        "the request never read",
        """
        inside("wire").Channel.receive = lambda self: time.sleep(60)""",
        spares=(),
        slow=True,
    ),
    Case("C12", "an abort, for a core dump", "os.abort()", ends=("crash",)),
    Case(
        "C13",
        "a daemon",
        """
        def daemon():
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0: time.sleep(5)
                os._exit(0)
        attempt("daemon", daemon)""",
        holds="hardened",
        shows="refused daemon",
    ),
    Case(
        "C14",
        "signals to others",
        """
        for pid in (os.getppid(), @GRADER@, 1):
            for number in (0, signal.SIGTERM, signal.SIGKILL):
                attempt("kill", lambda: os.kill(pid, number))
            call("tgkill", 234, pid, pid, 15); call("tkill", 200, pid, 15)
            call("rt_sigqueueinfo", 129, pid, 15, 0)
        call("pidfd_send_signal", 424, 3, 15, 0, 0)""",
        holds="hardened",
        shows="refused kill",
        machine="x86_64",
    ),
    Case(
        "C15",
        "limits, priority and processors of others",
        """
        import resource
        for pid in (os.getppid(), @GRADER@):
            attempt("prlimit", lambda: resource.prlimit(pid, resource.RLIMIT_CPU, (1, 1)))
            attempt("nice", lambda: os.setpriority(os.PRIO_PROCESS, pid, 19))
            attempt("affinity", lambda: os.sched_setaffinity(pid, {0}))
            call("ioprio_set", 251, 1, pid, 0)""",
        holds="hardened",
        shows="refused prlimit",
        machine="x86_64",
    ),
    Case(
        "C16",
        "programs with more rights",
        """
        for path in ("/usr/bin/sudo", "/bin/su", "/usr/bin/passwd", sys.executable):
            attempt("exec", lambda: os.execv(path, [path, "-c", "0"]))
        call("execveat", 322, -100, b"/bin/true", 0, 0, 0)
        attempt("setuid", lambda: os.setuid(0 if os.getuid() else 1))
        attempt("setgroups", lambda: os.setgroups([0]))""",
        holds="hardened",
        shows="refused exec",
        machine="x86_64",
    ),
    Case(
        "C17",
        "the kernel's darker corners",
        """
        for name, number in (("bpf", 321), ("io_uring_setup", 425), ("userfaultfd", 323),
                ("perf_event_open", 298), ("mount", 165), ("unshare", 272), ("setns", 308),
                ("init_module", 175), ("kexec_load", 246), ("ptrace", 101), ("reboot", 169),
                ("swapon", 167), ("pivot_root", 155), ("add_key", 248), ("fsopen", 430),
                ("open_tree", 428), ("name_to_handle_at", 303), ("open_by_handle_at", 304),
                ("quotactl", 179), ("settimeofday", 164), ("sethostname", 170), ("syslog", 103),
                ("personality", 135), ("iopl", 172), ("modify_ldt", 154), ("move_pages", 279),
                ("mbind", 237), ("fanotify_init", 300), ("inotify_init1", 294)):
            call(name, number, 0, 0, 0, 0, 0, 0)""",
        holds="hardened",
        shows="refused bpf",
        machine="x86_64",
    ),
    Case(
        "C18",
        "rights of root",
        """
        attempt("own limits", lambda: __import__("resource").setrlimit(0, (-1, -1)))
        attempt("raw i/o", lambda: os.open("/dev/mem", os.O_RDONLY))
        attempt("others' files", lambda: open("/etc/shadow").read())
        call("capset", 126, 0, 0); call("setuid", 105, 0); call("chroot", 161, b"/")""",
        holds="hardened",
        shows="refused own limits",
        machine="x86_64",
    ),
    Case(
        "C19",
        "characters into a terminal",
        """
        import fcntl, termios
        for fd in range(3):
            attempt("TIOCSTI", lambda: fcntl.ioctl(fd, termios.TIOCSTI, b"x"))
        attempt("tty", lambda: os.open("/dev/tty", os.O_RDWR))
        print("tried \\x1b]0;evil\\x07\\rPASS")""",
        shows="tried",
        holds="hardened",
    ),
    Case("C26", "bytes that are not UTF-8", raw=b"def oracle(x):\n    return '\xff'\n", spares=()),
    Case("C26b", "NUL bytes", raw=b"def oracle(x):\n\x00    return x\n", spares=()),
    Case("C26c", "UTF-16", raw="def oracle(x): return x".encode("utf-16"), spares=()),
    Case(
        "C26d",
        "a coding cookie that decodes to something else",
        raw=b"# -*- coding: utf-7 -*-\n#+AAo-import os; os._exit(0)\n",
        spares=(),
    ),
    Case(
        "C26e",
        "an unknown coding cookie",
        raw=b"# coding: rot_13\nqrs benpyr(k): erghea k\n",
        spares=(),
    ),
    Case(
        "C27", "a hundred thousand parentheses", raw="x = " + "(" * 10**5 + ")" * 10**5, spares=()
    ),
    Case("C27b", "a chain of attributes", raw="x = a" + ".b" * 10**5, spares=()),
    Case("C27c", "a chain of signs", raw="x = " + "-" * 10**5 + "1", spares=()),
    Case("C27d", "a chain of assignments", raw="x = " * 30_000 + "1", spares=()),
    Case("C27e", "a sum of 50000 terms", raw="x = " + "1 + " * 50_000 + "1", spares=()),
    Case("C27f", "nested f-strings", raw="x = " + "f'{" * 60 + "1" + "}'" * 60, spares=()),
    Case("C27g", "ten thousand digits", raw="x = " + "9" * 200_000, spares=()),
    Case(
        "C27h",
        "nested functions",
        raw="\n".join(" " * i + f"def f{i}():" for i in range(99)) + "\n" + " " * 99 + "pass",
        spares=(),
    ),
    Case(
        "C28",
        "a docstring of 200 kB",
        raw='"""' + "x" * 200_000 + '"""\ndef oracle(x): return x',
        spares=(),
    ),
    Case(
        "C28b",
        "a name of 100 kB",
        raw="def "
        + "f" * 100_000
        + "(x): return x\ndef oracle(x): "
        + "f" * 100_000
        + "(x); return y",
        spares=(),
    ),
    Case("C29", "a null pointer", "ctypes.string_at(0)", ends=("crash",)),
    Case("C29b", "a jump to nowhere", "ctypes.CFUNCTYPE(None)(4096)()", ends=("crash",)),
    Case("C29c", "an illegal instruction", "os.kill(os.getpid(), signal.SIGILL)", ends=("crash",)),
    Case(
        "C30",
        "recursion without a limit",
        """
        sys.setrecursionlimit(10**9)
        def down(n): return down(n + 1)
        down(0)""",
        ends=("time", "crash", "memory", "exception"),
        slow=True,
    ),
    Case("C31", "a constant too large", load="BIG = (1 << 10**9) * 3", spares=(), slow=True),
    Case("C31b", "a string too large", load="BIG = 'x' * 10**10", spares=()),
    Case(
        "C34",
        "the way out through libraries",
        """
        import urllib.request
        attempt("hub", lambda: torch.hub.load("a/b", "c", trust_repo=True))
        attempt("url", lambda: urllib.request.urlopen("http://127.0.0.1:1/"))
        attempt("download", lambda: torch.hub.download_url_to_file("http://127.0.0.1:1", "x"))
        attempt("extension", lambda: __import__("torch.utils.cpp_extension").utils.cpp_extension
                .load_inline("x", "int x;"))""",
        holds="hardened",
        shows="refused hub",
        slow=True,
    ),
]

POISONING = [
    Case(
        "D1",
        "torch and builtins patched for those who come after",
        load="""
        import builtins, numpy
        torch.exp = torch.matmul = torch.Tensor.exp = lambda *a, **k: None
        numpy.array = None
        builtins.sum = None""",
        spares=(),
    ),
    Case(
        "D2",
        "torch's defaults",
        load="""
        torch.set_default_dtype(torch.float64)
        torch.set_grad_enabled(False)
        torch.set_float32_matmul_precision("medium")
        torch.set_default_device("meta")""",
    ),
    Case("D3", "the random state", load="torch.manual_seed(1); torch.rand(5)"),
    Case(
        "D4",
        "the import system",
        load="""
        sys.path.insert(0, "@DECOY@")
        class Finder:
            def find_spec(self, *a): raise SystemExit
        sys.meta_path.insert(0, Finder())
        sys.path_hooks.clear(); sys.path_importer_cache.clear()""",
        spares=(),
    ),
    Case(
        "D5",
        "environment, locale, signal handlers",
        load="""
        import locale
        os.environ.clear()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM, signal.SIGPROF):
            signal.signal(number, signal.SIG_IGN)""",
    ),
    Case(
        "D6",
        "the shared connection shut down",
        "socket.socket(fileno=os.dup(wire())).shutdown(2)",
        ends=("ended_early", "crash", "protocol_violation"),
    ),
    Case(
        "D7",
        "compiled files in shared folders",
        """
        import py_compile
        attempt("pyc", lambda: py_compile.compile(torch.__file__, doraise=True))
        attempt("shadow", lambda: open(os.path.dirname(torch.__file__) + "/evil.py", "w"))""",
        holds="hardened",
        shows="refused pyc",
    ),
    Case(
        "D8",
        "the zygote",
        """
        for number in (signal.SIGTERM, signal.SIGKILL, signal.SIGSTOP):
            attempt("signal", lambda: os.kill(os.getppid(), number))
        for fd in range(3, 64):
            if fd != wire():
                try: os.write(fd, frame({"op": "fork", "id": 0})); print("ESCAPED", fd)
                except OSError: pass""",
        holds="hardened",
        shows="refused signal",
    ),
    Case(
        "D9",
        "state kept between calls of one submission",
        """
        globals()["COUNT"] = globals().get("COUNT", 0) + 1
        return x * globals()["COUNT"]""",
    ),
    Case(
        "D11",
        "modules that torch imports late",
        load="""
        for name in ("torch._dynamo", "torch._inductor", "sympy", "torch.onnx"):
            sys.modules[name] = types.ModuleType(name)""",
    ),
]

CATALOGUE = [*FORGING, *SEEING, *HARMING, *POISONING]

# Catalogue ids that are not submissions of this kind: where they are proved, or why nobody
# can promise them.
ELSEWHERE = {
    "A26": "test_files.py: files beside a submission are not read",
    "A28": "test_siege.py: an answer typed in for one seed fails with the next",
    "B13": "test_files.py: links out of the folder",
    "C20": "test_injection.py", "C21": "test_injection.py", "C22": "test_injection.py",
    "C23": "test_files.py: names of folders", "C25": "test_files.py: files of other kinds",
    "C24": "tests/classroom/test_intake.py: archives that lead elsewhere, and bombs",
    "C32": "benchmarks/soak.py and the snapshots around every case",
    "D10": "test_faults.py: a zygote that is killed",
}  # fmt: skip
NOT_PROMISED = {
    "A29": "that the student wrote the algorithm: a rule 'without X' is advice that can be evaded",
    "A30": "what a worker says of itself: operations, aliasing, time",
    "A34": "a workflow or grader that the student can edit; grade from a trusted checkout",
    "B16": "one bit for each submission that may be handed in; limit how many",
    "B22": "a laptop belongs to its user: hidden tests that run there can be read there",
    "C33": "devices other than the CPU: tier limited",
}
