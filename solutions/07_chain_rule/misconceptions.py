"""Wrong answers worth explaining, for 07_chain_rule."""

import torch

from grader import misconception


def _sigmoid(z):
    return torch.sigmoid(z)


@misconception(
    "sigmoid",
    "The exponent has the wrong sign, so the curve runs downhill: this is 1 - σ(z).",
    id="SIGMOID-SIGN",
    next_step="What should σ(100) be, about?",
)
def wrong_sign(z):
    return 1 - _sigmoid(z)


@misconception(
    "sigmoid",
    "The values are right in the middle and not at the ends: exp overflows to infinity, and infinity "
    "divided by infinity is NaN.",
    id="SIGMOID-OVERFLOW",
    next_step="Compute exp(1000) in torch, and follow it through your formula.",
)
def overflowing(z):
    return torch.exp(z) / (1 + torch.exp(z))


@misconception(
    "sigmoid",
    "This is the hyperbolic tangent: the same S shape, but from -1 to 1. The sigmoid runs from 0 to 1.",
    id="SIGMOID-TANH",
    next_step="What should σ(0) be?",
)
def hyperbolic(z):
    return torch.tanh(z)


@misconception(
    "sigmoid",
    "This is exp(-z) without the 1 + and the fraction around it.",
    id="SIGMOID-EXP-ONLY",
    next_step="Between which two numbers must every result lie?",
)
def exp_only(z):
    return torch.exp(-z.clamp(-80, 80))


@misconception(
    "sigmoid",
    "Far from zero the values were cut off: results that should be very near 0 or 1 stop short.",
    id="SIGMOID-CLAMPED",
    next_step="What is σ(-90)? It is tiny, and float32 can still say it.",
)
def clamped(z):
    return _sigmoid(z.clamp(-10, 10))


@misconception(
    "sigmoid",
    "This is the derivative of the sigmoid, a·(1-a), and not the sigmoid itself.",
    id="SIGMOID-DERIVATIVE",
    next_step="What should σ(0) be, and what does yours give?",
)
def derivative(z):
    return _sigmoid(z) * (1 - _sigmoid(z))


def _bce(a, y):
    return -(y * a.log() + (1 - y) * (1 - a).log())


@misconception(
    "binary_cross_entropy",
    "The sign is missing: log of a probability is negative, and the loss is its negative.",
    id="BCE-SIGN",
    next_step="Can a loss be below zero?",
)
def no_minus(a, y):
    return -_bce(a, y).mean()


@misconception(
    "binary_cross_entropy",
    "Only the term with y is there. Where the label is 0 nothing is left of the loss, however wrong "
    "the probability is.",
    id="BCE-ONE-TERM",
    next_step="What should the loss be for a = 0.9 and y = 0?",
)
def one_term(a, y):
    return -(y * a.log()).mean()


@misconception(
    "binary_cross_entropy",
    "The losses were added up. The exercise averages them, so that the size of the batch does not "
    "matter.",
    id="SCALE-SUM-FOR-MEAN",
    next_step="What happens to your value when every element is there twice?",
)
def summed(a, y):
    return _bce(a, y).sum()


@misconception(
    "binary_cross_entropy",
    "One loss for each element came back. The exercise asks for one number.",
    id="REDUCE-NOT-AT-ALL",
    next_step="Print the shape of the result.",
)
def not_reduced(a, y):
    return _bce(a, y).unsqueeze(0) if a.dim() == 0 else _bce(a, y)


@misconception(
    "binary_cross_entropy",
    "This is the mean squared error, another way to compare numbers. It punishes a confident mistake "
    "far less than cross-entropy does.",
    id="BCE-SQUARED-ERROR",
    next_step="What should the loss be for a = 0.001 and y = 1?",
)
def squared(a, y):
    return ((a - y) ** 2).mean()


@misconception(
    "binary_cross_entropy",
    "Prediction and label changed places: the logarithm is taken of the label.",
    id="BCE-ARGUMENTS-SWAPPED",
    next_step="Of which of the two may the logarithm be taken, given that labels can be 0?",
)
def swapped(a, y):
    y = y.clamp(1e-7, 1 - 1e-7)
    return _bce(y, a).mean()


