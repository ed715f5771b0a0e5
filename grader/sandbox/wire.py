"""Frames: the one form in which anything crosses the trust boundary, either way.

A frame is sixteen bytes of head, a JSON text and a safetensors block:

    b"TGF1" | uint32 length of the JSON | uint64 length of the tensors | JSON | tensors

Integers are little-endian. Both sides load this module; it imports only the standard
library, and it never interprets what it carries.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Callable
from typing import Any, NamedTuple

MAGIC = b"TGF1"
HEAD = struct.Struct("<4sIQ")
MAX_TEXT = 4 * 2**20
MAX_TENSORS = 64 * 2**20
# How long an answer may wait for others, and how large it may be to do so.
HOLD_SECONDS, HOLD_BYTES = 0.002, 64 * 1024

_ENCODE = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


class WireError(ValueError):
    """Bytes that are not a frame, or a frame that is larger than allowed."""


class Frame(NamedTuple):
    """The two parts of a frame, still as bytes."""

    text: bytes
    tensors: bytes


def encode(message: dict[str, Any]) -> bytes:
    """Encode a frame's JSON; NaN and infinities are an error, as in strict JSON."""
    return _ENCODE(message).encode()


def pack(message: dict[str, Any], tensors: bytes = b"") -> bytes:
    """Encode one frame."""
    return join(encode(message), tensors)


def join(text: bytes, tensors: bytes) -> bytes:
    """Put a head before the two parts of a frame."""
    if len(text) > MAX_TEXT or len(tensors) > MAX_TENSORS:
        raise WireError(f"frame too large: {len(text)} bytes of text, {len(tensors)} of tensors")
    return HEAD.pack(MAGIC, len(text), len(tensors)) + text + tensors


def lengths(head: bytes | bytearray, start: int = 0) -> tuple[int, int]:
    """Return the lengths that a frame's head announces, before anything is allocated for them."""
    magic, text, tensors = HEAD.unpack_from(head, start)
    if magic != MAGIC:
        raise WireError("not a frame")
    if text > MAX_TEXT or tensors > MAX_TENSORS:
        raise WireError(f"frame too large: {text} bytes of text, {tensors} of tensors")
    return text, tensors


class FrameReader:
    """Cuts frames out of bytes that arrive in pieces of any size.

    Holds at most one frame's worth of bytes beyond what a single `feed` brings.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._start = 0

    @property
    def pending(self) -> int:
        """How many bytes have arrived that no frame has used."""
        return len(self._buffer) - self._start

    def feed(self, data: bytes) -> None:
        del self._buffer[: self._start]
        self._start = 0
        self._buffer += data

    def take(self) -> Frame | None:
        """Return the next whole frame, or None if it has not all arrived; may raise WireError."""
        buffer, head = self._buffer, self._start + HEAD.size
        if len(buffer) < head:
            return None
        text, tensors = lengths(buffer, self._start)
        middle, end = head + text, head + text + tensors
        if len(buffer) < end:
            return None
        self._start = end
        return Frame(bytes(buffer[head:middle]), bytes(buffer[middle:end]))


def receive(read: Callable[[int], bytes]) -> Frame | None:
    """Read one frame with a blocking `read(size)`; None at the end of the stream."""
    head = read(HEAD.size)
    if not head:
        return None
    text, tensors = lengths(head + _exactly(read, HEAD.size - len(head)))
    return Frame(_exactly(read, text), _exactly(read, tensors))


def _exactly(read: Callable[[int], bytes], size: int) -> bytes:
    pieces = bytearray()
    while len(pieces) < size:
        piece = read(size - len(pieces))
        if not piece:
            raise WireError("the stream ended within a frame")
        pieces += piece
    return bytes(pieces)


def receive_with_descriptor(sock: socket.socket) -> tuple[dict[str, Any], int | None] | None:
    """Read one frame without tensors, and the descriptor that may come with its first bytes."""
    head, descriptors, _, _ = socket.recv_fds(sock, HEAD.size, 1)
    if not head:
        return None
    text, _ = lengths(head + _exactly(sock.recv, HEAD.size - len(head)))
    message: dict[str, Any] = json.loads(_exactly(sock.recv, text))
    return message, descriptors[0] if descriptors else None


class Channel:
    """A blocking stream of frames over a socket: the untrusted side's end.

    Args:
        sock: the socket.
        decode, encode: what turns a frame's JSON into a message and back, where something
            quicker than the standard library is at hand.
    """

    def __init__(
        self,
        sock: socket.socket,
        decode: Callable[[bytes], Any] = json.loads,
        encode: Callable[[dict[str, Any]], bytes] = encode,
    ) -> None:
        self._sock = sock
        self._decode = decode
        self._encode = encode
        self._reader = FrameReader()
        self._held: list[bytes] = []
        self._held_since = 0.0

    def receive(self) -> tuple[dict[str, Any], bytes] | None:
        """Return the next request, or None when the other side has gone; may read beyond it."""
        while (frame := self._reader.take()) is None:
            self._send_held()
            data = self._sock.recv(2**17)
            if not data:
                return None
            self._reader.feed(data)
        message: dict[str, Any] = self._decode(frame.text)
        return message, frame.tensors

    def send(self, message: dict[str, Any], tensors: bytes = b"") -> None:
        """Send it at once, after what is held."""
        self._held.append(join(self._encode(message), tensors))
        self._send_held()

    def send_soon(self, message: dict[str, Any], tensors: bytes = b"") -> None:
        """Hold it while more requests are at hand: many answers in one piece cost far less."""
        now = time.monotonic()
        if not self._held:
            self._held_since = now
        self._held.append(join(self._encode(message), tensors))
        if now - self._held_since > HOLD_SECONDS or len(tensors) > HOLD_BYTES:
            self._send_held()

    def _send_held(self) -> None:
        if self._held:
            pieces, self._held = b"".join(self._held), []
            self._sock.sendall(pieces)
