"""Wrong answers for 08_autograd, with what a fitting diagnosis names."""

from .making import case

CASES = [
    case(
        "auto-leaves",
        "neuron_gradients",
        """
        def neuron_gradients(x, y, w, b):
            w.requires_grad_()
            b.requires_grad_()
            z = x * w + b
            a = torch.sigmoid(z)
            loss = -(y * a.log() + (1 - y) * (1 - a).log()).mean()
            return torch.autograd.grad(loss, (w, b))
        """,
        "the arguments are left with requires_grad",
        ["requires_grad", "changed", "argument"],
        ["sign"],
        plain_fits=True,
        kind="state",
    ),
    case(
        "auto-nograph",
        "neuron_gradients",
        """
        def neuron_gradients(x, y, w, b):
            z = x * w + b
            a = torch.sigmoid(z)
            loss = -(y * a.log() + (1 - y) * (1 - a).log()).mean()
            loss.backward()
            return w.grad, b.grad
        """,
        "nothing requires grad",
        ["requires_grad", "require", "graph"],
        ["twice"],
        kind="raises",
    ),
    case(
        "auto-step-sign",
        "gradient_step",
        """
        def gradient_step(w, gradient, lr):
            with torch.no_grad():
                w += lr * gradient
        """,
        "uphill",
        ["uphill", "other way", "sign", "direction", "downhill"],
        ["lr is missing"],
        kind="state",
    ),
    case(
        "auto-step-nolr",
        "gradient_step",
        """
        def gradient_step(w, gradient, lr):
            with torch.no_grad():
                w -= gradient
        """,
        "without the learning rate",
        ["lr", "rate"],
        ["uphill"],
        kind="state",
    ),
    case(
        "auto-step-leaf",
        "gradient_step",
        """
        def gradient_step(w, gradient, lr):
            w -= lr * gradient
        """,
        "a leaf is changed in place",
        ["leaf", "in place"],
        [],
        kind="raises",
    ),
    case(
        "auto-step-new",
        "gradient_step",
        """
        def gradient_step(w, gradient, lr):
            w = w - lr * gradient
        """,
        "a new tensor, the old one unchanged",
        ["place", "new", "unchanged", "name"],
        ["sign"],
        plain_fits=True,
        kind="state",
    ),
    case(
        "auto-stop-clone",
        "stop_gradient",
        """
        def stop_gradient(x):
            return x.detach().clone()
        """,
        "a copy, not the same memory",
        ["memory", "copy"],
        [],
        plain_fits=True,
    ),
    case(
        "auto-second-first",
        "second_derivative",
        """
        def second_derivative(f, x):
            x = x.clone().requires_grad_()
            return torch.autograd.grad(f(x).sum(), x)[0]
        """,
        "the first derivative",
        ["first", "once"],
        ["sign"],
        plain_fits=True,
    ),
    case(
        "auto-second-nograph",
        "second_derivative",
        """
        def second_derivative(f, x):
            x = x.clone().requires_grad_()
            g = torch.autograd.grad(f(x).sum(), x)[0]
            return torch.autograd.grad(g.sum(), x)[0]
        """,
        "the first derivative kept no graph",
        ["graph", "create_graph"],
        ["sign"],
        kind="raises",
    ),
    case(
        "auto-acc-last",
        "accumulated_gradient",
        """
        def accumulated_gradient(losses, w):
            w = w.detach().clone().requires_grad_()
            g = torch.zeros_like(w)
            for f in losses:
                g = torch.autograd.grad(f(w), w)[0]
            return g.detach()
        """,
        "only the last gradient",
        ["last", "overwr"],
        ["sign"],
        plain_fits=True,
    ),
    case(
        "auto-acc-mean",
        "accumulated_gradient",
        """
        def accumulated_gradient(losses, w):
            v = w.detach().clone().requires_grad_()
            g = torch.zeros_like(v)
            for f in losses:
                g = g + torch.autograd.grad(f(v), v)[0]
            return (g / max(1, len(losses))).detach()
        """,
        "averaged instead of summed",
        ["mean", "average", "divid", "sum", "factor"],
        ["sign"],
        plain_fits=True,
    ),
]
