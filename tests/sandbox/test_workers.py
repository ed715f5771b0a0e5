"""The zygote and its workers: the tier that is reached, every way to end, and a fresh start."""

import json
import os
import signal
import subprocess
import time

import pytest
import torch

from grader.judging.expected import How
from grader.judging.subjects import encode
from grader.sandbox.client import Zygote
from grader.sandbox.conversation import Inspection, SandboxTrouble, WorkerEnded
from grader.sandbox.launch import Limits
from grader.sandbox.observer import Call, Facets, observe
from grader.sandbox.questions import Question

METHODS = ["fork", "spawn"]


def loaded(zygote, source: str):
    worker = zygote.fork()
    findings = worker.inspect(Inspection("c", "c.py", source.encode(), {}))
    assert findings.error is None
    answer = worker.load("c", ["f"], 1)
    assert answer.observation.exception is None, answer.observation.exception
    return worker


def call(worker, *arguments):
    encoded = encode(arguments, {}, device="cpu", seed=1, how=How())
    return worker.call("c", "f", encoded, scenario=False)


@pytest.fixture(scope="module", params=METHODS)
def any_zygote(request):
    limits = Limits(call_cpu_seconds=0.5, call_wall_seconds=3.0)
    with Zygote(limits, request.param) as process:
        yield process


def test_the_canary_proves_the_tier(zygote):
    worker = zygote.fork()
    tier, layers, _ = worker.confinement
    worker.close()
    in_force = {layer.name for layer in layers if layer.state == "in force"}
    assert tier == "hardened", layers
    assert {"landlock", "seccomp", "rlimits", "no_new_privs", "canary"} <= in_force


@pytest.mark.parametrize("layer", ["landlock", "seccomp"])
def test_a_missing_layer_lowers_the_tier(layer, monkeypatch):
    monkeypatch.setenv("TENSORGRADE_DISABLE_LAYERS", layer)
    with Zygote(Limits()) as process:
        worker = process.fork()
        tier, layers, _ = worker.confinement
        worker.close()
    assert tier == "limited"
    assert layer in {item.name for item in layers if item.state == "absent"}


def test_spawned_workers_are_limited():
    with Zygote(Limits(), "spawn") as process:
        worker = process.fork()
        assert worker.confinement.tier == "limited"
        worker.close()


def test_a_call_is_answered(any_zygote):
    worker = loaded(any_zygote, "import torch\ndef f(x):\n    return x.T @ x\n")
    x = torch.randn(3, 5)
    seen = call(worker, x)
    worker.close()
    assert torch.allclose(seen.tensor(seen.value), x.T @ x)


ENDS = {
    "os._exit": ("import os\ndef f(x):\n    os._exit(0)", "ended_early"),
    "segfault": ("import ctypes\ndef f(x):\n    ctypes.string_at(0)", "crash"),
    "abort": ("import os\ndef f(x):\n    os.abort()", "crash"),
    "kill": ("import os, signal\ndef f(x):\n    os.kill(os.getpid(), signal.SIGKILL)", "crash"),
    "loop in C": ("import itertools\ndef f(x):\n    return max(itertools.repeat(0))", "time"),
    "deaf loop": (
        "def g():\n    while True: pass\n"
        "def f(x):\n    while True:\n        try: g()\n        except BaseException: pass",
        "time",
    ),
    "sleep": ("import time\ndef f(x):\n    time.sleep(60)", "time"),
    "stopped": (
        "import os, signal\ndef f(x):\n    os.kill(os.getpid(), signal.SIGSTOP)",
        "time",
    ),
    "garbage": (
        "import os\ndef f(x):\n    for fd in range(3, 64):\n        try: os.write(fd, b'x' * 64)\n"
        "        except OSError: pass\n    return 1",
        "protocol_violation",
    ),
    "closed pipe": (
        "import os\ndef f(x):\n    os.closerange(3, 64)\n    return 1",
        "ended_early",
    ),
}


@pytest.mark.parametrize("name", ENDS)
def test_every_end_has_its_name(any_zygote, name):
    source, end = ENDS[name]
    worker = loaded(any_zygote, source)
    with pytest.raises(WorkerEnded) as caught:
        call(worker, torch.ones(2))
    assert caught.value.end == end, caught.value
    assert not os.path.exists(f"/proc/{worker._pid}")


