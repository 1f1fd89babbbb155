"""Frames: pickled messages over a socket, whose one end waits for them and whose other end never does."""

from __future__ import annotations

import asyncio
import pickle
from struct import Struct
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

_LENGTH: Final = Struct("!Q")
_CHUNK: Final = 1 << 18


def _frame(message: Any) -> bytes:
    packed = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(packed)) + packed


class Frames:
    """The end that waits."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._stream = end.makefile("rb", _CHUNK)

    def close(self) -> None:
        """Close this end."""
        self._stream.close()
        self._end.close()

    def recv(self) -> Any:
        """Wait for a message; raises EOFError where the other end is closed."""
        (length,) = _LENGTH.unpack(self._read(_LENGTH.size))
        return pickle.loads(self._read(length))  # noqa: S301 - our own process packed it

    def send(self, message: Any) -> None:
        """Send a message, waiting while the other end does not read."""
        self._end.sendall(_frame(message))

    def _read(self, length: int) -> bytes:
        found: bytes = self._stream.read(length)
        if len(found) < length:
            raise EOFError
        return found


class OpenLine:
    """The end that never waits: what the socket does not take yet is kept, and messages are handed over as they come.

    It belongs to the event loop that runs when `listen` is called.
    """

    def __init__(self, end: socket.socket) -> None:
        end.setblocking(False)
        self._end = end
        self._coming = bytearray()
        self._going = bytearray()

    def listen(self, received: Callable[[Any], None], lost: Callable[[], None]) -> None:
        """Have `received` called with every message, and `lost` once when the other end is closed."""
        self._loop = asyncio.get_running_loop()
        self._on_message, self._on_loss = received, lost
        self._loop.add_reader(self._end, self._read)

    def close(self) -> None:
        """Close this end; what is not sent yet is dropped."""
        if self._end.fileno() >= 0:
            self._loop.remove_reader(self._end)
            self._loop.remove_writer(self._end)
            self._end.close()

    def send(self, message: Any) -> None:
        """Send a message, now or as the other end reads."""
        is_idle = not self._going
        self._going += _frame(message)
        if is_idle:
            self._write()

    def _write(self) -> None:
        try:
            sent = self._end.send(self._going)
        except BlockingIOError:
            sent = 0
        except OSError:  # it is closed: what came before is read first, then `_read` tells
            sent = len(self._going)
        del self._going[:sent]
        if self._going:
            self._loop.add_writer(self._end, self._write)
        else:
            self._loop.remove_writer(self._end)

    def _read(self) -> None:
        try:
            found = self._end.recv(_CHUNK)
        except BlockingIOError:
            return
        except OSError:
            found = b""
        if not found:
            self._loop.remove_reader(self._end)
            self._on_loss()
            return
        self._coming += found
        while (message := self._whole()) is not None:
            self._on_message(pickle.loads(message))  # noqa: S301 - a process of our own packed it

    def _whole(self) -> bytes | None:
        """Take the next frame that has come whole."""
        if len(self._coming) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack_from(self._coming)
        end = _LENGTH.size + length
        if len(self._coming) < end:
            return None
        message = bytes(memoryview(self._coming)[_LENGTH.size : end])
        del self._coming[:end]
        return message
