"""Wrong answers worth explaining, for 08_autograd."""

import torch
import torch.nn.functional as F

from grader import misconception


def _leaf(tensor):
    return tensor.detach().clone().requires_grad_()


def _loss(x, y, w, b):
    return F.binary_cross_entropy(torch.sigmoid(x * w + b), y)


def _neuron(name, explanation, next_step):
    return misconception("neuron_gradients", explanation, id=name, next_step=next_step)


@_neuron(
    "AUTOGRAD-NOT-RECORDED",
    "Nothing here requires grad, so nothing of the computation was recorded, and the loss has no graph "
    "to walk back along.",
    "Print `requires_grad` of w and of the loss before the backward pass.",
)
def not_recorded(x, y, w, b):
    _loss(x, y, w, b).backward()
    return w.grad, b.grad


none_for_gradient = _neuron(
    "AUTOGRAD-GRADIENT-IS-NONE",
    "Both gradients are None. Three ways lead there: handing on what `backward()` returns, which is "
    "None; reading `.grad` after `torch.autograd.grad`, which does not fill it; reading `.grad` of a "
    "tensor that is itself the result of a computation, and no leaf.",
    "Find the line that your None comes from. Is it a result, or an attribute, and of which tensor?",
)


@none_for_gradient
def backward_returns(x, y, w, b):
    w, b = _leaf(w), _leaf(b)
    return _loss(x, y, w, b).backward(), None


@_neuron(
    "AUTOGRAD-TUPLE-NOT-UNPACKED",
    "`torch.autograd.grad` always answers with a tuple, even for one tensor. Here each gradient is "
    "still wrapped in a tuple of its own.",
    "Print `type(...)` of each part of your result.",
)
def not_unpacked(x, y, w, b):
    w, b = _leaf(w), _leaf(b)
    loss = _loss(x, y, w, b)
    return torch.autograd.grad(loss, w, retain_graph=True), torch.autograd.grad(loss, b)


@none_for_gradient
def grad_fills_nothing(x, y, w, b):
    w, b = _leaf(w), _leaf(b)
    torch.autograd.grad(_loss(x, y, w, b), (w, b))
    return w.grad, b.grad


@_neuron(
    "AUTOGRAD-GRAPH-FREED",
    "The same graph was walked twice. To save memory it is thrown away after the first walk, so the "
    "second finds nothing.",
    "How many walks does it take to get the gradients of both w and b?",
)
def graph_freed(x, y, w, b):
    w, b = _leaf(w), _leaf(b)
    loss = _loss(x, y, w, b)
    return torch.autograd.grad(loss, w)[0], torch.autograd.grad(loss, b)[0]


@_neuron(
    "AUTOGRAD-BACKWARD-TWICE",
    "The backward pass ran twice. Each run adds to what is in `.grad`, so both gradients are twice as "
    "large as they should be.",
    "Print `.grad` after each backward pass.",
)
def backward_twice(x, y, w, b):
    w, b = _leaf(w), _leaf(b)
    loss = _loss(x, y, w, b)
    loss.backward(retain_graph=True)
    loss.backward()
    return w.grad, b.grad


@none_for_gradient
def not_a_leaf(x, y, w, b):
    w, b = _leaf(w) * 1.0, _leaf(b) * 1.0
    _loss(x, y, w, b).backward()
    return w.grad, b.grad


@_neuron(
    "AUTOGRAD-CUT-ON-THE-WAY",
    "The way from the loss to w was cut: a detached tensor has no history, so no gradient passes it "
    "and w gets none.",
    "Follow the graph from the loss backwards. Where does it stop?",
)
def cut_on_the_way(x, y, w, b):
    w, b = _leaf(w), _leaf(b)
    F.binary_cross_entropy(torch.sigmoid((x * w).detach() + b), y).backward()
    return w.grad, b.grad


@_neuron(
    "ARGUMENT-REQUIRES-GRAD-LEFT",
    "The gradients are right, but the caller's w and b were switched to `requires_grad` and stay so: "
    "from now on everything that is computed from them is recorded.",
    "Print `w.requires_grad` and `w.grad` before and after your call.",
)
def requires_grad_left(x, y, w, b):
    w.requires_grad_()
    b.requires_grad_()
    return torch.autograd.grad(_loss(x, y, w, b), (w, b))


@_neuron(
    "ARGUMENT-GRAD-LEFT",
    "The gradients are right, but they were also left behind in `.grad` of the caller's tensors. The "
    "next backward pass would add to them.",
    "Print `w.grad` before and after your call.",
)
def grad_left(x, y, w, b):
    w.requires_grad_()
    b.requires_grad_()
    _loss(x, y, w, b).backward()
    gradients = w.grad.clone(), b.grad.clone()
    w.requires_grad_(False)
    b.requires_grad_(False)
    return gradients


