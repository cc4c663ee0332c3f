"""Fair use: what each client has taken lately, and what it may take.

A client is a text (an address, or a network of addresses); the empty text is the house itself, which has no limits.
Two buckets fill up again at an even rate: requests, and seconds of evaluation. Beside them stands a measure that
fades, of the processor time that went beyond quick queries: who has much of it waits behind who has little, and does
not start in the lane of quick queries. Elapsed time would be unjust: on a busy machine a quick query takes long.
Documents take nothing of what a client may ask: they have turns of their own (:mod:`clustergraph.query.turns`).
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from clustergraph.errors import Limit, TooManyRequests
from clustergraph.query.answer import Share
from clustergraph.settings import Settings

_MINUTE = 60.0  # seconds in which an empty bucket is full again
_FADING = 60.0  # seconds after which half of what was taken beyond quick queries is forgotten
_START = 0.25  # seconds of a processor that the start of a child takes, generously
_KEPT = 10_000  # accounts; the one unused for longest is forgotten


class Bucket:
    """A store of so many units that fills up evenly within a minute; it may go below nothing, as a debt."""

    def __init__(self, size: float, now: float) -> None:
        self._size = size
        self._level = size
        self._at = now

    def take(self, units: float, now: float) -> None:
        """Take units out."""
        self._level = self._refilled(now) - units
        self._at = now

    def wait(self, units: float, now: float) -> float:
        """Give the seconds until that many units are there; 0 where they are."""
        return max(0.0, (units - self._refilled(now)) * _MINUTE / self._size)

    def _refilled(self, now: float) -> float:
        return min(self._size, self._level + (now - self._at) * self._size / _MINUTE)


class Account:
    """What one client has taken."""

    def __init__(self, settings: Settings, now: float) -> None:
        self.requests = Bucket(settings.client_requests, now)
        self.seconds = Bucket(settings.client_seconds, now)
        self.open = 0  # queries that run or wait
        self.running: set[Callable[[], float]] = set()  # what its running queries have taken
        self._quick = settings.query_quick
        self._excess = 0.0
        self._at = now

    def charge(self, seconds: float, busy: float, now: float) -> None:
        """Book the seconds of a query that has ended, and those of them in which a processor was busy with it."""
        self.seconds.take(seconds, now)
        self._excess = self._faded(now) + max(0.0, busy - self._quick)
        self._at = now

    def burden(self, seconds: float, now: float) -> None:
        """Book seconds that went into more than its query."""
        self._excess = self._faded(now) + seconds
        self._at = now

    def excess(self, now: float) -> float:
        """Give the seconds taken lately beyond quick queries, those of running ones included."""
        return self._faded(now) + sum(max(0.0, busy() - self._quick) for busy in self.running)

    def _faded(self, now: float) -> float:
        return float(self._excess * 0.5 ** ((now - self._at) / _FADING))


class Accounts:
    """The accounts of all clients; their number is bounded."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._clock = clock
        self._accounts: OrderedDict[str, Account] = OrderedDict()

    def of(self, client: str) -> Account:
        """Give a client's account, opening one where there is none; the house has a new one each time."""
        if not client:
            return Account(self._settings, self._clock())
        if client not in self._accounts:
            if len(self._accounts) >= _KEPT:
                self._accounts.popitem(last=False)
            self._accounts[client] = Account(self._settings, self._clock())
        self._accounts.move_to_end(client)
        return self._accounts[client]

    def admit(self, client: str, patience: float = 0) -> float:
        """Count one request; gives the seconds after which it is the client's turn, none for most.

        Raises :class:`TooManyRequests` where the client has made so many that these are more than ``patience``.
        """
        most = self._settings.client_requests
        if not client or not most:
            return 0
        bucket, now = self.of(client).requests, self._clock()
        pause = bucket.wait(1, now)
        if pause > patience:
            raise _too_many(f"More than {most} requests in a minute", client, "client_requests", most, pause - patience)
        bucket.take(1, now)
        return pause

    @contextmanager
    def query(self, client: str, share: Share = Share.QUERIES) -> Iterator[Account]:
        """Open a query of a client; raises :class:`TooManyRequests` where it has too many or has used up its time.

        What is part of a document is no query of its client, and is booked for its processor time alone.
        """
        account = self.of(client)
        if share is not Share.QUERIES:
            yield account
            return
        if client:
            self._check(client, account)
        account.open += 1
        try:
            yield account
        finally:
            account.open -= 1

    @contextmanager
    def timed(self, account: Account, busy: Callable[[], float], share: Share = Share.QUERIES) -> Iterator[None]:
        """Book the time of an evaluation; ``busy`` tells the processor time that it has taken so far."""
        began = self._clock()
        account.running.add(busy)
        try:
            yield
        finally:
            account.running.discard(busy)
            now = self._clock()
            account.charge(now - began if share is Share.QUERIES else 0, busy(), now)

    def replaced(self, account: Account, share: Share = Share.QUERIES) -> None:
        """Book the start of a process in the place of one that a query has kept, or that ended with it."""
        now = self._clock()
        account.burden(_START, now)
        if share is Share.QUERIES:
            account.seconds.take(_START, now)

    def excess(self, account: Account) -> float:
        """Give the seconds that an account has taken lately beyond quick queries."""
        return account.excess(self._clock())

    def taken(self, client: str) -> float:
        """Give the seconds that a client has taken lately beyond quick queries; who is not known has taken none."""
        account = self._accounts.get(client)
        return self.excess(account) if account else 0.0

    def weight(self, account: Account) -> tuple[float, int]:
        """Give the order in which those who wait are served: who took least lately, then who has fewest questions."""
        return self.excess(account), account.open

    def _check(self, client: str, account: Account) -> None:
        most, seconds = self._settings.client_queries, self._settings.client_seconds
        if account.open >= most:
            raise _too_many(f"{most} queries run or wait already", client, "client_queries", most, 1)
        if seconds and (pause := account.seconds.wait(min(1.0, seconds), self._clock())):
            words = f"Queries and validations ran for more than {seconds:g} seconds in a minute"
            raise _too_many(words, client, "client_seconds", seconds, pause)


_UNITS = {
    "client_requests": "requests a minute",
    "client_queries": "queries at once",
    "client_seconds": "seconds a minute",
}


def _too_many(words: str, client: str, setting: str, most: float, pause: float) -> TooManyRequests:
    wait = max(1, math.ceil(pause))
    return TooManyRequests(
        f"{words} from {client}.",
        limit=Limit(setting, most, _UNITS[setting]),
        remedy=(
            f"Wait {wait} s; for much data take the dumps at /dumps/ and `clustergraph validate`. "
            "Clients behind one proxy count as one client."
        ),
        retry_after=wait,
    )
