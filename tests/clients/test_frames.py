"""Our frame, applied to what is served as a client would do it, gives the records: by PyLD, and by jsonld.js."""

import json
import shutil
import subprocess
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from pyld import jsonld

from conftest import ROOT, Server

NODE = ROOT / "tests/node"
ADDRESS = "https://w3id.org/clustergraph/ontology/context.jsonld"
RECORDS = ("netwood", "bipom", "medical-tourism")


def served(server: Server, path: str) -> Any:
    answer = httpx.get(f"{server.url}{path}", headers={"Accept": "application/ld+json"}, timeout=60)
    assert answer.status_code == 200
    return answer.json()


def by_pyld(frame: Any, context: Any, documents: list[Any]) -> list[Any]:
    """Frame with PyLD, which gets the one document that the frame names."""

    def load(address: str, _: object) -> dict[str, Any]:
        assert address == ADDRESS
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": address, "document": context}

    return [jsonld.frame(document, frame, {"documentLoader": load}) for document in documents]


def by_jsonld_js(frame: Any, context: Any, documents: list[Any]) -> list[Any]:
    """Frame with jsonld.js; skip where it cannot be run."""
    if shutil.which("node") is None or not (NODE / "node_modules/jsonld").is_dir():
        pytest.skip("jsonld.js is not here; `make test` sets it up where there is npm and Node.js 20.18 or newer")
    told = json.dumps({"frame": frame, "contexts": {ADDRESS: context}, "documents": documents})
    done = subprocess.run(
        ["node", NODE / "frame.js"], input=told, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("framed_by", [by_pyld, by_jsonld_js])
def test_the_frame_gives_the_records(server: Server, framed_by: Any) -> None:
    """Of documents, graphs, and what a query constructs, which have each their own form."""
    query = "CONSTRUCT { ?s ?p ?o } { GRAPH <https://w3id.org/clustergraph/graph/cluster/%s> { ?s ?p ?o } }"
    paths = [
        path
        for slug in RECORDS
        for path in (f"/doc/id/cluster/{slug}.jsonld", f"/graph/cluster/{slug}", f"/sparql?query={quote(query % slug)}")
    ]
    frame, context = (served(server, f"/dumps/{name}.jsonld") for name in ("frame", "context"))
    framed = framed_by(frame, context, [served(server, path) for path in paths])

    assert [one["id"].rpartition("/")[2] for one in framed] == [slug for slug in RECORDS for _ in range(3)]
    for one in framed:
        assert one["type"] == "Cluster"
        assert one["address"]["type"] == "Address"
        assert {"activity", "contactPoint", "isClusterOf", "sector", "skos_prefLabel"} <= one.keys()
    told = [jsonld.to_rdf(one | context, {"format": "application/n-quads"}) for one in framed]
    assert len({frozenset(text.splitlines()) for text in told}) == len(RECORDS)


@pytest.mark.parametrize("framed_by", [by_pyld, by_jsonld_js])
def test_the_frame_gives_the_records_of_a_dump(server: Server, framed_by: Any) -> None:
    """Of its graphs for two clusters: to frame all of it takes these programs minutes."""
    wanted = {f"https://w3id.org/clustergraph/graph/cluster/{slug}" for slug in RECORDS[:2]}
    graphs = [graph for graph in served(server, "/dumps/clustergraph.jsonld") if graph["@id"] in wanted]
    frame, context = (served(server, f"/dumps/{name}.jsonld") for name in ("frame", "context"))
    (framed,) = framed_by(frame, context, [graphs])

    assert sorted(one["id"].rpartition("/")[2] for one in framed["@graph"]) == sorted(RECORDS[:2])


@pytest.mark.long
def test_the_frame_gives_all_records_of_a_dump(server: Server) -> None:
    """The whole dump, which takes PyLD minutes."""
    frame, context = (served(server, f"/dumps/{name}.jsonld") for name in ("frame", "context"))
    (framed,) = by_pyld(frame, context, [served(server, "/dumps/clustergraph.jsonld")])

    assert len(framed["@graph"]) == 20
