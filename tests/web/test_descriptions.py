"""The descriptions and the dumps of a real server: formats, true counts, and visitors who mean harm."""

import hashlib
import shutil
import socket
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from pyoxigraph import Quad, RdfFormat, parse
from rdflib import RDF, Graph, URIRef

from clustergraph.ns import expand
from clustergraph.store.home import Home
from clustergraph.store.release import Release
from conftest import ROOT, Server, clustergraph, free_port, values

Ask = Callable[..., httpx.Response]
FORMS = {
    "ttl": ("turtle", "text/turtle", RdfFormat.TURTLE),
    "jsonld": ("jsonld", "application/ld+json", RdfFormat.JSON_LD),
    "rdf": ("rdfxml", "application/rdf+xml", RdfFormat.RDF_XML),
    "nt": ("ntriples", "application/n-triples", RdfFormat.N_TRIPLES),
}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PATHS = ("/catalog", "/.well-known/void")
PLAIN = {"Accept-Encoding": "identity"}


def get(server: Server, path: str, accept: str | None = None, **headers: str) -> httpx.Response:
    given = {**headers, **({"Accept": accept} if accept is not None else {})}
    return httpx.get(server.url + path, headers=given, timeout=30)


def media_type(response: httpx.Response) -> str:
    return str(response.headers["content-type"]).split(";")[0]


def triples(response: httpx.Response, form: RdfFormat) -> set[Quad]:
    return set(parse(response.content, format=form))


@pytest.fixture(scope="module")
def void(server: Server) -> Graph:
    return Graph(bind_namespaces="none").parse(data=get(server, "/.well-known/void.nt").content, format="nt")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("suffix", FORMS)
def test_each_format_by_suffix_by_name_and_by_header(server: Server, path: str, suffix: str) -> None:
    """The same bytes in all three ways, which say the same as the N-Triples."""
    name, expected, form = FORMS[suffix]
    ways = [get(server, f"{path}.{suffix}"), get(server, f"{path}?format={name}"), get(server, path, expected)]

    assert {way.status_code for way in ways} == {200}
    assert {media_type(way) for way in ways} == {expected}
    assert len({way.content for way in ways}) == 1
    assert triples(ways[0], form) == triples(get(server, f"{path}.nt"), RdfFormat.N_TRIPLES)
    assert b"sr-Latn" in ways[0].content
    assert b"sr-latn" not in ways[0].content


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("*/*", "text/turtle"),
        ("", "text/turtle"),
        (BROWSER, "text/html"),
        ("application/ld+json;q=0.4, application/rdf+xml;q=0.9", "application/rdf+xml"),
        ("image/png, application/n-triples;q=0.1", "application/n-triples"),
    ],
)
def test_the_header_is_weighed(server: Server, path: str, accept: str, expected: str) -> None:
    """Turtle where nothing is asked for, a page for a browser."""
    answer = get(server, path, accept)

    assert media_type(answer) == expected
    assert "Accept" in answer.headers["vary"]
    assert f'<{path}.ttl>; rel="alternate"; type="text/turtle"' in answer.headers["link"]


@pytest.mark.parametrize("path", PATHS)
def test_what_is_not_offered_is_a_problem_that_names_what_is(server: Server, path: str) -> None:
    """406, 400 and 404, each with a remedy."""
    for asked, accept, status, code, word in (
        (path, "image/png", 406, "not-acceptable", "text/turtle"),
        (f"{path}?format=pdf", "*/*", 400, "bad-parameter", "jsonld"),
        (f"{path}.pdf", "*/*", 404, "not-found", f"{path}.ttl"),
    ):
        answer = get(server, asked, accept)
        assert (answer.status_code, media_type(answer)) == (status, "application/problem+json")
        assert answer.json()["code"] == code
        assert word in answer.json()["remedy"]


@pytest.mark.parametrize("path", [*PATHS, "/dumps/clustergraph.nq"])
def test_what_a_client_has_is_not_sent_again(server: Server, path: str) -> None:
    """ETag and HEAD."""
    whole = get(server, path, **PLAIN)
    again = get(server, path, **PLAIN, **{"If-None-Match": whole.headers["etag"]})
    head = httpx.head(server.url + path, headers=PLAIN, timeout=30)

    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == whole.headers["content-length"] == str(len(whole.content))
    assert head.headers["etag"] == whole.headers["etag"]


