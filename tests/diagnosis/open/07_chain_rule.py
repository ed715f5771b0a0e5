"""Wrong answers for 07_chain_rule, with what a fitting diagnosis names."""

from .making import case

CASES = [
    case(
        "sigmoid-sign",
        "sigmoid",
        """
        def sigmoid(z):
            return torch.where(z >= 0, torch.exp(-z.abs()) / (1 + torch.exp(-z.abs())), 1 / (1 + torch.exp(-z.abs())))
        """,
        "the sign of z is turned",
        ["sign", "minus", "1 minus", "-z"],
        ["overflow"],
    ),
    case(
        "sigmoid-naive",
        "sigmoid",
        """
        def sigmoid(z):
            return torch.exp(z) / (1 + torch.exp(z))
        """,
        "overflows for large z",
        ["large", "overflow", "infinit", "inf"],
        ["sign"],
    ),
    case(
        "sigmoid-forbidden",
        "sigmoid",
        """
        def sigmoid(z):
            return torch.sigmoid(z)
        """,
        "uses the library",
        ["sigmoid"],
        [],
        kind="source",
    ),
    case(
        "sigmoid-math",
        "sigmoid",
        """
        def sigmoid(z):
            return 1 / (1 + math.exp(-z))
        """,
        "math works on one number only",
        ["one element", "number"],
        [],
        plain_fits=True,
        kind="raises",
    ),
    case(
        "bce-sign",
        "binary_cross_entropy",
        """
        def binary_cross_entropy(a, y):
            return (y * a.log() + (1 - y) * (1 - a).log()).mean()
        """,
        "the minus is missing",
        ["sign", "minus"],
        ["factor"],
    ),
    case(
        "bce-sum",
        "binary_cross_entropy",
        """
        def binary_cross_entropy(a, y):
            return -(y * a.log() + (1 - y) * (1 - a).log()).sum()
        """,
        "summed",
        ["sum", "mean", "average", "number of"],
        ["sign"],
    ),
    case(
        "bce-log2",
        "binary_cross_entropy",
        """
        def binary_cross_entropy(a, y):
            return -(y * a.log2() + (1 - y) * (1 - a).log2()).mean()
        """,
        "base 2",
        ["base", "log2", "natural"],
        ["sign"],
    ),
    case(
        "bce-half",
        "binary_cross_entropy",
        """
        def binary_cross_entropy(a, y):
            return -(y * a.log() + (1 - y) * (1 - a).log()).mean() / 2
        """,
        "half of it",
        ["1/2", "half", "factor"],
        ["sign", "sum"],
    ),
    case(
        "bce-unreduced",
        "binary_cross_entropy",
        """
        def binary_cross_entropy(a, y):
            return -(y * a.log() + (1 - y) * (1 - a).log())
        """,
        "not averaged",
        ["mean", "average", "reduc"],
        ["sign"],
    ),
    case(
        "chain-x",
        "chain",
        """
        def chain(outer_derivative, inner, inner_derivative, x):
            return outer_derivative(x) * inner_derivative(x)
        """,
        "outer derivative at x",
        ["inner", "at x"],
        ["added"],
    ),
    case(
        "chain-plus",
        "chain",
        """
        def chain(outer_derivative, inner, inner_derivative, x):
            return outer_derivative(inner(x)) + inner_derivative(x)
        """,
        "added instead of multiplied",
        ["add", "multipl", "product"],
        [],
    ),
    case(
        "neuron-nox",
        "neuron_gradients",
        """
        def neuron_gradients(x, y, w, b):
            a = 1 / (1 + torch.exp(-(x * w + b)))
            return a - y, a - y
        """,
        "the factor x is missing",
        ["x"],
        ["sign"],
    ),
    case(
        "neuron-sign",
        "neuron_gradients",
        """
        def neuron_gradients(x, y, w, b):
            a = 1 / (1 + torch.exp(-(x * w + b)))
            return (y - a) * x, y - a
        """,
        "the sign is turned",
        ["sign"],
        ["missing"],
    ),
    case(
        "neuron-w",
        "neuron_gradients",
        """
        def neuron_gradients(x, y, w, b):
            a = 1 / (1 + torch.exp(-(x * w + b)))
            return (a - y) * w, a - y
        """,
        "multiplied by w instead of x",
        ["w"],
        ["sign"],
        plain_fits=True,
    ),
    case(
        "neuron-double",
        "neuron_gradients",
        """
        def neuron_gradients(x, y, w, b):
            a = 1 / (1 + torch.exp(-(x * w + b)))
            return 2 * (a - y) * x, 2 * (a - y)
        """,
        "twice as large",
        ["2 times", "factor", "twice", "doubl"],
        ["sign"],
    ),
    case(
        "neuron-swapped",
        "neuron_gradients",
        """
        def neuron_gradients(x, y, w, b):
            a = 1 / (1 + torch.exp(-(x * w + b)))
            return a - y, (a - y) * x
        """,
        "the two are returned in the wrong order",
        ["order", "places", "swap"],
        [],
    ),
    case(
        "numerical-2h",
        "numerical_gradient",
        """
        def numerical_gradient(f, x, eps):
            g = torch.zeros(x.shape, dtype=x.dtype)
            for i in range(x.numel()):
                h = torch.zeros(x.shape, dtype=x.dtype).reshape(-1)
                h[i] = eps
                h = h.reshape(x.shape)
                g.view(-1)[i] = (f(x + h) - f(x - h)) / eps
            return g
        """,
        "divided by eps, not 2 eps",
        ["2"],
        ["sign"],
    ),
    case(
        "numerical-forward",
        "numerical_gradient",
        """
        def numerical_gradient(f, x, eps):
            g = torch.zeros(x.shape, dtype=x.dtype)
            for i in range(x.numel()):
                h = torch.zeros(x.shape, dtype=x.dtype).reshape(-1)
                h[i] = eps
                h = h.reshape(x.shape)
                g.view(-1)[i] = (f(x + h) - f(x)) / eps
            return g
        """,
        "forward difference",
        ["forward", "one side", "both sides", "central"],
        ["sign"],
        plain_fits=True,
    ),
    case(
        "numerical-sign",
        "numerical_gradient",
        """
        def numerical_gradient(f, x, eps):
            g = torch.zeros(x.shape, dtype=x.dtype)
            for i in range(x.numel()):
                h = torch.zeros(x.shape, dtype=x.dtype).reshape(-1)
                h[i] = eps
                h = h.reshape(x.shape)
                g.view(-1)[i] = (f(x - h) - f(x + h)) / (2 * eps)
            return g
        """,
        "the difference is turned round",
        ["sign"],
        ["factor"],
    ),
]
