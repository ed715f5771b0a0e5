"""Wrong answers for 07_chain_rule, as beginners write them; labels from the curriculum."""

from ..open.making import case

CASES = [
    case(
        "sigmoid-plus",
        "sigmoid",
        """
        def sigmoid(z):
            return 1 / (1 + torch.exp(z))
        """,
        "the sign in the exponent is missing",
        ["sign", "1 -", "1 minus", "mirror", "-z", "complement"],
    ),
    case(
        "sigmoid-overflow",
        "sigmoid",
        """
        def sigmoid(z):
            return torch.exp(z) / (1 + torch.exp(z))
        """,
        "inf / inf",
        ["nan", "overflow", "inf", "finite"],
    ),
    case(
        "sigmoid-math",
        "sigmoid",
        """
        def sigmoid(z):
            return 1 / (1 + math.exp(-z))
        """,
        "math works on single numbers",
        ["math", "one element", "number", "overflow", "single", "float"],
    ),
    case(
        "sigmoid-forbidden",
        "sigmoid",
        """
        def sigmoid(z):
            return z.sigmoid()
        """,
        "forbidden",
        ["sigmoid"],
    ),
    case(
        "sigmoid-numpy",
        "sigmoid",
        """
        def sigmoid(z):
            z = np.asarray(z.tolist())
            return torch.from_numpy(np.where(z >= 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z)))))
        """,
        "float64 from NumPy (float32 given)",
        ["float64", "dtype", "NumPy"],
    ),
    case(
        "bce-sign",
        "binary_cross_entropy",
        """
        def binary_cross_entropy(a, y):
            return (y * torch.log(a) + (1 - y) * torch.log(1 - a)).mean()
        """,
        "the minus is missing",
        ["sign", "negat", "minus"],
    ),
    case(
        "bce-sum",
        "binary_cross_entropy",
        """
        def binary_cross_entropy(a, y):
            total = 0
            for p, t in zip(a.flatten(), y.flatten()):
                total = total - (t * torch.log(p) + (1 - t) * torch.log(1 - p))
            return total
        """,
        "the sum",
        ["sum", "mean", "average", "times"],
    ),
    case(
        "bce-log2",
        "binary_cross_entropy",
        """
        def binary_cross_entropy(a, y):
            return -(y * torch.log2(a) + (1 - y) * torch.log2(1 - a)).mean()
        """,
        "log base 2",
        ["log2", "base", "ln 2", "1.44"],
    ),
    case(
        "bce-hard-labels",
        "binary_cross_entropy",
        """
        def binary_cross_entropy(a, y):
            p = torch.where(y > 0.5, a, 1 - a)
            return -torch.log(p).mean()
        """,
        "soft labels are rounded",
        ["soft", "0.5", "label", "round", "between"],
    ),
    case(
        "bce-mse",
        "binary_cross_entropy",
        """
        def binary_cross_entropy(a, y):
            return ((a - y) ** 2).mean()
        """,
        "the mean squared error",
        ["squared", "MSE"],
    ),
    case(
        "chain-at-x",
        "chain",
        """
        def chain(outer_derivative, inner, inner_derivative, x):
            return outer_derivative(x) * inner_derivative(x)
        """,
        "the outer derivative at x instead of g(x)",
        ["at x", "inner", "g(x)"],
    ),
    case(
        "chain-swapped",
        "chain",
        """
        def chain(outer_derivative, inner, inner_derivative, x):
            return outer_derivative(inner_derivative(x)) * inner(x)
        """,
        "inner and its derivative swapped",
        ["inner", "swap", "derivative"],
    ),
    case(
        "chain-only-outer",
        "chain",
        """
        def chain(outer_derivative, inner, inner_derivative, x):
            return outer_derivative(inner(x))
        """,
        "the inner derivative is missing",
        ["inner", "factor", "times", "derivative"],
    ),
    case(
        "neuron-no-x",
        "neuron_gradients",
        """
        def neuron_gradients(x, y, w, b):
            z = x * w + b
            a = 1 / (1 + torch.exp(-z))
            dL_dz = a - y
            return dL_dz, dL_dz
        """,
        "dL_dw lacks the factor x",
        ["x"],
    ),
    case(
        "neuron-no-bias",
        "neuron_gradients",
        """
        def neuron_gradients(x, y, w, b):
            a = 1 / (1 + torch.exp(-(x * w)))
            return (a - y) * x, a - y
        """,
        "b ignored",
        ["bias", "b "],
    ),
    case(
        "neuron-sign",
        "neuron_gradients",
        """
        def neuron_gradients(x, y, w, b):
            a = 1 / (1 + torch.exp(-(x * w + b)))
            return (y - a) * x, (y - a)
        """,
        "y - a",
        ["sign", "negat", "minus"],
    ),
    case(
        "neuron-extra-sigma",
        "neuron_gradients",
        """
        def neuron_gradients(x, y, w, b):
            a = 1 / (1 + torch.exp(-(x * w + b)))
            d = (a - y) * a * (1 - a)
            return d * x, d
        """,
        "the gradient of the squared error",
        ["squared", "a * (1 - a)", "a(1", "sigmoid", "cancel"],
    ),
    case(
        "neuron-swapped",
        "neuron_gradients",
        """
        def neuron_gradients(x, y, w, b):
            a = 1 / (1 + torch.exp(-(x * w + b)))
            return a - y, (a - y) * x
        """,
        "results swapped",
        ["places", "swap", "order"],
    ),
    case(
        "steps-keys",
        "neuron_steps",
        """
        def neuron_steps(x, y, w, b):
            z = x * w + b
            a = 1 / (1 + torch.exp(-z))
            loss = -(y * torch.log(a) + (1 - y) * torch.log(1 - a)).mean()
            dL_da = -(y / a) + (1 - y) / (1 - a)
            da_dz = a * (1 - a)
            return {"z": z, "a": a, "L": loss, "dL_da": dL_da, "da_dz": da_dz, "dz_dw": x, "dz_db": torch.ones_like(b),
                    "dL_dw": dL_da * da_dz * x, "dL_db": dL_da * da_dz}
        """,
        "key L for loss",
        ["'L'", '"L"', "loss", "key"],
    ),
    case(
        "steps-dz-db",
        "neuron_steps",
        """
        def neuron_steps(x, y, w, b):
            z = x * w + b
            a = 1 / (1 + torch.exp(-z))
            loss = -(y * torch.log(a) + (1 - y) * torch.log(1 - a)).mean()
            dL_da = -(y / a) + (1 - y) / (1 - a)
            da_dz = a * (1 - a)
            return {"z": z, "a": a, "loss": loss, "dL_da": dL_da, "da_dz": da_dz, "dz_dw": w, "dz_db": 1.0,
                    "dL_dw": dL_da * da_dz * w, "dL_db": dL_da * da_dz}
        """,
        "dz_dw is w instead of x, and dz_db a Python number",
        ["dz_dw", "dz_db", "w for x"],
    ),
    case(
        "steps-da-dz",
        "neuron_steps",
        """
        def neuron_steps(x, y, w, b):
            z = x * w + b
            a = 1 / (1 + torch.exp(-z))
            loss = -(y * torch.log(a) + (1 - y) * torch.log(1 - a)).mean()
            dL_da = -(y / a) + (1 - y) / (1 - a)
            da_dz = z * (1 - z)
            return {"z": z, "a": a, "loss": loss, "dL_da": dL_da, "da_dz": da_dz, "dz_dw": x, "dz_db": torch.ones_like(b),
                    "dL_dw": dL_da * da_dz * x, "dL_db": dL_da * da_dz}
        """,
        "sigma' from z, not from a",
        ["da_dz"],
    ),
    case(
        "numgrad-forward",
        "numerical_gradient",
        """
        def numerical_gradient(f, x, eps):
            grad = torch.zeros_like(x)
            flat = x.clone().flatten()
            for i in range(flat.numel()):
                up = flat.clone()
                up[i] += eps
                grad.view(-1)[i] = (f(up.view_as(x)) - f(x)) / eps
            return grad
        """,
        "forward difference",
        ["forward", "one side", "central", "both sides", "one-sided"],
    ),
    case(
        "numgrad-eps",
        "numerical_gradient",
        """
        def numerical_gradient(f, x, eps):
            grad = torch.zeros_like(x)
            for i in range(x.numel()):
                up, down = x.clone(), x.clone()
                up.view(-1)[i] += eps
                down.view(-1)[i] -= eps
                grad.view(-1)[i] = (f(up) - f(down)) / eps
            return grad
        """,
        "divided by eps, not 2 eps",
        ["2", "twice", "double"],
    ),
    case(
        "numgrad-all-at-once",
        "numerical_gradient",
        """
        def numerical_gradient(f, x, eps):
            return (f(x + eps) - f(x - eps)) / (2 * eps)
        """,
        "moves all entries at once",
        ["at once", "all entries", "shape", "each", "one entry", "float", "number"],
    ),
    case(
        "numgrad-leaves-x",
        "numerical_gradient",
        """
        def numerical_gradient(f, x, eps):
            grad = torch.zeros_like(x)
            flat, out = x.view(-1), grad.view(-1)
            for i in range(flat.numel()):
                flat[i] += eps
                up = f(x)
                flat[i] -= eps
                down = f(x)
                out[i] = (up - down) / (2 * eps)
            return grad
        """,
        "x is moved up and back, so down is at x: half the gradient",
        ["half", "0.5", "2", "argument", "in place", "forward", "one side"],
    ),
]
