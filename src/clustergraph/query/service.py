"""Asks a release: a client's account, a child, the deadline, and the answer as a stream.

What goes wrong before the first byte is an error with a true status. What goes wrong after it is an exception in the
middle of its chunks; whoever sends them must break the transfer, so that no cut answer looks whole.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from typing import Any

from clustergraph.disk import disk_error
from clustergraph.errors import (
    ClustergraphError,
    DeadlinePassed,
    Limit,
    NotAcceptable,
    ServiceFailed,
    UnknownRelease,
    from_problem,
)
from clustergraph.errors import Place as Where
from clustergraph.iris import RELEASE
from clustergraph.measures import Measures, Timed
from clustergraph.query.accounts import Account, Accounts
from clustergraph.query.answer import Answer, Asking, Share, Whole
from clustergraph.query.aside import aside
from clustergraph.query.cache import Kept, ResultCache, Tee
from clustergraph.query.children import Child
from clustergraph.query.documents import Documents
from clustergraph.query.formats import BY_NAME, EXCERPT, of_kind
from clustergraph.query.frames import frame_json, frame_received
from clustergraph.query.guard import check_length
from clustergraph.query.outbound import ask_endpoint
from clustergraph.query.pool import Pool
from clustergraph.query.repeatable import answer_name
from clustergraph.query.spool import Allowance, Spool
from clustergraph.query.warnings import read_warnings
from clustergraph.settings import Settings
from clustergraph.store.home import Home
from clustergraph.store.live import Live
from clustergraph.store.release import Release
from clustergraph.store.sealed import Question

Formats = Mapping[str, str | None]
_ITSELF = Asking()  # the house asks
_FORMATS = {**BY_NAME, EXCERPT.name: EXCERPT}


class QueryService:
    """Answers questions on one release, and on others of the home where they are named.

    ``live`` is the release's store with what the endpoint says of itself; without it the release is asked alone.
    """

    def __init__(
        self, release: Release, settings: Settings, measures: Measures | None = None, live: Live | None = None
    ) -> None:
        self.release = release
        self._live = live
        self.settings = settings
        self.accounts = Accounts(settings)
        self._measures = measures or Measures()
        self.turns = Documents(settings, self.accounts.taken)
        self._measures.watch_documents({"in hand": lambda: self.turns.in_hand, "waiting": lambda: self.turns.waiting})
        self._pool = Pool(live.store if live else release.store, settings, self.accounts, self._measures)
        self._spools = settings.home / "spool"
        self._allowance = Allowance(settings.spool_max_bytes)
        self._cache = ResultCache(settings.cache_max_bytes)
        self._now = f"{release.manifest.digest} {live.digest}" if live else release.manifest.digest

    async def start(self) -> None:
        """Start the children; raises :class:`ReleaseError` where the store cannot be opened."""
        await self._pool.start()

    async def close(self) -> None:
        """End the children, and send away who waits for a turn."""
        self.turns.close()
        await self._pool.close()

    async def name(self, question: Question, formats: Formats, asking: Asking) -> str | None:
        """Name the answer before it is there; ``None`` where it may differ each time."""
        encoding = "gzip" if asking.compress else ""
        source = asking.release.manifest.digest if asking.release else self._now
        return await aside(len(question.text), answer_name, source, question, formats, encoding)

    def named(self, wanted: str | None) -> Release | None:
        """Find the release that a request names by digest or IRI; raises :class:`UnknownRelease` for what is not kept.

        Gives none where none is named.
        """
        if wanted is None:
            return None
        digest = wanted.removeprefix(RELEASE)
        found = self.release if digest == self.release.manifest.digest else Home(self.settings.home).find(digest)
        if found is None:
            raise UnknownRelease(
                f"The release “{wanted[:100]}” is not kept here.",
                place=Where("parameter release"),
                remedy=f"/releases/ lists those that are. Served now is {self.release.manifest.digest}.",
            )
        return found

    async def find(self, wanted: str | None) -> Release | None:
        """Find what :meth:`named` does, in a thread: manifests are files, and long where there are many graphs."""
        return None if wanted is None else await asyncio.to_thread(self.named, wanted)

    @asynccontextmanager
    async def answer(self, question: Question, formats: Formats, asking: Asking = _ITSELF) -> AsyncIterator[Answer]:
        """Ask; ``formats`` gives the name of the format to use for each kind of result, ``None`` for none.

        One that was given lately is given again. Raises members of the families :class:`QueryRefused`,
        :class:`QueryStopped`, :class:`RequestRefused` and :class:`InputError` before the first byte. Leaving the
        context early kills the query.
        """
        digest, fixed = (asking.release or self.release).manifest.digest, asking.release is not None
        with self._measures.answer() as timed, self.accounts.query(asking.client, asking.share) as account:
            check_length(question.text, self.settings)
            name = await self.name(question, formats, asking)
            place = f"{name} {asking.bytes_limit}"
            kept = self._cache.find(place) if name else None
            self._measures.cache("unrepeatable" if name is None else "miss" if kept is None else "hit")
            if kept is not None:
                timed.begun()
                timed.complete({"rows": kept.rows, "bytes": kept.bytes})
                form, size = _FORMATS[kept.format], len(kept.content)
                yield Answer(form, kept.encoding, _once(kept.content), digest, size, name, fixed, kept.warnings)
                return
            blank_nodes = (asking.release or self.release).manifest.blank_nodes
            run = _Run(question, formats, asking, self.seconds(asking), timed, blank_nodes=blank_nodes)
            async with self._evaluated(run, account) as (head, pieces, length):
                tee = Tee(pieces, self._cache.largest if name else -1)
                form, encoding, warnings = head["format"], head["encoding"], read_warnings(head["warnings"])
                yield Answer(_FORMATS[form], encoding, aiter(tee), digest, length, name, fixed, warnings)
                if (content := tee.whole()) is not None and run.counted is not None:
                    self._cache.put(place, Kept(form, encoding, content, **run.counted, warnings=warnings))

    @asynccontextmanager
    async def _evaluated(
        self, run: "_Run", account: Account
    ) -> AsyncIterator[tuple[dict[str, Any], AsyncIterator[bytes], int | None]]:
        """Let a child evaluate: what it says first, its bytes as they come, and their number if it is known."""
        spool = Spool(self._spools, self._allowance)
        work = asyncio.create_task(self._evaluate(run, spool, account))
        work.add_done_callback(run.look_after)
        try:
            head = await run.head
            if run.whole:
                await _whole(work, spool)
            yield head, spool.pieces(), spool.size if spool.complete else None
        finally:
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work
            spool.close()

    async def read(self, question: Question, formats: Formats, asking: Asking = _ITSELF) -> Whole:
        """Ask and gather the whole answer; for a document again, where there was no room for it."""

        async def ask() -> Whole:
            async with self.answer(question, formats, asking) as answer:
                content = b"".join([chunk async for chunk in answer.chunks])
                return Whole(answer.format, content, answer.warnings)

        return await (ask() if asking.share is Share.QUERIES else self.turns.patiently(ask))

    async def _evaluate(self, run: "_Run", spool: Spool, account: Account) -> None:
        """Carry the frames of a child to the reader; whatever goes wrong reaches the reader too."""
        try:
            lent = self._pool.child(account, run.asking.share)
            async with self._turn(run.asking), asyncio.timeout(run.seconds), lent as child:
                await child.send(run.request())
                kind, content = await self._carry(child, run, spool)
            if kind == b"E":
                run.counted = json.loads(content)
                run.timed.complete(run.counted)
            run.end(spool, _refusal(content) if kind == b"X" else None)
        except TimeoutError:
            run.end(spool, _too_slow(run.seconds))
        except OSError as error:
            run.end(spool, disk_error(error, "The answer could not be kept for its reader"))
        except ClustergraphError as error:
            run.end(spool, error)

    def _turn(self, asking: Asking) -> AbstractAsyncContextManager[object]:
        """Wait for the turn of a whole graph; it ends with the evaluation, however slowly the answer is read."""
        return self.turns.turn(asking.client) if asking.share is Share.GRAPH else nullcontext()

    async def _carry(self, child: Child, run: "_Run", spool: Spool) -> tuple[bytes, bytes]:
        """Carry frames until the last, which is given."""
        while True:
            kind, content = await child.receive()
            if kind == b"D":
                await spool.put(content)
            elif kind == b"F":
                run.begin(json.loads(content))
            elif kind == b"S":
                await child.reply(await self._ask_elsewhere(json.loads(content)))
            else:
                return kind, content

    async def _ask_elsewhere(self, call: dict[str, str]) -> bytes:
        try:
            return frame_received(await ask_endpoint(call["endpoint"], call["query"], self.settings))
        except ServiceFailed as error:
            return frame_json(b"X", error.problem())

    def seconds(self, asking: Asking) -> float:
        """Give the seconds that a question has: those that its client gives us, at most ``query_deadline``."""
        most = self.settings.query_deadline
        return most if asking.seconds is None else min(asking.seconds, most)


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def _whole(work: asyncio.Task[None], spool: Spool) -> None:
    """Wait until all of an answer is there; raises what it ended with."""
    await work
    if spool.error is not None:
        raise spool.error


class _Run:
    """One question on its way: ``head`` is there when the answer begins."""

    def __init__(
        self,
        question: Question,
        formats: Formats,
        asking: Asking,
        seconds: float,
        timed: Timed,
        *,
        blank_nodes: bool,
    ) -> None:
        self._question = question
        self._blank_nodes = blank_nodes
        self._formats = formats
        self.asking = asking
        self.seconds = seconds
        self.timed = timed
        self.whole = asking.whole
        self.counted: dict[str, Any] | None = None  # rows and bytes, when it was evaluated to its end
        self.head: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()

    def request(self) -> dict[str, Any]:
        """Give what a child is asked."""
        return {
            "question": vars(self._question),
            "formats": dict(self._formats),
            "deadline": self.seconds,
            "compress": self.asking.compress,
            "bytes_limit": self.asking.bytes_limit,
            "blank_nodes": self._blank_nodes,
            "store": str(self.asking.release.store) if self.asking.release else None,
        }

    def begin(self, head: dict[str, Any]) -> None:
        """Take what the child says before any data."""
        self.timed.begun()
        if not self.head.done():  # a client that has just left has cancelled it
            self.head.set_result(head)

    def end(self, spool: Spool, error: ClustergraphError | None) -> None:
        """Tell the reader that all is there, or why not, in the head where the answer has not begun."""
        if error is not None and not self.head.done():
            self.head.set_exception(error)
        spool.end(error)

    def look_after(self, work: asyncio.Task[None]) -> None:
        """Let nobody wait for an answer whose work has ended in an unforeseen way."""
        if not self.head.done():
            self.head.cancel()
        if not work.cancelled():
            work.exception()


def _too_slow(seconds: float) -> DeadlinePassed:
    return DeadlinePassed(
        f"The query was stopped after {seconds:g} seconds.",
        limit=Limit("query_deadline", seconds, "seconds"),
        remedy="Ask for less at once: join by shared variables, name a class or a graph, add LIMIT.",
    )


def _refusal(content: bytes) -> ClustergraphError:
    document = json.loads(content)
    if document["code"] == "not-acceptable":
        offered = ", ".join(row.media_types[0] for row in of_kind(document["message"]))
        words = "The Accept header takes none of the formats of this kind of result."
        return NotAcceptable(words, remedy=f"Accept one of {offered}.")
    return from_problem(document)