def test_pages_for_people_have_the_facts(server: Server, release: Release) -> None:
    """Files with sizes, endpoint, licence; counts; and links from every page."""
    catalog, void_page, dumps = (
        get(server, path, BROWSER).text for path in ("/catalog", "/.well-known/void", "/dumps/")
    )
    counted = release.statistics()

    for name, said in release.manifest.files.items():
        if name.startswith("dumps/"):
            assert f'href="/{name}"' in catalog
            assert f'href="/{name}"' in dumps
            assert said["sha256"] in dumps
            assert f"{said['bytes']:,}" in catalog
    assert f"{server.url}/sparql" in catalog
    assert "CC BY 4.0" in catalog
    assert "cg:Cluster<" in void_page
    assert f"{counted['triples']:,}" in void_page
    assert 'rel="alternate" type="application/ld+json" href="/catalog.jsonld"' in catalog
    for path in (*PATHS, "/dumps/"):
        assert f'href="{path}"' in get(server, "/", BROWSER).text


def number(void: Graph, node: Any, term: str) -> int:
    return int(str(void.value(node, URIRef(expand(term)))))


def partitions(void: Graph, node: Any, kind: str) -> dict[str, Any]:
    """The partitions of a node by the class or property they are of."""
    found = void.objects(node, URIRef(expand(f"void:{kind}Partition")))
    return {str(void.value(partition, URIRef(expand(f"void:{kind}")))): partition for partition in found}


def rows(ask: Ask, query: str) -> list[list[str | None]]:
    """Ask the release, which VoID describes: without it, the endpoint tells of itself as well."""
    digest = ask("ASK {}").headers["clustergraph-release"]
    answer = ask(query, release=digest)
    assert answer.status_code == 200, answer.text
    return values(answer)


def test_void_is_about_the_graph_and_has_no_blank_node(void: Graph, server: Server) -> None:
    """The document, its topic, and where the data is."""
    document, topic = URIRef(f"{server.url}/.well-known/void"), URIRef(expand("dataset:clusters"))

    assert (document, URIRef(expand("foaf:primaryTopic")), topic) in void
    assert (topic, URIRef(expand("void:sparqlEndpoint")), URIRef(f"{server.url}/sparql")) in void
    assert len(list(void.objects(topic, URIRef(expand("void:dataDump"))))) == 4
    assert all(isinstance(node, URIRef) for node in void.subjects())


@pytest.mark.parametrize(
    ("term", "pattern"),
    [
        ("triples", "(COUNT(*) AS ?n) { ?s ?p ?o }"),
        ("entities", "(COUNT(DISTINCT ?s) AS ?n) { ?s a ?class }"),
        ("distinctSubjects", "(COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"),
        ("distinctObjects", "(COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"),
        ("properties", "(COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }"),
        ("classes", "(COUNT(DISTINCT ?class) AS ?n) { ?s a ?class }"),
    ],
)
def test_totals_are_what_the_endpoint_counts(void: Graph, ask: Ask, term: str, pattern: str) -> None:
    """Asked on the same server."""
    assert rows(ask, f"SELECT {pattern}") == [[str(number(void, URIRef(expand("dataset:clusters")), f"void:{term}"))]]


def test_classes_are_what_the_endpoint_counts(void: Graph, ask: Ask) -> None:
    """Entities and triples of every class, none missing, none too many."""
    counted = rows(
        ask,
        "SELECT ?class (COUNT(DISTINCT ?s) AS ?entities) (COUNT(*) AS ?n) { ?s a ?class ; ?p ?o } GROUP BY ?class",
    )
    said = partitions(void, URIRef(expand("dataset:clusters")), "class")

    assert {
        name: (number(void, at, "void:entities"), number(void, at, "void:triples")) for name, at in said.items()
    } == {name: (int(entities or 0), int(triples or 0)) for name, entities, triples in counted}


