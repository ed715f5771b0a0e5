"""Wrong answers for 09_backprop_update, with what a fitting diagnosis names."""

from .making import case

CASES = [
    case(
        "fwd-norelu",
        "forward",
        """
        def forward(x, params):
            h = x @ params['W1'].T + params['b1']
            return h, torch.sigmoid(h @ params['W2'].T + params['b2'])
        """,
        "no ReLU",
        ["relu", "below 0", "negative"],
        ["transpose"],
    ),
    case(
        "fwd-nosigmoid",
        "forward",
        """
        def forward(x, params):
            h = torch.relu(x @ params['W1'].T + params['b1'])
            return h, h @ params['W2'].T + params['b2']
        """,
        "no sigmoid",
        ["sigmoid"],
        ["relu is"],
        plain_fits=True,
    ),
    case(
        "fwd-order",
        "forward",
        """
        def forward(x, params):
            h = torch.relu(x @ params['W1'].T + params['b1'])
            return torch.sigmoid(h @ params['W2'].T + params['b2']), h
        """,
        "returned in the wrong order",
        ["order", "places", "swap"],
        [],
    ),
    case(
        "fwd-key",
        "forward",
        """
        def forward(x, params):
            h = torch.relu(x @ params['w1'].T + params['b1'])
            return h, torch.sigmoid(h @ params['W2'].T + params['b2'])
        """,
        "a misspelt key",
        ["key"],
        [],
        kind="raises",
    ),
    case(
        "loss-broadcast",
        "loss",
        """
        def loss(y_hat, y):
            return -(y * y_hat.log() + (1 - y) * (1 - y_hat).log()).mean()
        """,
        "labels (N,) against (N, 1) broadcast",
        ["broadcast", "pair", "(n, 1)", "shape", "every"],
        ["sign"],
    ),
    case(
        "sgd-sign",
        "sgd_step",
        """
        def sgd_step(params, gradients, lr):
            return {k: v + lr * gradients[k] for k, v in params.items()}
        """,
        "uphill",
        ["uphill", "other way", "sign", "direction"],
        ["lr is missing"],
    ),
    case(
        "sgd-nolr",
        "sgd_step",
        """
        def sgd_step(params, gradients, lr):
            return {k: v - gradients[k] for k, v in params.items()}
        """,
        "no learning rate",
        ["lr", "rate"],
        ["uphill"],
    ),
    case(
        "sgd-inplace",
        "sgd_step",
        """
        def sgd_step(params, gradients, lr):
            for k in params:
                params[k] -= lr * gradients[k]
            return params
        """,
        "the old weights are changed",
        ["changed", "old", "place", "same dict"],
        [],
        plain_fits=True,
        kind="state",
    ),
    case(
        "sgd-double",
        "sgd_step",
        """
        def sgd_step(params, gradients, lr):
            return {k: v - 2 * lr * gradients[k] for k, v in params.items()}
        """,
        "twice the step",
        ["2", "twice", "size of the step", "wrong size"],
        ["uphill", "other way"],
        plain_fits=True,
    ),
    case(
        "step-nozero",
        "train_step",
        """
        def train_step(net, optimizer, x, y):
            loss = F.binary_cross_entropy(net(x), y.reshape(-1, 1))
            loss.backward()
            optimizer.step()
            return loss.item()
        """,
        "gradients are not cleared",
        ["clear", "zero", "add up", "left", "accumul", "earlier"],
        ["sign"],
        kind="state",
    ),
    case(
        "step-tensor",
        "train_step",
        """
        def train_step(net, optimizer, x, y):
            optimizer.zero_grad()
            loss = F.binary_cross_entropy(net(x), y.reshape(-1, 1))
            loss.backward()
            optimizer.step()
            return loss
        """,
        "a tensor instead of a float",
        ["tensor", "number"],
        [],
        plain_fits=True,
    ),
    case(
        "step-nobackward",
        "train_step",
        """
        def train_step(net, optimizer, x, y):
            optimizer.zero_grad()
            loss = F.binary_cross_entropy(net(x), y.reshape(-1, 1))
            optimizer.step()
            return loss.item()
        """,
        "no backward pass",
        ["backward", "unchanged", "no update", "zero"],
        ["sign"],
        plain_fits=True,
        kind="state",
    ),
    case(
        "step-after",
        "train_step",
        """
        def train_step(net, optimizer, x, y):
            optimizer.zero_grad()
            loss = F.binary_cross_entropy(net(x), y.reshape(-1, 1))
            loss.backward()
            optimizer.step()
            return F.binary_cross_entropy(net(x), y.reshape(-1, 1)).item()
        """,
        "the loss after the update",
        ["after", "before"],
        ["sign"],
        plain_fits=True,
    ),
    case(
        "train-last",
        "train",
        """
        def train(net, x, y, lr, steps):
            o = torch.optim.SGD(net.parameters(), lr=lr)
            for _ in range(steps):
                o.zero_grad()
                l = F.binary_cross_entropy(net(x), y.reshape(-1, 1))
                l.backward()
                o.step()
            return [l.item()]
        """,
        "only the last loss",
        ["last", "each step", "items", "short"],
        [],
        plain_fits=True,
    ),
    case(
        "report-mean",
        "gradient_report",
        """
        def gradient_report(net):
            return {n: None if p.grad is None else p.grad.abs().mean().item() for n, p in net.named_parameters()}
        """,
        "the mean instead of the norm",
        ["mean", "norm"],
        [],
        plain_fits=True,
    ),
    case(
        "report-none",
        "gradient_report",
        """
        def gradient_report(net):
            return {n: p.grad.norm().item() for n, p in net.named_parameters()}
        """,
        "no gradient is not handled",
        ["None", "backward"],
        [],
        kind="raises",
    ),
]
