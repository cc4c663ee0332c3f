"""The 24 tests of FOOPS! and the pitfalls of OOPS! on the vocabulary: each is checked, or has the reason why not."""

import re
from collections.abc import Callable
from itertools import chain

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SDO, SH, SKOS, VANN, Graph, Literal, Namespace, Node, URIRef
from rdflib.compare import isomorphic

from conftest import ROOT, SHARED, needs

# rdflib's own reader of JSON-LD uses what rdflib deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

SUITE = SHARED / "suites/fair-ontology-tests"
BIBO = Namespace("http://purl.org/ontology/bibo/")
ONTOLOGY = URIRef("https://w3id.org/clustergraph/ns")
NAMESPACE = f"{ONTOLOGY}#"
SITE = "https://w3id.org/clustergraph/"
SEMVER = re.compile(r"\d+\.\d+\.\d+")
#: What is written by hand; Serbian in Latin script follows at the build.
LANGUAGES = ["en", "sr-Cyrl"]
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)

#: FOOPS tests that ask the network → why the answer cannot be had here.
NOT_OFFLINE = {
    "URI1": "w3id.org redirects only once somebody has had the namespace registered there",
    "CN1": "the same; and a server must answer in HTML and RDF at that address",
    "DOC1": "the same; docs/vocabulary.md is the documentation that would be served",
    "VER2": "the same, for the IRI of the version",
    "OM4.2": "the licence is an IRI of creativecommons.org, which would have to be asked",
    "FIND2": "prefix.cc and Linked Open Vocabularies take a prefix from a person only",
    "FIND3": "the same for Linked Open Vocabularies; no catalogue lists the vocabulary yet",
    "FIND_3_BIS": "the same as FIND3",
}
#: Metadata that FOOPS asks for and the header leaves out → why. All but the DOI are optional there.
ABSENT = {
    BIBO.doi: "a DOI is given by an archive to which a person hands the release; OM3 stays incomplete without it",
    DCTERMS.contributor: "nobody has contributed but the creator",
    SDO.includedInDataCatalog: "no catalogue lists the vocabulary",
}
#: OOPS pitfalls that are not checked → why.
PITFALLS_LEFT = {
    "P10": "missing disjointness: SEMIC, SC-R2 forbids owl:disjointWith; hygiene questions and shapes do that work",
    "P11": "missing domain or range: SEMIC, SC-R2 forbids both; shapes say where a property stands",
    "P13": "missing inverses: SEMIC, SC-R2 forbids owl:inverseOf",
    "P37": "ontology not available: asks the network, as URI1",
}


def vocabulary() -> Graph:
    """The vocabulary as it is published."""
    return Graph(bind_namespaces="none").parse(ROOT / "ontology/cluster.ttl")


def terms(graph: Graph) -> list[Node]:
    """All classes and properties."""
    return sorted(set(chain.from_iterable(graph.subjects(RDF.type, kind) for kind in KINDS)))


def header(graph: Graph, *properties: URIRef) -> bool:
    """Say whether the ontology has a value for each of the properties."""
    return all((ONTOLOGY, name, None) in graph for name in properties)


def uri2(graph: Graph) -> bool:
    """The ontology is its own identifier, and its terms begin with it."""
    return list(graph.subjects(RDF.type, OWL.Ontology)) == [ONTOLOGY] and all(
        str(term).startswith(NAMESPACE) for term in terms(graph)
    )


def http1(graph: Graph) -> bool:
    """An open protocol."""
    return str(graph.value(predicate=RDF.type, object=OWL.Ontology)).startswith("https://")


def purl1(graph: Graph) -> bool:
    """One of the persistent houses, w3id.org."""
    return str(graph.value(predicate=RDF.type, object=OWL.Ontology)).startswith("https://w3id.org/")