@misconception(
    "binary_cross_entropy",
    "The logarithm to base 2 was taken. The loss is measured with the natural logarithm.",
    id="BCE-LOG2",
    next_step="By which constant factor are your values off?",
)
def base_two(a, y):
    return _bce(a, y).mean() / torch.log(torch.tensor(2.0, dtype=a.dtype))


@misconception(
    "binary_cross_entropy",
    "A small number was added inside the logarithms to keep them away from log(0). Here a is strictly "
    "between 0 and 1, so nothing needs protection, and in float64 the shift shows in the result.",
    id="BCE-EPSILON",
    next_step="Print the difference between your value and the formula in the docstring, in float64.",
)
def epsilon(a, y):
    return -(y * (a + 1e-8).log() + (1 - y) * (1 - a + 1e-8).log()).mean()


@misconception(
    "chain",
    "The outer derivative was taken at x. What reaches the outer function is g(x), and its slope "
    "has to be taken there.",
    id="CHAIN-OUTER-AT-X",
    next_step="Which number goes into f when f(g(x)) is computed?",
)
def outer_at_x(outer_derivative, inner, inner_derivative, x):
    return outer_derivative(x) * inner_derivative(x)


@misconception(
    "chain",
    "The inner derivative is missing: how fast g changes matters too.",
    id="CHAIN-NO-INNER",
    next_step="What is the derivative of sin(2x)?",
)
def no_inner(outer_derivative, inner, inner_derivative, x):
    return outer_derivative(inner(x))


@misconception(
    "chain",
    "The two derivatives were added. The links of a chain multiply.",
    id="CHAIN-ADDED",
    next_step="If g doubles every change and f triples it, what do both together do?",
)
def added(outer_derivative, inner, inner_derivative, x):
    return outer_derivative(inner(x)) + inner_derivative(x)


@misconception(
    "chain",
    "The outer derivative was taken at g'(x), the slope of the inner function, and not at its value.",
    id="CHAIN-NESTED-DERIVATIVES",
    next_step="Which number goes into f when f(g(x)) is computed?",
)
def nested(outer_derivative, inner, inner_derivative, x):
    return outer_derivative(inner_derivative(x))


@misconception(
    "chain",
    "The inner function's value stands where its derivative belongs.",
    id="CHAIN-VALUE-FOR-SLOPE",
    next_step="Which of your two factors says how fast g changes?",
)
def value_for_slope(outer_derivative, inner, inner_derivative, x):
    return outer_derivative(inner(x)) * inner(x)


def _gradients(name, explanation, next_step, rule):
    """Register a wrong rule for (dL/dw, dL/db) from x, y, w, b, z and a."""

    def implementation(x, y, w, b):
        z = x * w + b
        return rule(x, y, w, b, z, _sigmoid(z))

    implementation.__name__ = name.lower().replace("-", "_")
    return misconception("neuron_gradients", explanation, id=name, next_step=next_step)(
        implementation
    )


