"""Measures validation by this build beside an earlier one: a part of `make bench-beside`.

Each command is a whole process, in turns; then one record is handed in by HTTP, to the one server and to the other.
``python benchmarks/beside_validation.py ../earlier`` measures this part alone.
"""

import http.client
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from asking import progress
from builds import Build, Took, builds_beside, keep_compiled, run
from machine import describe_machine, describe_ours
from peers import UNLIMITED
from pyoxigraph import RdfFormat, parse, serialize
from submissions import made_up_clusters
from validators import UNLIMITED_VALIDATION, below, memory

from clustergraph import resources
from clustergraph.ns import PREFIXES
from clustergraph.sources.rdf import triples_of
from clustergraph.store.text import rewrite
from clustergraph.validation.profiles import read_profile
from validation import RECORD, TIMES, post, spoilt_observatory

_ONE_SHAPE = """PREFIX cg: <https://w3id.org/clustergraph/ns#> PREFIX sh: <http://www.w3.org/ns/shacl#>
<urn:one> a sh:NodeShape ; sh:targetClass cg:Cluster ; sh:nodeKind sh:IRI .
"""
_BEFORE = 20  # requests that do not count
_ANY = ("--profile", "any", "--strict", "--separate", "--format", "ntriples", "--shapes")


class _Case(NamedTuple):
    """What is measured: its title, how often, and the arguments of `validate`."""

    title: str
    turns: int
    arguments: tuple[str, ...]


def measure_beside(builds: Sequence[Build], homes: Sequence[Path], folder: Path, size: int) -> None:
    """Run the commands of both in turns, then ask both servers in turns."""
    print(
        "\n### Validation\n\nWhole processes in turns, medians; the memory is the most of one process. Made-up "
        f"clusters are `{RECORD}` with other names, each a record of some 70 statements.\n"
    )
    print("| validate | whose | seconds | of the processor | memory, MiB | ours to this, of the processor | memory |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for case in _cases(folder, size):
        taken = []
        for turn in range(case.turns):
            progress(f"{case.title}, turn {turn + 1}")
            taken.append([_validate(build, folder, case) for build in builds])
        medians = [Took(*map(statistics.median, zip(*runs, strict=True))) for runs in zip(*taken, strict=True)]
        for build, one in zip(builds, medians, strict=True):
            ratios = f"{medians[0].used / one.used:.2f} | {medians[0].memory / one.memory:.2f}"
            print(
                f"| {case.title} | {build.name} | {one.seconds:.2f} | {one.used:.2f} | {one.memory:.0f} | {ratios} |",
                flush=True,
            )
    _ask(builds, homes)


def _cases(folder: Path, size: int) -> Iterator[_Case]:
    yield _Case(RECORD, 7, (str(resources.repository() / RECORD),))
    for number, turns in ((300, 5), (3000, 1)):
        path = folder / f"clusters-{number}.ttl"
        path.write_text("".join(made_up_clusters(number)), encoding="utf-8")
        yield _Case(f"{number} made-up clusters", turns, (str(path),))
    path, shape = folder / "clusters.jsonld", folder / "one-shape.ttl"
    statements = parse("".join(made_up_clusters(1000)), RdfFormat.TURTLE)
    triples = serialize((quad.triple for quad in statements), format=RdfFormat.N_TRIPLES) or b""
    path.write_bytes(rewrite(triples.decode(), "jsonld", PREFIXES))
    shape.write_text(_ONE_SHAPE, encoding="utf-8")
    title = f"1000 made-up clusters in JSON-LD ({path.stat().st_size / 1e6:.1f} MB)"
    yield _Case(title, 3, (str(path),))
    yield _Case(f"{title}, one shape", 7, (*_ANY, str(shape), str(path)))
    shapes = folder / "publication.nt"
    shapes.write_bytes(triples_of(read_profile(resources.repository(), "publication").shapes))
    data = spoilt_observatory(folder, size)
    yield _Case(f"the observatory of {size} statements, publication", 5, (*_ANY, str(shapes), str(data)))


def _validate(build: Build, folder: Path, case: _Case) -> Took:
    return run(build.command(folder / "none", "validate", *case.arguments), build.checkout, UNLIMITED_VALIDATION)


def _ask(builds: Sequence[Build], homes: Sequence[Path]) -> None:
    content = (resources.repository() / RECORD).read_bytes()
    progress(f"{TIMES} times {RECORD} by HTTP")
    taken: list[list[float]] = [[] for _ in builds]
    with ExitStack() as running:
        peers = [build.serve(running, home, UNLIMITED) for build, home in zip(builds, homes, strict=True)]
        connections = [http.client.HTTPConnection("127.0.0.1", peer.port) for peer in peers]
        for _ in range(_BEFORE):
            for connection in connections:
                post(connection, content, "text/turtle")
                connection.close()  # the first answers take long, and a server waits for no client
        before = [_used(peer.process) for peer in peers]
        for _ in range(TIMES):
            for connection, seconds in zip(connections, taken, strict=True):
                seconds.append(post(connection, content, "text/turtle")[0])
        used = [(_used(peer.process) - began) / TIMES * 1000 for peer, began in zip(peers, before, strict=True)]
        held = [sum(map(memory, [peer.process, *below(peer.process)])) / 1024 for peer in peers]
    medians = [statistics.median(seconds) * 1000 for seconds in taken]
    print(
        f"\n| `{RECORD}` by HTTP, {TIMES} times, in turns | median, ms | 99 of 100, ms | of the processor, ms "
        "| memory of all processes, MiB | ours to this, median | of the processor |"
    )
    print("|---|---|---|---|---|---|---|")
    for build, seconds, median, one, space in zip(builds, taken, medians, used, held, strict=True):
        late = sorted(seconds)[int(TIMES * 0.99)] * 1000
        ratios = f"{medians[0] / median:.2f} | {used[0] / one:.2f}"
        print(f"| {build.name} | {median:.1f} | {late:.1f} | {one:.1f} | {space:.0f} | {ratios} |", flush=True)


def _used(server: int) -> float:
    """Give the seconds of the processor that a server and the processes it has started took."""
    ticks = 0
    for process in [server, *below(server)]:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])  # utime and stime of proc(5), counted from behind the name
    return ticks / os.sysconf("SC_CLK_TCK")


def main(other: Path, size: int) -> None:
    """Measure this part alone; the servers make the release of their own repository."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        keep_compiled(folder / "compiled")
        builds = builds_beside(other)
        for build in builds:
            run(build.command(folder / "none", "--version"), build.checkout)
        print(f"{describe_machine()}.\n\n{describe_ours()}.")
        measure_beside(builds, [folder / f"home-{number}" for number in range(len(builds))], folder, size)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
