"""Clients that people have, as they come from PyPI: SPARQLWrapper and rdflib's SPARQLStore."""

import csv
import json
from collections.abc import Callable, Iterator
from typing import Any, cast

import httpx
import pytest
from rdflib import RDF, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from clustergraph.store.release import Release
from conftest import Server, values

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # SPARQLWrapper makes these
CG = Namespace("https://w3id.org/clustergraph/ns#")
CLUSTERS = "SELECT ?one ?name WHERE { ?one a cg:Cluster ; skos:prefLabel ?name FILTER(LANGMATCHES(LANG(?name), 'sr')) }"
PREFIXES = f"PREFIX cg: <{CG}> PREFIX skos: <{SKOS}> "
MANY = "{ ?a ?b ?c . ?d ?e ?f }"

Wrap = Callable[..., SPARQLWrapper]


@pytest.fixture
def wrap(server: Server) -> Wrap:
    """Give a SPARQLWrapper with a query."""

    def made(query: str, form: str = JSON, url: str = server.url) -> SPARQLWrapper:
        wrapper = SPARQLWrapper(f"{url}/sparql", returnFormat=form)
        wrapper.setQuery(PREFIXES + query)
        wrapper.setTimeout(30)
        return wrapper

    return made


@pytest.fixture(scope="module")
def graph(server: Server) -> Iterator[Graph]:
    """The endpoint as a graph of rdflib."""
    opened = Graph(SPARQLStore(f"{server.url}/sparql"), bind_namespaces="none")
    yield opened
    opened.close()


@pytest.mark.parametrize(("method", "sending"), [("GET", URLENCODED), ("POST", URLENCODED), ("POST", POSTDIRECTLY)])
def test_sparqlwrapper_reads_rows(wrap: Wrap, method: str, sending: str) -> None:
    """By every way it has of sending a query, as JSON, XML, CSV and TSV."""
    names: list[set[str]] = []
    for form in (JSON, XML, CSV, TSV):
        wrapper = wrap(CLUSTERS, form)
        wrapper.setMethod(method)
        wrapper.setRequestMethod(sending)
        names.append(_names(wrapper.queryAndConvert(), form))

    assert len(names[0]) == 40  # two scripts of twenty names
    assert all(found == names[0] for found in names)


def _names(answer: Any, form: str) -> set[str]:
    if form == JSON:
        return {row["name"]["value"] for row in answer["results"]["bindings"]}
    if form == XML:
        return {cast("Any", node.firstChild).data for node in answer.getElementsByTagName("literal")}
    if form == CSV:
        return {row[1] for row in list(csv.reader(answer.decode().splitlines()))[1:]}
    cells = [line.split("\t")[1] for line in answer.decode().splitlines()[1:]]
    return {json.loads(cell.rpartition("@")[0]) for cell in cells}


@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, JSONLD, XML])
def test_sparqlwrapper_reads_graphs(wrap: Wrap, form: str) -> None:
    """In the formats it knows, asked for by all the names it has for them."""
    found = wrap("CONSTRUCT { ?one a cg:Cluster } WHERE { ?one a cg:Cluster }", form).queryAndConvert()
    read = found if isinstance(found, Graph) else Graph(bind_namespaces="none").parse(data=found, format="turtle")

    assert len(set(read.subjects(RDF.type, CG.Cluster))) == 20


def test_sparqlwrapper_asks_and_describes(wrap: Wrap) -> None:
    """The other two forms of queries."""
    assert wrap("ASK { ?one a cg:Cluster }").queryAndConvert()["boolean"] is True
    assert len(wrap("DESCRIBE ?one { ?one a cg:Cluster } LIMIT 1", RDFXML).queryAndConvert()) > 5


def test_sparqlwrapper_chooses_graphs(wrap: Wrap, release: Release) -> None:
    """Its default and named graphs are the protocol's."""
    name, size = next(iter(release.manifest.graphs.items()))
    chosen = wrap("SELECT (COUNT(*) AS ?n) (SAMPLE(?g) AS ?graph) { ?s ?p ?o OPTIONAL { GRAPH ?g { ?s ?p ?o } } }")
    chosen.addDefaultGraph(name)
    chosen.addNamedGraph(name)
    row = chosen.queryAndConvert()["results"]["bindings"][0]

    assert (int(row["n"]["value"]), row["graph"]["value"]) == (size, name)


def test_sparqlwrapper_tells_what_is_wrong(wrap: Wrap) -> None:
    """A mistake is its exception for mistakes, and our message is in it."""
    with pytest.raises(QueryBadFormed, match=r"syntax-error.*query"):
        wrap("SELECT * WHERE { ?s ?p }").query()


@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
def test_an_answer_that_is_cut_is_an_exception(wrap: Wrap, serve: Callable[..., Server], form: str) -> None:
    """SPARQLWrapper never hands on a part as if it were all."""
    narrow = serve(result_max_bytes="300000")
    with pytest.raises(Exception, match=r"IncompleteRead|result-too-large|413|Content Too Large"):
        wrap(f"SELECT * {MANY}", form, narrow.url).queryAndConvert()


def test_rdflib_reads_the_endpoint_as_a_graph(graph: Graph, ask: Callable[..., httpx.Response]) -> None:
    """Patterns, values, membership and size."""
    clusters = set(graph.subjects(RDF.type, CG.Cluster))
    one = next(iter(clusters))

    assert len(clusters) == 20
    assert [[str(len(graph))]] == values(ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
    assert (one, RDF.type, CG.Cluster) in graph
    assert (one, RDF.type, CG.Sector) not in graph
    assert {name.language for name in graph.objects(one, SKOS.prefLabel) if isinstance(name, Literal)} >= {"en"}


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["json", "xml", "csv"])
def test_rdflib_asks_queries(server: Server, method: str, form: str) -> None:
    """By each of its methods and formats, with bindings given beforehand."""
    graph = Graph(SPARQLStore(f"{server.url}/sparql", method=method, returnFormat=form), bind_namespaces="none")
    rows = [cast("Any", row) for row in graph.query(CLUSTERS, initNs={"cg": CG, "skos": SKOS})]
    one = URIRef(rows[0].one)
    bound = graph.query(CLUSTERS, initNs={"cg": CG, "skos": SKOS}, initBindings={"one": one})

    assert len({str(row.name) for row in rows}) == 40
    assert {str(cast("Any", row).one) for row in bound} == {str(one)}
    assert graph.query("ASK { ?one a cg:Cluster }", initNs={"cg": CG}).askAnswer or form == "csv"


def test_rdflib_constructs(graph: Graph) -> None:
    """A graph comes back as a graph."""
    answer = graph.query("CONSTRUCT WHERE { ?one a cg:Cluster }", initNs={"cg": CG})

    assert len(cast("Graph", answer.graph)) == 20


def test_rdflib_reads_one_graph_of_many(server: Server, release: Release) -> None:
    """A graph with a name holds what the manifest says."""
    name, size = next(iter(release.manifest.graphs.items()))
    graph = Graph(SPARQLStore(f"{server.url}/sparql"), URIRef(name), bind_namespaces="none")

    assert len(list(graph.triples((None, None, None)))) == len(graph) == size
