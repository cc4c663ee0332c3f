"""Measures validation beside pySHACL's command and shacl-engine, and one record by HTTP: a part of `make bench`.

The data is the made-up observatory, together with the lists it refers to; the shapes are those of the publication
profile. Of every fifty statements one is spoilt: an IRI becomes a text, a text an IRI. All are given the same files.
"""

import gzip
import http.client
import json
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from asking import progress
from observatory import observatory
from peers import Peer
from pyoxigraph import RdfFormat, parse
from validators import Run, Validator, run, validators

from clustergraph import resources
from clustergraph.sources.rdf import triples_of
from clustergraph.validation.profiles import read_profile

ERRORS = 50  # of so many statements one is spoilt
TURNS = 3
RECORD = "docs/examples/cluster.ttl"
TIMES = 200


def measure_validation(folder: Path, size: int) -> None:
    """Compare at one size, and ours alone at ten times that."""
    shapes = folder / "shapes.nt"
    shapes.write_bytes(triples_of(read_profile(resources.repository(), "publication").shapes))
    data = spoilt_observatory(folder, size)
    known = validators()
    print(f"\n### Validation\n\n{_lines(data)} statements, one of {ERRORS} spoilt, against the publication profile.")
    runs = {one.name: _best(one, shapes, data) for one in known}
    _compare(runs)
    larger = spoilt_observatory(folder, size * 10)
    _linear(runs[known[0].name], _lines(data), _best(known[0], shapes, larger, turns=1), _lines(larger))


def measure_record(peer: Peer) -> None:
    """Hand in one record again and again, and what is meant to do harm once each."""
    content = (resources.repository() / RECORD).read_bytes()
    progress(f"{TIMES} times {RECORD}")
    connection = http.client.HTTPConnection("127.0.0.1", peer.port)
    taken = [post(connection, content, "text/turtle") for _ in range(TIMES + 5)][5:]
    seconds = sorted(one[0] for one in taken)
    print(f"\n| {RECORD} by HTTP, {TIMES} times, one after the other | |\n|---|---|")
    print(f"| median | {statistics.median(seconds) * 1000:.1f} ms |")
    print(f"| 99 of 100 | {seconds[int(len(seconds) * 0.99)] * 1000:.1f} ms |")
    print("\n| what is meant to do harm | size | status | ms |\n|---|---|---|---|")
    for name, bomb in _bombs():
        began, status = post(connection, bomb, "application/octet-stream")
        print(f"| {name} | {len(bomb) / 1e6:.1f} MB | {status} | {began * 1000:.0f} |", flush=True)
    connection.close()


def spoilt_observatory(folder: Path, size: int) -> Path:
    """Write the observatory with the background, each statement once, some of them spoilt."""
    progress(f"an observatory of {size} statements with errors")
    path = folder / f"data-{size}.nt"
    made = parse(input="".join(observatory(size)).encode(), format=RdfFormat.N_QUADS)
    lists = triples_of(read_profile(resources.repository(), "publication").background).decode()
    statements = dict.fromkeys(f"{quad.triple} .\n" for quad in made)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(_spoilt(statements))
        file.write(lists)
    return path


def _spoilt(statements: dict[str, None]) -> Iterator[str]:
    for number, statement in enumerate(statements):
        if number % ERRORS:
            yield statement
            continue
        subject, predicate, value = statement.removesuffix(" .\n").split(" ", 2)
        yield f"{subject} {predicate} {_other(value, number)} .\n"


def _other(value: str, number: int) -> str:
    return json.dumps(f"wrong {number}") if value.startswith("<") else f"<https://wrong.example/{number}>"


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)


def _best(validator: Validator, shapes: Path, data: Path, turns: int = TURNS) -> Run:
    """Run several times; the median counts."""
    runs = []
    for turn in range(turns):
        progress(f"{validator.name}, {data.name}, turn {turn + 1}")
        runs.append(run(validator, shapes, data))
    return sorted(runs, key=lambda one: one.seconds)[turns // 2]


def _compare(runs: dict[str, Run]) -> None:
    ours = next(iter(runs.values()))
    print("\n| command | seconds | ratio | memory, MiB | findings | the same as ours |\n|---|---|---|---|---|---|")
    for name, one in runs.items():
        missing, more = sum((ours.findings - one.findings).values()), sum((one.findings - ours.findings).values())
        same = "yes" if not missing and not more else f"no: {missing} not found, {more} others"
        ratio, found = one.seconds / ours.seconds, sum(one.findings.values())
        print(f"| {name} | {one.seconds:.2f} | {ratio:.1f} | {one.memory:.0f} | {found} | {same} |", flush=True)


def _linear(small: Run, fewer: int, large: Run, more: int) -> None:
    growth, longer = more / fewer, large.seconds / small.seconds
    print(f"\n| clustergraph, {more} statements | |\n|---|---|\n| seconds | {large.seconds:.1f} |")
    print(f"| memory | {large.memory:.0f} MiB |\n| findings | {sum(large.findings.values())} |")
    print(f"| statements, times as many | {growth:.1f} |\n| seconds, times as long | {longer:.1f} |", flush=True)


def post(connection: http.client.HTTPConnection, content: bytes, media_type: str) -> tuple[float, int]:
    """Hand in content; gives the seconds to the whole answer, and its status."""
    began = time.perf_counter()
    path = "/shacl/clustergraph/api/validate?reportSyntax=application/json"
    connection.request("POST", path, content, {"Content-Type": media_type})
    response = connection.getresponse()
    response.read()
    return time.perf_counter() - began, response.status


def _bombs() -> Iterator[tuple[str, bytes]]:
    entities = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10 if n else 'lol'}'>" for n in range(12))
    yield "entities in entities", f"<!DOCTYPE x [{entities}]><x>&a11;</x>".encode()
    yield "gzip, 400 MB unpacked", gzip.compress(b"#" * 400_000_000)
    yield "gzip in gzip", gzip.compress(gzip.compress(b"#" * 100_000_000))
    yield "blank nodes in blank nodes", b"<http://e.example/a> a " + b"[ <http://e.example/p> " * 500_000
    yield "arrays in arrays", b'{"http://e.example/p": ' + b"[" * 5_000_000
    yield "elements in elements", b"<?xml version='1.0'?>" + b"<a xmlns='http://e.example/'>" * 500_000
    yield "a text of 20 MB", b'<http://e.example/a> <http://e.example/p> "' + b"x" * 20_000_000 + b'" .'
    yield "comments that never end", b"<?xml version='1.0'?>" + b"<!--" * 4_000_000
