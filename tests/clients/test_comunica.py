"""Comunica as it comes from npm: it finds the endpoint, asks it, joins it with another, and notices what is cut."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, Server, clustergraph, values

NODE = ROOT / "tests/node"
PREFIXES = "PREFIX cg: <https://w3id.org/clustergraph/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
CLUSTERS = "SELECT ?one ?name WHERE { ?one a cg:Cluster ; skos:prefLabel ?name }"
QUERIES = {
    "rows": CLUSTERS,
    "sorted": CLUSTERS + " ORDER BY DESC(?name) LIMIT 7",
    "nothing": "SELECT ?one { ?one cg:none ?two }",
    "counted": "SELECT ?type (COUNT(*) AS ?n) { ?one a ?type } GROUP BY ?type",
    "optional": "SELECT ?one ?site { ?one a cg:Cluster OPTIONAL { ?one cg:website ?site } }",
    "path": "SELECT DISTINCT ?wide { ?one a cg:Cluster ; cg:sector/skos:broader* ?wide }",
    "graph": "SELECT DISTINCT ?g { GRAPH ?g { ?one a cg:Cluster } }",
    "values": "SELECT ?t { VALUES ?t { cg:Cluster cg:Sector cg:None } FILTER EXISTS { ?one a ?t } }",
}

Ask = Callable[..., Any]


def comunica(sources: list[Any], *queries: str) -> list[dict[str, Any]]:
    """Ask queries of sources, one process for all; skip where it cannot be run."""
    if shutil.which("node") is None or not (NODE / "node_modules/@comunica").is_dir():
        pytest.skip("Comunica is not here; `make test` sets it up where there is npm and Node.js 20.18 or newer")
    asked = json.dumps({"sources": sources, "queries": [PREFIXES + query for query in queries]})
    done = subprocess.run(
        ["node", NODE / "comunica.js"], input=asked, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


Row = dict[str, list[str]]
STRING = "http://www.w3.org/2001/XMLSchema#string"


def direct(told: dict[str, Any]) -> list[Row]:
    """Give the rows of a JSON answer: for each name its value, and its language or type."""
    return [{name: _told(term) for name, term in row.items()} for row in told["results"]["bindings"]]


def _told(term: dict[str, str]) -> list[str]:
    kind = "" if term["type"] == "uri" else term.get("datatype", STRING)
    return [term["value"], term.get("xml:lang", "").lower() or kind]  # Comunica writes language tags in small letters


def by_content(row: Row) -> list[tuple[str, list[str]]]:
    """Order rows somehow."""
    return sorted(row.items())


@pytest.mark.parametrize("typed", [False, True], ids=["found", "told"])
def test_answers_are_those_of_the_endpoint(server: Server, ask: Ask, typed: bool) -> None:
    """Whether it finds out by itself that this is an endpoint or is told so."""
    address = f"{server.url}/sparql"
    answers = comunica([{"type": "sparql", "value": address} if typed else address], *QUERIES.values())
    for name, told in zip(QUERIES, answers, strict=True):
        expected = direct(ask(PREFIXES + QUERIES[name]).json())
        assert sorted(told["answer"], key=by_content) == sorted(expected, key=by_content), name
        assert told["answer"] == expected or name != "sorted"
    assert len(answers[0]["answer"]) > 40


def test_other_forms_of_queries(serve: Callable[..., Server], ask: Ask) -> None:
    """ASK, CONSTRUCT and DESCRIBE, and every triple there is, for which a busy machine needs time."""
    asked, built, described, counted = comunica(
        [f"{serve(query_deadline='60').url}/sparql"],
        "ASK { ?one a cg:Cluster }",
        "CONSTRUCT WHERE { ?one a cg:Cluster }",
        "DESCRIBE ?one { ?one a cg:Cluster }",
        "CONSTRUCT WHERE { ?s ?p ?o }",
    )

    assert asked["answer"] is True
    assert len(built["answer"].splitlines()) == 20
    assert len(described["answer"].splitlines()) > 400
    size = values(ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
    assert [[str(len(counted["answer"].splitlines()))]] == size


def test_two_endpoints_are_joined(server: Server, tmp_path: Path) -> None:
    """What is here and what another endpoint knows of the same names come together."""
    extra = tmp_path / "notes.ttl"
    names = ["ac-serbia", "bipom", "memos"]
    cluster = "https://w3id.org/clustergraph/id/cluster/"
    extra.write_text("".join(f"<{cluster}{name}> <http://notes.org/note> '{name}!' .\n" for name in names))
    done = clustergraph("--home", str(tmp_path / "home"), "load", str(extra))
    assert done.returncode == 0, done.stderr
    other = Server(tmp_path / "home", client_requests="0", client_seconds="0")
    try:
        query = "SELECT ?note { ?one a cg:Cluster ; skos:prefLabel ?name ; <http://notes.org/note> ?note }"
        [answer] = comunica([f"{server.url}/sparql", f"{other.url}/sparql"], query)
    finally:
        other.stop()

    assert {row["note"][0] for row in answer["answer"]} == {f"{name}!" for name in names}


def test_a_cut_answer_is_an_error(serve: Callable[..., Server]) -> None:
    """Neither a refusal nor a broken transfer is taken for an answer."""
    narrow = serve(result_max_bytes="300000", query_deadline="3")
    for query in (
        "SELECT * { ?a ?b ?c . ?d ?e ?f }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    ):
        [told] = comunica([{"type": "sparql", "value": f"{narrow.url}/sparql"}], query)
        assert "answer" not in told, query


def test_the_answers_compared_are_not_empty(ask: Ask) -> None:
    """But the one that is meant to be."""
    assert {name for name, query in QUERIES.items() if not values(ask(PREFIXES + query))} == {"nothing"}
