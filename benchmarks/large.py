"""Measures how soon a large answer begins, and what many cost the process that serves: a part of `make bench`."""

import http.client
import statistics
import time
from pathlib import Path

from asking import progress
from peers import Peer
from questions import Question

TIMES = 50
_MIB = 1024  # KiB, in which the kernel counts


def measure_large(peer: Peer, question: Question) -> None:
    """Ask one large question many times; prints the first byte's time, and memory of the web process.

    The peak is the kernel's own mark, so nothing is missed; it is wiped before the first question.
    """
    web = _web_process(peer.process)
    connection = http.client.HTTPConnection("127.0.0.1", peer.port)
    _first_byte(connection, peer, question)
    before = _memory(web, "VmRSS")
    Path(f"/proc/{web}/clear_refs").write_text("5")
    progress(f"{TIMES} times {question.title}")
    seconds = [_first_byte(connection, peer, question) for _ in range(TIMES)]
    connection.close()
    after, peak = _memory(web, "VmRSS"), _memory(web, "VmHWM")
    print(f"\n| {question.title}, {TIMES} times, one after the other | |\n|---|---|")
    print(f"| first byte of the body, median | {statistics.median(seconds) * 1000:.0f} ms |")
    print(f"| first byte of the body, worst | {max(seconds) * 1000:.0f} ms |")
    print(f"| memory of the web process, before | {before:.1f} MiB |")
    print(f"| growth | {after - before:.1f} MiB |")
    print(f"| growth at the peak | {peak - before:.1f} MiB |", flush=True)


def _first_byte(connection: http.client.HTTPConnection, peer: Peer, question: Question) -> float:
    """Ask once and read all; gives the seconds from the request to the first byte of the body."""
    began = time.perf_counter()
    connection.request("GET", peer.target(question.text), headers={"Accept": question.accept})
    response = connection.getresponse()
    response.read(1)
    taken = time.perf_counter() - began
    while response.read(1 << 16):
        pass
    return taken


def _web_process(command: int) -> int:
    """Find the process below a command that has children which evaluate."""
    return next(child for child in _children(command) if any(map(_evaluates, _children(child))))


def _children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def _evaluates(process: int) -> bool:
    return b"clustergraph.query.child" in Path(f"/proc/{process}/cmdline").read_bytes()


def _memory(process: int, name: str) -> float:
    """Read a line of the kernel's status of a process, in MiB."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / _MIB
