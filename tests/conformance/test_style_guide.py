"""The SEMIC style guide on the vocabulary and on the shapes: no violation, and every warning has its reason."""

import pyshacl
import pytest
from rdflib import OWL, QB, RDF, RDFS, SH, Graph, Literal, Node, URIRef

from clustergraph.ns import expand
from conftest import ROOT, SHARED, needs

SUITE = SHARED / "suites/semic-style-guide-shapes/shapes"
FOR_A_VOCABULARY = "semic-shapes_owl.ttl"
FOR_SHAPES = "semic-shapes_shacl.ttl"

#: Warnings on the vocabulary: rule and property → why it stays.
WARNINGS = {
    ("SC-R2", "dct:publisher"): "a string is wanted; an IRI says who that is, and DCAT-AP wants an agent",
    ("SC-R2", "dct:license"): "a string is wanted; an IRI can be looked up, and FOOPS (OM4.2) wants one that resolves",
}
#: Properties of the header beyond the select few of SC-R2, which is a remark (sh:Info) → who asks for them.
REMARKS = {
    "bibo:status": "FOOPS, OM3",
    "cg:reviewStatus": "ours: nobody has looked over the header's Serbian texts; for its terms reviews.ttl says so",
    "dct:abstract": "FOOPS, OM1",
    "dct:bibliographicCitation": "FOOPS, OM2",
    "dct:creator": "FOOPS, OM1 and OM5.1",
    "dct:language": "DCAT-AP, of everything that is published",
    "dct:modified": "FOOPS, OM3",
    "dct:source": "FOOPS, OM3",
    "owl:backwardCompatibleWith": "FOOPS, OM5",
    "owl:deprecated": "OWL 2 itself; what replaces a term stands in versions.ttl",
    "owl:priorVersion": "FOOPS, OM5",
    "owl:versionInfo": "PC-R3 of the style guide itself",
    "schema:logo": "FOOPS, OM3",
    "vann:preferredNamespacePrefix": "FOOPS, OM2 and FIND1",
    "vann:preferredNamespaceUri": "FOOPS, OM1",
}

Results = set[tuple[URIRef, str, URIRef | None]]


def judge(data: Graph, file: str) -> Results:
    """Give severity, rule and property of each result."""
    shapes = Graph(bind_namespaces="none").parse(needs(SUITE / file))
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
    return {
        (
            URIRef(str(report.value(result, SH.resultSeverity))),
            _rule(report.value(result, SH.resultMessage)),
            path if isinstance(path := report.value(result, SH.resultPath), URIRef) else None,
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


def _rule(message: Node | None) -> str:
    """Cut the rule out of “Violation of SEMIC rule SC-R2: …”."""
    return str(message).partition(":")[0].rpartition(" ")[2]


def vocabulary() -> Graph:
    """The vocabulary."""
    return Graph(bind_namespaces="none").parse(ROOT / "ontology/cluster.ttl")


def shapes() -> Graph:
    """All our shapes."""
    graph = Graph(bind_namespaces="none")
    for path in sorted((ROOT / "shapes").glob("*.ttl")):
        graph.parse(path)
    return graph


def test_the_vocabulary() -> None:
    """Warnings and remarks are those of the tables."""
    warnings = {(SH.Warning, rule, URIRef(expand(path))) for rule, path in WARNINGS}
    remarks = {(SH.Info, "SC-R2", URIRef(expand(path))) for path in REMARKS}

    assert judge(vocabulary(), FOR_A_VOCABULARY) == warnings | remarks


@pytest.mark.parametrize("file", ["ontology/cube.ttl", "ontology/dimensions.ttl"])
def test_the_data_cube_is_no_vocabulary(file: str) -> None:
    """What the Data Cube wants of itself and its dimensions, SC-R1 and SC-R2 forbid: it stands in files of its own."""
    cube = Graph(bind_namespaces="none").parse(ROOT / file)
    found = {(rule, path) for severity, rule, path in judge(cube, FOR_A_VOCABULARY) if severity == SH.Violation}

    assert found == {("SC-R1", None), ("SC-R2", RDF.type)}


def test_the_dimensions_are_terms_of_the_vocabulary() -> None:
    """What stands apart from them is the Data Cube's part only."""
    apart = Graph(bind_namespaces="none").parse(ROOT / "ontology/dimensions.ttl")
    dimensions = {URIRef(expand(f"cg:{name}")) for name in ("cluster", "indicator", "refPeriod")}

    assert set(apart.subjects()) == dimensions == set(apart.subjects(RDF.type, QB.DimensionProperty))
    assert dimensions <= set(vocabulary().subjects(RDF.type, OWL.ObjectProperty))


def test_the_shapes() -> None:
    """Not so much as a warning, and there is much to look at."""
    ours = shapes()

    assert judge(ours, FOR_SHAPES) == set()
    assert len(list(ours.subjects(RDF.type, SH.NodeShape))) > len(list((ROOT / "shapes").glob("*.ttl")))


TERM = URIRef(expand("cg:Activity"))
PROPERTY = URIRef(expand("cg:activity"))
HEADER = URIRef("https://w3id.org/clustergraph/ns")


@pytest.mark.parametrize(
    ("statement", "severity", "rule"),
    [
        ((TERM, OWL.versionInfo, Literal("1.0.0")), SH.Violation, "PC-R4"),
        ((TERM, OWL.disjointWith, PROPERTY), SH.Violation, "SC-R2"),
        ((TERM, RDF.type, QB.DataSet), SH.Violation, "SC-R2"),
        ((PROPERTY, RDFS.domain, TERM), SH.Warning, "SC-R2"),
        ((HEADER, OWL.versionInfo, Literal("first")), SH.Violation, "PC-R3"),
        ((URIRef("https://w3id.org/clustergraph/ns#Unlabelled"), RDF.type, OWL.Class), SH.Warning, "SC-R3"),
    ],
)
def test_a_broken_vocabulary_is_found(
    statement: tuple[URIRef, URIRef, URIRef | Literal], severity: URIRef, rule: str
) -> None:
    """One statement more breaks one rule more."""
    graph = vocabulary()
    before = judge(graph, FOR_A_VOCABULARY)
    graph.add(statement)

    assert (severity, rule) in {result[:2] for result in judge(graph, FOR_A_VOCABULARY) - before}


def test_a_vocabulary_without_its_declaration_is_found() -> None:
    """SC-R1 wants an owl:Ontology."""
    graph = vocabulary()
    graph.remove((HEADER, RDF.type, OWL.Ontology))

    assert (SH.Violation, "SC-R1", None) in judge(graph, FOR_A_VOCABULARY)


@pytest.mark.parametrize(
    ("kind", "severity", "rule"),
    [(QB.DataSet, SH.Violation, "DSC-R1"), (OWL.Class, SH.Warning, "DSC-R4")],
)
def test_a_broken_shape_is_found(kind: URIRef, severity: URIRef, rule: str) -> None:
    """A shape that is something else too."""
    graph = shapes()
    graph.add((URIRef("https://w3id.org/clustergraph/shapes#AddressShape"), RDF.type, kind))

    assert (severity, rule, RDF.type) in judge(graph, FOR_SHAPES)


def test_a_shape_without_a_severity_is_found() -> None:
    """DSC-R5 warns of it."""
    graph = shapes()
    graph.add((URIRef("https://w3id.org/clustergraph/shapes#NewShape"), RDF.type, SH.NodeShape))

    assert (SH.Warning, "DSC-R5", None) in judge(graph, FOR_SHAPES)
