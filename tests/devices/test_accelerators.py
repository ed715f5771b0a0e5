"""Real accelerators: the control flow, with stand-ins. No test here has met a device."""

import subprocess
import sys
import types

import pytest
import torch
from click.testing import CliRunner

from grader import devices
from grader.judging.expected import How
from grader.judging.mismatch import NotRun
from grader.judging.student import ConceptState
from grader.judging.subjects import encode
from grader.judging.trial import end_of_exception
from grader.sandbox import accelerator, confinement
from grader.sandbox.client import Zygote
from grader.sandbox.conversation import SandboxTrouble
from grader.sandbox.launch import Limits
from grader.sandbox.messages import Observation
from grader.sandbox.targets import Target, is_accelerator

from ..conftest import ROOT


@pytest.fixture
def cuda(monkeypatch):
    """A stand-in for `torch.cuda` with `count` devices, which notes what it was asked."""
    fake = types.SimpleNamespace(asked=[], count=1, works=True)

    def note(name, answer=None):
        def asked(*arguments):
            fake.asked.append((name, *map(str, arguments)))
            return answer() if answer else None

        return asked

    def ones(*size, device):
        fake.asked.append(("ones", device))
        if not fake.works:
            raise RuntimeError("CUDA error: out of memory")
        return torch.zeros(*size)

    monkeypatch.setattr(torch.cuda, "is_available", note("is_available", lambda: fake.count > 0))
    monkeypatch.setattr(torch.cuda, "device_count", note("device_count", lambda: fake.count))
    for name in ("set_device", "synchronize", "manual_seed"):
        monkeypatch.setattr(torch.cuda, name, note(name))
    monkeypatch.setattr(accelerator.torch, "ones", ones)
    return fake


@pytest.mark.parametrize(
    ("count", "wanted", "chosen"),
    [
        (1, "cuda", "cuda"),
        (1, "cuda:0", "cuda"),
        (2, "cuda", "cuda:0"),
        (2, "cuda:1", "cuda:1"),
        (2, "auto", "cuda:0"),
        (0, "auto", "cpu"),
    ],
)
def test_devices_are_chosen(cuda, count, wanted, chosen):
    cuda.count = count
    assert devices.choose(wanted) == chosen


@pytest.mark.parametrize(("count", "wanted"), [(1, "cuda:1"), (0, "cuda"), (2, "cuda:2")])
def test_an_absent_device_is_refused_with_what_is_there(cuda, count, wanted):
    cuda.count = count
    with pytest.raises(devices.AbsentDevice, match=f"no device '{wanted}'.*there is: .*cpu"):
        devices.choose(wanted)


def test_a_device_that_does_not_work_is_refused(cuda):
    cuda.works = False
    with pytest.raises(devices.AbsentDevice, match=r"'cuda' cannot be used .*out of memory"):
        devices.choose("cuda")


def test_the_cpu_is_chosen_without_a_question(cuda):
    assert devices.choose("cpu") == "cpu"
    assert cuda.asked == []


@pytest.mark.parametrize("tf32", [False, True])
def test_tf32_is_as_the_course_says_whatever_a_call_sets(cuda, tf32):
    try:
        assert accelerator.initialise("cuda:1", tf32) == ""
        with accelerator.kept_precision():
            torch.backends.cuda.matmul.allow_tf32 = not tf32
        assert torch.backends.cuda.matmul.allow_tf32 is tf32
        assert torch.backends.cudnn.allow_tf32 is tf32
    finally:
        accelerator.set_precision(False)
    assert cuda.asked == [("ones", "cuda:1"), ("set_device", "cuda:1")]


def test_every_call_is_seeded_and_waited_for(cuda):
    accelerator.seed("cuda", 7)
    accelerator.settle("cuda:1")
    accelerator.seed("cpu", 7)
    accelerator.settle("cpu")
    assert cuda.asked == [("manual_seed", "7"), ("synchronize", "cuda:1")]


@pytest.mark.parametrize("device", ["cuda", "cuda:1"])
def test_a_worker_says_that_its_device_cannot_be_used(device):
    with (
        Zygote(Limits(), target=Target(device)) as process,
        pytest.raises(SandboxTrouble, match=r"the device cannot be used: .*CUDA"),
    ):
        process.fork()


NO_CUDA_BEFORE_A_FORK = """
import sys, types
package = types.ModuleType("tensorgrade_untrusted")
package.__path__ = [sys.argv[1]]
sys.modules["tensorgrade_untrusted"] = package
import torch
def refuse(*arguments, **options):
    raise SystemExit("CUDA was asked before the fork")
for name in ("is_available", "device_count", "init", "_lazy_init", "current_device", "set_device",
             "manual_seed", "synchronize", "get_device_properties"):
    setattr(torch.cuda, name, refuse)
torch._C._cuda_getDeviceCount = refuse
from tensorgrade_untrusted import accelerator, confinement, lint, observer, values, warmup, worker
warmup.warm()
confinement.prepare([], "/", True)
if sys.argv[2:]:
    torch.cuda.is_available()
print("never asked")
"""