def ver1(graph: Graph) -> bool:
    """The version has an IRI of its own, which is the one whose number is stated."""
    version = str(graph.value(ONTOLOGY, OWL.versionInfo))
    return bool(SEMVER.fullmatch(version)) and graph.value(ONTOLOGY, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{version}")


def om1(graph: Graph) -> bool:
    """The minimum."""
    return (
        header(graph, DCTERMS.title, DCTERMS.description, DCTERMS.license, DCTERMS.creator, OWL.versionIRI)
        and str(graph.value(ONTOLOGY, VANN.preferredNamespaceUri)) == NAMESPACE
    )


def om2(graph: Graph) -> bool:
    """What is recommended; the citation names the version."""
    citation = str(graph.value(ONTOLOGY, DCTERMS.bibliographicCitation))
    return header(graph, VANN.preferredNamespacePrefix, OWL.versionInfo, DCTERMS.created) and (
        f"version {graph.value(ONTOLOGY, OWL.versionInfo)}. {ONTOLOGY}" in citation
    )


def om3(graph: Graph) -> bool:
    """Details, all but the DOI; the logo is a file that the server has."""
    logo = str(graph.value(ONTOLOGY, SDO.logo))
    return (
        header(graph, DCTERMS.publisher, BIBO.status, DCTERMS.source, DCTERMS.issued, DCTERMS.modified)
        and logo.startswith(f"{SITE}static/")
        and (ROOT / "src/clustergraph/web" / logo.removeprefix(SITE)).is_file()
    )


def om4_1(graph: Graph) -> bool:
    """A licence, by its IRI."""
    licences = list(graph.objects(ONTOLOGY, DCTERMS.license))
    return len(licences) == 1 and isinstance(licences[0], URIRef)


def om5_1(graph: Graph) -> bool:
    """Who and when."""
    return header(graph, DCTERMS.creator, DCTERMS.created)


def om5_2(graph: Graph) -> bool:
    """Published by whom and when."""
    return header(graph, DCTERMS.issued, DCTERMS.publisher)


def find1(graph: Graph) -> bool:
    """The prefix that the repository uses itself."""
    prefix = graph.value(ONTOLOGY, VANN.preferredNamespacePrefix)
    declared = Graph(bind_namespaces="none").parse(ROOT / "ontology/prefixes.ttl")
    found = declared.value(predicate=SH.prefix, object=prefix)
    return found is not None and str(declared.value(found, SH.namespace)) == NAMESPACE


def rdf1(graph: Graph) -> bool:
    """It says the same in each of the four forms."""
    try:
        forms = {form: graph.serialize(format=form) for form in ("turtle", "xml", "nt", "json-ld")}
    except ValueError:  # RDF/XML has no name for some properties
        return False
    return all(isomorphic(graph, Graph().parse(data=text, format=form)) for form, text in forms.items())


def voc1(graph: Graph) -> bool:
    """Metadata in the vocabularies of others, beside OWL and RDFS."""
    used = {str(name) for name in graph.predicates(ONTOLOGY)}
    return all(any(name.startswith(str(house)) for name in used) for house in (DCTERMS, VANN, BIBO, SDO))


def voc2(graph: Graph) -> bool:
    """Terms below the terms of others, of more than one house."""
    above = chain(graph.objects(None, RDFS.subClassOf), graph.objects(None, RDFS.subPropertyOf))
    houses = {re.split(r"(?<=[#/])[^#/]*$", str(term))[0] for term in above} - {NAMESPACE, str(RDFS), str(OWL)}
    return len(houses) > 1


def voc3(graph: Graph) -> bool:
    """Each term has one label in each language."""
    return all(_languages(graph, term, RDFS.label) == LANGUAGES for term in terms(graph))


def voc4(graph: Graph) -> bool:
    """Each term has one definition in each language, and says where it is defined."""
    return all(
        _languages(graph, term, SKOS.definition) == LANGUAGES and graph.value(term, RDFS.isDefinedBy) == ONTOLOGY
        for term in terms(graph)
    )


def _languages(graph: Graph, term: Node, part: URIRef) -> list[str]:
    return sorted(str(_language(text)) for text in graph.objects(term, part))


def _language(text: Node) -> str | None:
    return text.language if isinstance(text, Literal) else None


Check = Callable[[Graph], bool]
Break = Callable[[Graph], None]


def without(*properties: URIRef) -> Break:
    """A vocabulary that leaves a property out."""

    def change(graph: Graph) -> None:
        for name in properties:
            graph.remove((None, name, None))

    return change


def renamed(name: str) -> Break:
    """A vocabulary of another name."""

    def change(graph: Graph) -> None:
        graph.remove((ONTOLOGY, RDF.type, OWL.Ontology))
        graph.add((URIRef(name), RDF.type, OWL.Ontology))

    return change


def plus(turtle: str) -> Break:
    """A vocabulary that says more."""

    def change(graph: Graph) -> None:
        prefixes = f"@prefix cg: <{NAMESPACE}> . @prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> . @prefix x: <urn:x#> . "
        graph.parse(data=prefixes + turtle, format="turtle")

    return change


#: FOOPS test → what is checked of it, and a change that must make the check fail.
CHECKS: dict[str, tuple[Check, Break]] = {
    "URI2": (uri2, renamed(NAMESPACE)),
    "HTTP1": (http1, renamed("urn:clustergraph")),
    "PURL1": (purl1, renamed("https://example.org/ns")),
    "VER1": (ver1, without(OWL.versionIRI)),
    "OM1": (om1, without(DCTERMS.title)),
    "OM2": (om2, without(DCTERMS.bibliographicCitation)),
    "OM3": (om3, without(BIBO.status)),
    "OM4.1": (om4_1, without(DCTERMS.license)),
    "OM5.1": (om5_1, without(DCTERMS.creator)),
    "OM5.2": (om5_2, without(DCTERMS.issued)),
    "FIND1": (find1, without(VANN.preferredNamespacePrefix)),
    "RDF1": (rdf1, plus("cg:Cluster <urn:x:1/> 1 .")),
    "VOC1": (voc1, without(VANN.preferredNamespaceUri, VANN.preferredNamespacePrefix)),
    "VOC2": (voc2, without(RDFS.subClassOf)),
    "VOC3": (voc3, plus("cg:New a owl:Class .")),
    "VOC4": (voc4, plus("cg:New a owl:Class .")),
}


def _texts(graph: Graph, term: Node, *properties: URIRef) -> list[str]:
    return [str(text) for name in properties for text in graph.objects(term, name)]


def p02_p30(graph: Graph) -> bool:
    """No two classes are said to be the same, or have the same label."""
    labels = [text for term in graph.subjects(RDF.type, OWL.Class) for text in _texts(graph, term, RDFS.label)]
    return len(set(labels)) == len(labels) and (None, OWL.equivalentClass, None) not in graph


def p04(graph: Graph) -> bool:
    """No class of the vocabulary stands alone: a shape, a list or a record speaks of it."""
    texts = [
        path.read_text() for folder in ("shapes", "data", "ontology/schemes") for path in (ROOT / folder).rglob("*.ttl")
    ]
    used = set(re.findall(r"\bcg:(\w+)", "".join(texts)))
    return all(str(name).removeprefix(NAMESPACE) in used for name in graph.subjects(RDF.type, OWL.Class))


def p07(graph: Graph) -> bool:
    """No class is two in one."""
    return not any(
        re.search(r"[a-z](And|Or)[A-Z]", str(name)) or {"and", "or"} & set(label.split())
        for name in graph.subjects(RDF.type, OWL.Class)
        for label in _texts(graph, name, RDFS.label)
    )


def p19(graph: Graph) -> bool:
    """No property has two domains or ranges: none has any."""
    return not {RDFS.domain, RDFS.range} & set(graph.predicates())


def p20(graph: Graph) -> bool:
    """Labels are labels and definitions are sentences."""
    return all(
        0 < len(label) < len(text) and text.endswith(".") and not label.endswith(".")
        for term in terms(graph)
        for label in _texts(graph, term, RDFS.label)
        for text in _texts(graph, term, SKOS.definition)
    )


def p22(graph: Graph) -> bool:
    """Classes begin with a capital, properties with a small letter."""
    return all(
        re.fullmatch(r"[A-Z][A-Za-z0-9]*" if (term, RDF.type, OWL.Class) in graph else r"[a-z][A-Za-z0-9]*", local)
        for term in terms(graph)
        for local in [str(term).removeprefix(NAMESPACE)]
    )


def p34(graph: Graph) -> bool:
    """Each class or property of ours that another is below is declared itself."""
    above = {*graph.objects(None, RDFS.subClassOf), *graph.objects(None, RDFS.subPropertyOf)}
    return {name for name in above if str(name).startswith(NAMESPACE)} <= set(terms(graph))


def p36(graph: Graph) -> bool:
    """No file extension in the IRI."""
    return "." not in str(graph.value(predicate=RDF.type, object=OWL.Ontology)).rpartition("/")[2]


def p40(graph: Graph) -> bool:
    """Nothing is said about the terms of others."""
    return all(str(subject).startswith(str(ONTOLOGY)) for subject in graph.subjects())


#: OOPS pitfall → what is checked of it, and a change that must make the check fail.
PITFALLS: dict[str, tuple[Check, Break]] = {
    "P02": (p02_p30, plus('cg:New a owl:Class ; rdfs:label "cluster"@en .')),
    "P04": (p04, plus("cg:New a owl:Class .")),
    "P07": (p07, plus('cg:New a owl:Class ; rdfs:label "clusters and networks"@en .')),
    "P08": (voc4, without(SKOS.definition)),
    "P19": (p19, plus("cg:cluster rdfs:domain cg:Gap , cg:Cluster .")),
    "P20": (p20, plus('cg:Cluster rdfs:label "A cluster, which is a group of companies."@en .')),
    "P22": (p22, plus("cg:small_letters a owl:Class .")),
    "P30": (p02_p30, plus("cg:Cluster owl:equivalentClass cg:Network .")),
    "P34": (p34, plus("cg:Cluster rdfs:subClassOf cg:New .")),
    "P36": (p36, renamed(f"{ONTOLOGY}.ttl")),
    "P38": (uri2, without(RDF.type)),
    "P40": (p40, plus("x:Theirs rdfs:subClassOf cg:Cluster .")),
    "P41": (om4_1, without(DCTERMS.license)),
}


def test_every_test_of_the_suite_is_itemised() -> None:
    """All 24, each once."""
    suite = {path.name for path in needs(SUITE / "doc/test").iterdir()}

    assert len(suite) == 24
    assert suite == CHECKS.keys() | NOT_OFFLINE.keys()
    assert not CHECKS.keys() & NOT_OFFLINE.keys()
    assert not PITFALLS.keys() & PITFALLS_LEFT.keys()


@pytest.mark.parametrize("name", [*CHECKS, *PITFALLS])
def test_the_vocabulary_passes(name: str) -> None:
    """One test or pitfall."""
    check, _ = {**CHECKS, **PITFALLS}[name]

    assert check(vocabulary())


@pytest.mark.parametrize("name", [*CHECKS, *PITFALLS])
def test_the_check_can_fail(name: str) -> None:
    """One change breaks it."""
    check, change = {**CHECKS, **PITFALLS}[name]
    graph = vocabulary()
    change(graph)

    assert not check(graph)


def test_what_the_header_leaves_out_is_still_absent() -> None:
    """What comes to be there must leave the table."""
    graph = vocabulary()

    assert [name for name in ABSENT if (ONTOLOGY, name, None) in graph] == []


def test_the_title_is_in_english_and_in_both_serbian_scripts() -> None:
    """The vocabulary's own name, because the file is used alone; the Latin names of its terms follow at the build."""
    graph = vocabulary()

    for name in (DCTERMS.title, RDFS.label):
        assert {_language(text) for text in graph.objects(ONTOLOGY, name)} == {"en", "sr-Cyrl", "sr-Latn"}
