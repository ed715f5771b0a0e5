"""Memory seen from both sides, tensors with a graph, and a device that is not the CPU.

The "meta" device stands in for an accelerator: it is on every machine, and what is made there
has a shape and a dtype but no numbers.
"""

import torch
from torch.overrides import TorchFunctionMode
from torch.utils import _pytree as trees

META = torch.device("meta")
# What needs a tensor's own device to answer, or its numbers, which are not there.
AS_IT_IS = {"__get__", "to", "cpu", "cuda", "numpy", "tolist", "item", "__array__", "__len__"}


class _Elsewhere(TorchFunctionMode):
    """Works out shapes on the meta device from zeros on the CPU.

    torch's own way, for functions such as `arange`, first loads a computer algebra system,
    which takes longer than the rest of a submission.
    """

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        leaves = trees.tree_leaves((args, kwargs))
        devices = {leaf.device for leaf in leaves if isinstance(leaf, torch.Tensor)}
        made_there = not devices and str(kwargs.get("device")).startswith("meta")
        wholly_there = devices == {META} or made_there
        if not wholly_there or getattr(func, "__name__", "") in AS_IT_IS:
            return func(*args, **kwargs)
        here = {name: value for name, value in kwargs.items() if name != "device"}
        other = kwargs.get("device")
        if other is not None and not str(other).startswith("meta"):
            return func(*args, **kwargs)
        args, here = trees.tree_map_only(torch.Tensor, _zeros, (args, here))
        return trees.tree_map_only(torch.Tensor, _there, func(*args, **here))


def _zeros(tensor):
    return torch.zeros(tensor.shape, dtype=tensor.dtype)


def _there(tensor):
    return torch.empty(tensor.shape, dtype=tensor.dtype, device=META)


def seen_in_the_tensor(student, array, value):
    """Write to the array, and look at the tensor."""
    tensor = student.share(array)
    array[...] = value
    return tensor


def seen_in_the_array(student, array, value):
    """Write to the tensor, and look at the array."""
    tensor = student.share(array)
    tensor.fill_(value)
    return array.copy()


def not_seen_in_the_tensor(student, array, value):
    tensor = student.copy(array)
    array[...] = value
    return tensor


def not_seen_in_the_array(student, array, value):
    tensor = student.copy(array)
    tensor.fill_(value)
    return array.copy()


def of_a_graph(student, x):
    """A tensor that was computed from one that requires grad, and what is left of its graph."""
    weight = x.detach().clone().requires_grad_()
    computed = weight * 2
    array = student.to_numpy(computed)
    return {"array": array, "graph kept": computed.requires_grad and computed.grad_fn is not None}


def positions_elsewhere(student, batch, tokens):
    token_ids = torch.zeros(batch, tokens, dtype=torch.int64, device="meta")
    refusals = _refusals(token_ids)
    try:
        with _Elsewhere():
            positions = student.positions_for(token_ids)
    except Exception as error:
        # Reading the tokens is allowed, and fails here alone: this device has no numbers.
        if (type(error), str(error)) in refusals:
            return {"device": "meta"}
        raise
    return {"device": positions.device.type}


def _refusals(tensor):
    """How each way of reading numbers from the meta device fails."""
    found = set()
    ways = (tensor.tolist, tensor.numpy, tensor.cpu, tensor[0, 0].item)
    for read in ways:
        try:
            read()
        except Exception as error:
            found.add((type(error), str(error)))
    return found


def moved_elsewhere(student, tensor, dtype):
    reference = torch.empty(2, dtype=dtype, device="meta")
    moved = student.move_like(tensor, reference)
    return {"device": moved.device.type, "dtype": moved.dtype, "shape": tuple(moved.shape)}
