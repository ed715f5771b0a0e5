"""Inputs arrive as what they were: views as views, shared as shared; results as plain data."""

import numpy as np
import pytest
import torch

from grader.sandbox.messages import parse_observation
from grader.sandbox.observer import Call, Facets, observe
from grader.sandbox.values import ArgumentDecoder, ArgumentEncoder, ResultEncoder, TooLarge


def sent(*values):
    encoder = ArgumentEncoder()
    nodes = [encoder.node(value) for value in values]
    decoder = ArgumentDecoder(encoder.body())
    return [decoder.value(node) for node in nodes]


BASE = torch.arange(24.0).reshape(4, 6)


@pytest.mark.parametrize(
    "tensor",
    [
        BASE,
        BASE.T,
        BASE[::2, 1:4],
        BASE[:1].expand(5, 6),
        torch.tensor(3),
        torch.zeros(0, 3),
        BASE.to(torch.bfloat16),
        BASE > 3,
        torch.tensor([1 + 2j]),
        torch.tensor([float("nan"), float("inf")]),
        BASE.clone().requires_grad_(),
    ],
    ids=str,
)
def test_tensors_keep_values_and_geometry(tensor):
    (arrived,) = sent(tensor)
    assert arrived.dtype == tensor.dtype
    assert arrived.stride() == tensor.stride()
    assert arrived.requires_grad == tensor.requires_grad
    assert torch.equal(torch.nan_to_num(arrived.detach()), torch.nan_to_num(tensor.detach()))
    assert arrived.data_ptr() != tensor.data_ptr() or not tensor.numel()


def test_shared_storage_stays_shared():
    one, other = sent(BASE[:2], BASE[1:])
    one[1, 0] = -7
    assert other[0, 0] == -7


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6.0).reshape(2, 3),
        np.arange(6)[::-1],
        np.arange(12).reshape(3, 4).T,
        np.array(2.5),
        np.zeros((0, 2)),
        np.array([True, False]),
    ],
    ids=str,
)
def test_arrays_keep_values_and_strides(array):
    (arrived,) = sent(array)
    assert arrived.dtype == array.dtype
    assert arrived.strides == array.strides or not array.size
    assert np.array_equal(arrived, array)


def test_containers_and_numbers():
    values = (None, True, 2**70, -0.5, float("-inf"), "text", [1, (2, {"k": 3})], torch.float16)
    assert sent(*values) == list(values)


def test_sets_are_sent_in_one_order():
    names = ["cuda", "mps", "cpu", "xpu"]
    nodes = [ArgumentEncoder().node(set(order)) for order in (names, names[::-1])]
    assert nodes[0] == nodes[1]
    assert [item["text"] for item in nodes[0]["items"]] == sorted(names)
    assert sent(set(names)) == [set(names)]


def test_functions_cannot_be_sent():
    with pytest.raises(TypeError, match="scenario"):
        ArgumentEncoder().node(len)


class Lying(torch.Tensor):
    pass


class Evil:
    def __repr__(self):
        raise SystemExit

    __str__ = __repr__


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (torch.zeros(2).as_subclass(Lying), "other"),
        (torch.zeros(2, device="meta"), "other"),
        (torch.zeros(2, 2).to_sparse(), "other"),
        pytest.param(Evil(), "other", id="evil"),
        (len, "other"),
        (np.float32(1.5), "numpy_scalar"),
        (torch.Size([2, 3]), "tuple"),
        (torch.nn.Parameter(torch.zeros(2)), "tensor"),
        pytest.param(10**5000, "other", id="huge"),
    ],
)
def test_results_become_plain_data(value, kind):
    assert ResultEncoder().node(value)["kind"] == kind


def test_results_have_a_limit():
    endless = []
    endless.append(endless)
    for value in (endless, [0] * 50_000, torch.empty(1).expand(10**12)):
        with pytest.raises(TooLarge):
            ResultEncoder().node(value)


def observed(function, *arguments, **facets):
    encoder = ArgumentEncoder()
    nodes = [encoder.node(value) for value in arguments]
    call = Call(nodes, {}, encoder.body(), "cpu", 1, Facets(**facets))
    return parse_observation(*observe(function, call))


def test_a_changed_argument_is_noticed():
    assert observed(lambda x: x.mul_(2), BASE).arguments[0][0] == 0
    assert observed(lambda x: x * 2, BASE).arguments == []
    assert observed(lambda x: x.requires_grad_(), BASE).arguments[0][1].requires_grad
    assert len(observed(lambda xs: xs.append(1), [BASE]).arguments) == 1
    assert len(observed(lambda d: d["w"].add_(1), {"w": BASE}).arguments) == 1
    assert len(observed(lambda names: names.pop(), {"cpu", "mps"}).arguments) == 1
    assert observed(lambda names: "cpu" in names, {"cpu", "mps"}).arguments == []


def test_a_gradient_is_observed():
    seen = observed(lambda x: (x**2).sum(), BASE, gradients=True)
    assert torch.allclose(seen.tensor(seen.gradients[0]), BASE)
    assert observed(lambda x: x.detach().sum(), BASE, gradients=True).gradients == [None]


def test_shared_memory_is_observed():
    assert observed(lambda x: x.T, BASE).shares == [("", "[0]")]
    assert observed(lambda x: x.clone(), BASE).shares == []
    assert observed(torch.from_numpy, np.zeros(3)).shares == [("", "[0]")]


def test_operations_are_observed_by_any_road():
    import operator

    roads = [
        lambda a: a @ a,
        lambda a: getattr(torch, "mat" + "mul")(a, a),
        lambda a: operator.matmul(a, a),
        lambda a: torch.ops.aten.mm.default(a, a),
    ]
    for road in roads:
        seen = observed(road, torch.eye(3), operations=True).operations
        assert any("mm" in name or "matmul" in name for name in seen), seen


def test_output_is_kept_and_capped():
    assert observed(lambda: print("hello")).printed.text == "hello\n"
    flood = observed(lambda: print("x" * 10**6)).printed
    assert flood.cut
    assert len(flood.text) <= 4000


def test_defaults_that_student_code_leaves_behind_do_not_last():
    observed(lambda: (torch.set_default_dtype(torch.float64), torch.set_grad_enabled(False)))
    seen = observed(lambda x: torch.zeros(2) + x.sum(), BASE, gradients=True)
    assert seen.value.dtype == "float32"
    assert seen.gradients[0] is not None
