"""What the ASGI doors share: one response that knows whether it has begun, and an end when the client goes away.

Before the first byte, whatever is wrong is a problem document with a true status. After it, the exception leaves the
application and the server breaks the transfer, so that ``curl`` exits non-zero.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from typing import Any

from clustergraph.errors import ClustergraphError, MethodNotAllowed

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

_COMMON = {
    "vary": "Accept, Accept-Encoding",
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
}


def is_old(scope: MutableMapping[str, Any]) -> bool:
    """Tell an HTTP/1.0 client, to whom a broken answer of unknown length looks whole (RFC 9112, section 6.3)."""
    return str(scope.get("http_version", "")) < "1.1"


class Reply:
    """One response; ``methods`` is what ``Allow`` says here, and the body of a HEAD is left out."""

    def __init__(self, send: Send, *, head: bool, methods: str) -> None:
        self._send = send
        self._methods = methods
        self.head = head
        self.begun = False

    async def start(self, status: int, headers: dict[str, str]) -> None:
        """Send status and headers, once."""
        if not self.begun:
            self.begun = True
            pairs = [(name.encode(), value.encode()) for name, value in {**_COMMON, **headers}.items()]
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

    async def options(self) -> None:
        """Answer OPTIONS: the methods, to any origin, without credentials."""
        allowed = {"allow": self._methods, "access-control-allow-methods": self._methods}
        more = {
            "access-control-max-age": "86400",
            "access-control-allow-headers": "Accept, Content-Type, If-None-Match",
        }
        await self.whole(204, {**allowed, **more})

    async def problem(self, error: ClustergraphError) -> None:
        """Send a problem document."""
        headers = {"content-type": "application/problem+json", "cache-control": "no-store"}
        headers["clustergraph-error"] = error.code
        if isinstance(error, MethodNotAllowed):
            headers["allow"] = self._methods
        if error.retry_after is not None:
            headers["retry-after"] = str(error.retry_after)
        await self.whole(error.status, headers, json.dumps(error.problem(), ensure_ascii=False).encode())


async def unless_gone(answering: Coroutine[Any, Any, None], receive: Receive) -> None:
    """Answer, and stop as soon as the client goes away."""
    work = asyncio.create_task(answering)
    watch = asyncio.create_task(_gone(receive))
    try:
        await asyncio.wait({work, watch}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            work.cancel()
            await asyncio.wait({work})
        if not work.cancelled():
            work.result()
    finally:
        watch.cancel()
        work.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
