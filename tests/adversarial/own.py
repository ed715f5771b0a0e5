"""Attacks beyond the catalogue: native code (N), the interpreter (I), the observer (O), retries (R).

A lie (L) is an answer that no honest worker would give: the trusted side has to take it for
what it is, one wrong answer, and go on.
"""

from __future__ import annotations

from .case import Case

TENSOR = '{"kind": "tensor", "data": "0", "dtype": "float32", "shape": [3], "device": "cpu", "requires_grad": False, "is_leaf": True}'

NATIVE = [
    Case(
        "N1",
        "openat2, whose flags a filter cannot see",
        """
        how = ctypes.create_string_buffer(struct.pack("QQQ", os.O_RDWR | os.O_CREAT, 0o600, 0))
        call("openat2", 437, -100, b"@DECOY@/new", how, 24)""",
        holds="hardened",
        shows="refused openat2",
        machine="x86_64",
    ),
    Case(
        "N2",
        "memory that even the kernel cannot see",
        "call('memfd_secret', 447, 0)",
        holds="hardened",
        shows="refused memfd_secret",
        machine="x86_64",
    ),
    Case(
        "N3",
        "process_madvise, process_mrelease, kcmp",
        """
        call("process_madvise", 440, 3, 0, 0, 4, 0)
        call("process_mrelease", 448, 3, 0)
        call("kcmp", 312, os.getppid(), os.getpid(), 0, 3, 3)
        call("process_vm_writev", 311, os.getppid(), 0, 0, 0, 0, 0)""",
        holds="hardened",
        shows="refused process_madvise",
        machine="x86_64",
    ),
    Case(
        "N4",
        "another Landlock domain, to loosen the first",
        """
        call("create_ruleset", 444, struct.pack("Q", 1), 8, 0)
        call("add_rule", 445, 3, 1, 0, 0)
        call("restrict_self", 446, 3, 0)""",
        holds="hardened",
        shows="refused create_ruleset",
        machine="x86_64",
    ),
    Case(
        "N5",
        "another seccomp filter, or its listener",
        """
        call("seccomp", 317, 1, 0, 0)
        call("seccomp listener", 317, 1, 8, 0)
        call("strict", 157, 22, 1, 0, 0, 0)""",
        holds="hardened",
        shows="refused seccomp",
        machine="x86_64",
    ),
    Case(
        "N6",
        "prctl in every form",
        """
        for option in (*range(1, 70), 0x53564D41, 0x59616D61):
            ctypes.set_errno(0)
            if LIBC.prctl(option, 0, 0, 0, 0) != -1: print("ESCAPED prctl", option)
        print("refused prctl")""",
        holds="hardened",
        shows="refused prctl",
    ),
    Case(
        "N7",
        "ioctl in every form that the filter does not name",
        """
        import fcntl
        named = (0x5401, 0x5413, 0x541B, 0x5421, 0x5451)
        for request in (0x5410, 0x5412, 0x540E, 0x5422, 0x8901, 0x8902, 0x5452, 0x5460, 0x8936, 0xC0045878):
            for fd in (0, 1, wire()):
                try: fcntl.ioctl(fd, request, struct.pack("i", os.getppid()))
                except OSError: continue
                print("ESCAPED ioctl", hex(request))
        print("refused ioctl")""",
        holds="hardened",
        shows="refused ioctl",
    ),
    Case(
        "N8",
        "signals by way of a descriptor's owner",
        """
        import fcntl
        fd = wire()
        attempt("F_SETOWN", lambda: fcntl.fcntl(fd, 8, os.getppid()))
        attempt("F_SETSIG", lambda: fcntl.fcntl(fd, 10, signal.SIGKILL))
        attempt("F_SETOWN_EX", lambda: fcntl.fcntl(fd, 15, struct.pack("ii", 1, os.getppid())))
        attempt("F_NOTIFY", lambda: fcntl.fcntl(fd, 1026, 1))""",
        holds="hardened",
        shows="refused F_SETOWN",
    ),
    Case(
        "N9",
        "locks and leases on files that others read",
        """
        import fcntl
        fd = os.open(torch.__file__, os.O_RDONLY)
        attempt("lease", lambda: fcntl.fcntl(fd, 1024, 0))
        attempt("lock", lambda: fcntl.lockf(fd, fcntl.LOCK_SH | fcntl.LOCK_NB))
        attempt("flock", lambda: fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB))
        attempt("pipe size", lambda: fcntl.fcntl(os.pipe()[1], 1031, 2**20))
        attempt("seals", lambda: fcntl.fcntl(fd, 1033, 15))""",
        holds="hardened",
        shows="refused lease",
    ),
    Case(
        "N10",
        "calls of another architecture: x32",
        """
        LIBC.syscall(0x40000000 + 39)""",
        holds="hardened",
        ends=("crash",),
        machine="x86_64",
    ),
    Case(
        "N11",
        "calls of another architecture: i386",
        """
        import mmap
        code = bytes.fromhex("b814000000cd80c3")  # mov eax, 20; int 0x80; ret
        page = mmap.mmap(-1, 4096, prot=7)
        page.write(code)
        address = ctypes.addressof(ctypes.c_char.from_buffer(page))
        print("ESCAPED int 0x80", ctypes.CFUNCTYPE(ctypes.c_int)(address)())""",
        holds="hardened",
        ends=("crash",),
        machine="x86_64",
    ),
    Case(
        "N12",
        "asynchronous input and output",
        """
        call("io_uring_setup", 425, 4, ctypes.create_string_buffer(120))
        call("io_uring_enter", 426, 3, 1, 0, 0, 0, 0)
        call("io_uring_register", 427, 3, 0, 0, 0)
        call("io_setup", 206, 1, ctypes.byref(ctypes.c_ulong()))""",
        holds="hardened",
        shows="refused io_uring_setup",
        machine="x86_64",
    ),
    Case(
        "N13",
        "page faults handled by itself",
        """
        call("userfaultfd", 323, 0)
        attempt("/dev/userfaultfd", lambda: os.open("/dev/userfaultfd", os.O_RDWR))""",
        holds="hardened",
        shows="refused userfaultfd",
        machine="x86_64",
    ),
    Case(
        "N14",
        "futexes that wait for ever",
        """
        word = ctypes.c_uint(0)
        LIBC.syscall(202, ctypes.byref(word), 0, 0, 0, 0, 0)""",
        ends=("time",),
        slow=True,
        machine="x86_64",
    ),
    Case(
        "N15",
        "shared mappings that outlive the process",
        """
        import mmap
        page = mmap.mmap(-1, 2**20, flags=mmap.MAP_SHARED)
        page.write(b"@CANARY@"[:6])
        attempt("remap", lambda: mmap.mmap(os.open(torch.__file__, os.O_RDONLY), 0,
                flags=mmap.MAP_SHARED, prot=mmap.PROT_WRITE))
        attempt("shm", lambda: __import__("multiprocessing.shared_memory").shared_memory
                .SharedMemory(create=True, size=64))""",
        holds="hardened",
        shows="refused remap",
    ),
    Case(
        "N16",
        "descriptors sent to the grader",
        """
        fds = [os.open(torch.__file__, os.O_RDONLY)] * 20
        sock = socket.socket(fileno=os.dup(wire()))
        socket.send_fds(sock, [b"TGF1"], fds)""",
        ends=("protocol_violation", "time"),
        slow=True,
    ),
    Case(
        "N17",
        "descriptors used up",
        """
        kept = []
        attempt("many", lambda: [kept.append(os.dup(0)) for _ in range(10_000)])
        attempt("pipes", lambda: [kept.append(os.pipe()) for _ in range(10_000)])
        del kept""",
        spares=(),
    ),
    Case(
        "N18",
        "namespaces by every door",
        """
        for flag in (0x10000000, 0x20000000, 0x00020000, 0x40000000, 0x08000000, 0x04000000, 0x80):
            call("unshare", 272, flag)
            call("clone", 56, flag | 17, 0, 0, 0, 0)
        call("setns", 308, 3, 0)""",
        holds="hardened",
        shows="refused unshare",
        machine="x86_64",
    ),
    Case(
        "N19",
        "handles, mounts and file systems",
        """
        for name, number in (("fsopen", 430), ("fsmount", 432), ("fspick", 433), ("move_mount", 429),
                ("mount_setattr", 442), ("open_tree_attr", 467), ("statmount", 457), ("listmount", 458),
                ("umount2", 166), ("mount", 165), ("quotactl_fd", 443), ("fanotify_mark", 301)):
            call(name, number, 0, 0, 0, 0, 0)""",
        holds="hardened",
        shows="refused fsopen",
        machine="x86_64",
    ),
    Case(
        "N20",
        "clocks, timers and schedules of the machine",
        """
        for name, number in (("clock_settime", 227), ("adjtimex", 159), ("clock_adjtime", 305),
                ("settimeofday", 164), ("sched_setscheduler", 144), ("sched_setattr", 314),
                ("sched_setparam", 142), ("setpriority", 141), ("ioprio_set", 251),
                ("timer_create", 222), ("timerfd_create", 283), ("signalfd4", 289), ("eventfd2", 290)):
            call(name, number, 0, 0, 0, 0)""",
        holds="hardened",
        shows="refused clock_settime",
        machine="x86_64",
    ),
    Case(
        "N21",
        "every number that is not on the list",
        """
        allowed = @ALLOWED@
        for number in range(600):
            if number in (*allowed, 335, 336): continue  # uprobes: SIGILL, filter or not
            ctypes.set_errno(0)
            if LIBC.syscall(number, 0, 0, 0, 0, 0, 0) != -1 or ctypes.get_errno() not in (errno.EPERM, errno.ENOSYS):
                print("ESCAPED", number, ctypes.get_errno())
        print("refused all others")""",
        holds="hardened",
        shows="refused all others",
        machine="x86_64",
    ),
    Case(
        "N22",
        "the same with high words set",
        """
        for number, name in ((57, "fork"), (59, "execve"), (62, "kill"), (302, "prlimit64")):
            ctypes.set_errno(0)
            found = LIBC.syscall(ctypes.c_long(number | 1 << 32), ctypes.c_long(os.getppid() | 1 << 32),
                ctypes.c_long(0), ctypes.c_long(1 << 32), 0)
            print("refused" if found == -1 else "ESCAPED", name)
        print("refused high words")""",
        holds="hardened",
        shows="refused high words",
        machine="x86_64",
    ),
    Case(
        "N23",
        "limits raised by the door left for reading them",
        """
        import resource
        new = struct.pack("QQ", 2**62, 2**62)
        call("prlimit64", 302, 0, 9, new, 0)
        call("prlimit64 of the parent", 302, os.getppid(), 9, 0, ctypes.create_string_buffer(16))
        call("setrlimit", 160, 9, new)
        attempt("resource", lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096)))""",
        holds="hardened",
        shows="refused prlimit64",
        machine="x86_64",
    ),
    Case(
        "N24",
        "a robust list that lies",
        """
        head = (ctypes.c_long * 3)(0xdead0000, 0, 0)
        LIBC.syscall(273, ctypes.byref(head), 24)
        print("tried"); os._exit(0)""",
        ends=("ended_early",),
        machine="x86_64",
    ),
    Case(
        "N25",
        "the connection under another number",
        """
        fd = wire()
        spare = os.dup(fd)
        for number in (0, 1, 2, 50): os.dup2(fd, number, inheritable=False)
        os.write(1, b"TGF1 from stdout")
        time.sleep(0.01)""",
        ends=("protocol_violation", "ended_early"),
    ),
    Case(
        "N26",
        "the stack smashed",
        """
        ctypes.memset(id(sys._getframe()), 0, 4096)""",
        # What lies behind the frame decides whether anything still needs it.
        ends=("wrong", "crash", "ended_early", "protocol_violation", "exception"),
    ),
    Case(
        "N27",
        "its own code patched: CPython's float formatting",
        """
        small = ctypes.c_long.from_address(id(1) + 24)
        small.value = 0x7fffffff""",
        ends=("wrong", "crash", "ended_early", "protocol_violation", "exception", "time"),
        spares=(),
    ),
    Case(
        "N28",
        "the machine's time-stamp and memory barriers",
        """
        for command in (0, 1, 2, 8, 16, 64): LIBC.syscall(324, command, 0, 0)
        print("tried")""",
        shows="tried",
        machine="x86_64",
    ),
    Case(
        "N29",
        "the descriptor table changed behind its back",
        """
        call("close_range unshare", 436, 3, 63, 2)
        call("dup2 to a high number", 33, 0, 4000)""",
        holds="hardened",
        shows="refused close_range",
        machine="x86_64",
    ),
]