def test_an_endless_loop_is_found_with_its_line(any_zygote):
    worker = loaded(any_zygote, "def f(x):\n    n = 0\n    while True:\n        n += 1\n")
    seen = call(worker, 1)
    worker.close()
    assert seen.outcome == "timed_out"
    assert seen.exception.line in (3, 4)


def test_an_unasked_frame_costs_the_function_that_sent_it(zygote):
    source = (
        "import os\ndef f(x):\n    frame = b'TGF1' + (2).to_bytes(4, 'little') + bytes(8) + b'{}'\n"
        "    for fd in range(3, 64):\n        try: os.write(fd, frame)\n"
        "        except OSError: pass\n    return 1\n"
    )
    worker = loaded(zygote, source)
    with pytest.raises(WorkerEnded) as caught:
        call(worker, 1)
    assert caught.value.end == "protocol_violation"


def test_a_forged_answer_is_only_an_answer(zygote):
    source = (
        "import os, json\nDONE = False\ndef f(x):\n    text = json.dumps({'id': 99}).encode()\n"
        "    frame = b'TGF1' + len(text).to_bytes(4, 'little') + bytes(8) + text\n"
        "    for fd in range(3, 64):\n        try: os.write(fd, frame)\n"
        "        except OSError: pass\n    return 1\n"
    )
    worker = loaded(zygote, source)
    with pytest.raises(WorkerEnded):
        call(worker, 1)


@pytest.mark.parametrize("tail", ["}", ',"id":1}', ',"more":0}', "", "}}", '},"observation":{}}'])
def test_an_answer_with_more_than_an_observation_is_none(zygote, tail):
    """Also when the honest answer that it starts with was seen before."""
    source = (
        "import os\n\ndef f(x):\n    if x == 0:\n        return 1\n"
        "    text = x.encode()\n"
        "    frame = b'TGF1' + len(text).to_bytes(4, 'little') + bytes(8) + text\n"
        "    for fd in range(3, 64):\n        try: os.write(fd, frame)\n"
        "        except OSError: pass\n    os._exit(0)\n"
    )
    data, _ = observe(lambda: 1, Call([], {}, b"", "cpu", 0, Facets()))
    worker = loaded(zygote, source)
    honest = f'{{"id":{worker._next_id},"observation":{json.dumps(data)}'
    forged = encode((honest + tail,), {}, device="cpu", seed=1, how=How())
    question = Question("c", "f", forged, scenario=False)
    question.observation(json.dumps(data).encode(), b"")
    worker.start_calls([question])
    if tail == "}":
        assert worker.finish_call().value.number == 1
    else:
        with pytest.raises(WorkerEnded) as caught:
            worker.finish_call()
        assert caught.value.end == "protocol_violation"
    worker.close()


def test_memory_has_a_limit(any_zygote):
    source = "def f(x):\n    return len(bytearray(2**33))"
    worker = loaded(any_zygote, source)
    seen = call(worker, 1)
    worker.close()
    assert seen.exception.type == "MemoryError"


def test_workers_share_nothing(zygote):
    worker = loaded(zygote, "import torch\ntorch.matmul = None\ndef f(x):\n    return 1")
    call(worker, 1)
    worker.close()
    worker = loaded(zygote, "import torch\ndef f(x):\n    return torch.matmul(x, x)")
    assert call(worker, torch.eye(2)).exception is None
    worker.close()


def test_a_killed_zygote_is_replaced():
    with Zygote(Limits()) as process:
        process.fork().close()
        os.kill(process._launched.process.pid, signal.SIGKILL)
        time.sleep(0.1)
        worker = loaded(process, "def f(x):\n    return x")
        assert call(worker, 3).value.number == 3
        worker.close()


def test_python_that_cannot_start_is_trouble_of_ours(monkeypatch):
    monkeypatch.setattr("sys.executable", "/nonexistent/python")
    with pytest.raises(SandboxTrouble, match="could not be started"), Zygote(Limits()) as process:
        process.fork()


