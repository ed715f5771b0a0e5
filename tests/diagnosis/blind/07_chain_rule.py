"""Wrong answers written from the curriculum alone, with what a good diagnosis names."""

CASES = [
    {
        "id": "sigmoid-sign-of-exponent",
        "function": "sigmoid",
        "source": """
def sigmoid(z):
    return 1 / (1 + torch.exp(z))
""",
        "cause": "The exponent lacks its minus, which gives sigmoid(-z).",
        "fits": ["wrong sign", "sign of", "minus", "-z", "mirror", "1 - sigmoid"],
        "false": ["overflow", "tanh"],
        "kind": "silent",
    },
    {
        "id": "sigmoid-overflows",
        "function": "sigmoid",
        "source": """
def sigmoid(z):
    e = z.exp()
    return e / (e + 1)
""",
        "cause": "exp overflows for large z, and inf / inf is nan.",
        "fits": ["overflow", "nan", "finite", "1000", "inf"],
        "false": ["wrong sign", "forbidden"],
        "kind": "silent",
    },
    {
        "id": "sigmoid-math-per-element",
        "function": "sigmoid",
        "source": """
def sigmoid(z):
    values = [1 / (1 + math.exp(-v)) for v in z.reshape(-1).tolist()]
    return torch.tensor(values, dtype=z.dtype, device=z.device).reshape(z.shape)
""",
        "cause": "math.exp raises OverflowError where z is very negative.",
        "fits": ["overflow", "math.exp", "1000", "finite"],
        "false": ["wrong sign", "shape: expected"],
        "kind": "raises",
    },
    {
        "id": "sigmoid-by-tanh-unhalved",
        "function": "sigmoid",
        "source": """
def sigmoid(z):
    return 0.5 * (torch.tanh(z) + 1)
""",
        "cause": "tanh needs z / 2: this is sigmoid(2z).",
        "fits": ["2z", "2·z", "z / 2", "z/2", "half", "twice", "steep"],
        "false": ["wrong sign", "overflow", "forbidden"],
        "kind": "silent",
    },
    {
        "id": "sigmoid-method",
        "function": "sigmoid",
        "source": """
def sigmoid(z):
    out = z.clone()
    return out.sigmoid_()
""",
        "cause": "The library's sigmoid is used, which is forbidden here.",
        "fits": ["forbidden", "without", "torch.sigmoid", "not allowed", "sigmoid_"],
        "false": ["overflow", "in place"],
        "kind": "source",
    },
    {
        "id": "bce-hard-branches",
        "function": "binary_cross_entropy",
        "source": """
def binary_cross_entropy(a, y):
    per_element = torch.where(y == 1, -torch.log(a), -torch.log(1 - a))
    return per_element.mean()
""",
        "cause": "Soft labels between 0 and 1 are treated as 0; both terms must be weighted by y.",
        "fits": ["soft", "between 0 and 1", "weight", "label", "y == 1"],
        "false": ["sum instead", "summed", "wrong sign", "missing term"],
        "kind": "silent",
    },
    {
        "id": "bce-one-term",
        "function": "binary_cross_entropy",
        "source": """
def binary_cross_entropy(a, y):
    return -(y * a.log()).mean()
""",
        "cause": "The term of the zeros, (1 - y)·log(1 - a), is missing.",
        "fits": ["1 - y", "1-y", "term", "zeros", "y = 0", "label 0"],
        "false": ["sum instead", "summed", "wrong sign"],
        "kind": "silent",
    },
    {
        "id": "bce-arguments-swapped",
        "function": "binary_cross_entropy",
        "source": """
def binary_cross_entropy(a, y):
    eps = 1e-7
    y = y.clamp(eps, 1 - eps)
    return -torch.mean(a * torch.log(y) + (1 - a) * torch.log(1 - y))
""",
        "cause": "Prediction and label are exchanged: the log belongs to a.",
        "fits": ["swap", "exchang", "order", "log of y", "roles", "label"],
        "false": ["soft label", "sum instead", "summed", "missing term"],
        "kind": "silent",
    },
    {
        "id": "bce-logarithm-base",
        "function": "binary_cross_entropy",
        "source": """
def binary_cross_entropy(a, y):
    loss = 0.0
    for p, t in zip(a.reshape(-1), y.reshape(-1)):
        loss = loss - (t * torch.log2(p) + (1 - t) * torch.log2(1 - p))
    return loss / a.numel()
""",
        "cause": "log2 measures in bits; the natural log is asked for.",
        "fits": ["log2", "base", "natural", "bits", "nats", "1.44"],
        "false": ["sum instead", "summed", "wrong sign"],
        "kind": "silent",
    },
    {
        "id": "bce-summed",
        "function": "binary_cross_entropy",
        "source": """
def binary_cross_entropy(a, y):
    positive = y * torch.log(a)
    negative = (1 - y) * torch.log1p(-a)
    return -torch.sum(positive + negative)
""",
        "cause": "The elements are summed; the mean is asked for.",
        "fits": ["mean", "sum", "average", "number of elements"],
        "false": ["wrong sign", "soft label", "base of the log"],
        "kind": "silent",
    },
    {
        "id": "chain-outer-at-x",
        "function": "chain",
        "source": """
def chain(outer_derivative, inner, inner_derivative, x):
    return outer_derivative(x) * inner_derivative(x)
""",
        "cause": "The outer derivative must be taken at inner(x), not at x.",
        "fits": ["inner(x)", "g(x)", "at x", "evaluated"],
        "false": ["missing factor", "factors are added"],
        "kind": "silent",
    },
    {
        "id": "chain-inner-value-for-derivative",
        "function": "chain",
        "source": """
def chain(outer_derivative, inner, inner_derivative, x):
    u = inner(x)
    return outer_derivative(u) * u
""",
        "cause": "The second factor is inner(x) instead of its derivative.",
        "fits": ["inner_derivative", "derivative of", "factor", "g'(x)", "inner derivative"],
        "false": ["taken at x", "factors are added"],
        "kind": "silent",
    },
    {
        "id": "chain-contracts",
        "function": "chain",
        "source": """
def chain(outer_derivative, inner, inner_derivative, x):
    return outer_derivative(inner(x)) @ inner_derivative(x)
""",
        "cause": "The factors are multiplied elementwise; @ sums over a vector and fails for a "
        "scalar.",
        "fits": ["elementwise", "@", "matmul", "0-d", "dot", "product"],
        "false": ["taken at x", "is missing"],
        "kind": "raises",
    },
    {
        "id": "neuron-mse-slope",
        "function": "neuron_gradients",
        "source": """
def neuron_gradients(x, y, w, b):
    z = x * w + b
    a = 1 / (1 + torch.exp(-z))
    delta = (a - y) * a * (1 - a)
    return delta * x, delta
""",
        "cause": "This is the gradient of half the squared error; with BCE the a(1 - a) cancels.",
        "fits": [
            "a(1 - a)",
            "a(1-a)",
            "squared",
            "mse",
            "cancel",
            "sigmoid'",
            "da_dz",
            "extra factor",
        ],
        "false": ["wrong sign", "x is missing"],
        "kind": "silent",
    },
    {
        "id": "neuron-w-for-x",
        "function": "neuron_gradients",
        "source": """
def neuron_gradients(x, y, w, b):
    a = torch.sigmoid(torch.add(w * x, b))
    dL_dz = a - y
    dL_dw = dL_dz * w
    dL_db = dL_dz * 1
    return dL_dw, dL_db
""",
        "cause": "dz/dw is x, not w.",
        "fits": ["dz/dw", "dz_dw", "w instead", "not w", "is x"],
        "false": ["wrong sign", "a(1", "bias is"],
        "kind": "silent",
    },
    {
        "id": "neuron-returns-the-pair-reversed",
        "function": "neuron_gradients",
        "source": """
def neuron_gradients(x, y, w, b):
    a = torch.sigmoid(x * w + b)
    error = a - y
    return error, error * x
""",
        "cause": "The pair is returned in the wrong order: dL/db first.",
        "fits": ["order", "swap", "exchang", "reversed", "dl_db"],
        "false": ["wrong sign", "a(1", "missing factor"],
        "kind": "silent",
    },
    {
        "id": "neuron-broken-helper",
        "function": "neuron_gradients",
        "source": """
def sigmoid_slope(a):
    return torch.sigmoid(a) * (1 - torch.sigmoid(a))


def neuron_gradients(x, y, w, b):
    a = torch.sigmoid(x * w + b)
    dL_da = (a - y) / (a * (1 - a))
    dL_dz = dL_da * sigmoid_slope(a)
    return dL_dz * x, dL_dz
""",
        "cause": "The helper takes the sigmoid of a again; the slope is a(1 - a).",
        "fits": ["a(1 - a)", "a * (1 - a)", "sigmoid twice", "da_dz", "da/dz", "again", "slope"],
        "false": ["wrong sign", "x is missing", "autograd"],
        "kind": "silent",
    },
    {
        "id": "neuron-by-autograd",
        "function": "neuron_gradients",
        "source": """
def neuron_gradients(x, y, w, b):
    w = w.clone().requires_grad_(True)
    b = b.clone().requires_grad_(True)
    a = torch.sigmoid(x * w + b)
    loss = -(y * a.log() + (1 - y) * (1 - a).log()).mean()
    loss.backward()
    return w.grad, b.grad
""",
        "cause": "backward is autograd, which this file forbids.",
        "fits": ["autograd", "backward", "forbidden", "by hand", "not allowed"],
        "false": ["wrong sign", "missing factor"],
        "kind": "source",
    },
    {
        "id": "steps-slope-at-z",
        "function": "neuron_steps",
        "source": """
def neuron_steps(x, y, w, b):
    z = x * w + b
    a = torch.sigmoid(z)
    loss = -(y * torch.log(a) + (1 - y) * torch.log(1 - a)).mean()
    dL_da = -y / a + (1 - y) / (1 - a)
    da_dz = z * (1 - z)
    dz_dw = x.clone()
    dz_db = torch.ones_like(b)
    return {
        "z": z,
        "a": a,
        "loss": loss,
        "dL_da": dL_da,
        "da_dz": da_dz,
        "dz_dw": dz_dw,
        "dz_db": dz_db,
        "dL_dw": dL_da * da_dz * dz_dw,
        "dL_db": dL_da * da_dz * dz_db,
    }
""",
        "cause": "The sigmoid's slope is a(1 - a), not z(1 - z); dL_dw and dL_db inherit it.",
        "fits": ["da_dz", "a(1 - a)", "a * (1 - a)", "z instead", "slope"],
        "false": ["dl_da is", "dz_dw is"],
        "kind": "silent",
    },
    {
        "id": "steps-plain-number-for-dz-db",
        "function": "neuron_steps",
        "source": """
def neuron_steps(x, y, w, b):
    steps = {}
    steps["z"] = x * w + b
    a = steps["a"] = 1 / (1 + torch.exp(-steps["z"]))
    steps["loss"] = (-y * torch.log(a) - (1 - y) * torch.log(1 - a)).mean()
    steps["dL_da"] = (a - y) / (a * (1 - a))
    steps["da_dz"] = a * (1 - a)
    steps["dz_dw"] = x
    steps["dz_db"] = 1.0
    steps["dL_dw"] = steps["dL_da"] * steps["da_dz"] * steps["dz_dw"]
    steps["dL_db"] = steps["dL_da"] * steps["da_dz"] * steps["dz_db"]
    return steps
""",
        "cause": "dz_db is the number 1.0; a tensor of ones is asked for.",
        "fits": ["dz_db", "float", "tensor", "number"],
        "false": ["da_dz", "wrong sign", "missing key"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "steps-merged-factor",
        "function": "neuron_steps",
        "source": """
def neuron_steps(x, y, w, b):
    z = w * x + b
    a = torch.sigmoid(z)
    loss = -(y * a.log() + (1 - y) * (1 - a).log())
    dL_da = a - y
    da_dz = a - a**2
    one = torch.ones_like(z)
    names = ["z", "a", "loss", "dL_da", "da_dz", "dz_dw", "dz_db", "dL_dw", "dL_db"]
    values = [z, a, loss.squeeze(), dL_da, da_dz, x, one, dL_da * x, dL_da]
    return dict(zip(names, values))
""",
        "cause": "a - y is dL/dz; dL/da is (a - y) / (a(1 - a)).",
        "fits": ["dl_da", "dl/dz", "dl_dz", "a - y", "already"],
        "false": ["da_dz", "dl_dw is", "wrong sign"],
        "kind": "silent",
    },
    {
        "id": "steps-loss-keeps-shape",
        "function": "neuron_steps",
        "source": """
def neuron_steps(x, y, w, b):
    z = x * w + b
    a = torch.sigmoid(z)
    loss = -(y * torch.log(a) + (1.0 - y) * torch.log(1.0 - a))
    dL_da = (1 - y) / (1 - a) - y / a
    da_dz = a * (1 - a)
    dz_dw, dz_db = x, torch.ones_like(x)
    dL_dz = dL_da * da_dz
    return dict(
        z=z,
        a=a,
        loss=loss,
        dL_da=dL_da,
        da_dz=da_dz,
        dz_dw=dz_dw,
        dz_db=dz_db,
        dL_dw=dL_dz * dz_dw,
        dL_db=dL_dz * dz_db,
    )
""",
        "cause": "For inputs of one element the loss keeps shape (1,); it should be 0-D.",
        "fits": ["0-d", "loss", "shape", "(1,)", "mean"],
        "false": ["da_dz", "wrong sign", "missing factor"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "numerical-precedence",
        "function": "numerical_gradient",
        "source": """
def numerical_gradient(f, x, eps):
    grad = torch.zeros_like(x)
    for i in range(x.numel()):
        step = torch.zeros_like(x)
        step.view(-1)[i] = eps
        grad.view(-1)[i] = (f(x + step) - f(x - step)) / 2 * eps
    return grad
""",
        "cause": "/ 2 * eps divides by 2 and multiplies by eps; brackets are missing.",
        "fits": ["bracket", "parenthes", "2 * eps", "eps²", "eps**2", "precedence", "multipl"],
        "false": ["forward difference", "restor"],
        "kind": "silent",
    },
    {
        "id": "numerical-forward",
        "function": "numerical_gradient",
        "source": """
def numerical_gradient(f, x, eps):
    base = f(x)
    flat = x.reshape(-1)
    slopes = []
    for i in range(flat.numel()):
        moved = flat.clone()
        moved[i] += eps
        slopes.append((f(moved.reshape(x.shape)) - base) / eps)
    return torch.tensor(slopes, dtype=x.dtype).reshape(x.shape)
""",
        "cause": "This is the forward difference; central differences step both ways.",
        "fits": ["forward", "central", "both", "one-sided", "x - eps"],
        "false": ["factor 2", "restored", "dtype: expected"],
        "kind": "silent",
    },
    {
        "id": "numerical-all-at-once",
        "function": "numerical_gradient",
        "source": """
def numerical_gradient(f, x, eps):
    slope = (f(x + eps) - f(x - eps)) / (2 * eps)
    return torch.full_like(x, float(slope))
""",
        "cause": "All entries are moved at once, which gives the sum of the partial derivatives.",
        "fits": ["one at a time", "at once", "each", "all entries", "sum of", "separately"],
        "false": ["forward difference", "factor 2"],
        "kind": "silent",
    },
    {
        "id": "numerical-x-not-restored",
        "function": "numerical_gradient",
        "source": """
def numerical_gradient(f, x, eps):
    grad = torch.zeros_like(x)
    it = np.ndindex(*x.shape)
    for index in it:
        x[index] += eps
        up = float(f(x))
        x[index] -= 2 * eps
        down = float(f(x))
        grad[index] = (up - down) / (2 * eps)
    return grad
""",
        "cause": "x is left eps lower in every entry: it is not put back after the second step.",
        "fits": ["restor", "put back", "modif", "argument", "in place", "mutat", "changed"],
        "false": ["forward difference", "float32"],
        "kind": "state",
    },
    {
        "id": "numerical-aliases",
        "function": "numerical_gradient",
        "source": """
def numerical_gradient(f, x, eps):
    x = x.clone()
    grad = torch.empty_like(x)
    for i in range(x.numel()):
        plus, minus = x, x
        plus.flatten()[i] += eps
        minus.flatten()[i] -= eps
        grad.flatten()[i] = (f(plus) - f(minus)) / (2 * eps)
    return grad
""",
        "cause": "plus and minus are the same tensor, so their difference is always 0.",
        "fits": ["same tensor", "clone", "alias", "zero", "always 0"],
        "false": ["forward difference", "restored"],
        "kind": "silent",
    },
    {
        "id": "bce-from-the-library",
        "function": "binary_cross_entropy",
        "source": """
def binary_cross_entropy(a, y):
    criterion = nn.BCELoss(reduction="mean")
    return criterion(a, y)
""",
        "cause": "The library's own BCE is used, which is forbidden here.",
        "fits": ["bceloss", "forbidden", "without", "library", "not allowed"],
        "false": ["summed", "soft label"],
        "kind": "source",
    },
]
