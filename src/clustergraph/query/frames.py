"""The pipe between the service and a child: frames of a letter, a length and bytes.

Down goes one request a query, ``Q`` with JSON. Up come ``R`` once (ready), then for each question ``F`` (JSON: format
and encoding, before any data), ``D`` (data), then ``E`` (JSON: the answer is complete, with its rows and bytes) or
``X`` (JSON: an error). Before any data there may be ``S`` (JSON: another endpoint and what to ask it), to which ``V``
(its answer) or ``X`` goes down. A pipe that ends before ``E`` or ``X`` is a crash.
"""

import json
import struct
from typing import IO, Any

HEADER = struct.Struct(">cI")


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