stopped_early = _gradients(
    "CHAIN-STOPPED-AT-Z",
    "This is dL/dz for both. The weight enters through z = x·w + b, so one link is missing on the way "
    "to w.",
    "How much does z change when w changes by a little?",
    lambda x, y, w, b, z, a: (a - y, a - y),
)
sign = _gradients(
    "CHAIN-SIGN",
    "Both gradients have the opposite sign: y - a instead of a - y. With the label 1 a larger z makes "
    "the loss smaller, so the slope has to be negative there.",
    "For y = 1, does the loss rise or fall when z grows?",
    lambda x, y, w, b, z, a: ((y - a) * x, y - a),
)
w_for_x = _gradients(
    "CHAIN-W-FOR-X",
    "The gradient for w was multiplied by w. The derivative of x·w with respect to w is the other "
    "factor.",
    "How much does z change when w changes by a little?",
    lambda x, y, w, b, z, a: ((a - y) * w, a - y),
)
x_in_bias = _gradients(
    "CHAIN-X-IN-BIAS",
    "The gradient for b was multiplied by x as well. The bias is added to z by itself, whatever x is.",
    "How much does z change when b changes by a little?",
    lambda x, y, w, b, z, a: ((a - y) * x, (a - y) * x),
)
only_positive = _gradients(
    "CHAIN-ONE-LABEL-ONLY",
    "This is right for the label 1 and not for 0: dL/da was taken from the loss's "
    "first term alone.",
    "What is the derivative of -(1-y)·log(1-a) with respect to a?",
    lambda x, y, w, b, z, a: (-y / a * a * (1 - a) * x, -y / a * a * (1 - a)),
)
no_sigmoid = _gradients(
    "CHAIN-NO-SIGMOID-LINK",
    "The link of the sigmoid, a·(1-a), is missing between dL/da and dz/dw.",
    "How many links lie between the loss and the weight?",
    lambda x, y, w, b, z, a: ((a - y) / (a * (1 - a)) * x, (a - y) / (a * (1 - a))),
)
no_bias = _gradients(
    "CHAIN-BIAS-FORGOTTEN",
    "The bias was left out of z, so the gradients belong to another neuron. With b = 0 that goes "
    "through unnoticed.",
    "Print z with a bias of 0 and with a bias of 1.",
    lambda x, y, w, b, z, a: ((_sigmoid(x * w) - y) * x, _sigmoid(x * w) - y),
)
squared_error = _gradients(
    "CHAIN-SQUARED-ERROR",
    "This is the gradient of the squared error. For cross-entropy the factor a·(1-a) cancels.",
    "Write down dL/da for the loss in the docstring, and multiply.",
    lambda x, y, w, b, z, a: (
        2 * (a - y) * a * (1 - a) * x,
        2 * (a - y) * a * (1 - a),
    ),
)
slope_at_z = _gradients(
    "CHAIN-SLOPE-AT-Z",
    "The slope of the sigmoid was written as z·(1-z). It is a·(1-a), said with the value that the "
    "sigmoid returned.",
    "At z = 0 the sigmoid is steepest. What does z·(1-z) give there?",
    lambda x, y, w, b, z, a: (
        (a - y) / (a * (1 - a)) * z * (1 - z) * x,
        (a - y) / (a * (1 - a)) * z * (1 - z),
    ),
)
order = _gradients(
    "CHAIN-ORDER",
    "The two gradients changed places: dL/dw comes first.",
    'Read the "Returns" part of the docstring.',
    lambda x, y, w, b, z, a: (a - y, (a - y) * x),
)


numbers = _gradients(
    "TYPE-NUMBER-FOR-TENSOR",
    "The values are right, but they are Python numbers: they have lost their shape, dtype and device.",
    "Print `type(...)` of each result.",
    lambda x, y, w, b, z, a: (((a - y) * x).item(), (a - y).item()),
)


outer_link_only = _gradients(
    "CHAIN-OUTER-LINK-ONLY",
    "This is dL/da, the outermost link alone. Between a and the parameters lie two more.",
    "How many links lie between the loss and the weight?",
    lambda x, y, w, b, z, a: ((a - y) / (a * (1 - a)), (a - y) / (a * (1 - a))),
)
no_loss_link = _gradients(
    "CHAIN-NO-LOSS-LINK",
    "These are the gradients of a, the neuron's output. The loss has no part in them: the label could be "
    "anything.",
    "Change y. Do your gradients change?",
    lambda x, y, w, b, z, a: (a * (1 - a) * x, a * (1 - a)),
)
tanh_slope = _gradients(
    "CHAIN-TANH-SLOPE",
    "1 - a² is the slope of the hyperbolic tangent. The sigmoid's is another one.",
    "How large can the slope of the sigmoid be at most?",
    lambda x, y, w, b, z, a: (
        (a - y) / (a * (1 - a)) * (1 - a**2) * x,
        (a - y) / (a * (1 - a)) * (1 - a**2),
    ),
)


def _steps(name, explanation, next_step, change):
    """Register neuron_steps with some of its entries changed, and what follows from them."""

    def implementation(x, y, w, b):
        z = x * w + b
        a = _sigmoid(z)
        s = {
            "z": z,
            "a": a,
            "loss": _bce(a, y).mean(),
            "dL_da": (a - y) / (a * (1 - a)),
            "da_dz": a * (1 - a),
            "dz_dw": x.clone(),
            "dz_db": torch.ones_like(b),
        }
        s |= change(s, x, y, w, b)
        s.setdefault("dL_dw", s["dL_da"] * s["da_dz"] * s["dz_dw"])
        s.setdefault("dL_db", s["dL_da"] * s["da_dz"] * s["dz_db"])
        return s

    implementation.__name__ = "steps_" + name.lower().replace("-", "_")
    return misconception("neuron_steps", explanation, id=name, next_step=next_step)(implementation)


