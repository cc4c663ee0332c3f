"""Bounds how many connections one client holds: the HTTP server knows no such limit, and takes only so many in all.

Twice a second the sockets of this process are counted by client; those beyond its share that have been silent for
longest are shut down, and the server closes them. Only Linux lists them (``/proc/self/fd``); elsewhere nothing is done.
"""

import asyncio
import os
import socket
import struct
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_ISSOCK

_DESCRIPTORS = Path("/proc/self/fd")
_PAUSE = 0.5  # seconds between counts
_RESERVED = 64  # descriptors of a process that holds no connection worth counting
_SILENT = 44  # where in Linux's struct tcp_info the milliseconds since data last came in stand, 4 bytes
_INFO = 104  # bytes of it that are asked for


async def watch_connections(most: int, free: frozenset[str] = frozenset()) -> None:
    """Keep every client below ``most`` connections until cancelled; 0 is any number, and ``free`` have no limit."""
    while most and _DESCRIPTORS.is_dir():
        await asyncio.sleep(_PAUSE)
        await asyncio.to_thread(_count, most, free)


def _count(most: int, free: frozenset[str]) -> None:
    numbers = os.listdir(_DESCRIPTORS)  # noqa: PTH208 - thousands of names, twice a second
    if len(numbers) > min(most, _RESERVED):
        shut_surplus([int(number) for number in numbers], most, free)


def shut_surplus(descriptors: list[int], most: int, free: frozenset[str]) -> int:
    """Shut down what clients have beyond ``most`` among the sockets of these descriptors; gives how many."""
    clients: dict[str, list[tuple[int, socket.socket]]] = defaultdict(list)
    for connection in _connections(descriptors):
        try:
            clients[connection.getpeername()[0]].append((_silence(connection), connection))
        except OSError:  # it listens, or has gone meanwhile
            connection.close()
    surplus = [
        connection
        for client, held in clients.items()
        if client not in free
        for _, connection in sorted(held, key=lambda one: -one[0])[: max(0, len(held) - most)]
    ]
    for connection in surplus:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
    for held in clients.values():
        for _, connection in held:
            connection.close()
    return len(surplus)


def _connections(descriptors: list[int]) -> Iterator[socket.socket]:
    """Give a copy of each TCP connection: the number of the original may be another connection's a moment later."""
    for descriptor in descriptors:
        copy = _copied(descriptor)
        if copy is not None and copy.family in (socket.AF_INET, socket.AF_INET6):
            yield copy
        elif copy is not None:
            copy.close()


def _copied(descriptor: int) -> socket.socket | None:
    """Copy a socket; a copy of anything else (a child's pipe, say) must not be left open: its end would not be seen."""
    try:
        if not S_ISSOCK(os.fstat(descriptor).st_mode):
            return None
        copy = os.dup(descriptor)
    except OSError:  # closed meanwhile
        return None
    try:
        return socket.socket(fileno=copy)
    except OSError:  # closed, and its number another's meanwhile
        os.close(copy)
        return None


def _silence(connection: socket.socket) -> int:
    """Give the milliseconds since the client last sent something."""
    info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO)
    return int(struct.unpack_from("=I", info, _SILENT)[0])
