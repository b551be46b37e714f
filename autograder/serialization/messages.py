"""Messages over a socket: eight bytes of length, then a message of `autograder.serialization`."""

from __future__ import annotations

import socket
import struct
import time

from autograder import serialization

LONGEST = 512 << 20  # bytes


def send(connection: socket.socket, message) -> None:
    """Send one message of plain data."""
    send_bytes(connection, serialization.encode(message))


def receive(connection: socket.socket):
    """Wait for one message. EOFError when the other end is closed, ValueError when it is no message."""
    return serialization.decode(receive_bytes(connection))


def send_bytes(connection: socket.socket, content: bytes) -> None:
    """Send bytes as one message."""
    connection.sendall(struct.pack(">Q", len(content)) + content)


def receive_bytes(connection: socket.socket) -> bytes:
    """The bytes of one message. A connection's timeout is that of the whole message, however it drips."""
    patience = connection.gettimeout()
    until = None if patience is None else time.monotonic() + patience
    try:
        (length,) = struct.unpack(">Q", _exactly(connection, 8, until))
        if length > LONGEST:
            raise ValueError(f"a message of {length} bytes is longer than any should be")
        return _exactly(connection, length, until)
    finally:
        connection.settimeout(patience)


def _exactly(connection: socket.socket, length: int, until: float | None) -> bytes:
    found = bytearray()
    while len(found) < length:
        if until is not None:  # or whoever sends a byte now and then would be waited for without end
            connection.settimeout(max(0.001, until - time.monotonic()))
        part = connection.recv(min(length - len(found), 1 << 20))
        if not part:
            raise EOFError("the other end is closed")
        found += part
        if until is not None and time.monotonic() > until and len(found) < length:
            raise TimeoutError("the message did not come to its end in time")
    return bytes(found)
