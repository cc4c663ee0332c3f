"""Turns for documents: who asks for many of them waits, fairly by client, where a query would be refused.

A document is made from questions of our own over a sealed release: cheap, the same for everybody, worth keeping.
Whoever follows names (a crawler, a client that traverses links) asks for hundreds over some dozens of connections, and
loses what is refused. So ``client_documents`` of a client are in hand at once, and its others wait for at most
``document_patience``. A turn that is free goes to the client that has the fewest in hand, and among those to the one
whose last turn is longest ago. All clients together have at most half as many in hand as queries may wait, so that
documents never fill that room.
"""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from itertools import chain
from typing import TypeVar

from clustergraph.errors import ClustergraphError, Limit, ServerBusy, TooManyRequests
from clustergraph.settings import Settings

T = TypeVar("T")
_MOST = 32  # documents in hand at once: half of the threads that make them
_AGAIN = 5  # seconds
_PAUSE = 0.1  # seconds before a question that found no room is asked again
Place = asyncio.Future[None]


class Turns:
    """Who has a turn, and who waits for one."""

    def __init__(self, settings: Settings) -> None:
        self._of_client = settings.client_documents
        self._of_all = max(1, min(_MOST, settings.query_queue // 2))
        self._patience = settings.document_patience
        self._in_hand: Counter[str] = Counter()
        self._waiting: dict[str, deque[Place]] = {}  # the client whose last turn is longest ago comes first
        self._closed = False

    @property
    def in_hand(self) -> int:
        """How many documents are being made."""
        return self._in_hand.total()

    @property
    def waiting(self) -> int:
        """How many documents wait."""
        return sum(map(len, self._waiting.values()))

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[Callable[[], None]]:
        """Wait for a turn and hold it; gives what lets go of it early, which may be called more than once.

        Whoever is cancelled while it waits gives up its place. Raises :class:`TooManyRequests` where other documents
        of the client, and :class:`ServerBusy` where those of others leave no turn in time.
        """
        await self._take(client)
        held = True

        def let_go() -> None:
            nonlocal held
            if held:
                held = False
                self._give_back(client)

        try:
            yield let_go
        finally:
            let_go()

    async def patiently(self, ask: Callable[[], Awaitable[T]], begun: Callable[[], bool] = lambda: False) -> T:
        """Ask something for a document, and again where no process had room for it, while the patience lasts.

        What has ``begun`` to be sent cannot be asked again. Raises what was raised last.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + self._patience
        while True:
            try:
                return await ask()
            except ServerBusy:
                if self._closed or begun() or loop.time() + _PAUSE > until:
                    raise
            await asyncio.sleep(_PAUSE)

    def close(self) -> None:
        """Send all away who wait: the server ends."""
        self._closed = True
        for place in chain.from_iterable(self._waiting.values()):
            if not place.done():
                place.set_exception(self._late(""))

    async def _take(self, client: str) -> None:
        if self._may_have(client):  # nobody who waits may have it: it would have been given away
            self._in_hand[client] += 1
            return
        place: Place = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(place)
        try:
            async with asyncio.timeout(self._patience):
                await place
        except BaseException as error:
            # it may have been given at the moment of leaving
            if place.done() and not place.cancelled() and place.exception() is None:
                self._give_back(client)
            if isinstance(error, TimeoutError):
                raise self._late(client) from error
            raise
        finally:
            self._leave(client, place)

    def _may_have(self, client: str) -> bool:
        return self._in_hand[client] < self._of_client and self.in_hand < self._of_all

    def _give_back(self, client: str) -> None:
        self._in_hand[client] -= 1
        self._in_hand += Counter()  # forgets clients that have none
        while waiting := [client for client in self._waiting if self._may_have(client)]:
            self._give(min(waiting, key=self._in_hand.__getitem__))

    def _give(self, client: str) -> None:
        places = self._waiting.pop(client)
        place = places.popleft()
        if places:
            self._waiting[client] = places  # now the last
        if not place.done():
            self._in_hand[client] += 1
            place.set_result(None)

    def _leave(self, client: str, place: Place) -> None:
        places = self._waiting.get(client, deque())
        with suppress(ValueError):
            places.remove(place)
            if not places:
                del self._waiting[client]

    def _late(self, client: str) -> ClustergraphError:
        """Say whose documents took all turns."""
        told = f"This document had no turn within {self._patience:g} seconds"
        if self._in_hand[client] < self._of_client:
            return ServerBusy(
                f"{told}: those of others come first.",
                limit=Limit("document_patience", self._patience, "seconds"),
                remedy=f"Try again in {_AGAIN} seconds; /dumps/ has all documents in one file.",
                retry_after=_AGAIN,
            )
        return TooManyRequests(
            f"{told}: {self._of_client} others of {client} are being made.",
            limit=Limit("client_documents", self._of_client, "documents at once"),
            remedy=f"Try again in {_AGAIN} seconds, over fewer connections; /dumps/ has all documents in one file.",
            retry_after=_AGAIN,
        )
