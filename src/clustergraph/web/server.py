"""Starts granian: one process that serves, with its children; the door to the HTTP server."""

import os
import resource
import socket

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels

from clustergraph.errors import BadSetting, Place
from clustergraph.settings import Settings

_MOST_CONNECTIONS = 8192
_OTHER_FILES = 1024  # descriptors for children, spools and the store


def run(settings: Settings) -> None:
    """Serve until told to stop (SIGINT or SIGTERM); raises :class:`BadSetting` where the address is not to be had."""
    _claim(settings)
    # granian starts a process of its own, which reads the settings again
    os.environ.update(settings.environment())
    Granian(
        "clustergraph.web.app:create_app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        loop=Loops.asyncio,
        factory=True,
        workers=1,
        http=HTTPModes.http1,
        websockets=False,
        backpressure=_connections(),
        http1_settings=HTTP1Settings(header_read_timeout=round(settings.request_timeout * 1000)),
        log_access=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=5,
    ).serve()


def _connections() -> int:
    """Give how many connections are served at once: as many as descriptors allow; the rest wait to be accepted."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_CONNECTIONS + _OTHER_FILES
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(min(_MOST_CONNECTIONS, soft - _OTHER_FILES), soft // 2)


def _claim(settings: Settings) -> None:
    """Try the address, for a message that helps; granian would only log a trace."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.host, settings.port))
    except OSError as error:
        raise BadSetting(
            f"{settings.host}:{settings.port} cannot be listened on: {error.strerror or error}.",
            place=Place("settings host and port"),
            remedy="Another program may have the port; give another with --port.",
        ) from error
