"""Wrong answers written from the curriculum alone, with what a good diagnosis names."""

CASES = [
    {
        "id": "neuron-leaves-requires-grad",
        "function": "neuron_gradients",
        "source": """
def neuron_gradients(x, y, w, b):
    w.requires_grad_()
    b.requires_grad_()
    a = torch.sigmoid(x * w + b)
    F.binary_cross_entropy(a, y).backward()
    return w.grad, b.grad
""",
        "cause": "requires_grad is switched on at the caller's w and b and stays on; work on "
        "copies.",
        "fits": ["requires_grad", "argument", "modif", "mutat", "leave", "detach", "left on"],
        "false": ["wrong value", "sigmoid twice"],
        "kind": "state",
    },
    {
        "id": "neuron-sigmoid-twice",
        "function": "neuron_gradients",
        "source": """
def neuron_gradients(x, y, w, b):
    w_ = w.detach().clone().requires_grad_(True)
    b_ = b.detach().clone().requires_grad_(True)
    a = torch.sigmoid(x * w_ + b_)
    loss = F.binary_cross_entropy_with_logits(a, y)
    return torch.autograd.grad(loss, (w_, b_))
""",
        "cause": "The logits loss applies the sigmoid itself, so it runs twice.",
        "fits": ["twice", "logits", "two sigmoid", "sigmoid again", "with_logits", "already"],
        "false": ["requires_grad", "accumulat", "wrong sign"],
        "kind": "silent",
    },
    {
        "id": "neuron-gradient-of-the-activation",
        "function": "neuron_gradients",
        "source": """
def neuron_gradients(x, y, w, b):
    w2 = w.clone().requires_grad_()
    b2 = b.clone().requires_grad_()
    a = torch.sigmoid(w2 * x + b2)
    a.sum().backward()
    return w2.grad, b2.grad
""",
        "cause": "The activation is differentiated, not the loss; y is never used.",
        "fits": ["loss", "activation", "y is", "label", "da/dw", "never used"],
        "false": ["requires_grad", "twice", "accumulat"],
        "kind": "silent",
    },
    {
        "id": "neuron-no-grad-tracking",
        "function": "neuron_gradients",
        "source": """
def neuron_gradients(x, y, w, b):
    w = w.clone()
    b = b.clone()
    a = torch.sigmoid(x * w + b)
    loss = F.binary_cross_entropy(a, y)
    loss.backward()
    return w.grad, b.grad
""",
        "cause": "The copies do not require grad, so there is no graph to go back through.",
        "fits": ["requires_grad", "require grad", "requires grad", "graph", "does not require"],
        "false": ["accumulat", "second backward"],
        "kind": "raises",
    },
    {
        "id": "operations-without-leaf",
        "function": "graph_operations",
        "source": """
def graph_operations(output):
    names = []
    node = output.grad_fn
    while node is not None and node.next_functions:
        names.append(node.name())
        node = node.next_functions[0][0]
    return names
""",
        "cause": "The leaf's accumulation node has no next functions, so the loop leaves it out.",
        "fits": ["accumulat", "leaf", "last", "missing", "end of the way"],
        "false": ["wrong order", "endless", "all inputs"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "operations-class-names",
        "function": "graph_operations",
        "source": """
def graph_operations(output):
    found = []
    fn = output.grad_fn
    while fn:
        found.append(type(fn).__name__)
        if not fn.next_functions:
            break
        fn = fn.next_functions[0][0]
    return found
""",
        "cause": "The class name differs from name() for the leaf's AccumulateGrad node.",
        "fits": ["name()", "class", "accumulategrad", "__name__", "torch::autograd"],
        "false": ["is missing", "wrong order", "indexerror"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "operations-falls-off-the-leaf",
        "function": "graph_operations",
        "source": """
def graph_operations(output):
    ops = []
    current = output.grad_fn
    while current is not None:
        ops.append(current.name())
        current = current.next_functions[0][0]
    return ops
""",
        "cause": "The leaf node has no next functions; index 0 of the empty tuple fails.",
        "fits": ["index", "next_functions", "empty", "leaf", "tuple"],
        "false": ["wrong order", "endless"],
        "kind": "raises",
    },
    {
        "id": "operations-from-the-leaf",
        "function": "graph_operations",
        "source": """
def graph_operations(output):
    def walk(node):
        if node is None:
            return []
        rest = walk(node.next_functions[0][0]) if node.next_functions else []
        return rest + [node.name()]

    return walk(output.grad_fn)
""",
        "cause": "The names run from the leaf to the output; they should run back from the output.",
        "fits": ["order", "revers", "backward from", "from the output", "other way"],
        "false": ["is missing", "leaf is left out"],
        "kind": "silent",
    },
    {
        "id": "operations-whole-graph",
        "function": "graph_operations",
        "source": """
def graph_operations(output):
    if output.grad_fn is None:
        return []
    queue = [output.grad_fn]
    names = []
    while queue:
        node = queue.pop(0)
        names.append(node.name())
        queue.extend(fn for fn, _ in node.next_functions if fn is not None)
    return names
""",
        "cause": "All inputs are followed; only each node's first input is asked for.",
        "fits": ["first input", "all inputs", "branch", "every input", "too many", "whole graph"],
        "false": ["reversed", "leaf is left out"],
        "kind": "silent",
    },
    {
        "id": "accumulated-leaks-old-grad",
        "function": "accumulated_gradient",
        "source": """
def accumulated_gradient(losses, w):
    had = w.requires_grad
    w.requires_grad_(True)
    for loss in losses:
        loss(w).backward()
    total = torch.zeros_like(w) if w.grad is None else w.grad.clone()
    w.grad = None
    w.requires_grad_(had)
    return total
""",
        "cause": "What stood in w.grad before is counted in, and then w.grad is wiped.",
        "fits": ["w.grad", "left-over", "before", "old", "already", "wiped", "restor"],
        "false": ["mean instead", "last loss"],
        "kind": "state",
    },
    {
        "id": "accumulated-averages",
        "function": "accumulated_gradient",
        "source": """
def accumulated_gradient(losses, w):
    v = w.detach().clone().requires_grad_()
    if len(losses) == 0:
        return torch.zeros_like(w)
    total = torch.stack([loss(v) for loss in losses]).mean()
    (grad,) = torch.autograd.grad(total, v)
    return grad
""",
        "cause": "The losses are averaged; their gradients are to be summed.",
        "fits": ["mean", "sum", "average", "number of losses", "divided"],
        "false": ["last loss", "w.grad", "empty"],
        "kind": "silent",
    },
    {
        "id": "accumulated-only-last",
        "function": "accumulated_gradient",
        "source": """
def accumulated_gradient(losses, w):
    leaf = w.detach().clone().requires_grad_(True)
    grad = torch.zeros_like(leaf)
    for loss in losses:
        leaf.grad = None
        loss(leaf).backward()
        grad = leaf.grad
    return grad
""",
        "cause": "grad is overwritten for each loss: only the last one's gradient is left.",
        "fits": ["last", "overwrit", "sum", "+=", "accumul", "only one"],
        "false": ["mean instead", "w.grad"],
        "kind": "silent",
    },
    {
        "id": "accumulated-nothing-for-empty",
        "function": "accumulated_gradient",
        "source": """
def accumulated_gradient(losses, w):
    leaf = w.detach().requires_grad_()
    total = sum(loss(leaf) for loss in losses)
    total.backward()
    return leaf.grad
""",
        "cause": "sum of an empty list is the int 0, which has no backward; zeros are asked for.",
        "fits": ["empty", "python int", "an int", "zeros", "no losses", "backward"],
        "false": ["mean instead", "requires_grad"],
        "kind": "raises",
    },
    {
        "id": "step-rebinds-the-name",
        "function": "gradient_step",
        "source": """
def gradient_step(w, gradient, lr):
    with torch.no_grad():
        w = w - lr * gradient
""",
        "cause": "w = ... only names a new tensor; the caller's w never changes.",
        "fits": [
            "in place",
            "rebind",
            "new tensor",
            "unchanged",
            "not change",
            "-=",
            "did not move",
        ],
        "false": ["wrong sign", "learning rate"],
        "kind": "state",
    },
    {
        "id": "step-tracked",
        "function": "gradient_step",
        "source": """
def gradient_step(w, gradient, lr):
    w -= lr * gradient
""",
        "cause": "An in-place change of a leaf that requires grad needs torch.no_grad().",
        "fits": ["no_grad", "leaf", "in-place", "in place"],
        "false": ["wrong sign", "unchanged"],
        "kind": "raises",
    },
    {
        "id": "step-scales-callers-gradient",
        "function": "gradient_step",
        "source": """
def gradient_step(w, gradient, lr):
    with torch.no_grad():
        gradient.mul_(lr)
        w.sub_(gradient)
""",
        "cause": "The caller's gradient is scaled in place.",
        "fits": ["gradient", "argument", "modif", "mutat", "mul_", "changed"],
        "false": ["wrong sign", "lr is forgotten", "no_grad"],
        "kind": "state",
    },
    {
        "id": "step-new-memory",
        "function": "gradient_step",
        "source": """
def gradient_step(w, gradient, lr):
    w.data = w.data - lr * gradient
""",
        "cause": "w.data is replaced by a new tensor, so w lies in other memory than before.",
        "fits": ["memory", "storage", "new tensor", "replac", "data_ptr", "in place"],
        "false": ["wrong sign", "requires_grad"],
        "kind": "state",
    },
    {
        "id": "step-drops-requires-grad",
        "function": "gradient_step",
        "source": """
def gradient_step(w, gradient, lr):
    w.requires_grad = False
    w += -lr * gradient
""",
        "cause": "requires_grad is switched off and never on again.",
        "fits": ["requires_grad", "requires grad", "no_grad", "switched off", "leaf"],
        "false": ["wrong sign", "same memory", "other memory"],
        "kind": "state",
        "plain_fits": True,
    },
    {
        "id": "step-uphill",
        "function": "gradient_step",
        "source": """
def gradient_step(w, gradient, lr):
    w.data.add_(gradient, alpha=lr)
""",
        "cause": "The step goes up the gradient; downhill subtracts it.",
        "fits": [
            "uphill",
            "ascent",
            "wrong sign",
            "sign of",
            "subtract",
            "downhill",
            "wrong direction",
            "-1",
        ],
        "false": ["same memory", "other memory", "lr is missing"],
        "kind": "state",
    },
    {
        "id": "stop-by-clone",
        "function": "stop_gradient",
        "source": """
def stop_gradient(x):
    with torch.no_grad():
        return x.clone()
""",
        "cause": "clone makes a copy; the same memory is asked for.",
        "fits": ["clone", "cop", "memory", "storage", "share"],
        "false": ["requires_grad", "no graph"],
        "kind": "state",
    },
    {
        "id": "stop-changes-the-argument",
        "function": "stop_gradient",
        "source": """
def stop_gradient(x):
    x.detach_()
    return x
""",
        "cause": "detach_ cuts the caller's own tensor out of its graph.",
        "fits": ["detach_", "in place", "in-place", "argument", "modif", "mutat", "caller"],
        "false": ["same memory", "other memory", "clone"],
        "kind": "state",
    },
    {
        "id": "stop-no-grad-does-not-detach",
        "function": "stop_gradient",
        "source": """
def stop_gradient(x):
    with torch.no_grad():
        y = x
    return y
""",
        "cause": "no_grad only affects operations run inside; x itself keeps its graph.",
        "fits": ["no_grad", "graph", "detach", "requires_grad", "grad_fn", "same tensor"],
        "false": ["same memory", "other memory", "clone"],
        "kind": "state",
        "plain_fits": True,
    },
    {
        "id": "second-without-create-graph",
        "function": "second_derivative",
        "source": """
def second_derivative(f, x):
    x = x.detach().clone().requires_grad_(True)
    (first,) = torch.autograd.grad(f(x).sum(), x)
    (second,) = torch.autograd.grad(first.sum(), x)
    return second
""",
        "cause": "Without create_graph=True the first derivative has no graph to differentiate.",
        "fits": ["create_graph", "graph", "does not require grad"],
        "false": ["sum instead", "summed", "squared"],
        "kind": "raises",
    },
    {
        "id": "second-plus-first",
        "function": "second_derivative",
        "source": """
def second_derivative(f, x):
    leaf = x.detach().clone().requires_grad_()
    f(leaf).sum().backward(create_graph=True)
    leaf.grad.sum().backward()
    return leaf.grad.detach()
""",
        "cause": "backward adds to grad, so f' + f'' comes out: the first was never cleared.",
        "fits": ["accumul", "clear", "zero", "f' + f''", "added", "first derivative"],
        "false": ["create_graph", "squared"],
        "kind": "state",
    },
    {
        "id": "second-needs-a-scalar",
        "function": "second_derivative",
        "source": """
def second_derivative(f, x):
    x = x.detach().requires_grad_()
    y = f(x)
    dy = torch.autograd.grad(y, x, create_graph=True)[0]
    return torch.autograd.grad(dy, x)[0]
""",
        "cause": "Only a scalar can be differentiated without a direction; sum() the output first.",
        "fits": ["scalar", "sum", "grad_outputs", "implicitly"],
        "false": ["create_graph", "accumul"],
        "kind": "raises",
    },
    {
        "id": "second-by-full-hessian",
        "function": "second_derivative",
        "source": """
def second_derivative(f, x):
    return torch.autograd.functional.hessian(lambda v: f(v).sum(), x.detach())
""",
        "cause": "The whole Hessian is returned; only its diagonal is the elementwise f''.",
        "fits": ["hessian", "diagonal", "shape", "elementwise"],
        "false": ["create_graph", "accumul"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "second-is-still-a-tuple",
        "function": "second_derivative",
        "source": """
def second_derivative(f, x):
    leaf = x.detach().clone().requires_grad_(True)
    slope = torch.autograd.grad(f(leaf).sum(), leaf, create_graph=True)[0]
    curvature = torch.autograd.grad(slope.sum(), leaf)
    return curvature
""",
        "cause": "autograd.grad gives a tuple; its first entry is the tensor that is asked for.",
        "fits": ["tuple", "[0]", "unpack", "first entry"],
        "false": ["create_graph", "accumul"],
        "kind": "silent",
        "plain_fits": True,
    },
]
