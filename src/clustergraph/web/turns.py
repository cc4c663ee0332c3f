"""The door before documents: each waits for the turn of its client in the event loop, where waiting costs no thread.

A turn lasts until the answer begins: then it is made, and how fast it is read is no matter. A client that leaves while
it waits gives up its place.
"""

from contextlib import AsyncExitStack

from clustergraph.query.answer import Share
from clustergraph.query.turns import Turns
from clustergraph.web.exchange import Message, Receive, Scope, Send
from clustergraph.web.reply import unless_gone
from clustergraph.web.routes import route_of


class TurnDoor:
    """An ASGI application around the pages."""

    def __init__(self, pages: object, turns: Turns) -> None:
        self._pages = pages
        self._turns = turns

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, a document in its turn; raises what :meth:`Turns.turn` raises where it has none in time.

        Methods that read no document are refused at once, by the pages.
        """
        if route_of(scope["path"]).share is not Share.DOCUMENT or scope["method"] not in ("GET", "HEAD"):
            await self._pages(scope, receive, send)  # type: ignore[operator]
            return
        async with AsyncExitStack() as held:
            given = []

            async def wait() -> None:
                given.append(await held.enter_async_context(self._turns.turn(scope["client"][0])))

            async def pass_on(message: Message) -> None:
                if message["type"] == "http.response.start":
                    given[0]()
                await send(message)

            await unless_gone(wait(), receive)
            if given:
                await self._pages(scope, receive, pass_on)  # type: ignore[operator]