@_neuron(
    "ARGUMENT-SWITCHED-AND-FILLED",
    "The gradients are right, but the caller's tensors changed twice over: they require grad now, and "
    "they hold a gradient.",
    "Print `w.requires_grad` and `w.grad` before and after your call.",
)
def switched_and_filled(x, y, w, b):
    w.requires_grad_()
    b.requires_grad_()
    _loss(x, y, w, b).backward()
    return w.grad, b.grad


def _other_loss(name, explanation, next_step, loss):
    """Register the gradients of another function of x, y, w and b than the neuron's loss."""

    def implementation(x, y, w, b):
        w, b = _leaf(w), _leaf(b)
        loss(x, y, w, b).backward()
        return w.grad, b.grad

    implementation.__name__ = name.lower().replace("-", "_")
    return _neuron(name, explanation, next_step)(implementation)


double_sigmoid = _other_loss(
    "LOSS-DOUBLE-SIGMOID",
    "The loss that was used applies a sigmoid itself, and it was given the result of one: the sigmoid "
    "acts twice.",
    "Does the loss that you call ask for probabilities, or for the values before the sigmoid?",
    lambda x, y, w, b: F.binary_cross_entropy_with_logits(torch.sigmoid(x * w + b), y),
)
swapped = _other_loss(
    "BCE-ARGUMENTS-SWAPPED",
    "The label stands where the probability belongs and the other way round.",
    "Which of the two arguments of the loss is the prediction?",
    lambda x, y, w, b: F.binary_cross_entropy(y, torch.sigmoid(x * w + b)),
)
squared_error = _other_loss(
    "CHAIN-SQUARED-ERROR",
    "This is the gradient of the squared error. The exercise asks for the cross-entropy.",
    "Write down the loss whose gradient you took.",
    lambda x, y, w, b: ((torch.sigmoid(x * w + b) - y) ** 2).mean(),
)
one_label = _other_loss(
    "CHAIN-ONE-LABEL-ONLY",
    "The loss has its first term alone. For the label 0 that is nothing, and neither is its gradient.",
    "What should the loss be for the label 0 and a probability near 1?",
    lambda x, y, w, b: -(y * torch.log(torch.sigmoid(x * w + b))).mean(),
)
uphill = _other_loss(
    "CHAIN-SIGN",
    "Both gradients have the opposite sign: the loss that was differentiated lacks its minus.",
    "Print your loss. Can a cross-entropy be negative?",
    lambda x, y, w, b: -_loss(x, y, w, b),
)
no_bias = _other_loss(
    "CHAIN-BIAS-FORGOTTEN",
    "The bias has no part in the loss, so it has no gradient.",
    "Print the loss for a bias of 0 and for a bias of 1.",
    lambda x, y, w, b: _loss(x, y, w, torch.zeros_like(b)),
)
output_only = _other_loss(
    "AUTOGRAD-OUTPUT-FOR-LOSS",
    "The output of the neuron was differentiated, not its loss: the label has no influence on these "
    "gradients.",
    "Change y. Do your gradients change?",
    lambda x, y, w, b: torch.sigmoid(x * w + b).sum(),
)


@_neuron(
    "CHAIN-ORDER",
    "The two gradients changed places.",
    'Read the "Returns" part of the docstring.',
)
def order(x, y, w, b):
    w, b = _leaf(w), _leaf(b)
    return torch.autograd.grad(_loss(x, y, w, b), (b, w))


@_neuron(
    "AUTOGRAD-GRADIENT-OF-X",
    "The first gradient is that of the input x. The exercise asks for that of w.",
    "With respect to which tensor do you differentiate?",
)
def of_x(x, y, w, b):
    x, b = _leaf(x), _leaf(b)
    return torch.autograd.grad(_loss(x, y, w, b), (x, b))


@_neuron(
    "TYPE-NUMBER-FOR-TENSOR",
    "The values are right, but they are Python numbers: they have lost their shape, dtype and device.",
    "Print `type(...)` of each result.",
)
def numbers(x, y, w, b):
    w, b = _leaf(w), _leaf(b)
    return tuple(g.item() for g in torch.autograd.grad(_loss(x, y, w, b), (w, b)))


