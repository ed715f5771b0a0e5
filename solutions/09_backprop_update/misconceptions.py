"""Wrong answers worth explaining, for 09_backprop_update."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from grader import misconception


def _init(n_inputs, n_hidden, n_outputs, seed, weight=None, bias=torch.zeros):
    generator = torch.Generator().manual_seed(seed)

    def uniform(rows, columns):
        return (2 * torch.rand(rows, columns, generator=generator) - 1) / columns**0.5

    weight = weight or uniform
    return {
        "W1": weight(n_hidden, n_inputs),
        "b1": bias(n_hidden),
        "W2": weight(n_outputs, n_hidden),
        "b2": bias(n_outputs),
    }


@misconception(
    "init_params",
    "The seed was set for all of torch. Whoever draws random numbers after this call gets others than "
    "before: the global state was changed.",
    id="INIT-GLOBAL-SEED",
    next_step="Draw `torch.rand(1)` before and after, and once without the call in between.",
)
def global_seed(n_inputs, n_hidden, n_outputs, seed):
    torch.manual_seed(seed)

    def weight(rows, columns):
        return (2 * torch.rand(rows, columns) - 1) / columns**0.5

    return _init(n_inputs, n_hidden, n_outputs, seed, weight)


@misconception(
    "init_params",
    "`rand` runs from 0 to 1, so no weight is negative. The range asked for lies on both sides of zero.",
    id="INIT-POSITIVE-ONLY",
    next_step="Print the smallest of your weights.",
)
def positive_only(n_inputs, n_hidden, n_outputs, seed):
    g = torch.Generator().manual_seed(seed)
    return _init(
        n_inputs, n_hidden, n_outputs, seed,
        lambda rows, columns: torch.rand(rows, columns, generator=g) / columns**0.5,
    )  # fmt: skip


@misconception(
    "init_params",
    "The weights are drawn from a normal distribution (`randn`) and not a uniform one: some lie far outside the limits ±1/√fan_in.",
    id="INIT-NORMAL",
    next_step="Print the largest of your weights and compare it with 1/sqrt(fan_in).",
)
def normal(n_inputs, n_hidden, n_outputs, seed):
    g = torch.Generator().manual_seed(seed)
    return _init(
        n_inputs, n_hidden, n_outputs, seed,
        lambda rows, columns: torch.randn(rows, columns, generator=g) / columns**0.5,
    )  # fmt: skip


@misconception(
    "init_params",
    "The shapes are (inputs, outputs). The exercise stores one row for each output, as torch's own "
    "layers do.",
    id="INIT-SHAPE-TRANSPOSED",
    next_step="Compare the shape of W1 with the docstring.",
)
def transposed(n_inputs, n_hidden, n_outputs, seed):
    params = _init(n_inputs, n_hidden, n_outputs, seed)
    return params | {"W1": params["W1"].T, "W2": params["W2"].T}


@misconception(
    "init_params",
    "The starting weights already require gradients. Here they are plain numbers.",
    id="INIT-REQUIRES-GRAD",
    next_step="Print `requires_grad` of each.",
)
def tracked(n_inputs, n_hidden, n_outputs, seed):
    return {
        name: value.requires_grad_()
        for name, value in _init(n_inputs, n_hidden, n_outputs, seed).items()
    }


@misconception(
    "init_params",
    "All weights start at zero. Then all hidden units compute the same and get the same gradient for "
    "ever: they can never become different.",
    id="INIT-ZEROS",
    next_step="Take one step of training and compare the rows of W1.",
)
def zeros(n_inputs, n_hidden, n_outputs, seed):
    return _init(n_inputs, n_hidden, n_outputs, seed, torch.zeros)


@misconception(
    "init_params",
    "The limits were taken from the number of outputs of each layer. fan_in counts what comes in.",
    id="INIT-FAN-OUT",
    next_step="How many numbers are added up to make one hidden unit's value?",
)
def fan_out(n_inputs, n_hidden, n_outputs, seed):
    g = torch.Generator().manual_seed(seed)
    return _init(
        n_inputs, n_hidden, n_outputs, seed,
        lambda rows, columns: (2 * torch.rand(rows, columns, generator=g) - 1) / rows**0.5,
    )  # fmt: skip


@misconception(
    "init_params",
    "The biases are random as well. torch's own layers begin like that; this exercise asks for "
    "biases of zero.",
    id="INIT-RANDOM-BIAS",
    next_step="Print b1, and read what the docstring says about biases.",
)
def random_biases(n_inputs, n_hidden, n_outputs, seed):
    g = torch.Generator().manual_seed(seed + 7)
    return _init(n_inputs, n_hidden, n_outputs, seed, bias=lambda n: torch.rand(n, generator=g))


@misconception(
    "init_params",
    "NumPy's generator got the seed, and torch's made the numbers. The two know nothing of each other, "
    "so the seed has no influence.",
    id="INIT-OTHER-GENERATOR-SEEDED",
    next_step="Call it twice with the same seed and compare.",
)
def numpy_seeded(n_inputs, n_hidden, n_outputs, seed):
    np.random.seed(seed % 2**32)

    def weight(rows, columns):
        return (2 * torch.rand(rows, columns) - 1) / columns**0.5

    return _init(n_inputs, n_hidden, n_outputs, seed, weight)


def _forward(x, params):
    hidden = torch.relu(x @ params["W1"].T + params["b1"])
    return hidden, torch.sigmoid(hidden @ params["W2"].T + params["b2"])


@misconception(
    "forward",
    "The ReLU is missing. Two linear layers one after the other are no more than one linear layer.",
    id="FORWARD-NO-RELU",
    next_step="Can an entry of `hidden` be negative?",
)
def no_relu(x, params):
    hidden = x @ params["W1"].T + params["b1"]
    return hidden, torch.sigmoid(hidden @ params["W2"].T + params["b2"])


@misconception(
    "forward",
    "The second result holds the values before the sigmoid (logits). Probabilities are asked for.",
    id="FORWARD-NO-SIGMOID",
    next_step="Between which two numbers must every entry of y_hat lie?",
)
def no_sigmoid(x, params):
    hidden, _ = _forward(x, params)
    return hidden, hidden @ params["W2"].T + params["b2"]


@misconception(
    "forward",
    "The hidden values are those before the ReLU. The exercise asks for them after it.",
    id="FORWARD-HIDDEN-BEFORE-RELU",
    next_step="Can an entry of `hidden` be negative?",
)
def hidden_before(x, params):
    return x @ params["W1"].T + params["b1"], _forward(x, params)[1]


@misconception(
    "forward",
    "The bias of the first layer was forgotten.",
    id="FORWARD-NO-FIRST-BIAS",
    next_step="What is `hidden` for an input of zeros?",
)
def no_first_bias(x, params):
    return _forward(x, params | {"b1": torch.zeros_like(params["b1"])})


@misconception(
    "forward",
    "The bias of the second layer was forgotten.",
    id="FORWARD-NO-SECOND-BIAS",
    next_step="What is y_hat where all hidden values are zero?",
)
def no_second_bias(x, params):
    return _forward(x, params | {"b2": torch.zeros_like(params["b2"])})


@misconception(
    "forward",
    "The two results changed places: `hidden` comes first.",
    id="FORWARD-ORDER",
    next_step='Read the "Returns" part of the docstring.',
)
def swapped(x, params):
    return _forward(x, params)[::-1]


@misconception(
    "forward",
    "The ReLU came after both layers. A sigmoid of a number that is never negative is never below "
    "0.5, so the network can never say no.",
    id="FORWARD-RELU-TWICE",
    next_step="What is the smallest value in your y_hat?",
)
def relu_twice(x, params):
    hidden, _ = _forward(x, params)
    return hidden, torch.sigmoid(torch.relu(hidden @ params["W2"].T + params["b2"]))


@misconception(
    "forward",
    "The weights were used as they are stored, with a row for each output: their sizes do not fit the "
    "inputs. Where a layer has as many outputs as inputs they do fit, and the values are wrong.",
    id="MATMUL-MISSING-TRANSPOSE",
    next_step="Write the shapes of x and W1 side by side. Which two sizes have to be equal?",
)
def missing_transpose(x, params):
    hidden = torch.relu(x @ params["W1"] + params["b1"])
    return hidden, torch.sigmoid(hidden @ params["W2"] + params["b2"])


@misconception(
    "loss",
    "Labels of shape (N,) met probabilities of shape (N, 1), and broadcasting made a table of all "
    "pairs of them. The mean of that table is a number, and not the loss.",
    id="LOSS-BROADCAST",
    next_step="Print the shape of `y_hat - y` for shapes (4, 1) and (4,).",
)
def broadcast(y_hat, y):
    return -(y * y_hat.log() + (1 - y) * (1 - y_hat).log()).mean()


def _bce(y_hat, y):
    y = y.reshape(y_hat.shape)
    return -(y * y_hat.log() + (1 - y) * (1 - y_hat).log())


@misconception(
    "loss",
    "The losses were added up. The exercise averages over all outputs.",
    id="SCALE-SUM-FOR-MEAN",
    next_step="What happens to your value when the batch is there twice?",
)
def summed(y_hat, y):
    return _bce(y_hat, y).sum()


@misconception(
    "loss",
    "A sigmoid was applied to what are probabilities already: the `_with_logits` loss does that itself.",
    id="LOSS-DOUBLE-SIGMOID",
    next_step="Is y_hat a probability or the value before the sigmoid?",
)
def double_sigmoid(y_hat, y):
    return F.binary_cross_entropy_with_logits(y_hat, y.reshape(y_hat.shape))


@misconception(
    "loss",
    "This is the mean squared error. Binary cross-entropy is asked for.",
    id="BCE-SQUARED-ERROR",
    next_step="Read the name of the loss in the docstring.",
)
def squared(y_hat, y):
    return ((y_hat - y.reshape(y_hat.shape)) ** 2).mean()


@misconception(
    "loss",
    "Only the term with y is there: where the label is 0 nothing is left of the loss.",
    id="BCE-ONE-TERM",
    next_step="What should the loss be for y_hat = 0.9 and y = 0?",
)
def one_term(y_hat, y):
    return -(y.reshape(y_hat.shape) * y_hat.log()).mean()


@misconception(
    "loss",
    "The sign is missing: the value is negative, and a loss is not.",
    id="BCE-SIGN",
    next_step="Can a loss be below zero?",
)
def no_minus(y_hat, y):
    return -_bce(y_hat, y).mean()


@misconception(
    "loss",
    "The labels went to the library's loss as they came. It refuses labels of shape (N,) for "
    "probabilities of shape (N, 1).",
    id="LOSS-SHAPES-DIFFER",
    next_step="Print both shapes for the call that fails. Do they hold equally many numbers?",
)
def shapes_differ(y_hat, y):
    return F.binary_cross_entropy(y_hat, y)


@misconception(
    "loss",
    "The label stands where the probability belongs and the other way round.",
    id="BCE-ARGUMENTS-SWAPPED",
    next_step="Which of the two arguments of the loss is the prediction?",
)
def swapped_arguments(y_hat, y):
    return F.binary_cross_entropy(y.reshape(y_hat.shape), y_hat)


@misconception(
    "loss",
    "The losses of one example were added up, and only then averaged over the batch. The exercise "
    "averages over all N·O outputs.",
    id="LOSS-AVERAGED-OVER-BATCH-ONLY",
    next_step="By which factor is your loss too large for three outputs, and for one?",
)
def averaged_over_batch(y_hat, y):
    return _bce(y_hat, y).sum(1).mean()


def _backward(x, y, params, error=None, mask=None, bias=None):
    hidden, y_hat = _forward(x, params)
    y = y.reshape(y_hat.shape)
    dz2 = error(y_hat, y) if error else (y_hat - y) / y_hat.numel()
    dz1 = (dz2 @ params["W2"]) * (mask(hidden) if mask else (hidden > 0))
    bias = bias or (lambda d: d.sum(0))
    return {"W1": dz1.T @ x, "b1": bias(dz1), "W2": dz2.T @ hidden, "b2": bias(dz2)}


def _wrong_backward(name, explanation, next_step, **parts):
    def implementation(x, y, params):
        return _backward(x, y, params, **parts)

    implementation.__name__ = name.lower().replace("-", "_")
    return misconception("backward", explanation, id=name, next_step=next_step)(implementation)


back_sum = _wrong_backward(
    "BACKPROP-NOT-AVERAGED",
    "The loss is an average, and its gradient here is that of the sum: all gradients are too large by "
    "the number of outputs.",
    "By which factor are your gradients too large?",
    error=lambda y_hat, y: y_hat - y,
)
back_batch = _wrong_backward(
    "BACKPROP-AVERAGED-OVER-BATCH-ONLY",
    "The average was taken over the batch alone. The loss averages over all N·O outputs.",
    "By which factor are your gradients too large?",
    error=lambda y_hat, y: (y_hat - y) / len(y_hat),
)
back_sign = _wrong_backward(
    "BACKPROP-SIGN",
    "All gradients have the opposite sign: y - y_hat instead of y_hat - y.",
    "Where the label is 1, should a larger output lower or raise the loss?",
    error=lambda y_hat, y: (y - y_hat) / y_hat.numel(),
)
back_relu = _wrong_backward(
    "BACKPROP-NO-RELU-MASK",
    "The way back ignores the ReLU. Where it was closed (hidden is 0) nothing came through, so no "
    "gradient may pass either.",
    "For which hidden units does a small change of W1 change nothing at all?",
    mask=torch.ones_like,
)
back_mse = _wrong_backward(
    "BACKPROP-EXTRA-SIGMOID-LINK",
    "The slope of the sigmoid, y_hat·(1 - y_hat), is there once too often. For cross-entropy it "
    "cancels against dL/dy_hat.",
    "Write down dL/dy_hat and multiply it by the slope of the sigmoid.",
    error=lambda y_hat, y: (y_hat - y) * y_hat * (1 - y_hat) / y_hat.numel(),
)
back_bias = _wrong_backward(
    "BACKPROP-BIAS-AVERAGED",
    "The bias gradients were averaged over the batch, after the error had been averaged already.",
    "Every example adds to the same bias. Add up or average?",
    bias=lambda d: d.mean(0),
)


back_slope = _wrong_backward(
    "BACKPROP-SIGMOID-SLOPE-FOR-RELU",
    "On the way back through the hidden layer the slope of the sigmoid was used, h·(1 - h). The "
    "hidden layer has a ReLU.",
    "What is the slope of a ReLU where its input is positive, and where it is negative?",
    mask=lambda hidden: hidden * (1 - hidden),
)


@misconception(
    "backward",
    "Labels of shape (N,) met outputs of shape (N, 1), and their difference became a table of shape "
    "(N, N). One error for each output is needed.",
    id="LOSS-BROADCAST",
    next_step="Print the shape of `y_hat - y` for shapes (4, 1) and (4,).",
)
def back_broadcast(x, y, params):
    hidden, y_hat = _forward(x, params)
    dz2 = (y_hat - y) / y_hat.numel()
    dz1 = (dz2 @ params["W2"]) * (hidden > 0)
    return {"W1": dz1.T @ x, "b1": dz1.sum(0), "W2": dz2.T @ hidden, "b2": dz2.sum(0)}


@misconception(
    "backward",
    "The bias gradients still have a row for each example. All examples share one bias, so each of "
    "its entries gets one gradient.",
    id="BACKPROP-BIAS-NOT-SUMMED",
    next_step="Compare the shape of your gradient for b1 with the shape of b1.",
)
def bias_not_summed(x, y, params):
    return _backward(x, y, params, bias=lambda d: d.clone())


@misconception(
    "sgd_step",
    "The step goes uphill: the gradient points to where the loss grows.",
    id="SGD-UPHILL",
    next_step="Does the loss fall when you take your step?",
)
def uphill(params, gradients, lr):
    return {name: value + lr * gradients[name] for name, value in params.items()}


@misconception(
    "sgd_step",
    "The learning rate was forgotten: the step is as long as the gradient.",
    id="SGD-NO-LR",
    next_step="What does your function do with `lr`?",
)
def no_lr(params, gradients, lr):
    return {name: value - gradients[name] for name, value in params.items()}


@misconception(
    "sgd_step",
    "The old weights were changed in place. Whoever holds the old dict finds it altered.",
    id="SGD-IN-PLACE",
    next_step="Print the old dict before and after the call.",
)
def in_place(params, gradients, lr):
    for name, value in params.items():
        value -= lr * gradients[name]
    return dict(params)


@misconception(
    "sgd_step",
    "These are the steps, and not the weights after them.",
    id="SGD-STEP-ONLY",
    next_step="From where does the step start?",
)
def step_only(params, gradients, lr):
    return {name: -lr * gradients[name] for name in params}


@misconception(
    "sgd_step",
    "Only the matrices were updated. Biases are parameters too.",
    id="SGD-NO-BIAS",
    next_step="Compare the biases before and after.",
)
def weights_only(params, gradients, lr):
    return {
        name: value - lr * gradients[name] if value.dim() == 2 else value.clone()
        for name, value in params.items()
    }


@misconception(
    "sgd_step",
    "The step was divided by the number of entries of each parameter, so large layers hardly learn. "
    "The gradients are those of an average already.",
    id="SGD-DIVIDED-AGAIN",
    next_step="Compute one entry of the new weights on paper and compare.",
)
def divided_again(params, gradients, lr):
    return {name: value - lr * gradients[name] / value.numel() for name, value in params.items()}


class _Net(nn.Module):
    hidden, outputs = 5, 1

    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(10, self.hidden)
        self.fc2 = nn.Linear(self.hidden, self.outputs)


@misconception(
    "SimpleNet",
    "The ReLU between the layers is missing: two linear layers in a row are one linear layer.",
    id="FORWARD-NO-RELU",
    next_step="What happens to negative values after the first layer?",
)
class NetWithoutRelu(_Net):
    def forward(self, x):
        return torch.sigmoid(self.fc2(self.fc1(x)))


@misconception(
    "SimpleNet",
    "The net gives the values before the sigmoid (logits). Probabilities are asked for.",
    id="FORWARD-NO-SIGMOID",
    next_step="Between which two numbers must every output lie?",
)
class NetWithoutSigmoid(_Net):
    def forward(self, x):
        return self.fc2(torch.relu(self.fc1(x)))


@misconception(
    "SimpleNet",
    "The sigmoid stands between the layers as well, where the ReLU belongs.",
    id="FORWARD-SIGMOID-FOR-RELU",
    next_step="Which function follows which layer in the docstring?",
)
class NetOfSigmoids(_Net):
    def forward(self, x):
        return torch.sigmoid(self.fc2(torch.sigmoid(self.fc1(x))))


@misconception(
    "SimpleNet",
    "The last dimension was squeezed away: (N,) instead of (N, 1).",
    id="SHAPE-BARE-SQUEEZE",
    next_step="Print the shape of the output for a batch of four.",
)
class NetSqueezed(_Net):
    def forward(self, x):
        return torch.sigmoid(self.fc2(torch.relu(self.fc1(x)))).squeeze()


@misconception(
    "SimpleNet",
    "A softmax over one output is always 1, whatever comes in: it shares out 100 % among the outputs.",
    id="FORWARD-SOFTMAX-OF-ONE",
    next_step="Print the output for two different inputs.",
)
class NetWithSoftmax(_Net):
    def forward(self, x):
        return torch.softmax(self.fc2(torch.relu(self.fc1(x))), dim=-1)


@misconception(
    "SimpleNet",
    "The hidden layer has another size than asked for.",
    id="NET-LAYER-SIZE",
    next_step="Print the net and compare its sizes with the docstring.",
)
class NetOfOtherSize(_Net):
    hidden = 10

    def forward(self, x):
        return torch.sigmoid(self.fc2(torch.relu(self.fc1(x))))


@misconception(
    "SimpleNet",
    "The ReLU came after both layers. A sigmoid of a number that is never negative is never below "
    "0.5, so the net can never say no.",
    id="FORWARD-RELU-TWICE",
    next_step="What is the smallest output that you see for a few random inputs?",
)
class NetWithTwoRelus(_Net):
    def forward(self, x):
        return torch.sigmoid(torch.relu(self.fc2(torch.relu(self.fc1(x)))))


@misconception(
    "SimpleNet",
    "The sizes of the layers changed places: `nn.Linear` takes the number of inputs first.",
    id="NET-LINEAR-SWAPPED",
    next_step="Print the net. How many inputs does fc1 have?",
)
class NetWithSizesSwapped(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(5, 10)
        self.fc2 = nn.Linear(1, 5)

    def forward(self, x):
        return torch.sigmoid(self.fc2(torch.relu(self.fc1(x))))


@misconception(
    "SimpleNet",
    "The method that should set the layers up is never called, because its name is not the one that "
    "Python looks for. The net has no layers.",
    id="NET-INIT-MISSPELT",
    next_step="How many underscores does the name of a constructor have?",
)
def net_with_init_misspelt():
    class SimpleNet(nn.Module):  # torch names the class in its message
        def _init_(self):
            super().__init__()
            self.fc1 = nn.Linear(10, 5)
            self.fc2 = nn.Linear(5, 1)

        def forward(self, x):
            return torch.sigmoid(self.fc2(torch.relu(self.fc1(x))))

    return SimpleNet()


@misconception(
    "SimpleNet",
    "The layers were assigned before the module was set up. `nn.Module` has to prepare itself before "
    "it can take in a layer.",
    id="NET-NO-SUPER-INIT",
    next_step="What does the error message say has to be called first?",
)
def net_without_super():
    class SimpleNet(nn.Module):
        def __init__(self):
            self.fc1 = nn.Linear(10, 5)
            self.fc2 = nn.Linear(5, 1)

        def forward(self, x):
            return torch.sigmoid(self.fc2(torch.relu(self.fc1(x))))

    return SimpleNet()


def _step(net, optimizer, x, y, criterion=F.binary_cross_entropy):
    y_hat = net(x)
    return criterion(y_hat, y.reshape(y_hat.shape))


@misconception(
    "train_step",
    "The gradients are never cleared (`zero_grad`). `backward` adds to what is in `.grad`, so each step also uses the gradients left over from all earlier steps. One step alone cannot show it.",
    id="TRAIN-NO-ZERO-GRAD",
    next_step="Print the norm of a gradient in the first and in the second step.",
)
def no_zero_grad(net, optimizer, x, y):
    value = _step(net, optimizer, x, y)
    value.backward()
    optimizer.step()
    return value.item()


@misconception(
    "train_step",
    "No parameter moves: the net is unchanged after the step. Either the gradients were cleared between the "
    "backward pass and the update, so that the update has nothing to use, or one of `backward` and "
    "`step` was not called.",
    id="TRAIN-ZERO-BEFORE-STEP",
    next_step="Compare a parameter before and after your step.",
)
def zero_before_step(net, optimizer, x, y):
    value = _step(net, optimizer, x, y)
    value.backward()
    optimizer.zero_grad()
    optimizer.step()
    return value.item()


@misconception(
    "train_step",
    "The update comes before the backward pass, so it uses whatever gradients the call before left "
    "behind (none in the first step), and those of this step come too late.",
    id="TRAIN-STEP-BEFORE-BACKWARD",
    next_step="What does `.grad` hold when `step` is called?",
)
def step_before_backward(net, optimizer, x, y):
    value = _step(net, optimizer, x, y)
    optimizer.step()
    optimizer.zero_grad()
    value.backward()
    return value.item()


@misconception(
    "train_step",
    "The loss came back as a tensor. It drags the whole graph of the step along; a Python number is "
    "asked for.",
    id="TYPE-TENSOR-FOR-NUMBER",
    next_step="Print `type(...)` of what you return.",
)
def tensor_returned(net, optimizer, x, y):
    optimizer.zero_grad()
    value = _step(net, optimizer, x, y)
    value.backward()
    optimizer.step()
    return value


@misconception(
    "train_step",
    "The losses of the batch were added up, so the step is too long by the size of the batch.",
    id="SCALE-SUM-FOR-MEAN",
    next_step="By which factor is your loss too large?",
)
def sum_of_losses(net, optimizer, x, y):
    optimizer.zero_grad()
    value = _step(net, optimizer, x, y) * len(x)
    value.backward()
    optimizer.step()
    return value.item()


@misconception(
    "train_step",
    "The loss was measured after the update. The exercise asks for the one before it.",
    id="TRAIN-LOSS-AFTER",
    next_step="How many times does your step run the net, and with which weights?",
)
def loss_after(net, optimizer, x, y):
    optimizer.zero_grad()
    _step(net, optimizer, x, y).backward()
    optimizer.step()
    return _step(net, optimizer, x, y).item()


def _pairs(y_hat, y):
    return -(y * y_hat.log() + (1 - y) * (1 - y_hat).log()).mean()


@misconception(
    "train_step",
    "Labels of shape (N,) met probabilities of shape (N, 1), and broadcasting compared every "
    "probability with every label. Nothing fails, and the net learns from a wrong loss.",
    id="LOSS-BROADCAST",
    next_step="Print the shape of `net(x) - y` for labels of shape (4,).",
)
def step_broadcast(net, optimizer, x, y):
    optimizer.zero_grad()
    value = _pairs(net(x), y)
    value.backward()
    optimizer.step()
    return value.item()


@misconception(
    "train_step",
    "The labels went to the library's loss as they came. It refuses labels of shape (N,) for "
    "probabilities of shape (N, 1).",
    id="LOSS-SHAPES-DIFFER",
    next_step="Print both shapes for the call that fails. Do they hold equally many numbers?",
)
def step_shapes_differ(net, optimizer, x, y):
    optimizer.zero_grad()
    value = F.binary_cross_entropy(net(x), y)
    value.backward()
    optimizer.step()
    return value.item()


@misconception(
    "train_step",
    "All dimensions of size 1 were squeezed away. In a batch of one that takes the batch dimension "
    "too, and the shapes no longer agree.",
    id="SHAPE-BARE-SQUEEZE",
    next_step="Print the shape of `net(x).squeeze()` for a batch of four and for a batch of one.",
)
def step_squeezed(net, optimizer, x, y):
    optimizer.zero_grad()
    value = F.binary_cross_entropy(net(x).squeeze(), y.flatten())
    value.backward()
    optimizer.step()
    return value.item()


@misconception(
    "train_step",
    "The net's outputs are probabilities already, and the `_with_logits` loss applies a sigmoid to "
    "them once more.",
    id="LOSS-DOUBLE-SIGMOID",
    next_step="Is what the net gives a probability, or the value before the sigmoid?",
)
def step_double_sigmoid(net, optimizer, x, y):
    optimizer.zero_grad()
    value = _step(net, optimizer, x, y, F.binary_cross_entropy_with_logits)
    value.backward()
    optimizer.step()
    return value.item()


@misconception(
    "train_step",
    "The gradients were cleared at the end, for the next step. What somebody else's backward pass "
    "left behind before this call still goes into the update.",
    id="TRAIN-ZERO-AT-END",
    next_step="Call `backward` on something else first. What does `.grad` hold when your step begins?",
)
def zero_at_end(net, optimizer, x, y):
    value = _step(net, optimizer, x, y)
    value.backward()
    optimizer.step()
    optimizer.zero_grad()
    return value.item()


@misconception(
    "train_step",
    "A new optimiser was made inside the step. The one that was passed in is not used, and what it "
    "remembers from earlier steps has no effect.",
    id="TRAIN-OWN-OPTIMIZER",
    next_step="Pass an optimiser with momentum. Which line of yours uses it?",
)
def own_optimizer(net, optimizer, x, y):
    own = torch.optim.SGD(net.parameters(), lr=optimizer.param_groups[0]["lr"])
    own.zero_grad()
    value = _step(net, own, x, y)
    value.backward()
    own.step()
    return value.item()


@misconception(
    "train_step",
    "Only the weights were updated. Biases are parameters too.",
    id="TRAIN-WEIGHTS-ONLY",
    next_step="Compare every parameter before and after your step.",
)
def step_of_weights_only(net, optimizer, x, y):
    optimizer.zero_grad()
    value = _step(net, optimizer, x, y)
    value.backward()
    for parameter in net.parameters():
        if parameter.dim() < 2:
            parameter.grad = None
    optimizer.step()
    return value.item()


def _train(net, x, y, lr, steps, clear=True, batch=slice(None), after=False):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        if clear:
            optimizer.zero_grad()
        value = _step(net, optimizer, x[batch], y[batch])
        value.backward()
        optimizer.step()
        losses.append(_step(net, optimizer, x, y).item() if after else value.item())
    return losses


@misconception(
    "train",
    "The gradients are never cleared (`zero_grad`), so they pile up: each step also uses those left over from all earlier steps.",
    id="TRAIN-NO-ZERO-GRAD",
    next_step="Print the norm of a gradient in the first and in the second step.",
)
def train_without_clearing(net, x, y, lr, steps):
    return _train(net, x, y, lr, steps, clear=False)


@misconception(
    "train",
    "One example at a time was used. The exercise trains on the whole batch in every step.",
    id="TRAIN-ONE-EXAMPLE",
    next_step="How many examples go into one update?",
)
def one_example(net, x, y, lr, steps):
    return _train(net, x, y, lr, steps, batch=slice(0, 1))


@misconception(
    "train",
    "Each loss was measured after its update; the first one, of the untrained net, is missing.",
    id="TRAIN-LOSS-AFTER",
    next_step="What is the loss before anything was learnt?",
)
def losses_after(net, x, y, lr, steps):
    return _train(net, x, y, lr, steps, after=True)


@misconception(
    "train",
    "Only the last loss came back. The exercise asks for the list of all.",
    id="TRAIN-LAST-LOSS-ONLY",
    next_step="How long should the list be?",
)
def last_loss(net, x, y, lr, steps):
    return _train(net, x, y, lr, steps)[-1]


@misconception(
    "train",
    "Another optimiser than plain SGD was used: Adam rescales every gradient by its own history.",
    id="TRAIN-ADAM",
    next_step="Read which optimiser the docstring asks for.",
)
def with_adam(net, x, y, lr, steps):
    optimizer = torch.optim.Adam(net.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        value = _step(net, optimizer, x, y)
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return losses


@misconception(
    "train",
    "Labels of shape (N,) met probabilities of shape (N, 1), and broadcasting compared every "
    "probability with every label. Nothing fails, and the net learns from a wrong loss.",
    id="LOSS-BROADCAST",
    next_step="Print the shape of `net(x) - y` for labels of shape (6,).",
)
def train_broadcast(net, x, y, lr, steps):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        value = _pairs(net(x), y)
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return losses


@misconception(
    "train",
    "The losses are tensors. Python numbers are asked for, and each tensor keeps the graph of its "
    "step alive.",
    id="TYPE-TENSOR-FOR-NUMBER",
    next_step="Print `type(...)` of one entry of your list.",
)
def losses_as_tensors(net, x, y, lr, steps):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        value = _step(net, optimizer, x, y)
        value.backward()
        optimizer.step()
        losses.append(value)
    return losses


@misconception(
    "train",
    "SGD was given a momentum, so each step also carries part of the steps before. Plain SGD "
    "follows the current gradient alone.",
    id="TRAIN-MOMENTUM",
    next_step="Compare your second step with the learning rate times the second gradient.",
)
def with_momentum(net, x, y, lr, steps):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=0.9)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        value = _step(net, optimizer, x, y)
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return losses


def _by_hand(name, explanation, next_step, update):
    """Register a training loop without an optimiser; `update` changes one parameter."""

    def implementation(net, x, y, lr, steps):
        losses = []
        for _ in range(steps):
            net.zero_grad()
            value = _step(net, None, x, y)
            value.backward()
            with torch.no_grad():
                for parameter in net.parameters():
                    update(parameter, lr, value)
            losses.append(value.item())
        return losses

    implementation.__name__ = name.lower().replace("-", "_")
    return misconception("train", explanation, id=name, next_step=next_step)(implementation)


nothing_moves = _by_hand(
    "TRAIN-NOTHING-MOVES",
    "No parameter moved: the net is unchanged after training. Either the gradients were cleared before they were used, or each new value was "
    "given to the loop's variable: that makes a name stand for a new tensor, and the net keeps the old one.",
    "Compare a parameter of the net before and after. Which line is meant to change it?",
    lambda parameter, lr, value: None,
)
weights_move_alone = _by_hand(
    "TRAIN-WEIGHTS-ONLY",
    "Only the weights were updated. Biases are parameters too.",
    "Compare every parameter before and after one step.",
    lambda parameter, lr, value: parameter.sub_(lr * parameter.grad * (parameter.dim() == 2)),
)
loss_for_gradient = _by_hand(
    "TRAIN-LOSS-FOR-GRADIENT",
    "Every parameter moved by the learning rate times the loss, all by the same amount. The gradient "
    "says for each of them which way is downhill.",
    "Do two parameters ever move differently?",
    lambda parameter, lr, value: parameter.sub_(lr * value),
)
uphill_training = _by_hand(
    "SGD-UPHILL",
    "The steps go uphill: the gradient points to where the loss grows.",
    "Do your losses fall from step to step?",
    lambda parameter, lr, value: parameter.add_(lr * parameter.grad),
)


@misconception(
    "train",
    "The batch was cut into parts, and the means of the parts were averaged. A part with fewer examples "
    "then counts as much as a full one.",
    id="TRAIN-MEAN-OF-MEANS",
    next_step="Cut six examples into four and two. How much does each example count?",
)
def mean_of_means(net, x, y, lr, steps):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        parts = [_step(net, None, a, b) for a, b in zip(x.split(4), y.split(4), strict=True)]
        value = torch.stack(parts).mean()
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return losses


@misconception(
    "train",
    "There was an update after every example. The exercise takes one step for the whole batch.",
    id="TRAIN-STEP-PER-EXAMPLE",
    next_step="How many times does a parameter change in one of your steps?",
)
def step_per_example(net, x, y, lr, steps):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        losses.append(_step(net, None, x, y).item())
        for a, b in zip(x.split(1), y.split(1), strict=True):
            optimizer.zero_grad()
            _step(net, None, a, b).backward()
            optimizer.step()
    return losses


@misconception(
    "gradient_report",
    "These are the norms of the parameters themselves. The question was how large their gradients are.",
    id="REPORT-VALUE-FOR-GRADIENT",
    next_step="Where does a parameter keep its gradient?",
)
def norm_of_values(net):
    return {name: p.detach().norm().item() for name, p in net.named_parameters()}


@misconception(
    "gradient_report",
    "Where there is no gradient, zero was reported. A gradient of zero and no gradient are two things: "
    "the one was computed.",
    id="REPORT-ZERO-FOR-NONE",
    next_step="What is `.grad` before the first backward pass?",
)
def zero_for_none(net):
    return {
        name: 0.0 if p.grad is None else p.grad.norm().item() for name, p in net.named_parameters()
    }


@misconception(
    "gradient_report",
    "Parameters without a gradient were left out. They should be there, with None.",
    id="REPORT-MISSING-NAMES",
    next_step="Compare the names in your report with those of the parameters.",
)
def left_out(net):
    return {name: p.grad.norm().item() for name, p in net.named_parameters() if p.grad is not None}


@misconception(
    "gradient_report",
    "The norms are tensors. Python numbers are asked for.",
    id="TYPE-TENSOR-FOR-NUMBER",
    next_step="Print `type(...)` of one of them.",
)
def tensors(net):
    return {name: None if p.grad is None else p.grad.norm() for name, p in net.named_parameters()}


@misconception(
    "gradient_report",
    "The mean of the gradient was taken: positive and negative entries cancel. A norm measures how "
    "large it is as a whole.",
    id="REPORT-MEAN-FOR-NORM",
    next_step="Can your number be zero for a gradient that is not?",
)
def mean_for_norm(net):
    return {
        name: None if p.grad is None else p.grad.mean().item() for name, p in net.named_parameters()
    }


@misconception(
    "gradient_report",
    "These are the squares of the norms: the squares were added up, and the root was not taken.",
    id="REPORT-SQUARED-NORM",
    next_step="What is the length of the vector (3, 4), and what does your formula give for it?",
)
def squared_norm(net):
    return {
        name: None if p.grad is None else (p.grad**2).sum().item()
        for name, p in net.named_parameters()
    }


@misconception(
    "gradient_report",
    "The absolute values were added up. The Euclidean norm measures length another way.",
    id="REPORT-SUM-OF-ABSOLUTES",
    next_step="What is the length of the vector (3, 4), and what does your formula give for it?",
)
def sum_of_absolutes(net):
    return {
        name: None if p.grad is None else p.grad.abs().sum().item()
        for name, p in net.named_parameters()
    }


@misconception(
    "init_params",
    "The limits are 1/fan_in. The square root is missing, so all weights are too small.",
    id="INIT-NO-ROOT",
    next_step="For 16 inputs: what is ±1/√fan_in, and which range do your weights have?",
)
def no_root(n_inputs, n_hidden, n_outputs, seed):
    generator = torch.Generator().manual_seed(seed)
    return _init(
        n_inputs,
        n_hidden,
        n_outputs,
        seed,
        weight=lambda rows, columns: (
            (2 * torch.rand(rows, columns, generator=generator) - 1) / columns
        ),
    )


@misconception(
    "forward",
    "Both biases were forgotten: each layer is a product with its weights and nothing more.",
    id="FORWARD-NO-BIASES",
    next_step="Which entries of `params` does your function use?",
)
def no_biases(x, params):
    hidden = torch.relu(x @ params["W1"].T)
    return hidden, torch.sigmoid(hidden @ params["W2"].T)


@misconception(
    "forward",
    "A softmax stands at the end, where a sigmoid belongs. It shares out 1 among the outputs of an "
    "example, so that they depend on each other, and a single output is always 1.",
    id="FORWARD-SOFTMAX-FOR-SIGMOID",
    next_step="Print the sum of the outputs of one example. Should it be 1?",
)
def softmax_for_sigmoid(x, params):
    hidden = torch.relu(x @ params["W1"].T + params["b1"])
    return hidden, torch.softmax(hidden @ params["W2"].T + params["b2"], dim=-1)


@misconception(
    "forward",
    "A sigmoid stands between the layers as well, where the ReLU belongs.",
    id="FORWARD-SIGMOID-FOR-RELU",
    next_step="Can your hidden values be larger than 1? Can those of a ReLU?",
)
def sigmoid_for_relu(x, params):
    hidden = torch.sigmoid(x @ params["W1"].T + params["b1"])
    return hidden, torch.sigmoid(hidden @ params["W2"].T + params["b2"])


@misconception(
    "forward",
    "A tanh stands between the layers, where the ReLU belongs.",
    id="FORWARD-TANH-FOR-RELU",
    next_step="Can your hidden values be negative? Can those of a ReLU?",
)
def tanh_for_relu(x, params):
    hidden = torch.tanh(x @ params["W1"].T + params["b1"])
    return hidden, torch.sigmoid(hidden @ params["W2"].T + params["b2"])


@misconception(
    "forward",
    "A softmax over the batch stands at the end: the examples share out 1 among themselves. A sigmoid "
    "looks at each output by itself.",
    id="FORWARD-SOFTMAX-OVER-BATCH",
    next_step="Does the output for one example change when another joins the batch?",
)
def softmax_over_batch(x, params):
    hidden = torch.relu(x @ params["W1"].T + params["b1"])
    return hidden, torch.softmax(hidden @ params["W2"].T + params["b2"], dim=0)


@misconception(
    "loss",
    "Only the term with 1 - y is there: where the label is 1 nothing is left of the loss.",
    id="BCE-OTHER-TERM-ONLY",
    next_step="What is your loss for the label 1 and a probability of 0.1?",
)
def loss_other_term_only(y_hat, y):
    return -((1 - y.reshape(y_hat.shape)) * (1 - y_hat).log()).mean()


@misconception(
    "loss",
    "The minus stands before the first term alone, so the second term, for the label 0, has the other "
    "sign.",
    id="BCE-SIGN-OF-ONE-TERM",
    next_step="To what does the minus in front of your formula belong? Brackets decide.",
)
def loss_sign_of_one_term(y_hat, y):
    y = y.reshape(y_hat.shape)
    return (-y * y_hat.log() + (1 - y) * (1 - y_hat).log()).mean()


@misconception(
    "loss",
    "One loss for each output came back. The exercise asks for one number, their average.",
    id="REDUCE-NOT-AT-ALL",
    next_step="Print the shape of what you return.",
)
def loss_not_reduced(y_hat, y):
    return F.binary_cross_entropy(y_hat, y.reshape(y_hat.shape), reduction="none")


@misconception(
    "backward",
    "The gradients of the second layer are averaged and those of the first are not: the error that goes "
    "back through W2 was taken before it was divided.",
    id="BACKPROP-FIRST-LAYER-NOT-AVERAGED",
    next_step="Print the error that you send back through W2. Is it the one that the second layer used?",
)
def first_layer_not_averaged(x, y, params):
    gradients = _backward(x, y, params)
    return gradients | {name: gradients[name] * y.numel() for name in ("W1", "b1")}


@misconception(
    "backward",
    "The gradients of the weights are transposed: they stand as (inputs, outputs), and the weights as "
    "(outputs, inputs).",
    id="BACKPROP-GRADIENTS-TRANSPOSED",
    next_step="Print the shapes of W1 and of its gradient.",
)
def transposed_gradients(x, y, params):
    gradients = _backward(x, y, params)
    return gradients | {name: gradients[name].T for name in ("W1", "W2")}


@misconception(
    "sgd_step",
    "The learning rate was applied to the weights as well as to their gradients: beside its step, every "
    "weight loses the share `lr` of itself.",
    id="SGD-SHRINKS-WEIGHTS",
    next_step="What should happen to a weight whose gradient is 0?",
)
def shrinks_weights(params, gradients, lr):
    return {name: value * (1 - lr) - lr * gradients[name] for name, value in params.items()}


@misconception(
    "sgd_step",
    "The gradient was divided by the learning rate: a smaller rate makes a longer step.",
    id="SGD-DIVIDED-BY-LR",
    next_step="Should a step with the rate 0.01 be longer or shorter than one with the rate 1?",
)
def divided_by_lr(params, gradients, lr):
    return {name: value - gradients[name] / lr for name, value in params.items()}


@misconception(
    "SimpleNet",
    "The layers have no bias: `bias=False` was set. `nn.Linear(10, 5)` has one.",
    id="NET-NO-BIAS",
    next_step="Print the names of the net's parameters. How many should there be?",
)
class NetWithoutBias(_Net):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(10, 5, bias=False)
        self.fc2 = nn.Linear(5, 1, bias=False)

    def forward(self, x):
        return torch.sigmoid(self.fc2(torch.relu(self.fc1(x))))


@misconception(
    "SimpleNet",
    "A tanh stands between the layers, where the ReLU belongs.",
    id="FORWARD-TANH-FOR-RELU",
    next_step="Can your hidden values be negative? Can those of a ReLU?",
)
class TanhNet(_Net):
    def forward(self, x):
        return torch.sigmoid(self.fc2(torch.tanh(self.fc1(x))))


@misconception(
    "train_step",
    "The loss that was used is the mean squared error. Binary cross-entropy is asked for.",
    id="BCE-SQUARED-ERROR",
    next_step="Which loss does the docstring name?",
)
def step_squared_error(net, optimizer, x, y):
    optimizer.zero_grad()
    value = _step(net, optimizer, x, y, criterion=F.mse_loss)
    value.backward()
    optimizer.step()
    return value.item()


@misconception(
    "train",
    "The loss that was used is the mean squared error. Binary cross-entropy is asked for.",
    id="BCE-SQUARED-ERROR",
    next_step="Which loss does the docstring name?",
)
def train_squared_error(net, x, y, lr, steps):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        value = _step(net, optimizer, x, y, criterion=F.mse_loss)
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return losses


@misconception(
    "train",
    "The list holds the sum of all losses so far, not the loss of each step.",
    id="TRAIN-RUNNING-SUM",
    next_step="Is the second number of your list smaller or larger than the first? Which should it be?",
)
def running_sum(net, x, y, lr, steps):
    total, sums = 0.0, []
    for value in _train(net, x, y, lr, steps):
        total += value
        sums.append(total)
    return sums


@misconception(
    "train",
    "There is one step only, and one loss in the list: the loop ends in its first round, as it does "
    "when `return` stands inside it.",
    id="TRAIN-RETURNS-IN-LOOP",
    next_step="How far is the `return` indented, and how long should the list be?",
)
def returns_in_loop(net, x, y, lr, steps):
    return _train(net, x, y, lr, min(steps, 1))


@misconception(
    "train",
    "There is one step too many, or one is counted that was not taken: the list is one longer than the "
    "number of steps.",
    id="TRAIN-ONE-STEP-MORE",
    next_step="Count the rounds of your loop for `steps` = 1.",
)
def one_step_more(net, x, y, lr, steps):
    return _train(net, x, y, lr, steps + 1)


@misconception(
    "gradient_report",
    "This is the largest entry of each gradient. A norm takes all entries into account.",
    id="REPORT-LARGEST-ENTRY",
    next_step="Should the norm of a gradient change when a small entry of it does?",
)
def largest_entry(net):
    return {
        name: None if parameter.grad is None else parameter.grad.abs().max().item()
        for name, parameter in net.named_parameters()
    }
