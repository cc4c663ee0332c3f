"""A small pool of children: started ahead, handed out one question at a time, killed and replaced when one is spent.

A child costs about 0.2 s to start and nothing to keep; killing one frees everything its query held.
"""

import asyncio
import logging
import os
import signal
import struct
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import chain, repeat
from pathlib import Path
from typing import Any, cast

from clustergraph.errors import Limit, Place, QueryCrashed, ReleaseError, ServerBusy
from clustergraph.query.frames import HEADER, frame_json
from clustergraph.settings import Settings

_LOG = logging.getLogger(__name__)
#: glibc reserves 128 MiB of address space for each thread that allocates, which would be counted as memory.
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "2"}
_PAUSES = (0.1, 0.2, 0.5, 1.0, 2.0)  # seconds
_BUFFER = 65_536  # bytes of an answer that wait to be read
_WORDS = 4096  # bytes of a complaint that are read


class Child:
    """One process that evaluates."""

    def __init__(
        self, transport: asyncio.SubprocessTransport, process: asyncio.subprocess.Process, memory: int
    ) -> None:
        self._transport = transport
        self._process = process
        self._memory = memory
        # the pipes are there: start() asks for all three
        self._questions = cast("asyncio.StreamWriter", process.stdin)
        self._answers = cast("asyncio.StreamReader", process.stdout)
        self._complaints = cast("asyncio.StreamReader", process.stderr)

    @classmethod
    async def start(cls, store: Path, memory: int) -> "Child":
        """Start a child and wait until it has opened the store; raises :class:`ReleaseError` where it cannot."""
        loop = asyncio.get_running_loop()
        transport, protocol = await loop.subprocess_exec(
            lambda: asyncio.subprocess.SubprocessStreamProtocol(_BUFFER, loop),
            sys.executable, "-m", "clustergraph.query.child", str(store), str(memory),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            env={**os.environ, **_ENVIRONMENT},
        )  # fmt: skip
        child = cls(transport, asyncio.subprocess.Process(transport, protocol, loop), memory)
        try:
            await child.receive()
        except QueryCrashed as error:
            raise ReleaseError(
                f"No process to evaluate queries could be started. {error}",
                place=Place(str(store)),
                remedy="Run `clustergraph doctor`: it looks at the store, the memory and the settings.",
            ) from error
        return child

    @property
    def ended(self) -> bool:
        """Whether the process has ended already."""
        return self._process.returncode is not None

    async def send(self, request: dict[str, Any]) -> None:
        """Send one question."""
        try:
            self._questions.write(frame_json(b"Q", request))
            await self._questions.drain()
        except (BrokenPipeError, ConnectionResetError) as error:
            raise await self._crash() from error

    async def receive(self) -> tuple[bytes, bytes]:
        """Receive one frame; raises :class:`QueryCrashed` where the child has ended."""
        try:
            kind, length = HEADER.unpack(await self._answers.readexactly(HEADER.size))
            return kind, await self._answers.readexactly(length)
        except (asyncio.IncompleteReadError, struct.error) as error:
            raise await self._crash() from error

    async def _crash(self) -> QueryCrashed:
        words = await self._last_words()
        if self._process.returncode == -signal.SIGABRT:  # how Oxigraph ends when it is given no memory
            return QueryCrashed(
                "The query used up its memory.",
                limit=Limit("query_memory", self._memory, "MiB"),
                remedy="Ask for less at once: fewer joins without a shared variable, no sorting of very large results.",
            )
        return QueryCrashed(
            f"The process that evaluated the query ended: {words}.",
            remedy="Nothing is wrong with the data; ask again.",
        )

    async def _last_words(self) -> str:
        """End the child and give the last line it wrote about its end, which may be nothing."""
        self._signal()
        lines = (await self._complaints.read(_WORDS)).decode(errors="replace").strip().splitlines()
        await self.kill()
        return lines[-1].strip().rstrip(".") if lines else f"it ended with code {self._process.returncode}"

    async def kill(self) -> None:
        """End the child at once and wait until it is gone."""
        self._signal()
        # asyncio's wait ends when all pipes have ended, which one that is full never does
        for number in range(3):
            pipe = self._transport.get_pipe_transport(number)
            if pipe is not None:
                pipe.close()
        await self._process.wait()

    def _signal(self) -> None:
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)  # Process.kill may reap it before asyncio does


class Pool:
    """Children for one sealed store."""

    def __init__(self, store: Path, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._idle: asyncio.Queue[Child] = asyncio.Queue()
        self._waiting = 0
        self._starting: set[asyncio.Task[None]] = set()
        self._children: set[Child] = set()
        self._closed = False

    async def start(self) -> None:
        """Start all children; raises :class:`ReleaseError` where the store cannot be opened."""
        started = await asyncio.gather(
            *(self._add() for _ in range(self._settings.query_children)), return_exceptions=True
        )
        for error in started:
            if error is not None:
                await self.close()
                raise error

    async def close(self) -> None:
        """End all children; none is started any more."""
        self._closed = True
        # a start that is under way is awaited, not cancelled: its process would be left behind
        await asyncio.gather(*self._starting, return_exceptions=True)
        await asyncio.gather(*(child.kill() for child in self._children))
        self._children.clear()

    @asynccontextmanager
    async def child(self) -> AsyncIterator[Child]:
        """Lend a child; one that is left by an exception, cancellation included, is killed and replaced.

        Raises :class:`ServerBusy` where too many wait already or none is free in time.
        """
        child = await self._wait()
        while child.ended:  # the kernel may end one that waits
            self._replace(child)
            child = await self._wait()
        try:
            yield child
        except BaseException:
            self._replace(child)
            raise
        self._idle.put_nowait(child)

    async def _wait(self) -> Child:
        most, patience = self._settings.query_queue, self._settings.query_patience
        if self._idle.empty() and self._waiting >= most:
            raise ServerBusy(
                f"{most} queries wait already.",
                limit=Limit("query_queue", most, "queries"),
                remedy="Try again in a few seconds.",
            )
        self._waiting += 1
        try:
            async with asyncio.timeout(patience):
                return await self._idle.get()
        except TimeoutError as error:
            raise ServerBusy(
                f"No process was free within {patience:g} seconds.",
                limit=Limit("query_patience", patience, "seconds"),
                remedy="Try again in a few seconds.",
            ) from error
        finally:
            self._waiting -= 1

    async def _add(self) -> None:
        child = await Child.start(self._store, self._settings.query_memory)
        self._children.add(child)
        self._idle.put_nowait(child)

    async def _keep_adding(self) -> None:
        """Add a child, however long the machine is too short of something to start one."""
        pauses = chain(_PAUSES, repeat(_PAUSES[-1]))
        while not self._closed:
            try:
                await self._add()
            except (ReleaseError, OSError) as error:
                pause = next(pauses)
                _LOG.warning("%s Trying again in %g s.", error, pause)
                await asyncio.sleep(pause)
            else:
                return

    def _replace(self, child: Child) -> None:
        if self._closed:
            return  # close() ends every child

        async def swap() -> None:
            await child.kill()
            self._children.discard(child)
            await self._keep_adding()

        task = asyncio.create_task(swap())
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)
