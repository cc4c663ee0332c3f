"""Measures the longest step of the event loop under each kind of request: `python benchmarks/loop.py [graphs]`.

While a step runs, nobody else is answered. What is asked, and how an application is served in this process, are those
of tests/web/test_loop.py, which counts lines; here the processor time of a step is taken, in milliseconds, the least of
three times. It prints a table in Markdown, which goes into benchmarks/README.md.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent / folder) for folder in ("tests", "tests/web")]
from test_loop import ASKED, MANY, SERVED, Served, served  # noqa: E402

GRAPHS = 10_000
_TIMES = 3
_run = asyncio.events.Handle._run  # noqa: SLF001


class Stopwatch:
    """Takes the time of each step; ``longest`` is the most that one took, in seconds."""

    def __init__(self) -> None:
        self.longest = 0.0

    def run(self, handle: asyncio.Handle) -> None:
        """Run a step."""
        began = time.thread_time()
        try:
            _run(handle)
        finally:
            self.longest = max(self.longest, time.thread_time() - began)


def main(graphs: int) -> None:
    """Serve, ask each, print."""
    print(f"| what is asked, of {graphs} graphs, {MANY} of it | longest step, ms |\n|---|---|")
    with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "served", graphs) as one:
        for name, (ask, _) in ASKED.items():
            print(f"| {name} | {_longest(one, lambda one, ask=ask: ask(one, MANY, None)):.2f} |")
        for name, (make, _) in SERVED.items():
            print(f"| {name} | {_longest(one, lambda one, make=make: one.ask(**make(one))):.2f} |")


def _longest(one: Served, ask: Callable[[Served], object]) -> float:
    found = []
    for _ in range(_TIMES):
        watch = Stopwatch()
        asyncio.events.Handle._run = lambda handle, watch=watch: watch.run(handle)  # noqa: SLF001
        try:
            ask(one)
        finally:
            asyncio.events.Handle._run = _run  # noqa: SLF001
        found.append(watch.longest * 1000)
    return min(found)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else GRAPHS)
