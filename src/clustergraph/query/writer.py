"""What a child writes its answer into: it restores language tags and types, counts, compresses, and sends frames.

The first frame waits until there are 64 KiB, or a second has gone by, or the answer is complete: what fails before
it has a true status. Later frames wait a quarter of a second at most.
"""

import time
import zlib
from collections.abc import Sequence
from typing import IO

from clustergraph.errors import Limit, ResultTooLarge
from clustergraph.graph.json_ld import TypeMembers
from clustergraph.graph.language import TagCase
from clustergraph.query.frames import frame, frame_json
from clustergraph.query.rows import row_counter
from clustergraph.query.warnings import Warned
from clustergraph.settings import Settings

_PIECE = 65_536  # bytes
_FIRST, _LATER = 1.0, 0.25  # seconds
_SMALL = 1400  # bytes: what fits into one packet is not compressed
_GZIP = 31  # zlib's name for the format of RFC 1952
_REMEDY = "Ask for fewer columns or rows: LIMIT and OFFSET with an ORDER BY give it in pages; /dumps/ has everything."


class AnswerWriter:
    """A file object; ``bytes_limit`` names the setting that bounds its bytes, ``compress`` allows gzip."""

    def __init__(self, pipe: IO[bytes], settings: Settings, bytes_limit: str, *, compress: bool) -> None:
        self._pipe = pipe
        self._most = Limit(bytes_limit, getattr(settings, bytes_limit), "bytes")
        self._most_rows = Limit("result_max_rows", settings.result_max_rows, "rows")
        self._zip = zlib.compressobj(1, wbits=_GZIP) if compress else None
        self._syntax = ""
        self._case, self._count = TagCase(""), row_counter("")
        self._types: TypeMembers | None = None
        self._waiting = bytearray()
        self._begun = False
        self._due = 0.0
        self.bytes = 0
        self.rows: int | None = None
        self._warnings: list[Warned] = []

    def warn(self, warnings: Sequence[Warned]) -> None:
        """Say what is worth knowing beside the answer."""
        self._warnings = list(warnings)

    def begin(self, syntax: str) -> None:
        """Say in which format what follows is written."""
        self._syntax = syntax
        self._case, self._count = TagCase(syntax), row_counter(syntax)
        self._types = TypeMembers() if syntax == "jsonld" else None
        self._due = time.monotonic() + _FIRST

    def write(self, content: bytes) -> int:
        """Take bytes; raises :class:`ResultTooLarge` past a limit."""
        self._waiting += content
        if len(self._waiting) >= _PIECE or time.monotonic() > self._due:
            self._pass_on()
        return len(content)

    def flush(self) -> None:
        """Do nothing: Oxigraph asks for it, and pieces are sent when they are due."""

    def _pass_on(self) -> None:
        """Send what has been gathered, but for what may go on in the next piece."""
        content = self._taken()
        self._start()
        if self._zip is not None:
            content = self._zip.compress(content) + self._zip.flush(zlib.Z_SYNC_FLUSH)
        self._send(content)
        self._pipe.flush()
        self._due = time.monotonic() + _LATER

    def finish(self) -> None:
        """Send all that is left; it leaves with the frame that follows, so that a small answer comes in one piece."""
        content = self._taken()
        content += self._counted(self._case.rest(), last=True)
        if not self._begun and len(content) < _SMALL:
            self._zip = None
        self._start()
        if self._zip is not None:
            content = self._zip.compress(content) + self._zip.flush()
        self._send(content)

    def _taken(self) -> bytes:
        content = self._case.feed(bytes(self._waiting))
        self._waiting.clear()
        return self._counted(content)

    def _counted(self, content: bytes, *, last: bool = False) -> bytes:
        """Count rows in what Oxigraph wrote, and bytes in what is sent of it."""
        self.rows = self._count(content) if self._count else None
        if self._types is not None:
            content = self._types.feed(content) + (self._types.rest() if last else b"")
        self.bytes += len(content)
        if self.bytes > self._most.value:
            words = f"The answer is longer than {self._most.value} bytes."
            raise ResultTooLarge(words, limit=self._most, remedy=_REMEDY)
        if self.rows is not None and self.rows > self._most_rows.value:
            words = f"The answer has more than {self._most_rows.value} rows."
            raise ResultTooLarge(words, limit=self._most_rows, remedy=_REMEDY)
        return content

    def _start(self) -> None:
        if not self._begun:
            self._begun = True
            encoding = "gzip" if self._zip is not None else ""
            head = {"format": self._syntax, "encoding": encoding, "warnings": self._warnings}
            self._pipe.write(frame_json(b"F", head))

    def _send(self, content: bytes) -> None:
        if content:
            self._pipe.write(frame(b"D", content))
