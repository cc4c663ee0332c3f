"""Children in two lanes: those who ask quick questions never wait for those who ask long ones.

Every question starts in the quick lane, unless its client has taken much time lately. When it has taken the processor
time that a quick one may take, its child moves to the slow lane, at the lowest priority, and a new one takes its place;
on a machine that is busy otherwise that is later, but not much, because it may also be waiting for something. Where the
slow lane is full, the question of the client that has taken most is stopped. A child that is left in the middle of a
question is killed: that frees everything its query held.
"""

import asyncio
import math
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from clustergraph.errors import Limit, QueryCrashed, ServerBusy
from clustergraph.measures import Measures
from clustergraph.query.accounts import Account, Accounts
from clustergraph.query.answer import Share
from clustergraph.query.children import Child
from clustergraph.query.lanes import Lane, busy
from clustergraph.settings import Settings

_MUCH = 0.5  # seconds beyond quick queries, after which a client starts in the slow lane
_CROWDED = 0.03  # seconds that a query counts as quick while one of a client waits that has taken less
_AT_MOST = 5  # times the processor time of a quick query that may go by meanwhile
_TICK = 0.001  # seconds


@dataclass(eq=False)
class _Turn:
    """One question that is being evaluated."""

    child: Child
    account: Account
    share: Share
    lane: Lane
    number: int
    began: float
    busy: Callable[[], float]  # the processor time it has taken
    quick: float  # the processor time it may take in the quick lane
    due: asyncio.TimerHandle | None = None  # when it moves to the slow lane
    stopped: ServerBusy | None = None