@_neuron(
    "LOSS-LOGIT-FOR-PROBABILITY",
    "The loss was given z. It asks for a probability, and refuses whatever lies outside 0 to 1.",
    "Print the value that reaches the loss. Which link of the neuron does it come from?",
)
def logit_for_probability(x, y, w, b):
    w, b = _leaf(w), _leaf(b)
    return torch.autograd.grad(F.binary_cross_entropy(x * w + b, y), (w, b))


def _graph(name, explanation, next_step):
    return misconception("graph_operations", explanation, id=name, next_step=next_step)


def _walk(output, label=lambda node: node.name(), way=0):
    names, node = [], output.grad_fn
    while node is not None:
        names.append(label(node))
        following = node.next_functions
        node = following[way][0] if following else None
    return names


@_graph(
    "GRAPH-OUTPUT-ONLY",
    "This is the last operation alone, the first of the list. The rest is missing: behind it stands the operation that made its input, and so on.",
    "What does `next_functions` of a node hold?",
)
def output_node_only(output):
    return [] if output.grad_fn is None else [output.grad_fn.name()]


@_graph(
    "GRAPH-NO-LEAF",
    "The last node of the way is missing, the one that collects a leaf's gradient. The walk stopped in "
    "front of it.",
    "Print `next_functions` of the last node in your list.",
)
def no_leaf(output):
    return [name for name in _walk(output) if "AccumulateGrad" not in name]


@_graph(
    "GRAPH-LAST-DROPPED",
    "The last node of every way is missing, whether it is a leaf's or not.",
    "In your loop, is a node written down before or after you ask whether another follows?",
)
def last_dropped(output):
    return _walk(output)[:-1]


@_graph(
    "GRAPH-OUTPUT-LEFT-OUT",
    "The list starts at the input of the output's operation. The operation itself is missing.",
    "Which node is `output.grad_fn`?",
)
def output_left_out(output):
    return _walk(output)[1:]


@_graph(
    "GRAPH-FORWARD-ORDER",
    "The operations stand in the order in which they were computed. The walk goes back from the output.",
    "Which operation comes first in the example of the docstring?",
)
def forward_order(output):
    return _walk(output)[::-1]


@_graph(
    "GRAPH-LAST-INPUT",
    "Where an operation has several inputs, the walk went on to the last of them.",
    "Which input of each operation does the docstring follow?",
)
def last_input(output):
    return _walk(output, way=-1)


@_graph(
    "GRAPH-PAST-THE-END",
    "Where the first input was a constant, the walk went on to another input. The way along the first "
    "inputs ends there.",
    "Print `next_functions` of a product whose first factor requires no grad.",
)
def past_the_end(output):
    names, node = [], output.grad_fn
    while node is not None:
        names.append(node.name())
        node = next((following for following, _ in node.next_functions if following), None)
    return names


@_graph(
    "GRAPH-ALL-BRANCHES",
    "The whole graph was visited, every input of every operation. The exercise asks "
    "for one way through it.",
    "How many nodes follow a node on your way, and how many should it be?",
)
def all_branches(output):
    def visit(node):
        if node is None:
            return []
        return [node.name()] + [n for following, _ in node.next_functions for n in visit(following)]

    return visit(output.grad_fn)


@_graph(
    "GRAPH-CLASS-NAME",
    "These are the names of the nodes' Python classes. For most nodes that is the same text as their "
    "name, and for the one that collects a leaf's gradient it is not.",
    "Print both for the last node of the way.",
)
def class_name(output):
    return _walk(output, lambda node: type(node).__name__)


@_graph(
    "GRAPH-NODES-FOR-NAMES",
    "The list holds the nodes themselves. The exercise asks for their names.",
    "Print `type(...)` of the first entry.",
)
def nodes_for_names(output):
    return _walk(output, lambda node: node)


@_graph(
    "GRAPH-NONE-NOT-EXPECTED",
    "A tensor with no graph has None for its `grad_fn`, and None was asked for its name.",
    "Print `grad_fn` of a tensor that you made with `torch.tensor`.",
)
def none_not_expected(output):
    node = output.grad_fn
    names = [node.name()]
    while node.next_functions and node.next_functions[0][0] is not None:
        node = node.next_functions[0][0]
        names.append(node.name())
    return names


@_graph(
    "GRAPH-END-NOT-EXPECTED",
    "The walk went on until a node had no `next_functions`. A constant input has no node at all: there "
    "None was taken for one.",
    "Print `next_functions` of a product whose first factor requires no grad.",
)
def end_not_expected(output):
    if output.grad_fn is None:
        return []
    node = output.grad_fn
    names = [node.name()]
    while node.next_functions:
        node = node.next_functions[0][0]
        names.append(node.name())
    return names


