"""Turtle that older readers take, wherever it is served, and the vocabulary as one ontology in every syntax."""

import re
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize
from rdflib import OWL, RDF, Graph, URIRef

from clustergraph.graph.turtle_names import without_escapes
from clustergraph.ns import PREFIXES
from conftest import ROOT, Server

VOCABULARY = URIRef("https://w3id.org/clustergraph/ns")
DOCUMENTS = (
    "/doc/ns.ttl",
    "/doc/ns/0.1.0.ttl",
    "/doc/shapes.ttl",
    "/doc/shapes/submission.ttl",
    "/doc/id/cluster/netwood.ttl",
    "/doc/id/dataset/clusters.ttl",
    "/doc/id/catalogue/clustergraph.ttl",
    "/doc/scheme/nace1-1.ttl",
    "/doc/graph/reference/eurovoc.ttl",
    "/doc/problem/deadline-passed.ttl",
    "/catalog.ttl",
    "/.well-known/void.ttl",
    "/.well-known/sparql-examples.ttl",
    "/sparql",
    "/graph/cluster/netwood",
    "/shapes/submission/1.0.0",
    "/shapes/publication/1.0.0",
    "/about.ttl?iri=http://data.europa.eu/nuts/code/RS11",
)
DUMPS = ("clustergraph.ttl", "clustergraph.trig", "vocabulary.ttl", "indicators.ttl", "codes.ttl", "shapes.ttl")
#: Texts, IRIs and comments, in which anything may stand.
QUOTED = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|<[^<>\s]*>|#[^\n]*', re.DOTALL)


def bare(text: str) -> str:
    """Give Turtle without what is quoted: there is no backslash in what is left, and no keyword of SPARQL."""
    return QUOTED.sub("", text)


def check(text: str) -> None:
    left = bare(text)
    assert "\\" not in left
    assert not re.search(r"(?m)^\s*(PREFIX|BASE)\b", left, re.IGNORECASE)


@pytest.mark.parametrize("path", [*DOCUMENTS, *(f"/dumps/{name}" for name in DUMPS)])
def test_turtle_is_what_older_readers_take(server: Server, path: str) -> None:
    """``@prefix``, and no backslash in a name."""
    answer = httpx.get(server.url + path, headers={"Accept": "text/turtle, application/trig;q=0.5"}, timeout=60)

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(("text/turtle", "application/trig"))
    check(answer.text)
    assert path in ("/sparql", "/graph/cluster/netwood") or "@prefix" in answer.text
    if len(answer.content) < 400_000 and not path.endswith(".trig"):
        assert len(Graph().parse(data=answer.text, format="turtle")) > 4


def test_a_name_that_would_need_escapes_is_written_in_full(server: Server) -> None:
    """Parts of a name of ours, and of what it leads to."""
    text = httpx.get(f"{server.url}/doc/id/dataset/clusters.ttl", timeout=60).text

    assert "<https://w3id.org/clustergraph/id/dataset/clusters#period>" in text
    assert "dataset:indicators" not in text
    assert "dataset:clusters a " in text


LOCAL = st.text(st.sampled_from("aZ0_-.~!$&'()*+,;=/?#@%20éж:"), max_size=8)
NAMES = st.builds(str.__add__, st.sampled_from(["http://e/", "http://e/x#", "a:"]), LOCAL)
TEXTS = st.sampled_from(["e:a\\b", 'x "e:\\/" <y>', "\\", '"', " e:a\\#b ", "\n e:a\\,b ,"])


@given(st.lists(st.tuples(NAMES, NAMES, st.one_of(NAMES, TEXTS)), min_size=1, max_size=6), st.booleans())
def test_names_in_full_are_the_same_names(rows: list[tuple[str, str, str]], named: bool) -> None:
    """Whatever they have in them, and whatever stands in texts beside them."""
    quads = []
    for subject, name, value in rows:
        try:
            text = serialize([Quad(*(NamedNode(one) for one in (subject, name, value)))], format=RdfFormat.N_QUADS)
        except ValueError:
            text = b'<http://e/s> <http://e/p> "%s" .' % value.encode().replace(b"\\", b"\\\\").replace(
                b'"', b'\\"'
            ).replace(b"\n", b"\\n")
        quads += list(parse(text or b"", format=RdfFormat.N_QUADS))
    graph = [NamedNode("http://e/x#g/h")] if named else []
    told = [Quad(*quad.triple, *graph) for quad in quads]
    form = RdfFormat.TRIG if named else RdfFormat.TURTLE
    prefixes = {"e": "http://e/", "x": "http://e/x#", "a": "a:"}
    text = without_escapes(serialize(told, format=form, prefixes=prefixes) or b"", prefixes)

    assert {str(quad) for quad in parse(text, format=form)} == {str(quad) for quad in told}
    check(text.decode())


@pytest.mark.parametrize("suffix", ["ttl", "rdf", "nt", "jsonld"])
@pytest.mark.parametrize(("name", "version"), [("ns", "0.2.0"), ("ns/0.2.0", "0.2.0"), ("ns/0.1.0", "0.1.0")])
def test_the_vocabulary_is_one_ontology_in_one_version(server: Server, name: str, version: str, suffix: str) -> None:
    """In every syntax, in every version that its IRI leads to, whatever a reader takes to be the ontology."""
    answer = httpx.get(f"{server.url}/{name}.{suffix}", follow_redirects=True, timeout=60)
    forms = {"ttl": RdfFormat.TURTLE, "rdf": RdfFormat.RDF_XML, "nt": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD}
    graph = Graph().parse(
        data=serialize(
            (quad.triple for quad in parse(answer.content, format=forms[suffix])), format=RdfFormat.N_TRIPLES
        ),
        format="nt",
    )

    assert answer.status_code == 200
    assert list(graph.subjects(RDF.type, OWL.Ontology)) == [VOCABULARY]
    assert list(graph.objects(VOCABULARY, OWL.versionIRI)) == [VOCABULARY + f"/{version}"]
    assert [str(value) for value in graph.objects(VOCABULARY, OWL.versionInfo)] == [version]
    assert len(set(graph.subjects(RDF.type, OWL.Class))) > 20


def test_dumps_and_files_of_the_vocabulary_have_one_ontology(server: Server) -> None:
    """The dump that the catalogue calls an ontology, and the file in which it is kept."""
    dump = httpx.get(f"{server.url}/dumps/vocabulary.ttl", timeout=60).content
    ontology, kind = NamedNode(str(OWL.Ontology)), NamedNode(str(RDF.type))
    for content in (dump, (ROOT / "ontology/cluster.ttl").read_bytes()):
        quads = parse(content, format=RdfFormat.TURTLE)
        found = {str(quad.subject) for quad in quads if quad.predicate == kind and quad.object == ontology}
        assert found == {f"<{VOCABULARY}>"}


@pytest.mark.parametrize("path", sorted((ROOT / "shapes/versions").rglob("*.ttl")), ids=lambda path: path.parent.name)
def test_kept_versions_declare_only_prefixes_of_ours(path: Path) -> None:
    """They are bytes for ever, so that the spelling of their heads counts."""
    text = path.read_text(encoding="utf-8")

    check(text)
    assert all(f"<{PREFIXES[name]}>" == iri for name, iri in re.findall(r"(?m)^@prefix (\S+): (<\S+>) \.$", text))
