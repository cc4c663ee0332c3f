"""JSON-LD says types as JSON-LD does, at every door and in what the command writes; documents are compacted."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from pyld import jsonld
from pyoxigraph import RdfFormat, parse

from clustergraph.store.home import Home
from conftest import ROOT, Server, clustergraph

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
NETWOOD = "https://w3id.org/clustergraph/id/cluster/netwood"
GRAPH = "https://w3id.org/clustergraph/graph/cluster/netwood"
REGION = "http://data.europa.eu/nuts/code/RS11"
#: Addresses of documents, without a suffix.
DOCUMENTS = (
    "/doc/id/cluster/netwood",
    "/doc/id/observation/knjazevac-shoemakers-institutions-unstated-2009",
    "/doc/scheme/indicator",
    "/doc/graph/cluster/bipom",
    "/doc/ns",
    "/doc/shapes",
    "/doc/shapes/submission",
    "/doc/problem/deadline-passed",
    "/catalog",
    "/.well-known/void",
    "/.well-known/sparql-examples",
    f"/about?iri={quote(REGION, safe='')}",
)
#: Other addresses, which answer by Accept; what streams is in expanded form.
STREAMS = (
    f"/graphs?graph={quote(GRAPH, safe='')}",
    "/graph/cluster/netwood",
    "/graphs?default",
    f"/sparql?query={quote(f'CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}')}",
    f"/sparql?query={quote(f'DESCRIBE <{NETWOOD}>')}",
    f"/sparql?query={quote('CONSTRUCT { [] a ?c, 7 ; <a:p> ?c } { ?c a <http://www.w3.org/2002/07/owl#Class> }')}",
)
ENDPOINT = "/sparql"


def get(server: Server, path: str, accept: str = "application/ld+json") -> httpx.Response:
    answer = httpx.get(server.url + path, headers={"Accept": accept}, timeout=60, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] == accept
    return answer


def check_types(value: Any) -> int:
    """Count types; raises where a class is the value of a property, by whatever name."""
    if isinstance(value, list):
        return sum(map(check_types, value))
    if not isinstance(value, dict):
        return 0
    for name in (RDF_TYPE, "rdf:type", "a"):
        told = value.get(name, [])
        classes = [one for one in (told if isinstance(told, list) else [told]) if isinstance(one, dict)]
        assert all("@value" in one for one in classes), value
    inner = sum(check_types(one) for key, one in value.items() if key != "@context")
    return inner + (("type" in value or "@type" in value) and not {"@value"} & value.keys())


def lines(content: bytes, form: RdfFormat) -> int:
    return len({str(quad) for quad in parse(content, format=form)})


@pytest.mark.parametrize("path", [*DOCUMENTS, *STREAMS, ENDPOINT])
def test_types_are_types_wherever_a_graph_is_given(server: Server, path: str) -> None:
    """And there are as many statements as in N-Triples."""
    answer = get(server, path)

    assert check_types(answer.json()) > 0
    assert answer.content.startswith(b"[" if path in STREAMS else b"{")
    assert lines(answer.content, RdfFormat.JSON_LD) == lines(
        get(server, path, "application/n-triples").content, RdfFormat.N_TRIPLES
    )


@pytest.mark.parametrize("path", [DOCUMENTS[0], DOCUMENTS[2], "/doc/ns", "/catalog", STREAMS[0]])
def test_pyld_reads_the_statements_that_there_are(server: Server, path: str) -> None:
    """Statement by statement, where no blank node needs another label; PyLD gives tags in small letters."""
    told = jsonld.to_rdf(get(server, path).json(), {"format": "application/n-quads"})
    plain = get(server, path, "application/n-triples").content.replace(b"\r", b"\\r")

    read = parse(told.encode(), format=RdfFormat.N_QUADS)
    assert {str(quad.triple) for quad in read} == {
        str(quad.triple) for quad in parse(plain, format=RdfFormat.N_TRIPLES)
    }


def test_a_record_reads_well(server: Server) -> None:
    """What the document is about stands first, by the names of our context, which is written along."""
    document = get(server, "/doc/id/cluster/netwood").json()
    ours = json.loads((ROOT / "ontology/context.jsonld").read_text())["@context"]
    first = document["@graph"][0]

    assert document["@context"].items() <= ours.items()
    assert (first["id"], first["type"]) == (NETWOOD, "Cluster")
    assert first["skos_prefLabel"]["en"]
    assert {"activity", "address", "contactPoint", "sector"} <= first.keys()
    assert not [name for node in document["@graph"] for name in node if ":" in name]
    region = get(server, DOCUMENTS[-1]).json()
    assert (region.get("@graph") or [region])[0]["id"] == REGION


def test_dumps_have_types_and_all_statements(server: Server, home: Home) -> None:
    """The dump is what the one in N-Quads is."""
    content = get(server, "/dumps/clustergraph.jsonld").content
    named = get(server, "/dumps/clustergraph.nq", "application/n-quads").content

    assert check_types(json.loads(content)) > 6000
    assert f'"{RDF_TYPE}":'.encode() not in content
    assert {str(quad) for quad in parse(content, format=RdfFormat.JSON_LD)} == {
        str(quad) for quad in parse(named, format=RdfFormat.N_QUADS)
    }


def test_a_graph_of_ones_own_is_served_the_same(tmp_path: Path) -> None:
    """Classes that are literals and blank nodes, and names that look like names of our context."""
    (tmp_path / "odd.ttl").write_text(
        "@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .\n"
        "<cluster:one> a <geo:45,20>, geo:Point, [], 'text', 7 ; geo:lat 45.5 ; <id:p> <type:x> .\n"
    )
    folder = tmp_path / "home"
    assert clustergraph("--home", str(folder), "load", str(tmp_path / "odd.ttl")).returncode == 0
    server = Server(folder)
    try:
        graph = httpx.get(f"{server.url}/graphs", timeout=60).json()["graphs"][0]["graph"]
        query = "CONSTRUCT { ?s ?p ?o } { BIND(<cluster:one> AS ?s) ?s ?p ?o }"
        for path in (
            f"/about?iri={quote('cluster:one')}",
            f"/graphs?graph={quote(graph)}",
            f"/sparql?query={quote(query)}",
        ):
            answer = get(server, path)
            assert check_types(answer.json()) > 0
            assert lines(answer.content, RdfFormat.JSON_LD) == 7
            read = jsonld.to_rdf(answer.json(), {"format": "application/n-quads"})
            assert len(read.splitlines()) == 7
            assert '<cluster:one> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "text" .' in read
    finally:
        server.stop()


def test_the_command_writes_the_same(home: Home, server: Server) -> None:
    """Answers to queries, and reports of validation."""
    query = f"DESCRIBE <{NETWOOD}>"
    asked = clustergraph("--home", str(home.folder), "query", query, "--format", "jsonld")
    report = clustergraph("validate", "--format", "jsonld", str(ROOT / "docs/examples/observation-with-errors.ttl"))

    assert asked.returncode == 0
    assert check_types(json.loads(asked.stdout)) > 0
    assert check_types(json.loads(report.stdout)) > 3
    assert json.loads(report.stdout)["@type"] == "ValidationReport"
    told = {"contentToValidate": "<a:s> <a:p> 1 .", "reportSyntax": "application/ld+json"}
    sent = httpx.post(f"{server.url}/shacl/clustergraph/api/validate", json=told, timeout=60)
    assert check_types(sent.json()) > 0
