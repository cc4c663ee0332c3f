"""The dataset of a query, by FROM or by the request: a set of triples, however many graphs hold one; a real server."""

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import combinations_with_replacement
from pathlib import Path
from typing import Any

import httpx
import pytest

from conftest import Server, values

BASE = "http://graphs.test/"
GRAPHS = {
    "one": "<x:s> <x:p> <x:o> . <x:s> <x:p> 'name'@sr-Latn .",
    "two": "<x:s> <x:p> <x:o> . <x:s> <x:q> 01 .",
    "three": "<x:t> <x:p> <x:o> .",
}
SIZES = {(): 0, ("one",): 2, ("two",): 2, ("three",): 1, ("one", "two"): 3, ("one", "three"): 3, ("two", "three"): 3}
SIZES[("one", "two", "three")] = 4
COUNT = "SELECT (COUNT(*) AS ?n) %s { ?s ?p ?o }"
NAMED = "SELECT ?g (COUNT(*) AS ?n) %s { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"

Ask = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Ask a server on three graphs, two of which share a triple."""
    folder = tmp_path_factory.mktemp("datasets")
    for name, content in GRAPHS.items():
        (folder / f"{name}.ttl").write_text(content)
    files = [f"{name}.ttl" for name in GRAPHS]
    command = [sys.executable, "-m", "clustergraph", "--home", str(folder / "home"), "load", *files, "--base", BASE]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    server = Server(Path(folder / "home"), client_requests="0", client_seconds="0", public_url="http://graphs.test")

    def asked(query: str, **parameters: Any) -> httpx.Response:
        return httpx.get(f"{server.url}/sparql", params={"query": query, **parameters}, timeout=30)

    yield asked
    server.stop()


def iri(name: str) -> str:
    return f"{BASE}{name}.ttl"


CHOICES = [list(names) for size in (1, 2, 3) for names in combinations_with_replacement(GRAPHS, size)]


@pytest.mark.parametrize("names", CHOICES, ids="-".join)
def test_the_default_graph_is_a_merge(ask: Ask, names: list[str]) -> None:
    """A triple is there once, whether its graph is named twice or two graphs have it; and named graphs are none."""
    size = SIZES[tuple(name for name in GRAPHS if name in names)]
    written = ask(COUNT % " ".join(f"FROM <{iri(name)}>" for name in names))
    asked = ask(COUNT % "", **{"default-graph-uri": [iri(name) for name in names]})
    named = ask(NAMED % " ".join(f"FROM <{iri(name)}>" for name in names))

    assert values(written) == values(asked) == [[str(size)]]
    assert values(named) == []


@pytest.mark.parametrize("names", CHOICES, ids="-".join)
def test_a_named_graph_is_there_once(ask: Ask, names: list[str]) -> None:
    """However often it is named; and the default graph is empty then."""
    clauses = " ".join(f"FROM NAMED <{iri(name)}>" for name in names)
    expected = [[iri(name), str(SIZES[(name,)])] for name in sorted(GRAPHS) if name in names]

    assert values(ask(NAMED % clauses)) == expected
    assert values(ask(NAMED % "", **{"named-graph-uri": [iri(name) for name in names]})) == expected
    assert values(ask(COUNT % clauses)) == [["0"]]


def test_both_at_once(ask: Ask) -> None:
    """Default and named graphs, some of them in both; what is not named is not there."""
    clauses = " ".join(f"FROM {kind} <{iri(name)}>" for name in ("one", "two", "one") for kind in ("", "NAMED"))
    query = "SELECT ?g ?s ?p ?o %s { ?s ?p ?o OPTIONAL { GRAPH ?g { ?s ?p ?o } } }"
    rows = values(ask(query % clauses))

    assert len(rows) == 4
    assert {row[0] for row in rows} == {iri("one"), iri("two")}
    assert ask(query % clauses).text.count("sr-Latn") == 1


def test_the_request_comes_before_the_query(ask: Ask) -> None:
    """SPARQL 1.1 Protocol, 2.1.4."""
    clauses = f"FROM <{iri('one')}> FROM <{iri('two')}>"

    assert values(ask(COUNT % clauses, **{"default-graph-uri": iri("three")})) == [["1"]]


ONE, TWO = f"<{iri('one')}>", f"<{iri('two')}>"


@pytest.mark.parametrize(
    "query",
    [
        f"BASE <{BASE}> SELECT (COUNT(*) AS ?n) FROM <one.ttl> FROM <two.ttl> {{ ?s ?p ?o }}",
        f"PREFIX g: <{BASE}> SELECT (COUNT(*) AS ?n) FROM g:one.ttl FROM g:two.ttl WHERE {{ ?s ?p ?o }}",
        f"PREFIX from: <{BASE}> SELECT (COUNT(*) AS ?n) FROM from:one.ttl FROM from:two.ttl {{ ?s ?p ?o }}",
        f"PREFIX #\nfromage: <{BASE}> SELECT (COUNT(*) AS ?n)FROM fromage:one.ttl FROM{TWO}{{ ?s ?p ?o }}",
        f"SELECT (COUNT(*) AS ?n) from {ONE} # FROM <x:y>\nFrom\n{TWO} {{ ?s ?p ?o }}",
        f"SELECT (COUNT(*) AS ?n) FROM {ONE} FROM {TWO} FROM NAMED {TWO} {{ ?s ?p ?o FILTER(?p != 'FROM <x:a>') }}",
        "SELECT (COUNT(*) AS ?n) FROM </one.ttl> FROM <../two.ttl> { ?s ?p ?o }",
        f"PREFIX : <{BASE}> SELECT (COUNT(*) AS ?n) FROM :one.ttl FROM :tw\\o.ttl {{ ?s ?p ?o }}",
        f"SELECT (COUNT(*) AS ?n) FROM {ONE} FROM <{BASE}tw\\u006F.ttl> {{ ?s ?p ?o }}",
    ],
)
def test_names_are_read_as_the_query_writes_them(ask: Ask, query: str) -> None:
    """Prefixed, relative, escaped, without blanks."""
    answer = ask(query)
    refused = answer.status_code == 400 and answer.json()["code"] == "syntax-error"

    assert refused == ("tw\\o" in query), answer.text
    assert refused or values(answer) == [["3"]]


@pytest.mark.parametrize(
    "query",
    [
        f"PREFIX x: <{BASE}> SELECT (COUNT(*) AS ?n) FROMx:one.ttl FROMx:two.ttl {{ ?s ?p ?o }}",
        f"PREFIX : <{BASE}> SELECT (COUNT(*) AS ?n) FROM:one.ttl FROM {TWO} {{ ?s ?p ?o }}",
        f"PREFIX x: <{BASE}> SELECT (COUNT(*) AS ?n) FROM {ONE} FROM NAMEDx:two.ttl {{ ?s ?p ?o }}",
        f"PREFIX : <{BASE}> ASKFROM:one.ttl FROM {TWO} {{ ?s ?p ?o }}",
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(ask: Ask, query: str) -> None:
    """Rather than answered wrongly: Oxigraph's parser needs no blank behind a keyword."""
    answer = ask(query)

    assert (answer.status_code, answer.json()["code"]) == (400, "query-refused")
    assert "blank" in answer.json()["remedy"]