INTERPRETER = [
    Case(
        "I1",
        "_thread patched so that locks do nothing",
        load="""
        import _thread, threading
        class Lock:
            def acquire(self, *a, **k): return True
            def release(self): pass
            __enter__ = acquire
            def __exit__(self, *a): pass
        threading.Lock = threading.RLock = _thread.allocate_lock = Lock""",
    ),
    Case(
        "I2",
        "the timer switched off, computing",
        """
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, signal.SIG_IGN)
        while True: pass""",
        ends=("time",),
        slow=True,
    ),
    Case(
        "I3",
        "the timer's exception caught for ever",
        """
        while True:
            try:
                while True: pass
            except BaseException: pass""",
        ends=("time",),
        slow=True,
    ),
    Case(
        "I4",
        "a trace function in every frame",
        load="""
        def trace(frame, event, arg):
            if frame.f_code.co_name == "_compare": frame.f_locals["found"] = None
            return trace
        sys.settrace(trace); sys.setprofile(trace)""",
    ),
    Case(
        "I5",
        "a trace function that changes the answer as it is encoded",
        load="""
        def trace(frame, event, arg):
            if frame.f_code.co_name == "tensor" and "value" in frame.f_locals:
                frame.f_locals["value"] = torch.zeros(3)
            return trace
        sys.settrace(trace)""",
        spares=(),
    ),
    Case(
        "I6",
        "gc callbacks",
        load="""
        gc.callbacks.append(lambda phase, info: os.write(wire(), b"TGF1garbage"))""",
        call="gc.collect()",
        ends=("protocol_violation",),
        spares=(),
    ),
    Case(
        "I7",
        "destructors that run while the answer is made",
        """
        class Late(torch.Tensor):
            def __del__(self): os.write(wire(), frame({"id": 99}))
        globals()["KEPT"] = torch.zeros(3).as_subclass(Late)
        globals().pop("KEPT")""",
        ends=("protocol_violation",),
    ),
    Case(
        "I8",
        "weak references that call back",
        """
        import weakref
        class Thing: pass
        thing = Thing()
        globals()["REF"] = weakref.ref(thing, lambda ref: os._exit(0))
        del thing""",
        ends=("ended_early",),
    ),
    Case(
        "I9",
        "weak references to the input that change it afterwards",
        """
        import weakref
        globals()["FIN"] = weakref.finalize(x, lambda: torch.manual_seed(0))
        return x""",
    ),
    Case(
        "I10",
        "a codec of its own for all text",
        load="""
        import codecs
        codecs.register(lambda name: codecs.CodecInfo(lambda *a: (b"{}", 0), lambda *a: ("{}", 0)))
        codecs.register_error("replace", lambda error: ("@", error.end))""",
    ),
    Case(
        "I11",
        "excepthook, unraisablehook, displayhook, breakpointhook",
        load="""
        for name in ("excepthook", "unraisablehook", "displayhook", "breakpointhook"):
            setattr(sys, name, lambda *a: os._exit(0))""",
        call="raise ValueError('x')",
        ends=("exception",),
    ),
    Case(
        "I12",
        "an audit hook that ends the process at import",
        load="""
        def audit(event, args):
            if event in ("open", "import"): os._exit(0)
        sys.addaudithook(audit)""",
        spares=(),
    ),
    Case(
        "I13",
        "an audit hook that looks at all that the worker does",
        load="""
        SEEN = []
        sys.addaudithook(lambda event, args: SEEN.append((event, str(args)[:200])) if len(SEEN) < 500 else None)""",
        call="print('looked', SEEN)",
        shows="looked",
    ),
    Case(
        "I14",
        "signal handlers that raise at any moment",
        load="""
        def handler(number, frame): raise RuntimeError("now")
        signal.signal(signal.SIGALRM, handler)
        signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)""",
        spares=(),
    ),
    Case("I15", "sys.modules emptied", load="sys.modules.clear()", spares=()),
    Case(
        "I16",
        "sys.stdout that lies",
        load="""
        class Out:
            def write(self, text): raise SystemExit(0)
            def flush(self): os._exit(0)
        sys.__stdout__ = sys.__stderr__ = sys.stdout = sys.stderr = Out()""",
    ),
    Case(
        "I17",
        "exit functions and interpreter shutdown",
        load="""
        import atexit, threading
        threading._register_atexit(lambda: os._exit(0))
        atexit.register(lambda: os.write(wire(), b"late"))""",
    ),
    Case(
        "I18",
        "a metaclass that claims to be a tensor",
        """
        class Meta(type):
            def __instancecheck__(cls, other): return True
            def __subclasscheck__(cls, other): return True
            def __eq__(cls, other): return True
            def __hash__(cls): return hash(torch.Tensor)
            mro = lambda cls: [cls, torch.Tensor, *torch.Tensor.__mro__[1:]] if False else type.mro(cls)
        class Liar(metaclass=Meta):
            __class__ = property(lambda self: torch.Tensor)
            shape, dtype, layout, is_quantized = torch.Size([3]), torch.float32, torch.strided, False
        return Liar()""",
    ),
    Case(
        "I19",
        "an int that is another number when it is written",
        """
        class Odd(int):
            def __repr__(self): return "__import__('os').system('true')"
            __str__ = __format__ = __repr__
            def bit_length(self): return 1
        return [Odd(5), float("nan"), 10**3000]""",
        ends=("wrong",),
    ),
    Case(
        "I20",
        "a dict that changes while it is walked",
        """
        class Dict(dict):
            def items(self): return iter([("a", self)])
            def __iter__(self): os._exit(0)
        return Dict(a=x)""",
        ends=("wrong",),
    ),
    Case(
        "I21",
        "the frame's variables behind the observer's back",
        """
        frame = sys._getframe()
        while frame:
            for name, value in list(frame.f_locals.items()):
                if isinstance(value, dict) and "outcome" in value: value["outcome"] = "passed"
                if name == "call": print("looked at the call")
            frame = frame.f_back""",
        shows="looked at the call",
    ),
    Case(
        "I22",
        "json, struct and pydantic-like names patched on the way out",
        load="""
        import json
        honest = json.dumps
        json.dumps = lambda value, **k: honest(value, **k).replace('"raised"', '"returned"')
        json.JSONEncoder.default = lambda self, o: "x"
        struct.Struct = None""",
    ),
    Case(
        "I23",
        "safetensors patched",
        load="""
        import safetensors.torch
        safetensors.torch.save = lambda tensors, *a: b"\\x08\\0\\0\\0\\0\\0\\0\\0{\\"a\\":1}"
        inside("values").safetensors = safetensors""",
        spares=(),
    ),
    Case(
        "I24",
        "float and int replaced in the untrusted modules",
        load="""
        for name in ("values", "observer", "wire", "worker", "lint"):
            inside(name).int = inside(name).float = inside(name).str = lambda *a: 0""",
        spares=(),
    ),
    Case(
        "I25",
        "a name that cannot be printed",
        """
        kind = type("\\x1b[2J\\u202e<script>" + "A" * 10**6, (), {})
        return kind()""",
        ends=("wrong",),
    ),
    Case(
        "I26",
        "lone surrogates in every text",
        """
        print("\\ud800" * 100)
        raise type("E\\ud800", (Exception,), {})("\\udfff")""",
        ends=("exception",),
    ),
]

