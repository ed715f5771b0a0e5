"""Loading torch once, on one thread, so that every fork finds it warm.

`torch._dynamo` takes as long to import as half of torch, and only because optimisers ask
it to leave them alone. An inert stand-in answers that question instead.
"""

from __future__ import annotations

import contextlib
import sys
import types
from collections.abc import Callable
from typing import Any

import numpy as np
import torch


def stand_in_for_dynamo() -> None:
    """Put an inert `torch._dynamo` in place, unless the real one is already loaded."""
    if "torch._dynamo" in sys.modules:
        return
    module = types.ModuleType("torch._dynamo", "Inert: graded runs do not compile.")
    module.__path__ = []

    def disable(function: Callable[..., Any] | None = None, *args: Any, **options: Any) -> Any:
        return function if function is not None else disable

    def nothing(*args: Any, **options: Any) -> None:
        return None

    compiled_autograd = types.ModuleType("torch._dynamo.compiled_autograd")
    compiled_autograd.__dict__["_disable"] = contextlib.nullcontext
    members: dict[str, Any] = {
        "disable": disable,
        "allow_in_graph": disable,
        "disallow_in_graph": disable,
        "nonstrict_trace": disable,
        "compiled_autograd": compiled_autograd,
        "graph_break": nothing,
        "mark_static_address": nothing,
        "is_compiling": lambda: False,
    }
    module.__dict__.update(members)
    sys.modules["torch._dynamo"] = module
    sys.modules["torch._dynamo.compiled_autograd"] = compiled_autograd
    torch.__dict__["_dynamo"] = module


def forget_absent_devices() -> None:
    """Keep torch from noting each seed, with a stack of its own, for devices not built into it.

    `torch.manual_seed` would otherwise take a millisecond, and remember every one of them.
    """
    for module in (torch.cuda, torch.xpu, torch.mtia):
        if not module._is_compiled():
            for home in (module, sys.modules.get(f"{module.__name__}.random")):
                if "_lazy_call" in vars(home or object):
                    home.__dict__["_lazy_call"] = lambda callable, **kwargs: None


def warm() -> None:
    """Touch what a graded call needs, so that no worker has to read a file for it."""
    stand_in_for_dynamo()
    forget_absent_devices()
    torch.set_num_threads(1)
    layer = torch.nn.Linear(3, 2)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
    x = torch.ones(4, 3)
    optimizer.zero_grad()
    loss = torch.nn.functional.binary_cross_entropy(torch.sigmoid(layer(x)), torch.ones(4, 2))
    torch.autograd.backward(loss)
    optimizer.step()
    torch.einsum("ij,jk->ik", x, x.T)
    str(x)
    torch.linalg.norm(x)
    torch.nn.functional.cross_entropy(x, torch.zeros(4, dtype=torch.int64))
    torch.func.grad(lambda v: (v * v).sum())(x)
    np.random.seed(0)
