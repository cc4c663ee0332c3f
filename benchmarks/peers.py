"""Starts the servers that are measured side by side on the same triples: ours, cached and not, and its peers."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

#: One client asks as fast as it can here; its share is not what is measured.
UNLIMITED = {"CLUSTERGRAPH_CLIENT_REQUESTS": "0", "CLUSTERGRAPH_CLIENT_SECONDS": "0"}
UNCACHED = {**UNLIMITED, "CLUSTERGRAPH_CACHE_MAX_BYTES": "0"}
_SECONDS = 60  # in which a server must have started


@dataclass(frozen=True)
class Peer:
    """A server that runs: its name in the tables, its port, where it is asked, and how much less it is asked."""

    name: str
    port: int
    path: str
    fewer: int = 1


def clustergraph(home: Path, *arguments: str) -> list[str]:
    """Give a command of ours on a home."""
    return [sys.executable, "-m", "clustergraph", "--home", str(home), *arguments]


def ours(running: ExitStack, home: Path, settings: dict[str, str]) -> Peer:
    """Start our server."""
    command = clustergraph(home, "serve", "--port")
    return Peer("clustergraph", _start(running, lambda port: [*command, str(port)], settings), "/sparql")


def oxigraph(running: ExitStack, folder: Path, dump: Path) -> Peer:
    """Load and start the Oxigraph server, read-only."""
    server = _program("oxigraph")
    location = str(folder / "oxigraph")
    subprocess.run([server, "load", "--location", location, "--file", str(dump)], check=True, capture_output=True)
    command = [server, "serve-read-only", "--location", location, "--bind"]
    return Peer("Oxigraph server", _start(running, lambda port: [*command, f"127.0.0.1:{port}"], {}), "/query")


def rdflib_endpoint(running: ExitStack, dump: Path) -> Peer:
    """Start rdflib-endpoint on a file, with its store in memory."""
    command = [_program("rdflib-endpoint"), "serve", str(dump), "--host", "127.0.0.1", "--port"]
    return Peer("rdflib-endpoint", _start(running, lambda port: [*command, str(port)], {}), "/", fewer=20)


def _program(name: str) -> str:
    beside = Path(sys.executable).parent
    folders = [str(beside), str(beside.parent / "peers" / "bin"), os.environ["PATH"]]
    found = shutil.which(name, path=os.pathsep.join(folders))
    if found is None:
        sys.exit(f"The peer is missing: pip install {name}")
    return found


def _start(running: ExitStack, command: Callable[[int], list[str]], settings: dict[str, str]) -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {**os.environ, **settings}
    process = subprocess.Popen(command(port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    running.callback(process.wait)
    running.callback(process.terminate)
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return port
    sys.exit(f"A server did not start: {command(port)[0]}")
