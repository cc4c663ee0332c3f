"""Measures clustergraph beside the Oxigraph server in one run, on the same release: `make bench`.

The machine is noisy and small, so only ratios count. Each question is asked over keep-alive connections in turns of
both servers; the best of the turns is taken. It prints a table in Markdown, which goes into benchmarks/README.md.
"""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

from clustergraph.store.home import Home
from pages import measure_pages

CONNECTIONS = 4
#: One client asks as fast as it can here; its share is not what is measured.
UNLIMITED = {"CLUSTERGRAPH_CLIENT_REQUESTS": "0", "CLUSTERGRAPH_CLIENT_SECONDS": "0"}
TURNS = 3
QUESTIONS = {
    "small ASK": ("ASK { ?s a <https://w3id.org/clustergraph/ns#Cluster> }", 400),
    "aggregate (companies by sector)": (
        (
            "SELECT ?s (SUM(?v) AS ?n) { ?c <https://w3id.org/clustergraph/ns#sector> ?s . "
            "?o <https://w3id.org/clustergraph/ns#cluster> ?c ; "
            "<http://purl.org/linked-data/sdmx/2009/measure#obsValue> ?v } GROUP BY ?s"
        ),
        200,
    ),
    "all triples as JSON": ("SELECT * { ?s ?p ?o }", 20),
}


def main() -> None:
    """Build, start both servers, measure, print."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        home = Path(folder) / "home"
        seconds = _timed(lambda: _clustergraph(home, "build", "--json"))
        release = Home(home).current()
        ours = _start(running, _serve_ours(home))
        theirs = _start(running, _serve_theirs(Path(folder), release.dumps / "clustergraph.ttl"))
        print(f"Release of {release.manifest.triples} triples; a build took {seconds:.1f} s.\n")
        print("| question | clustergraph, requests/s | Oxigraph server, requests/s | ratio |\n|---|---|---|---|")
        for name, (query, count) in QUESTIONS.items():
            rates = {"ours": 0.0, "theirs": 0.0}
            for _ in range(TURNS):
                rates["ours"] = max(rates["ours"], _rate(ours, "/sparql", query, count))
                rates["theirs"] = max(rates["theirs"], _rate(theirs, "/query", query, count))
            print(f"| {name} | {rates['ours']:.0f} | {rates['theirs']:.0f} | {rates['ours'] / rates['theirs']:.2f} |")
        measure_pages(ours)


def _clustergraph(home: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "clustergraph", "--home", str(home), *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _serve_ours(home: Path) -> Callable[[int], list[str]]:
    return lambda port: [sys.executable, "-m", "clustergraph", "--home", str(home), "serve", "--port", str(port)]


def _serve_theirs(folder: Path, dump: Path) -> Callable[[int], list[str]]:
    server = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if server is None:
        sys.exit("The peer is missing: pip install oxigraph")
    location = str(folder / "peer")
    subprocess.run([server, "load", "--location", location, "--file", str(dump)], check=True, capture_output=True)
    return lambda port: [server, "serve-read-only", "--location", location, "--bind", f"127.0.0.1:{port}"]


def _start(running: ExitStack, command: Callable[[int], list[str]]) -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {**os.environ, **UNLIMITED}
    process = subprocess.Popen(command(port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    running.callback(process.wait)
    running.callback(process.terminate)
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return port
    sys.exit("A server did not start.")


def _rate(port: int, path: str, query: str, count: int) -> float:
    def ask(_: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for _ in range(count // CONNECTIONS):
            connection.request("GET", f"{path}?query={quote(query)}", headers={"Accept": "application/json"})
            response = connection.getresponse()
            response.read()
            if response.status != http.client.OK:
                sys.exit(f"{path} answered {response.status}")
        connection.close()

    with ThreadPoolExecutor(CONNECTIONS) as threads:
        return count / _timed(lambda: list(threads.map(ask, range(CONNECTIONS))))


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
