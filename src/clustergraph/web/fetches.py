"""Which citations are fetched: noted in memory as they pass, written to their index aside, once a day for each.

What passes in the event loop costs a look into a set. What could not be written, because the disk is full say, is tried
again with the next; should the process be killed, what was noted in the last moment is lost.
"""

import threading
from contextlib import suppress
from datetime import UTC, date, datetime

from clustergraph.errors import ClustergraphError
from clustergraph.store.citations import Citations

_KEPT = 20_000  # pairs of a citation and a client; then they are noted anew
_LAST = 2.0  # seconds to write what is left at the end
Fetch = tuple[str, str]


class Fetches:
    """Notes who fetched which citation today; clients are kept in memory alone."""

    def __init__(self, citations: Citations) -> None:
        self._citations = citations
        self._guard = threading.Lock()
        self._writing = threading.Lock()
        self._day: date | None = None
        self._known: set[Fetch] = set()
        self._waiting: set[Fetch] = set()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._ended = False

    def start(self) -> None:
        """Start writing."""
        self._thread = threading.Thread(target=self._work, name="fetches", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Write what is left, for a moment."""
        self._ended = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join(_LAST)

    def note(self, name: str, client: str) -> None:
        """Note that a citation is fetched by a client; never waits for a disk."""
        today, fetch = datetime.now(UTC).date(), (name, client)
        with self._guard:
            if today != self._day or len(self._known) >= _KEPT:
                self._day, self._known = today, set()
            if fetch in self._known:
                return
            self._known.add(fetch)
            self._waiting.add(fetch)
        self._wake.set()

    def write_down(self) -> None:
        """Write what has been noted until now; what the index does not take waits for the next time."""
        with self._writing:
            with self._guard:
                waiting, self._waiting = self._waiting, set()
            if waiting:
                try:
                    self._citations.fetched(sorted(waiting))
                except ClustergraphError:
                    with self._guard:
                        self._waiting |= waiting

    def _work(self) -> None:
        ended = False
        while not ended:
            self._wake.wait()
            self._wake.clear()
            ended = self._ended
            with suppress(Exception):  # a thread that ends would note nothing any more
                self.write_down()
