"""One HTTP exchange over a raw socket, from a given address, and what came of it."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic

_HEAD = 65_536


@dataclass
class Reply:
    """What a server said: status, headers, how much body, whether it is whole, and when."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""  # of a problem document; of answers only the size is kept
    size: int = 0
    whole: bool = False
    first: float = 0.0  # seconds until the status line
    last: float = 0.0  # seconds until the end

    @property
    def code(self) -> str:
        """The code of the problem document, if it is one."""
        with suppress(ValueError):
            return str(json.loads(self.body).get("code", "")) if self.status >= 400 else ""
        return ""


async def connect(source: str, port: int, buffer: int = 65_536) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Open a connection from an address of this machine."""
    return await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0), limit=buffer)


async def read_reply(reader: asyncio.StreamReader, begun: float) -> Reply:
    """Read one reply to its end, however it ends."""
    reply = Reply()
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        reply.first = monotonic() - begun
        lines = head.decode("latin-1").split("\r\n")
        reply.status = int(lines[0].split()[1])
        reply.headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:-2])
        }
        await _read_body(reader, reply)
        reply.whole = True
    except (asyncio.IncompleteReadError, OSError):
        pass  # not whole: the connection ended first
    reply.last = monotonic() - begun
    return reply


async def _read_body(reader: asyncio.StreamReader, reply: Reply) -> None:
    if reply.headers.get("transfer-encoding") == "chunked":
        while size := int((await reader.readuntil(b"\r\n")).strip(), 16):
            await _take(reader, reply, size)
            await reader.readexactly(2)
        await reader.readexactly(2)
    else:
        await _take(reader, reply, int(reply.headers.get("content-length", 0)))


async def _take(reader: asyncio.StreamReader, reply: Reply, size: int) -> None:
    while size:
        piece = await reader.readexactly(min(size, _HEAD))
        size -= len(piece)
        reply.size += len(piece)
        if reply.status >= 400:
            reply.body += piece


def get(parameters: str, more: str = "") -> bytes:
    """Write a GET request of the endpoint."""
    return f"GET /sparql?{parameters} HTTP/1.1\r\nHost: x\r\n{more}Connection: close\r\n\r\n".encode()


def post(body: bytes, media_type: str = "application/sparql-query", more: str = "", path: str = "/sparql") -> bytes:
    """Write a POST request, of the endpoint if no path is named."""
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n{more}"
    return f"{head}Connection: close\r\n\r\n".encode() + body