def test_a_mistake_has_its_place(ask: Ask) -> None:
    """Also where the dataset is looked at first."""
    answer = ask(f"SELECT *\nFROM {ONE} FROM nobody:x {{ ?s ?p ?o }}")

    assert (answer.status_code, answer.json()["code"]) == (400, "syntax-error")
    assert answer.json()["place"]["line"] == 2


@pytest.mark.parametrize("clause", ["FROM <{url}>", "FROM NAMED <{url}>", f"FROM {ONE} FROM <{{url}}>"])
@pytest.mark.parametrize("scheme", ["http", "file"])
def test_nothing_outside_is_read(ask: Ask, tmp_path: Path, clause: str, scheme: str) -> None:
    """Neither from the network nor from a disk: FROM is refused then, a request's graph is empty."""
    file = tmp_path / "secret.nt"
    file.write_text("<x:a> <x:b> <x:c> .")
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0.3)
        url = file.as_uri() if scheme == "file" else f"http://127.0.0.1:{trap.getsockname()[1]}/a.nt"
        query = "SELECT * %s { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
        answer = ask(query % clause.replace("{url}", url))
        assert (answer.status_code, answer.json()["code"]) == (400, "unknown-graph")
        assert url in answer.json()["detail"]
        for name in ("default-graph-uri", "named-graph-uri"):
            assert values(ask(query % "", **{name: url})) == []
        with pytest.raises(TimeoutError):
            trap.accept()
