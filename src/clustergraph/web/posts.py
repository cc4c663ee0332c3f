"""The door before pages that take a form: its body is received in the event loop, and its turn is waited for there.

A thread is taken when everything is there. What is posted elsewhere among the pages is refused by them, unread.
"""

from contextlib import AsyncExitStack

from clustergraph.errors import ContentTooLarge, Limit
from clustergraph.query.accounts import Accounts
from clustergraph.query.contents import Content, Contents
from clustergraph.query.turns import Turns
from clustergraph.settings import Settings
from clustergraph.sources.unpack import MORE
from clustergraph.web.bodies import Bounds, again, bounds_of_query, receive_body
from clustergraph.web.exchange import Receive, Scope, Send
from clustergraph.web.reply import unless_gone

CHECK, CITE = "/check", "/citations"
#: Bytes of a form beside the content: its other fields, and the signs between them.
BESIDE = 65_536


class PostDoor:
    """An ASGI application around the pages."""

    def __init__(
        self, pages: object, contents: Contents, accounts: Accounts, validations: Turns, settings: Settings
    ) -> None:
        self._pages = pages
        self._contents = contents
        self._accounts = accounts
        self._validations = validations
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        client = scope["client"][0]
        if scope["method"] == "POST" and scope["path"] == CHECK:
            with self._accounts.query(client), self._contents.new(client) as content:
                await receive_body(scope, receive, content, bounds_of_form(self._settings))
                await self._check(content, scope, receive, send)
        elif scope["method"] == "POST" and scope["path"] == CITE:
            with self._contents.new(client) as content:
                await receive_body(scope, receive, content, bounds_of_query(self._settings))
                await self._pages(scope, again(content, receive), send)  # type: ignore[operator]
        else:
            await self._pages(scope, receive, send)  # type: ignore[operator]

    async def _check(self, content: Content, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait for the turn of a validation, which the page then has; a client that leaves gives it up."""
        async with AsyncExitStack() as held:
            given = []

            async def wait() -> None:
                given.append(await held.enter_async_context(self._validations.turn(scope["client"][0])))

            await unless_gone(wait(), receive)
            if given:
                await self._pages(scope, again(content, receive), send)  # type: ignore[operator]


def bounds_of_form(settings: Settings) -> Bounds:
    """Say how long a form with content may be."""
    most = settings.content_max_bytes + BESIDE
    limit = Limit("content_max_bytes", settings.content_max_bytes, "bytes")
    words = f"The content is longer than {settings.content_max_bytes} bytes."
    return Bounds(most, ContentTooLarge(words, limit=limit, remedy=MORE))