@_graph(
    "GRAPH-NONE-FOR-EMPTY",
    "For a tensor with no graph the answer is None. A list was asked for, and a list can be empty.",
    "What does your function return for `torch.ones(3)`?",
)
def none_for_empty(output):
    return _walk(output) or None


@_graph(
    "TYPE-TUPLE-FOR-LIST",
    "The names are right, but they came back in a tuple. A list was asked for.",
    "Print `type(...)` of your result.",
)
def tuple_for_list(output):
    return tuple(_walk(output))


@_graph(
    "GRAPH-WALKED-BACK",
    "A backward pass was run to look at the graph. It throws the graph away, so the caller's own "
    "backward pass fails, and it leaves gradients behind.",
    "Does reading the names of the nodes need any gradient?",
)
def walked_back(output):
    if output.requires_grad:
        output.sum().backward()
    return _walk(output)


def _sum(name, explanation, next_step):
    return misconception("accumulated_gradient", explanation, id=name, next_step=next_step)


def _gradients(losses, w):
    leaf = _leaf(w)
    return [torch.autograd.grad(loss(leaf), leaf)[0] for loss in losses]


def _total(gradients, w):
    return sum(gradients, torch.zeros_like(w))


@_sum(
    "ACCUMULATE-LAST-ONLY",
    "Only the gradient of the last loss is left. Those before it were cleared or overwritten.",
    "Print what you have collected after each loss.",
)
def last_only(losses, w):
    return [torch.zeros_like(w), *_gradients(losses, w)][-1]


@_sum(
    "ACCUMULATE-FIRST-ONLY",
    "Only the first loss was differentiated.",
    "At which loss does your function return?",
)
def first_only(losses, w):
    return _total(_gradients(losses[:1], w), w)


@_sum(
    "SCALE-MEAN-FOR-SUM",
    "The gradients were averaged over the losses. The exercise asks for their sum.",
    "By which factor is your result too small, and what does it depend on?",
)
def averaged(losses, w):
    return _total(_gradients(losses, w), w) / max(len(losses), 1)


@_sum(
    "ACCUMULATE-COUNTED-TWICE",
    "Each gradient went into the sum more than once: `.grad` already holds the sum of all losses so "
    "far, and these sums were added up again.",
    "Print `.grad` after each loss. Is it the gradient of one loss?",
)
def counted_twice(losses, w):
    leaf, total = _leaf(w), torch.zeros_like(w)
    for loss in losses:
        loss(leaf).backward()
        total += leaf.grad
    return total


@_sum(
    "ACCUMULATE-DUPLICATES-DROPPED",
    "A loss that stands in the list twice was counted once.",
    "How many gradients go into your sum for a list of four?",
)
def duplicates_dropped(losses, w):
    return _total(_gradients(list(dict.fromkeys(losses)), w), w)


@_sum(
    "ACCUMULATE-EMPTY-IS-NUMBER",
    "For an empty list the answer is the Python number 0, which is what `sum` starts from. Asked for "
    "is a tensor like w.",
    "Print `type(sum([]))`.",
)
def empty_is_number(losses, w):
    return sum(_gradients(losses, w))


@_sum(
    "ACCUMULATE-EMPTY-FAILS",
    "For an empty list the sum of the losses is the Python number 0, and a number has no backward pass.",
    "What is `sum([])`?",
)
def empty_fails(losses, w):
    leaf = _leaf(w)
    sum(loss(leaf) for loss in losses).backward()
    return leaf.grad


@_sum(
    "ACCUMULATE-EMPTY-IS-NONE",
    "Without losses there is no backward pass, and `.grad` is still None. The exercise "
    "asks for zeros.",
    "Print what you return for an empty list.",
)
def empty_is_none(losses, w):
    leaf = _leaf(w)
    for loss in losses:
        loss(leaf).backward()
    return leaf.grad


@_sum(
    "ACCUMULATE-NOT-ADDED",
    "The gradients came back one by one in a list. The exercise asks for one tensor, their sum.",
    "Print `type(...)` of your result.",
)
def not_added(losses, w):
    return _gradients(losses, w)


@_sum(
    "ACCUMULATE-LOSS-FOR-GRADIENT",
    "These are the losses added up, a single number. The exercise asks how they change with w.",
    "Print the shape of your result and the shape of w.",
)
def loss_for_gradient(losses, w):
    return sum((loss(w) for loss in losses), torch.zeros_like(w).sum()).detach()


