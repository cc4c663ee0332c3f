"""What has been evaluated and not yet read: a little in memory, the rest in a file that has no name.

A slow reader then holds neither a child nor memory. All spools of a service share one allowance on disk; where it is
used up, whoever writes waits for whoever reads.
"""

import asyncio
import tempfile
from collections import deque
from collections.abc import AsyncIterator
from pathlib import Path
from typing import IO

from clustergraph.errors import ClustergraphError

_IN_MEMORY = 1_048_576  # bytes
_MOMENT = 0.25  # seconds in which a reader may make room before the file is used
_PIECE = 65_536


class Allowance:
    """How many bytes all spools may hold on disk together."""

    def __init__(self, most: int) -> None:
        self._left = most

    def take(self, size: int) -> bool:
        """Take so many bytes, if there are."""
        if size > self._left:
            return False
        self._left -= size
        return True

    def give_back(self, size: int) -> None:
        """Give bytes back."""
        self._left += size


class Spool:
    """One answer between its writer and its reader."""

    def __init__(self, folder: Path, allowance: Allowance) -> None:
        self._folder = folder
        self._allowance = allowance
        self._pieces: deque[bytes] = deque()
        self._held = 0
        self._file: IO[bytes] | None = None
        self._written = self._read = self._taken = 0
        self._ended = False
        self.error: ClustergraphError | None = None  # what its writer ended with
        self.size = 0  # bytes that were put in
        self._more, self._room = asyncio.Event(), asyncio.Event()

    @property
    def complete(self) -> bool:
        """Whether all has been put in."""
        return self._ended and self.error is None

    async def put(self, content: bytes) -> None:
        """Add a piece; waits where neither memory nor disk has room."""
        self.size += len(content)
        while self._written or self._held >= _IN_MEMORY:
            if self._written or not await self._room_in_time():
                if self._allowance.take(len(content)):
                    self._spill(content)
                    return
                await self._wait_for_room()
        self._pieces.append(content)
        self._held += len(content)
        self._more.set()

    def end(self, error: ClustergraphError | None = None) -> None:
        """Say that nothing follows, or why not."""
        if not self._ended:
            self._ended, self.error = True, error
            self._more.set()

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give the pieces in their order; raises at the end what the writer ended with."""
        while True:
            while piece := self._next():
                self._room.set()
                yield piece
            if self._ended:
                break
            self._more.clear()
            await self._more.wait()
        if self.error is not None:
            raise self.error

    def close(self) -> None:
        """Let go of everything."""
        self._pieces.clear()
        self._held = 0
        self._drop_file()

    async def _room_in_time(self) -> bool:
        try:
            async with asyncio.timeout(_MOMENT):
                await self._wait_for_room()
        except TimeoutError:
            return False
        return True

    async def _wait_for_room(self) -> None:
        self._room.clear()
        await self._room.wait()

    def _spill(self, content: bytes) -> None:
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed with the spool
        self._taken += len(content)
        self._file.seek(self._written)
        self._file.write(content)
        self._written += len(content)
        self._more.set()

    def _next(self) -> bytes:
        if self._pieces:
            piece = self._pieces.popleft()
            self._held -= len(piece)
            return piece
        if self._file is None:
            return b""
        self._file.seek(self._read)
        piece = self._file.read(_PIECE)
        self._read += len(piece)
        if self._read == self._written:
            self._drop_file()
        return piece

    def _drop_file(self) -> None:
        if self._file is not None:
            self._file.close()
        self._file = None
        self._allowance.give_back(self._taken)
        self._written = self._read = self._taken = 0
