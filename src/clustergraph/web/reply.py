"""What the ASGI doors share: one response that knows whether it has begun, and an end when the client goes away.

Before the first byte, whatever is wrong is a problem document with a true status. After it, the exception leaves the
application and the server breaks the transfer, so that ``curl`` exits non-zero.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, MutableMapping
from typing import Any

from clustergraph.errors import ClustergraphError
from clustergraph.query.answer import Answer
from clustergraph.web.faults import told_of
from clustergraph.web.problem import MEDIA_TYPE, problem_content, problem_headers

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

_SHORT = 65_536  # bytes of an answer that is sent in one piece
_SOON = 0.03  # seconds after which it is worth while to see whether the client is still there
_COMMON = {
    "vary": b"Accept, Accept-Encoding",
    "content-security-policy": (
        b"default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
        b"frame-ancestors 'none'"
    ),
}


def is_old(scope: MutableMapping[str, Any]) -> bool:
    """Tell an HTTP/1.0 client, to whom a broken answer of unknown length looks whole (RFC 9112, section 6.3)."""
    return str(scope.get("http_version", "")) < "1.1"


class Reply:
    """One response; the body of a HEAD is left out."""

    def __init__(self, send: Send, *, head: bool) -> None:
        self._send = send
        self.head = head
        self.begun = False

    async def start(self, status: int, headers: dict[str, str]) -> None:
        """Send status and headers, once."""
        if not self.begun:
            self.begun = True
            pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
            pairs += [(name.encode(), value) for name, value in _COMMON.items() if name not in headers]
            await self._send({"type": "http.response.start", "status": status, "headers": pairs})

    async def send_chunk(self, content: bytes) -> None:
        """Send a part of the body."""
        await self._send({"type": "http.response.body", "body": content, "more_body": True})

    async def end(self, content: bytes = b"") -> None:
        """Send the last part of the body."""
        await self._send({"type": "http.response.body", "body": b"" if self.head else content})

    async def whole(self, status: int, headers: dict[str, str], content: bytes = b"") -> None:
        """Send a response that is known whole."""
        await self.start(status, headers)
        await self.end(content)

    async def pieces(self, status: int, headers: dict[str, str], pieces: Iterator[bytes], size: int) -> None:
        """Send a response of a known size, read a piece at a time from where it lies."""
        await self.start(status, {**headers, "content-length": str(size)})
        for piece in () if self.head else pieces:
            await self.send_chunk(piece)
        await self.end()

    async def problem(self, error: ClustergraphError, **more: str) -> None:
        """Send a problem document; ``more`` are members that a door's own clients read."""
        error = told_of(error)
        headers = {"content-type": MEDIA_TYPE, **problem_headers(error)}
        await self.whole(error.status, headers, problem_content(error, **more))


async def send_answer(answer: Answer, reply: Reply, more: Mapping[str, str]) -> None:
    """Send an answer, a short one that is complete in one piece; ``more`` are headers that go with it."""
    headers = {**answer.headers(), **more}
    if answer.length is not None and answer.length <= _SHORT:
        await reply.whole(200, headers, b"".join([chunk async for chunk in answer.chunks]))
        return
    async for chunk in answer.chunks:
        await reply.start(200, headers)
        if reply.head:
            break
        await reply.send_chunk(chunk)
    await reply.start(200, headers)
    await reply.end()


async def unless_gone(answering: Awaitable[None], receive: Receive) -> None:
    """Answer, and stop when the client goes away; most answers are there before it is worth while to look."""
    loop, work = asyncio.get_running_loop(), asyncio.current_task()
    watches: list[asyncio.Task[None]] = []
    left = False

    def leave(watch: asyncio.Task[None]) -> None:
        nonlocal left
        if work is not None and not watch.cancelled():
            watch.exception()  # however the watch has ended, there is nobody to answer
            left = True
            work.cancel()

    def look() -> None:
        watches.append(loop.create_task(_gone(receive)))
        watches[0].add_done_callback(leave)

    timer = loop.call_later(_SOON, look)
    try:
        await answering
    except asyncio.CancelledError:
        if not left or work is None or work.uncancel():
            raise
    finally:
        timer.cancel()
        for watch in watches:
            watch.remove_done_callback(leave)
            watch.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