OBSERVER = [
    Case(
        "O1",
        "Tensor methods that the observer uses",
        load="""
        zero = lambda self, *a, **k: torch.zeros(3)
        for name in ("detach", "resolve_conj", "contiguous", "to", "numel", "clone", "tolist"):
            setattr(torch.Tensor, name, zero)""",
        spares=(),
    ),
    Case(
        "O2",
        "torch.equal patched, so that no input ever changes",
        "return x.mul_(2.5)",
        load="torch.equal = lambda *a: True",
    ),
    Case(
        "O3",
        "autograd.grad patched",
        load="""
        torch.autograd.grad = lambda out, inputs, **k: [torch.ones_like(i) for i in inputs]""",
    ),
    Case(
        "O4",
        "a student module that is something else",
        load="""
        class Module(types.ModuleType):
            def __getattr__(self, name): return lambda *a: torch.zeros(3)
        sys.modules["student"] = Module("student")""",
    ),
    Case(
        "O5",
        "the scenario replaced",
        load="""
        worker = next(o for o in gc.get_objects() if type(o).__name__ == "Worker")
        class Scenarios(dict):
            def __getitem__(self, key): return types.SimpleNamespace(ask=lambda *a, **k: (torch.zeros(3),) * 2)
        worker._scenarios = Scenarios()""",
    ),
    Case(
        "O6",
        "another call's answer given again",
        load="""
        observer, answers = inside("observer"), []
        honest = observer.observe
        def observe(function, call, **more):
            answers.append(honest(function, call, **more))
            return answers[0]
        observer.observe = observe""",
        spares=(),
    ),
    Case(
        "O7",
        "answers ahead of their questions",
        """
        answer = {"outcome": "returned", "value": {"kind": "none"}, "exception": None,
                  "arguments": [], "shares": None, "gradients": None, "operations": None,
                  "printed": {"text": "", "cut": False}, "seconds": 0.0}
        for number in range(1, 60):
            os.write(wire(), frame({"id": number, "observation": answer}))""",
        spares=(),
    ),
    Case(
        "O8",
        "questions read before they are asked",
        load="""
        channel = inside("wire").Channel
        receive = channel.receive
        def greedy(self):
            found = receive(self)
            print("read", found and found[0].get("function"))
            return found
        channel.receive = greedy""",
    ),
    Case(
        "O9",
        "the observation says that nothing was forbidden",
        load="""
        inside("observer").Facets = lambda **k: __import__("collections").namedtuple(
            "F", "gradients storage operations")(False, False, False)""",
    ),
    Case(
        "O10",
        "the observer's reset does nothing",
        load="""
        inside("observer").reset = lambda seed: None
        torch.set_default_dtype(torch.float64)""",
        spares=(),
    ),
    Case(
        "O11",
        "lint replaced for the files that follow",
        load="""
        inside("lint").inspect = lambda *a: {"error": None, "functions": {}}""",
    ),
    Case(
        "O12",
        "the worker's loop replaced",
        load="""
        worker = inside("worker").Worker
        worker._call = lambda self, message, body: ({"observation": {"outcome": "returned"}}, b"")""",
        spares=(),
    ),
    Case(
        "O13",
        "the function replaced by one that knows what is compared",
        load="""
        class Function:
            def __call__(self, *a, **k): return self
            def __mul__(self, other): return self
            __rmul__ = __add__ = __sub__ = __mul__
        globals()["oracle"] = Function()""",
    ),
    Case(
        "O14",
        "the inputs replaced by the observer's own copy",
        load="""
        arguments = inside("observer")._Arguments
        arguments.changes = lambda self, encoder: []""",
        call="return x.mul_(3)",
    ),
    Case(
        "O15",
        "a tensor whose storage is freed while it is read",
        """
        y = torch.ones(1000)
        y.untyped_storage().resize_(0)
        return y""",
        ends=("wrong", "crash", "exception", "ended_early", "protocol_violation"),
    ),
    Case(
        "O16",
        "a tensor over memory that is not its own",
        """
        import numpy
        size = 2**12
        fake = numpy.ctypeslib.as_array(ctypes.cast(8, ctypes.POINTER(ctypes.c_float)), (size,))
        return torch.from_numpy(fake)""",
        ends=("crash",),
    ),
]

