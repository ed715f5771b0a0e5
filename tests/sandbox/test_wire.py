"""Frames: whole, cut, oversized and garbled."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox import wire

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.text(), json_values, max_size=5), st.binary(max_size=200), st.data())
def test_frames_survive_any_cutting(message, tensors, data):
    stream = wire.pack(message, tensors) * 2
    reader, frames = wire.FrameReader(), []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        reader.feed(stream[:size])
        stream = stream[size:]
        while (frame := reader.take()) is not None:
            frames.append(frame)
    assert [(json.loads(frame.text), frame.tensors) for frame in frames] == [(message, tensors)] * 2
    assert reader.pending == 0


@given(st.binary(min_size=16, max_size=400))
def test_garbage_is_an_error_or_an_unfinished_frame(garbage):
    reader = wire.FrameReader()
    reader.feed(garbage)
    if garbage[:4] != wire.MAGIC:
        with pytest.raises(wire.WireError):
            reader.take()


@pytest.mark.parametrize(
    ("text", "tensors"), [(wire.MAX_TEXT + 1, 0), (0, wire.MAX_TENSORS + 1), (0, 2**63)]
)
def test_announced_sizes_are_refused_before_they_are_believed(text, tensors):
    reader = wire.FrameReader()
    reader.feed(wire.HEAD.pack(wire.MAGIC, text, tensors))
    with pytest.raises(wire.WireError, match="too large"):
        reader.take()


def test_nan_is_not_json():
    with pytest.raises(ValueError, match="JSON"):
        wire.pack({"x": float("nan")})


@pytest.mark.parametrize("kept", [3, 16, 20])
def test_a_stream_that_ends_within_a_frame(kept):
    stream = io.BytesIO(wire.pack({"a": 1})[:kept])
    with pytest.raises(wire.WireError, match="ended"):
        wire.receive(stream.read)


def test_a_stream_that_ends_between_frames():
    stream = io.BytesIO(wire.pack({"a": 1}))
    assert wire.receive(stream.read) == wire.Frame(b'{"a":1}', b"")
    assert wire.receive(stream.read) is None