@_sum(
    "ACCUMULATE-OLD-GRADIENT-INCLUDED",
    "The gradient that w already had in `.grad` is part of the result: `backward` adds to what is "
    "there.",
    "Print `w.grad` before your first backward pass.",
)
def old_included(losses, w):
    old = 0 if w.grad is None else w.grad
    return _total(_gradients(losses, w), w) + old


@_sum(
    "ACCUMULATE-OLD-GRADIENT-LOST",
    "The sum is right, but the gradient that w had in `.grad` is gone. Somebody may still need it.",
    "Print `w.grad` before and after your call.",
)
def old_lost(losses, w):
    w.grad = None
    return _total(_gradients(losses, w), w)


@_sum(
    "ARGUMENT-GRAD-LEFT",
    "The sum is right, but it was also left behind in `w.grad`, where the next backward pass would add "
    "to it.",
    "Print `w.grad` before and after your call.",
)
def grad_left_behind(losses, w):
    total = _total(_gradients(losses, w), w)
    recorded = w.requires_grad
    w.requires_grad_()
    w.grad = total.clone()
    w.requires_grad_(recorded)
    return total


@_sum(
    "ACCUMULATE-SAVED-BY-NAME",
    "The old gradient was put aside under another name, but it is the same tensor: `backward` adds to "
    "it in place, so what is put back is no longer what was there.",
    "Print `old` before and after the backward pass.",
)
def saved_by_name(losses, w):
    total = _total(_gradients(losses, w), w)
    if w.grad is not None:
        w.grad += total
    return total


@_sum(
    "ARGUMENT-REQUIRES-GRAD-LEFT",
    "The sum is right, but a w that came without `requires_grad` leaves with it.",
    "Print `w.requires_grad` before and after your call.",
)
def requires_grad_switched_on(losses, w):
    w.requires_grad_()
    return _total(_gradients(losses, w), w)


@_sum(
    "ARGUMENT-REQUIRES-GRAD-LOST",
    "The sum is right, but a w that came with `requires_grad` leaves without it, and can no longer be "
    "trained.",
    "Print `w.requires_grad` before and after your call.",
)
def requires_grad_switched_off(losses, w):
    total = _total(_gradients(losses, w), w)
    w.requires_grad_(False)
    return total


@_sum(
    "AUTOGRAD-NOT-RECORDED",
    "Where w comes without `requires_grad`, nothing is recorded, and the loss has no graph to walk back "
    "along.",
    "Print `loss(w).requires_grad` for both kinds of w.",
)
def only_if_recorded(losses, w):
    total = torch.zeros_like(w)
    for loss in losses:
        total += torch.autograd.grad(loss(w), w)[0]
    return total


@_sum(
    "ACCUMULATE-CLEARED-NONE",
    "There was nothing to clear: before the first backward pass `.grad` is None, and None cannot be "
    "filled with zeros.",
    "Print `w.grad` of a w that nothing was differentiated for.",
)
def cleared_none(losses, w):
    w.requires_grad_()
    w.grad.zero_()
    for loss in losses:
        loss(w).backward()
    return w.grad.clone()


def _step(name, explanation, next_step):
    return misconception("gradient_step", explanation, id=name, next_step=next_step)


@_step(
    "SGD-UPHILL",
    "The step goes uphill: the gradient points to where the loss grows.",
    "Does the loss grow or shrink when a weight moves with its gradient?",
)
@torch.no_grad()
def up(w, gradient, lr):
    w += lr * gradient


@_step(
    "SGD-NO-LR",
    "The whole gradient was subtracted. The learning rate says how much of it a step takes.",
    "By which factor is your step too long?",
)
@torch.no_grad()
def without_rate(w, gradient, lr):
    w -= gradient


@_step(
    "SGD-DIVIDED-BY-LR",
    "The gradient was divided by the learning rate: a smaller rate makes a longer step.",
    "How long should the step be for a rate of 0.03, and how long is yours?",
)
@torch.no_grad()
def divided(w, gradient, lr):
    w -= gradient / lr


@_step(
    "STEP-NAME-REBOUND",
    "A new tensor was made, and the name w now stands for it inside the function. The caller's weights "
    "are what they were.",
    "Print the caller's w before and after the call.",
)
def rebound(w, gradient, lr):
    w = w - lr * gradient


@_step(
    "STEP-IN-PLACE-RECORDED",
    "The update was being recorded. A leaf that requires grad must not be changed in place while "
    "PyTorch is recording, and it refuses.",
    "Is the update part of the computation that you want to differentiate?",
)
def recorded(w, gradient, lr):
    w -= lr * gradient


