"""The processes that validate: a few, started when they are first needed, each for one request at a time.

A request that waits has its place before its body is read, so that bodies never pile up. Whoever is left in the middle
(a deadline, a client that goes away) is killed, and the next request starts another.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clustergraph.errors import ClustergraphError, Limit, ValidationTooLong, ValidatorBusy, from_problem
from clustergraph.measures import Measures
from clustergraph.query.children import Child
from clustergraph.query.frames import frame
from clustergraph.settings import Settings
from clustergraph.validator.program import VALIDATIONS

#: Told a step, how much of it is done and how much there is.
Told = Callable[[str, int, int], None]

_IN_PARTS = "Send the content in parts, or validate it on your own machine by `clustergraph validate`."
#: What helps where a limit is met: a job has more time, but a job has no more.
_REMEDIES = {
    "validate_deadline": "Ask for it as a job, by the header “Prefer: respond-async”, or send the content in parts."
}


@dataclass
class Reply:
    """One answer of a child."""

    content: bytes = b""
    content_type: str = ""
    outcome: str = ""
    counts: dict[str, int] = field(default_factory=dict)


class Validators:
    """Children that validate with the profiles of one repository."""

    def __init__(self, repository: Path, settings: Settings, measures: Measures) -> None:
        self._repository = repository
        self._measures = measures
        self._settings = settings
        self._idle: list[Child] = []
        self._lent: set[Child] = set()
        self._turns = asyncio.Semaphore(settings.validate_children)
        self._places = settings.validate_children + settings.validate_queue
        self._taken = 0

    @property
    def waiting(self) -> int:
        """How many requests have a place, those that run included."""
        return self._taken

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Take a place for a request; raises :class:`ValidatorBusy` where none is free."""
        if self._taken >= self._places:
            most = self._settings.validate_queue
            raise ValidatorBusy(
                "As many validations run and wait as may.",
                limit=Limit("validate_queue", most, "validations"),
                remedy="Try again in a moment.",
                retry_after=2,
            )
        self._taken += 1
        try:
            yield
        finally:
            self._taken -= 1

    async def ask(self, asked: dict[str, Any], body: bytes, limit: Limit, told: Told = lambda *_: None) -> Reply:
        """Have one request answered within a limit of seconds, waiting included.

        Raises :class:`ValidationTooLong`, and whatever the child answers with.
        """
        with self._measures.validation() as measured:
            answer = await self._answer(asked, body, limit, told)
            if isinstance(answer, ClustergraphError):
                raise answer
            measured.outcome = answer.outcome or "many"
            return answer

    async def _answer(
        self, asked: dict[str, Any], body: bytes, limit: Limit, told: Told
    ) -> "Reply | ClustergraphError":
        try:
            async with asyncio.timeout(limit.value), self._turns, self._child() as child:
                await child.send({**asked, "deadline": limit.value})
                await child.reply(frame(b"B", body))
                return await _received(child, told)
        except TimeoutError as error:
            raise ValidationTooLong(
                f"The validation took longer than {limit.value:g} seconds.",
                limit=limit,
                remedy=_REMEDIES.get(limit.setting, _IN_PARTS),
            ) from error

    async def close(self) -> None:
        """End all children."""
        children = [*self._idle, *self._lent]
        self._idle.clear()
        await asyncio.gather(*(child.kill() for child in children))

    @asynccontextmanager
    async def _child(self) -> AsyncIterator[Child]:
        child = None
        while self._idle and (child is None or child.ended):
            child = self._idle.pop()
        if child is None or child.ended:
            child = await Child.start(self._repository, self._settings, low=True, program=VALIDATIONS)
        self._lent.add(child)
        try:
            yield child
        except BaseException:
            child.stop()
            with suppress(asyncio.CancelledError):
                await asyncio.shield(child.kill())
            raise
        else:
            child.answers += 1
            if child.answers >= self._settings.query_recycle or child.ended:
                await child.kill()
            else:
                self._idle.append(child)
        finally:
            self._lent.discard(child)


async def _received(child: Child, told: Told) -> Reply | ClustergraphError:
    """Receive an answer; a problem that the child tells is one too, for the child itself is well."""
    pieces = []
    while True:
        kind, content = await child.receive()
        if kind == b"D":
            pieces.append(content)
        elif kind == b"P":
            said = json.loads(content)
            told(said["step"], said["done"], said["total"])
        elif kind == b"E":
            said = json.loads(content)
            return Reply(b"".join(pieces), said["content_type"], said["outcome"], said["counts"])
        else:
            return from_problem(json.loads(content))
