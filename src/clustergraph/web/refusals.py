"""A page for a browser whose request was refused on its way to the pages: what went wrong, in the reader's language.

Programs get the problem document, which costs no thread.
"""

from collections.abc import Mapping
from typing import Any

from clustergraph.errors import ClustergraphError
from clustergraph.web.exchange import Message, Receive, Scope, Send
from clustergraph.web.negotiation import prefers_html
from clustergraph.web.target import read_headers

_REFUSAL = "clustergraph.refusal"


class RefusalDoor:
    """An ASGI application around the doors before the pages."""

    def __init__(self, doors: object, pages: object) -> None:
        self._doors = doors
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; raises what refuses a program's."""
        begun = False

        async def pass_on(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._doors(scope, receive, pass_on)  # type: ignore[operator]
        except ClustergraphError as error:
            if begun or not prefers_html(read_headers(scope).get("accept")):
                raise
            scope[_REFUSAL] = error
            await self._pages(scope, _nothing, send)  # type: ignore[operator]


async def _nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


def raise_refusal(environ: Mapping[str, Any]) -> None:
    """Raise what has refused a request of the pages, if anything has."""
    error = environ.get("asgi.scope", {}).get(_REFUSAL)
    if error is not None:
        raise error
