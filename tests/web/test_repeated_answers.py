"""Answers that are asked again: named by release, question and format, unchanged, and kept; a real server."""

import re

import httpx
import pytest

from clustergraph.store.home import Home
from conftest import Server

QUERY = "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c"
COUNTED = re.compile(r'clustergraph_cache_total\{outcome="(\w+)"\} ([0-9.]+)')


def counted(server: Server) -> dict[str, float]:
    return {name: float(number) for name, number in COUNTED.findall(httpx.get(f"{server.url}/metrics").text)}


def ask(server: Server, query: str = QUERY, **headers: str) -> httpx.Response:
    return httpx.get(f"{server.url}/sparql", params={"query": query}, headers=headers, timeout=30)


def test_the_second_answer_is_the_first(server: Server) -> None:
    """With the same name and bytes, from the cache; compressed and in another format it has another name."""
    query = QUERY + " # asked twice here alone"
    before = counted(server)
    first, second = ask(server, query), ask(server, query)
    after = counted(server)

    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert first.headers["etag"] == second.headers["etag"]
    assert first.headers["cache-control"] == second.headers["cache-control"] == "public, no-cache"
    assert int(second.headers["content-length"]) > 0
    assert after["hit"] >= before.get("hit", 0) + 1
    others = [ask(server, query, **{"Accept-Encoding": "identity"}), ask(server, query, Accept="text/csv")]
    assert len({first.headers["etag"], *(one.headers["etag"] for one in others)}) == 3
    assert others[0].content == first.content


def test_who_has_it_is_not_sent_it_again(server: Server) -> None:
    """304 for its name, weak or among others; the whole for another name; HEAD alike."""
    name = ask(server).headers["etag"]
    for had in (name, f"W/{name}", f'"x", {name}', "*"):
        answer = ask(server, **{"If-None-Match": had})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == name
        assert "clustergraph-release" in answer.headers
    assert ask(server, **{"If-None-Match": '"other"'}).status_code == 200
    head = httpx.head(f"{server.url}/sparql", params={"query": QUERY}, headers={"If-None-Match": name})
    assert head.status_code == 304
    posted = httpx.post(f"{server.url}/sparql", data={"query": QUERY}, headers={"If-None-Match": name})
    assert posted.status_code == 200, "the condition is for safe methods (RFC 9110, 13.1.2)"


def test_who_names_the_release_may_keep_the_answer_for_ever(server: Server) -> None:
    """By its digest or its name; another than the served one is refused, and what may differ is kept by nobody."""
    query = "SELECT ?s { ?s a <https://w3id.org/clustergraph/ns#Cluster> }"
    first = ask(server, query)
    digest = first.headers["clustergraph-release"]
    for named in (digest, f"https://w3id.org/clustergraph/release/{digest}"):
        answer = httpx.get(f"{server.url}/sparql", params={"query": query, "release": named})
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.content == first.content
    other = httpx.get(f"{server.url}/sparql", params={"query": QUERY, "release": "0" * 64})
    assert (other.status_code, other.json()["code"]) == (404, "unknown-release")
    assert digest in other.json()["remedy"]
    drawn = httpx.get(f"{server.url}/sparql", params={"query": "SELECT (RAND() AS ?x) {}", "release": digest})
    assert drawn.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "query", ["SELECT (RAND() AS ?x) {}", "SELECT (STRUUID() AS ?x) {}", "SELECT (NOW() AS ?x) {}"]
)
def test_what_may_differ_is_evaluated_each_time(server: Server, query: str) -> None:
    """It has no name, and nobody may keep it."""
    answers = [ask(server, query) for _ in range(2)]

    assert {one.headers["cache-control"] for one in answers} == {"no-store"}
    assert not any("etag" in one.headers for one in answers)
    assert answers[0].content != answers[1].content
    assert ask(server, query, **{"If-None-Match": '"x"'}).status_code == 200


def test_a_refused_answer_has_no_name(server: Server) -> None:
    """Nor is it kept."""
    for _ in range(2):
        answer = ask(server, "SELECT * { ?s ?p ?o")
        assert (answer.status_code, answer.headers["cache-control"]) == (400, "no-store")
        assert "etag" not in answer.headers


def test_bytes_and_names_survive_a_restart(home: Home) -> None:
    """Two servers, one after the other, one of which keeps nothing: grouped, joined, described."""
    queries = [
        QUERY,
        "SELECT ?p (SAMPLE(?o) AS ?x) (GROUP_CONCAT(STR(?s)) AS ?g) { ?s ?p ?o } GROUP BY ?p",
        "SELECT DISTINCT ?p ?g { GRAPH ?g { ?s ?p ?o } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . ?o a ?c } LIMIT 2000",
        "DESCRIBE <https://w3id.org/clustergraph/id/cluster/netwood>",
    ]
    told = []
    for size in ("0", "1000000"):
        server = Server(home.folder, cache_max_bytes=size, public_url="http://names.test")
        answers = [ask(server, query) for query in queries]
        told.append([(one.status_code, one.headers["etag"], one.content) for one in answers])
        server.stop()

    assert told[0] == told[1]
    assert {status for status, _, _ in told[0]} == {200}
