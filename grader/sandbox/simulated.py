"""A simulated accelerator, for mistakes that only show where tensors do not live on the CPU.

Every tensor stays an ordinary CPU tensor, so autograd, layers, optimisers, views and memory
behave as ever. What makes it "sim:0" is a label on its storage, which views share. A function
mode sees each call of torch's Python interface: it labels what comes out, refuses what a
device would refuse (two devices in one operation, `.numpy()`), and answers for `.device`.

What is not seen is never refused: tensors met inside a backward pass or inside one call of
torch's own Python are not checked against each other.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from typing import Any

import torch
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

from .devicerules import (
    CPU_ONLY,
    ENGINE,
    MAKERS,
    SHAPE_ONLY,
    STRICT,
    mixed,
    no_index,
    no_numpy,
    other_generator,
    refuse_unknown,
)
from .labels import device_module, storage_ids, storage_of, tensors_in
from .targets import SIMULATED

CPU = torch.device("cpu")
META = torch.device("meta")


def register() -> None:
    """Let `torch.device("sim")` be said in this process; nothing else changes."""
    if torch._C._get_privateuse1_backend_name() != SIMULATED:
        torch._C._rename_privateuse1_backend(SIMULATED)
        torch._register_device_module(SIMULATED, device_module())  # type: ignore[no-untyped-call]


class SimulatedDevice(TorchFunctionMode):
    """While it is entered, this process has a device "sim:0".

    Args:
        filename: the student's file, whose lines are noted as makers of CPU tensors.
    """

    def __init__(self, filename: str = "") -> None:
        super().__init__()
        register()
        self.device = torch.device(SIMULATED, 0)
        self.made_on_line: int | None = None
        self._filename = filename
        # Two that no function mode is asked about.
        self._originals: dict[str, Any] = {
            "Generator": torch.Generator,
            "from_numpy": torch.from_numpy,
        }

    def __enter__(self) -> SimulatedDevice:
        torch.__dict__["Generator"] = _generator_class(self)
        torch.__dict__["from_numpy"] = self._from_numpy
        super().__enter__()  # type: ignore[no-untyped-call]
        return self

    def __exit__(self, *details: Any) -> None:
        super().__exit__(*details)  # type: ignore[no-untyped-call]
        torch.__dict__["Generator"] = self._originals["Generator"]
        torch.__dict__["from_numpy"] = self._originals["from_numpy"]

    def __torch_function__(self, func: Any, kinds: Any, args: Any = (), kwargs: Any = None) -> Any:
        options = dict(kwargs or {})
        name = getattr(func, "__name__", "")
        if name in ("__get__", "__set__"):
            return self._attribute(func, name, args)
        if handler := getattr(self, f"_do_{name}", None):
            return handler(func, args, options)
        if name in CPU_ONLY and self.of(args[0]) == self.device:
            raise TypeError(CPU_ONLY[name])
        return self._call(func, name, args, options)

    def watched(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """`function`, noting which line of the student's put a result on the CPU."""

        def watched(*args: Any, **kwargs: Any) -> Any:
            self.made_on_line = None
            value = function(*args, **kwargs)
            self.made_on_line = self.maker_of(list(tensors_in(value)))
            return value

        return watched

    def _from_numpy(self, array: Any) -> torch.Tensor:
        return self._place(self._originals["from_numpy"](array), CPU, set(), None)

    def of(self, tensor: torch.Tensor) -> torch.device:
        """The device that a tensor is labelled with."""
        storage = storage_of(tensor)
        if storage is None:
            return META if tensor.device.type == "meta" else CPU
        return self.device if "simulated" in storage.__dict__ else CPU

    def maker_of(self, tensors: list[torch.Tensor]) -> int | None:
        """The line of the student's file that put the first of these on the CPU, if one did."""
        for tensor in tensors:
            storage = storage_of(tensor)
            if storage is not None and "simulated" not in storage.__dict__:
                line: int | None = storage.__dict__.get("made_on_line")
                if line is not None:
                    return line
        return None

    def _call(self, func: Any, name: str, args: Any, options: dict[str, Any]) -> Any:
        tensors = list(tensors_in((args, options)))
        target = self._named(options)
        if target is None:
            target = CPU if name in MAKERS else self._common(name, tensors)
        self._check_generator(args, options, target)
        with _Labels(self) if name in ENGINE and target == self.device else _nothing():
            result = func(*args, **options)
        before = {id(storage) for tensor in tensors if (storage := storage_of(tensor)) is not None}
        line = self.maker_of(tensors)
        return self._placed(result, target, before, line)

    def _named(self, options: dict[str, Any]) -> torch.device | None:
        """The device that the call names, taken out of it."""
        if options.get("device") is None:
            return None
        target = self.parse(options["device"])
        options["device"] = META if target == META else CPU
        return target

    def parse(self, named: Any) -> torch.device:
        """`"sim"`, `0`, `torch.device("cpu")` as a device; RuntimeError if it is not here."""
        device = torch.device(SIMULATED, named) if type(named) is int else torch.device(named)
        refuse_unknown(device)
        return self.device if device.type == SIMULATED else torch.device(device.type)

    def _common(self, name: str, tensors: list[torch.Tensor]) -> torch.device:
        """The one device of a call's tensors; RuntimeError where torch wants one and there are two.

        A CPU tensor without dimensions may stand beside the others, as in torch.
        """
        devices = [self.of(tensor) for tensor in tensors]
        if self.device not in devices:
            return META if META in devices else CPU
        strangers = [
            tensor
            for tensor, device in zip(tensors, devices, strict=True)
            if device == CPU and (tensor.dim() > 0 or name in STRICT)
        ]
        if strangers and name not in SHAPE_ONLY:
            self.made_on_line = self.maker_of(strangers)
            raise mixed(self.device, CPU)
        return devices[0] if name in SHAPE_ONLY else self.device

    def _placed(self, result: Any, target: torch.device, inputs: set[int], line: int | None) -> Any:
        """Label every tensor of a result; one that is an input on another device is copied."""
        if isinstance(result, torch.Tensor):
            return self._place(result, target, inputs, line)
        if type(result) in (list, tuple):
            return type(result)(self._placed(item, target, inputs, line) for item in result)
        for item in tensors_in(result):  # a named tuple of new tensors
            self._place(item, target, inputs, line)
        return result

    def _place(
        self, tensor: torch.Tensor, target: torch.device, inputs: set[int], line: int | None
    ) -> torch.Tensor:
        storage = storage_of(tensor)
        if storage is None:
            return tensor
        if id(storage) in inputs:
            if self.of(tensor) == target or target == META:
                return tensor
            tensor = tensor.clone()
            storage = storage_of(tensor)
            assert storage is not None
        if target == self.device:
            storage.__dict__["simulated"] = True
        elif "simulated" not in storage.__dict__ and "made_on_line" not in storage.__dict__:
            storage.__dict__["made_on_line"] = line or self._line()
        return tensor

    def _line(self) -> int | None:
        frame = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename != self._filename:
            frame = frame.f_back  # type: ignore[assignment]
        return frame.f_lineno if frame is not None else None

    def _attribute(self, func: Any, name: str, args: Any) -> Any:
        attribute = getattr(getattr(func, "__self__", None), "__name__", "")
        tensor = args[0]
        here = self.of(tensor)
        if name == "__get__":
            if attribute == "device":
                return here
            if attribute == "is_cpu":
                return here == CPU
            result = func(*args)
            if attribute in ("grad", "_grad") and isinstance(result, torch.Tensor):
                self._relabel(result, here)
            return result
        if attribute == "grad" and isinstance(args[1], torch.Tensor) and self.of(args[1]) != here:
            self.made_on_line = self.maker_of([args[1], tensor])
            raise RuntimeError("assigned grad has data located on a different device")
        return func(*args)

    def _relabel(self, gradient: torch.Tensor, here: torch.device) -> None:
        """A gradient lives where its tensor does, whatever else the engine made beside it."""
        storage = storage_of(gradient)
        if storage is not None:
            storage.__dict__.pop("simulated", None)
            if here == self.device:
                storage.__dict__["simulated"] = True

    def _do_grad(self, func: Any, args: Any, options: dict[str, Any]) -> Any:
        result = self._call(func, "grad", args, options)
        wanted = args[1] if len(args) > 1 else options.get("inputs")
        of = [wanted] if isinstance(wanted, torch.Tensor) else list(wanted or [])
        for tensor, gradient in zip(of, result, strict=False):
            if isinstance(gradient, torch.Tensor) and isinstance(tensor, torch.Tensor):
                self._relabel(gradient, self.of(tensor))
        return result

    def _check_generator(self, args: Any, options: dict[str, Any], target: torch.device) -> None:
        generator = options.get("generator")
        if isinstance(generator, torch._C.Generator):
            own = getattr(generator, "simulated", False)
            if own != (target == self.device):
                raise other_generator(target, self.device if own else CPU)

    def _move(
        self, func: Any, args: Any, options: dict[str, Any], target: torch.device | None
    ) -> torch.Tensor:
        source = args[0]
        here = self.of(source)
        target = here if target is None else target
        if target not in (here, META):
            options["copy"] = True
        result: torch.Tensor = func(*args, **options)
        return self._place(result, target, set() if target != here else storage_ids(source), None)

    def _do_to(self, func: Any, args: Any, options: dict[str, Any]) -> Any:
        args = list(args)
        first = args[1] if len(args) > 1 else options.get("other")
        target = self._named(options)
        if isinstance(first, torch.Tensor):
            target = self.of(first)
        elif isinstance(first, (str, int, torch.device)) and not isinstance(first, bool):
            target = self.parse(first)
            args[1] = META if target == META else CPU
        return self._move(func, args, options, target)

    def _do_cpu(self, func: Any, args: Any, options: dict[str, Any]) -> Any:
        return self._move(torch.Tensor.to, (args[0], CPU), {}, CPU)

    def _do_cuda(self, func: Any, args: Any, options: dict[str, Any]) -> Any:
        return refuse_unknown(torch.device("cuda"))

    def _do_type_as(self, func: Any, args: Any, options: dict[str, Any]) -> Any:
        return self._do_to(torch.Tensor.to, (args[0], args[1]), {})

    def _do_type(self, func: Any, args: Any, options: dict[str, Any]) -> Any:
        here = self.of(args[0])
        result = func(*args, **options)
        if isinstance(result, str):
            return result.replace("torch.", "torch.sim.") if here == self.device else result
        kind = args[1] if len(args) > 1 else options.get("dtype")
        target = here if isinstance(kind, torch.dtype) else CPU  # torch.FloatTensor is the CPU's
        return self._place(result, target, storage_ids(args[0]), None)

    def _do_numpy(self, func: Any, args: Any, options: dict[str, Any]) -> Any:
        forced = options.get("force") or (len(args) > 1 and args[1])
        if self.of(args[0]) != self.device:
            return func(*args, **options)
        if not forced:
            raise no_numpy(self.device)
        return func(*args, **options).copy()

    def _do___array__(self, func: Any, args: Any, options: dict[str, Any]) -> Any:
        return self._do_numpy(func, args, {}) if len(args) == 1 else self._array(func, args)

    def _array(self, func: Any, args: Any) -> Any:
        if self.of(args[0]) == self.device:
            raise no_numpy(self.device)
        return func(*args)

    def _do___dlpack__(self, func: Any, args: Any, options: dict[str, Any]) -> Any:
        if self.of(args[0]) == self.device:
            raise no_numpy(self.device)
        return func(*args, **options)

    def _do_get_device(self, func: Any, args: Any, options: dict[str, Any]) -> Any:
        return 0 if self.of(args[0]) == self.device else func(*args, **options)

    def _do_tensor(self, func: Any, args: Any, options: dict[str, Any]) -> Any:
        """`torch.tensor`: of a tensor on its device, of a list on the CPU whatever is in it."""
        data = args[0] if args else options.get("data")
        target = self._named(options)
        if target is None:
            target = self.of(data) if isinstance(data, torch.Tensor) else CPU
        inputs = storage_ids(data) if isinstance(data, torch.Tensor) else set()
        return self._placed(func(*args, **options), target, inputs, None)

    _do_as_tensor = _do_asarray = _do_tensor

    def _do_copy_(self, func: Any, args: Any, options: dict[str, Any]) -> Any:
        return func(*args, **options)

    def _do___getitem__(self, func: Any, args: Any, options: dict[str, Any]) -> Any:
        self._check_index(args[0], args[1])
        here = self.of(args[0])
        return self._place(func(*args), here, storage_ids(args[0]), self.maker_of([args[0]]))

    def _do___setitem__(self, func: Any, args: Any, options: dict[str, Any]) -> Any:
        tensor, index, value = args
        self._check_index(tensor, index)
        if (
            isinstance(value, torch.Tensor)
            and any(True for _ in tensors_in(index))
            and value.dim() > 0
            and self.of(value) != self.of(tensor)
        ):
            self.made_on_line = self.maker_of([value, tensor])
            raise mixed(self.of(tensor), self.of(value))
        return func(*args)

    def _check_index(self, tensor: torch.Tensor, index: Any) -> None:
        here = self.of(tensor)
        for item in tensors_in(index):
            number = item.dim() == 0 and item.dtype is not torch.bool
            if self.of(item) not in (CPU, here) and not number:
                self.made_on_line = self.maker_of([tensor])
                raise no_index(here)


class _Labels(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Labels whatever is made while autograd's engine runs, for hooks that look at it."""

    def __init__(self, device: SimulatedDevice) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._device = device

    def __torch_dispatch__(self, func: Any, kinds: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        known = {id(storage_of(tensor)) for tensor in tensors_in((args, kwargs))}
        for tensor in tensors_in(result):
            storage = storage_of(tensor)
            if storage is not None and id(storage) not in known:
                storage.__dict__["simulated"] = True
        return result


def _generator_class(mode: SimulatedDevice) -> type:
    class Generator(torch._C.Generator):
        """A generator that remembers which device it was made for."""

        def __new__(cls, device: Any = "cpu") -> Generator:
            own = mode.parse(device) == mode.device
            made = super().__new__(cls, "cpu")  # type: ignore[call-arg]
            made.__dict__["simulated"] = own
            return made

        def __init__(self, device: Any = "cpu") -> None:
            pass

        @property
        def device(self) -> torch.device:  # type: ignore[override]
            return mode.device if self.__dict__["simulated"] else CPU

    return Generator


_nothing: Callable[[], contextlib.AbstractContextManager[Any]] = contextlib.nullcontext
