"""The W3C's suites of RDF's syntaxes: reading their manifests, and comparing graphs whatever blank nodes are called."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import CanonicalizationAlgorithm, Dataset, DefaultGraph, Quad, RdfFormat, parse
from rdflib import RDF, Graph, Namespace
from rdflib.collection import Collection

from conftest import SHARED

RDF11 = SHARED / "suites/w3c-rdf-syntax-tests/rdf11"
JSON_LD = SHARED / "suites/w3c-jsonld-tests/api"
_FOLDERS = {
    "rdf-turtle": "https://w3c.github.io/rdf-tests/rdf/rdf11/rdf-turtle/",
    "rdf-trig": "https://w3c.github.io/rdf-tests/rdf/rdf11/rdf-trig/",
    "rdf-n-triples": "https://w3c.github.io/rdf-tests/rdf/rdf11/rdf-n-triples/",
    "rdf-n-quads": "https://w3c.github.io/rdf-tests/rdf/rdf11/rdf-n-quads/",
    "rdf-xml": "https://w3c.github.io/rdf-tests/rdf/rdf11/rdf-xml/",
}
_MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")


@dataclass(frozen=True)
class Case:
    """One test; ``result`` is the file of the graph that it gives, nothing for a test of syntax only."""

    name: str
    file: Path
    base: str
    valid: bool
    result: Path | None = None


def rdf_cases() -> Iterator[Case]:
    """Read the tests of Turtle, TriG, N-Triples, N-Quads and RDF/XML."""
    for folder, base in _FOLDERS.items():
        path = RDF11 / folder / "manifest.ttl"
        graph = Graph().parse(path, format="turtle", publicID=f"{base}manifest.ttl") if path.exists() else Graph()
        for entries in graph.objects(None, _MF.entries):
            for test in Collection(graph, entries):
                kind, action = str(graph.value(test, RDF.type)), str(graph.value(test, _MF.action))
                result = graph.value(test, _MF.result)
                yield Case(
                    f"{folder}/{str(test).rpartition('#')[2]}",
                    path.parent / action.removeprefix(base),
                    action,
                    "Negative" not in kind,
                    None if result is None else path.parent / str(result).removeprefix(base),
                )


def json_ld_cases() -> Iterator[Case]:
    """Read the tests of JSON-LD 1.1 to RDF; what the processing mode 1.0 alone refuses is not ours."""
    path = JSON_LD / "toRdf-manifest.jsonld"
    for test in json.loads(path.read_text())["sequence"] if path.exists() else ():
        option = test.get("option", {})
        if "json-ld-1.0" in (option.get("specVersion"), option.get("processingMode")) or option.get("rdfDirection"):
            continue
        negative = "jld:NegativeEvaluationTest" in test["@type"]
        result = test.get("expect")
        yield Case(
            f"json-ld/{test['@id'].lstrip('#')}",
            JSON_LD / test["input"],
            option.get("base", f"https://w3c.github.io/json-ld-api/tests/{test['input']}"),
            not negative,
            JSON_LD / result if result and not negative else None,
        )


def expected(case: Case) -> list[Quad]:
    """Parse the result of a case."""
    assert case.result is not None
    return list(parse(path=str(case.result), format=RdfFormat.N_QUADS))


def canonical(quads: list[Quad]) -> set[str]:
    """Give statements, whatever graph they are in, with canonical blank nodes."""
    dataset = Dataset(Quad(one.subject, one.predicate, one.object, DefaultGraph()) for one in quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}
