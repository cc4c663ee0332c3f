"""What the endpoint is and can do, in SPARQL 1.1 Service Description: made from the tables that make it so."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from clustergraph.graph.ntriples import integer, iri, literal
from clustergraph.mapping.description import node, typed
from clustergraph.ns import expand

#: Name of a format → its IRI in https://www.w3.org/ns/formats/; a page for people has none.
FORMATS = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "rdfxml": "RDF_XML",
    "jsonld": "JSON-LD",
    "trig": "TriG",
    "nquads": "N-Quads",
}
_NAMESPACE = "http://www.w3.org/ns/formats/"


def service_statements(
    endpoint: str,
    triples: int,
    graphs: Mapping[str, int],
    formats: Iterable[str],
    features: Iterable[str],
    limits: Iterable[Mapping[str, Any]],
    release: str,
) -> str:
    """Give the description as N-Triples.

    ``endpoint`` is the URL at which it is asked, ``triples`` the size of the default graph, ``graphs`` the sizes of the
    named ones, ``formats`` the names of the formats of answers, ``features`` those of its features, ``limits`` rows of
    name, value, unit and meaning, ``release`` the permanent name of the release that is served.
    """
    rows = list(limits)
    return "".join([
        *_service(endpoint, formats, features, [_limit(endpoint, row) for row in rows], release),
        *_dataset(endpoint, triples, graphs),
        *(line for row in rows for line in _limited(endpoint, row)),
    ])  # fmt: skip


def _service(
    endpoint: str, formats: Iterable[str], features: Iterable[str], limits: Iterable[str], release: str
) -> Iterator[str]:
    yield from node(f"{endpoint}#service", ["sd:Service"], {
        "sd:endpoint": iri(endpoint),
        "sd:supportedLanguage": iri(expand("sd:SPARQL11Query")),
        "sd:resultFormat": [iri(_NAMESPACE + FORMATS[name]) for name in formats if name in FORMATS],
        "sd:defaultEntailmentRegime": iri("http://www.w3.org/ns/entailment/Simple"),
        "sd:feature": [iri(expand(f"sd:{name}")) for name in features],
        "sd:defaultDataset": iri(f"{endpoint}#dataset"),
        "prov:wasDerivedFrom": iri(release),
        "schema:additionalProperty": [iri(name) for name in limits],
    })  # fmt: skip


def _dataset(endpoint: str, triples: int, graphs: Mapping[str, int]) -> Iterator[str]:
    default = f"{endpoint}#default-graph"
    yield from node(f"{endpoint}#dataset", ["sd:Dataset"], {
        "sd:defaultGraph": iri(default),
        "sd:namedGraph": [iri(_named(endpoint, number)) for number in range(len(graphs))],
    })  # fmt: skip
    yield from node(default, ["sd:Graph"], {"void:triples": integer(triples)})
    for number, (name, size) in enumerate(graphs.items()):
        yield from node(_named(endpoint, number), ["sd:NamedGraph"], {
            "sd:name": iri(name), "sd:graph": iri(f"{endpoint}#graph-{number}"),
        })  # fmt: skip
        yield from node(f"{endpoint}#graph-{number}", ["sd:Graph"], {"void:triples": integer(size)})


def _limited(endpoint: str, row: Mapping[str, Any]) -> Iterator[str]:
    value = row["value"]
    yield from node(_limit(endpoint, row), ["schema:PropertyValue"], {
        "schema:name": literal(row["name"]),
        "schema:value": integer(value) if isinstance(value, int) else typed(_decimal(value), "decimal"),
        "schema:unitText": literal(row["unit"]),
        "schema:description": literal(row["meaning"], language="en"),
    })  # fmt: skip


def _decimal(value: float) -> str:
    return format(Decimal(str(value)).normalize(), "f")


def _limit(endpoint: str, row: Mapping[str, Any]) -> str:
    return f"{endpoint}#limit-{row['name'].replace('_', '-')}"


def _named(endpoint: str, number: int) -> str:
    return f"{endpoint}#named-graph-{number}"
