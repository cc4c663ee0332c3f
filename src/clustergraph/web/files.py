"""Sends files in the event loop: a page says which file, and its thread is free before the client reads anything.

Otherwise as many slow readers as there are threads would stop all pages.
"""

import asyncio
import zlib
from collections.abc import Iterator
from pathlib import Path

from clustergraph.errors import ReleaseError
from clustergraph.web.exchange import Headers, Message, Receive, Scope, Send
from clustergraph.web.ranges import part_of

#: The header in which Flask names the file; it never leaves the house.
FILE = "Clustergraph-Send-File"
_FILE = FILE.lower().encode()
_PIECE = 262_144  # bytes
_LEVEL = 6
_GZIP = 31  # zlib's name for the format of RFC 1952


class FileDoor:
    """An ASGI application around Flask's pages."""

    def __init__(self, pages: object) -> None:
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; the body of an answer that names a file is that file."""
        path: Path | None = None
        zipped = False
        part: tuple[int, int] | None = None

        async def pass_on(message: Message) -> None:
            nonlocal path, zipped, part
            if message["type"] == "http.response.start":
                headers = dict(message["headers"])
                if message["status"] in (200, 206) and scope["method"] != "HEAD" and _FILE in headers:
                    path, zipped = Path(headers[_FILE].decode()), headers.get(b"content-encoding") == b"gzip"
                    told = headers.get(b"content-range")
                    part = part_of(told.decode()) if told is not None else None
                message["headers"] = _without(message["headers"])
            elif path is not None:
                return  # the body that stood for the file
            await send(message)

        await self._pages(scope, receive, pass_on)  # type: ignore[operator]
        if path is not None:
            await _send_file(_zipped(path) if zipped else _plain(path, part), send)


async def _send_file(pieces: Iterator[bytes], send: Send) -> None:
    """Read, compress and send a piece at a time; what reads and compresses is a thread, for a moment."""
    while piece := await asyncio.to_thread(next, pieces, b""):
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def _plain(path: Path, part: tuple[int, int] | None = None) -> Iterator[bytes]:
    first, last = part or (0, path.stat().st_size - 1)
    with path.open("rb") as file:
        file.seek(first)
        while piece := file.read(min(_PIECE, last + 1 - file.tell())):
            yield piece
        if file.tell() <= last:
            raise ReleaseError(f"The file {path.name} has become shorter while it was sent.")


def _zipped(path: Path) -> Iterator[bytes]:
    packer = zlib.compressobj(_LEVEL, wbits=_GZIP)
    for piece in _plain(path):
        packed = packer.compress(piece)
        if packed:
            yield packed
    yield packer.flush()


def _without(headers: Headers) -> Headers:
    return [pair for pair in headers if pair[0] != _FILE]
