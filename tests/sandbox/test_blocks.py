"""Tensor blocks: written by us, read by the library, for every layout a tensor can have."""

import pytest
import safetensors.torch
import torch

from grader.sandbox import blocks

LAYOUTS = {
    "one element with a long stride": torch.arange(10).reshape(2, 5).T[4:, 1:],
    "one column of a matrix": torch.arange(10.0).reshape(2, 5)[:, 3],
    "a transpose": torch.arange(6).reshape(2, 3).T,
    "an expanded row": torch.arange(3).expand(4, 3),
    "a scalar": torch.tensor(3.5, dtype=torch.bfloat16),
    "nothing": torch.empty(0, 3),
    "booleans": torch.tensor([[True, False]])[:, ::2],
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_what_is_written_is_read_again(name):
    tensor = LAYOUTS[name]
    read = safetensors.torch.load(blocks.save({"x": tensor}))["x"]
    assert read.dtype == tensor.dtype
    assert torch.equal(read, tensor)
