"""Rules of the form "without X", found in the source or in what was recorded."""

import pytest

CHECK = "    if a.shape[1] != b.shape[0]: raise ValueError\n"

SEEN = {
    "plainly": ("return a @ b", "SRC-FORBIDDEN"),
    "by getattr": ("return getattr(torch, 'mat' + 'mul')(a, b)", "SRC-FORBIDDEN-OPERATION"),
    "by aten": ("return getattr(torch.ops.aten, 'm' + 'm')(a, b)", "SRC-FORBIDDEN-OPERATION"),
    "by vars": ("return vars(torch)['m' + 'm'](a, b)", "SRC-FORBIDDEN-OPERATION"),
    "by method name": ("return type(a).__dict__.get('x') or getattr(a, '__mat' + 'mul__')(b)",
                       "SRC-FORBIDDEN-OPERATION"),
}  # fmt: skip


@pytest.mark.parametrize("road", SEEN)
def test_a_product_by_any_road(grade_sources, road):
    line, diagnosis = SEEN[road]
    source = f"import torch\n\ndef matmul_by_hand(a, b):\n{CHECK}    {line}\n"
    report = grade_sources({"06_reshape_transpose_matmul": source})
    function = next(f for f in report.concepts[0].functions if f.name == "matmul_by_hand")
    assert function.tests[0].diagnosis.id == diagnosis
    assert function.score.earned <= 1  # only the refusal of sizes that differ can pass


AUTOGRAD = [
    "torch.autograd.grad(l, [w, b])",
    "getattr(torch, 'auto' + 'grad').grad(l, [w, b])",
    "getattr(torch, 'fu' + 'nc').grad(f, argnums=(0, 1))(w, b)",
]


@pytest.mark.parametrize("call", AUTOGRAD)
def test_autograd_by_any_road(grade_sources, call):
    source = (
        "import torch\n\ndef neuron_gradients(x, y, w, b):\n"
        "    w, b = torch.nn.Parameter(w), torch.nn.Parameter(b)\n"
        "    def f(w, b):\n        a = 1 / (1 + torch.exp(-(x * w + b)))\n"
        "        return -(y * a.log() + (1 - y) * (1 - a).log()).sum()\n"
        f"    l = f(w, b)\n    one, two = {call}\n    return one.detach(), two.detach()\n"
    )
    report = grade_sources({"07_chain_rule": source})
    function = next(f for f in report.concepts[0].functions if f.name == "neuron_gradients")
    assert function.score.earned == 0
    assert function.tests[0].diagnosis.id.startswith("SRC-FORBIDDEN")