@_step(
    "STEP-OTHER-MEMORY",
    "w was given new memory. The values are right, but whoever shares the old memory with w (a view, "
    "an optimiser's buffer, a NumPy array) still sees the old ones.",
    "Compare `w.data_ptr()` before and after the call.",
)
def other_memory(w, gradient, lr):
    w.data = w.data - lr * gradient


@_step(
    "STEP-NEW-TENSOR-RETURNED",
    "The new weights came back as a result, and the caller's w is what it was. The exercise "
    "asks for a change in place, and for nothing to return.",
    "Print the caller's w before and after the call.",
)
def new_returned(w, gradient, lr):
    return (w - lr * gradient).detach().requires_grad_()


@_step(
    "STEP-RETURNS-W",
    "The update is right, but the function also returns w. What works in place returns None here.",
    "Print what your function returns.",
)
@torch.no_grad()
def returns_w(w, gradient, lr):
    w -= lr * gradient
    return w


@_step(
    "STEP-GRADIENT-CHANGED",
    "The gradient was multiplied in place, so the caller's gradient is now the step.",
    "Print the gradient before and after the call.",
)
@torch.no_grad()
def gradient_changed(w, gradient, lr):
    gradient = gradient.copy_(gradient * lr) if 0 not in gradient.stride() else gradient.mul_(lr)
    w -= gradient


@_step(
    "ARGUMENT-REQUIRES-GRAD-LOST",
    "After the step w no longer requires grad, so the next loss will have no graph.",
    "Print `w.requires_grad` before and after the call.",
)
def requires_grad_lost(w, gradient, lr):
    w.requires_grad_(False)
    w -= lr * gradient


@_step(
    "STEP-RECORDING-LEFT-OFF",
    "Recording was switched off for the update and never switched on again: the next loss has no graph.",
    "Print `torch.is_grad_enabled()` before and after the call.",
)
def recording_left_off(w, gradient, lr):
    torch.set_grad_enabled(False)
    w -= lr * gradient


@_step(
    "STEP-OTHER-GRADIENT",
    "The step used what is in `w.grad`. The gradient to use is the one that was passed.",
    "Which line of yours uses the argument `gradient`?",
)
@torch.no_grad()
def other_gradient(w, gradient, lr):
    w -= lr * (gradient if w.grad is None else w.grad)


@_step(
    "STEP-GRAD-IS-NONE",
    "The step used `w.grad`, and it is None here: the gradient comes as an argument.",
    "Which line of yours uses the argument `gradient`?",
)
@torch.no_grad()
def grad_is_none(w, gradient, lr):
    w -= lr * w.grad


@_step(
    "SGD-STEP-ONLY",
    "w was overwritten with the step. The old weights have to be part of the new ones.",
    "What should w be for a learning rate of 0?",
)
@torch.no_grad()
def step_only(w, gradient, lr):
    w.copy_(-lr * gradient)


@_step(
    "SGD-SIGN-OF-GRADIENT",
    "Only the sign of the gradient was used, so every weight moves equally far.",
    "How far should a weight move whose gradient is twice as large?",
)
@torch.no_grad()
def sign_only(w, gradient, lr):
    w -= lr * gradient.sign()


@_step(
    "SGD-SCALES-WEIGHTS",
    "The gradient was multiplied by w, so a weight near 0 hardly moves, whatever its gradient.",
    "How far should a weight of 0 move?",
)
@torch.no_grad()
def scales_weights(w, gradient, lr):
    w *= 1 - lr * gradient


def _stop(name, explanation, next_step):
    return misconception("stop_gradient", explanation, id=name, next_step=next_step)


@_stop(
    "STOP-COPIED",
    "The values are right and have no history, but they were copied into new memory.",
    "Change one element of your result in place. Does x change too?",
)
def copied(x):
    return x.detach().clone()


@_stop(
    "STOP-CLONE-KEEPS-GRAPH",
    "`clone` copies the values, and PyTorch records that as one more operation: the gradient passes "
    "through it.",
    "Print `grad_fn` of your result.",
)
def cloned(x):
    return x.clone()


@_stop(
    "STOP-SAME-TENSOR",
    "This is x itself. Not recording only concerns what is computed in the meantime, and nothing was "
    "computed.",
    "Print `grad_fn` and `requires_grad` of your result.",
)
@torch.no_grad()
def same_tensor(x):
    return x


@_stop(
    "STOP-DETACHED-IN-PLACE",
    "x itself was cut off from its graph. The caller can no longer differentiate through it.",
    "Print `x.requires_grad` before and after your call.",
)
def detached_in_place(x):
    return x.detach_()


