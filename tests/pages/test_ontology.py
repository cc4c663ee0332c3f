"""The ontology as a document: everything that its file says, where it is used, and how it relates to others."""

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from small_graphs import Small

from clustergraph.errors import NotFound
from clustergraph.ns import expand
from clustergraph.pages.class_tree import class_tree
from clustergraph.pages.ontology import NS, Ontology, OntologyClass, OntologyProperty, OntologyTerm, ontology_of
from clustergraph.pages.shapes import OF_RELEASES, Shapes
from clustergraph.pages.terms import Term
from clustergraph.pages.values import Value
from clustergraph.store.release import Release
from conftest import ROOT
from released import reader


@pytest.fixture(scope="module")
def told(release: Release) -> Ontology:
    """The document in English."""
    return ontology_of(reader(release), Shapes.read(release).asked_by(OF_RELEASES), release.statistics())


@pytest.fixture(scope="module")
def file() -> Graph:
    """The file it is about."""
    return Graph(bind_namespaces="none").parse(ROOT / "ontology/cluster.ttl")


def one(terms: object, local: str) -> OntologyTerm:
    [found] = [term for term in terms if term.local == local]  # type: ignore[attr-defined]
    assert isinstance(found, OntologyTerm)
    return found


def the_class(told: Ontology, local: str) -> OntologyClass:
    found = one(told.classes, local)
    assert isinstance(found, OntologyClass)
    return found


def the_property(told: Ontology, local: str) -> OntologyProperty:
    found = one(told.properties, local)
    assert isinstance(found, OntologyProperty)
    return found


def test_every_term_of_the_file_is_told_once(told: Ontology, file: Graph) -> None:
    """Classes, and object and datatype properties, with label, definition and what they are kinds of."""
    classes = {str(term) for term in file.subjects(RDF.type, OWL.Class)}
    properties = {str(t) for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for t in file.subjects(RDF.type, kind)}

    assert Counter(term.value.term.value for term in told.classes) == Counter(classes)
    assert Counter(term.value.term.value for term in told.properties) == Counter(properties)
    for term in [*told.classes, *told.properties]:
        node = URIRef(term.value.term.value)
        assert term.value.text == str(file.value(node, RDFS.label))
        assert term.definition is not None
        assert term.definition.text == str(file.value(node, SKOS.definition))
        above = {*file.objects(node, RDFS.subClassOf), *file.objects(node, RDFS.subPropertyOf)}
        assert {value.term.value for value in term.above} == {str(term) for term in above}


def test_uses_are_counted_in_the_graph(told: Ontology, release: Release) -> None:
    """As SPARQL counts them; a term that nobody uses has none."""
    ask = reader(release).ask
    entities = "SELECT ?term (COUNT(DISTINCT ?s) AS ?n) { ?s a ?term } GROUP BY ?term"
    statements = "SELECT ?term (COUNT(*) AS ?n) { ?s ?term ?o } GROUP BY ?term"
    for terms, text in ((told.classes, entities), (told.properties, statements)):
        counted = {row["term"].value: int(row["n"].value) for row in ask(text).rows}
        assert {t.value.term.value: t.uses for t in terms} == {
            t.value.term.value: counted.get(t.value.term.value, 0) for t in terms
        }
    assert the_class(told, "Cluster").uses == 20


def test_the_header_says_which_version_of_what(told: Ontology) -> None:
    """Title, version, dates, licence, creator, the version before, and all that were published."""
    facts = {fact.name.term.value: [value.text for value in fact.values] for fact in told.facts}

    assert told.name.text == "Cluster vocabulary"
    assert told.abstract is not None
    assert facts[expand("owl:versionInfo")] == [told.versions[0].number] == ["0.2.0"]
    assert [version.number for version in told.versions] == ["0.2.0", "0.1.0"]
    assert facts[expand("dct:creator")] == ["clustergraph"]
    assert facts[expand("dct:license")] == ["Creative Commons Attribution 4.0 International (CC BY 4.0)"]
    assert facts[expand("owl:priorVersion")] == ["Cluster vocabulary, version 0.1.0"]
    assert {expand(f"dct:{name}") for name in ("created", "issued", "modified")} <= set(facts)


def branches(rows: object, above: str = "") -> Iterator[tuple[str, str]]:
    for branch in rows:  # type: ignore[attr-defined]
        yield above, branch.value.term.value
        yield from branches(branch.below, branch.value.term.value)


def test_the_tree_has_every_class_below_its_nearest(told: Ontology, file: Graph) -> None:
    """Roots are classes of others, or of ours that are kinds of nothing; no link is left out or made up."""
    links = set(branches(told.tree))
    said = {(str(above), str(below)) for below, above in file.subject_objects(RDFS.subClassOf)}
    roots = {below for above, below in links if not above}

    assert {(above, below) for above, below in links if above} == said - {
        # they are below cg:Code, which is below skos:Concept
        (expand("skos:Concept"), expand("cg:QualityFlag")),
        (expand("skos:Concept"), expand("cg:Role")),
    }
    assert roots == {above for above, _ in said if not above.startswith(NS)} | {
        str(term) for term in file.subjects(RDF.type, OWL.Class) if (term, RDFS.subClassOf, None) not in file
    }


def shown(iri: str) -> Value:
    return Value(Term(iri, is_iri=True), iri)


def test_a_tree_with_a_circle_ends_and_has_all() -> None:
    """Classes that are kinds of each other, below a root or below nothing, do not go on for ever."""
    above = {"a": ["top"], "b": ["a", "c"], "c": ["b"], "lone": [], "x": ["y"], "y": ["x"], "self": ["self"]}
    tree = class_tree(above, shown)
    links = set(branches(tree))

    assert [branch.value.text for branch in tree] == ["lone", "self", "top", "x"]
    assert links >= {("top", "a"), ("a", "b"), ("b", "c"), ("x", "y")}
    assert {below for _, below in links} == {*above, "top"}
    assert [branch.described for branch in tree] == [True, True, False, True]


