"""Measures clustergraph beside its peers in one run, on the same triples: `make bench`.

The triples are those of an observatory that is made up (observatory.py), as many as the argument says. Ours makes a
release of it; the others load that release's Turtle, in which each triple stands once. It prints tables in Markdown,
which go into benchmarks/README.md, and tells on the standard error what it is doing.
"""

import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from asking import compare, progress
from large import measure_large
from machine import describe_machine, describe_versions
from neighbours import measure_neighbours
from observatory import observatory
from peers import UNCACHED, UNLIMITED, Peer, clustergraph, ours, oxigraph, rdflib_endpoint
from questions import read_questions
from virtuoso import is_installed, virtuoso

from clustergraph.store.home import Home
from clustergraph.store.release import Release
from pages import measure_pages
from validation import measure_record, measure_validation

SIZE = 100_000


def main(size: int) -> None:
    """Make the triples, start the servers, measure, print."""
    print(f"{describe_machine()}.\n\n{describe_versions()}.\n")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "made-up"
        release, clusters = _made_up(home, Path(folder) / "made-up.nq", size)
        with ExitStack() as running:
            others = _others(running, Path(folder), release.dumps / "clustergraph.ttl")
            _measure(home, clusters, others)
        _measure_ours(Path(folder) / "curated")
        measure_validation(Path(folder), size)


def _made_up(home: Path, file: Path, size: int) -> tuple[Release, int]:
    """Make an observatory and load it; gives the release and how many clusters it has."""
    progress(f"an observatory of {size} triples")
    text = "".join(observatory(size))
    file.write_text(text, encoding="utf-8", newline="\n")
    seconds = _command(home, "load", str(file))
    release, clusters = Home(home).current(), text.count("/ns#Cluster> <")
    triples = release.manifest.triples
    print(f"An observatory of {triples} triples, {clusters} clusters; to make a release of it took {seconds:.1f} s.")
    return release, clusters - 1  # the last may be cut


def _others(running: ExitStack, folder: Path, dump: Path) -> list[Peer]:
    progress("Oxigraph's server")
    peers = [oxigraph(running, folder, dump)]
    progress("rdflib-endpoint")
    peers.append(rdflib_endpoint(running, dump))
    if is_installed():
        progress("Virtuoso")
        peers.append(virtuoso(running, folder, dump))
    else:
        print("Virtuoso is left out: it is not installed (Debian has it as virtuoso-opensource-7).")
    return peers


def _measure(home: Path, clusters: int, others: list[Peer]) -> None:
    small, medium = read_questions("small", clusters), read_questions("medium")
    [large], [heavy] = read_questions("large"), read_questions("heavy")
    with ExitStack() as running:
        fresh = ours(running, home, UNCACHED)
        print("\nEach answer evaluated (`cache_max_bytes` = 0), small look-ups, about each cluster in turn:")
        compare([fresh, *others], small)
        print("\nAggregates:")
        compare([fresh, *others], medium)
        print("\nLarge answers, one connection:")
        compare([fresh, *others], [large, large.as_csv()], connections=1)
        print("\nOver four connections:")
        compare([fresh, others[0]], [large, large.as_csv()])
    with ExitStack() as running:  # a client that has asked for much lately is not polite any more
        measure_neighbours([ours(running, home, UNCACHED), others[0]], small[0], heavy)
    with ExitStack() as running:
        measure_large(ours(running, home, UNCACHED), large)
    with ExitStack() as running:
        print("\nAggregates that are asked again and again (settings as they come):")
        compare([ours(running, home, UNLIMITED), *others], medium)


def _measure_ours(home: Path) -> None:
    """Measure what only ours has, on the curated release."""
    seconds = _command(home, "build")
    print(f"\nThe curated release, of {Home(home).current().manifest.triples} triples; a build took {seconds:.1f} s.")
    with ExitStack() as running:
        progress("pages")
        peer = ours(running, home, UNCACHED)
        measure_pages(peer.port)
        measure_record(peer)


def _command(home: Path, *arguments: str) -> float:
    """Run a command of ours; gives the seconds it took."""
    progress(f"clustergraph {arguments[0]}")
    began = time.perf_counter()
    subprocess.run(clustergraph(home, *arguments, "--json"), check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
