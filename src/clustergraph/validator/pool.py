"""The processes that validate: a few, started when they are first needed, each for one request at a time.

Who waits for one waits for a turn (:mod:`clustergraph.validator.turns`), and what was sent lies on disk meanwhile; a
process reads it there. Whoever is left in the middle (a deadline, a client that goes away) is killed, and the next
request starts another.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clustergraph.errors import ClustergraphError, Limit, ValidationTooLong, from_problem
from clustergraph.measures import Measures
from clustergraph.query.accounts import Accounts
from clustergraph.query.answer import Share
from clustergraph.query.children import Child
from clustergraph.query.contents import Content, Contents
from clustergraph.query.frames import frame
from clustergraph.settings import Settings
from clustergraph.store.release import Release
from clustergraph.validator.program import VALIDATIONS
from clustergraph.validator.turns import validation_turns

#: Told a step, how much of it is done and how much there is.
Told = Callable[[str, int, int], None]

_IN_PARTS = "Send the content in parts, or validate it on your own machine by `clustergraph validate`."
#: What helps where a limit is met: a job has more time, but a job has no more.
_REMEDIES = {
    "validate_deadline": "Ask for it as a job, by the header “Prefer: respond-async”, or send the content in parts."
}


@dataclass
class Reply:
    """One answer of a child; its ``content`` is the receiver's to close."""

    content: Content
    content_type: str
    outcome: str
    counts: dict[str, int]


@dataclass(frozen=True)
class Sender:
    """Whose validation it is: the client, whether nobody waits for it (a job), and whether it has its turn already."""

    client: str
    behind: bool = False
    has_turn: bool = False


class Validators:
    """Children that validate with the profiles of one repository, and know the release that is served."""

    def __init__(
        self,
        repository: Path,
        release: Release,
        settings: Settings,
        measures: Measures,
        accounts: Accounts,
        contents: Contents,
    ) -> None:
        self._repository = repository
        self._served = str(release.store) if release.manifest.loaded else None
        self._measures = measures
        self._settings = settings
        self._accounts = accounts
        self._contents = contents
        self._idle: list[Child] = []
        self._lent: set[Child] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self.turns = validation_turns(settings, accounts.taken)

    @property
    def waiting(self) -> int:
        """How many requests run or wait for their turn."""
        return self.turns.in_hand + self.turns.waiting

    async def ask(
        self, asked: dict[str, Any], body: Content, limit: Limit, sender: Sender, told: Told = lambda *_: None
    ) -> Reply:
        """Have one request answered in its turn, within a limit of seconds from there.

        Raises :class:`ValidationTooLong`, what :meth:`Turns.turn` raises, and whatever the child answers with.
        """
        with self._measures.validation() as measured:
            client = sender.client
            turn = nullcontext() if sender.has_turn else self.turns.turn(client, behind=sender.behind)
            async with turn:
                answer = await self._answer(asked, body, limit, sender, told)
            if isinstance(answer, ClustergraphError):
                raise answer
            measured.outcome = answer.outcome or "many"
            return answer

    async def _answer(
        self, asked: dict[str, Any], body: Content, limit: Limit, sender: Sender, told: Told
    ) -> Reply | ClustergraphError:
        account = self._accounts.of(sender.client)
        share = Share.DOCUMENT if sender.behind else Share.QUERIES  # a job takes nothing of what its client may ask
        try:
            async with asyncio.timeout(limit.value), self._child() as child:
                with self._accounts.timed(account, child.stopwatch(), share):
                    await child.send({**asked, "deadline": limit.value, "served": self._served})
                    path = body.path
                    await child.reply(frame(b"B", body.whole()) if path is None else frame(b"F", str(path).encode()))
                    return await self._received(child, sender.client, told)
        except TimeoutError as error:
            raise ValidationTooLong(
                f"The validation took longer than {limit.value:g} seconds.",
                limit=limit,
                remedy=_REMEDIES.get(limit.setting, _IN_PARTS),
            ) from error

    async def close(self) -> None:
        """End all children, and send away who waits for a turn."""
        self.turns.close()
        await asyncio.gather(*self._starting, return_exceptions=True)
        children = [*self._idle, *self._lent]
        self._idle.clear()
        await asyncio.gather(*(child.kill() for child in children))

    async def _received(self, child: Child, client: str, told: Told) -> Reply | ClustergraphError:
        """Receive an answer; a problem that the child tells is one too, for the child itself is well."""
        with ExitStack() as kept:
            report = kept.enter_context(self._contents.new(client))
            while True:
                kind, content = await child.receive()
                if kind == b"D":
                    await report.put(content)
                elif kind == b"P":
                    said = json.loads(content)
                    told(said["step"], said["done"], said["total"])
                elif kind == b"E":
                    said = json.loads(content)
                    kept.pop_all()
                    return Reply(report, said["content_type"], said["outcome"], said["counts"])
                else:
                    return from_problem(json.loads(content))

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
            self._replace()
            raise
        else:
            child.answers += 1
            if child.answers >= self._settings.query_recycle or child.ended:
                await child.kill()
            else:
                self._idle.append(child)
        finally:
            self._lent.discard(child)

    def _replace(self) -> None:
        """Start another in the place of one that was killed, so that who comes next need not wait for it."""
        if self.turns.closed or self._idle or len(self._starting) >= 1:
            return

        async def start() -> None:
            with suppress(ClustergraphError):  # whoever needs one is told why there is none
                child = await Child.start(self._repository, self._settings, low=True, program=VALIDATIONS)
                self._idle.append(child)

        task = asyncio.create_task(start())
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)
