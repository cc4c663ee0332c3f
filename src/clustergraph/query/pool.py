"""Children in two lanes: those who ask quick questions never wait for those who ask long ones.

Every question starts in the quick lane, unless its client has taken much time lately. When it has run for the time a
quick one may take, its child moves to the slow lane, at the lowest priority, and a new one takes its place. Where the
slow lane is full, the question of the client that has taken most is stopped. A child that is left in the middle of a
question is killed: that frees everything its query held.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from clustergraph.errors import Limit, QueryCrashed, ServerBusy
from clustergraph.measures import Measures
from clustergraph.query.accounts import Account, Accounts
from clustergraph.query.children import Child
from clustergraph.query.lanes import Lane, busy
from clustergraph.settings import Settings

_MUCH = 1.0  # seconds beyond quick queries, after which a client starts in the slow lane


@dataclass(eq=False)
class _Turn:
    """One question that is being evaluated."""

    child: Child
    account: Account
    lane: Lane
    number: int
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
    async def child(self, account: Account) -> AsyncIterator[Child]:
        """Lend a child; one that is left by an exception, cancellation included, is killed and replaced.

        Raises :class:`ServerBusy` where too many wait already, none is free in time, or others need the place more.
        """
        turn = await self._begin(account)
        due = asyncio.get_running_loop().call_later(self._settings.query_quick, self._move, turn)
        try:
            with self._accounts.timed(account):
                yield turn.child
        except BaseException as error:
            self._measures.child("killed")
            self._end(turn.child, turn.lane)
            if turn.stopped is not None and isinstance(error, QueryCrashed):
                raise turn.stopped from error
            raise
        else:
            self._finish(turn)
        finally:
            due.cancel()
            del self._turns[turn]

    async def _begin(self, account: Account) -> _Turn:
        much = self._accounts.excess(account) > _MUCH
        lane = self._slow if much else self._quick
        child = await lane.enter(account, self._settings.query_patience)
        while child.ended:  # the kernel may end one that is idle
            self._end(child, lane)
            child = await lane.enter(account, self._settings.query_patience)
        self._number += 1
        turn = _Turn(child, account, lane, self._number)
        self._turns[turn] = None
        if much:
            child.yield_to_others()
        return turn

    def _finish(self, turn: _Turn) -> None:
        turn.child.answers += 1
        if turn.child.answers >= self._settings.query_recycle or turn.child.ended:
            self._measures.child("recycled")
            self._end(turn.child, turn.lane)
        else:
            turn.lane.come_back(turn.child)

    def _move(self, turn: _Turn) -> None:
        """Move a question that is not quick to the slow lane, where one may have to make room."""
        if turn.lane is self._slow:
            return
        others = [one for one in self._turns if one.lane is self._slow and one.stopped is None]
        if len(others) >= self._settings.query_slow and self._make_room(others, turn) is turn:
            return
        surplus = self._slow.adopt()
        if surplus is not None:
            self._end(surplus, None)
        turn.child.yield_to_others()
        turn.lane = self._slow
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
        return Lane(size, self._start_child, self._accounts.weight, self._settings, eager=eager)

    async def _start_child(self) -> Child:
        child = await Child.start(self._store, self._settings)
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
