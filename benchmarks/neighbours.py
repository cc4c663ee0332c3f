"""Measures what hostile neighbours cost a polite client: a part of `make bench`.

The polite one asks small questions at an even pace, on one connection, first alone and then while neighbours, each from
an address of its own, send one long question after the other. What they are answered does not matter.
"""

import http.client
import statistics
import threading
import time
from collections.abc import Sequence
from contextlib import suppress

from asking import ask, progress
from peers import Peer
from questions import Question

NEIGHBOURS = 4
_PACE = 50  # requests a second
_QUIET, _LOUD = 3.0, 6.0  # seconds
_SETTLED = 1.0  # seconds after which the neighbours are at work


def measure_neighbours(peers: Sequence[Peer], polite: Question, heavy: Question) -> None:
    """Print percentiles of a polite client's waits, quiet and beside neighbours, for each server."""
    print(
        f"\n| {polite.title}, ms | quiet: median | 99 % | beside {NEIGHBOURS}: median | 99 % "
        "| ratio of medians | of 99 % |"
    )
    print("|---|---|---|---|---|---|---|")
    for peer in peers:
        progress(f"neighbours of {peer.name}")
        quiet = _percentiles(_waits(peer, polite, _QUIET))
        stop = threading.Event()
        addresses = [f"127.0.0.{10 + number}" for number in range(1, NEIGHBOURS + 1)]
        threads = [threading.Thread(target=_disturb, args=(peer, heavy, address, stop)) for address in addresses]
        for thread in threads:
            thread.start()
        time.sleep(_SETTLED)
        loud = _percentiles(_waits(peer, polite, _LOUD))
        stop.set()
        for thread in threads:
            thread.join()
        ratios = [f"{after / before:.1f}" for before, after in zip(quiet, loud, strict=True)]
        cells = [f"{seconds * 1000:.1f}" for seconds in (*quiet, *loud)] + ratios
        print(f"| {peer.name} | {' | '.join(cells)} |", flush=True)


def _waits(peer: Peer, question: Question, seconds: float) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", peer.port, timeout=60)
    waits: list[float] = []
    end = time.perf_counter() + seconds
    while (began := time.perf_counter()) < end:
        ask(connection, peer, question, len(waits))
        waits.append(time.perf_counter() - began)
        time.sleep(max(0.0, 1 / _PACE - waits[-1]))
    connection.close()
    return waits


def _percentiles(waits: list[float]) -> tuple[float, float]:
    return statistics.median(waits), statistics.quantiles(waits, n=100)[98]


def _disturb(peer: Peer, question: Question, address: str, stop: threading.Event) -> None:
    while not stop.is_set():
        connection = http.client.HTTPConnection("127.0.0.1", peer.port, timeout=60, source_address=(address, 0))
        with suppress(OSError, http.client.HTTPException):
            ask(connection, peer, question)
        connection.close()
