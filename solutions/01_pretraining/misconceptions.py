"""Wrong answers worth explaining, for 01_pretraining."""

import math

import torch
import torch.nn.functional as F

from grader import misconception


def _refuse(context_length):
    if context_length < 1:
        raise ValueError("context_length")


def _windows(token_ids, context_length, windows):
    """That many windows, one behind the other."""
    return token_ids[: windows * context_length].reshape(windows, context_length)


@misconception(
    "shift_pairs",
    "The targets are the inputs themselves. A model learns nothing from that: the answer already "
    "stands in the question.",
    id="PAIRS-NOT-SHIFTED",
    next_step="Which token comes after the first input token in the text, and which target does "
    "yours have there?",
)
def not_shifted(token_ids, context_length):
    _refuse(context_length)
    windows = (len(token_ids) - 1) // context_length
    inputs = _windows(token_ids, context_length, windows)
    return inputs, inputs.clone()


@misconception(
    "shift_pairs",
    "The targets lie one token before the inputs, so the model would learn to guess the token that "
    "it has already read.",
    id="PAIRS-SHIFTED-BACK",
    next_step="For the text 4, 8, 15: which token should the model guess after it has read 4?",
)
def shifted_back(token_ids, context_length):
    _refuse(context_length)
    windows = (len(token_ids) - 1) // context_length
    later = _windows(token_ids[1:], context_length, windows)
    return later, _windows(token_ids, context_length, windows)