class Pool:
    """The children for one sealed store."""

    def __init__(self, store: Path, settings: Settings, accounts: Accounts, measures: Measures | None = None) -> None:
        self._store = store
        self._settings = settings
        self._accounts = accounts
        self._quick = self._lane(settings.query_children, eager=True)
        self._slow = self._lane(settings.query_slow, eager=False)
        self._turns: dict[_Turn, None] = {}
        self._children: set[Child] = set()
        self._ending: set[asyncio.Task[None]] = set()
        self._number = 0
        self._closed = False
        self._measures = measures or Measures()
        states = {"idle": lambda: max(0, len(self._children) - len(self._turns)), "busy": lambda: len(self._turns)}
        self._measures.watch_pool(lambda: self.waiting, states)

    async def start(self) -> None:
        """Start the children of the quick lane; raises :class:`ReleaseError` where the store cannot be opened."""
        try:
            await self._quick.open()
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """End all children; none is started any more."""
        self._closed = True
        await asyncio.gather(self._quick.close(), self._slow.close())
        await asyncio.gather(*(child.kill() for child in self._children), *self._ending)
        self._children.clear()

    @property
    def waiting(self) -> int:
        """How many questions wait for a child."""
        return self._quick.waiting + self._slow.waiting

    @asynccontextmanager
    async def child(self, account: Account, share: Share = Share.QUERIES) -> AsyncIterator[Child]:
        """Lend a child; one that is left by an exception, cancellation included, is killed and replaced.

        Raises :class:`ServerBusy` where too many wait already, none is free in time, or others need the place more.
        """
        turn = await self._begin(account, share)
        self._move_after(turn, self._settings.query_quick)
        try:
            with self._accounts.timed(account, turn.busy, share):
                yield turn.child
        except BaseException as error:
            self._measures.child("killed")
            self._end(turn.child, turn.lane)
            self._accounts.replaced(account, share)  # or leaving early again and again would cost nothing
            if turn.stopped is not None and isinstance(error, QueryCrashed):
                raise turn.stopped from error
            raise
        else:
            self._finish(turn)
        finally:
            self._move_after(turn, None)
            del self._turns[turn]

    async def _begin(self, account: Account, share: Share) -> _Turn:
        child = None if self._takes_much(account, share) else await self._quick_child(account, share)
        lane = self._slow if child is None else self._quick
        child = child or await self._enter(self._slow, account, share)
        self._number += 1
        began, quick = asyncio.get_running_loop().time(), self._settings.query_quick
        turn = _Turn(child, account, share, lane, self._number, began, child.stopwatch(), quick)
        self._turns[turn] = None
        if lane is self._slow:
            child.yield_to_others()
        return turn

    async def _quick_child(self, account: Account, share: Share) -> Child | None:
        """Wait in the quick lane; gives none where the client has taken much meanwhile, by its other questions."""
        if self._quick.full:
            self._hasten(account, share)
        child = await self._enter(self._quick, account, share)
        if not self._takes_much(account, share):
            return child
        self._quick.come_back(child)
        return None

    async def _enter(self, lane: Lane, account: Account, share: Share) -> Child:
        child = await lane.enter(account, self._settings.query_patience, share)
        while child.ended:  # the kernel may end one that is idle
            self._end(child, lane)
            child = await lane.enter(account, self._settings.query_patience, share)
        return child

    def _takes_much(self, account: Account, share: Share) -> bool:
        """Whether a client has taken much time lately, or has a question in the slow lane already.

        What a document asks is ours, and nearly always quick: it must not wait behind what others thought up.
        """
        if share is Share.DOCUMENT:
            return False
        slow = (turn for turn in self._turns if turn.lane is self._slow)
        running = any(turn.account is account and turn.share is share for turn in slow)
        return running or self._accounts.excess(account) > _MUCH

    def _finish(self, turn: _Turn) -> None:
        turn.child.answers += 1
        if turn.child.answers >= self._settings.query_recycle or turn.child.ended:
            self._measures.child("recycled")
            self._end(turn.child, turn.lane)
        else:
            turn.lane.come_back(turn.child)

    def _hasten(self, account: Account, share: Share) -> None:
        """Give questions in the quick lane less time, where their clients have taken more than one who waits.

        How many a client has open says nothing where it waits for a document: that is none of its queries.
        """
        excess, number = self._accounts.weight(account)
        weight = (excess, number if share is Share.QUERIES else math.inf)
        for turn in self._turns:
            if turn.lane is self._quick and self._accounts.weight(turn.account) > weight:
                turn.quick = 0
                self._move_after(turn, min(_CROWDED, self._settings.query_quick))

    def _move_after(self, turn: _Turn, seconds: float | None) -> None:
        """Let a question move so many seconds after its beginning, or not at all."""
        if turn.due is not None:
            turn.due.cancel()
        loop = asyncio.get_running_loop()
        turn.due = None if seconds is None else loop.call_at(turn.began + seconds, self._move, turn)

    def _move(self, turn: _Turn) -> None:
        """Move a question that is not quick to the slow lane, where one may have to make room."""
        if turn.lane is self._slow:
            return
        gone = asyncio.get_running_loop().time() - turn.began
        left = min(turn.quick - turn.busy(), turn.quick * _AT_MOST - gone)
        if left > _TICK:
            self._move_after(turn, gone + left)
            return
        others = [one for one in self._turns if one.lane is self._slow and one.stopped is None]
        if len(others) >= self._settings.query_slow and self._make_room(others, turn) is turn:
            return
        surplus = self._slow.adopt()
        if surplus is not None:
            self._end(surplus, None)
        turn.child.yield_to_others()
        turn.lane = self._slow
        self._accounts.replaced(turn.account, turn.share)
        self._quick.give_up()

    def _make_room(self, others: list[_Turn], turn: _Turn) -> _Turn:
        """Stop the question of the client that has taken most, the youngest where it has several."""
        victim = max([*others, turn], key=lambda one: (self._accounts.excess(one.account), one.number))
        most = self._settings.query_slow
        victim.stopped = busy(
            f"{most} long queries run already, and others have taken less time than you.",
            Limit("query_slow", most, "queries"),
        )
        victim.child.stop()
        return victim

    def _lane(self, size: int, *, eager: bool) -> Lane:
        start = partial(self._start_child, low=not eager)
        spares = self._settings.query_spares
        return Lane(size, start, self._accounts.weight, self._settings, eager=eager, spares=spares)

    async def _start_child(self, *, low: bool) -> Child:
        child = await Child.start(self._store, self._settings, low=low)
        self._children.add(child)
        self._measures.child("started")
        return child

    def _end(self, child: Child, lane: Lane | None) -> None:
        """Kill a child in the background, and let its lane replace it when it is gone."""
        if self._closed:
            return  # close() ends every child

        async def end() -> None:
            await child.kill()
            self._children.discard(child)
            if lane is not None:
                lane.give_up()

        task = asyncio.create_task(end())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