@pytest.mark.parametrize(
    "asks", [False, pytest.param(True, marks=pytest.mark.long)], ids=["the zygote", "one that asks"]
)
def test_the_zygote_asks_cuda_nothing(asks):
    folder = str(ROOT / "grader" / "sandbox")
    command = [sys.executable, "-c", NO_CUDA_BEFORE_A_FORK, folder, *(["ask"] * asks)]
    done = subprocess.run(command, capture_output=True, text=True)
    said = "CUDA was asked" if asks else "never asked"
    assert said in done.stdout + done.stderr


def test_a_driver_gets_what_it_cannot_work_without():
    plan = confinement.prepare([], "/", True)
    assert (plan.ruleset, plan.machine) == (None, None)
    assert {plan.landlock.state, plan.seccomp.state} == {"absent"}
    assert "driver" in plan.landlock.detail


@pytest.mark.parametrize(
    ("device", "starts"), [("mps", "spawn"), ("cuda:1", "fork"), ("cpu", "fork"), ("sim", "fork")]
)
def test_how_workers_start(device, starts):
    assert Target(device).start_method == starts


def test_names_of_accelerators():
    assert [is_accelerator(name) for name in ("cuda", "cuda:3", "mps", "cpu", "sim")] == (
        [True, True, True, False, False]
    )


@pytest.mark.parametrize("dtype", [torch.float64, torch.complex128, torch.float32])
def test_float64_is_tested_on_the_cpu_where_the_device_has_none(dtype):
    arguments = ([torch.ones(2, dtype=dtype)],)
    calls = {d: encode(arguments, {}, device=d, seed=0, how=How()) for d in ("mps", "cuda")}
    assert calls["cuda"].device == "cuda"
    assert calls["mps"].device == ("mps" if dtype is torch.float32 else "cpu")


def raised(kind, message):
    facts = {"type": kind, "bases": ["RuntimeError"], "message": message, "line": 3}
    empty = {"function": "f", "code": "", "expression": "", "operands": [], "calls": []}
    return Observation.model_validate(
        {
            "outcome": "raised",
            "value": None,
            "exception": facts | empty,
            "arguments": [],
            "shares": None,
            "gradients": None,
            "operations": None,
            "printed": {"text": "", "cut": False},
        }
    )


class Subject:
    """A submission whose workers all answer with one observation."""

    def __init__(self, answer):
        self.answer, self.workers = answer, 1

    def worker(self):
        return self

    def worker_ended(self):
        self.workers += 1

    def start_calls(self, questions):
        return 1

    def finish_call(self):
        return self.answer


@pytest.mark.parametrize(
    ("device", "kind", "message", "end"),
    [
        ("cuda", "torch.OutOfMemoryError", "CUDA out of memory. Tried", "memory"),
        ("cuda:1", "torch.AcceleratorError", "CUDA error: device-side assert triggered", "crash"),
        ("cuda", "RuntimeError", "CUDA error: an illegal memory access", "crash"),
        ("mps", "RuntimeError", "MPS backend out of memory", "crash"),
        ("cuda", "RuntimeError", "shapes differ", None),
        ("cpu", "RuntimeError", "CUDA error: words alone", None),
    ],
)
def test_a_lost_device_costs_one_function_and_a_worker(device, kind, message, end):
    concept = types.SimpleNamespace(id="01_a", functions=["f", "g"])
    secrets = types.SimpleNamespace(concept=concept, scenario_source=b"")
    subject = Subject(raised(kind, message))
    state = ConceptState(subject, secrets, types.SimpleNamespace(problem=None), 0)
    call = encode((), {}, device=device, seed=0, how=How())
    if end is None:
        assert state.observe("f", call, scenario=False, of="f") is subject.answer
        assert subject.workers == 1
        return
    with pytest.raises(NotRun) as ended:
        state.observe("f", call, scenario=False, of="f")
    assert (ended.value.end, subject.workers) == (end, 2)
    assert list(state._given_up) == ["f"]


def test_out_of_memory_is_called_so():
    assert end_of_exception(raised("torch.OutOfMemoryError", "CUDA out of memory")) == "memory"


@pytest.mark.parametrize("name", ["cuda:x", "gpu", "cuda:", "CUDA"])
def test_an_unknown_name_is_a_usage_error(name):
    from grader.cli import cli

    answer = CliRunner().invoke(cli, ["run", "exercises", "--device", name])
    assert answer.exit_code == 2
    assert "is not one of auto, cpu, cuda, cuda:N" in answer.output
