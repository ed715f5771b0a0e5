"""Questions on pretraining."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F

from grader.quiz import Draw, Question, Wrong, question, run


@question
def where_labels_come_from(draw: Draw) -> Question:
    return Question(
        "A language model is pretrained on plain text that nobody has labelled. "
        "What tells it whether a prediction was right?",
        right="the token that really comes next in the text",
        why="The text is question and answer at once: each token is the target for the tokens "
        "before it. That is why any text will do, and why there can be so much of it.",
        wrong=[
            Wrong(
                "people who mark each sentence as good or bad",
                "pretraining needs labels made by people",
                "Nobody could mark billions of sentences. Human judgement comes in later, when a "
                "pretrained model is tuned.",
            ),
            Wrong(
                "a dictionary of correct sentences",
                "language is checked against rules",
                "There is no list of what may be said. The model sees only what was written.",
            ),
            Wrong(
                "nothing: without labels there is no loss",
                "unlabelled means without targets",
                "There is a loss, and `next_token_loss` computes it. Look at what its second "
                "argument is made from.",
            ),
        ],
    )


@question
def what_pretraining_learns(draw: Draw) -> Question:
    return Question(
        "What is a model trained to do during pretraining?",
        right="to give the next token a high probability, after any beginning of a text",
        why="Grammar, facts and style are learnt only because they help with this one task.",
        wrong=[
            Wrong(
                "to answer questions as an assistant would",
                "a pretrained model is an assistant",
                "That behaviour is taught afterwards, with examples of questions and answers. "
                "A model fresh from pretraining continues a text; a question may be followed by "
                "more questions.",
            ),
            Wrong(
                "to store its training texts, so that they can be looked up",
                "a model is a database of texts",
                "Some passages may be remembered, but nothing is stored as text, and the loss "
                "asks for something else.",
            ),
            Wrong(
                "to sort texts into topics",
                "pretraining is classification of texts",
                "No topic is given anywhere in the data. Look at what a window and its targets "
                "are.",
            ),
        ],
    )


@question
def pretraining_and_fine_tuning(draw: Draw) -> Question:
    return Question(
        "How does fine-tuning differ from pretraining?",
        right="it starts from the pretrained weights and goes on with few examples of one task",
        why="Pretraining is long, general and done once; fine-tuning is short, and changes "
        "weights that already know the language.",
        wrong=[
            Wrong(
                "it starts from random weights, with better data",
                "fine-tuning begins anew",
                "Then all that pretraining had learnt would be lost, and a few thousand examples "
                "could not replace it.",
            ),
            Wrong(
                "it changes the prompt and leaves the weights as they are",
                "fine-tuning is prompting",
                "Writing a better prompt changes no number in the model. Fine-tuning is training.",
            ),
            Wrong(
                "it comes first, and prepares the model for pretraining",
                "the order is the other way round",
                "Look at the first syllable of the longer word.",
            ),
        ],
    )


def windows(T, n):
    token_ids = torch.arange(T)
    N = (T - 1) // n
    inputs = token_ids[: N * n].reshape(N, n)
    return inputs.shape


@question
def shape_of_windows(draw: Draw) -> Question:
    n, N = draw.sample([2, 3, 4, 5, 6], 2)
    T = n * (N + 1)
    return Question(
        "A text is cut into windows. Which shape is printed?",
        kind="shape",
        code=run(windows, T=T, n=n),
        why="The last window needs one token after it, so a text that would be filled exactly "
        "loses its last window.",
        wrong=[
            Wrong(
                (N + 1, n),
                "the last target is forgotten",
                "So many windows fit into the text, but the last of them has no token after it "
                "to be its last target.",
            ),
            Wrong(
                (n, N),
                "rows and columns are swapped",
                "A window is a row; how many there are comes first.",
            ),
            Wrong(
                (T - n, n),
                "windows that overlap",
                "That is the number of windows that move on by one token. These stand one behind "
                "the other.",
            ),
        ],
        otherwise="First how many windows: work out `N`. Then how many tokens are in each.",
    )


def second_window(start, T, n):
    token_ids = torch.arange(start, start + T)
    N = (T - 1) // n
    inputs = token_ids[: N * n].reshape(N, n)
    targets = token_ids[1 : N * n + 1].reshape(N, n)
    return targets[1].tolist()


@question
def targets_of_a_window(draw: Draw) -> Question:
    start, n = draw.randint(20, 60), draw.randint(3, 4)
    first = start + n
    return Question(
        "The tokens of a text are numbered. What is printed?",
        code=run(second_window, start=start, T=3 * n + 2, n=n),
        why="The second window begins where the first ended, and its targets lie one token later.",
        wrong=[
            Wrong(
                str(list(range(first, first + n))),
                "targets equal the inputs",
                "These are the inputs of the second window. A model could get them right by "
                "copying.",
            ),
            Wrong(
                str(list(range(first + n, first + 2 * n))),
                "targets are the next window",
                "That is moved by a whole window. Each token is to be predicted from the one "
                "right before it.",
            ),
            Wrong(
                str(list(range(start + 1, start + 1 + n))),
                "row 1 is the first row",
                "These are the targets of the first window, and that is row 0.",
            ),
        ],
    )


def uniform_loss(V):
    logits = torch.zeros(1, V)
    target = torch.tensor([2])
    loss = F.cross_entropy(logits, target)
    return round(loss.item(), 2)


@question
def loss_without_knowledge(draw: Draw) -> Question:
    V = draw.choice([8, 10, 12, 20, 50])
    return Question(
        "All tokens get the same score. What is printed, to two decimals?",
        kind="number",
        code=run(uniform_loss, V=V),
        within=0.011,
        why="Each of V tokens gets the probability 1/V, and minus the natural logarithm of that "
        "is ln V. A model that has learnt nothing starts near this loss.",
        wrong=[
            Wrong(
                0,
                "equal scores mean no loss",
                "A loss of 0 is certainty about the right token, and here every token seems "
                "equally likely.",
            ),
            Wrong(
                round(math.log2(V), 2),
                "the logarithm has base 2",
                "That is the loss in bits. Torch's logarithm has base e.",
            ),
            Wrong(
                round(1 / V, 2),
                "the loss is the probability",
                "That is the probability of the right token; the loss is made from it.",
            ),
            Wrong(
                V,
                "the loss is the number of choices",
                "That is the perplexity: e to the power of the loss.",
            ),
        ],
        otherwise="Which probability does each token get? Take minus its natural logarithm.",
    )


def perplexity(k):
    loss = -torch.log(torch.tensor(1 / k))
    return round(loss.exp().item())


@question
def what_perplexity_counts(draw: Draw) -> Question:
    k = draw.choice([4, 5, 8, 16, 25])
    return Question(
        f"At every position a model gives the right token the probability 1/{k}. "
        "What is its perplexity?",
        kind="number",
        code=run(perplexity, k=k),
        within=0.01,
        why=f"It is as unsure as if it had to guess among {k} equally likely tokens.",
        wrong=[
            Wrong(
                round(math.log(k), 2),
                "perplexity is the loss",
                "That is the loss. Perplexity undoes the logarithm in it.",
            ),
            Wrong(
                round(1 / k, 3),
                "perplexity is the probability",
                "A model that is less sure has a higher perplexity, so it cannot be this.",
            ),
        ],
        otherwise="Follow the snippet: first the loss, then e to the power of it.",
    )


def greedy(first, last, other):
    logits = torch.tensor([first, other, last])
    return logits[-1].argmax().item()


@question
def which_row_is_next(draw: Draw) -> Question:
    places = draw.sample(range(4), 3)
    rows = [[float(draw.randint(0, 4)) for _ in range(4)] for _ in range(3)]
    for row, place, height in zip(rows, places, (9.0, 7.0, 6.0), strict=True):
        row[place] = height
    return Question(
        "The logits of three positions are given. Which token comes after the text?",
        kind="number",
        code=run(greedy, first=rows[0], other=rows[1], last=rows[2]),
        why="Only the last row has seen the whole text, and the place of its highest score is the "
        "token.",
        wrong=[
            Wrong(
                places[0],
                "the first row, or the highest score of all",
                "That row is about the token after the first one. It has not seen the rest.",
            ),
            Wrong(
                places[1],
                "the row in the middle",
                "That row is about the token after the second one.",
            ),
            Wrong(
                6,
                "the score for the token",
                "That is the highest score. The token is its place in the row.",
            ),
        ],
        otherwise="Which row has seen the whole text? Places are counted from 0.",
    )
