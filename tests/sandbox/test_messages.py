"""Answers under fuzzing: a model or a ValueError, and nothing else."""

import json

import pytest
import safetensors.torch
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from grader.judging.comparison import compare
from grader.judging.expected import Expected, How
from grader.sandbox.messages import CallAnswer, Observation, attach, parse_observation
from grader.sandbox.observer import Call, Facets, observe
from grader.sandbox.questions import MAX_KNOWN, MAX_KNOWN_BYTES, Question

DATA, BODY = observe(
    lambda: {"a": [torch.ones(2, 3), 1, 0.5]}, Call([], {}, b"", "cpu", 1, Facets())
)
REFERENCE = parse_observation(DATA, BODY)

anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=8)
    | st.sampled_from(["tensor", "int", "float", "dict", "tuple", "other", "0", "nan", "1e999"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["kind", "items", "text", "data", "dtype", "shape", "value", "x"]), inner
    ),
    max_leaves=12,
)  # fmt: skip


def judged(text: bytes, body: bytes) -> None:
    """Everything the trusted side does with an answer."""
    try:
        observation = attach(CallAnswer.model_validate_json(text).observation, body)
    except (ValidationError, ValueError):
        return
    compare(Expected(REFERENCE), observation, How())


@given(st.binary(max_size=300), st.binary(max_size=100))
def test_garbage(text, body):
    judged(text, body)


@settings(max_examples=400)
@given(st.sampled_from(sorted(DATA)), anything)
def test_one_field_of_an_honest_answer_replaced(field, value):
    judged(json.dumps({"id": 1, "observation": DATA | {field: value}}).encode(), BODY)


@settings(max_examples=300)
@given(anything)
def test_any_value_for_a_result(value):
    judged(json.dumps({"id": 1, "observation": DATA | {"value": value}}).encode(), BODY)


@given(st.data())
def test_tensors_cut_or_changed(data):
    body = bytearray(BODY)
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    kept = bytes(body[: data.draw(st.integers(0, len(body)))])
    judged(json.dumps({"id": 1, "observation": DATA}).encode(), kept)


@pytest.mark.parametrize("text", ["1e999999", "-", "0x10", "9" * 701, "one"])
def test_numbers_that_are_none(text):
    with pytest.raises(ValidationError):
        Observation.model_validate(DATA | {"value": {"kind": "int", "text": text}})


def test_deep_nesting_is_refused_without_a_crash():
    text = '{"id":1,"observation":{"value":' + '{"kind":"tuple","items":[' * 50_000
    with pytest.raises(ValidationError):
        CallAnswer.model_validate_json(text.encode())


@pytest.mark.parametrize(
    "tensor", [torch.zeros(3, 2), torch.zeros(2, 3, dtype=torch.float64), torch.zeros(0)]
)
def test_a_tensor_that_is_not_what_it_claims(tensor):
    with pytest.raises(ValueError, match="not the one announced"):
        parse_observation(DATA, safetensors.torch.save({"0": tensor}))


def test_a_tensor_that_did_not_come():
    with pytest.raises(ValueError, match="no tensor"):
        parse_observation(DATA, safetensors.torch.save({"1": torch.zeros(2, 3)}))


TEXT = json.dumps(DATA, separators=(",", ":")).encode()


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 10**6), st.integers(0, 255))))
def test_an_answer_remembered_is_the_answer_that_was_validated(changes):
    question = Question("c", "f", Call([], {}, b"", "cpu", 1, Facets()), scenario=False)
    first = question.observation(TEXT, BODY)
    text, body = bytearray(TEXT), bytearray(BODY)
    for part, place, byte in changes:
        changed = body if part == 0 else text
        changed[place % len(changed)] = byte
    try:
        fresh = attach(Observation.model_validate_json(bytes(text)), bytes(body))
    except ValueError as error:
        with pytest.raises(type(error)):
            question.observation(bytes(text), bytes(body))
        return
    seen = question.observation(bytes(text), bytes(body))
    assert seen.model_dump() == fresh.model_dump()
    assert seen._tensors.keys() == fresh._tensors.keys()
    for name, tensor in fresh._tensors.items():
        assert bytes(seen._tensors[name].numpy().data) == bytes(tensor.numpy().data)
    assert (seen is first) == (bytes(text) == TEXT and bytes(body) == BODY)
    assert question.observation(bytes(text), bytes(body)) is seen


def test_what_is_remembered_of_a_question_has_a_limit():
    question = Question("c", "f", Call([], {}, b"", "cpu", 1, Facets()), scenario=False)
    for number in range(MAX_KNOWN + 1):
        printed = {"printed": {"text": str(number), "cut": False}}
        question.observation(json.dumps(DATA | printed).encode(), BODY)
    question.observation(TEXT[:-1] + b" " * MAX_KNOWN_BYTES + b"}", BODY)
    assert len(question._known) == MAX_KNOWN
