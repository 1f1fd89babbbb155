"""Where the browser's proxy leads, and where it does not."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.extensions import public_proxy
from newscrawl.extensions.public_proxy import NotAllowed, PublicProxy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ANSWERED, NOT_ALLOWED, UNREACHABLE = 0, 2, 4


@asynccontextmanager
async def echo(host: str) -> AsyncIterator[int]:
    """A server that answers every byte with itself twice; gives its port."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                writer.write(data * 2)
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, host, 0)
    yield server.sockets[0].getsockname()[1]
    server.close()


async def ask(proxy: PublicProxy, host: str, port: int, data: bytes) -> tuple[int, bytes]:
    """Ask the proxy for a connection and send `data` through it; gives its answer and what came back."""
    address = await proxy.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", int(address.rpartition(":")[2]))
    writer.write(b"\x05\x01\x00\x05\x01\x00\x03" + bytes([len(host)]) + host.encode() + port.to_bytes(2))
    assert await reader.readexactly(2) == b"\x05\x00"
    answer = (await reader.readexactly(10))[1]
    got = b""
    if answer == ANSWERED:
        writer.write(data)
        with suppress(ConnectionError):
            while len(got) < 2 * len(data) and (more := await reader.read(65536)):
                got += more
    writer.close()
    await proxy.close()
    return answer, got


def test_a_host_that_a_site_was_named_by_is_reached() -> None:
    async def run() -> tuple[int, bytes]:
        async with echo("127.0.0.1") as port:
            return await ask(PublicProxy(lambda host: host == "127.0.0.1", most_bytes=100), "127.0.0.1", port, b"abc")

    assert asyncio.run(run()) == (ANSWERED, b"abcabc")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "a.localhost", "2130706433", "0x7f000001", "127.1", "::1"])
def test_private_hosts_are_not_reached_in_any_spelling(host: str) -> None:
    async def run() -> tuple[int, bytes]:
        async with echo("127.0.0.1") as port:
            return await ask(PublicProxy(lambda _: False, most_bytes=100), host, port, b"abc")

    assert asyncio.run(run()) == (NOT_ALLOWED, b"")


def test_a_host_that_refuses_is_unreachable() -> None:
    async def run() -> tuple[int, bytes]:
        async with echo("127.0.0.1") as port:
            pass
        return await ask(PublicProxy(lambda _: True, most_bytes=100), "127.0.0.1", port, b"abc")

    assert asyncio.run(run()) == (UNREACHABLE, b"")


def test_a_connection_ends_after_so_many_bytes() -> None:
    async def run() -> tuple[int, bytes]:
        async with echo("127.0.0.1") as port:
            return await ask(PublicProxy(lambda _: True, most_bytes=70_000), "127.0.0.1", port, bytes(1 << 20))

    answer, got = asyncio.run(run())
    assert answer == ANSWERED
    assert len(got) < 70_000 + public_proxy._CHUNK


@pytest.mark.parametrize(
    ("addresses", "is_allowed"),
    [
        (["93.184.215.14"], True),
        (["2606:2800:21f:cb07:6820:80da:af6b:8b2c", "93.184.215.14"], True),
        (["10.0.0.1"], False),
        (["93.184.215.14", "192.168.1.1"], False),
        (["169.254.169.254"], False),
        (["::ffff:127.0.0.1"], False),
        (["fd00::1"], False),
    ],
)
def test_a_public_name_leads_to_public_addresses_only(
    monkeypatch: pytest.MonkeyPatch, addresses: list[str], is_allowed: bool
) -> None:
    """Even the name of the crawl's own site."""

    def resolved(*_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    proxy = PublicProxy(lambda _: True, most_bytes=100)
    if is_allowed:
        assert asyncio.run(proxy.addresses("paper.example")) == addresses
    else:
        with pytest.raises(NotAllowed):
            asyncio.run(proxy.addresses("paper.example"))


@pytest.mark.parametrize(
    "words", [b"GET / HTTP/1.1\r\n\r\n", b"\x04\x01\x00\x50\x7f\x00\x00\x01\x00", b"\x05\x01\x00\x05\x02\x00"]
)
def test_what_is_no_request_for_a_connection_is_hung_up_on(words: bytes) -> None:
    async def run() -> bytes:
        proxy = PublicProxy(lambda _: True, most_bytes=100)
        address = await proxy.start()
        reader, writer = await asyncio.open_connection("127.0.0.1", int(address.rpartition(":")[2]))
        writer.write(words)
        writer.write_eof()
        try:
            return await reader.read()
        except ConnectionResetError:
            return b""
        finally:
            writer.close()
            await proxy.close()

    assert asyncio.run(run()) in (b"", b"\x05\x00")
