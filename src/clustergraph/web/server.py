"""Starts granian: one process that serves, with its children; the door to the HTTP server."""

import math
import os
import resource
import socket

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels

from clustergraph.errors import BadSetting, Place
from clustergraph.settings import Settings
from clustergraph.web.clients import trusted_networks
from clustergraph.web.log import check_log

_MARGIN = 10  # seconds beyond the grace, after which the server ends a process that does not
_FILES = 1024  # beside connections: stores, pipes of children, answers on disk


def run(settings: Settings) -> None:
    """Serve until told to stop (SIGINT or SIGTERM); raises :class:`BadSetting` where the address is not to be had."""
    trusted_networks(settings.trusted_proxies)
    check_log(settings)
    _claim(settings)
    _allow_files(settings.connections + _FILES)
    # granian starts a process of its own, which reads the settings again
    os.environ.update(settings.environment())
    Granian(
        "clustergraph.web.app:create_app",
        address=settings.host,
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


def _allow_files(wanted: int) -> None:
    """Raise the soft limit on open files, as far as that is allowed: each connection is one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


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
