"""Asks servers in turns over keep-alive connections, and prints how many requests a second each answered.

The machine is noisy and small, so only ratios within one run count: the median of the turns is taken. A turn lasts a
while, and as long as one request of each connection takes; who has used up its time for a question has no more turns.
"""

import http.client
import json
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from peers import Peer
from questions import CSV, Question

TURNS = 5
_TURN = 0.4  # seconds
_MOST = 6.0  # seconds that all turns of one server may take for one question
_PATIENCE = 120.0  # seconds
_NONE = "–"
_BEGAN = time.perf_counter()


def compare(peers: Sequence[Peer], questions: Sequence[Question], connections: int = 4) -> None:
    """Print a table: requests per second of each, the ratios of the first to the others, and the medians of these."""
    names = [f"{peer.name}, requests/s" for peer in peers] + [f"ratio to {peer.name}" for peer in peers[1:]]
    print(f"\n| question | {' | '.join(names)} |\n|---|{'---|' * len(names)}")
    ratios: list[list[float]] = [[] for _ in peers[1:]]
    for question in questions:
        progress(question.title)
        notes = _first_answers(peers, question)
        rates = _medians([peer for peer in peers if not notes.get(peer)], question, connections)
        cells = [notes.get(peer) or f"{rates[peer]:.3g}" for peer in peers]
        for peer, column in zip(peers[1:], ratios, strict=True):
            known = peer in rates and peers[0] in rates
            column.extend([rates[peers[0]] / rates[peer]] if known else [])
            cells.append(f"{column[-1]:.2f}" if known else _NONE)
        print(f"| {question.title} | {' | '.join(cells)} |", flush=True)
    if len(questions) > 1:
        medians = [f"{statistics.median(column):.2f}" if column else _NONE for column in ratios]
        print(f"| *median of the ratios* | {' | '.join([''] * len(peers) + medians)} |", flush=True)


def ask(connection: http.client.HTTPConnection, peer: Peer, question: Question, number: int = 0) -> bytes:
    """Ask once; raises :class:`ConnectionError` where the answer is none."""
    connection.request("GET", peer.target(question.about(number)), headers={"Accept": question.accept})
    response = connection.getresponse()
    content = response.read()
    if response.status != http.client.OK:
        raise ConnectionError(f"{peer.name} answered {response.status}")
    return content


def rows(question: Question, content: bytes) -> int:
    """Count the rows of an answer; yes or no is one."""
    if question.accept == CSV:
        return content.count(b"\n") - 1  # no text of ours has a line break
    answer = json.loads(content)
    return 1 if "boolean" in answer else len(answer["results"]["bindings"])


def progress(text: str) -> None:
    """Tell whoever waits what is being done."""
    print(f"{time.perf_counter() - _BEGAN:4.0f} s  {text}", file=sys.stderr, flush=True)


def _first_answers(peers: Sequence[Peer], question: Question) -> dict[Peer, str]:
    """Ask each once; gives what is to be noted of those that do not answer, or not with as many rows as ours."""
    notes: dict[Peer, str] = {}
    expected = None
    for peer in peers:
        connection = http.client.HTTPConnection("127.0.0.1", peer.port, timeout=_PATIENCE)
        try:
            found = rows(question, ask(connection, peer, question))
        except (OSError, http.client.HTTPException, ValueError) as error:
            notes[peer] = f"no answer ({error})"
        else:
            expected = found if expected is None else expected
            notes[peer] = "" if found == expected else f"{found} rows, not {expected}"
        finally:
            connection.close()
    return notes


def _medians(peers: Sequence[Peer], question: Question, connections: int) -> dict[Peer, float]:
    rates: dict[Peer, list[float]] = {peer: [] for peer in peers}
    used = dict.fromkeys(peers, 0.0)
    numbers = count()
    for _ in range(TURNS):
        for peer in peers:
            if used[peer] < _MOST:
                began = time.perf_counter()
                rates[peer].append(_rate(peer, question, connections, numbers))
                used[peer] += time.perf_counter() - began
    return {peer: statistics.median(found) for peer, found in rates.items()}


def _rate(peer: Peer, question: Question, connections: int, numbers: Iterator[int]) -> float:
    """Ask for one turn; gives the requests that were answered in a second."""
    began = time.perf_counter()

    def client(_: int) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", peer.port, timeout=_PATIENCE)
        answered = 0
        while not answered or time.perf_counter() < began + _TURN:
            ask(connection, peer, question, next(numbers))
            answered += 1
        connection.close()
        return answered

    with ThreadPoolExecutor(connections) as threads:
        answered = sum(threads.map(client, range(connections)))
    return answered / (time.perf_counter() - began)