names = st.sampled_from("abcdef")


@given(st.dictionaries(names, st.lists(names, max_size=3, unique=True)))
def test_no_class_is_left_out_of_a_tree(above: dict[str, list[str]]) -> None:
    """Whatever is a kind of what; and nothing is below what it is no kind of."""
    links = set(branches(class_tree(above, shown)))

    assert {below for _, below in links} == {*above, *(one for classes in above.values() for one in classes)}
    assert all(higher in above[lower] for higher, lower in links if higher)


def test_properties_stand_with_the_classes_on_which_shapes_ask_for_them(told: Ontology) -> None:
    """With how many values of which class; those of others too; and the way back from the property."""
    asked = {one.name.term.value: one for one in the_class(told, "Cluster").asked}
    sector = asked[expand("cg:sector")]

    assert (sector.least, sector.most) == (1, 1)
    assert [value.term.value for value in sector.expects] == [expand("cg:Sector")]
    assert set(sector.shapes) == {expand("shapes:ClusterShape-sector"), expand("shapes:ClusterShape-sector-code")}
    assert expand("dct:description") in asked
    for term in told.classes:
        for row in term.asked:
            if row.name.term.value.startswith(f"{NS}#"):
                there = the_property(told, row.name.term.value.rpartition("#")[2])
                assert term.value in there.on
    assert [value.term.value for value in the_property(told, "sector").on] == [expand("cg:Cluster")]


def test_counts_are_those_of_the_shapes(told: Ontology, release: Release) -> None:
    """The strictest of several; what is only warned of does not keep data out and asks for no least number."""
    properties, warned = Shapes.read(release).asked_by(OF_RELEASES).properties, 0
    for row in (row for term in told.classes for row in term.asked):
        shapes = [properties[iri] for iri in row.shapes]
        assert row.least == max([shape.least for shape in shapes if shape.severity == "Violation"], default=0)
        assert row.most == min([shape.most for shape in shapes if shape.most is not None], default=None)
        warned += row.least == 0 and any(shape.least for shape in shapes)
    assert warned


def test_alignments_stand_with_their_terms(told: Ontology) -> None:
    """All judgements of the files, each with its confidence and its reason."""
    axioms = Graph(bind_namespaces="none")
    for path in (ROOT / "ontology/alignments").glob("*.ttl"):
        axioms.parse(path)
    said = {
        (str(axioms.value(axiom, OWL.annotatedSource)), str(axioms.value(axiom, OWL.annotatedTarget)), str(axiom))
        for axiom in axioms.subjects(RDF.type, OWL.Axiom)
    }
    links = [(term, link) for term in [*told.classes, *told.properties] for link in term.links]

    assert {(t.value.term.value, link.target.term.value, link.axiom.term.value) for t, link in links} == said
    assert len(links) == len(said)
    assert all(link.confidence and link.reason and link.kind.term.is_iri for _, link in links)


def test_what_is_deprecated_says_what_takes_its_place(told: Ontology) -> None:
    """One term so far."""
    [old] = [term for term in [*told.classes, *told.properties] if term.deprecated]

    assert old.local == "funder"
    assert [value.term.value for value in old.replaced_by] == ["https://schema.org/funder"]
    assert old.note is not None
    assert "0.2.0" in old.note.text


@pytest.mark.parametrize(("tag", "name"), [("sr-Cyrl", "Речник кластера"), ("sr-Latn", "Rečnik klastera")])
def test_in_serbian(release: Release, tag: str, name: str) -> None:
    """Title, labels and definitions in the reader's script."""
    told = ontology_of(reader(release, tag), Shapes.read(release).asked_by(OF_RELEASES), release.statistics())
    cluster = the_class(told, "Cluster")

    assert told.name.text == name
    assert cluster.definition is not None
    assert cluster.definition.language == cluster.value.language == tag


def test_english_stands_in_where_there_is_no_serbian() -> None:
    """And says that it is English; a small ontology needs no shapes and no versions."""
    graph = Small(r"""
        graph:ontology\/x { <urn:o> a owl:Ontology ; dct:abstract "Few words."@en .
          <urn:o#A> a owl:Class ; rdfs:isDefinedBy <urn:o> ; rdfs:label "Alpha"@en ; skos:definition "First."@en .
          <urn:o#p> a owl:DatatypeProperty ; rdfs:isDefinedBy <urn:o> ; rdfs:label "п"@sr-Cyrl . }
    """)
    nothing = {"classPartitions": {}, "propertyPartitions": {}}
    told = ontology_of(graph.reader("sr-Cyrl"), Shapes([], {}, {}), nothing, "urn:o")

    assert told.abstract is not None
    assert (told.abstract.text, told.abstract.language) == ("Few words.", "en")
    [one_class], [one_property] = told.classes, told.properties
    assert one_class.definition is not None
    assert (one_class.value.text, one_class.definition.text) == ("Alpha", "First.")
    assert (one_property.value.text, one_property.definition, one_property.uses) == ("п", None, 0)
    assert (told.versions, told.facts) == ([], [])


def test_what_is_no_ontology_is_not_found(release: Release) -> None:
    """No document without terms."""
    with pytest.raises(NotFound):
        ontology_of(
            reader(release),
            Shapes.read(release).asked_by(OF_RELEASES),
            release.statistics(),
            "https://w3id.org/clustergraph/nothing",
        )
