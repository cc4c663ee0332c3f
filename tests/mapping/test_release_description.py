"""The description of a release: what its manifest says, in terms that others know."""

import hashlib

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import RDF, Graph, URIRef
from rdflib.term import Node

from clustergraph.errors import RepositoryError
from clustergraph.mapping.release_description import release_statements
from clustergraph.ns import expand
from clustergraph.store.release import Release

BASE = "https://clusters.example.org"


@pytest.fixture(scope="module")
def graph(release: Release) -> Graph:
    """The statements, read."""
    return Graph(bind_namespaces="none").parse(data=release_statements(release.described(BASE)), format="nt")


def values(graph: Graph, node: str | Node | None, name: str) -> list[str]:
    return sorted(str(value) for value in graph.objects(URIRef(str(node)), URIRef(expand(name))))


def test_it_says_what_the_manifest_says(graph: Graph, release: Release) -> None:
    """Digest, time, size, and what it was built from."""
    manifest, name = release.manifest, release.manifest.iri

    assert values(graph, name, "dcat:version") == [manifest.digest]
    assert values(graph, name, "dct:identifier") == [name]
    assert values(graph, name, "dct:issued") == values(graph, name, "prov:generatedAtTime") == [manifest.built]
    assert values(graph, name, "void:triples") == [str(manifest.triples)]
    assert values(graph, name, "dcat:isVersionOf") == [expand("dataset:clusters")]
    assert values(graph, name, "prov:wasDerivedFrom") == sorted(
        [f"{name}#inputs", expand("source:serbian-clusters-2009")]
    )
    [build] = values(graph, name, "prov:wasGeneratedBy")
    assert values(graph, build, "prov:endedAtTime") == [manifest.built]
    assert [values(graph, used, "dct:identifier") for used in values(graph, build, "prov:used")] == [[manifest.inputs]]
    [program] = values(graph, build, "prov:wasAssociatedWith")
    assert values(graph, program, "dcat:version") == [manifest.version]


def test_every_dump_is_described_with_its_true_size_and_checksum(graph: Graph, release: Release) -> None:
    """Those with all of the release are its distributions, the others its parts."""
    name = release.manifest.iri
    files = [*values(graph, name, "dcat:distribution"), *values(graph, name, "dct:hasPart")]
    said = {}
    for file in files:
        [url], [size] = values(graph, file, "dcat:downloadURL"), values(graph, file, "dcat:byteSize")
        [checksum] = graph.objects(URIRef(file), URIRef("http://spdx.org/rdf/terms#checksum"))
        [digits] = graph.objects(checksum, URIRef("http://spdx.org/rdf/terms#checksumValue"))
        said[url] = (int(size), str(digits))
    contents = {f"{BASE}/dumps/{path.name}": path.read_bytes() for path in release.dumps.iterdir()}

    assert said == {url: (len(text), hashlib.sha256(text).hexdigest()) for url, text in contents.items()}
    assert values(graph, name, "void:dataDump") == sorted(
        f"{BASE}/dumps/clustergraph.{suffix}" for suffix in ("jsonld", "nq", "trig", "ttl")
    )


def test_whatever_it_names_of_its_own_it_describes(graph: Graph, release: Release) -> None:
    """No fragment of the release's name hangs in the air, and every node has a class."""
    own = {term for triple in graph for term in triple if str(term).startswith(release.manifest.iri)}
    own = {term for term in own if isinstance(term, URIRef)}

    assert own
    assert all((term, RDF.type, None) in graph for term in own)


def test_it_is_canonical_n_triples(release: Release) -> None:
    """A strict parser reads each line, and the same release gives the same text."""
    text = release_statements(release.described(BASE))

    assert len(list(parse(text.encode(), format=RdfFormat.N_TRIPLES))) == len(set(text.splitlines()))
    assert text == release_statements(release.described(BASE))


def test_texts_that_are_missing_are_named(release: Release) -> None:
    """The table that lacks them is the place."""
    told = release.described(BASE)
    del told.texts["publisher"]  # type: ignore[attr-defined]

    with pytest.raises(RepositoryError, match="publisher") as caught:
        release_statements(told)
    assert str(caught.value.place) == "data/catalogue.toml"
