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
from urllib.parse import quote

#: One client asks as fast as it can here; its share is not what is measured.
UNLIMITED = {"CLUSTERGRAPH_CLIENT_REQUESTS": "0", "CLUSTERGRAPH_CLIENT_SECONDS": "0"}
UNCACHED = {**UNLIMITED, "CLUSTERGRAPH_CACHE_MAX_BYTES": "0"}
_SECONDS = 900  # in which a server must have started; rdflib reads a million triples first


@dataclass(frozen=True)
class Peer:
    """A server that runs: its name in the tables, its port, where it is asked, and its process."""

    name: str
    port: int
    path: str
    process: int

    def target(self, query: str) -> str:
        """Give the path at which it is asked."""
        return f"{self.path}{'&' if '?' in self.path else '?'}query={quote(query)}"


def clustergraph(home: Path, *arguments: str) -> list[str]:
    """Give a command of ours on a home."""
    return [sys.executable, "-m", "clustergraph", "--home", str(home), *arguments]


def ours(running: ExitStack, home: Path, settings: dict[str, str]) -> Peer:
    """Start our server."""
    command = clustergraph(home, "serve", "--port")
    port, process = start(running, lambda port: [*command, str(port)], settings)
    return Peer("clustergraph", port, "/sparql", process)


def oxigraph(running: ExitStack, folder: Path, dump: Path) -> Peer:
    """Load and start the Oxigraph server, read-only; its store is made compact, as that of a release is."""
    server = program("oxigraph")
    location = ["--location", str(folder / "oxigraph")]
    for step in (["load", *location, "--file", str(dump)], ["optimize", *location]):
        subprocess.run([server, *step], check=True, capture_output=True)
    command = [server, "serve-read-only", *location, "--bind"]
    port, process = start(running, lambda port: [*command, f"127.0.0.1:{port}"])
    return Peer("Oxigraph server", port, "/query", process)


def rdflib_endpoint(running: ExitStack, dump: Path) -> Peer:
    """Start rdflib-endpoint on a file, with its store in memory."""
    command = [program("rdflib-endpoint"), "serve", str(dump), "--host", "127.0.0.1", "--port"]
    port, process = start(running, lambda port: [*command, str(port)])
    return Peer("rdflib-endpoint", port, "/", process)


def program(name: str) -> str:
    """Find a program of a peer: beside ours, in the environment of the peers, or anywhere."""
    beside = Path(sys.executable).parent
    folders = [str(beside), str(beside.parent / "peers" / "bin"), os.environ["PATH"]]
    found = shutil.which(name, path=os.pathsep.join(folders))
    if found is None:
        sys.exit(f"The peer is missing: pip install {name}")
    return found


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(
    running: ExitStack,
    command: Callable[[int], list[str]],
    settings: dict[str, str] | None = None,
    folder: Path | None = None,
) -> tuple[int, int]:
    """Start a server on a free port, in a folder, and wait until it listens: port and process."""
    port = free_port()
    environment, quiet = {**os.environ, **(settings or {})}, subprocess.DEVNULL
    process = subprocess.Popen(command(port), stdout=quiet, stderr=quiet, env=environment, cwd=folder)
    running.callback(process.wait)
    running.callback(process.terminate)
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return port, process.pid
    sys.exit(f"A server did not start: {command(port)[0]}")