def test_properties_are_what_the_endpoint_counts(void: Graph, ask: Ask) -> None:
    """Triples, distinct subjects and objects of every property."""
    counted = rows(
        ask,
        "SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects) { ?s ?p ?o } "
        "GROUP BY ?p",
    )
    terms = ("void:triples", "void:distinctSubjects", "void:distinctObjects")
    said = partitions(void, URIRef(expand("dataset:clusters")), "property")

    assert {name: [number(void, at, term) for term in terms] for name, at in said.items()} == {
        str(name): [int(n or 0) for n in numbers] for name, *numbers in counted
    }


def test_properties_of_each_class_are_what_the_endpoint_counts(void: Graph, ask: Ask) -> None:
    """Every pair of a class and a property."""
    counted = rows(ask, "SELECT ?class ?p (COUNT(*) AS ?n) { ?s a ?class ; ?p ?o } GROUP BY ?class ?p")
    said = {
        (kind, name): number(void, partition, "void:triples")
        for kind, at in partitions(void, URIRef(expand("dataset:clusters")), "class").items()
        for name, partition in partitions(void, at, "property").items()
    }

    assert said == {(kind, name): int(n or 0) for kind, name, n in counted}
    assert len(said) > 500


def test_links_between_classes_are_what_the_endpoint_counts(void: Graph, ask: Ask) -> None:
    """Every link set: from a class by a property to a class."""
    counted = rows(
        ask,
        "SELECT ?class ?p ?other (COUNT(*) AS ?n) { ?s a ?class ; ?p ?o . ?o a ?other "
        f"FILTER(?p != <{expand('rdf:type')}>) }} GROUP BY ?class ?p ?other",
    )
    kinds = {at: name for name, at in partitions(void, URIRef(expand("dataset:clusters")), "class").items()}
    said = {
        (
            kinds[void.value(links, URIRef(expand("void:subjectsTarget")))],
            str(void.value(links, URIRef(expand("void:linkPredicate")))),
            kinds[void.value(links, URIRef(expand("void:objectsTarget")))],
        ): number(void, links, "void:triples")
        for links in void.subjects(RDF.type, URIRef(expand("void:Linkset")))
    }

    assert said == {(kind, name, other): int(n or 0) for kind, name, other, n in counted}
    assert said[expand("cg:Cluster"), expand("cg:sector"), expand("cg:Sector")] == 20


def test_datatypes_are_what_the_endpoint_counts(void: Graph, ask: Ask) -> None:
    """Of every property of a class whose values are literals."""
    counted = rows(
        ask,
        "SELECT ?class ?p ?datatype (COUNT(*) AS ?n) { ?s a ?class ; ?p ?o FILTER(ISLITERAL(?o)) } "
        "GROUP BY ?class ?p (DATATYPE(?o) AS ?datatype)",
    )
    said = {
        (kind, name, str(void.value(values, URIRef(expand("void-ext:datatype"))))): number(void, values, "void:triples")
        for kind, at in partitions(void, URIRef(expand("dataset:clusters")), "class").items()
        for name, partition in partitions(void, at, "property").items()
        for values in void.objects(partition, URIRef(expand("void-ext:datatypePartition")))
    }

    assert said == {(kind, name, datatype): int(n or 0) for kind, name, datatype, n in counted}


def test_examples_and_roots_are_in_the_graph(void: Graph, ask: Ask) -> None:
    """Nobody is sent to what is not there."""
    for term in ("void:exampleResource", "void:rootResource"):
        for resource in void.objects(None, URIRef(expand(term))):
            assert ask(f"ASK {{ <{resource}> a ?class }}").json()["boolean"] is True


def test_every_term_is_of_a_vocabulary_that_is_named(void: Graph) -> None:
    """No namespace is missing, none is named for nothing."""
    named = {str(name) for name in void.objects(None, URIRef(expand("void:vocabulary")))}
    terms = Counter(
        next((name for name in named if str(term).startswith(name)), None)
        for kind in ("void:class", "void:property")
        for term in void.objects(None, URIRef(expand(kind)))
    )

    assert set(terms) == named


