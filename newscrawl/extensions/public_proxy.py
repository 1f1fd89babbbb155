"""PublicProxy: the browser's only way into the network, a SOCKS server on loopback that leads to no private address.

What a page's scripts ask for, redirects, frames, WebSockets and windows that they open come through here as connections
to a host; a check of requests in the browser sees only some of them.
"""

from __future__ import annotations

import asyncio
import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

from newscrawl.extensions.private_addresses import is_private

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from collections.abc import Callable

# RFC 1928.
_NO_LOGIN: Final = b"\x05\x00"
_CONNECT: Final = b"\x05\x01\x00"
_DONE: Final = 0
_NOT_ALLOWED: Final = 2
_UNREACHABLE: Final = 4
_IPV4, _NAME, _IPV6 = 1, 3, 4

_CHUNK: Final = 65_536
_PATIENCE_S: Final = 30.0


class NotAllowed(OSError):
    """A host that a public site may not lead to."""


class PublicProxy:
    """Carry connections to public addresses, and to hosts that `is_named` allows by name; no others.

    A connection ends after `most_bytes`, so that a page without end ends.
    """

    def __init__(self, is_named: Callable[[str], bool], *, most_bytes: int) -> None:
        self._is_named = is_named
        self._most_bytes = most_bytes
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()

    async def start(self) -> str:
        """Listen on a free port of loopback; gives the proxy's address, `socks5://127.0.0.1:40123`."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return f"socks5://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        """Listen no more, and end what is open."""
        if self._server is not None:
            self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    def _accept(self, reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                host, port = await _asked_for(reader, writer)
                answer, ends = await self._connect(host, port)
            writer.write(bytes([5, answer, 0, _IPV4, *bytes(6)]))
            if ends is not None:
                await self._carry(reader, writer, *ends)
            else:
                await writer.drain()
        except (OSError, ValueError, asyncio.IncompleteReadError):  # whoever asked has gone, or speaks no SOCKS
            return
        finally:
            writer.close()

    async def _connect(self, host: str, port: int) -> tuple[int, tuple[StreamReader, StreamWriter] | None]:
        """Give SOCKS' answer and, where it is 0, the two ends of the connection."""
        try:
            for address in await self.addresses(host):
                try:
                    return _DONE, await asyncio.open_connection(address, port)
                except OSError:
                    continue
        except NotAllowed:
            return _NOT_ALLOWED, None
        except OSError:
            return _UNREACHABLE, None
        return _UNREACHABLE, None

    async def addresses(self, host: str) -> list[str]:
        """Give the addresses that a host may be reached by.

        Raises NotAllowed where one of them is private and the host was not named, OSError where there is none. The
        connection is made to these addresses, not to the name: another answer of the name server changes nothing.
        """
        if is_private(host) and not self._is_named(host):
            raise NotAllowed(host)
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
        addresses = [str(address[0]) for *_, address in found]
        if not is_private(host) and any(map(is_private, addresses)):
            raise NotAllowed(host)
        return addresses

    async def _carry(
        self, reader: StreamReader, writer: StreamWriter, far_reader: StreamReader, far_writer: StreamWriter
    ) -> None:
        """Carry bytes both ways until one side ends."""
        ways = [
            asyncio.ensure_future(_pour(reader, far_writer, self._most_bytes)),
            asyncio.ensure_future(_pour(far_reader, writer, self._most_bytes)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            far_writer.close()


async def _asked_for(reader: StreamReader, writer: StreamWriter) -> tuple[str, int]:
    """Read a client's greeting and request; raises ValueError for what is no request for a connection."""
    version, methods = await reader.readexactly(2)
    await reader.readexactly(methods)
    if version != 5:
        raise ValueError("no SOCKS 5")
    writer.write(_NO_LOGIN)
    if await reader.readexactly(3) != _CONNECT:
        raise ValueError("no request for a connection")
    (kind,) = await reader.readexactly(1)
    if kind == _NAME:
        (length,) = await reader.readexactly(1)
        host = (await reader.readexactly(length)).decode("ascii")
    elif kind in (_IPV4, _IPV6):
        host = str(ip_address(await reader.readexactly(4 if kind == _IPV4 else 16)))
    else:
        raise ValueError("no address")
    return host, int.from_bytes(await reader.readexactly(2))


async def _pour(reader: StreamReader, writer: StreamWriter, most_bytes: int) -> None:
    while most_bytes > 0 and (data := await reader.read(_CHUNK)):
        most_bytes -= len(data)
        writer.write(data)
        await writer.drain()