# For each lie: what it claims, as keywords of `lie_on_calls`.
LIES = {
    "an argument far outside": 'arguments=[[10**12, {"kind": "none"}]]',
    "an argument before the first": 'arguments=[[-7, {"kind": "none"}], [0, {"kind": "none"}]]',
    "a dtype that is a function": 'value={"kind": "dtype", "name": "compile"}',
    "a dtype that is a module": 'value={"kind": "dtype", "name": "_inductor"}',
    "a device that is not one": 'value={"kind": "device", "name": "\\x1b]0;x"}',
    "a line far outside": 'outcome="raised", exception=error(line=10**15)',
    "a line before the first": 'outcome="raised", exception=error(line=-3)',
    "an error of every kind at once": 'outcome="raised", exception=error(bases=["MemoryError", "KeyboardInterrupt", "RecursionError", "SystemExit"])',
    "an error with names that are markup": 'outcome="raised", exception=error(type="{0}<b>%s", function="{x}", code="{{7*7}}", expression="{", operands=[{"name": "{", "summary": "}"}])',
    "an error on top of a result": 'exception=error()',
    "a time-out that did not happen": 'outcome="timed_out", exception=error()',
    "too large, and why": 'outcome="too_large", detail="{0.__class__}<script>"',
    "keys that cannot be keys": 'value={"kind": "dict", "items": [[{"kind": "list", "items": [{"kind": "dict", "items": []}]}, {"kind": "none"}]] * 3}',
    "tuples of dicts as keys": 'value={"kind": "dict", "items": [[{"kind": "tuple", "items": [{"kind": "dict", "items": []}]}, {"kind": "none"}]]}',
    "an integer of 700 digits": 'value={"kind": "int", "text": "9" * 700}',
    "a float that is a word": 'value={"kind": "float", "text": "1_0e400"}',
    "a complex not-a-number": 'value={"kind": "complex", "real": "nan", "imag": "-inf"}',
    "a NumPy number of no type": 'value={"kind": "numpy_scalar", "dtype": "void", "value": {"kind": "int", "text": "1"}}',
    "an array of objects": 'value={"kind": "array", "data": None, "dtype": "object", "shape": [2**40]}',
    "an array of another dtype": f'value={{**{TENSOR}, "kind": "array", "dtype": "nonsense"}}, body=floats(3)',
    "a tensor that did not come": f"value={TENSOR}",
    "a tensor that comes for ten parts": f'value={{"kind": "list", "items": [{TENSOR}] * 10}}, body=floats(3)',
    "empty on a huge scale": f'value={{**{TENSOR}, "shape": [0, 2**40]}}, body=block("F32", [0, 2**40], b"")',
    "eight-bit floats": f'value={{**{TENSOR}, "dtype": "float8_e4m3fn"}}, body=block("F8_E4M3", [3], bytes(3))',
    "sixteen-bit unsigned": f'value={{**{TENSOR}, "dtype": "uint16"}}, body=block("U16", [3], bytes(6))',
    "booleans that are neither": f'value={{**{TENSOR}, "dtype": "bool"}}, body=block("BOOL", [3], bytes([2, 255, 7]))',
    "eight million elements": f'value={{**{TENSOR}, "shape": [2**23]}}, body=floats(2**23)',
    "four thousand tensors": f'value={{"kind": "list", "items": [{TENSOR}] * 4000}}, body=floats(3)',
    "a tensor of 64 dimensions": f'value={{**{TENSOR}, "shape": [1] * 62 + [3]}}, body=block("F32", [1] * 62 + [3], bytes(12))',
    "a device that is markup": f'value={{**{TENSOR}, "device": "<b>cuda:0"}}, body=floats(3)',
    "gradients without end": "gradients=[None] * 100_000",
    "gradients of another shape": f'value={TENSOR}, gradients=[{{**{TENSOR}, "shape": [1]}}], body=floats(3)',
    "storage shared with everything": 'shares=[["<b>", "{0}"]] * 10_000',
    "operations without end": 'operations=["softmax"] * 100_000',
    "a time of centuries": "seconds=1e300",
    "a negative time": "seconds=-1.0",
    "output with control characters": 'printed={"text": "refused \\x1b[2J\\u202e::error::x\\r", "cut": True}',
    "output of 25000 lines": 'printed={"text": "refused" + "\\n" * 24_000, "cut": True}',
    "nested a hundred deep": 'value=__import__("functools").reduce(lambda v, _: {"kind": "list", "items": [v]}, range(100), {"kind": "none"})',
    "two hundred thousand parts": 'value={"kind": "list", "items": [{"kind": "none"}] * 200_000}',
    "a word of another type": 'value={"kind": "str", "text": 5}',
    "an unknown kind": 'value={"kind": "pickle", "data": "x"}',
    "an unknown key": "extra=1",
    "no such outcome": 'outcome="passed"',
    "keys that are markup": 'value={"kind": "dict", "items": [[{"kind": "str", "text": "\\x1b<script>{0}"}, {"kind": "none"}]]}',
    "a type that is markup": 'value={"kind": "other", "type": "<script>{0}\\x1b]0;"}',
}  # fmt: skip
LIE_TOOLS = """
def error(**changed):
    return {"type": "ValueError", "bases": ["ValueError"], "message": "m", "line": 1,
            "function": "oracle", "code": "x", "expression": "x", "operands": [],
            "calls": [], **changed}

def block(dtype, shape, data):
    header = json.dumps({"0": {"dtype": dtype, "shape": shape, "data_offsets": [0, len(data)]}}).encode()
    return struct.pack("<Q", len(header)) + header + data

def floats(count):
    return block("F32", [count], bytes(4 * count))

"""
LYING = [
    Case(f"L{place}", title, load=f"{LIE_TOOLS}\nlie_on_calls({claim})", spares=())
    for place, (title, claim) in enumerate(LIES.items(), 1)
]