steps_sign = _steps(
    "CHAIN-SIGN",
    "dL/da has the opposite sign, and all that is computed from it.",
    "For y = 1, does the loss rise or fall when a grows?",
    lambda s, x, y, w, b: {"dL_da": -s["dL_da"]},
)
steps_one_label = _steps(
    "CHAIN-ONE-LABEL-ONLY",
    "dL/da was taken from the first term of the loss alone, -y/a. With the label 0 that is nothing.",
    "What is the derivative of -(1-y)·log(1-a) with respect to a?",
    lambda s, x, y, w, b: {"dL_da": -y / s["a"]},
)
steps_slope_at_z = _steps(
    "CHAIN-SLOPE-AT-Z",
    "da/dz was written as z·(1-z). It is a·(1-a), said with the value that the sigmoid returned.",
    "At z = 0 the sigmoid is steepest. What does z·(1-z) give there?",
    lambda s, x, y, w, b: {"da_dz": s["z"] * (1 - s["z"])},
)
steps_tanh = _steps(
    "CHAIN-TANH-SLOPE",
    "1 - a² is the slope of the hyperbolic tangent. The sigmoid's is a·(1-a).",
    "How large can the slope of the sigmoid be at most?",
    lambda s, x, y, w, b: {"da_dz": 1 - s["a"] ** 2},
)
steps_w_for_x = _steps(
    "CHAIN-W-FOR-X",
    "dz/dw was given as w. The derivative of x·w with respect to w is the other factor.",
    "How much does z change when w changes by a little?",
    lambda s, x, y, w, b: {"dz_dw": w.clone()},
)
steps_bias = _steps(
    "CHAIN-X-IN-BIAS",
    "dz/db was given as x. The bias is added to z by itself, whatever x is.",
    "How much does z change when b changes by a little?",
    lambda s, x, y, w, b: {"dz_db": x.clone()},
)
steps_zero_bias = _steps(
    "CHAIN-BIAS-IS-ITSELF",
    "dz/db was given as b. The derivative says how much z changes with b, not how large b is.",
    "If b grows by 0.1, by how much does z grow?",
    lambda s, x, y, w, b: {"dz_db": b.clone()},
)
steps_not_multiplied = _steps(
    "CHAIN-NO-SIGMOID-LINK",
    "The links are right and their product is not: da/dz is missing from dL/dw and dL/db.",
    "How many links lie between the loss and the weight?",
    lambda s, x, y, w, b: {"dL_dw": s["dL_da"] * s["dz_dw"], "dL_db": s["dL_da"] * s["dz_db"]},
)
steps_loss_shape = _steps(
    "SHAPE-LOSS-NOT-SCALAR",
    "The loss has the shape of the inputs. A loss is one number, of shape ().",
    "Print the shape of the loss for inputs of shape (1,).",
    lambda s, x, y, w, b: {"loss": s["loss"].reshape(1)},
)
steps_no_bias = _steps(
    "CHAIN-BIAS-FORGOTTEN",
    "The bias is missing from z, and everything after it belongs to another neuron.",
    "Print z with a bias of 0 and with a bias of 1.",
    lambda s, x, y, w, b: {
        "z": x * w,
        "a": _sigmoid(x * w),
        "loss": _bce(_sigmoid(x * w), y).mean(),
        "dL_da": (_sigmoid(x * w) - y) / (_sigmoid(x * w) * (1 - _sigmoid(x * w))),
        "da_dz": _sigmoid(x * w) * (1 - _sigmoid(x * w)),
    },
)


steps_output_for_slope = _steps(
    "CHAIN-OUTPUT-FOR-SLOPE",
    "da/dz was given as a itself. That is how high the sigmoid stands at z, not how steep it is: far to "
    "the right it stands near 1 and is almost flat.",
    "How large can the slope of the sigmoid be at most?",
    lambda s, x, y, w, b: {"da_dz": s["a"].clone()},
)


def _nudged(x, index, by):
    moved = x.clone().reshape(-1)
    moved[index] += by
    return moved.reshape(x.shape)


def _differences(rule):
    def implementation(f, x, eps):
        values = [rule(f, x, eps, index) for index in range(x.numel())]
        return torch.tensor(values, dtype=x.dtype).reshape(x.shape)

    return implementation


