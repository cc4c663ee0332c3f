"""Starts granian: one process that serves, with its children; the door to the HTTP server."""

import errno
import math
import multiprocessing
import os
import resource
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels

from clustergraph.errors import BadSetting, Place
from clustergraph.settings import Settings
from clustergraph.settings.inherited import inherited
from clustergraph.web.clients import trusted_networks
from clustergraph.web.log import check_log

_MARGIN = 10  # seconds beyond the grace, after which the server ends a process that does not
_FILES = 1024  # beside connections: stores, pipes of children, answers on disk


@contextmanager
def claimed(settings: Settings) -> Iterator[str]:
    """Hold the address, so that nobody else gets it before the server has it; gives it in numbers.

    Raises :class:`BadSetting` for whatever would keep the server from serving.
    """
    trusted_networks(settings.trusted_proxies)
    check_log(settings)
    with _bound(settings, socket.SO_REUSEADDR):
        pass  # nobody has it, not even somebody who would share it
    with _held(settings) as held:
        yield held.getsockname()[0]


def run(settings: Settings, address: str) -> None:
    """Serve at the address that is :func:`claimed`, until told to stop (SIGINT or SIGTERM)."""
    _allow_files(settings.connections + _FILES)
    # granian starts a process of its own, which reads the settings again: a new one, because one that is forked has the
    # environment of this command in its memory, with whatever else is in there
    multiprocessing.set_start_method("spawn", force=True)
    kept = inherited(os.environ, settings)
    os.environ.clear()
    os.environ.update(kept)
    Granian(
        "clustergraph.web.app:create_app",
        address=address,
        port=settings.port,
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,
        factory=True,
        workers=1,
        log_access=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=math.ceil(settings.shutdown_grace) + _MARGIN,
        # the mode that finds the version out itself waits for the first byte for ever
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=math.ceil(settings.read_timeout * 1000)),
        backlog=settings.connections_waiting,
        backpressure=settings.connections,
        websockets=False,
    ).serve()


_REMEDIES = {
    errno.EADDRINUSE: "Another program has the port, perhaps another server of this kind; give another with --port.",
    errno.EACCES: "Ports below 1024 are the system's; give another with --port.",
}


def _allow_files(wanted: int) -> None:
    """Raise the soft limit on open files, as far as that is allowed: each connection is one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _held(settings: Settings) -> socket.socket:
    """Bind a socket beside which the server can have the address, as it shares it, and nobody else of this kind."""
    try:
        return _bound(settings, socket.SO_REUSEPORT)
    except BadSetting:  # connections of whoever had the port before are not forgotten yet
        return _bound(settings, socket.SO_REUSEADDR, socket.SO_REUSEPORT)


def _bound(settings: Settings, *options: int) -> socket.socket:
    """Bind a socket to the address; raises :class:`BadSetting`, with a message that helps, where that cannot be."""
    bound = None
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        bound = socket.socket(family, kind, protocol)
        for option in options:
            bound.setsockopt(socket.SOL_SOCKET, option, 1)
        bound.bind(address)
    except OSError as error:
        if bound is not None:
            bound.close()
        raise BadSetting(
            f"{settings.local_url} cannot be listened on: {error.strerror or error}.",
            place=Place("settings host and port"),
            remedy=_REMEDIES.get(error.errno or 0, "Give an address of this machine with --host, 127.0.0.1 say."),
        ) from error
    return bound
