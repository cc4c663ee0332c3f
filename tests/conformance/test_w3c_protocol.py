"""The W3C's tests of the SPARQL Protocol, of Service Description and of reading graph stores, on a real server."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse, serialize
from pyshacl import validate
from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection

from conformance.w3c import BASE, MF, SUITE, read
from conftest import SHARED, Server

HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
MANIFEST = SUITE / "sparql11/protocol/manifest.ttl"
LABEL = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason="shared/suites/w3c-sparql-tests is not here")
PROTOCOL = read(MANIFEST) if MANIFEST.is_file() else Graph()
TESTS = {
    str(test).rsplit("#", 1)[1]: test
    for entries in PROTOCOL.objects(None, MF.entries)
    for test in Collection(PROTOCOL, entries)
}
#: Tests that change data: this endpoint only answers questions. Their requests must be refused, changing nothing.
UPDATES = [name for name in TESTS if name.startswith("update_")]
QUERIES = [name for name in TESTS if name not in UPDATES]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on the data of the protocol tests, and two graphs for graph store reading."""
    folder = tmp_path_factory.mktemp("protocol")
    quads = [
        Quad(quad.subject, quad.predicate, quad.object, NamedNode(str(PROTOCOL.value(given, LABEL))))
        for given in set(PROTOCOL.objects(None, UT.graphData))
        for quad in parse(path=str(_file(given)))
        if isinstance(quad.graph_name, DefaultGraph)
    ]
    (folder / "data.nq").write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
    (folder / "person.ttl").write_text('<#me> <http://xmlns.com/foaf/0.1/name> "Jane Doe"@en-GB, [] .')
    home = folder / "home"
    command = [sys.executable, "-m", "clustergraph", "--home", str(home), "load", "data.nq", "person.ttl"]
    done = subprocess.run(
        [*command, "--base", "http://graphs.test/graphs/"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    running = Server(home, client_requests="0", public_url="http://graphs.test")
    yield running
    running.stop()


def _file(given: object) -> Path:
    return SUITE / str(PROTOCOL.value(given, UT.graph)).removeprefix(BASE)


def _send(server: Server, request: object) -> httpx.Response:
    """Send a request of the manifest."""
    path = str(PROTOCOL.value(request, HT.absolutePath)).replace("/sparql/", "/sparql", 1)
    body = PROTOCOL.value(request, HT.body)
    encoding = str(PROTOCOL.value(body, CNT.characterEncoding) or "utf-8")
    content = str(PROTOCOL.value(body, CNT.chars) or "").encode(encoding)
    headers = {"Accept": "*/*"}
    for group in PROTOCOL.objects(request, HT.headers):
        for header in Collection(PROTOCOL, group):
            headers[str(PROTOCOL.value(header, HT.fieldName))] = str(PROTOCOL.value(header, HT.fieldValue))
    method = str(PROTOCOL.value(request, HT.methodName))
    return httpx.request(method, server.url + path, content=content or None, headers=headers, timeout=30)


def _requests(name: str) -> list[object]:
    action = PROTOCOL.value(TESTS[name], MF.action)
    return list(Collection(PROTOCOL, PROTOCOL.value(action, HT.requests)))


@pytest.mark.parametrize("name", QUERIES)
def test_protocol(server: Server, name: str) -> None:
    """Statuses, booleans and formats as the manifest says; changes sent wrongly are refused too."""
    for request in _requests(name):
        response = _send(server, request)
        wanted = PROTOCOL.value(request, HT.resp)
        classes = {str(status).rsplit("StatusCode", 1)[1][0] for status in PROTOCOL.objects(wanted, MF.expectedStatus)}
        assert str(response.status_code)[0] in classes, response.text
        boolean = PROTOCOL.value(wanted, MF.expectedBoolean)
        if boolean is not None:
            assert response.json()["boolean"] is bool(boolean)
        kind = PROTOCOL.value(wanted, MF.expectedFormat)
        if kind is not None:
            tabular = "sparql-results" in response.headers["content-type"]
            assert tabular == (str(kind) in ("boolean", "tabular"))


@pytest.mark.parametrize("name", UPDATES)
def test_updates_are_refused(server: Server, name: str) -> None:
    """Plainly: with a status that says so."""
    response = _send(server, _requests(name)[0])

    assert response.status_code in (403, 415)
    assert response.json()["code"] in ("update-refused", "unsupported-media-type")


def _description(server: Server, accept: str = "text/turtle") -> Graph:
    response = httpx.get(f"{server.url}/sparql", headers={"Accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith(accept)
    return Graph().parse(data=response.content, format=accept)


# rdflib's own reader of JSON-LD warns of its own class
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_service_description(server: Server) -> None:
    """GET returns RDF with a matching sd:endpoint that conforms to the schema: the suite's three tests."""
    told = _description(server)
    schema = SHARED / "suites/w3c-namespaces/sparql-service-description.ttl"

    endpoints = list(told.objects(None, SD.endpoint))
    assert endpoints == [URIRef("http://graphs.test/sparql")]
    for form in ("application/rdf+xml", "application/n-triples", "application/ld+json"):
        assert len(_description(server, form)) == len(told)
    terms = {str(term) for term in Graph().parse(schema).subjects()}
    used = {str(one) for one in [*told.predicates(), *told.objects()] if str(one).startswith(str(SD))}
    assert used <= terms
    # the schema's statements are checked as shapes: whoever has a property is what its domain and range say
    shapes = Graph().parse(Path(__file__).parent / "service-description.shapes.ttl")
    conforms, _, words = validate(told + Graph().parse(schema), shacl_graph=shapes)
    assert conforms, words


def test_service_description_is_true(server: Server) -> None:
    """Graphs and sizes as counted, formats as answered."""
    told = _description(server)
    count = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    rows = httpx.get(f"{server.url}/sparql", params={"query": count}).json()["results"]["bindings"]
    void = URIRef("http://rdfs.org/ns/void#triples")
    said = {
        str(told.value(one, SD.name)): int(told.value(told.value(one, SD.graph), void))
        for one in told.objects(None, SD.namedGraph)
    }

    assert said == {row["g"]["value"]: int(row["n"]["value"]) for row in rows}
    assert len(list(told.objects(None, SD.resultFormat))) == 10


PERSON = "http://graphs.test/graphs/person.ttl"


@pytest.mark.parametrize(
    ("path", "params"),
    [("/graphs/person.ttl", {}), ("/graphs", {"graph": PERSON})],
)
@pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml", "application/n-triples", "*/*"])
def test_a_graph_is_read(server: Server, path: str, params: dict[str, str], accept: str) -> None:
    """Directly and indirectly, whole, by GET and HEAD (Graph Store Protocol, 5.2 and 5.6)."""
    response = httpx.get(server.url + path, params=params, headers={"Accept": accept})
    head = httpx.head(server.url + path, params=params, headers={"Accept": accept})
    graph = Graph().parse(data=response.content, format=response.headers["content-type"].split(";")[0])

    assert (response.status_code, head.status_code, head.content) == (200, 200, b"")
    assert len(graph) == 2
    assert "en-GB" in response.text
    assert head.headers["content-type"] == response.headers["content-type"]
    assert "Accept" in response.headers["vary"]


def test_the_default_graph_is_read(server: Server) -> None:
    """All statements, each once."""
    response = httpx.get(f"{server.url}/graphs", params="default", headers={"Accept": "application/n-triples"})
    count = httpx.get(f"{server.url}/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).json()

    assert len(response.text.splitlines()) == int(count["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/graphs?graph=http://nowhere/", 404, "not-found"),
        ("GET", "/graphs/persn.ttl", 404, "not-found"),
        ("HEAD", "/graphs/persn.ttl", 404, ""),
        ("GET", "/graph/nothing", 404, "not-found"),
        ("PUT", "/graphs/person.ttl", 405, "method-not-allowed"),
        ("POST", "/graphs", 405, "method-not-allowed"),
        ("DELETE", "/graphs?default", 405, "method-not-allowed"),
        ("PATCH", "/graphs?default", 405, "method-not-allowed"),
        ("GET", f"/graphs?graph={PERSON}&default", 400, "bad-parameter"),
        ("GET", f"/graphs?graph={PERSON}&graph={PERSON}", 400, "bad-parameter"),
        ("GET", f"/graphs/person.ttl?graph={PERSON}", 400, "bad-parameter"),
        ("GET", f"/graphs?graph={PERSON}&format=csv", 406, "not-acceptable"),
        ("GET", f"/graphs?graph={PERSON}&nonsense=1", 400, "bad-parameter"),
    ],
)
def test_what_is_refused(server: Server, method: str, path: str, status: int, code: str) -> None:
    """With a problem document, near names, and the methods that are offered."""
    response = httpx.request(method, server.url + path)

    assert response.status_code == status
    assert not code or response.json()["code"] == code
    assert (response.headers.get("allow") == "GET, HEAD, OPTIONS") == (status == 405)
    if path == "/graphs/persn.ttl" and method == "GET":
        assert PERSON in response.json()["remedy"]


def test_graphs_are_listed(server: Server) -> None:
    """For programs and for people; a restricted dataset leaks nothing."""
    rows = httpx.get(f"{server.url}/graphs").json()["graphs"]
    page = httpx.get(f"{server.url}/graphs", headers={"Accept": "text/html"}).text
    assert {"graph": PERSON, "triples": 2} in rows
    assert all(row["graph"] in page for row in rows)
    assert httpx.options(f"{server.url}/graphs").headers["allow"] == "GET, HEAD, OPTIONS"
    query = "SELECT DISTINCT ?g { { GRAPH ?g { ?s ?p ?o } } UNION { ?s ?p ?o } }"
    for dataset in ({"named-graph-uri": PERSON}, {"named-graph-uri": [PERSON, PERSON]}):
        found = httpx.get(f"{server.url}/sparql", params={"query": query, **dataset}).json()["results"]["bindings"]
        assert [row["g"]["value"] for row in found] == [PERSON]


def test_a_loaded_graph_has_a_start_page_of_its_own(server: Server) -> None:
    """It does not claim to be about Serbian clusters."""
    page = httpx.get(server.url, headers={"Accept": "text/html"})

    assert page.status_code == 200
    assert "loaded from files" in page.text
    assert "Serbian" not in page.text
    assert httpx.get(f"{server.url}/catalog").status_code == 404
