"""Tensors as one block of bytes, whatever their strides."""

import pytest
import torch

from grader.sandbox import blocks


@pytest.mark.parametrize(
    "tensor",
    [torch.tensor(2.5).expand(1, 1), torch.ones(1).as_strided((1,), (0,)), torch.arange(3)],
    ids=["expanded", "stride 0", "plain"],
)
def test_blocks_keep_values_and_shapes(tensor):
    kept = blocks.load(blocks.save({"a": tensor}))["a"]
    assert kept.shape == tensor.shape
    assert torch.equal(kept, tensor)
