"""JSON-LD says types as JSON-LD does, and is compacted without loss: other parsers read the same statements."""

import json
import re
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyld import jsonld
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from clustergraph import resources
from clustergraph.graph.compaction import as_text, compacted
from clustergraph.graph.json_ld import TypeMembers, with_types
from clustergraph.ns import CG, PREFIXES

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = NamedNode(f"{RDF}type")
TEXTS = st.lists(
    st.sampled_from(['"', "\\", "]", "}", "{", ",", f'"{RDF}type":[', '{"@id":"a:b"}', "@id", "ж", "\n", "x"]),
    max_size=5,
).map("".join)
NAMES = st.sampled_from([
    # schemes that are called like prefixes, names and keywords of the context
    "http://e/s", "geo:44.8,20.4", "cg:Cluster", "name:x", "id:x", "type:y", "org:unit", "activity:1", "a:", "urn:x:y",
    "mailto:a@b.example", CG.Cluster, CG.activity, f"{RDF}nil", "http://[::1]/?q=;", "http://e/a#b/c", "http://e/",
]).map(NamedNode)  # fmt: skip
BLANKS = st.sampled_from(["b0", "c"]).map(BlankNode)
PROPERTIES = st.sampled_from([
    TYPE.value, "http://e/p", "geo:lat", "cg:activity", CG.activity, CG.brochureNumber, CG.asPrinted, CG.position,
    "http://www.w3.org/2004/02/skos/core#prefLabel", "http://purl.org/dc/terms/description", "a:", "urn:p:type",
    f"{RDF}first", f"{RDF}rest", f"{XSD}integer", "http://www.w3.org/2003/01/geo/wgs84_pos#lat",
]).map(NamedNode)  # fmt: skip
LITERALS = st.one_of(
    TEXTS.map(Literal),
    st.builds(Literal, TEXTS, language=st.sampled_from(["en", "sr-latn", "de-ch-1996"])),
    st.builds(
        lambda words, kind: Literal(words, datatype=NamedNode(kind)),
        st.sampled_from(["1", "01", "-0", "--5", "-7", "9" * 15, "9" * 16, "9" * 17, "٣", "1.0", "true", "1", "x", ""]),
        st.sampled_from([f"{XSD}integer", f"{XSD}boolean", f"{XSD}decimal", "geo:wkt", "http://e/dt", f"{RDF}JSON"]),
    ),
)
TRIPLES = st.builds(Triple, st.one_of(NAMES, BLANKS), PROPERTIES, st.one_of(NAMES, BLANKS, LITERALS))


def canonical(quads: Iterable[Quad]) -> list[str]:
    """Write quads as lines; blank nodes keep their labels."""
    return sorted(str(quad).lower() for quad in quads)


def read(document: bytes) -> list[str]:
    """Read with Oxigraph, which keeps labels."""
    return canonical(parse(document, format=RdfFormat.JSON_LD))


def by_pyld(document: Any) -> list[str]:
    """Read with PyLD, which gives blank nodes labels of its own; they are told apart by what is said of them."""
    text: str = jsonld.to_rdf(document, {"format": "application/n-quads"})
    return sorted(re.sub(r"_:b\d+", "_:", line).lower() for line in text.splitlines())


QUADS = st.builds(
    Quad,
    st.one_of(NAMES, BLANKS),
    st.just(TYPE),
    st.one_of(NAMES, BLANKS, LITERALS),
    st.one_of(NAMES, BLANKS),
)


@given(st.lists(QUADS, max_size=9), st.lists(TRIPLES, max_size=9), st.integers(1, 60))
@example([], [Triple(NamedNode("a:s"), TYPE, Literal("]")), Triple(NamedNode("a:s"), TYPE, NamedNode("a:C"))], 7)
def test_types_are_members_however_they_come(quads: list[Quad], triples: list[Triple], size: int) -> None:
    """In pieces of any size, in named graphs too: the same statements, and no class stays with the property."""
    told = [*quads, *(Quad(*triple) for triple in triples)]
    written = serialize(told, format=RdfFormat.JSON_LD) or b""
    members = TypeMembers()
    pieces = [members.feed(written[at : at + size]) for at in range(0, len(written), size)]
    whole = b"".join(pieces) + members.rest()

    assert whole == with_types(written)
    assert set(read(whole)) == {str(quad).lower() for quad in told}
    for node in (inner for outer in json.loads(whole) for inner in (outer, *outer.get("@graph", []))):
        assert not [value for value in node.get(TYPE.value, []) if "@id" in value]
        assert all(isinstance(kind, str) for kind in node.get("@type", []))


def test_what_is_known_is_given_before_the_rest_has_come() -> None:
    """A subject of a million classes is not held until its end."""
    members = TypeMembers()
    members.feed(b'[{"@id":"a:s","%s":[' % TYPE.value.encode())
    given = b"".join(members.feed(b'{"@id":"a:C%d"},' % number) for number in range(100))

    assert given.count(b'"a:C') == 100


@given(st.lists(TRIPLES, max_size=12))
@example([Triple(NamedNode("a:s"), NamedNode(CG.brochureNumber), Literal("1", datatype=NamedNode("geo:x")))])
@example([Triple(NamedNode("org:s"), TYPE, NamedNode("http://www.w3.org/ns/org#Organization"))])
@pytest.mark.filterwarnings("ignore:@language must be valid BCP47")
def test_compacting_loses_nothing(triples: list[Triple]) -> None:
    """Whatever IRIs look like: two parsers read the statements that there were, and nothing is fetched."""
    told = [Quad(*triple) for triple in triples]
    nodes = json.loads(with_types(serialize(told, format=RdfFormat.JSON_LD) or b""))
    text = as_text(compacted(nodes, resources.context(), PREFIXES, "a:s")).encode()

    assert set(read(text)) == {str(quad).lower() for quad in told}
    assert by_pyld(json.loads(text)) == by_pyld(nodes)


def test_a_document_reads_well() -> None:
    """The thing it is about comes first; names, maps of languages and plain numbers, one name of the context a line."""
    netwood = NamedNode("https://w3id.org/clustergraph/id/cluster/netwood")
    label = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    told: list[Any] = [
        Triple(NamedNode("a:other"), NamedNode("http://www.w3.org/ns/dcat#byteSize"), Literal(5)),
        Triple(netwood, TYPE, NamedNode(CG.Cluster)),
        Triple(netwood, NamedNode(CG.brochureNumber), Literal(19)),
        Triple(netwood, label, Literal("Netwood", language="en")),
        Triple(netwood, label, Literal("Нетвуд", language="sr-Cyrl")),
    ]
    nodes = json.loads(with_types(serialize(told, format=RdfFormat.JSON_LD) or b""))
    text = as_text(compacted(nodes, resources.context(), PREFIXES, netwood.value))
    document = json.loads(text)

    assert document["@graph"] == [
        {
            "id": netwood.value,
            "type": "Cluster",
            "brochureNumber": "19",
            "skos_prefLabel": {"en": "Netwood", "sr-cyrl": "Нетвуд"},
        },
        {"id": "a:other", "dcat:byteSize": 5},
    ]
    assert list(document["@context"]) == [
        *("@version", "id", "type", "cg", "dcat", "skos", "xsd", "Cluster", "brochureNumber", "skos_prefLabel")
    ]
    assert '    "brochureNumber": {"@id": "cg:brochureNumber", "@type": "xsd:integer"},\n' in text