RETRYING = [
    Case(
        "R1",
        "state hidden from the fresh worker after a crash",
        """
        for place in (torch, sys, os, signal):
            if hasattr(place, "COUNT"): print("ESCAPED kept", place)
            place.COUNT = 1
        if "@KEPT" in os.environ: print("ESCAPED kept")
        os.environ["@KEPT"] = "1"
        os.abort()""",
        ends=("crash",),
    ),
    Case(
        "R2",
        "a crash in every function in turn",
        "os.abort()",
        load="""
        def plain(x): os.abort()""",
        ends=("crash",),
    ),
    Case(
        "R3",
        "a crash only in the second worker",
        load="""
        attempt("leave a mark", lambda: open("/tmp/mark-@GRADER@", "x"))""",
        call="os.abort()",
        holds="hardened",
        ends=("crash",),
    ),
    Case(
        "R4",
        "it ends while a call has been sent ahead",
        """
        globals()["N"] = globals().get("N", 0) + 1
        if globals()["N"] == 2: os._exit(0)
        return x""",
    ),
    Case(
        "R5",
        "an end in the middle of its answer",
        """
        send = inside("wire").Channel.send_soon
        def half(self, message, tensors=b""):
            os.write(wire(), b"TGF1\\x10\\0\\0\\0"); os._exit(0)
        inside("wire").Channel.send_soon = half""",
        ends=("ended_early",),
    ),
]

OWN = [*NATIVE, *INTERPRETER, *OBSERVER, *LYING, *RETRYING]
