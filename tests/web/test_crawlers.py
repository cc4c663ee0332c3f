"""Clients that follow names get every document, over many connections, with the settings as they come."""

import itertools
import random
import re
import shutil
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from clustergraph.store.home import Home
from conftest import Server, values

OURS = "https://w3id.org/clustergraph"
CONNECTIONS = 30
ADDRESSES = (f"127.0.3.{number}" for number in itertools.count(1))
NAMES = f"""
SELECT DISTINCT ?s {{ ?s a ?type FILTER(STRSTARTS(STR(?s), "{OURS}/") && !CONTAINS(STR(?s), "#"))
  FILTER NOT EXISTS {{ ?type a <urn:none> }} }} ORDER BY ?s
"""
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def plain(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the settings as they come; who asks has an address that nobody had before."""
    folder = tmp_path_factory.mktemp("crawled") / "home"
    shutil.copytree(home.folder, folder)
    running = Server(folder)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def paths(ask: Callable[..., httpx.Response]) -> Sequence[str]:
    """The paths of all names of records, concepts and other things, in an order of chance."""
    names = [row[0] for row in values(ask(NAMES)) if row[0]]
    found = [name.removeprefix(OURS) for name in names if name.startswith((f"{OURS}/id/", f"{OURS}/scheme/"))]
    found = [path for path in found if not path.startswith(("/id/dataset/", "/id/catalog"))]
    random.Random(23).shuffle(found)
    assert len(found) > 2000
    return found


def client(address: str = "", connections: int = CONNECTIONS) -> httpx.Client:
    """Make a client with an address, one of its own where none is given, that follows what leads on."""
    limits = httpx.Limits(max_connections=connections)
    transport = httpx.HTTPTransport(local_address=address or next(ADDRESSES), limits=limits)
    return httpx.Client(transport=transport, timeout=100, follow_redirects=True)


def crawl(server: Server, paths: Sequence[str], **headers: str) -> Counter[str]:
    """Get all over so many connections; gives how often there was which status, with the error's code."""

    def get(path: str) -> str:
        answer = session.get(f"{server.url}{path}", headers=headers)
        return f"{answer.status_code} {answer.headers.get('clustergraph-error', '')}".strip()

    with client() as session, ThreadPoolExecutor(CONNECTIONS) as pool:
        return Counter(pool.map(get, paths))


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples", "text/html"]
)
def test_two_hundred_documents_over_thirty_connections(plain: Server, paths: Sequence[str], accept: str) -> None:
    """By their permanent names, in each format: 92 of them used to be refused."""
    assert crawl(plain, paths[:200], accept=accept) == {"200": 200}


def test_as_many_requests_as_one_may_make_a_minute_are_no_end(plain: Server, paths: Sequence[str]) -> None:
    """Two thousand names are four thousand requests, and three thousand a minute are a client's share."""
    assert crawl(plain, paths[:2000], accept="text/turtle") == {"200": 2000}


SEALED = {
    "graphs": ["/graphs?graph={graph}", "/doc/{graph_path}.ttl"],
    "descriptions": ["/catalog.ttl", "/.well-known/void", "/.well-known/sparql-examples.jsonld", "/release/{digest}"],
    "dumps": ["/dumps/vocabulary.ttl", "/dumps/", "/releases/{digest}/shapes.ttl", "/ontology/context.jsonld"],
    "large documents": ["/ns.ttl", "/shapes.nt", "/ns", "/sitemap.xml", "/about?iri=http://purl.org/dc/terms/title"],
    "lists": ["/schemes", "/clusters", "/queries", "/queries/cluster-directory", "/problem/not-found", "/"],
}  # fmt: skip


@pytest.mark.parametrize("kind", SEALED)
def test_all_that_is_sealed_is_served_so(plain: Server, kind: str) -> None:
    """Whatever is no query of the client's own."""
    told = httpx.get(f"{plain.url}/graphs", headers={"Accept": "application/json"})
    digest = told.headers["clustergraph-release"]
    wanted = []
    for row in told.json()["graphs"][:40]:
        graph = row["graph"]
        places = {"graph": graph.replace("#", "%23"), "graph_path": graph.removeprefix(f"{OURS}/"), "digest": digest}
        wanted += [path.format(**places) for path in SEALED[kind]]

    assert crawl(plain, wanted[:120]) == {"200": min(120, len(wanted))}


def test_head_too(plain: Server, paths: Sequence[str]) -> None:
    """Checkers of links ask so."""
    with client() as session, ThreadPoolExecutor(CONNECTIONS) as pool:
        answers = list(pool.map(lambda path: session.head(f"{plain.url}{path}"), paths[:200]))

    assert Counter(answer.status_code for answer in answers) == {200: 200}


