"""What the stand-in wants of its sockets and web servers do not offer: no waiting, and resets in a call."""

import asyncio
import socket
import struct
from typing import Any

from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_TRANSPORTS: dict[tuple[str, int], asyncio.Transport] = {}
RESET_ON_CLOSE = struct.pack("ii", 1, 0)


def listening_at(host: str, port: int) -> socket.socket:
    """Listen at *host* and *port*. Raises OSError when the port is taken.

    Whatever is accepted there sends small pieces at once. asyncio sees to that only for sockets that name
    their protocol, which these do not; without it an answer in two pieces takes 40 ms longer.
    """
    listening = socket.create_server((host, port))
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


class Resettable(HttpToolsProtocol):
    """HTTP whose transports can be found by the client's address."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        _TRANSPORTS[transport.get_extra_info("peername")[:2]] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        _TRANSPORTS.pop(self.transport.get_extra_info("peername")[:2], None)
        super().connection_lost(exc)


class Reset:
    """An answer that never comes: the client sees its connection reset."""

    async def __call__(self, scope: Scope, receive: Receive, _: Send) -> None:
        client: Any = scope["client"]
        transport = _TRANSPORTS.get(tuple(client))
        if transport is None:
            raise RuntimeError("connections can be reset under bot.stand_in.server.running only")
        raw = transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        transport.abort()
        while (await receive())["type"] != "http.disconnect":
            pass
