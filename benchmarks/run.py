"""Measures clustergraph beside its peers in one run, on the same triples: `make bench`.

The machine is noisy and small, so only ratios count. Each question is asked over keep-alive connections in turns of all
servers; the median of the turns is taken. It prints tables in Markdown, which go into benchmarks/README.md.
"""

import http.client
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

from peers import UNCACHED, UNLIMITED, Peer, clustergraph, ours, oxigraph, rdflib_endpoint

from clustergraph.store.home import Home
from pages import measure_pages

CONNECTIONS = 4
TURNS = 5
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
    """Build, start the servers, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        seconds = _timed(
            lambda: subprocess.run(clustergraph(home, "build", "--json"), check=True, stdout=subprocess.DEVNULL)
        )
        release = Home(home).current()
        print(f"Release of {release.manifest.triples} triples; a build took {seconds:.1f} s.")
        with ExitStack() as running:
            dump = release.dumps / "clustergraph.ttl"
            others = [oxigraph(running, Path(folder), dump), rdflib_endpoint(running, dump)]
            with ExitStack() as own:
                fresh = ours(own, home, UNCACHED)
                print("\nEach answer evaluated (`cache_max_bytes` = 0):\n")
                _compare([fresh, *others])
                measure_pages(fresh.port)
            with ExitStack() as own:
                print("\nThe same asked again and again (settings as they come):\n")
                _compare([ours(own, home, UNLIMITED), *others])


def _compare(peers: Sequence[Peer]) -> None:
    """Print requests per second of each, and the ratio of the first to each other."""
    names = [f"{peer.name}, requests/s" for peer in peers] + [f"ratio to {peer.name}" for peer in peers[1:]]
    print(f"| question | {' | '.join(names)} |\n|---|{'---|' * len(names)}")
    for name, (query, count) in QUESTIONS.items():
        turns = [[_rate(peer, query, count) for peer in peers] for _ in range(TURNS)]
        first, *rest = (statistics.median(rates) for rates in zip(*turns, strict=True))
        cells = [f"{rate:.3g}" for rate in (first, *rest)] + [f"{first / rate:.2f}" for rate in rest]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def _rate(peer: Peer, query: str, count: int) -> float:
    each = max(1, count // CONNECTIONS // peer.fewer)

    def ask(_: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", peer.port)
        for _ in range(each):
            headers = {"Accept": "application/sparql-results+json"}
            connection.request("GET", f"{peer.path}?query={quote(query)}", headers=headers)
            response = connection.getresponse()
            response.read()
            if response.status != http.client.OK:
                sys.exit(f"{peer.name} answered {response.status}")
        connection.close()

    with ThreadPoolExecutor(CONNECTIONS) as threads:
        return CONNECTIONS * each / _timed(lambda: list(threads.map(ask, range(CONNECTIONS))))


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
