"""Turns for documents: who asks for many of them waits, where a query would be refused.

A document is made from questions of our own over a sealed release: cheap, the same for everybody, worth keeping.
Whoever follows names (a crawler, a client that traverses links) asks for hundreds over some dozens of connections, and
loses what is refused. So ``client_documents`` of a client are in hand at once, and its others wait for at most
``document_patience``. All clients together have at most half as many in hand as queries may wait, so that documents
never fill that room.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from clustergraph.errors import ClustergraphError, Limit, ServerBusy, TooManyRequests
from clustergraph.query.turns import Kind, Turns
from clustergraph.settings import Settings

T = TypeVar("T")
_MOST = 32  # documents in hand at once: half of the threads that make them
_AGAIN = 5  # seconds
_PAUSE = 0.1  # seconds before a question that found no room is asked again


class Documents(Turns):
    """The turns of documents and whole graphs."""

    def __init__(self, settings: Settings, taken: Callable[[str], float] = lambda _: 0.0) -> None:
        self._patience, self._of_client = settings.document_patience, settings.client_documents
        of_all = max(1, min(_MOST, settings.query_queue // 2))
        super().__init__(Kind(of_all, self._of_client, self._patience, self._late, lambda: self._late(None)), taken)

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
                if self.closed or begun() or loop.time() + _PAUSE > until:
                    raise
            await asyncio.sleep(_PAUSE)

    def _late(self, client: str | None) -> ClustergraphError:
        """Say whose documents took all turns."""
        told = f"This document had no turn within {self._patience:g} seconds"
        if client is None:
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