@misconception(
    "shift_pairs",
    "The targets lie two tokens after the inputs, so the token that comes next is never asked for.",
    id="PAIRS-SHIFTED-TWICE",
    next_step="Print the first input and the first target, and find both in the text.",
)
def shifted_twice(token_ids, context_length):
    _refuse(context_length)
    windows = max((len(token_ids) - 2) // context_length, 0)
    inputs = _windows(token_ids, context_length, windows)
    return inputs, _windows(token_ids[2:], context_length, windows)


@misconception(
    "shift_pairs",
    "Every window starts one token after the window before it, so most tokens are in several "
    "windows. The exercise asks for windows that do not overlap.",
    id="WINDOWS-OVERLAP",
    next_step="In how many of your input windows does the fourth token of the text stand?",
)
def overlapping(token_ids, context_length):
    _refuse(context_length)
    if len(token_ids) <= context_length:
        empty = token_ids.new_zeros(0, context_length)
        return empty, empty.clone()
    inputs = token_ids[:-1].unfold(0, context_length, 1)
    return inputs, token_ids[1:].unfold(0, context_length, 1)


@misconception(
    "shift_pairs",
    "The text was cut into pieces of context_length + 1 tokens, and inputs and targets were taken "
    "from inside each piece. Between two input windows one token is left out.",
    id="WINDOWS-WITH-GAPS",
    next_step="Write your input windows one behind the other. Which tokens of the text are missing?",
)
def with_gaps(token_ids, context_length):
    _refuse(context_length)
    windows = len(token_ids) // (context_length + 1)
    pieces = _windows(token_ids, context_length + 1, windows)
    return pieces[:, :-1], pieces[:, 1:]


@misconception(
    "shift_pairs",
    "A window too many was made where the text runs out: its last target is the first token of the "
    "text again, as nothing comes after the last one.",
    id="WINDOWS-WRAP-ROUND",
    next_step="What does the last target of your last window hold, and where is that in the text?",
)
def wrapped_round(token_ids, context_length):
    _refuse(context_length)
    windows = len(token_ids) // context_length
    later = torch.roll(token_ids, -1)
    inputs = _windows(token_ids, context_length, windows)
    return inputs, _windows(later, context_length, windows)


@misconception(
    "shift_pairs",
    "The tokens left over at the end were filled up with zeros to one more window. Zero is the "
    "number of a real token, so the model would learn a text that is not there.",
    id="WINDOWS-PADDED",
    next_step='What does the docstring say about "what is left over"?',
)
def padded(token_ids, context_length):
    _refuse(context_length)
    pairs = len(token_ids) - 1
    windows = -(-pairs // context_length)
    missing = windows * context_length - pairs
    inputs = F.pad(token_ids[:-1], (0, missing))
    return inputs.reshape(windows, -1), F.pad(token_ids[1:], (0, missing)).reshape(windows, -1)


@misconception(
    "shift_pairs",
    "The last whole window is missing when the text comes out even: the count stops one token too "
    "early.",
    id="WINDOWS-LAST-ONE-LOST",
    next_step="How many windows of 4 fit in 13 tokens, when every window needs one token more for "
    "its last target?",
)
def last_one_lost(token_ids, context_length):
    _refuse(context_length)
    windows = max(len(token_ids) - 2, 0) // context_length
    inputs = _windows(token_ids, context_length, windows)
    return inputs, _windows(token_ids[1:], context_length, windows)


@misconception(
    "shift_pairs",
    "Each window has one target, the token after it. The exercise asks for a target at every "
    "position: a window of 4 tokens asks 4 questions.",
    id="PAIRS-LAST-TARGET-ONLY",
    next_step="Compare the shapes of your inputs and your targets.",
)
def last_target_only(token_ids, context_length):
    _refuse(context_length)
    windows = (len(token_ids) - 1) // context_length
    inputs = _windows(token_ids, context_length, windows)
    return inputs, _windows(token_ids[1:], context_length, windows)[:, -1]


@misconception(
    "shift_pairs",
    "The text runs down the columns: one window holds tokens that are far apart. A row should hold "
    "tokens that follow each other.",
    id="WINDOWS-IN-COLUMNS",
    next_step="Print the first row of your inputs, and find its tokens in the text.",
)
def in_columns(token_ids, context_length):
    _refuse(context_length)
    windows = (len(token_ids) - 1) // context_length
    inputs = token_ids[: windows * context_length].reshape(context_length, windows).T
    targets = token_ids[1 : windows * context_length + 1].reshape(context_length, windows).T
    return inputs, targets


@misconception(
    "shift_pairs",
    "The windows are right, but they are lists of tensors. The exercise asks for two tensors of "
    "shape (N, context_length).",
    id="TYPE-LIST-OF-TENSORS",
    next_step="Print `type(...)` of the inputs. Do they have a shape?",
)
def lists_of_windows(token_ids, context_length):
    _refuse(context_length)
    windows = (len(token_ids) - 1) // context_length
    inputs = _windows(token_ids, context_length, windows)
    return list(inputs), list(_windows(token_ids[1:], context_length, windows))


@misconception(
    "shift_pairs",
    "A text too short for a single window was refused. The exercise asks for an answer there: no "
    "windows, in the shape (0, context_length).",
    id="WINDOWS-SHORT-TEXT-REFUSED",
    next_step='What does "N may be 0" in the docstring mean for a text of one token?',
)
def short_text_refused(token_ids, context_length):
    _refuse(context_length)
    windows = (len(token_ids) - 1) // context_length
    if windows == 0:
        raise ValueError("the text is too short")
    inputs = _windows(token_ids, context_length, windows)
    return inputs, _windows(token_ids[1:], context_length, windows)


@misconception(
    "shift_pairs",
    "`torch.stack` was given an empty list: a text too short for a single window has nothing to "
    "stack, and torch cannot know how wide the windows would have been.",
    id="WINDOWS-STACK-OF-NOTHING",
    next_step="Call it with a text of one token. What is in your list before `torch.stack`?",
)
def stack_of_nothing(token_ids, context_length):
    _refuse(context_length)
    starts = range(0, len(token_ids) - context_length, context_length)
    inputs = [token_ids[s : s + context_length] for s in starts]
    targets = [token_ids[s + 1 : s + context_length + 1] for s in starts]
    return torch.stack(inputs), torch.stack(targets)


@misconception(
    "shift_pairs",
    "`torch.stack` was given an empty list. That happens when a text is too short for a single "
    "window, and when context_length is negative, which should have been refused before.",
    id="WINDOWS-STACK-OF-NOTHING",
    next_step="Call it with a text of one token. What is in your list before `torch.stack`?",
)
def stack_of_nothing_unchecked(token_ids, context_length):
    starts = range(0, len(token_ids) - context_length, context_length)
    inputs = [token_ids[s : s + context_length] for s in starts]
    targets = [token_ids[s + 1 : s + context_length + 1] for s in starts]
    return torch.stack(inputs), torch.stack(targets)


@misconception(
    "shift_pairs",
    "A window of no tokens, or of fewer than none, fails somewhere inside with another error. The "
    "exercise promises a ValueError.",
    id="ERROR-WRONG-TYPE",
    next_step="Where could your own check stand, so that it comes first?",
)
def left_to_python(token_ids, context_length):
    windows = (len(token_ids) - 1) // context_length
    inputs = _windows(token_ids, context_length, windows)
    return inputs, _windows(token_ids[1:], context_length, windows)


@misconception(
    "shift_pairs",
    "A context_length below 1 was taken for 1 and answered. The exercise asks to refuse it.",
    id="ERROR-NOT-REFUSED",
    next_step='Find the sentence under "Raises".',
)
def not_refused(token_ids, context_length):
    context_length = max(context_length, 1)
    windows = (len(token_ids) - 1) // context_length
    inputs = _windows(token_ids, context_length, windows)
    return inputs, _windows(token_ids[1:], context_length, windows)


@misconception(
    "shift_pairs",
    "The last window begins so late that the token after it is missing: it has inputs for every place "
    "and a target too few.",
    id="WINDOWS-ONE-TOO-MANY",
    next_step="How long must a text be for one window of 4 tokens with all its targets?",
)
def one_too_many(token_ids, context_length):
    _refuse(context_length)
    starts = range(0, len(token_ids) - context_length + 1, context_length)
    inputs = [token_ids[s : s + context_length] for s in starts]
    targets = [token_ids[s + 1 : s + context_length + 1] for s in starts]
    return torch.stack(inputs), torch.stack(targets)


def _log_probabilities(logits, targets):
    """Of the target, at every position: shape (B, T)."""
    return F.log_softmax(logits, -1).gather(-1, targets.unsqueeze(-1)).squeeze(-1)


@misconception(
    "next_token_loss",
    "The softmax was taken twice: `F.cross_entropy` takes one itself. The second one flattens the "
    "differences, so that even a sure model seems surprised.",
    id="LOSS-SOFTMAX-TWICE",
    next_step="Look up what `F.cross_entropy` wants to be given: probabilities or logits?",
)
def softmax_twice(logits, targets):
    return F.cross_entropy(logits.softmax(-1).flatten(0, 1), targets.flatten())


@misconception(
    "next_token_loss",
    "The losses were added up. The exercise averages them, so that a longer text does not count as "
    "a greater surprise.",
    id="SCALE-SUM-FOR-MEAN",
    next_step="What happens to your value when every text is in the batch twice?",
)
def summed(logits, targets):
    return -_log_probabilities(logits, targets).sum()


@misconception(
    "next_token_loss",
    "The losses were added up along each text and averaged only over the texts. The mean goes over "
    "every position of every text.",
    id="LOSS-MEAN-OVER-TEXTS-ONLY",
    next_step="By which number is your value too large, and which size is that?",
)
def mean_over_texts_only(logits, targets):
    return -_log_probabilities(logits, targets).sum(1).mean()


@misconception(
    "next_token_loss",
    "The mean runs over the vocabulary as well. At each position only the token that came counts, "
    "and all the zeros beside it make the mean too small.",
    id="LOSS-MEAN-OVER-VOCABULARY",
    next_step="By which number is your value too small? Which of the three sizes is that?",
)
def mean_over_vocabulary(logits, targets):
    return -(F.one_hot(targets, logits.shape[-1]) * F.log_softmax(logits, -1)).mean()


@misconception(
    "next_token_loss",
    "The sign is missing. The logarithm of a probability is negative, and a surprise is positive.",
    id="LOSS-SIGN",
    next_step="Which value should a model get that is sure of the right token, and which one that is "
    "sure of a wrong one?",
)
def sign(logits, targets):
    return _log_probabilities(logits, targets).mean()


@misconception(
    "next_token_loss",
    "The logarithm is missing: this is the mean probability of the targets with a minus sign.",
    id="LOSS-NO-LOGARITHM",
    next_step="Can your value be larger than 1? What should it be for a token of probability 0.001?",
)
def no_logarithm(logits, targets):
    return F.nll_loss(logits.softmax(-1).flatten(0, 1), targets.flatten())


@misconception(
    "next_token_loss",
    "The softmax is missing: the logits were taken for logarithms of probabilities, and they are "
    "scores of any size.",
    id="LOSS-NO-SOFTMAX",
    next_step="Add 10 to all logits. Should the loss change, and does yours?",
)
def no_softmax(logits, targets):
    return F.nll_loss(logits.flatten(0, 1), targets.flatten())


@misconception(
    "next_token_loss",
    "The softmax runs over the positions. At each position it is the tokens of the vocabulary that "
    "compete, and their probabilities that add up to 1.",
    id="LOSS-SOFTMAX-OVER-POSITIONS",
    next_step="Print the sum of your probabilities at the first position.",
)
def softmax_over_positions(logits, targets):
    picked = F.log_softmax(logits, 1).gather(-1, targets.unsqueeze(-1))
    return -picked.mean()


@misconception(
    "next_token_loss",
    "`cross_entropy` wants the vocabulary in the second place, and `reshape` to (B, V, T) gives that "
    "shape without moving a number: the scores of different positions end up mixed.",
    id="LOSS-LOGITS-SCRAMBLED",
    next_step="Which numbers stand at [0, :, 0] after your reshape, and where were they before?",
)
def scrambled(logits, targets):
    batch, length, vocabulary = logits.shape
    return F.cross_entropy(logits.reshape(batch, vocabulary, length), targets)


@misconception(
    "next_token_loss",
    "`cross_entropy` wants the vocabulary in the second place, and `view` to (B, V, T) gives that "
    "shape without moving a number: the scores of different positions end up mixed. Where memory is "
    "in another order, `view` fails as well.",
    id="LOSS-LOGITS-SCRAMBLED",
    next_step="Which numbers stand at [0, :, 0] after your view, and where were they before?",
)
def scrambled_by_view(logits, targets):
    batch, length, vocabulary = logits.shape
    return F.cross_entropy(logits.view(batch, vocabulary, length), targets)


@misconception(
    "next_token_loss",
    "The logits went into `cross_entropy` as they are, and it took their second dimension for the "
    "vocabulary. That one counts positions. Where both have one size, no error says so.",
    id="LOSS-POSITIONS-FOR-VOCABULARY",
    next_step="Which dimension does the documentation of `F.cross_entropy` call C, and what stands "
    "there in your logits?",
)
def positions_for_vocabulary(logits, targets):
    return F.cross_entropy(logits, targets)


@misconception(
    "next_token_loss",
    "Every position was held against the targets of all the others. Position t has one target: "
    "the one at position t.",
    id="LOSS-ALL-PAIRS",
    next_step="How many probabilities go into your mean, and how many positions are there?",
)
def all_pairs(logits, targets):
    rows = F.log_softmax(logits, -1).flatten(0, 1)
    return -rows[:, targets.flatten()].mean()


@misconception(
    "next_token_loss",
    "Only the last position of each text was counted. Every position asks a question, and the loss "
    "is the mean of all the answers.",
    id="LOSS-LAST-POSITION-ONLY",
    next_step="Change the logits of the first position. Does your loss change?",
)
def last_position_only(logits, targets):
    return F.cross_entropy(logits[:, -1], targets[:, -1])


@misconception(
    "next_token_loss",
    "Logits and targets were shifted against each other again. The targets lie one token later "
    "already, so this asks for the token after the next.",
    id="LOSS-SHIFTED-AGAIN",
    next_step="Look at what `shift_pairs` gives: to which position of the logits does targets[:, 0] "
    "belong?",
)
def shifted_again(logits, targets):
    return F.cross_entropy(logits[:, :-1].flatten(0, 1), targets[:, 1:].flatten())


@misconception(
    "next_token_loss",
    "Positions whose target is token 0 were left out. Nothing here says that 0 is padding: it is a "
    "token like the others.",
    id="LOSS-TOKEN-ZERO-IGNORED",
    next_step="How many positions go into your mean when some of the targets are 0?",
)
def token_zero_ignored(logits, targets):
    return F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=0)


@misconception(
    "next_token_loss",
    "The loss is in bits: the logarithm has base 2. The exercise asks for base e.",
    id="LOSS-BASE-TWO",
    next_step="What do you get for logits that are all equal and a vocabulary of 8? What does the "
    "docstring's example give?",
)
def base_two(logits, targets):
    return -_log_probabilities(logits, targets).mean() / torch.log(logits.new_tensor(2.0))


@misconception(
    "next_token_loss",
    "The formula is right, and exp overflows: exp(1000) is infinity in a float, exp(-1000) is 0, and "
    "neither can be divided by itself.",
    id="LOSS-EXP-OVERFLOWS",
    next_step="Compute exp(1000) in torch, and follow it through your formula.",
)
def exp_overflows(logits, targets):
    powers = logits.exp()
    probabilities = powers / powers.sum(-1, keepdim=True)
    return -probabilities.gather(-1, targets.unsqueeze(-1)).log().mean()


@misconception(
    "next_token_loss",
    "The softmax was rounded to 0 before the logarithm was taken: a very small probability is no "
    "number that a float can hold, though its logarithm is.",
    id="LOSS-LOG-OF-ZERO",
    next_step="Print the softmax of [1000., -1000.], and then its logarithm.",
)
def log_of_zero(logits, targets):
    probabilities = logits.softmax(-1).gather(-1, targets.unsqueeze(-1))
    return -probabilities.log().mean()


@misconception(
    "next_token_loss",
    "A small number was added inside the logarithm, or small probabilities were cut off. That keeps "
    "the loss finite and makes it wrong: a surprise of 2000 is reported as about 20.",
    id="LOSS-EPSILON-INSIDE-LOG",
    next_step="What loss should the logits [1000., -1000.] have for target 1, and what is yours?",
)
def epsilon_inside_log(logits, targets):
    probabilities = logits.softmax(-1).gather(-1, targets.unsqueeze(-1))
    return -(probabilities + 1e-9).log().mean()


@misconception(
    "next_token_loss",
    "The value is right, and the way back to the logits is cut: the result does not know what it was "
    "computed from, so no gradient can flow.",
    id="LOSS-GRAPH-CUT",
    next_step="Give it logits that require grad, and print the `grad_fn` of the result.",
)
def graph_cut(logits, targets):
    return F.cross_entropy(logits.detach().flatten(0, 1), targets.flatten())


@misconception(
    "next_token_loss",
    "The value is right, but it is a Python number: `.item()` left the tensor behind, and with it "
    "the way back to the logits.",
    id="TYPE-NUMBER-FOR-TENSOR",
    next_step="Print `type(...)` of the result.",
)
def as_number(logits, targets):
    return F.cross_entropy(logits.flatten(0, 1), targets.flatten()).item()


@misconception(
    "next_token_loss",
    "The mean was not taken: there is one loss for each position.",
    id="LOSS-NOT-REDUCED",
    next_step="Print the shape of the result.",
)
def not_reduced(logits, targets):
    return -_log_probabilities(logits, targets)


@misconception(
    "next_token_loss",
    "`view` only works where the new shape can be read from memory as it lies. Transposed logits "
    "cannot be read like that without moving their numbers.",
    id="SHAPE-VIEW-OF-TRANSPOSE",
    next_step="What does the error message suggest, and why does it matter here?",
)
def view_only(logits, targets):
    return F.cross_entropy(logits.view(-1, logits.shape[-1]), targets.view(-1))


@misconception(
    "next_token_loss",
    "The targets were turned into rows of zeros and ones, as integers. `cross_entropy` takes such rows "
    "for probabilities, and those have to be floats.",
    id="LOSS-ONE-HOT-INTEGERS",
    next_step="In which two forms does `F.cross_entropy` take its targets?",
)
def one_hot_integers(logits, targets):
    rows = F.one_hot(targets, logits.shape[-1])
    return F.cross_entropy(logits.flatten(0, 1), rows.flatten(0, 1))


@misconception(
    "next_token_loss",
    "The sum over the vocabulary lost that dimension, so it no longer lines up with what it should "
    "divide.",
    id="LOSS-SUM-LOST-ITS-DIM",
    next_step="Print the shapes on both sides of the division.",
)
def sum_lost_its_dim(logits, targets):
    powers = (logits - logits.max()).exp()
    probabilities = powers / powers.sum(-1)
    return -probabilities.gather(-1, targets.unsqueeze(-1)).log().mean()


@misconception(
    "next_token_loss",
    "This is the share of wrong guesses. It only changes when a guess flips, so it has no slope for a "
    "model to learn from.",
    id="LOSS-SHARE-OF-WRONG-GUESSES",
    next_step="Change one logit a little. Does your loss change?",
)
def share_of_wrong_guesses(logits, targets):
    return (logits.argmax(-1) != targets).to(logits.dtype).mean()


@misconception(
    "perplexity",
    "This raises 2 to the power of the loss. That fits a loss in bits; this one is in nats, with "
    "logarithms of base e.",
    id="PERPLEXITY-BASE-TWO",
    next_step="Which power undoes a logarithm of base e?",
)
def base_of_two(loss):
    return 2**loss


@misconception(
    "perplexity",
    "This raises 10 to the power of the loss. The loss is made with logarithms of base e.",
    id="PERPLEXITY-BASE-TEN",
    next_step="Which power undoes a logarithm of base e?",
)
def base_of_ten(loss):
    return 10**loss


@misconception(
    "perplexity",
    "The loss got a minus sign, so the result is a probability below 1. A perplexity counts choices "
    "and is 1 or more.",
    id="PERPLEXITY-INVERTED",
    next_step="Should a worse model, with a larger loss, have a larger or a smaller perplexity?",
)
def inverted(loss):
    return torch.exp(-loss)


@misconception(
    "perplexity",
    "This takes the logarithm of the loss. The loss is a logarithm already, and it is to be undone.",
    id="PERPLEXITY-LOGARITHM",
    next_step="What should come out for a loss of 0, and what does yours give?",
)
def logarithm(loss):
    return torch.log(loss)


@misconception(
    "perplexity",
    "This squares the loss: the 2 is the exponent and the loss the base.",
    id="PERPLEXITY-SQUARED",
    next_step="In e to the power of the loss, which of the two numbers stands above?",
)
def squared(loss):
    return loss**2


@misconception(
    "perplexity",
    "One perplexity came out for all the losses, that of their mean. The exercise asks for one for "
    "each loss, in the same shape.",
    id="PERPLEXITY-OF-THE-MEAN",
    next_step="Print the shapes of the loss and of the result for three losses.",
)
def of_the_mean(loss):
    return loss.mean().exp()


@misconception(
    "perplexity",
    "The value is right, but it left torch: a Python number came back, or a list of them.",
    id="TYPE-NUMBER-FOR-TENSOR",
    next_step="Print `type(...)` of the result.",
)
def perplexity_as_number(loss):
    return loss.exp().tolist()


@misconception(
    "perplexity",
    "`math.exp` knows Python numbers only: it takes a single one, and a Python number comes back, not "
    "a tensor. Several losses at once make it fail.",
    id="TYPE-NUMBER-FOR-TENSOR",
    next_step="Print `type(...)` of the result, and then try it on two losses.",
)
def by_math(loss):
    return math.exp(loss)


@misconception(
    "perplexity",
    "The result is float32 whatever came in: the values were written into a new tensor with torch's "
    "default dtype.",
    id="DTYPE-DEFAULT-TAKEN",
    next_step="Call it with a float64 loss and print the dtype.",
)
def default_dtype(loss):
    return torch.tensor(loss.double().exp().tolist())


@misconception(
    "perplexity",
    "NumPy cannot read a tensor that is part of a graph. A loss that was computed from a model's "
    "parameters always is.",
    id="PERPLEXITY-NUMPY-OF-A-GRAPH",
    next_step="Try it on `torch.tensor(2.0, requires_grad=True)` and read the error message.",
)
def numpy_of_a_graph(loss):
    return torch.from_numpy(loss.numpy()).exp()


@misconception(
    "greedy_next_token",
    "The scores after the first position were used. They say what comes second in the text; asked "
    "is what comes after its end.",
    id="GREEDY-FIRST-POSITION",
    next_step="Which row of the logits has seen the whole text?",
)
def first_position(logits):
    return int(logits[0].argmax())


@misconception(
    "greedy_next_token",
    "The scores of the last position but one were used. They say what the last token should be, and "
    "that one is known already.",
    id="GREEDY-LAST-BUT-ONE",
    next_step="Which row of the logits has seen the whole text?",
)
def last_but_one(logits):
    return int(logits[-2:][0].argmax())


@misconception(
    "greedy_next_token",
    "`argmax` without a dimension looks at all positions at once and counts through the flattened "
    "tensor. The number is no token.",
    id="GREEDY-ARGMAX-FLATTENED",
    next_step="Can the result be larger than the vocabulary? Which row should it look at?",
)
def flattened(logits):
    return int(logits.argmax())


@misconception(
    "greedy_next_token",
    "The scores of all positions were put together. Only the last position has seen the whole text; "
    "the others answer earlier questions.",
    id="GREEDY-ALL-POSITIONS",
    next_step="Change the first row of the logits. Should the answer change?",
)
def all_positions(logits):
    return int(logits.sum(0).argmax())


@misconception(
    "greedy_next_token",
    "The last column was searched instead of the last row: the number is a position in the text, not "
    "a token.",
    id="GREEDY-COLUMN-FOR-ROW",
    next_step="What do the rows of the logits stand for, and what do the columns?",
)
def column_for_row(logits):
    return int(logits[:, -1].argmax())


@misconception(
    "greedy_next_token",
    "The softmax runs over the positions. It compares what one token scores at different places; the "
    "tokens at one place should compete.",
    id="GREEDY-SOFTMAX-OVER-POSITIONS",
    next_step="Print the sum of your probabilities in the last row. Is it 1?",
)
def softmax_over_rows(logits):
    return int((logits.softmax(0)[-1] * 1.0).argmax())


@misconception(
    "greedy_next_token",
    "This is the token with the lowest score, the least likely one.",
    id="GREEDY-LEAST-LIKELY",
    next_step="Print the last row of the logits, and the score of the token that you return.",
)
def least_likely(logits):
    return int(logits[-1].argsort()[0])


@misconception(
    "greedy_next_token",
    "This is the highest score itself. The exercise asks which token has it.",
    id="GREEDY-SCORE-FOR-TOKEN",
    next_step="Print the result for the docstring's example. Could it be the number of a token?",
)
def score_for_token(logits):
    return logits[-1].max().item()


@misconception(
    "greedy_next_token",
    "The tokens were counted from 1. The first column belongs to token 0.",
    id="GREEDY-COUNTED-FROM-ONE",
    next_step="Which number do you get when the first column has the highest score?",
)
def counted_from_one(logits):
    return int(logits[-1].argmax()) + 1


@misconception(
    "greedy_next_token",
    "The token is right, but it is still a tensor. The exercise asks for a Python int.",
    id="TYPE-TENSOR-FOR-NUMBER",
    next_step="Print `type(...)` of the result.",
)
def as_tensor(logits):
    return logits[-1].argmax()


@misconception(
    "greedy_next_token",
    "A token came out for every position. The exercise asks for one token: the one after the last "
    "position.",
    id="GREEDY-TOKEN-PER-POSITION",
    next_step="How many tokens did you get, and which of them comes after the end of the text?",
)
def token_per_position(logits):
    return logits.argmax(-1).tolist()


@misconception(
    "greedy_next_token",
    "A token came out for every position, in a tensor. The exercise asks for "
    "one token, as a Python int: the one after the last position.",
    id="GREEDY-TOKEN-PER-POSITION",
    next_step="How many tokens did you get, and which of them comes after the end of the text?",
)
def token_per_position_in_a_tensor(logits):
    return logits.argmax(-1)


@misconception(
    "greedy_next_token",
    "`max` along a dimension answers with two things, the highest score and its place, and both came "
    "back.",
    id="GREEDY-PAIR-RETURNED",
    next_step="Print the result of `logits[-1].max(dim=-1)`. Which half of it is the token?",
)
def pair_returned(logits):
    return logits[-1].max(dim=-1)


@misconception(
    "shift_pairs",
    "Each row of targets is its own row of inputs, rolled by one: the last target of a window is the "
    "window's first token again. The token that comes next stands at the start of the next window.",
    id="PAIRS-ROLLED-WITHIN-WINDOW",
    next_step="For the tokens 0 to 6 and windows of 3: what follows after 2, and what does yours say?",
)
def rolled_within_window(token_ids, context_length):
    _refuse(context_length)
    inputs = _windows(token_ids, context_length, (len(token_ids) - 1) // context_length)
    return inputs, inputs.roll(-1, dims=1)