@_stop(
    "ARGUMENT-REQUIRES-GRAD-LOST",
    "`requires_grad` of x itself was switched off. For a leaf that takes training away from the "
    "caller, and for the result of a computation PyTorch refuses.",
    "Print `x.requires_grad` before and after your call.",
)
def switched_off(x):
    return x.requires_grad_(False)


@_stop(
    "STOP-REQUIRES-GRAD-AGAIN",
    "The result has no history, but it was asked to require grad: a new graph begins at it.",
    "Print `requires_grad` of your result.",
)
def requires_grad_again(x):
    return x.detach().requires_grad_()


@_stop(
    "TYPE-ARRAY-FOR-TENSOR",
    "This is a NumPy array. The values and the memory are right, but it is no tensor.",
    "Print `type(...)` of your result.",
)
def as_array(x):
    return x.detach().numpy()


@_stop(
    "STOP-NUMPY-OF-A-GRAPH",
    "A tensor that requires grad was asked for its NumPy array, and it refuses: NumPy could not keep "
    "the history.",
    "Which tensors have a `numpy()` that works, and which do not?",
)
def numpy_of_a_graph(x):
    return torch.from_numpy(x.numpy())


@_stop(
    "STOP-ZEROS",
    "The values are gone: the result is zeros. What stops is the gradient, not the numbers.",
    "What is the result of `x + stop_gradient(x)` supposed to be?",
)
def zeros(x):
    return torch.zeros_like(x)


@_stop(
    "STOP-VIEW-UNRECORDED",
    "A view that is made while nothing is recorded has no operation behind it, but it still counts as "
    "part of x and requires grad as x does.",
    "Print `requires_grad` of your result.",
)
@torch.no_grad()
def view_unrecorded(x):
    return x.view_as(x)


@_stop(
    "STOP-BY-VIEW",
    "A view shares the memory, as it should, but PyTorch records views like any other operation: the "
    "gradient passes through it.",
    "Print `grad_fn` of your result.",
)
def by_view(x):
    return x.view_as(x)


def _second(name, explanation, next_step):
    return misconception("second_derivative", explanation, id=name, next_step=next_step)


def _slope(f, x, create_graph=False):
    return torch.autograd.grad(f(x).sum(), x, create_graph=create_graph)[0]


def _curvature(f, x):
    """The second derivative, of a straight line too."""
    x = _leaf(x)
    slope = _slope(f, x, create_graph=True)
    return torch.autograd.grad(slope.sum() + 0 * x.sum(), x)[0]


@_second(
    "SECOND-FIRST-ONLY",
    "This is the first derivative. It has to be differentiated once more.",
    "What is the slope of x³, and what is the slope of that?",
)
def first_only_derivative(f, x):
    return _slope(f, _leaf(x))


no_graph = _second(
    "SECOND-NO-GRAPH",
    "Something was to be differentiated that has no graph. Two places can lack one: f(x), if x does not "
    "require grad; and the first derivative, because PyTorch does not record its walk backwards unless "
    "it is told to.",
    "Print `requires_grad` of f(x) and of the first derivative.",
)


@no_graph
def no_graph_of_slope(f, x):
    x = _leaf(x)
    return torch.autograd.grad(_slope(f, x).sum(), x)[0]


@_second(
    "SECOND-LINE-FAILS",
    "For a straight line the slope does not depend on x and has no graph, so the second walk failed. "
    "Its second derivative is 0.",
    "Print `requires_grad` of the first derivative of 3x + 1.",
)
def line_fails(f, x):
    x = _leaf(x)
    return torch.autograd.grad(_slope(f, x, create_graph=True).sum(), x)[0]


@_second(
    "SECOND-LINE-IS-NONE",
    "For a straight line the answer is None. Its second derivative is a number like any other: 0.",
    "What do you return where the slope does not depend on x?",
)
def line_is_none(f, x):
    x = _leaf(x)
    slope = _slope(f, x, create_graph=True)
    return torch.autograd.grad(slope.sum(), x)[0] if slope.requires_grad else None


@_second(
    "SECOND-ADDED-TO-FIRST",
    "This is f' + f''. The second backward pass added its result to the first one's, which was still "
    "in `.grad`.",
    "Print `x.grad` after each backward pass.",
)
def added_to_first(f, x):
    return _slope(f, _leaf(x)) + _curvature(f, x)


@_second(
    "SECOND-SLOPE-SQUARED",
    "The first derivative was squared. The second derivative is the slope of the slope.",
    "What is the second derivative of a straight line with slope 3?",
)
def squared(f, x):
    return _slope(f, _leaf(x)) ** 2


