"""What the endpoint is and can do, in SPARQL 1.1 Service Description: made from the tables that make it so."""

from collections.abc import Iterable, Iterator, Mapping

from clustergraph.graph.ntriples import integer, iri
from clustergraph.mapping.description import node
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
    endpoint: str, triples: int, graphs: Mapping[str, int], formats: Iterable[str], features: Iterable[str]
) -> str:
    """Give the description as N-Triples.

    ``endpoint`` is the URL at which it is asked, ``triples`` the size of the default graph, ``graphs`` the sizes of the
    named ones, ``formats`` the names of the formats of answers, ``features`` those of its features.
    """
    return "".join(_statements(endpoint, triples, graphs, formats, features))


def _statements(
    endpoint: str, triples: int, graphs: Mapping[str, int], formats: Iterable[str], features: Iterable[str]
) -> Iterator[str]:
    dataset, default = f"{endpoint}#dataset", f"{endpoint}#default-graph"
    yield from node(f"{endpoint}#service", ["sd:Service"], {
        "sd:endpoint": iri(endpoint),
        "sd:supportedLanguage": iri(expand("sd:SPARQL11Query")),
        "sd:resultFormat": [iri(_NAMESPACE + FORMATS[name]) for name in formats if name in FORMATS],
        "sd:defaultEntailmentRegime": iri("http://www.w3.org/ns/entailment/Simple"),
        "sd:feature": [iri(expand(f"sd:{name}")) for name in features],
        "sd:defaultDataset": iri(dataset),
    })  # fmt: skip
    yield from node(dataset, ["sd:Dataset"], {
        "sd:defaultGraph": iri(default),
        "sd:namedGraph": [iri(_named(endpoint, number)) for number in range(len(graphs))],
    })  # fmt: skip
    yield from node(default, ["sd:Graph"], {"void:triples": integer(triples)})
    for number, (name, size) in enumerate(graphs.items()):
        yield from node(_named(endpoint, number), ["sd:NamedGraph"], {
            "sd:name": iri(name), "sd:graph": iri(f"{endpoint}#graph-{number}"),
        })  # fmt: skip
        yield from node(f"{endpoint}#graph-{number}", ["sd:Graph"], {"void:triples": integer(size)})


def _named(endpoint: str, number: int) -> str:
    return f"{endpoint}#named-graph-{number}"