def test_crawlers_and_queries_do_not_keep_each_other_out(plain: Server, paths: Sequence[str]) -> None:
    """Three crawlers, two clients that ask small queries as fast as they can, and two with endless ones."""

    def asks(query: str, number: int) -> Counter[str]:
        with client(connections=4) as session:
            answers = [
                session.get(f"{plain.url}/sparql", params={"query": query, "timeout": "5"}) for _ in range(number)
            ]
        return Counter(f"{one.status_code} {one.headers.get('clustergraph-error', '')}".strip() for one in answers)

    with ThreadPoolExecutor(8) as pool:
        endless = [pool.submit(asks, CROSS, 3) for _ in range(2)]
        crawlers = [
            pool.submit(crawl, plain, paths[first : first + 150], accept="text/turtle") for first in (0, 200, 400)
        ]
        small = [pool.submit(asks, "ASK {}", 200) for _ in range(2)]
        assert [one.result() for one in crawlers] == [{"200": 150}] * 3
        assert [one.result() for one in small] == [{"200": 200}] * 2
        for one in endless:
            assert "200" not in one.result()


def test_one_client_crawls_and_asks(plain: Server, paths: Sequence[str]) -> None:
    """Documents take nothing of the queries that it may ask."""
    with client(connections=40) as session, ThreadPoolExecutor(CONNECTIONS + 4) as pool:
        documents = [pool.submit(session.get, f"{plain.url}{path}") for path in paths[:200]]
        queries = [pool.submit(session.get, f"{plain.url}/sparql", params={"query": "ASK {}"}) for _ in range(4)]
        statuses = [one.result().status_code for one in (*documents, *queries)]

    assert Counter(statuses) == {200: 204}


def _begin(server: Server, path: str, address: str) -> socket.socket:
    """Ask for a document and read nothing."""
    asked = socket.create_connection(("127.0.0.1", server.port), timeout=30, source_address=(address, 0))
    asked.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept: application/ld+json\r\n\r\n".encode())
    return asked


def _until(server: Server, state: str, number: int) -> None:
    """Wait until so many documents are in a state."""
    for _ in range(3000):
        if _documents(server)[state] == number:
            return
        time.sleep(0.01)
    raise AssertionError(f"there were never {number} documents {state}")


def _documents(server: Server) -> dict[str, float]:
    lines = httpx.get(f"{server.url}/metrics").text.splitlines()
    told = [line.rsplit(" ", 1) for line in lines if line.startswith("clustergraph_documents{")]
    return {name.split('"')[1]: float(number) for name, number in told}


def test_a_client_that_leaves_gives_up_its_place(serve: Callable[..., Server]) -> None:
    """Nobody makes a document for somebody who has gone."""
    server = serve(client_documents="1", document_patience="3600", query_deadline="60")
    with _begin(server, "/graphs?default", "127.0.0.71"):
        waiting = [_begin(server, "/clusters", "127.0.0.71") for _ in range(10)]
        _until(server, "waiting", 10)
        for one in waiting:
            one.close()
        _until(server, "waiting", 0)
    _until(server, "in hand", 0)

    # the first may have had its turn before it left, where the graph was found sooner
    told = httpx.get(f"{server.url}/metrics").text
    assert re.search(r'requests_total\{route="/clusters",status="200"\} (?!1\.0)', told) is None


@pytest.mark.parametrize(
    ("addresses", "limit", "status"),
    [
        (["127.0.0.81", "127.0.0.81"], "client_documents", 429),
        (["127.0.0.82", "127.0.0.83", "127.0.0.84"], "document_patience", 503),
    ],
)
def test_what_has_no_turn_in_time_is_told_why(
    serve: Callable[..., Server], addresses: list[str], limit: str, status: int
) -> None:
    """The limit that was met, and when to ask again."""
    server = serve(client_documents="1", document_patience="0.1", query_queue="4", query_deadline="60")
    *first, last = addresses
    held = [_begin(server, "/graphs?default", address) for address in first]
    _until(server, "in hand", len(first))
    with client(last) as session:
        refusal = session.get(f"{server.url}/clusters")
    told = {one["name"]: one for one in httpx.get(f"{server.url}/limits").json()["limits"]}[limit]
    for one in held:
        one.close()

    assert refusal.status_code == status == told["status"]
    assert refusal.json()["limit"]["setting"] == limit
    assert refusal.json()["limit"]["value"] == told["value"]
    assert refusal.json()["code"] == told["code"]
    assert int(refusal.headers["retry-after"]) > 0
