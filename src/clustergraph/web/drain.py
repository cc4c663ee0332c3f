"""An orderly end: on SIGTERM running answers may finish for a while, then what is left is visibly broken.

The HTTP server ends on SIGTERM and on SIGINT. SIGTERM is taken from it, so that answers come first; when they are
gone, SIGINT ends it. Meanwhile it still accepts, so that ``/health/ready`` can say what is going on.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress

from clustergraph.errors import Limit, ShuttingDown
from clustergraph.web.exchange import Exchange

_LAST = 3.0  # seconds for broken answers to come to their end
_AGAIN = 5  # seconds


class Drain:
    """Knows the answers under way; ``close`` ends whatever evaluates."""

    def __init__(self, grace: float, close: Callable[[], Awaitable[None]]) -> None:
        self._grace = grace
        self._close = close
        self._running: set[Exchange] = set()
        self._empty = asyncio.Event()
        self._ending: asyncio.Task[None] | None = None

    def watch(self) -> None:
        """Take SIGTERM from the server; called in its loop."""
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.begin)

    @property
    def begun(self) -> bool:
        """Whether the end has begun."""
        return self._ending is not None

    def begin(self) -> None:
        """Begin the end; told twice, it is the same end."""
        if self._ending is None:
            self._ending = asyncio.get_running_loop().create_task(self._end())

    def refusal(self) -> ShuttingDown:
        """Give the error for those who come too late, and for those who did not finish."""
        return ShuttingDown(
            f"The server is shutting down; running answers had {self._grace:g} seconds to finish.",
            limit=Limit("shutdown_grace", self._grace, "seconds"),
            remedy=f"Try again in {_AGAIN} seconds.",
            retry_after=_AGAIN,
        )

    @contextmanager
    def running(self, exchange: Exchange) -> Iterator[None]:
        """Know of an answer while it lasts."""
        self._running.add(exchange)
        try:
            yield
        finally:
            self._running.discard(exchange)
            if not self._running:
                self._empty.set()

    async def _end(self) -> None:
        await self._finished(self._grace)
        for exchange in self._running:
            exchange.fail(self.refusal())
        await self._close()
        await self._finished(_LAST)
        signal.raise_signal(signal.SIGINT)

    async def _finished(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._running:
                    self._empty.clear()
                    await self._empty.wait()
