"""The pipe between the service and a child: frames of a letter, a length and bytes.

Down goes one request a query, ``Q`` with JSON. Up come ``R`` once (ready), then for each question ``F`` (JSON: format,
encoding and warnings, before any data), ``D`` (data), then ``E`` (JSON: the answer is complete, with its rows and
bytes) or ``X`` (JSON: an error). Before any data there may be ``S`` (JSON: another endpoint and what to ask it), to
which ``V`` (its answer: a line with the most rows that it says it sends, which may be empty, and the bytes) or ``X``
goes down. A pipe that ends before ``E`` or ``X`` is a crash.
"""

import json
import struct
from typing import IO, Any

from clustergraph.store.remote import Received

HEADER = struct.Struct(">cI")


def frame(kind: bytes, content: bytes = b"") -> bytes:
    """Pack one frame; ``kind`` is one letter."""
    return HEADER.pack(kind, len(content)) + content


def frame_json(kind: bytes, content: dict[str, Any]) -> bytes:
    """Pack one frame of JSON."""
    return frame(kind, json.dumps(content).encode())


def frame_received(received: Received) -> bytes:
    """Pack the answer of another endpoint."""
    most = "" if received.most_rows is None else str(received.most_rows)
    return frame(b"V", f"{most}\n".encode() + received.content)


def read_received(content: bytes) -> Received:
    """Unpack the answer of another endpoint."""
    most, _, rest = content.partition(b"\n")
    return Received(rest, int(most) if most else None)


def read_frame(pipe: IO[bytes]) -> tuple[bytes, bytes] | None:
    """Read one frame from a blocking pipe; ``None`` at its end."""
    header = pipe.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    kind, length = HEADER.unpack(header)
    return kind, pipe.read(length)
