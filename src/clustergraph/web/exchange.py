"""One request and its answer as they pass by: bounded in time, counted, with the headers every answer has."""

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from clustergraph.errors import ClustergraphError, Limit, ReaderTooSlow, RequestTooSlow
from clustergraph.measures import CLIENT_LEFT
from clustergraph.settings import Settings
from clustergraph.web.problem import ERROR, MEDIA_TYPE, problem_content, problem_headers
from clustergraph.web.routes import Route

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
_EXPOSED = (
    b"Accept-Ranges, Content-Range, Link, ETag, Location, Preference-Applied, Retry-After, Repr-Digest, "
    b"Clustergraph-Release, Clustergraph-Error, Clustergraph-Ignored, Clustergraph-Outcome, Clustergraph-Shapes, "
    b"Clustergraph-Timeout, Clustergraph-Warning"
)
_DATA = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", _EXPOSED),
    (b"cross-origin-resource-policy", b"cross-origin"),
)
_PAGES = ((b"cross-origin-resource-policy", b"same-origin"),)
_PACE = 131_072  # bytes a second
_REPLACED = {b"access-control-expose-headers"}


class Exchange:
    """Stands between the server and the application for one request."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, route: Route, settings: Settings) -> None:
        self.scope = scope
        self.route = route
        self._receive, self._send = receive, send
        self._patience, self._reading = settings.send_timeout, settings.read_timeout
        self._began = time.perf_counter()
        self._received = 0  # bytes
        self._asked = False  # whether the whole request has been received
        self._current: asyncio.Timeout | None = None
        self.failure: ClustergraphError | None = None
        self.ended = False
        self.status = 0
        self.bytes = 0
        self.headers: dict[bytes, bytes] = {}

    @property
    def seconds(self) -> float:
        """How long it has lasted."""
        return time.perf_counter() - self._began

    @property
    def error(self) -> str | None:
        """The code of what went wrong, ``client-left`` where the client did; ``None`` where all is well."""
        if self.failure is not None:
            return self.failure.code
        if not self.ended:
            return CLIENT_LEFT
        said = self.headers.get(ERROR.encode())
        return said.decode() if said else None

    async def receive(self) -> Message:
        """Receive from the client; raises :class:`RequestTooSlow` where its body is not there in time.

        A long body has as much longer as it takes at :data:`_PACE`.
        """
        if self._asked:
            return await self._receive()
        try:
            async with asyncio.timeout(max(0.0, self._reading + self._received / _PACE - self.seconds)):
                message = await self._receive()
        except TimeoutError as error:
            raise RequestTooSlow(
                f"The request was not there within {self._reading:g} seconds.",
                limit=Limit("read_timeout", self._reading, "seconds"),
            ) from error
        self._received += len(message.get("body", b""))
        self._asked = not message.get("more_body")
        return message

    async def send(self, message: Message) -> None:
        """Send to the client; after a failure nothing is sent any more, and whoever answers runs to its end."""
        if self.failure is not None:
            return
        if message["type"] == "http.response.start":
            self._start(message)
            await self._send(message)  # the server holds a head until a body comes, so there is nothing to wait for
            return
        try:
            async with asyncio.timeout(self._patience) as self._current:
                await self._send(message)
        except TimeoutError:
            self.fail(_too_slow(self._patience))
        else:
            self.bytes += len(message.get("body", b""))
            self.ended = message["type"] == "http.response.body" and not message.get("more_body")
        finally:
            self._current = None

    def fail(self, error: ClustergraphError) -> None:
        """Give the answer up; a send that waits for the client ends at once."""
        if self.failure is None and not self.ended:
            self.failure = error
            if self._current is not None:
                self._current.reschedule(asyncio.get_running_loop().time())

    async def refuse(self, error: ClustergraphError) -> None:
        """Answer with a problem document, where nothing has been sent."""
        self.failure = None
        told = {"content-type": MEDIA_TYPE, **problem_headers(error)}
        headers = [(name.encode(), value.encode()) for name, value in told.items()]
        body = b"" if self.scope["method"] == "HEAD" else problem_content(error)
        await self.send({"type": "http.response.start", "status": error.status, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})

    def _start(self, message: Message) -> None:
        self.status = message["status"]
        own = [(name.lower(), value) for name, value in message["headers"] if name.lower() not in _REPLACED]
        given = {name for name, _ in own}
        wanted = (*_ALWAYS, *(_DATA if self.route.data else _PAGES))
        message["headers"] = own + [pair for pair in wanted if pair[0] not in given]
        self.headers = dict(message["headers"])


def _too_slow(seconds: float) -> ReaderTooSlow:
    return ReaderTooSlow(
        f"The client read nothing for {seconds:g} seconds.", limit=Limit("send_timeout", seconds, "seconds")
    )