FORBIDDEN = {
    "read a file": "open('/etc/passwd').read()",
    "read the grader": "open({grader!r}).read()",
    "list a folder": "os.listdir('/')",
    "write a file": "open('/tmp/tensorgrade-escape', 'w')",
    "start a process": "subprocess.run(['true'])",
    "fork": "os.fork()",
    "thread": "threading.Thread(target=print).start()",
    "socket": "socket.socket()",
    "environment": "open('/proc/self/environ').read()",
    "the parent's memory": "open(f'/proc/{{os.getppid()}}/mem', 'rb')",
    "kill the parent": "os.kill(os.getppid(), 9)",
    "chmod": "os.chmod({grader!r}, 0)",
    "import the grader": "__import__('grader')",
    "i/o priority of others": "os.setpriority(os.PRIO_PROCESS, os.getppid(), 19)",
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_a_student_may_not_do(zygote, name):
    code = FORBIDDEN[name].format(grader=__file__)
    source = (
        "import os, subprocess, socket, threading\ndef f(x):\n"
        f"    try:\n        {code}\n    except (OSError, RuntimeError, ImportError) as error:\n"
        "        return type(error).__name__\n    return 'done'\n"
    )
    worker = loaded(zygote, source)
    seen = call(worker, 1)
    worker.close()
    assert seen.value.text != "done"
    assert not os.path.exists("/tmp/tensorgrade-escape")


def test_no_secret_is_in_the_environment(zygote, monkeypatch):
    worker = loaded(zygote, "import os\ndef f(x):\n    return sorted(os.environ)")
    names = {item.text for item in call(worker, 1).value.items}
    worker.close()
    assert names <= {
        "PATH", "LANG", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS",
        "PYTHONHASHSEED", "PYTHONUTF8", "LC_CTYPE", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE",
        "KMP_DUPLICATE_LIB_OK", "KMP_INIT_AT_FORK", "TORCHINDUCTOR_CACHE_DIR",
    }  # fmt: skip


def test_an_ordinary_user_reaches_hardened(ordinary_python, tmp_path_factory):
    python, environment = ordinary_python
    code = (
        "from grader.sandbox.client import Zygote; from grader.sandbox.launch import Limits\n"
        "with Zygote(Limits()) as z:\n    w = z.fork(); print(w.confinement.tier); w.close()"
    )
    done = subprocess.run(
        [*python, "-c", code], user=65534, group=65534, extra_groups=[], cwd="/",
        env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.stdout.strip() == "hardened", done.stderr


def test_scenarios_compiled_beforehand_serve_every_worker():
    with Zygote(Limits()) as process:
        process.know([b"this is no Python", b"def s(student):\n    return student.f(2)\n", b""])
        for _ in range(2):
            worker = process.fork()
            worker.inspect(Inspection("c", "c.py", b"def f(n):\n    return n * n\n", {}))
            worker.load("c", ["f"], 1, b"def s(student):\n    return student.f(2)\n")
            encoded = encode((), {}, device="cpu", seed=1, how=How())
            assert worker.call("c", "s", encoded, scenario=True).value.number == 4
            worker.close()


def test_computing_time_is_counted_anew_for_each_call(zygote):
    lasting = (
        "import time\n\ndef f(seconds):\n    end = time.process_time() + seconds\n"
        "    while time.process_time() < end: pass\n    return 'done'\n"
    )
    worker = loaded(zygote, lasting)
    for _ in range(3):  # one limit of 1 s would not do for all of them
        assert call(worker, 0.5).outcome == "returned"
    worker.close()


def test_every_generator_starts_from_the_seed(zygote):
    drawing = (
        "import random\nimport numpy as np\nimport torch\n\n"
        "def f():\n    return random.random(), float(np.random.rand()), torch.rand(2)\n"
    )
    worker = loaded(zygote, drawing)
    first, second = call(worker), call(worker)
    worker.close()
    values = [
        [item.number for item in seen.value.items[:2]] + seen.tensor(seen.value.items[2]).tolist()
        for seen in (first, second)
    ]
    assert values[0] == values[1]


def test_what_a_call_does_to_warnings_ends_with_it():
    import warnings

    before = warnings.filters, list(warnings.filters), warnings.showwarning

    def spoils():
        warnings.simplefilter("error")
        warnings.showwarning = print
        warnings.filters.clear()

    def warns():
        warnings.warn("not shown, and no error", stacklevel=1)
        return 1

    plain = encode((), {}, device="cpu", seed=1, how=How())
    for function in (spoils, warns):
        data, _ = observe(function, plain)
        assert data["outcome"] == "returned", data["exception"]
        assert data["printed"]["text"] == ""
    assert (warnings.filters, list(warnings.filters), warnings.showwarning) == before
    assert warnings.filters is before[0]
