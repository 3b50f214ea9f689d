"""What comes through a pipe, taken as it comes: whole messages alone, and no waiting for the rest of one.

What holds here: `Connection.recv_bytes` waits for the whole of a message whose first bytes are there, and its sender
may be stopped in between. Here the bytes are kept until the message is whole, so whoever reads can look at the clock,
and at others. The form of a message is that of `multiprocessing.connection` (a length of
four bytes, or -1 and a length of eight).
"""

from __future__ import annotations

import os
import struct
from typing import Any

_SHORT, _LONG = struct.Struct("!i"), struct.Struct("!Q")
_MUCH = 1 << 20
# Windows has pipes of another kind, which know the limits of messages.
_AS_STREAM = os.name != "nt"


class Letters:
    """The messages that come through one connection."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._held = bytearray()

    def come(self) -> list[bytes]:
        """The messages that are whole by now, without waiting where the connection is ready. Raises `EOFError` or
        `OSError` when nobody is at the other end any more."""
        if not _AS_STREAM:
            return [self._connection.recv_bytes()]
        number = self._connection.fileno()
        # A pipe that is ready gives what it has: this waits for nothing.
        came = os.read(number, _MUCH)
        if not came:
            raise EOFError
        self._held += came
        found = []
        while (message := self._taken()) is not None:
            found.append(message)
        return found

    def _taken(self) -> bytes | None:
        """The first message that is held, if it is whole."""
        begin = _SHORT.size
        if len(self._held) < begin:
            return None
        (length,) = _SHORT.unpack_from(self._held)
        if length == -1:
            begin += _LONG.size
            if len(self._held) < begin:
                return None
            (length,) = _LONG.unpack_from(self._held, _SHORT.size)
        if len(self._held) < begin + length:
            return None
        message = bytes(self._held[begin : begin + length])
        del self._held[: begin + length]
        return message
