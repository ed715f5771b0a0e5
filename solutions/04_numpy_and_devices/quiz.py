"""Questions on NumPy arrays and devices."""

from __future__ import annotations

import numpy as np
import torch

from grader.quiz import Draw, Question, Wrong, question, run


@question
def what_a_tensor_adds(draw: Draw) -> Question:
    return Question(
        "What can a tensor do that a NumPy array cannot?",
        right="live on an accelerator, and record operations so that gradients can be computed",
        why="In shape, indexing and arithmetic the two are much alike. Devices and autograd are what "
        "deep learning needs besides.",
        wrong=[
            Wrong(
                "have more than two dimensions",
                "arrays are matrices",
                "Arrays have any number of dimensions, as tensors do.",
            ),
            Wrong(
                "hold numbers of different dtypes side by side",
                "tensors are lists",
                "Both hold numbers of one dtype, and that is why they are fast.",
            ),
            Wrong(
                "add and multiply all elements at once",
                "arrays need loops",
                "Arrays do this too; it is what they were made for.",
            ),
        ],
    )


def shared(values, new):
    array = np.array(values)
    tensor = torch.from_numpy(array)
    array[0] = new
    return tensor[0].item()


@question
def from_numpy_shares(draw: Draw) -> Question:
    values, new = draw.sample(range(1, 10), 3), draw.randint(20, 90)
    return Question(
        "What is printed?",
        kind="number",
        code=run(shared, values=values, new=new),
        why="`torch.from_numpy` makes no copy: array and tensor are two names for the same memory.",
        wrong=[
            Wrong(
                values[0],
                "from_numpy copies",
                "So it would be, if the tensor had memory of its own.",
            )
        ],
        otherwise="Is there one piece of memory here, or are there two?",
    )


def copied(values, new):
    array = np.array(values)
    tensor = torch.tensor(array)
    array[0] = new
    return tensor[0].item()


@question
def tensor_copies(draw: Draw) -> Question:
    values, new = draw.sample(range(1, 10), 3), draw.randint(20, 90)
    return Question(
        "What is printed?",
        kind="number",
        code=run(copied, values=values, new=new),
        why="`torch.tensor` always copies, so the array may change afterwards.",
        wrong=[
            Wrong(
                new,
                "torch.tensor shares memory",
                "So it would be with `torch.from_numpy`. This call makes memory of its own.",
            )
        ],
        otherwise="Is there one piece of memory here, or are there two?",
    )


def dtype_kept(values):
    array = np.array(values)
    tensor = torch.from_numpy(array)
    return tensor.dtype


@question
def dtype_of_an_array(draw: Draw) -> Question:
    values = [draw.randint(1, 9) + 0.5 for _ in range(2)]
    return Question(
        "What is printed?",
        code=run(dtype_kept, values=values),
        why="NumPy's floats are float64, and a shared memory keeps its dtype. A layer with float32 "
        "weights will then complain.",
        wrong=[
            Wrong(
                "torch.float32",
                "torch makes its default dtype of it",
                "float32 is what `torch.tensor` makes of Python numbers. Which dtype has the array?",
            ),
            Wrong(
                "float64",
                "a tensor has NumPy's dtypes",
                "That is how NumPy writes it. What is asked is the tensor's dtype.",
            ),
            Wrong("torch.int64", "numbers are whole", "The numbers have a fraction."),
        ],
    )


def with_gradient(value):
    w = torch.tensor([value], requires_grad=True)
    y = w * 2
    array = y.numpy()
    return array.sum()


@question
def numpy_of_a_gradient(draw: Draw) -> Question:
    code = run(with_gradient, value=draw.randint(1, 9) + 0.5)
    lines = code.text.splitlines()
    return Question(
        "Which line fails, and why?",
        code=code,
        right=f"`{code.failing_line}`: NumPy could change numbers behind the back of autograd",
        why="A tensor that autograd watches has to be taken out of the graph first, and torch wants "
        "you to say so.",
        wrong=[
            Wrong(
                f"`{lines[0]}`: only matrices can require gradients",
                "a vector cannot require gradients",
                "Every tensor of floats can, whatever its rank.",
            ),
            Wrong(
                f"`{lines[1]}`: a Python number cannot multiply a tensor",
                "numbers and tensors do not mix",
                "A Python number multiplies every element.",
            ),
            Wrong(
                "none of them",
                "any tensor becomes an array",
                "A tensor without gradients would. Look at what the first line asks for.",
            ),
        ],
    )


@question
def two_devices(draw: Draw) -> Question:
    T = draw.choice([16, 64, 128])
    return Question(
        f"`token_ids` lives on a GPU. A model adds `position_table[torch.arange({T})]`, a table that "
        "lives there too, to the embeddings of the tokens. What should be said of the `arange`?",
        right="it is made on the CPU; `device=token_ids.device` makes it where the tokens are",
        why="Code that asks its arguments where they live works everywhere. Indexing may accept CPU "
        "indices, but each time they have to travel; most other operations refuse.",
        wrong=[
            Wrong(
                "it is made on the GPU, since everything else is there",
                "torch follows the other tensors",
                "`arange` sees only its own arguments, and none of them names a device.",
            ),
            Wrong(
                'it should say device="cuda"',
                "the device is known beforehand",
                "Then the same code would fail on a machine without that device.",
            ),
            Wrong(
                "it moves to the GPU by itself as soon as it is used",
                "tensors move by themselves",
                "Torch moves nothing by itself: a transfer takes time, and should be seen in the "
                "code.",
            ),
        ],
    )


def not_in_place(values):
    x = torch.tensor(values)
    x.to(torch.float64)
    return x.dtype


@question
def to_gives_a_new_tensor(draw: Draw) -> Question:
    values = [draw.randint(1, 9) + 0.5 for _ in range(2)]
    return Question(
        "What is printed?",
        code=run(not_in_place, values=values),
        why="`to` returns a new tensor and leaves the old one as it is; here the result is dropped. "
        "(An `nn.Module` is different: its `to` changes the module.)",
        wrong=[
            Wrong(
                "torch.float64",
                "to works in place",
                "Nothing keeps what `to` returned. Which tensor does `x` name?",
            ),
            Wrong(
                "float32",
                "a tensor has NumPy's dtypes",
                "Torch writes its own name before its dtypes.",
            ),
            Wrong("None", "to returns nothing and destroys x", "`x` is still the tensor it was."),
        ],
    )
