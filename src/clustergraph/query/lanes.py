"""A lane: a bounded number of children for one kind of question, handed out to whoever has taken least.

Where both queries and parts of documents wait, every other child is for a document: neither can keep the other out.
``Lane`` knows nothing of questions. Children come in when they have been started, go out to those who wait, and come
back or are given up. A lane that is *eager* keeps its full number ready, and spares, which take the place of those that
are given up at once.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from itertools import chain, repeat
from typing import NamedTuple

from clustergraph.errors import Limit, ReleaseError, ServerBusy
from clustergraph.query.accounts import Account
from clustergraph.query.answer import Share
from clustergraph.query.children import Child
from clustergraph.settings import Settings

_LOG = logging.getLogger(__name__)
_PAUSES = (0.1, 0.2, 0.5, 1.0, 2.0)  # seconds
_AGAIN = 5  # seconds
Seat = asyncio.Future[Child]


class _Waiting(NamedTuple):
    """Who waits for a child: an account, for a document or for a query."""

    account: Account
    document: bool


class Lane:
    """Children of one kind; ``weight`` tells how much an account has taken."""

    def __init__(
        self,
        size: int,
        start: Callable[[], Awaitable[Child]],
        weight: Callable[[Account], tuple[float, int]],
        settings: Settings,
        *,
        eager: bool,
        spares: int = 0,
    ) -> None:
        self._size = size
        self._start = start
        self._weight = weight
        self._settings = settings
        self._eager = eager
        self._wanted_spares = spares if eager else 0
        self._idle: list[Child] = []
        self._spares: list[Child] = []
        self._waiting: dict[Seat, _Waiting] = {}
        self._document_next = False
        self._starting: set[asyncio.Task[None]] = set()
        self._closed = False
        self._joined = 0  # idle and lent ones

    @property
    def full(self) -> bool:
        """Whether it has all its children and none is idle."""
        return self._joined + len(self._starting) >= self._size and not self._idle

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    async def open(self) -> None:
        """Start all children of an eager lane; raises :class:`ReleaseError` where that cannot be done."""
        wanted = self._size if self._eager else 0
        started = await asyncio.gather(*(self._start() for _ in range(wanted)), return_exceptions=True)
        self._idle.extend(child for child in started if isinstance(child, Child))
        self._joined = len(self._idle)
        for error in started:
            if isinstance(error, BaseException):
                raise error
        self._refill()

    async def close(self) -> None:
        """Start no more; a start that is under way is awaited, not cancelled: its process would be left behind."""
        self._closed = True
        await asyncio.gather(*self._starting, return_exceptions=True)

    async def enter(self, account: Account, patience: float, share: Share = Share.QUERIES) -> Child:
        """Wait for a child; raises :class:`ServerBusy` where too many wait or none is free in time."""
        if self._idle and not self._waiting:
            return self._idle.pop()
        self._make_room(account)
        return await self._wait(_Waiting(account, share is not Share.QUERIES), patience)

    def come_back(self, child: Child) -> None:
        """Take a child back that is ready for the next."""
        self._idle.append(child)
        self._hand_out()

    def adopt(self) -> Child | None:
        """Make room for a child from elsewhere that goes on with its question; gives an idle one that must end."""
        self._joined += 1
        if self._joined + len(self._starting) > self._size and self._idle:
            self._joined -= 1
            return self._idle.pop()
        return None

    def give_up(self) -> None:
        """Count a child as gone, and put a spare or a new one in its place where one is wanted."""
        self._joined -= 1
        if self._spares and self._joined < self._size:
            self._welcome(self._spares.pop())
        self._refill()

    async def _wait(self, waiting: _Waiting, patience: float) -> Child:
        seat: Seat = asyncio.get_running_loop().create_future()
        self._waiting[seat] = waiting
        self._refill()
        try:
            async with asyncio.timeout(patience):
                return await seat
        except BaseException as error:
            if seat.done() and not seat.cancelled() and seat.exception() is None:
                self.come_back(seat.result())
            if isinstance(error, TimeoutError):
                words = f"No process was free within {self._settings.query_patience:g} seconds."
                raise busy(words, Limit("query_patience", self._settings.query_patience, "seconds")) from error
            raise
        finally:
            self._waiting.pop(seat, None)

    def _make_room(self, account: Account) -> None:
        """Send one away where too many wait: the last of the client that has the most waiting."""
        most = self._settings.query_queue
        if len(self._waiting) < most:
            return
        refusal = busy(f"{most} queries wait already.", Limit("query_queue", most, "queries"))
        counts = Counter(id(waiting.account) for waiting in self._waiting.values())
        crowd, number = counts.most_common(1)[0] if counts else (0, 0)
        if number <= counts[id(account)] + 1:
            raise refusal
        last = [seat for seat, waiting in self._waiting.items() if id(waiting.account) == crowd][-1]
        del self._waiting[last]
        last.set_exception(refusal)

    def _hand_out(self) -> None:
        while self._idle and self._waiting:
            own = [seat for seat, waiting in self._waiting.items() if waiting.document is self._document_next]
            seat = min(own or self._waiting, key=lambda one: self._weight(self._waiting[one].account))
            waiting = self._waiting.pop(seat)
            if not seat.done():
                self._document_next = not waiting.document
                seat.set_result(self._idle.pop())

    def _refill(self) -> None:
        if self._eager:
            wanted = self._size + self._wanted_spares - self._joined - len(self._spares)
        else:
            wanted = min(self._size - self._joined, len(self._waiting))
        for _ in range(0 if self._closed else wanted - len(self._starting)):
            task = asyncio.create_task(self._keep_starting())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _keep_starting(self) -> None:
        """Start a child, however long the machine is too short of something to do so."""
        pauses = chain(_PAUSES, repeat(_PAUSES[-1]))
        while not self._closed:
            try:
                child = await self._start()
            except (ReleaseError, OSError) as error:
                pause = next(pauses)
                _LOG.warning("%s Trying again in %g s.", error, pause)
                await asyncio.sleep(pause)
            else:
                self._welcome(child)
                return

    def _welcome(self, child: Child) -> None:
        if self._eager and self._joined >= self._size:
            self._spares.append(child)
        else:
            self._joined += 1
            self.come_back(child)


def busy(words: str, limit: Limit) -> ServerBusy:
    """Make the refusal of a server that has no room."""
    return ServerBusy(words, limit=limit, remedy=f"Try again in {_AGAIN} seconds.", retry_after=_AGAIN)
