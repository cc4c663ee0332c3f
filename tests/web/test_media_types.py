"""One list of media types and of names for them, for documents, the endpoint, whole graphs and the validator."""

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

from clustergraph.graph.syntaxes import GENERAL, SYNTAXES
from conftest import ROOT, Server

FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
    "ntriples": RdfFormat.N_TRIPLES,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
}
CLUSTER = "https://w3id.org/clustergraph/id/cluster/netwood"
DOORS = {
    "document": ("/doc/id/cluster/netwood", {}),
    "others": ("/about", {"iri": "http://data.europa.eu/nuts/code/RS11"}),
    "description": ("/catalog", {}),
    "void": ("/.well-known/void", {}),
    "service": ("/sparql", {}),
    "answer": (
        "/sparql",
        {"query": f"CONSTRUCT {{ <{CLUSTER}> ?p ?o }} WHERE {{ <{CLUSTER}> ?p ?o FILTER(ISIRI(?o)) }}"},
    ),
    "graph": ("/graphs", {"graph": "https://w3id.org/clustergraph/graph/cluster/netwood"}),
    "shapes": ("/shapes/submission/1.0.0", {}),
}
ALIASES = [(row.name, alias) for row in SYNTAXES for alias in (row.media_type, *row.aliases)]


def statements(content: bytes, name: str) -> set[str]:
    """Read statements, blank nodes all alike."""
    read = parse(content, format=FORMATS[name])
    return {" ".join(str(part) for part in quad.triple if not str(part).startswith("_:")) for quad in read}


@pytest.mark.parametrize("door", DOORS)
def test_every_media_type_is_understood_at_every_door(server: Server, door: str) -> None:
    """By the header, also under the names that others give them, and what is sent is what it says."""
    path, parameters = DOORS[door]
    found: dict[str, set[str]] = {}
    with httpx.Client(base_url=server.url, timeout=30) as client:
        for name, media_type in ALIASES:
            answer = client.get(path, params=parameters, headers={"Accept": f"{media_type}, image/png;q=.1"})
            sent = next(row.media_type for row in SYNTAXES if row.name == name)
            assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, sent), media_type
            if name not in found:
                found[name] = statements(answer.content, name)
    wanted = found["ntriples"]

    assert wanted
    assert all(len(told) == len(wanted) for told in found.values())
    assert found["nquads"] == found["trig"] == wanted


@pytest.mark.parametrize("door", DOORS)
def test_every_name_is_understood_after_format(server: Server, door: str) -> None:
    """Names, suffixes, media types, with the plus as it comes where nobody encoded it; an empty field says nothing."""
    path, parameters = DOORS[door]
    with httpx.Client(base_url=server.url, timeout=30) as client:
        for row in SYNTAXES:
            for name in (
                row.name,
                row.suffix,
                *row.names,
                *row.aliases,
                row.media_type,
                row.media_type.replace("+", " "),
            ):
                answer = client.get(path, params={**parameters, "format": name}, headers={"Accept": "text/html"})
                assert answer.headers["content-type"].partition(";")[0] == row.media_type, name
        for empty in ("", "auto"):
            answer = client.get(path, params={**parameters, "format": empty}, headers={"Accept": "text/n3"})
            assert (answer.status_code, answer.headers["content-type"]) == (200, "text/turtle; charset=utf-8") or (
                answer.headers["content-type"] == "text/turtle"
            )
        wrong = client.get(path, params={**parameters, "format": "docx"})
        assert (wrong.status_code, wrong.json()["code"]) == (400, "bad-parameter")


@pytest.mark.parametrize("suffix", [row.suffix for row in SYNTAXES])
@pytest.mark.parametrize("path", ["/doc/id/cluster/netwood", "/catalog", "/.well-known/void", "/doc/ns"])
def test_every_syntax_has_a_suffix(server: Server, path: str, suffix: str) -> None:
    """An address for each format of a document."""
    answer = httpx.get(f"{server.url}{path}.{suffix}", headers={"Accept": "text/html"}, timeout=30)
    row = next(row for row in SYNTAXES if row.suffix == suffix)

    assert answer.headers["content-type"].partition(";")[0] == row.media_type
    assert answer.headers["content-location"] == f"{path}.{suffix}"
    assert statements(answer.content, row.name)


@pytest.mark.parametrize("accept", ["application/trig", "application/n-quads;q=1.", "text/x-nquads"])
def test_a_name_leads_to_named_graphs_formats(server: Server, accept: str) -> None:
    """Comunica and Jena ask for these before all else."""
    answer = httpx.get(f"{server.url}/id/cluster/netwood", headers={"Accept": accept})

    assert answer.headers["location"].endswith((".trig", ".nq"))
    assert httpx.get(server.url + answer.headers["location"]).status_code == 200


DATA = {
    "turtle": "<a:s> <a:p> <a:o> .",
    "trig": "<a:s> <a:p> <a:o> .",
    "ntriples": "<a:s> <a:p> <a:o> .",
    "nquads": "<a:s> <a:p> <a:o> .",
    "jsonld": '{"@id": "a:s", "a:p": {"@id": "a:o"}}',
    "rdfxml": '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="a:"><r:Description r:about="a:s">'
    '<a:p r:resource="a:o"/></r:Description></r:RDF>',
}


@pytest.mark.parametrize(("name", "media_type"), [pair for pair in ALIASES if pair[1] not in GENERAL])
def test_the_validator_reads_what_is_named_so(server: Server, name: str, media_type: str) -> None:
    """And says no word about another syntax."""
    answer = httpx.post(
        f"{server.url}/shacl/clustergraph/api/validate",
        content=DATA[name],
        headers={"Content-Type": media_type, "Accept": "application/vnd.clustergraph.report+json"},
        timeout=60,
    )

    assert answer.status_code == 200
    assert "declared" not in answer.text


def test_the_list_in_the_documentation_is_ours() -> None:
    """Each type with the names under which it is understood as well."""
    page = (ROOT / "docs/endpoint.md").read_text(encoding="utf-8")
    aliases = {row.media_type: ", ".join(f"`{alias}`" for alias in row.aliases) for row in SYNTAXES}
    rows = [f"| `{row.name}` | `{row.media_type}` | {aliases[row.media_type]} |" for row in SYNTAXES]

    assert "\n".join(rows) in page
