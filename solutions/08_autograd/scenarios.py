"""What one call cannot show: graphs, callables as arguments, and updates in place."""

import torch

LINKS = [
    torch.exp,
    torch.sin,
    torch.tanh,
    torch.sigmoid,
    torch.neg,
    lambda v: v * 3,
    lambda v: v + 1,
    lambda v: v.reshape(-1),
    lambda v: v**2,
]


def _leaf(tensor):
    return tensor.detach().clone().requires_grad_()


def _state(tensor):
    """What a leaf is, in data."""
    return {
        "values": tensor.detach().clone(),
        "requires_grad": tensor.requires_grad,
        "is_leaf": tensor.is_leaf,
        "grad": None if tensor.grad is None else tensor.grad.detach().clone(),
    }


def chain_of_operations(student, x, links):
    """One operation after the other, which ones is drawn; the way ends at the leaf."""
    output = _leaf(x)
    for link in links:
        output = LINKS[link](output)
    return student.graph_operations(output)


def sum_of_two_ways(student, x):
    """The first input and the second lead through different operations."""
    w = _leaf(x)
    return student.graph_operations((w.exp().sin() * w.tanh()).sum())


def way_that_ends_early(student, x):
    """The first input is a constant: nothing was recorded of it, so the way ends there."""
    w, constant = _leaf(x), x.clone()
    return student.graph_operations((constant * w.exp()).sum())


def way_past_a_constant(student, x):
    """The constant is the second input, so the way goes on past it."""
    w, constant = _leaf(x), x.clone()
    return student.graph_operations((w.exp() / constant).mean())


def way_through_a_join(student, x):
    """A node with three inputs; the second and the third are longer ways."""
    w = _leaf(x)
    return student.graph_operations(torch.stack([w.neg(), w.exp().sin(), w.tanh()]))


def graph_cut_in_the_middle(student, x):
    """What lies behind a detached tensor is out of reach."""
    w = _leaf(x)
    return student.graph_operations(w.exp().detach() + w.sin())


def no_graph(student, x):
    """Tensors that remember nothing: plain, detached, computed while nothing is recorded."""
    with torch.no_grad():
        unrecorded = _leaf(x).exp()
    return [
        student.graph_operations(x.clone()),
        student.graph_operations(_leaf(x).exp().detach()),
        student.graph_operations(unrecorded),
    ]


def graph_still_works(student, x):
    """The graph can be walked after it was read."""
    w = _leaf(x)
    output = (w.exp() * 2).sum()
    names = student.graph_operations(output)
    output.backward()
    return {"names": names, "gradient": w.grad}


def _losses(data):
    """Losses of w that weigh each of its elements differently; one of them comes twice."""

    def squares(w):
        return ((w - data) ** 2).sum()

    def waves(w):
        return (w * data).sin().mean()

    def growth(w):
        return (0.5 * w).exp().sum() + w.reshape(-1)[0] * 3

    return [squares, waves, growth, squares]


def sum_of_gradients(student, w, data, count, requires_grad):
    """The first `count` losses; w as it was, with nothing in `.grad`."""
    w = w.clone().requires_grad_(requires_grad)
    result = student.accumulated_gradient(_losses(data)[:count], w)
    return {"result": result.detach().clone(), "w": _state(w)}


def sum_beside_a_gradient(student, w, data, kept, count):
    """w comes with a gradient in `.grad`, which is not part of the sum and stays."""
    w = w.clone().requires_grad_()
    w.grad = kept.clone()
    result = student.accumulated_gradient(_losses(data)[:count], w)
    return {"result": result.detach().clone(), "w": _state(w)}


def sum_twice(student, w, data):
    """A second call knows nothing of the first, and does not touch the first one's result."""
    w, losses = w.clone().requires_grad_(), _losses(data)
    first = student.accumulated_gradient(losses[:2], w)
    second = student.accumulated_gradient(losses[1:], w)
    return {"first": first.detach().clone(), "second": second.detach().clone()}


def one_step(student, w, gradient, lr):
    """One step: what came back, and what became of w and of the memory that it lives in."""
    w = _leaf(w)
    memory, before = w.detach(), w.detach().clone()
    returned = student.gradient_step(w, gradient, lr)
    return {
        "returned": returned,
        "change": w.detach() - before,
        "change in the same memory": memory - before,
        "requires_grad": w.requires_grad,
        "is_leaf": w.is_leaf,
        "gradient": gradient.clone(),
    }


def two_steps(student, w, lr):
    """Two steps in a row, each with a gradient from a graph of its own."""
    w = _leaf(w)
    memory, positions = w.detach(), []
    for _ in range(2):
        loss = (w**3 + w.exp()).sum()
        (gradient,) = torch.autograd.grad(loss, w)
        student.gradient_step(w, gradient, lr)
        positions.append(memory.clone())
    return {"positions": positions, "requires_grad": w.requires_grad, "is_leaf": w.is_leaf}


def step_beside_a_gradient(student, w, gradient, kept, lr):
    """w also has a `.grad`, which is not the gradient to use."""
    w = _leaf(w)
    w.grad = kept.clone()
    before = w.detach().clone()
    student.gradient_step(w, gradient, lr)
    return {"change": w.detach() - before, "requires_grad": w.requires_grad, "is_leaf": w.is_leaf}


def _stopped(student, x):
    recorded, leaf = x.requires_grad, x.is_leaf
    out = student.stop_gradient(x)
    answer = {
        "values": out.detach().clone(),
        "requires_grad": out.requires_grad,
        "has a graph": out.grad_fn is not None,
        "x is as it was": (x.requires_grad, x.is_leaf) == (recorded, leaf),
    }
    before = x.detach().clone()
    with torch.no_grad():
        out += 1
    return answer | {"change of x when the result changes": x.detach() - before}


def stop_at_a_leaf(student, x):
    return _stopped(student, _leaf(x))


def stop_at_a_result(student, x):
    return _stopped(student, _leaf(x) * 3)


def stop_at_a_view(student, x):
    """The transpose of a result."""
    return _stopped(student, (_leaf(x) * 3).mT)


def stop_at_a_plain_tensor(student, x):
    return _stopped(student, x.clone())


def gradient_beside_a_stop(student, x):
    """Only the way that was not stopped leads back to x."""
    x = _leaf(x)
    y = x.sin()
    (x * y * student.stop_gradient(y)).sum().backward()
    return x.grad


def curve_of_powers(student, x):
    return student.second_derivative(lambda v: v**3 + 2 * v**2, x)


def curve_of_exp_and_sine(student, x):
    return student.second_derivative(lambda v: torch.exp(v) * torch.sin(2 * v), x)


def curve_of_sigmoid(student, x):
    return student.second_derivative(torch.sigmoid, x)


def straight_line(student, x):
    return student.second_derivative(lambda v: 3 * v + 1, x)


def curve_keeps_x(student, x):
    """x afterwards: its values, and nothing that autograd left behind."""
    x = x.clone()
    result = student.second_derivative(lambda v: v**4, x)
    return {"result": result.detach().clone(), "x": _state(x)}
