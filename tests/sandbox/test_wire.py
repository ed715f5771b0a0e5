"""Frames: whole, cut, oversized and garbled."""

import io
import json
import socket

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


def answers_of(channel_end, other_end, monkeypatch, hold_seconds):
    """Have three requests that came in one piece answered; the pieces that the answers came in."""
    monkeypatch.setattr(wire, "HOLD_SECONDS", hold_seconds)
    channel = wire.Channel(channel_end)
    other_end.sendall(b"".join(wire.pack({"id": number}) for number in range(3)))
    other_end.shutdown(socket.SHUT_WR)
    pieces = []
    other_end.setblocking(False)
    while (request := channel.receive()) is not None:
        channel.send_soon(request[0])
        try:
            pieces.append(other_end.recv(1000))
        except BlockingIOError:
            pieces.append(b"")
    other_end.setblocking(True)
    channel_end.close()
    return [*pieces, other_end.recv(1000)]


@pytest.mark.parametrize(("hold_seconds", "lengths"), [(60.0, [0, 0, 0, 3]), (-1.0, [1, 1, 1, 0])])
def test_answers_wait_for_others_but_not_for_long(monkeypatch, hold_seconds, lengths):
    pieces = answers_of(*socket.socketpair(), monkeypatch, hold_seconds)
    frame = len(wire.pack({"id": 0}))
    assert [len(piece) // frame for piece in pieces] == lengths
    assert b"".join(pieces) == b"".join(wire.pack({"id": number}) for number in range(3))
