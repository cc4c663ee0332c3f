"""One process that evaluates, seen from the service: started, asked, ended. Others start theirs the same way."""

import asyncio
import os
import signal
import struct
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from clustergraph.errors import (
    ClustergraphError,
    DeadlinePassed,
    Limit,
    Place,
    QueryCrashed,
    QueryStopped,
    ReleaseError,
    ValidationStopped,
)
from clustergraph.query.endings import Ending, ending
from clustergraph.query.frames import HEADER, frame_json
from clustergraph.settings import Settings
from clustergraph.settings.inherited import inherited

#: glibc reserves 128 MiB of address space for each thread that allocates, which would be counted as memory. What Rust
#: writes at its end is read: why, not where.
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "2", "RUST_BACKTRACE": "0"}
_BUFFER = 65_536  # bytes of an answer that wait to be read
_WORDS = 4096  # bytes of what it wrote last that are kept
_HUSH = 1.0  # seconds in which what it wrote must have ended with it
_OF_PROCESS = 2  # CPUCLOCK_SCHED: the clock of all threads
_QUICK, _SLOW = 5, 10  # setpriority(2): the web process comes first, or nobody is answered; but none starves


def _no_memory(settings: Settings) -> ClustergraphError:
    return QueryCrashed(
        "The query used up its memory.",
        limit=Limit("query_memory", settings.query_memory, "MiB"),
        remedy="Ask for less at once: fewer joins without a shared variable, no sorting of very large results.",
    )


def _too_late(settings: Settings) -> ClustergraphError:
    return DeadlinePassed(
        "The query was stopped at its deadline.",
        limit=Limit("query_deadline", settings.query_deadline, "seconds"),
        remedy="Ask for less at once: join by shared variables, name a class or a graph, add LIMIT.",
    )


def _ended(words: str) -> ClustergraphError:
    return QueryCrashed(
        f"The process that evaluated the query was ended from outside: {words}.",
        remedy="Nothing is wrong with the data; ask again. Where it ends so each time, ask for less at once.",
    )


def _at_fault(words: str) -> ClustergraphError:
    return QueryCrashed(
        f"The engine ended on this query by a fault of its own: {words}.",
        remedy="The same query would end the same way: leave out its ORDER BY, or ask in parts. Please report it.",
    )


@dataclass(frozen=True)
class Program:
    """What a child runs, and how its end is told: without memory, too late, from outside, or by a fault."""

    module: str
    no_memory: Callable[[Settings], ClustergraphError]
    too_late: Callable[[Settings], ClustergraphError]
    ended: Callable[[str], ClustergraphError]
    at_fault: Callable[[str], ClustergraphError]


QUERIES = Program("clustergraph.query.child", _no_memory, _too_late, _ended, _at_fault)


class Child:
    """One process that evaluates."""

    def __init__(
        self,
        transport: asyncio.SubprocessTransport,
        process: asyncio.subprocess.Process,
        settings: Settings,
        program: Program,
    ) -> None:
        self._transport = transport
        self._process = process
        self._settings = settings
        self._program = program
        self.answers = 0  # how many it has given
        # the pipes are there: start() asks for all three
        self._questions = cast("asyncio.StreamWriter", process.stdin)
        self._frames = cast("asyncio.StreamReader", process.stdout)
        self._complaints = cast("asyncio.StreamReader", process.stderr)

    @classmethod
    async def start(cls, store: Path, settings: Settings, *, low: bool = False, program: Program = QUERIES) -> "Child":
        """Start a child, at low priority or not, and wait until it is ready: until it has opened the store, say.

        Raises :class:`ReleaseError` where it cannot.
        """
        loop = asyncio.get_running_loop()
        transport, protocol = await loop.subprocess_exec(
            lambda: asyncio.subprocess.SubprocessStreamProtocol(_BUFFER, loop),
            sys.executable, "-m", program.module, str(store),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            env={**inherited(os.environ, settings), **_ENVIRONMENT},
        )  # fmt: skip
        child = cls(transport, asyncio.subprocess.Process(transport, protocol, loop), settings, program)
        child._lower(_QUICK)
        if low:
            child.yield_to_others()  # its start is work too
        try:
            await child.receive()
        except (QueryStopped, ValidationStopped) as error:
            raise ReleaseError(
                f"No process to evaluate could be started. {error}",
                place=Place(str(store)),
                remedy="Run `clustergraph doctor`: it looks at the store, the memory and the settings.",
            ) from error
        except BaseException:  # whoever waited for it has left: it is nobody's now
            child.stop()
            with suppress(asyncio.CancelledError):
                await asyncio.shield(child.kill())
            raise
        return child

    @property
    def ended(self) -> bool:
        """Whether the process has ended already."""
        return self._process.returncode is not None

    def stopwatch(self) -> Callable[[], float]:
        """Give a function that tells the processor time taken from now on, or the time gone by where it cannot."""
        began, before = time.monotonic(), self._processor_time()

        def taken() -> float:
            now = self._processor_time()
            return time.monotonic() - began if now is None or before is None else now - before

        return taken

    def _processor_time(self) -> float | None:
        """Read the clock of the process, as clock_getcpuclockid(3) names it on Linux."""
        if sys.platform == "linux" and not self.ended:
            with suppress(OSError):
                return time.clock_gettime((~self._process.pid << 3) | _OF_PROCESS)
        return None

    def yield_to_others(self) -> None:
        """Lower its priority for good: a question that takes long must not slow down those that do not."""
        self._lower(_SLOW)

    def _lower(self, priority: int) -> None:
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._process.pid, priority)

    async def send(self, request: dict[str, Any]) -> None:
        """Send one question."""
        await self.reply(frame_json(b"Q", request))

    async def reply(self, content: bytes) -> None:
        """Send a frame; raises the program's error where the child has ended."""
        try:
            self._questions.write(content)
            await self._questions.drain()
        except (BrokenPipeError, ConnectionResetError) as error:
            raise await self._crash() from error

    async def receive(self) -> tuple[bytes, bytes]:
        """Receive one frame; raises the program's error, such as :class:`QueryCrashed`, where the child has ended."""
        try:
            kind, length = HEADER.unpack(await self._frames.readexactly(HEADER.size))
            return kind, await self._frames.readexactly(length)
        except (asyncio.IncompleteReadError, struct.error) as error:
            raise await self._crash() from error

    async def _crash(self) -> ClustergraphError:
        """End the child, and say by what it wrote last why it had ended."""
        self.stop()
        written = await self._last_words()
        await self.kill()
        what, words = ending(written, self._process.returncode)
        if what is Ending.MEMORY:
            return self._program.no_memory(self._settings)
        if what is Ending.DEADLINE:
            return self._program.too_late(self._settings)
        return self._program.at_fault(words) if what is Ending.FAULT else self._program.ended(words)

    async def _last_words(self) -> str:
        """Give the end of what the child complained of, which may be nothing."""
        tail = b""
        with suppress(TimeoutError):
            async with asyncio.timeout(_HUSH):
                while more := await self._complaints.read(_WORDS):
                    tail = (tail + more)[-_WORDS:]
        return tail.decode(errors="replace")

    async def kill(self) -> None:
        """End the child at once and wait until it is gone."""
        self.stop()
        # asyncio's wait ends when all pipes have ended, which one that is full never does
        for number in range(3):
            pipe = self._transport.get_pipe_transport(number)
            if pipe is not None:
                pipe.close()
        await self._process.wait()

    def stop(self) -> None:
        """End the child at once; whoever waits for it sees a crash."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)  # Process.kill may reap it before asyncio does
