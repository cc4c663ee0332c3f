"""A graph that a server answers has each statement once, in every format (RDF 1.1 Concepts, section 3.1)."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import parse

from clustergraph.query.formats import FORMATS
from clustergraph.store.distinct import may_repeat
from clustergraph.store.formats import GRAPH_FORMATS
from clustergraph.store.release import Release
from conftest import Server

DATA = """
_:x <a:p> 1 , 2 ; <a:q> _:y . _:y <a:p> 1 ; <a:q> _:y , <a:s> .
<a:s> <a:q> _:x , _:y ; <a:p> 3 .
"""
#: Query → how many statements it has.
QUERIES = {
    "CONSTRUCT { ?s a <a:T> } { ?s ?p ?o }": 3,
    "CONSTRUCT { <a:all> <a:has> ?s } { ?s ?p ?o }": 3,
    "CONSTRUCT { ?s <a:knows> ?o } { ?s ?p ?o FILTER(ISBLANK(?o)) }": 4,
    "CONSTRUCT { <a:all> <a:is> true . ?s <a:is> true } { ?s ?p ?o }": 4,
    "CONSTRUCT { ?b <a:p> ?v } { ?s <a:p> ?v BIND(BNODE('one') AS ?b) FILTER(ISNUMERIC(?v)) }": 3,
    # a label, and a list of properties, written twice in a template: one node for each solution
    "CONSTRUCT { _:n <a:p> 1 . _:n <a:p> 1 } { VALUES ?x { 1 2 } }": 2,
    "CONSTRUCT { [ <a:p> 1 , 1 ] } { VALUES ?x { 1 2 } }": 2,
    # nodes of a template are new ones in each solution (SPARQL 1.1, 16.2.1): these are different statements
    "CONSTRUCT { [] <a:of> ?s } { ?s ?p ?o }": 9,
    "DESCRIBE <a:s> ?o { ?s <a:q> ?o }": 9,
    "CONSTRUCT WHERE { ?s ?p ?o }": 9,
}


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str, str], httpx.Response]]:
    """Ask a server on two blank nodes."""
    folder = tmp_path_factory.mktemp("sets")
    (folder / "data.ttl").write_text(DATA)
    command = [sys.executable, "-m", "clustergraph", "--home", str(folder / "home"), "load"]
    command += ["--graph", "urn:data", str(folder / "data.ttl")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    server = Server(Path(folder / "home"), client_requests="0", client_seconds="0")

    def asked(query: str, form: str) -> httpx.Response:
        # what the endpoint says of itself stands in the default graph alone
        parameters = {"query": query, "format": form, "default-graph-uri": "urn:data"}
        return httpx.get(f"{server.url}/sparql", params=parameters, timeout=30)

    yield asked
    server.stop()


@pytest.mark.parametrize("form", [row.name for row in FORMATS if row.kind != "solutions"])
@pytest.mark.parametrize("query", QUERIES)
def test_each_statement_comes_once(ask: Callable[[str, str], httpx.Response], query: str, form: str) -> None:
    """However many solutions have it; what a template makes anew stays."""
    answer = ask(query, form)
    answer.raise_for_status()
    if form == "html":
        assert answer.text.count("<tr>") == QUERIES[query]
        return
    statements = list(parse(input=answer.content, format=GRAPH_FORMATS[form]))

    assert len(statements) == len(set(statements)) == QUERIES[query]


def test_answers_without_blank_nodes_go_by_untouched(release: Release) -> None:
    """A release of ours has none, and its manifest says so; a loaded one may."""
    assert not release.manifest.blank_nodes
    assert not may_repeat("CONSTRUCT WHERE { ?s ?p ?o }", blank_nodes=False)
    assert may_repeat("CONSTRUCT WHERE { ?s ?p ?o }", blank_nodes=True)
