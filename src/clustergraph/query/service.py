"""Asks a release: guard, a child, the deadline, and the answer as a stream.

What goes wrong before the first byte is an error with a true status. What goes wrong after it is an exception in the
middle of :attr:`Answer.chunks`; whoever sends them must break the transfer, so that no cut answer looks whole.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass
from typing import NoReturn

from clustergraph.errors import DeadlinePassed, Limit, NotAcceptable, from_problem
from clustergraph.query.formats import BY_NAME, Format, of_kind
from clustergraph.query.guard import guard
from clustergraph.query.pool import Child, Pool
from clustergraph.settings import Settings
from clustergraph.store.release import Release
from clustergraph.store.sealed import Question


@dataclass(frozen=True)
class Answer:
    """An answer that has begun: its format, and its bytes as they come."""

    format: Format
    chunks: AsyncIterator[bytes]


class QueryService:
    """Answers questions on one release."""

    def __init__(self, release: Release, settings: Settings) -> None:
        self.release = release
        self.settings = settings
        self._pool = Pool(release.store, settings)

    async def start(self) -> None:
        """Start the children; raises :class:`ReleaseError` where the store cannot be opened."""
        await self._pool.start()

    async def close(self) -> None:
        """End the children."""
        await self._pool.close()

    @asynccontextmanager
    async def answer(self, question: Question, formats: Mapping[str, str | None]) -> AsyncIterator[Answer]:
        """Ask; ``formats`` gives the name of the format to use for each kind of result, ``None`` for none.

        Raises members of the families :class:`QueryRefused`, :class:`QueryStopped`, :class:`RequestRefused` and
        :class:`SyntaxProblem` before the first byte. Leaving the context early kills the query.
        """
        guard(question.text, self.settings)
        stream: _Stream | None = None
        with suppress(_LeftEarly):
            async with self._pool.child() as child:
                stream = _Stream(child, self.settings.query_deadline)
                await child.send(self._request(question, formats))
                form = await stream.begin()
                if form is not None:
                    yield Answer(form, stream.chunks())
                    if not stream.finished:
                        raise _LeftEarly
        if stream is not None:
            stream.raise_refusal()

    async def read(self, question: Question, formats: Mapping[str, str | None]) -> tuple[Format, bytes]:
        """Ask and gather the whole answer."""
        async with self.answer(question, formats) as answer:
            return answer.format, b"".join([chunk async for chunk in answer.chunks])

    def _request(self, question: Question, formats: Mapping[str, str | None]) -> dict[str, object]:
        return {
            "question": asdict(question),
            "formats": dict(formats),
            "deadline": self.settings.query_deadline,
            "most": self.settings.result_max_bytes,
        }


class _Stream:
    """One answer as it comes from a child, under its deadline."""

    def __init__(self, child: Child, seconds: float) -> None:
        self._child = child
        self._seconds = seconds
        self._deadline = asyncio.get_running_loop().time() + seconds
        self._frame = (b"", b"")
        self._refusal: bytes | None = None
        self.finished = False

    async def begin(self) -> Format | None:
        """Wait for the first data or the end; ``None`` where the child refused: then it is free for the next."""
        form = None
        await self._receive()
        if self._frame[0] == b"F":
            form = BY_NAME[json.loads(self._frame[1])["format"]]
            await self._receive()
        if self._frame[0] == b"X":
            self._refusal, self.finished = self._frame[1], True
            return None
        return form

    async def chunks(self) -> AsyncIterator[bytes]:
        """Give the data; raises in the middle where something goes wrong after it has begun."""
        while self._frame[0] == b"D":
            yield self._frame[1]
            await self._receive()
        self.finished = True
        if self._frame[0] == b"X":
            _raise(self._frame[1])

    def raise_refusal(self) -> None:
        """Raise what the child refused with, if it did."""
        if self._refusal is not None:
            _raise(self._refusal)

    async def _receive(self) -> None:
        try:
            async with asyncio.timeout_at(self._deadline):
                self._frame = await self._child.receive()
        except TimeoutError as error:
            raise DeadlinePassed(
                f"The query was stopped after {self._seconds:g} seconds.",
                limit=Limit("query_deadline", self._seconds, "seconds"),
                remedy="Ask for less at once: join by shared variables, name a class or a graph, add LIMIT.",
            ) from error


class _LeftEarly(Exception):
    """Whoever asked stopped reading."""


def _raise(content: bytes) -> NoReturn:
    document = json.loads(content)
    if document["code"] == "not-acceptable":
        offered = ", ".join(row.media_types[0] for row in of_kind(document["message"]))
        raise NotAcceptable(
            "The Accept header takes none of the formats of this kind of result.", remedy=f"Accept one of {offered}."
        )
    raise from_problem(document)