def test_descriptions_are_not_part_of_what_is_digested(release: Release, ask: Ask) -> None:
    """They are made of the release and change no citation."""
    lines = (release.dumps / "clustergraph.nq").read_text(encoding="utf-8")

    assert not any(f"<{expand(name)}" in lines for name in ("dcat:", "void:", "dcatap:", "vcard:"))
    assert ask("ASK { ?s a <http://www.w3.org/ns/dcat#Catalog> }").json()["boolean"] is False
    assert set(release.manifest.files) >= {"statistics.json", "catalogue.json"}


@pytest.mark.parametrize("name", ["context.jsonld", "frame.jsonld"])
def test_the_context_is_where_its_iri_leads(server: Server, name: str) -> None:
    """The same bytes as in the repository, as JSON-LD, for scripts of any page."""
    answer = get(server, f"/ontology/{name}")

    assert (answer.status_code, media_type(answer)) == (200, "application/ld+json")
    assert answer.content == (ROOT / "ontology" / name).read_bytes()
    assert answer.headers["access-control-allow-origin"] == "*"


def test_dumps_are_the_bytes_of_the_release(server: Server, release: Release) -> None:
    """By the digests of the manifest."""
    for name, said in release.manifest.files.items():
        if name.startswith("dumps/"):
            answer = get(server, f"/{name}", **PLAIN)
            assert hashlib.sha256(answer.content).hexdigest() == said["sha256"]
            assert answer.headers["etag"] == f'"{said["sha256"]}"'


@pytest.mark.parametrize(
    "path",
    [
        "/dumps/../release.json",
        "/dumps/..%2frelease.json",
        "/dumps/..%2Frelease.json",
        "/dumps/%2e%2e/release.json",
        "/dumps/%2e%2e%2frelease.json",
        "/dumps/..%5crelease.json",
        "/dumps/..%252frelease.json",
        "/dumps//etc/passwd",
        "/dumps/%2fetc%2fpasswd",
        "/dumps/./clustergraph.nq%00.ttl",
        "/dumps/clustergraph.nq%00",
        "/dumps/CLUSTERGRAPH.NQ",
        "/dumps/release.json",
        "/dumps/dumps%2fclustergraph.nq",
        "/dumps/%ff%fe",
        "/dumps/" + "a" * 3000,
    ],
)
def test_hostile_paths_lead_nowhere(server: Server, path: str) -> None:
    """Sent as they are, which a client library would not do; nothing of the disk comes back."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept: */*\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))

    assert answer.split(b" ")[1] == b"404"
    assert b"root:" not in answer
    assert b"inputs" not in answer


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_only_reading(server: Server, method: str) -> None:
    """405 as a problem document."""
    for path in (*PATHS, "/dumps/", "/dumps/clustergraph.nq"):
        answer = httpx.request(method, server.url + path, timeout=30)
        assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed")


def test_a_public_url_is_written_into_the_descriptions(home: Home, tmp_path: Path) -> None:
    """And only there: names stay what they are. A dump that has gone missing meanwhile is a problem document."""
    shutil.copytree(home.folder, tmp_path / "home")
    public = Server(tmp_path / "home", public_url="https://clusters.example.org/")
    try:
        catalog, void = (get(public, path + ".nt").text for path in PATHS)
        (Home(tmp_path / "home").current().dumps / "clustergraph.nq").unlink()
        lost = get(public, "/dumps/clustergraph.nq")
    finally:
        public.stop()

    assert "<https://clusters.example.org/dumps/clustergraph.nq>" in catalog
    assert "<https://clusters.example.org/sparql>" in catalog
    assert "<https://clusters.example.org/.well-known/void#class-cg:Cluster>" in void
    assert "127.0.0.1" not in catalog + void
    assert (lost.status_code, lost.json()["code"]) == (503, "release-error")


@pytest.mark.parametrize("url", ["clusters.example.org", "ftp://x", "https://x/?a=b", "https://x y", "javascript:x"])
def test_a_public_url_that_is_none_is_refused(tmp_path: Path, url: str) -> None:
    """With an example of one, by option and by variable."""
    arguments = ("--home", str(tmp_path), "serve", "--port", str(free_port()))
    for done in (clustergraph(*arguments, "--public-url", url), clustergraph(*arguments, CLUSTERGRAPH_PUBLIC_URL=url)):
        assert done.returncode == 1
        assert "bad-setting" in done.stderr
        assert "https://clusters.example.org" in done.stderr