@_second(
    "SECOND-OF-THE-SLOPE-AT-ITSELF",
    "f' was taken at the value of f'. What has to be differentiated is f', at x.",
    "What is the second derivative of x²? And what does yours give?",
)
def slope_at_slope(f, x):
    return _slope(f, _leaf(_slope(f, _leaf(x))))


@_second(
    "SECOND-SUMMED",
    "The second derivatives of all elements were added up to one number. The exercise "
    "asks for one for each element.",
    "Print the shape of x and of your result for an x of shape (2, 3).",
)
def summed(f, x):
    return _curvature(f, x).sum()


@_second(
    "SECOND-HESSIAN",
    "This is the full matrix of second derivatives, for every pair of elements. For a function that "
    "works element by element all but a few of its entries are 0.",
    "Print the shape of your result for an x of shape (4,). Where in it are the numbers asked for?",
)
def full_hessian(f, x):
    return torch.autograd.functional.hessian(lambda v: f(v).sum(), x)


@_second(
    "SECOND-DIFFERENCES",
    "The second derivative was estimated from small steps. Rounding is divided by the square of the "
    "step, so few digits are right.",
    "Compare your result with 6·x for f(x) = x³, in float32.",
)
def by_differences(f, x):
    eps = 1e-2
    return (f(x + eps) - 2 * f(x) + f(x - eps)) / eps**2


@_second(
    "SECOND-SCALAR-ONLY",
    "A backward pass was started from a tensor of several elements. It needs one number to start from.",
    "Print the shape of `f(x)` for the x that fails.",
)
def scalar_only(f, x):
    x = _leaf(x)
    (slope,) = torch.autograd.grad(f(x), x, create_graph=True)
    if not slope.requires_grad:
        return torch.zeros_like(x)
    return torch.autograd.grad(slope, x)[0]


@_second(
    "AUTOGRAD-TUPLE-NOT-UNPACKED",
    "`torch.autograd.grad` always answers with a tuple, even for one tensor, and the tuple was "
    "returned.",
    "Print `type(...)` of your result.",
)
def tuple_returned(f, x):
    return (_curvature(f, x),)


@_second(
    "ARGUMENT-REQUIRES-GRAD-LEFT",
    "The values are right, but the caller's x was switched to `requires_grad` and stays so.",
    "Print `x.requires_grad` before and after your call.",
)
def x_requires_grad_left(f, x):
    result = _curvature(f, x)
    x.requires_grad_()
    return result


@no_graph
def x_not_recorded(f, x):
    return torch.autograd.grad(_slope(f, x, create_graph=True).sum(), x)[0]


@_second(
    "DTYPE-DEFAULT-TAKEN",
    "The result was stored in torch's default dtype. For a float64 x about half of the digits are lost.",
    "Print the dtype of x and of your result.",
)
def in_default_dtype(f, x):
    return torch.empty(x.shape).copy_(_curvature(f, x))


@_second(
    "SECOND-HALVED",
    "This is half of the second derivative, as it stands in a Taylor series.",
    "What is the second derivative of x²?",
)
def halved(f, x):
    return _curvature(f, x) / 2


no_sigmoid = _other_loss(
    "CHAIN-SIGMOID-FORGOTTEN",
    "The sigmoid was forgotten: z went into the logarithms as if it were a probability. Where z is "
    "outside 0 to 1 such a logarithm is NaN, and so is what comes of it; the slope is another one too.",
    "Print the value that you take for a probability. Is it between 0 and 1?",
    lambda x, y, w, b: -(y * torch.log(x * w + b) + (1 - y) * torch.log(1 - (x * w + b))).mean(),
)
summed_loss = _other_loss(
    "BCE-SIGN-OF-ONE-TERM",
    "The minus stands before the first term of the loss alone, so the second term, for the label 0, has "
    "the other sign.",
    "To what does the minus in front of your formula belong? Brackets decide.",
    lambda x, y, w, b: (
        -y * torch.log(torch.sigmoid(x * w + b)) + (1 - y) * torch.log(1 - torch.sigmoid(x * w + b))
    ).mean(),
)


@_graph(
    "GRAPH-LAST-DROPPED",
    "The last node of every way is missing, and a tensor with no graph fails: it has no node whose "
    "`next_functions` could be asked for.",
    "When does your loop stop, and has the node that it stops at been noted by then?",
)
def stops_before_the_last(output):
    names, node = [], output.grad_fn
    while node.next_functions:
        names.append(node.name())
        node = node.next_functions[0][0]
    return names
