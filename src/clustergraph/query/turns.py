"""Turns: whoever wants work of one kind waits for a turn, fairly by client, and nobody has all of them.

One mechanism for documents, validations and jobs, and for what else will be scarce; queries have the same order in
their lanes. So many of a client are in hand at once, and its others wait. A turn that is free goes to the client that
has the fewest in hand, among those to the one that has taken least lately, and then to the one whose last turn is
longest ago. Where too many wait, the last of the client that has most waiting is sent away, so that there is room for
one who has few. Work that nobody waits for (a job) leaves a turn to work that somebody does.
"""

import asyncio
import math
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import chain

from clustergraph.errors import ClustergraphError

Place = asyncio.Future[None]


@dataclass(frozen=True)
class Kind:
    """A kind of work: how much of it is in hand at once, of all and of one client, and how long one waits.

    ``waiting`` is how many may wait for somebody who waits himself; without it as many as there are connections. Who
    has taken more than ``little`` lately, in seconds, does not get the last turn. ``late`` makes the error for who had
    no turn in time, and is told the client where its own were in the way; ``full`` the one for who is sent away.
    """

    of_all: int
    of_client: int
    patience: float
    late: Callable[[str | None], ClustergraphError]
    full: Callable[[], ClustergraphError]
    waiting: int | None = None
    little: float = math.inf


class _Queue:
    """Those who wait, by client; the client whose last turn is longest ago comes first."""

    def __init__(self, most: int) -> None:
        self.most = most  # in hand at once
        self.in_hand: Counter[str] = Counter()
        self.waiting: dict[str, deque[Place]] = {}

    def free(self) -> bool:
        return self.in_hand.total() < self.most


class Turns:
    """Who has a turn of one kind, and who waits for one; ``taken`` tells what a client has taken lately."""

    def __init__(self, kind: Kind, taken: Callable[[str], float] = lambda _: 0.0) -> None:
        self._kind = kind
        self._taken = taken
        self._asked, self._behind = _Queue(kind.of_all), _Queue(max(1, kind.of_all - 1))
        self._closed = False

    @property
    def in_hand(self) -> int:
        """How many have a turn."""
        return self._asked.in_hand.total() + self._behind.in_hand.total()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(map(len, (*self._asked.waiting.values(), *self._behind.waiting.values())))

    @asynccontextmanager
    async def turn(self, client: str, *, behind: bool = False) -> AsyncIterator[Callable[[], None]]:
        """Wait for a turn and hold it; gives what lets go of it early, which may be called more than once.

        ``behind`` says that nobody waits for the work: it waits as long as it takes, behind work that somebody waits
        for. Whoever is cancelled while it waits gives up its place. Raises what the kind's ``late`` and ``full`` make.
        """
        queue = self._behind if behind else self._asked
        await self._take(client, queue)
        held = True

        def let_go() -> None:
            nonlocal held
            if held:
                held = False
                self._give_back(client, queue)

        try:
            yield let_go
        finally:
            let_go()

    def close(self) -> None:
        """Send all away who wait: the server ends."""
        self._closed = True
        for place in chain.from_iterable((*self._asked.waiting.values(), *self._behind.waiting.values())):
            if not place.done():
                place.set_exception(self._kind.late(None))

    @property
    def closed(self) -> bool:
        """Whether nobody has a turn any more."""
        return self._closed

    async def _take(self, client: str, queue: _Queue) -> None:
        if self._may_have(client, queue):  # nobody who waits may have it: it would have been given away
            queue.in_hand[client] += 1
            return
        if queue is self._asked:
            self._make_room(client)
        place: Place = asyncio.get_running_loop().create_future()
        queue.waiting.setdefault(client, deque()).append(place)
        try:
            async with asyncio.timeout(None if queue is self._behind else self._kind.patience):
                await place
        except BaseException as error:
            # it may have been given at the moment of leaving
            if place.done() and not place.cancelled() and place.exception() is None:
                self._give_back(client, queue)
            if isinstance(error, TimeoutError):
                own = queue.in_hand[client] >= self._kind.of_client
                raise self._kind.late(client if own else None) from error
            raise
        finally:
            _leave(client, place, queue)

    def _may_have(self, client: str, queue: _Queue) -> bool:
        own = self._asked.in_hand[client] + self._behind.in_hand[client]
        most = max(1, self._kind.of_all - 1)  # one is left for others, whatever one client does
        if self.in_hand >= most and self._taken(client) > self._kind.little and self._kind.of_all > 1:
            return False
        return (
            queue.in_hand[client] < self._kind.of_client
            and own < most
            and self.in_hand < self._kind.of_all
            and (queue.free())
        )

    def _make_room(self, client: str) -> None:
        """Send one away where too many wait: the last of the client that has most waiting."""
        waiting = self._asked.waiting
        if self._kind.waiting is None or sum(map(len, waiting.values())) < self._kind.waiting:
            return
        crowd = max(waiting, key=lambda one: len(waiting[one]), default=client)
        if len(waiting.get(crowd, ())) <= len(waiting.get(client, ())) + 1:
            raise self._kind.full()
        last = waiting[crowd][-1]
        _leave(crowd, last, self._asked)
        if not last.done():
            last.set_exception(self._kind.full())

    def _give_back(self, client: str, queue: _Queue) -> None:
        queue.in_hand[client] -= 1
        queue.in_hand += Counter()  # forgets clients that have none
        while self._give_one(self._asked) or self._give_one(self._behind):
            pass

    def _give_one(self, queue: _Queue) -> bool:
        """Give a turn to one who waits, where one may have it."""
        waiting = [client for client in queue.waiting if self._may_have(client, queue)]
        if not waiting:
            return False
        client = min(waiting, key=lambda one: (queue.in_hand[one], self._taken(one)))
        places = queue.waiting.pop(client)
        place = places.popleft()
        if places:
            queue.waiting[client] = places  # now the last
        if not place.done():
            queue.in_hand[client] += 1
            place.set_result(None)
        return True


def _leave(client: str, place: Place, queue: _Queue) -> None:
    places = queue.waiting.get(client, deque())
    with suppress(ValueError):
        places.remove(place)
        if not places:
            del queue.waiting[client]
