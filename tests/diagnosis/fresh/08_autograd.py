"""Wrong answers for 08_autograd, as beginners write them; labels from the curriculum."""

from ..open.making import case

CASES = [
    case(
        "neuron-no-requires",
        "neuron_gradients",
        """
        def neuron_gradients(x, y, w, b):
            a = torch.sigmoid(x * w + b)
            loss = F.binary_cross_entropy(a, y)
            loss.backward()
            return w.grad, b.grad
        """,
        "w and b do not require grad",
        ["require", "graph", "grad"],
    ),
    case(
        "neuron-sets-flag",
        "neuron_gradients",
        """
        def neuron_gradients(x, y, w, b):
            w.requires_grad_(True)
            b.requires_grad_(True)
            loss = F.binary_cross_entropy(torch.sigmoid(x * w + b), y)
            loss.backward()
            return w.grad, b.grad
        """,
        "w and b leave with requires_grad",
        ["requires_grad", "argument", "leave"],
    ),
    case(
        "neuron-mse",
        "neuron_gradients",
        """
        def neuron_gradients(x, y, w, b):
            w, b = w.clone().requires_grad_(), b.clone().requires_grad_()
            a = torch.sigmoid(x * w + b)
            loss = F.mse_loss(a, y)
            return torch.autograd.grad(loss, [w, b])
        """,
        "the squared error",
        ["squared", "MSE", "loss"],
    ),
    case(
        "neuron-twice",
        "neuron_gradients",
        """
        def neuron_gradients(x, y, w, b):
            w, b = w.clone().requires_grad_(), b.clone().requires_grad_()
            loss = F.binary_cross_entropy(torch.sigmoid(x * w + b), y)
            loss.backward()
            loss.backward()
            return w.grad, b.grad
        """,
        "backward twice",
        ["second time", "twice", "freed", "retain"],
    ),
    case(
        "neuron-no-sigmoid",
        "neuron_gradients",
        """
        def neuron_gradients(x, y, w, b):
            w = w.detach().clone().requires_grad_(True)
            b = b.detach().clone().requires_grad_(True)
            z = x * w + b
            loss = -(y * torch.log(z) + (1 - y) * torch.log(1 - z)).mean()
            loss.backward()
            return w.grad, b.grad
        """,
        "no sigmoid",
        ["sigmoid", "nan", "log"],
    ),
    case(
        "ops-recursive",
        "graph_operations",
        """
        def graph_operations(output):
            names = []
            node = output.grad_fn
            while node.next_functions:
                names.append(node.name())
                node = node.next_functions[0][0]
            return names
        """,
        "the last node is missing, and None fails",
        ["None", "last", "NoneType"],
    ),
    case(
        "ops-one",
        "graph_operations",
        """
        def graph_operations(output):
            return [output.grad_fn.name()] if output.grad_fn is not None else []
        """,
        "the first operation only",
        ["first", "only", "rest", "missing", "further"],
        plain_fits=True,
    ),
    case(
        "ops-nodes",
        "graph_operations",
        """
        def graph_operations(output):
            found, node = [], output.grad_fn
            while node is not None:
                found.append(node)
                node = node.next_functions[0][0] if node.next_functions else None
            return found
        """,
        "the nodes, not their names",
        ["name", "object", "str", "text"],
    ),
    case(
        "ops-reversed",
        "graph_operations",
        """
        def graph_operations(output):
            found, node = [], output.grad_fn
            while node is not None:
                found.insert(0, node.name())
                node = node.next_functions[0][0] if node.next_functions else None
            return found
        """,
        "from the leaf to the output",
        ["revers", "order", "backward", "other way"],
    ),
    case(
        "acc-last",
        "accumulated_gradient",
        """
        def accumulated_gradient(losses, w):
            g = torch.zeros_like(w)
            for loss in losses:
                v = w.detach().clone().requires_grad_()
                loss(v).backward()
                g = v.grad
            return g
        """,
        "the last one only",
        ["last", "sum", "add", "overwrit"],
    ),
    case(
        "acc-mean",
        "accumulated_gradient",
        """
        def accumulated_gradient(losses, w):
            v = w.detach().clone().requires_grad_()
            if not losses:
                return torch.zeros_like(v)
            total = sum(loss(v) for loss in losses) / len(losses)
            return torch.autograd.grad(total, v)[0]
        """,
        "the mean; zeros with a flag",
        ["mean", "average", "sum", "number of losses", "divide"],
    ),
    case(
        "acc-none",
        "accumulated_gradient",
        """
        def accumulated_gradient(losses, w):
            v = w.detach().clone().requires_grad_()
            for loss in losses:
                loss(v).backward()
            return v.grad
        """,
        "None for an empty list",
        ["None", "empty"],
    ),
    case(
        "acc-wgrad",
        "accumulated_gradient",
        """
        def accumulated_gradient(losses, w):
            w.requires_grad_(True)
            w.grad = None
            for loss in losses:
                loss(w).backward()
            return w.grad if w.grad is not None else torch.zeros_like(w)
        """,
        "w.grad is overwritten",
        ["w.grad", ".grad", "requires_grad", "argument"],
    ),
    case(
        "step-not-inplace",
        "gradient_step",
        """
        def gradient_step(w, gradient, lr):
            w = w - lr * gradient
        """,
        "binds a new tensor",
        ["in place", "new tensor", "unchanged", "rebind", "same memory"],
    ),
    case(
        "step-leaf-error",
        "gradient_step",
        """
        def gradient_step(w, gradient, lr):
            w -= lr * gradient
        """,
        "in-place on a leaf that requires grad",
        ["leaf", "no_grad", "in-place", "in place"],
    ),
    case(
        "step-up",
        "gradient_step",
        """
        def gradient_step(w, gradient, lr):
            with torch.no_grad():
                w.add_(lr * gradient)
        """,
        "uphill",
        ["uphill", "sign", "other direction", "ascent", "opposite"],
    ),
    case(
        "step-no-lr",
        "gradient_step",
        """
        def gradient_step(w, gradient, lr):
            with torch.no_grad():
                w -= gradient
        """,
        "no rate",
        ["lr", "rate"],
    ),
    case(
        "step-returns",
        "gradient_step",
        """
        def gradient_step(w, gradient, lr):
            with torch.no_grad():
                w -= lr * gradient
            return w
        """,
        "returns w",
        ["None", "return"],
    ),
    case(
        "stop-clone",
        "stop_gradient",
        """
        def stop_gradient(x):
            return x.detach().clone()
        """,
        "a copy",
        ["cop", "memory", "clone"],
    ),
    case(
        "stop-flag",
        "stop_gradient",
        """
        def stop_gradient(x):
            x.requires_grad_(False)
            return x
        """,
        "changes the argument",
        ["leaf", "argument", "requires_grad", "detach"],
    ),
    case(
        "stop-no-grad",
        "stop_gradient",
        """
        def stop_gradient(x):
            with torch.no_grad():
                y = x
            return y
        """,
        "no_grad does not detach what exists",
        ["graph", "requires_grad", "same tensor", "no_grad", "detach"],
    ),
    case(
        "second-once",
        "second_derivative",
        """
        def second_derivative(f, x):
            x = x.detach().clone().requires_grad_()
            y = f(x).sum()
            (g,) = torch.autograd.grad(y, x, create_graph=True)
            return g.detach()
        """,
        "the first derivative",
        ["first derivative", "once", "second time"],
    ),
    case(
        "second-no-graph",
        "second_derivative",
        """
        def second_derivative(f, x):
            x = x.detach().clone().requires_grad_()
            (g,) = torch.autograd.grad(f(x).sum(), x)
            (h,) = torch.autograd.grad(g.sum(), x)
            return h
        """,
        "create_graph is missing",
        ["graph", "create_graph", "grad"],
    ),
    case(
        "second-accumulate",
        "second_derivative",
        """
        def second_derivative(f, x):
            x = x.detach().clone().requires_grad_()
            f(x).sum().backward(create_graph=True)
            x.grad.sum().backward()
            return x.grad
        """,
        "the first derivative is still in x.grad",
        ["first derivative", "added", "accumul", "already", "plus", "zero"],
    ),
    case(
        "second-not-sum",
        "second_derivative",
        """
        def second_derivative(f, x):
            x = x.detach().clone().requires_grad_()
            (g,) = torch.autograd.grad(f(x), x, create_graph=True)
            (h,) = torch.autograd.grad(g, x)
            return h
        """,
        "grad of a non-scalar",
        ["scalar", "one number", "single"],
    ),
]
