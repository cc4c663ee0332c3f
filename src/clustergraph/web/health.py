"""What operators and their machines ask: does it live, is it ready, how is it doing, is its release whole.

Answered in the event loop, so that neither busy threads nor one client's share stand in the way.
"""

import asyncio
import json
import time
from collections.abc import Sequence
from http import HTTPStatus

from clustergraph.disk import without_folders
from clustergraph.errors import ClustergraphError, Limit, NotFound, NotReady
from clustergraph.measures import MEDIA_TYPE, Measures
from clustergraph.query.service import QueryService
from clustergraph.store.sealed import Question
from clustergraph.store.wholeness import damaged_files, named
from clustergraph.web.doors import READING, Methods
from clustergraph.web.drain import Drain
from clustergraph.web.exchange import Receive, Scope, Send
from clustergraph.web.reply import Reply

LIVE, READY, METRICS = "/health/live", "/health/ready", "/metrics"
_WITHIN = 1.0  # seconds
_FRESH = 1.0  # seconds in which an answer is given again, so that asking often costs nothing
_TRIVIAL = Question("ASK {}")
_JSON = "application/json"


class Health:
    """The door at ``/health/`` and ``/metrics``."""

    def __init__(self, service: QueryService, measures: Measures, drain: Drain, notes: Sequence[str] = ()) -> None:
        self._service = service
        self._notes = notes
        self._measures = measures
        self._drain = drain
        self._checking = asyncio.Lock()
        self._until = 0.0
        self._fault: ClustergraphError | None = None

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Answer one request."""
        reply = Reply(send, head=scope["method"] == "HEAD")
        try:
            media_type, content = await self._content(scope["path"])
            await reply.whole(HTTPStatus.OK, {"content-type": media_type, "cache-control": "no-store"}, content)
        except ClustergraphError as error:
            await reply.problem(error)

    async def _content(self, path: str) -> tuple[str, bytes]:
        if path == METRICS:
            return MEDIA_TYPE, await asyncio.to_thread(self._measures.text)
        if path == READY:
            await self._ready()
        elif path != LIVE:
            raise NotFound(f"Nothing is at {path}.", remedy=f"There are {LIVE}, {READY} and {METRICS}.")
        told = {"release": self._service.release.manifest.digest}
        if self._notes:
            return _JSON, _json({"status": "warn", **told, "notes": list(self._notes)})
        return _JSON, _json({"status": "pass", **told})

    async def _ready(self) -> None:
        """Raise :class:`NotReady` or :class:`ShuttingDown` where no query would be answered; one looks for all."""
        if self._drain.begun:
            raise self._drain.refusal()
        async with self._checking:
            if time.monotonic() > self._until:
                self._fault = await self._check()
                self._until = time.monotonic() + _FRESH
        if self._fault is not None:
            raise self._fault

    async def _check(self) -> ClustergraphError | None:
        try:
            async with asyncio.timeout(_WITHIN):
                await self._service.read(_TRIVIAL, {"solutions": "csv"})
        except TimeoutError:
            return _not_ready(f"No process answered a trivial query within {_WITHIN:g} second.")
        except ClustergraphError as error:
            words = without_folders(error.message)
            return _not_ready(f"A trivial query was not answered: {words}", error.limit)
        release, most = self._service.release, self._service.settings.check_max_bytes
        damaged = await asyncio.to_thread(damaged_files, release, most)  # what did not change is not read again
        return NotReady(f"The release is damaged: {named(damaged)}.", remedy=_START_AGAIN) if damaged else None


_START_AGAIN = (
    "Run `clustergraph doctor`; `clustergraph serve`, started again, serves the newest release that is whole."
)


def _not_ready(words: str, limit: Limit | None = None) -> NotReady:
    return NotReady(words, limit=limit, remedy="Long queries or a lack of memory may be why; /metrics says more.")


def _json(document: dict[str, object]) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def methods_of(path: str) -> Methods:
    """Give the methods of a path of this door."""
    return READING if path in (LIVE, READY, METRICS) else ()
