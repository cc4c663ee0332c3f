"""What comes or goes as a whole, a request's body or a report: a little of it in memory, the rest in a file.

All contents of a server share one budget of bytes, and those of one client a part of it, so that whatever is sent or
waits, memory does not grow with it. A file has a name while it is kept, by which another process can read it; one that
a crash has left is removed at the next start.
"""

import asyncio
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock
from typing import IO

from clustergraph.errors import Limit, ServerBusy, TooManyRequests
from clustergraph.settings import Settings

_IN_MEMORY = 65_536  # bytes
_PIECE = 262_144
_PREFIX = "content-"
_AGAIN = 5  # seconds
_REMEDY = "Send less at once, or wait until what you sent before is done with."


class Contents:
    """The budget of one server; ``folder`` is where the files are."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._folder = folder
        self._most, self._of_client = settings.bodies_max_bytes, settings.client_bodies
        self._held: Counter[str] = Counter()
        self._lock = Lock()  # bytes are counted in the event loop and in threads
        for path in folder.glob(f"{_PREFIX}*"):
            path.unlink(missing_ok=True)

    def new(self, client: str = "") -> "Content":
        """Begin a content of a client; without one it is the house's, and counts for all alone."""
        return Content(self, client)

    def take(self, client: str, size: int) -> None:
        """Count bytes that are kept.

        Raises :class:`TooManyRequests` beyond what a client may have, :class:`ServerBusy` beyond what all may.
        """
        with self._lock:
            if client and self._held[client] + size > self._of_client:
                raise TooManyRequests(
                    f"More than {self._of_client} bytes of {client} are being received or wait.",
                    limit=Limit("client_bodies", self._of_client, "bytes"),
                    remedy=_REMEDY,
                    retry_after=_AGAIN,
                )
            if self._held.total() + size > self._most:
                limit = Limit("bodies_max_bytes", self._most, "bytes")
                words = f"More than {self._most} bytes are being received or wait."
                raise ServerBusy(words, limit=limit, remedy=_REMEDY, retry_after=_AGAIN)
            self._held[client] += size

    def give_back(self, client: str, size: int) -> None:
        """Count bytes that are kept no more."""
        with self._lock:
            self._held[client] -= size
            self._held += Counter()  # forgets clients that have none

    def file(self) -> IO[bytes]:
        """Make a file."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return NamedTemporaryFile(dir=self._folder, prefix=_PREFIX)


class Content:
    """One content; it is written once, and then read as often as one likes, until it is closed."""

    def __init__(self, contents: Contents, client: str) -> None:
        self._contents, self._client = contents, client
        self._memory = bytearray()
        self._file: IO[bytes] | None = None
        self._closed = False
        self.size = 0  # bytes

    def __enter__(self) -> "Content":
        """Give itself, to be closed at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of it."""
        self.close()

    async def put(self, piece: bytes) -> None:
        """Add a piece; a thread writes what goes to the disk. Raises what :meth:`Contents.take` does."""
        self._count(len(piece))
        self._memory += piece
        if len(self._memory) > (_IN_MEMORY if self._file is None else _PIECE):
            await asyncio.to_thread(self._spill)

    def write(self, piece: bytes) -> int:
        """Add a piece, from a thread that may wait for the disk."""
        self._count(len(piece))
        self._memory += piece
        if len(self._memory) > _IN_MEMORY:
            self._spill()
        return len(piece)

    @property
    def path(self) -> Path | None:
        """The file, where there is one; it has all that was put in once this has been asked."""
        if self._file is None:
            return None
        self._spill()
        return Path(self._file.name).absolute()

    def pieces(self, most: float = math.inf) -> Iterator[bytes]:
        """Give what was put in, or the first bytes of it, in pieces."""
        path = self.path
        if path is None:
            yield bytes(self._memory[: int(min(most, self.size))])
            return
        with path.open("rb") as file:
            while most > 0 and (piece := file.read(int(min(_PIECE, most)))):
                most -= len(piece)
                yield piece

    def whole(self) -> bytes:
        """Give all of it."""
        return b"".join(self.pieces())

    def close(self) -> None:
        """Let go of it."""
        self._closed = True
        self._contents.give_back(self._client, self.size)
        self.size = 0
        self._memory.clear()
        if self._file is not None:
            self._file.close()
            self._file = None

    def _count(self, size: int) -> None:
        self._contents.take(self._client, size)
        self.size += size

    def _spill(self) -> None:
        if self._closed:
            return  # its client left while a thread was on its way here
        if self._file is None:
            self._file = self._contents.file()
        self._file.write(self._memory)
        self._file.flush()
        self._memory.clear()
