"""Says that a server serves, once it does: when it has answered a question of its own."""

import asyncio
import sys
from contextlib import suppress

from clustergraph.settings import Settings
from clustergraph.web.health import LIVE

_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where a server that listens everywhere can be asked
_GLANCE = 0.05  # seconds between questions
_LONG = 5.0  # seconds for an answer


async def tell_when_serving(settings: Settings) -> None:
    """Write to standard error where this server is, as soon as it answers there."""
    while not await _answers(_ANY.get(settings.host, settings.host), settings.port):
        await asyncio.sleep(_GLANCE)
    with suppress(OSError):  # where nobody can be told, it serves all the same
        sys.stderr.write(f"serving {settings.local_url}/ and {settings.local_url}/sparql\n")
        sys.stderr.flush()


async def _answers(host: str, port: int) -> bool:
    """Whether somebody who asks whether the server lives is answered."""
    try:
        async with asyncio.timeout(_LONG):
            reader, writer = await asyncio.open_connection(host, port)
            try:
                writer.write(f"GET {LIVE} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
                return b" 200 " in await reader.readline()
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False
