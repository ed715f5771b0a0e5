"""Wrong answers for 09_backprop_update, as beginners write them; labels from the curriculum."""

from ..open.making import case

NET = """
def forward(x, params):
    hidden = torch.relu(x @ params["W1"].T + params["b1"])
    return hidden, torch.sigmoid(hidden @ params["W2"].T + params["b2"])
"""

CASES = [
    case(
        "init-normal",
        "init_params",
        """
        def init_params(n_inputs, n_hidden, n_outputs, seed):
            g = torch.Generator().manual_seed(seed)
            return {
                "W1": torch.randn(n_hidden, n_inputs, generator=g),
                "b1": torch.zeros(n_hidden),
                "W2": torch.randn(n_outputs, n_hidden, generator=g),
                "b2": torch.zeros(n_outputs),
            }
        """,
        "normal, not uniform within a bound",
        ["bound", "uniform", "fan", "range", "normal", "large", "sqrt"],
    ),
    case(
        "init-shapes",
        "init_params",
        """
        def init_params(n_inputs, n_hidden, n_outputs, seed):
            g = torch.Generator().manual_seed(seed)
            def u(a, b):
                return (torch.rand(a, b, generator=g) * 2 - 1) / a**0.5
            return {"W1": u(n_inputs, n_hidden), "b1": torch.zeros(n_hidden), "W2": u(n_hidden, n_outputs), "b2": torch.zeros(n_outputs)}
        """,
        "(in, out) instead of (out, in)",
        ["transpose", "shape", "W1"],
    ),
    case(
        "init-global-seed",
        "init_params",
        """
        def init_params(n_inputs, n_hidden, n_outputs, seed):
            torch.manual_seed(seed)
            k1, k2 = n_inputs**-0.5, n_hidden**-0.5
            return {
                "W1": torch.empty(n_hidden, n_inputs).uniform_(-k1, k1),
                "b1": torch.zeros(n_hidden),
                "W2": torch.empty(n_outputs, n_hidden).uniform_(-k2, k2),
                "b2": torch.zeros(n_outputs),
            }
        """,
        "the global seed is set",
        ["global", "random state"],
    ),
    case(
        "init-positive",
        "init_params",
        """
        def init_params(n_inputs, n_hidden, n_outputs, seed):
            g = torch.Generator().manual_seed(seed)
            return {
                "W1": torch.rand(n_hidden, n_inputs, generator=g) / math.sqrt(n_inputs),
                "b1": torch.zeros(n_hidden),
                "W2": torch.rand(n_outputs, n_hidden, generator=g) / math.sqrt(n_hidden),
                "b2": torch.zeros(n_outputs),
            }
        """,
        "only positive weights",
        ["positive", "negative", "sign", "both", "below 0", "half"],
    ),
    case(
        "forward-no-relu",
        "forward",
        """
        def forward(x, params):
            hidden = x @ params["W1"].T + params["b1"]
            return hidden, torch.sigmoid(hidden @ params["W2"].T + params["b2"])
        """,
        "no ReLU",
        ["ReLU", "negative"],
    ),
    case(
        "forward-logits",
        "forward",
        """
        def forward(x, params):
            hidden = F.relu(F.linear(x, params["W1"], params["b1"]))
            return hidden, F.linear(hidden, params["W2"], params["b2"])
        """,
        "no sigmoid",
        ["sigmoid", "logit"],
    ),
    case(
        "forward-only-y",
        "forward",
        """
        def forward(x, params):
            hidden = F.relu(F.linear(x, params["W1"], params["b1"]))
            return torch.sigmoid(F.linear(hidden, params["W2"], params["b2"]))
        """,
        "one value, not two",
        ["tuple", "two", "hidden", "one value"],
    ),
    case(
        "forward-b1-twice",
        "forward",
        """
        def forward(x, params):
            hidden = F.relu(x @ params["W1"].T)
            return hidden, torch.sigmoid(hidden @ params["W2"].T)
        """,
        "the biases are forgotten",
        ["bias", "b1", "b2"],
    ),
    case(
        "forward-softmax",
        "forward",
        """
        def forward(x, params):
            hidden = torch.relu(x @ params["W1"].T + params["b1"])
            return hidden, torch.softmax(hidden @ params["W2"].T + params["b2"], dim=-1)
        """,
        "softmax for sigmoid",
        ["softmax", "sum to 1", "all 1", "sigmoid"],
    ),
    case(
        "loss-broadcast",
        "loss",
        """
        def loss(y_hat, y):
            return -(y * torch.log(y_hat) + (1 - y) * torch.log(1 - y_hat)).mean()
        """,
        "(N,) against (N, 1) broadcasts to (N, N)",
        ["(N, N)", "broadcast", "(N,)"],
    ),
    case(
        "loss-sum-axis",
        "loss",
        """
        def loss(y_hat, y):
            y = y.view_as(y_hat)
            return -(y * y_hat.log() + (1 - y) * (1 - y_hat).log()).sum(1).mean()
        """,
        "summed over the outputs",
        ["output", "sum", "mean", "times", "average"],
    ),
    case(
        "loss-mse",
        "loss",
        """
        def loss(y_hat, y):
            return F.mse_loss(y_hat, y.reshape(y_hat.shape))
        """,
        "the squared error",
        ["squared", "MSE"],
    ),
    case(
        "loss-first-half",
        "loss",
        """
        def loss(y_hat, y):
            return -(y.reshape(y_hat.shape) * torch.log(y_hat)).mean()
        """,
        "the (1 - y) term is missing",
        ["1 - y", "(1", "term"],
    ),
    case(
        "backward-no-mask",
        "backward",
        NET
        + """
def backward(x, y, params):
    hidden, y_hat = forward(x, params)
    d2 = (y_hat - y.reshape(y_hat.shape)) / y_hat.numel()
    d1 = d2 @ params["W2"]
    return {"W1": d1.T @ x, "b1": d1.sum(0), "W2": d2.T @ hidden, "b2": d2.sum(0)}
""",
        "the ReLU's derivative is missing",
        ["ReLU", "mask"],
    ),
    case(
        "backward-sum",
        "backward",
        NET
        + """
def backward(x, y, params):
    hidden, y_hat = forward(x, params)
    d2 = y_hat - y.reshape(y_hat.shape)
    d1 = (d2 @ params["W2"]) * (hidden > 0)
    return {"W1": d1.T @ x, "b1": d1.sum(0), "W2": d2.T @ hidden, "b2": d2.sum(0)}
""",
        "not averaged",
        ["average", "mean", "sum", "times", "divide"],
    ),
    case(
        "backward-n-only",
        "backward",
        NET
        + """
def backward(x, y, params):
    hidden, y_hat = forward(x, params)
    d2 = (y_hat - y.reshape(y_hat.shape)) / x.shape[0]
    d1 = (d2 @ params["W2"]) * (hidden > 0)
    return {"W1": d1.T @ x, "b1": d1.sum(0), "W2": d2.T @ hidden, "b2": d2.sum(0)}
""",
        "averaged over N, not N·O",
        ["output", "times", "average", "mean", "divide", "O"],
    ),
    case(
        "backward-b1",
        "backward",
        NET
        + """
def backward(x, y, params):
    hidden, y_hat = forward(x, params)
    d2 = (y_hat - y.reshape(y_hat.shape)) / y_hat.numel()
    d1 = (d2 @ params["W2"]) * (hidden > 0)
    return {"W1": d1.T @ x, "b1": d1.mean(0), "W2": d2.T @ hidden, "b2": d2.mean(0)}
""",
        "the biases' gradients are averaged once more",
        ["b1", "b2", "bias"],
    ),
    case(
        "backward-transposed",
        "backward",
        NET
        + """
def backward(x, y, params):
    hidden, y_hat = forward(x, params)
    d2 = (y_hat - y.reshape(y_hat.shape)) / y_hat.numel()
    d1 = (d2 @ params["W2"]) * (hidden > 0)
    return {"W1": x.T @ d1, "b1": d1.sum(0), "W2": hidden.T @ d2, "b2": d2.sum(0)}
""",
        "the weights' gradients are transposed",
        ["transpose"],
    ),
    case(
        "backward-sibling-fails",
        "backward",
        """
        def forward(x, params):
            hidden = torch.relu(x @ params["w1"].T + params["b1"])
            return hidden, torch.sigmoid(hidden @ params["W2"].T + params["b2"])


        def backward(x, y, params):
            hidden, y_hat = forward(x, params)
            d2 = (y_hat - y.reshape(y_hat.shape)) / y_hat.numel()
            d1 = (d2 @ params["W2"]) * (hidden > 0)
            return {"W1": d1.T @ x, "b1": d1.sum(0), "W2": d2.T @ hidden, "b2": d2.sum(0)}
        """,
        "forward, which it calls, fails (a misspelt key)",
        ["forward"],
    ),
    case(
        "sgd-in-place",
        "sgd_step",
        """
        def sgd_step(params, gradients, lr):
            for name in params:
                params[name] -= lr * gradients[name]
            return params
        """,
        "changes the old parameters",
        ["argument", "in place", "change", "old"],
    ),
    case(
        "sgd-weights-only",
        "sgd_step",
        """
        def sgd_step(params, gradients, lr):
            new = dict(params)
            for name in ("W1", "W2"):
                new[name] = params[name] - lr * gradients[name]
            return new
        """,
        "the biases are not updated",
        ["b1", "b2", "bias"],
    ),
    case(
        "sgd-plus",
        "sgd_step",
        """
        def sgd_step(params, gradients, lr):
            return {k: v + lr * gradients[k] for k, v in params.items()}
        """,
        "uphill",
        ["uphill", "sign", "opposite", "ascent", "direction", "added"],
    ),
    case(
        "sgd-no-lr",
        "sgd_step",
        """
        def sgd_step(params, gradients, lr):
            return {k: params[k] - gradients[k] for k in params}
        """,
        "no rate",
        ["lr", "rate"],
    ),
    case(
        "net-names",
        "SimpleNet",
        """
        class SimpleNet(nn.Module):
            def __init__(self):
                super().__init__()
                self.layer1 = nn.Linear(10, 5)
                self.layer2 = nn.Linear(5, 1)

            def forward(self, x):
                return torch.sigmoid(self.layer2(torch.relu(self.layer1(x))))
        """,
        "the layers have other names",
        ["fc1", "layer1", "name"],
    ),
    case(
        "net-no-super",
        "SimpleNet",
        """
        class SimpleNet(nn.Module):
            def __init__(self):
                self.fc1 = nn.Linear(10, 5)
                self.fc2 = nn.Linear(5, 1)

            def forward(self, x):
                return torch.sigmoid(self.fc2(torch.relu(self.fc1(x))))
        """,
        "super().__init__() is missing",
        ["super", "__init__"],
    ),
    case(
        "net-logits",
        "SimpleNet",
        """
        class SimpleNet(nn.Module):
            def __init__(self):
                super().__init__()
                self.fc1 = nn.Linear(10, 5)
                self.fc2 = nn.Linear(5, 1)

            def forward(self, x):
                return self.fc2(torch.relu(self.fc1(x)))
        """,
        "no sigmoid",
        ["sigmoid", "logit"],
    ),
    case(
        "net-squeeze",
        "SimpleNet",
        """
        class SimpleNet(nn.Module):
            def __init__(self):
                super().__init__()
                self.fc1 = nn.Linear(10, 5)
                self.fc2 = nn.Linear(5, 1)

            def forward(self, x):
                return torch.sigmoid(self.fc2(F.relu(self.fc1(x)))).squeeze()
        """,
        "squeezed",
        ["squeeze", "shape", "dim"],
    ),
    case(
        "net-sizes",
        "SimpleNet",
        """
        class SimpleNet(nn.Module):
            def __init__(self):
                super().__init__()
                self.fc1 = nn.Linear(5, 10)
                self.fc2 = nn.Linear(1, 5)

            def forward(self, x):
                return torch.sigmoid(self.fc2(F.relu(self.fc1(x))))
        """,
        "in and out swapped",
        ["shape", "fc1", "Linear", "swap"],
    ),
    case(
        "step-no-zero",
        "train_step",
        """
        def train_step(net, optimizer, x, y):
            y_hat = net(x)
            loss = F.binary_cross_entropy(y_hat, y.reshape(y_hat.shape))
            loss.backward()
            optimizer.step()
            return loss.item()
        """,
        "no zero_grad",
        ["zero_grad", "left", "earlier", "previous", "old gradient"],
    ),
    case(
        "step-zero-late",
        "train_step",
        """
        def train_step(net, optimizer, x, y):
            y_hat = net(x)
            loss = F.binary_cross_entropy(y_hat, y.reshape(y_hat.shape))
            loss.backward()
            optimizer.zero_grad()
            optimizer.step()
            return loss.item()
        """,
        "zero_grad between backward and step",
        ["zero_grad", "not move", "unchanged", "cleared", "no update", "did not change"],
    ),
    case(
        "step-tensor",
        "train_step",
        """
        def train_step(net, optimizer, x, y):
            optimizer.zero_grad()
            y_hat = net(x)
            loss = F.binary_cross_entropy(y_hat, y.reshape(y_hat.shape))
            loss.backward()
            optimizer.step()
            return loss
        """,
        "a tensor",
        ["item", "float", "Python"],
    ),
    case(
        "step-after-loss",
        "train_step",
        """
        def train_step(net, optimizer, x, y):
            optimizer.zero_grad()
            F.binary_cross_entropy(net(x), y.view(-1, 1)).backward()
            optimizer.step()
            return F.binary_cross_entropy(net(x), y.view(-1, 1)).item()
        """,
        "the loss after the update",
        ["after", "before"],
    ),
    case(
        "step-no-step",
        "train_step",
        """
        def train_step(net, optimizer, x, y):
            optimizer.zero_grad()
            loss = F.binary_cross_entropy(net(x), y.view(-1, 1))
            loss.backward()
            return float(loss)
        """,
        "no optimizer.step",
        ["step", "not move", "unchanged", "did not change"],
    ),
    case(
        "step-with-logits",
        "train_step",
        """
        def train_step(net, optimizer, x, y):
            optimizer.zero_grad()
            loss = F.binary_cross_entropy_with_logits(net(x), y.view(-1, 1))
            loss.backward()
            optimizer.step()
            return loss.item()
        """,
        "sigmoid twice",
        ["logits", "twice", "second sigmoid", "again"],
    ),
    case(
        "train-adam",
        "train",
        """
        def train(net, x, y, lr, steps):
            optimizer = torch.optim.Adam(net.parameters(), lr=lr)
            losses = []
            for _ in range(steps):
                optimizer.zero_grad()
                loss = F.binary_cross_entropy(net(x), y.view(-1, 1))
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
            return losses
        """,
        "Adam, not plain SGD",
        ["Adam", "SGD", "first loss", "update"],
    ),
    case(
        "train-last-only",
        "train",
        """
        def train(net, x, y, lr, steps):
            optimizer = torch.optim.SGD(net.parameters(), lr=lr)
            for _ in range(steps):
                optimizer.zero_grad()
                loss = F.binary_cross_entropy(net(x), y.view(-1, 1))
                loss.backward()
                optimizer.step()
            return loss.item()
        """,
        "the last loss, no list",
        ["list", "float"],
    ),
    case(
        "train-early-return",
        "train",
        """
        def train(net, x, y, lr, steps):
            optimizer = torch.optim.SGD(net.parameters(), lr=lr)
            losses = []
            for _ in range(steps):
                optimizer.zero_grad()
                loss = F.binary_cross_entropy(net(x), y.view(-1, 1))
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
                return losses
        """,
        "return inside the loop",
        ["loop", "first", "length", "one", "1"],
    ),
    case(
        "train-no-zero",
        "train",
        """
        def train(net, x, y, lr, steps):
            optimizer = torch.optim.SGD(net.parameters(), lr=lr)
            losses = []
            for step in range(steps):
                loss = F.binary_cross_entropy(net(x), y.view(-1, 1))
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
            return losses
        """,
        "gradients pile up",
        ["zero_grad", "pile", "accumul", "left", "earlier"],
    ),
    case(
        "train-sibling-fails",
        "train",
        """
        def train_step(net, optimizer, x, y):
            optimizer.zero_grad()
            loss = F.binary_cross_entropy(net(x), y.unsqueeze(-1).unsqueeze(-1))
            loss.backward()
            optimizer.step()
            return loss.item()


        def train(net, x, y, lr, steps):
            optimizer = torch.optim.SGD(net.parameters(), lr=lr)
            return [train_step(net, optimizer, x, y) for _ in range(steps)]
        """,
        "train_step, which it calls, fails",
        ["train_step"],
    ),
    case(
        "train-net-fresh",
        "train",
        """
        def train(net, x, y, lr, steps):
            losses = []
            for _ in range(steps):
                loss = F.binary_cross_entropy(net(x), y.view(-1, 1))
                loss.backward()
                with torch.no_grad():
                    for p in net.parameters():
                        p = p - lr * p.grad
                        p.grad = None
                losses.append(loss.item())
            return losses
        """,
        "the parameters are never changed",
        ["unchanged", "not move", "not learn", "same", "did not change", "not change"],
    ),
    case(
        "report-squared",
        "gradient_report",
        """
        def gradient_report(net):
            return {n: None if p.grad is None else (p.grad**2).sum().item() for n, p in net.named_parameters()}
        """,
        "no square root",
        ["square", "root", "sqrt"],
    ),
    case(
        "report-none",
        "gradient_report",
        """
        def gradient_report(net):
            return {n: p.grad.norm().item() for n, p in net.named_parameters()}
        """,
        "fails where there is no gradient",
        ["None", "no gradient"],
    ),
    case(
        "report-tensors",
        "gradient_report",
        """
        def gradient_report(net):
            return {n: p.grad.norm() if p.grad is not None else None for n, p in net.named_parameters()}
        """,
        "tensors, no floats",
        ["float", "item", "Python"],
    ),
    case(
        "report-skip",
        "gradient_report",
        """
        def gradient_report(net):
            report = {}
            for n, p in net.named_parameters():
                if p.grad is not None:
                    report[n] = float(torch.linalg.vector_norm(p.grad))
            return report
        """,
        "leaves out what has no gradient",
        ["None", "missing", "key", "leaves out", "left out"],
    ),
    case(
        "report-zero",
        "gradient_report",
        """
        def gradient_report(net):
            return {n: 0.0 if p.grad is None else p.grad.abs().sum().item() for n, p in net.named_parameters()}
        """,
        "0.0 for None, and the sum of magnitudes for the norm",
        ["None", "0.0", "norm", "abs"],
    ),
]
