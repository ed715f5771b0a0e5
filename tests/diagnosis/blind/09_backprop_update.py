"""Wrong answers written from the curriculum alone, with what a good diagnosis names."""

CASES = [
    {
        "id": "init-reseeds-everything",
        "function": "init_params",
        "source": """
def init_params(n_inputs, n_hidden, n_outputs, seed):
    torch.manual_seed(seed)
    k1 = 1 / math.sqrt(n_inputs)
    k2 = 1 / math.sqrt(n_hidden)
    return {
        "W1": torch.empty(n_hidden, n_inputs).uniform_(-k1, k1),
        "b1": torch.zeros(n_hidden),
        "W2": torch.empty(n_outputs, n_hidden).uniform_(-k2, k2),
        "b2": torch.zeros(n_outputs),
    }
""",
        "cause": "manual_seed changes torch's global random state; use a Generator of its own.",
        "fits": ["global", "generator", "manual_seed", "random state"],
        "false": ["bound", "shape: expected"],
        "kind": "state",
        "plain_fits": True,
    },
    {
        "id": "init-positive-only",
        "function": "init_params",
        "source": """
def init_params(n_inputs, n_hidden, n_outputs, seed):
    g = torch.Generator().manual_seed(seed)
    W1 = torch.rand(n_hidden, n_inputs, generator=g) / n_inputs**0.5
    W2 = torch.rand(n_outputs, n_hidden, generator=g) / n_hidden**0.5
    return dict(W1=W1, b1=torch.zeros(n_hidden), W2=W2, b2=torch.zeros(n_outputs))
""",
        "cause": "rand is 0 to 1: the weights are never negative and cover half of the interval.",
        "fits": ["negativ", "positive", "0 to 1", "half", "±", "interval", "symmetric"],
        "false": ["global random state", "fan_in", "shape: expected"],
        "kind": "silent",
    },
    {
        "id": "init-bound-without-root",
        "function": "init_params",
        "source": """
def init_params(n_inputs, n_hidden, n_outputs, seed):
    rng = np.random.default_rng(seed)

    def layer(rows, cols):
        w = rng.uniform(-1 / cols, 1 / cols, size=(rows, cols))
        return torch.tensor(w, dtype=torch.float32), torch.zeros(rows)

    W1, b1 = layer(n_hidden, n_inputs)
    W2, b2 = layer(n_outputs, n_hidden)
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
""",
        "cause": "The bound is 1/fan_in; the square root is missing.",
        "fits": ["root", "sqrt", "√", "1/fan_in", "bound", "too small", "narrow"],
        "false": ["global random state", "negative", "shape: expected"],
        "kind": "silent",
    },
    {
        "id": "init-numpy-doubles",
        "function": "init_params",
        "source": """
def init_params(n_inputs, n_hidden, n_outputs, seed):
    rng = np.random.RandomState(seed)
    s1, s2 = n_inputs**-0.5, n_hidden**-0.5
    params = {
        "W1": rng.uniform(-s1, s1, (n_inputs, n_hidden)),
        "b1": np.zeros(n_hidden),
        "W2": rng.uniform(-s2, s2, (n_hidden, n_outputs)),
        "b2": np.zeros(n_outputs),
    }
    return {k: torch.from_numpy(v) for k, v in params.items()}
""",
        "cause": "NumPy makes float64, and the weights are (in, out) instead of (out, in).",
        "fits": ["float64", "float32", "dtype", "shape", "(h, i)", "transpos"],
        "false": ["bound", "global random state"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "forward-hidden-before-relu",
        "function": "forward",
        "source": """
def forward(x, params):
    hidden = F.linear(x, params["W1"], params["b1"])
    out = F.linear(F.relu(hidden), params["W2"], params["b2"])
    return hidden, torch.sigmoid(out)
""",
        "cause": "hidden is returned before the ReLU; y_hat is right.",
        "fits": ["relu", "hidden", "before", "negativ", "pre-activation"],
        "false": ["no relu at all", "sigmoid is missing", "sigmoid twice"],
        "kind": "silent",
    },
    {
        "id": "forward-softmax-over-outputs",
        "function": "forward",
        "source": """
def forward(x, params):
    h = torch.clamp(x @ params["W1"].T + params["b1"], min=0)
    o = h @ params["W2"].T + params["b2"]
    return h, torch.softmax(o, dim=1)
""",
        "cause": "Each output has its own sigmoid; softmax makes the outputs compete (and one is "
        "always 1).",
        "fits": ["softmax", "sigmoid", "always 1", "sum to 1", "all 1"],
        "false": ["relu is missing", "without relu", "bias is"],
        "kind": "silent",
    },
    {
        "id": "forward-weights-as-in-by-out",
        "function": "forward",
        "source": """
def forward(x, params):
    W1, b1, W2, b2 = params.values()
    hidden = torch.relu(x @ W1 + b1)
    y_hat = torch.sigmoid(hidden @ W2 + b2)
    return hidden, y_hat
""",
        "cause": "The weights are (out, in) and must be transposed before the product.",
        "fits": ["transpos", ".t", "(h, i)", "inner size", "shapes cannot be multiplied", "weight"],
        "false": ["relu is missing", "without relu", "sigmoid is missing", "sigmoid twice"],
        "kind": "raises",
    },
    {
        "id": "forward-without-second-bias",
        "function": "forward",
        "source": """
def forward(x, params):
    hidden = (params["W1"] @ x.T).T + params["b1"]
    hidden = hidden * (hidden > 0)
    logits = (params["W2"] @ hidden.T).T
    return hidden, 1 / (1 + torch.exp(-logits))
""",
        "cause": "The second bias b2 is never added.",
        "fits": ["b2", "second bias", "bias is", "without the bias", "no bias"],
        "false": ["relu is missing", "without relu", "transpos", "w2 alone"],
        "kind": "silent",
    },
    {
        "id": "loss-broadcasts-labels",
        "function": "loss",
        "source": """
def loss(y_hat, y):
    return -(y * torch.log(y_hat) + (1 - y) * torch.log(1 - y_hat)).mean()
""",
        "cause": "Labels (N,) against outputs (N, 1) broadcast to (N, N).",
        "fits": ["broadcast", "(n, n)", "(n,)", "reshape", "shape of the labels", "n × n"],
        "false": ["sum instead", "summed", "wrong sign", "missing term"],
        "kind": "silent",
    },
    {
        "id": "loss-labels-always-unsqueezed",
        "function": "loss",
        "source": """
def loss(y_hat, y):
    y = y.unsqueeze(1)
    losses = y * torch.log(y_hat) + (1 - y) * torch.log(1 - y_hat)
    return -losses.mean()
""",
        "cause": "Labels that already are (N, O) get one dim too many and broadcast.",
        "fits": ["broadcast", "dim too many", "already", "unsqueeze", "(n, 1, 1)", "shape"],
        "false": ["sum instead", "summed", "wrong sign"],
        "kind": "silent",
    },
    {
        "id": "loss-library-refuses-shape",
        "function": "loss",
        "source": """
def loss(y_hat, y):
    criterion = nn.BCELoss()
    return criterion(y_hat, y)
""",
        "cause": "BCELoss refuses labels (N,) for outputs (N, 1); give y the shape of y_hat.",
        "fits": ["shape", "(n,)", "target size", "reshape", "labels", "view_as"],
        "false": ["forbidden", "sum instead", "summed"],
        "kind": "raises",
    },
    {
        "id": "loss-per-sample",
        "function": "loss",
        "source": """
def loss(y_hat, y):
    y = y.reshape(y_hat.shape).to(y_hat.dtype)
    return F.binary_cross_entropy(y_hat, y, reduction="sum") / len(y)
""",
        "cause": "The sum is divided by N only; the mean is over all N·O outputs.",
        "fits": ["n·o", "outputs", "mean", "divid", "times too large", "numel", "× o"],
        "false": ["broadcast", "wrong sign"],
        "kind": "silent",
    },
    {
        "id": "backward-no-relu-mask",
        "function": "backward",
        "source": """
def backward(x, y, params):
    z1 = x @ params["W1"].T + params["b1"]
    h = torch.relu(z1)
    y_hat = torch.sigmoid(h @ params["W2"].T + params["b2"])
    delta2 = (y_hat - y.reshape(y_hat.shape)) / y_hat.numel()
    delta1 = delta2 @ params["W2"]
    return {
        "W1": delta1.T @ x,
        "b1": delta1.sum(dim=0),
        "W2": delta2.T @ h,
        "b2": delta2.sum(dim=0),
    }
""",
        "cause": "ReLU's derivative is left out: units that were off pass the gradient on.",
        "fits": ["relu", "mask", "hidden > 0", "derivative of", "w1"],
        "false": ["w2 alone", "not divided", "transpos"],
        "kind": "silent",
    },
    {
        "id": "backward-summed-over-batch",
        "function": "backward",
        "source": """
def backward(x, y, params):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    gW1, gb1 = torch.zeros_like(W1), torch.zeros_like(b1)
    gW2, gb2 = torch.zeros_like(W2), torch.zeros_like(b2)
    targets = y.reshape(x.shape[0], -1)
    for xi, yi in zip(x, targets):
        h = torch.relu(W1 @ xi + b1)
        p = torch.sigmoid(W2 @ h + b2)
        d2 = p - yi
        d1 = (W2.T @ d2) * (h > 0)
        gW2 += torch.outer(d2, h)
        gb2 += d2
        gW1 += torch.outer(d1, xi)
        gb1 += d1
    return {"W1": gW1, "b1": gb1, "W2": gW2, "b2": gb2}
""",
        "cause": "The gradients are summed over the samples; the loss is a mean over N·O.",
        "fits": ["mean", "sum", "divid", "n·o", "× n", "times too large", "number of"],
        "false": ["relu is missing", "without relu", "transpos", "learning rate"],
        "kind": "silent",
    },
    {
        "id": "backward-bias-averaged",
        "function": "backward",
        "source": """
def backward(x, y, params):
    n = x.shape[0]
    z1 = F.linear(x, params["W1"], params["b1"])
    h = F.relu(z1)
    p = torch.sigmoid(F.linear(h, params["W2"], params["b2"]))
    d2 = (p - y.view_as(p)) / p.numel()
    d1 = (d2 @ params["W2"]) * (z1 > 0)
    grads = {}
    grads["W2"] = d2.T @ h
    grads["b2"] = d2.mean(0)
    grads["W1"] = d1.T @ x
    grads["b1"] = d1.mean(0)
    return grads
""",
        "cause": "The bias gradients take the mean of rows that are divided by N already; they "
        "need the sum.",
        "fits": ["bias", "b1", "b2", "sum", "mean", "twice"],
        "false": ["w1 alone", "relu is missing", "without relu", "transpos"],
        "kind": "silent",
    },
    {
        "id": "backward-sigmoid-slope-kept",
        "function": "backward",
        "source": """
def backward(x, y, params):
    hidden = (x @ params["W1"].t() + params["b1"]).clamp(min=0)
    out = torch.sigmoid(hidden @ params["W2"].t() + params["b2"])
    y = y.reshape(out.shape)
    err = (out - y) * out * (1 - out) / out.numel()
    back = (err @ params["W2"]) * (hidden > 0).to(err.dtype)
    return {
        "W1": back.t() @ x,
        "b1": back.sum(0),
        "W2": err.t() @ hidden,
        "b2": err.sum(0),
    }
""",
        "cause": "With BCE the sigmoid's slope cancels; y_hat(1 - y_hat) is a factor too many.",
        "fits": ["cancel", "slope", "sigmoid", "(1 - ", "mse", "squared", "extra factor"],
        "false": ["relu is missing", "without relu", "divided by n"],
        "kind": "silent",
    },
    {
        "id": "backward-gradients-transposed",
        "function": "backward",
        "source": """
def backward(x, y, params):
    h = torch.relu(x @ params["W1"].T + params["b1"])
    p = torch.sigmoid(h @ params["W2"].T + params["b2"])
    d2 = (p - y.reshape(p.shape)) / p.numel()
    d1 = d2 @ params["W2"] * (h > 0)
    return {
        "W1": x.T @ d1,
        "b1": d1.sum(0, keepdim=True),
        "W2": h.T @ d2,
        "b2": d2.sum(0, keepdim=True),
    }
""",
        "cause": "The weight gradients are (in, out), and the bias gradients keep an extra dim.",
        "fits": ["shape", "transpos", "keepdim", "(in, out)", "delta.t"],
        "false": ["relu is missing", "without relu", "mean instead"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "sgd-shallow-copy",
        "function": "sgd_step",
        "source": """
def sgd_step(params, gradients, lr):
    new = dict(params)
    for key in new:
        new[key] -= lr * gradients[key]
    return new
""",
        "cause": "dict() copies the names, not the tensors: -= changes the old parameters too.",
        "fits": ["shallow", "in place", "in-place", "old", "modif", "mutat", "-=", "argument"],
        "false": ["wrong sign", "learning rate"],
        "kind": "state",
    },
    {
        "id": "sgd-skips-biases",
        "function": "sgd_step",
        "source": """
def sgd_step(params, gradients, lr):
    updated = {name: p.clone() for name, p in params.items()}
    for name in updated:
        if name.startswith("W"):
            updated[name] = params[name] - gradients[name] * lr
    return updated
""",
        "cause": "Only the weights are updated; the biases stay.",
        "fits": ["bias", "b1", "b2", "unchanged", "not updated"],
        "false": ["wrong sign", "in place", "w1 alone"],
        "kind": "silent",
    },
    {
        "id": "sgd-uphill",
        "function": "sgd_step",
        "source": """
def sgd_step(params, gradients, lr):
    out = {}
    for key, value in params.items():
        out[key] = torch.add(value, gradients[key], alpha=lr)
    return out
""",
        "cause": "The step is added: it goes uphill; the gradient must be subtracted.",
        "fits": [
            "wrong sign",
            "sign of",
            "uphill",
            "ascent",
            "subtract",
            "downhill",
            "minus",
            "-1",
        ],
        "false": ["in place", "bias is"],
        "kind": "silent",
    },
    {
        "id": "net-swapped-linear-sizes",
        "function": "SimpleNet",
        "source": """
class SimpleNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(5, 10)
        self.fc2 = nn.Linear(1, 5)

    def forward(self, x):
        x = torch.relu(self.fc1(x))
        return torch.sigmoid(self.fc2(x))
""",
        "cause": "nn.Linear takes the input size first: Linear(10, 5) and Linear(5, 1).",
        "fits": ["linear(10, 5)", "input size", "order", "in_features", "fc1", "swap"],
        "false": ["relu is missing", "without relu", "sigmoid is missing", "sigmoid twice"],
        "kind": "raises",
    },
    {
        "id": "net-without-super",
        "function": "SimpleNet",
        "source": """
class SimpleNet(nn.Module):
    def __init__(self):
        self.fc1 = nn.Linear(10, 5)
        self.fc2 = nn.Linear(5, 1)

    def forward(self, x):
        return self.fc2(self.fc1(x).relu()).sigmoid()
""",
        "cause": "super().__init__() must run before layers are assigned.",
        "fits": ["super", "__init__", "initialis"],
        "false": ["relu is missing", "without relu", "shape: expected"],
        "kind": "raises",
    },
    {
        "id": "net-two-sigmoids",
        "function": "SimpleNet",
        "source": """
class SimpleNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(10, 5)
        self.fc2 = nn.Linear(5, 1)

    def forward(self, x):
        for layer in (self.fc1, self.fc2):
            x = torch.sigmoid(layer(x))
        return x
""",
        "cause": "The hidden layer uses a sigmoid; between the layers belongs a ReLU.",
        "fits": ["relu", "hidden", "between", "first layer", "activation"],
        "false": ["no sigmoid at the end", "with_logits", "twice at the end"],
        "kind": "silent",
    },
    {
        "id": "net-layers-in-a-list",
        "function": "SimpleNet",
        "source": """
class SimpleNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = [nn.Linear(10, 5)]
        self.fc2 = [nn.Linear(5, 1)]

    def forward(self, x):
        x = F.relu(self.fc1[0](x))
        return torch.sigmoid(self.fc2[0](x))
""",
        "cause": "Layers inside a plain list are not registered, so the net has no parameters.",
        "fits": ["list", "register", "parameters", "no parameter", "fc1", "nn.linear"],
        "false": ["relu is missing", "without relu", "sigmoid is missing", "sigmoid twice"],
        "kind": "state",
    },
    {
        "id": "net-forward-without-return",
        "function": "SimpleNet",
        "source": """
class SimpleNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(10, 5)
        self.fc2 = nn.Linear(5, 1)

    def forward(self, x):
        h = F.relu(self.fc1(x))
        y_hat = torch.sigmoid(self.fc2(h))
""",
        "cause": "forward computes the result but does not return it.",
        "fits": ["return", "none", "no result"],
        "false": ["relu is missing", "without relu", "sigmoid is missing", "sigmoid twice"],
        "kind": "source",
        "plain_fits": True,
    },
    {
        "id": "train-step-zeroes-too-late",
        "function": "train_step",
        "source": """
def train_step(net, optimizer, x, y):
    y_hat = net(x)
    loss = F.binary_cross_entropy(y_hat, y.reshape(y_hat.shape))
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()
""",
        "cause": "zero_grad stands between backward and step and wipes the gradients.",
        "fits": ["zero_grad", "order", "between", "wipe", "not change", "no update", "unchanged"],
        "false": ["left-over", "wrong sign"],
        "kind": "state",
    },
    {
        "id": "train-step-loss-after",
        "function": "train_step",
        "source": """
def train_step(net, optimizer, x, y):
    criterion = nn.BCELoss()
    y = y.view(-1, 1)
    optimizer.zero_grad()
    criterion(net(x), y).backward()
    optimizer.step()
    with torch.no_grad():
        return float(criterion(net(x), y))
""",
        "cause": "The loss is measured after the update; the one before it is asked for.",
        "fits": ["after", "before the update", "before"],
        "false": ["zero_grad", "tensor instead", "sum instead", "summed"],
        "kind": "silent",
    },
    {
        "id": "train-step-leaks",
        "function": "train_step",
        "source": """
def train_step(net, optimizer, x, y):
    p = net(x).squeeze(1)
    value = F.binary_cross_entropy(p, y.flatten())
    value.backward()
    optimizer.step()
    return value.detach().item()
""",
        "cause": "Gradients are never zeroed, so those of earlier steps are added to the new ones.",
        "fits": ["zero_grad", "left-over", "accumul", "leak", "earlier"],
        "false": ["no update", "after the update"],
        "kind": "state",
    },
    {
        "id": "train-step-logits-loss",
        "function": "train_step",
        "source": """
def train_step(net, optimizer, x, y):
    optimizer.zero_grad(set_to_none=True)
    out = net(x)
    loss = F.binary_cross_entropy_with_logits(out, y.reshape_as(out))
    loss.backward()
    optimizer.step()
    return loss.item()
""",
        "cause": "The net gives probabilities; the logits loss applies a second sigmoid.",
        "fits": ["logits", "sigmoid", "twice", "probabilit"],
        "false": ["zero_grad", "after the update", "sum instead", "summed"],
        "kind": "silent",
    },
    {
        "id": "train-ignores-lr",
        "function": "train",
        "source": """
def train(net, x, y, lr, steps):
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
    history = []
    for _ in range(steps):
        optimizer.zero_grad()
        y_hat = net(x)
        loss = F.binary_cross_entropy(y_hat, y.reshape(y_hat.shape))
        loss.backward()
        optimizer.step()
        history.append(loss.item())
    return history
""",
        "cause": "The learning rate is fixed at 0.01; the argument lr is ignored.",
        "fits": ["lr", "learning rate", "0.01"],
        "false": ["zero_grad", "adam", "momentum"],
        "kind": "silent",
    },
    {
        "id": "train-with-momentum",
        "function": "train",
        "source": """
def train(net, x, y, lr, steps):
    opt = torch.optim.SGD(net.parameters(), lr=lr, momentum=0.9)
    losses = []
    while len(losses) < steps:
        p = net(x)
        bce = nn.functional.binary_cross_entropy(p, y.reshape(p.shape))
        opt.zero_grad()
        bce.backward()
        opt.step()
        losses.append(float(bce))
    return losses
""",
        "cause": "Momentum is not plain SGD: from the second step on the updates are too large.",
        "fits": ["momentum", "plain sgd", "second step", "accumul", "optimi"],
        "false": ["adam", "after the update"],
        "kind": "state",
    },
    {
        "id": "train-returns-inside-the-loop",
        "function": "train",
        "source": """
def train(net, x, y, lr, steps):
    losses = []
    for step in range(steps):
        net.zero_grad()
        pred = net(x)
        loss = F.binary_cross_entropy(pred, y.view_as(pred))
        loss.backward()
        with torch.no_grad():
            for p in net.parameters():
                p -= lr * p.grad
        losses.append(loss.item())
        return losses
""",
        "cause": "return stands inside the loop, so only one step runs (and none gives None).",
        "fits": ["return", "loop", "one step", "length", "indent"],
        "false": ["learning rate", "zero_grad"],
        "kind": "silent",
        "plain_fits": True,
    },
    {
        "id": "train-never-counts",
        "function": "train",
        "source": """
def train(net, x, y, lr, steps):
    optimizer = torch.optim.SGD(net.parameters(), lr)
    losses = []
    step = 0
    while step < steps:
        y_hat = net(x)
        loss = F.binary_cross_entropy(y_hat, y.reshape(y_hat.shape))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses = losses + [loss.item()]
    return losses
""",
        "cause": "step is never increased, so the loop never ends.",
        "fits": ["endless", "loop", "time limit", "timed out", "too long", "never ends"],
        "false": ["zero_grad", "learning rate"],
        "kind": "raises",
    },
    {
        "id": "report-none-crashes",
        "function": "gradient_report",
        "source": """
def gradient_report(net):
    return {name: p.grad.norm().item() for name, p in net.named_parameters()}
""",
        "cause": "A parameter without gradient has grad None, which has no norm.",
        "fits": ["none", "no gradient", "nonetype", "attributeerror"],
        "false": ["norm of the parameter", "sum instead", "summed"],
        "kind": "raises",
    },
    {
        "id": "report-norm-of-parameters",
        "function": "gradient_report",
        "source": """
def gradient_report(net):
    report = {}
    for name, param in net.named_parameters():
        if param.grad is None:
            report[name] = None
        else:
            report[name] = torch.linalg.norm(param).item()
    return report
""",
        "cause": "The norm of the parameter is reported, not that of its gradient.",
        "fits": ["parameter", "weight", ".grad", "of the gradient"],
        "false": ["none was returned", "squared", "square root"],
        "kind": "silent",
    },
    {
        "id": "report-zero-for-none",
        "function": "gradient_report",
        "source": """
def gradient_report(net):
    norms = {}
    for name, p in net.named_parameters():
        if p.grad is not None:
            norms[name] = float((p.grad**2).sum())
        else:
            norms[name] = 0.0
    return norms
""",
        "cause": "The root is missing, which leaves the squared norm, and no gradient is None, "
        "not 0.0.",
        "fits": ["root", "squared", "sqrt", "square", "none", "0.0"],
        "false": ["parameter instead", "tensor instead"],
        "kind": "silent",
    },
    {
        "id": "backward-broken-helper",
        "function": "backward",
        "source": """
def _relu_slope(z):
    return torch.relu(z)


def backward(x, y, params):
    z1 = x @ params["W1"].T + params["b1"]
    h = torch.relu(z1)
    p = torch.sigmoid(h @ params["W2"].T + params["b2"])
    d2 = (p - y.reshape(p.shape)) / p.numel()
    d1 = (d2 @ params["W2"]) * _relu_slope(z1)
    return {
        "W1": torch.einsum("nh,ni->hi", d1, x),
        "b1": d1.sum(0),
        "W2": torch.einsum("no,nh->oh", d2, h),
        "b2": d2.sum(0),
    }
""",
        "cause": "The helper returns ReLU itself; its derivative is 1 where z > 0 and 0 elsewhere.",
        "fits": ["relu", "derivative", "mask", "slope", "z > 0", "hidden > 0"],
        "false": ["not divided", "transpos", "w2 alone"],
        "kind": "silent",
    },
    {
        "id": "backward-calls-backward",
        "function": "backward",
        "source": """
def backward(x, y, params):
    leaves = {k: v.detach().clone().requires_grad_() for k, v in params.items()}
    hidden = torch.relu(x @ leaves["W1"].T + leaves["b1"])
    y_hat = torch.sigmoid(hidden @ leaves["W2"].T + leaves["b2"])
    F.binary_cross_entropy(y_hat, y.reshape(y_hat.shape)).backward()
    return {k: v.grad for k, v in leaves.items()}
""",
        "cause": "The gradients come from autograd; the chain rule by hand is asked for.",
        "fits": ["autograd", "forbidden", "without", "by hand", "not allowed", ".backward"],
        "false": ["relu", "transpos"],
        "kind": "source",
    },
    {
        "id": "loss-returns-a-number",
        "function": "loss",
        "source": """
def loss(y_hat, y):
    target = y.reshape(y_hat.shape)
    total = 0.0
    for p, t in zip(y_hat.flatten().tolist(), target.flatten().tolist()):
        total -= t * math.log(p) + (1 - t) * math.log(1 - p)
    return total / y_hat.numel()
""",
        "cause": "A Python float comes back, without a graph; a 0-D tensor is asked for.",
        "fits": ["float", "0-d", "tensor", "python number"],
        "false": ["broadcast", "summed"],
        "kind": "silent",
        "plain_fits": True,
    },
]
