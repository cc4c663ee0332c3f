"""The pipe between the service and a child: frames of a letter, a length and bytes.

Down goes one request a query, ``Q`` with JSON. Up come ``F`` (JSON: kind and format, before any data), ``D`` (data),
then ``E`` (the answer is complete) or ``X`` (JSON: an error). A pipe that ends before ``E`` or ``X`` is a crash.
"""

import json
import struct
from typing import IO, Any

from clustergraph.graph.language import TagCase

HEADER = struct.Struct(">cI")
CHUNK = 65_536


def frame(kind: bytes, content: bytes = b"") -> bytes:
    """Pack one frame; ``kind`` is one letter."""
    return HEADER.pack(kind, len(content)) + content


def frame_json(kind: bytes, content: dict[str, Any]) -> bytes:
    """Pack one frame of JSON."""
    return frame(kind, json.dumps(content).encode())


def read_frame(pipe: IO[bytes]) -> tuple[bytes, bytes] | None:
    """Read one frame from a blocking pipe; ``None`` at its end."""
    header = pipe.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    kind, length = HEADER.unpack(header)
    return kind, pipe.read(length)


class DataWriter:
    """A file object that gathers what is written into data frames and counts it against a limit."""

    def __init__(self, pipe: IO[bytes], most: int) -> None:
        self._pipe = pipe
        self._waiting = bytearray()
        self._written = 0
        self._most = most
        self._case = TagCase("")

    def begin(self, syntax: str) -> None:
        """Say in which format what follows is written, so that language tags get their recommended case."""
        self._case = TagCase(syntax)

    def write(self, content: bytes) -> int:
        """Take bytes; raises :class:`OverflowError` past the limit."""
        self._written += len(content)
        if self._written > self._most:
            raise OverflowError
        self._waiting += content
        if len(self._waiting) >= CHUNK:
            self.flush()
        return len(content)

    def flush(self) -> None:
        """Send what has been gathered, but for what may go on in the next piece."""
        sure = self._case.feed(bytes(self._waiting))
        self._waiting.clear()
        self._send(sure)

    def finish(self) -> None:
        """Send all that is left."""
        self.flush()
        self._send(self._case.rest())

    def _send(self, content: bytes) -> None:
        if content:
            self._pipe.write(frame(b"D", content))
            self._pipe.flush()