def _numerical(name, explanation, next_step, rule):
    implementation = _differences(rule)
    implementation.__name__ = "numerical_" + name.lower().replace("-", "_")
    return misconception("numerical_gradient", explanation, id=name, next_step=next_step)(
        implementation
    )


forward = _numerical(
    "DIFFERENCE-FORWARD",
    "Only the step upwards was taken and compared with f(x). That is a forward difference; on a curve "
    "it leans to one side, which the central difference avoids.",
    "Draw a parabola and both ways to put a line through two of its points.",
    lambda f, x, eps, i: (float(f(_nudged(x, i, eps))) - float(f(x))) / eps,
)
backwards = _numerical(
    "DIFFERENCE-BACKWARD",
    "Only the step downwards was taken and compared with f(x). The central difference steps both ways.",
    "Draw a parabola and both ways to put a line through two of its points.",
    lambda f, x, eps, i: (float(f(x)) - float(f(_nudged(x, i, -eps)))) / eps,
)
by_eps = _numerical(
    "DIFFERENCE-HALF-STEP",
    "The difference was divided by eps. The two points are twice that far apart.",
    "How far is x + eps from x - eps?",
    lambda f, x, eps, i: (float(f(_nudged(x, i, eps))) - float(f(_nudged(x, i, -eps)))) / eps,
)
undivided = _numerical(
    "DIFFERENCE-NOT-DIVIDED",
    "This is how much f changes, and not how much it changes per unit of x.",
    "What are the units of a slope?",
    lambda f, x, eps, i: float(f(_nudged(x, i, eps))) - float(f(_nudged(x, i, -eps))),
)
negated = _numerical(
    "DIFFERENCE-SIGN",
    "The two points are subtracted the wrong way round, so a function that rises gets a negative "
    "slope.",
    "What sign should the slope of a rising function have?",
    lambda f, x, eps, i: (float(f(_nudged(x, i, -eps))) - float(f(_nudged(x, i, eps)))) / (2 * eps),
)
all_at_once = _numerical(
    "DIFFERENCE-ALL-AT-ONCE",
    "All elements were moved together, so every element gets the same slope: the sum of all. Each "
    "element has to be moved alone.",
    "How many times is f called for an x of four elements, and how many times should it be?",
    lambda f, x, eps, i: (float(f(x + eps)) - float(f(x - eps))) / (2 * eps),
)


@misconception(
    "numerical_gradient",
    "x itself was moved and not put back: each element was measured at a point that the earlier ones "
    "had shifted, and the caller's x is changed.",
    id="DIFFERENCE-X-MOVED",
    next_step="Print x before and after the call.",
)
def moved_x(f, x, eps):
    out = torch.zeros(x.shape, dtype=x.dtype)
    for index in range(x.numel()):
        place = tuple(int(i) for i in torch.unravel_index(torch.tensor(index), x.shape))
        x[place] += eps
        high = float(f(x))
        x[place] -= 2 * eps
        low = float(f(x))
        out[place] = (high - low) / (2 * eps)
    return out


@misconception(
    "numerical_gradient",
    "The slopes were collected in a tensor of torch's default dtype. x is float64, and float32 keeps "
    "about half of the digits.",
    id="DTYPE-DEFAULT-TAKEN",
    next_step="Print the dtype of x and of your result.",
)
def in_float32(f, x, eps):
    out = torch.zeros(x.numel())
    for index in range(x.numel()):
        high, low = f(_nudged(x, index, eps)), f(_nudged(x, index, -eps))
        out[index] = (float(high) - float(low)) / (2 * eps)
    return out.reshape(x.shape)


@misconception(
    "numerical_gradient",
    "The slopes came back as one flat row, whatever shape x has.",
    id="SHAPE-FLATTENED",
    next_step="Print the shape of x and of your result for an x of shape (2, 3).",
)
def flat(f, x, eps):
    slopes = [
        (float(f(_nudged(x, index, eps))) - float(f(_nudged(x, index, -eps)))) / (2 * eps)
        for index in range(x.numel())
    ]
    return torch.tensor(slopes, dtype=x.dtype)


aliased = _numerical(
    "DIFFERENCE-ALIASED",
    "All slopes are zero. Both points are the same tensor under two names, so a step up and a step down "
    "on it cancel, and f was asked twice at x.",
    "Is `a is b` true for your two points?",
    lambda f, x, eps, i: float(f(x)) - float(f(x)),
)


