"""Device mistakes: answers that pass on the CPU, each with the line at fault marked `# <-`.

A row is a concept, what the diagnosis on the simulated device must be, and the source.
"""

from typing import NamedTuple

MADE, NUMPY, ONLY = "DEVICE-MADE-ON-CPU", "DEVICE-TO-NUMPY", "DEVICE-CPU-ONLY"
MARK = "# <-"


class Mistake(NamedTuple):
    """One labelled answer; `line` is where the mark stands."""

    concept: str
    diagnosis: str
    source: str

    @property
    def line(self) -> int:
        lines = self.source.splitlines()
        return next(number for number, line in enumerate(lines, 1) if MARK in line)

    @property
    def function(self) -> str:
        return self.source.rpartition("\ndef ")[2].partition("(")[0]


HEAD = "import numpy as np\nimport torch\nimport torch.nn.functional as F\n\n"


def _mistakes(concept: str, diagnosis: str, text: str) -> list[Mistake]:
    """The answers of a text, which stand apart by lines of `---`."""
    parts = text.strip("\n").split("\n---\n")
    return [Mistake(concept, diagnosis, f"{HEAD}\n{part}\n") for part in parts]


MISTAKES = [
    *_mistakes("01_pretraining", MADE, """
def shift_pairs(token_ids, context_length):
    if context_length < 1:
        raise ValueError("context_length")
    n = (len(token_ids) - 1) // context_length
    pairs = torch.empty(2, n, context_length, dtype=torch.int64)  # <-
    for row in range(n):
        start = row * context_length
        pairs[0, row] = token_ids[start : start + context_length]
        pairs[1, row] = token_ids[start + 1 : start + 1 + context_length]
    return pairs[0], pairs[1]
---
def next_token_loss(logits, targets):
    logits = logits.flatten(0, 1).log_softmax(-1)
    wanted = torch.zeros(logits.shape, dtype=logits.dtype)  # <-
    wanted = wanted.scatter(1, targets.reshape(-1, 1), 1.0)
    return -(wanted * logits).sum(-1).mean()
---
def next_token_loss(logits, targets):
    weight = torch.ones(logits.shape[-1], dtype=logits.dtype)  # <-
    return F.cross_entropy(logits.flatten(0, 1), targets.flatten(), weight=weight)
---
def perplexity(loss):
    return loss.cpu().exp()  # <-
"""),
    *_mistakes("02_llm_components", MADE, """
def embed(token_ids, token_table, position_table):
    if token_ids.shape[1] > len(position_table):
        raise ValueError("too long")
    positions = torch.arange(token_ids.shape[1])  # <-
    return F.embedding(token_ids, token_table) + F.embedding(positions, position_table)
---
def dropout(x, keep, rate, training):
    if not 0 <= rate < 1:
        raise ValueError("rate")
    if not training:
        return x
    return torch.where(keep, x / (1 - rate), torch.zeros(x.shape, dtype=x.dtype))  # <-
---
def dropout(x, keep, rate, training):
    if not 0 <= rate < 1:
        raise ValueError("rate")
    return x * keep.cpu() / (1 - rate) if training else x  # <-
"""),
    *_mistakes("03_tensor_ranks", MADE, """
def add_leading_dims(tensor, rank):
    if rank < tensor.dim():
        raise ValueError("rank")
    shape = [1] * (rank - tensor.dim()) + list(tensor.shape)
    return torch.tensor(tensor.tolist(), dtype=tensor.dtype).reshape(shape)  # <-
---
def batch_images(images):
    if any(image.shape != images[0].shape for image in images):
        raise ValueError("sizes")
    batch = torch.empty(len(images), *images[0].shape, dtype=images[0].dtype)  # <-
    for place, image in enumerate(images):
        batch[place] = image
    return batch
"""),
    *_mistakes("03_tensor_ranks", NUMPY, """
def batch_images(images):
    arrays = [image.numpy() for image in images]  # <-
    return torch.from_numpy(np.stack(arrays))
---
def to_python(tensor):
    return np.asarray(tensor).tolist()  # <-
"""),
    *_mistakes("04_numpy_and_devices", NUMPY, """
def to_numpy(tensor):
    return tensor.detach().numpy()  # <-
"""),
    *_mistakes("05_dtype_conversion", MADE, """
def round_to_int(tensor):
    values = [round(value) for value in tensor.flatten().tolist()]
    return torch.tensor(values, dtype=torch.int64).reshape(tensor.shape)  # <-
---
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"

def normalise_image(image):
    return image.to(DEVICE).float() / 255  # <-
---
def normalise_image(image):
    levels = torch.arange(256) / 255  # <-
    return levels[image.long()]
---
def to_float32(tensor):
    return tensor.type(torch.FloatTensor)  # <-
---
def brighten(image, amount):
    array = image.cpu().numpy().astype(np.int64) + amount
    return torch.from_numpy(array.clip(0, 255).astype(np.uint8))  # <-
---
def integer_mean(tensor):
    return torch.tensor(sum(tensor.flatten().tolist()) / tensor.numel())  # <-
"""),
    *_mistakes("05_dtype_conversion", NUMPY, """
def mask_fraction(mask):
    return float(np.mean(mask.numpy())) if mask.numel() else 0.0  # <-
"""),
    *_mistakes("05_dtype_conversion", ONLY, """
def brighten(image, amount):
    wide = image.to(torch.int64)
    return wide.apply_(lambda value: max(0, min(255, value + amount))).to(torch.uint8)  # <-
"""),
    *_mistakes("06_reshape_transpose_matmul", MADE, """
def linear(x, weight, bias):
    ones = torch.ones(len(x), 1, dtype=x.dtype)  # <-
    return x @ weight.T + ones * bias
---
def _zeros(rows, columns, like):
    return torch.zeros(rows, columns, dtype=like.dtype)  # <-

def matmul_by_hand(a, b):
    if a.shape[1] != b.shape[0]:
        raise ValueError("inner sizes")
    product = _zeros(len(a), b.shape[1], a)
    for i in range(len(a)):
        for j in range(b.shape[1]):
            product[i, j] = (a[i] * b[:, j]).sum()
    return product
---
def to_column(vector):
    return vector.to("cpu").reshape(-1, 1)  # <-
---
def gram(matrix):
    right = torch.tensor(matrix.tolist(), dtype=matrix.dtype)  # <-
    return matrix @ right.T
---
def flatten(tensor):
    values = torch.empty(tensor.numel(), dtype=tensor.dtype)  # <-
    return torch.cat([values[:0], tensor.reshape(-1)])
"""),
    *_mistakes("06_reshape_transpose_matmul", NUMPY, """
def transpose(matrix):
    return torch.from_numpy(matrix.numpy().T)  # <-
"""),
    *_mistakes("07_chain_rule", MADE, """
def binary_cross_entropy(a, y):
    ones = torch.ones(a.shape, dtype=a.dtype)  # <-
    return -(y * a.log() + (ones - y) * (ones - a).log()).mean()
---
def sigmoid(z):
    zero = torch.zeros(z.shape, dtype=z.dtype)  # <-
    return torch.exp(-torch.logaddexp(zero, -z))
---
def numerical_gradient(f, x, eps):
    slopes = torch.empty(x.numel(), dtype=x.dtype)  # <-
    for i in range(x.numel()):
        step = torch.zeros_like(x).reshape(-1)
        step[i] = eps
        step = step.reshape(x.shape)
        slopes[i] = (float(f(x + step)) - float(f(x - step))) / (2 * eps)
    return slopes.reshape(x.shape)
"""),
    *_mistakes("08_autograd", MADE, """
def accumulated_gradient(losses, w):
    leaf = w.detach().clone().requires_grad_()
    total = torch.zeros(w.shape, dtype=w.dtype)  # <-
    for loss in losses:
        total = total + torch.autograd.grad(loss(leaf), leaf)[0]
    return total
---
def second_derivative(f, x):
    leaf = x.detach().clone().requires_grad_()
    ones = torch.ones(x.shape, dtype=x.dtype)  # <-
    (slope,) = torch.autograd.grad((f(leaf) * ones).sum(), leaf, create_graph=True)
    if not slope.requires_grad:
        return torch.zeros_like(x)
    return torch.autograd.grad(slope.sum(), leaf)[0]
---
def gradient_step(w, gradient, lr):
    with torch.no_grad():
        w.sub_(lr * gradient.cpu())  # <-
"""),
    *_mistakes("08_autograd", NUMPY, """
def stop_gradient(x):
    return torch.from_numpy(x.detach().numpy())  # <-
"""),
    *_mistakes("09_backprop_update", MADE, """
def forward(x, params):
    one = torch.ones(len(x), 1, dtype=x.dtype)  # <-
    hidden = torch.relu(x @ params["W1"].T + one * params["b1"])
    return hidden, torch.sigmoid(hidden @ params["W2"].T + one * params["b2"])
---
def loss(y_hat, y):
    one = torch.ones(y_hat.shape, dtype=y_hat.dtype)  # <-
    y = y.reshape(y_hat.shape)
    return -(y * y_hat.log() + (one - y) * (one - y_hat).log()).mean()
---
def sgd_step(params, gradients, lr):
    return {name: value - lr * gradients[name].cpu() for name, value in params.items()}  # <-
"""),
    *_mistakes("09_backprop_update", NUMPY, """
def gradient_report(net):
    report = {}
    for name, p in net.named_parameters():
        report[name] = None if p.grad is None else float(np.linalg.norm(p.grad.numpy()))  # <-
    return report
"""),
    # The line that makes the tensor runs when the file is loaded: the line that uses it is named.
    *_mistakes("05_dtype_conversion", "EXC-DEVICES-DIFFER", """
LEVELS = torch.arange(256) / 255

def normalise_image(image):
    return LEVELS[image.long()]  # <-
"""),
]  # fmt: skip
