"""Measures what hostile neighbours cost a polite client: a part of `make bench`.

The polite one asks small questions at an even pace, on one connection, first alone and then while neighbours, each from
an address of its own, send one long question after the other. What they are answered does not matter.
"""

import http.client
import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from asking import ask, progress
from peers import Peer
from questions import Question

NEIGHBOURS = 4
_POLITE = "127.0.0.10"  # who has asked for nothing before: ours remembers who takes much
_PACE = 50  # requests a second
_QUIET, _LOUD = 3.0, 6.0  # seconds
_SETTLED = 1.0  # seconds after which the neighbours are at work


def measure_neighbours(peers: Sequence[Peer], polite: Question, heavy: Question) -> None:
    """Print percentiles of a polite client's waits, quiet and beside neighbours, for each server."""
    loud = f"beside {NEIGHBOURS}"
    columns = ["quiet: median, ms", "99 %, ms", f"{loud}: median, ms", "99 %, ms", "of medians", "of 99 %", "failed"]
    print(f"\n| {polite.title} | {' | '.join(columns)} |\n|---|{'---|' * len(columns)}")
    for peer in peers:
        progress(f"neighbours of {peer.name}")
        quiet, failed = _waits(peer, polite, _QUIET)
        with _neighbours(peer, heavy):
            time.sleep(_SETTLED)
            disturbed, failed_too = _waits(peer, polite, _LOUD)
        before, after = _percentiles(quiet), _percentiles(disturbed)
        cells = [f"{seconds * 1000:.1f}" for seconds in (*before, *after)]
        cells += [f"{more / less:.1f}" for less, more in zip(before, after, strict=True)]
        print(f"| {peer.name} | {' | '.join(cells)} | {failed + failed_too} |", flush=True)


def _waits(peer: Peer, question: Question, seconds: float) -> tuple[list[float], int]:
    """Ask politely for a while: how long each answer took, and how many requests failed."""
    connection = _connect(peer, _POLITE)
    waits: list[float] = []
    failed = 0
    end = time.perf_counter() + seconds
    while (began := time.perf_counter()) < end:
        try:
            ask(connection, peer, question, len(waits))
        except (OSError, http.client.HTTPException):
            connection.close()
            failed += 1
        waits.append(time.perf_counter() - began)
        time.sleep(max(0.0, 1 / _PACE - waits[-1]))
    connection.close()
    return waits, failed


def _percentiles(waits: list[float]) -> tuple[float, float]:
    return statistics.median(waits), statistics.quantiles(waits, n=100)[98]


@contextmanager
def _neighbours(peer: Peer, heavy: Question) -> Iterator[None]:
    """Let neighbours ask meanwhile; waits until the last of them has its answer."""
    stop = threading.Event()
    addresses = [f"127.0.0.{11 + number}" for number in range(NEIGHBOURS)]
    threads = [threading.Thread(target=_disturb, args=(peer, heavy, address, stop)) for address in addresses]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _connect(peer: Peer, address: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", peer.port, timeout=60, source_address=(address, 0))


def _disturb(peer: Peer, question: Question, address: str, stop: threading.Event) -> None:
    while not stop.is_set():
        connection = _connect(peer, address)
        with suppress(OSError, http.client.HTTPException):
            ask(connection, peer, question)
        connection.close()