@misconception(
    "sigmoid",
    "The denominator is 1 - exp(-z). With a minus it is 0 at z = 0 and negative below, and the curve "
    "breaks apart there.",
    id="SIGMOID-MINUS-IN-DENOMINATOR",
    next_step="What should σ(0) be, and what does your formula give?",
)
def minus_in_denominator(z):
    return 1 / (1 - torch.exp(-z))


@misconception(
    "binary_cross_entropy",
    "Only the term with 1 - y is there. Where the label is 1 nothing is left of the loss, however "
    "wrong the probability is.",
    id="BCE-OTHER-TERM-ONLY",
    next_step="What is your loss for the label 1 and a probability of 0.1?",
)
def other_term_only(a, y):
    return -((1 - y) * torch.log(1 - a)).mean()


@misconception(
    "binary_cross_entropy",
    "The minus stands before the first term alone, so the second term, for the label 0, has the other "
    "sign.",
    id="BCE-SIGN-OF-ONE-TERM",
    next_step="To what does the minus in front of your formula belong? Brackets decide.",
)
def sign_of_one_term(a, y):
    return (-y * torch.log(a) + (1 - y) * torch.log(1 - a)).mean()


@misconception(
    "binary_cross_entropy",
    "The label was treated as 0 or 1: one of the two terms was chosen by it. A soft label such as 0.3 "
    "lies between the two and takes a share of both terms.",
    id="BCE-LABEL-ROUNDED",
    next_step="Work out the loss for a = 0.9 and y = 0.3 with the formula, and with your code.",
)
def label_rounded(a, y):
    return -torch.log(torch.where(y > 0.5, a, 1 - a)).mean()


@misconception(
    "binary_cross_entropy",
    "The mean absolute difference between prediction and label was taken. Binary cross-entropy takes "
    "the logarithm of the probability that was given to the label.",
    id="BCE-ABSOLUTE-ERROR",
    next_step="What does the formula in the docstring do with a?",
)
def absolute_error(a, y):
    return (a - y).abs().mean()


@misconception(
    "chain",
    "The inner function and its derivative changed places: the outer derivative was taken at g'(x), "
    "and the result multiplied by g(x).",
    id="CHAIN-INNER-SWAPPED",
    next_step="Which of your two arguments is g, and which is g'? Where does the chain rule use each?",
)
def inner_swapped(outer_derivative, inner, inner_derivative, x):
    return outer_derivative(inner_derivative(x)) * inner(x)


@misconception(
    "chain",
    "The inner derivative was taken at g(x), the value of the inner function. Its slope is asked for "
    "where it starts from, at x.",
    id="CHAIN-INNER-AT-VALUE",
    next_step="The inner function is given x. Where is its slope to be taken?",
)
def inner_at_value(outer_derivative, inner, inner_derivative, x):
    return outer_derivative(inner(x)) * inner_derivative(inner(x))


extra_sigmoid_link = _gradients(
    "CHAIN-EXTRA-SIGMOID-LINK",
    "The slope of the sigmoid, a·(1-a), is there once too often: dL/dz is already a - y. (With a factor "
    "of 2 this would be the gradient of the squared error.)",
    "Multiply dL/da by da/dz on paper. What cancels?",
    lambda x, y, w, b, z, a: ((a - y) * a * (1 - a) * x, (a - y) * a * (1 - a)),
)
no_sigmoid = _gradients(
    "CHAIN-SIGMOID-FORGOTTEN",
    "The sigmoid was forgotten: z itself was compared with the label. The loss compares the label with "
    "a = σ(z), a probability.",
    "Print the value that you subtract y from. Is it between 0 and 1?",
    lambda x, y, w, b, z, a: ((z - y) * x, z - y),
)


def _no_halves(f, x, eps, i):
    return (float(f(_nudged(x, i, eps))) - float(f(x))) / (2 * eps)


half_of_forward = _numerical(
    "DIFFERENCE-ONE-SIDE-BY-TWO-STEPS",
    "f(x + eps) was compared with f(x), and the difference divided by 2·eps: about half of the slope "
    "comes out. The two points are one eps apart. (That also happens when x is moved up, and then back "
    "by one step instead of two.)",
    "Print the two points at which f is called. How far apart are they?",
    _no_halves,
)
