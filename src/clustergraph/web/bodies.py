"""The body of a request, received in the event loop before anything scarce is taken: no thread, process or turn.

It is kept on disk within a budget (:mod:`clustergraph.query.contents`), however slowly it comes; a body that says that
it will be too long is refused before its first byte.
"""

from clustergraph.errors import ClustergraphError, Limit, QueryTooLong, RequestRefused
from clustergraph.query.contents import Content
from clustergraph.settings import Settings
from clustergraph.web.exchange import Message, Receive, Scope


class Bounds:
    """How long a body may be, in bytes, and the error for one that is longer."""

    def __init__(self, most: int, error: ClustergraphError) -> None:
        self.most = most
        self.error = error


def bounds_of_query(settings: Settings) -> Bounds:
    """Say how long a body with a query may be: percent-encoding writes up to three bytes for one."""
    most = 3 * settings.query_max_bytes + 4096
    limit = Limit("query_max_bytes", most, "bytes")
    return Bounds(most, QueryTooLong(f"The body is longer than {most} bytes.", limit=limit))


async def receive_body(scope: Scope, receive: Receive, content: Content, bounds: Bounds) -> None:
    """Receive a body into a content.

    Raises the error of the bounds, :class:`RequestRefused` where the client leaves, what :meth:`Contents.take` raises.
    """
    declared = next((value for name, value in scope["headers"] if name.lower() == b"content-length"), b"0")
    if declared.isdigit() and int(declared[:20]) > bounds.most:
        raise bounds.error
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise RequestRefused("The client left before its request was complete.")
        piece = message.get("body", b"")
        if content.size + len(piece) > bounds.most:
            raise bounds.error
        await content.put(piece)
        if not message.get("more_body"):
            return


def again(content: Content, receive: Receive) -> Receive:
    """Give what an application receives in the place of a body that was received already; then what comes next."""
    pieces = content.pieces()
    left = content.size

    async def received() -> Message:
        nonlocal left
        piece = next(pieces, None)
        if piece is None:
            return await receive()
        left -= len(piece)
        return {"type": "http.request", "body": piece, "more_body": left > 0}

    return received
