"""The catalogue of a real server after DCAT-AP 3.0.1 and 2.1.1: the published shapes, and what the later table asks."""

from pathlib import Path

import httpx
import pyshacl
import pytest
from rdflib import RDF, SH, Graph, Literal, URIRef

from clustergraph.ns import compact, expand
from clustergraph.store.release import Release
from conftest import SHARED, Server, needs

SHAPES = SHARED / "suites/dcat-ap/3.0.1/html/shacl"
EARLIER = SHARED / "suites/dcat-ap/2.1.1"
FILES = ("shapes.ttl", "range.ttl", "deprecateduris.ttl", "shapes_recommended.ttl", "mdr-vocabularies.shape.ttl")
BACKGROUND = SHARED / "interop-examples/dcat-ap-background.ttl"
#: What the background lacks: further concepts of the authority tables, as the EU's validator would load them.
FURTHER = """
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
<http://publications.europa.eu/resource/authority/file-type/RDF_N_QUADS> a skos:Concept , dct:MediaTypeOrExtent ;
  skos:prefLabel "RDF_N_QUADS"@en ; skos:inScheme <http://publications.europa.eu/resource/authority/file-type> .
<http://publications.europa.eu/resource/authority/data-theme/TECH> a skos:Concept ;
  skos:prefLabel "Science"@en ; skos:inScheme <http://publications.europa.eu/resource/authority/data-theme> .
<http://purl.org/adms/publishertype/PrivateIndividual(s)> a skos:Concept ;
  skos:prefLabel "Private individuals"@en ; skos:inScheme <http://purl.org/adms/publishertype/1.0> .
<https://www.iana.org/assignments/media-types/application/n-quads> a dct:MediaType .
"""
#: Class → mandatory and recommended properties (DCAT-AP 3.0.1, chapters 4 to 10).
ASKED = {
    "dcat:Catalog": (
        "dct:title dct:description dct:publisher",
        "dcat:themeTaxonomy dct:language dct:license dct:issued dct:modified dct:spatial foaf:homepage",
    ),
    "dcat:Dataset": (
        "dct:title dct:description",
        "dcat:contactPoint dcat:distribution dcat:keyword dcat:theme dct:publisher dct:spatial dct:temporal",
    ),
    "dcat:Distribution": ("dcat:accessURL", "dct:description dct:format dct:license dcatap:availability"),
    "dcat:DataService": (
        "dct:title dcat:endpointURL",
        """dcat:contactPoint dcat:endpointDescription dcat:keyword dcat:servesDataset dcat:theme dct:conformsTo
        dct:publisher""",
    ),
    "foaf:Agent": ("foaf:name", "dct:type"),
    "dct:PeriodOfTime": ("", "dcat:startDate dcat:endDate"),
}
#: What else every distribution has, for the metadata quality assessment of data.europa.eu.
ALSO = "dcat:downloadURL dcat:mediaType dcat:byteSize dct:rights dct:issued dct:modified"
NODES = {"dcat:Catalog": 1, "dcat:Dataset": 5, "dcat:Distribution": 10, "dcat:DataService": 1}
#: The warnings that remain: (file, node, property) → why.
WARNINGS = {
    **{
        ("mdr-vocabularies.shape.ttl", node, "dct:publisher"): "the table of corporate bodies has only bodies of the EU"
        for node in (
            "https://w3id.org/clustergraph/id/catalogue/clustergraph",
            "dataset:clusters",
            "dataset:indicators",
            "dataset:codes",
            "dataset:shapes",
            "dataset:vocabulary",
            "https://w3id.org/clustergraph/id/service/sparql",
        )
    },
    ("shapes_recommended.ttl", "country:SRB", "dcat:bbox"): "the country is described by the background, not by us",
    ("shapes_recommended.ttl", "country:SRB", "dcat:centroid"): "the country is described by the background",
}


@pytest.fixture(scope="module")
def catalogue(server: Server) -> Graph:
    """What the server says, alone."""
    answer = httpx.get(f"{server.url}/catalog", headers={"Accept": "text/turtle"}, timeout=30)
    assert answer.status_code == 200
    return Graph(bind_namespaces="none").parse(data=answer.content, format="turtle")


def results(catalogue: Graph, file: str, folder: Path = SHAPES) -> list[tuple[str, str, str]]:
    """Validate, with the background; each result that is not part of another as severity, node and property."""
    data = Graph(bind_namespaces="none") + catalogue
    data.parse(needs(BACKGROUND)).parse(data=FURTHER, format="turtle")
    shapes = Graph(bind_namespaces="none").parse(needs(folder / file))
    report = pyshacl.validate(
        data, shacl_graph=shapes, inference="none", advanced=False, allow_warnings=True, do_owl_imports=False
    )[1]
    assert isinstance(report, Graph)
    return [
        (
            compact(str(report.value(result, SH.resultSeverity))),
            compact(str(report.value(result, SH.focusNode))),
            compact(str(report.value(result, SH.resultPath))),
        )
        for result in report.objects(None, SH.result)
    ]


@pytest.mark.parametrize("file", FILES)
def test_no_violation_and_no_warning_without_a_reason(catalogue: Graph, file: str) -> None:
    """The warnings are exactly those of the table."""
    found = results(catalogue, file)

    assert [result for result in found if result[0] != "sh:Warning"] == []
    assert {(file, node, name) for _, node, name in found} == {row for row in WARNINGS if row[0] == file}


@pytest.fixture(scope="module")
def earlier(server: Server) -> Graph:
    """The view for harvesters of DCAT-AP 2.1.1."""
    answer = httpx.get(f"{server.url}/catalog-2.1.1", headers={"Accept": "text/turtle"}, timeout=30)
    assert answer.status_code == 200
    return Graph(bind_namespaces="none").parse(data=answer.content, format="turtle")


@pytest.mark.parametrize("file", FILES)
def test_the_earlier_view_has_no_violation_of_the_earlier_shapes(earlier: Graph, catalogue: Graph, file: str) -> None:
    """Whose one difference it is for: the other view has a violation for each file that it describes."""
    name = f"dcat-ap_2.1.1_shacl_{file}"
    found = results(earlier, name, EARLIER)

    assert [result for result in found if result[0] == "sh:Violation"] == []
    sizes = [result for result in results(catalogue, name, EARLIER) if result[2] == "dcat:byteSize"]
    assert len(sizes) == (NODES["dcat:Distribution"] if file == "shapes.ttl" else 0)


def test_the_two_views_differ_in_the_datatype_of_sizes_alone(earlier: Graph, catalogue: Graph) -> None:
    """The numbers are the same."""
    size = URIRef(expand("dcat:byteSize"))
    told = [{(node, str(value)) for node, value in graph.subject_objects(size)} for graph in (earlier, catalogue)]
    kinds = [{str(value.datatype) for value in graph.objects(None, size)} for graph in (earlier, catalogue)]  # type: ignore[attr-defined]

    assert told[0] == told[1]
    assert kinds == [{expand("xsd:decimal")}, {expand("xsd:nonNegativeInteger")}]
    assert {one for one in earlier if one[1] != size} == {one for one in catalogue if one[1] != size}


@pytest.mark.parametrize(
    ("file", "kind", "name", "severity"),
    [
        ("shapes.ttl", "dcat:Catalog", "dct:title", "sh:Violation"),
        ("shapes.ttl", "dcat:DataService", "dcat:endpointURL", "sh:Violation"),
        ("shapes_recommended.ttl", "dcat:Distribution", "dcatap:availability", "sh:Warning"),
    ],
)
def test_the_shapes_can_fail(catalogue: Graph, file: str, kind: str, name: str, severity: str) -> None:
    """Without the property there is a finding for it."""
    broken = Graph(bind_namespaces="none") + catalogue
    for node in catalogue.subjects(RDF.type, URIRef(expand(kind))):
        broken.remove((node, URIRef(expand(name)), None))

    assert (severity, name) in {(level, path) for level, _, path in results(broken, file)}


def test_a_code_of_no_table_is_a_violation(catalogue: Graph) -> None:
    """The controlled vocabularies bite as well."""
    broken = Graph(bind_namespaces="none") + catalogue
    form = URIRef(expand("dct:format"))
    broken.add((next(broken.subjects(form)), form, URIRef("http://publications.europa.eu/resource/authority/x/Y")))

    assert "sh:Violation" in {level for level, _, _ in results(broken, "mdr-vocabularies.shape.ttl")}


@pytest.mark.parametrize("kind", ASKED)
def test_mandatory_and_recommended_properties_are_there(catalogue: Graph, kind: str) -> None:
    """On every node of the class, and no class is without a node."""
    nodes = list(catalogue.subjects(RDF.type, URIRef(expand(kind))))
    asked = " ".join((*ASKED[kind], ALSO if kind == "dcat:Distribution" else "")).split()

    assert len(nodes) == NODES.get(kind, len(nodes)) > 0
    missing = [(node, name) for node in nodes for name in asked if (node, URIRef(expand(name)), None) not in catalogue]
    assert missing == []


def test_titles_and_descriptions_come_in_three_languages(catalogue: Graph) -> None:
    """English, and Serbian in both scripts; every text has a tag."""
    for kind in ("dcat:Catalog", "dcat:Dataset", "dcat:DataService"):
        for node in catalogue.subjects(RDF.type, URIRef(expand(kind))):
            for name in ("dct:title", "dct:description"):
                texts = list(catalogue.objects(node, URIRef(expand(name))))
                tags = sorted(text.language or "" for text in texts if isinstance(text, Literal))
                assert tags == ["en", "sr-Cyrl", "sr-Latn"]


def test_no_blank_node_and_no_checksum(catalogue: Graph) -> None:
    """Everything can be named; the shapes ask for checksum terms that SPDX does not have."""
    assert all(isinstance(node, URIRef) for node in catalogue.subjects())
    assert not any("spdx" in str(name) for name in catalogue.predicates())


def test_the_catalogue_names_the_release(catalogue: Graph, release: Release) -> None:
    """Each data set is derived from it and has its short digest as version."""
    for node in catalogue.subjects(RDF.type, URIRef(expand("dcat:Dataset"))):
        assert (node, URIRef(expand("prov:wasDerivedFrom")), URIRef(release.manifest.iri)) in catalogue
        assert str(catalogue.value(node, URIRef(expand("dcat:version")))) == release.manifest.digest[:16]


def test_every_file_is_there_as_the_catalogue_says(catalogue: Graph, release: Release) -> None:
    """Address, media type and size; and no dump is left out."""
    described = set()
    for node in catalogue.subjects(RDF.type, URIRef(expand("dcat:Distribution"))):
        url, form, size = (
            str(catalogue.value(node, URIRef(expand(name))))
            for name in ("dcat:downloadURL", "dcat:mediaType", "dcat:byteSize")
        )
        answer = httpx.get(url, timeout=30, headers={"Accept-Encoding": "identity"})
        described.add(url.rsplit("/", 1)[-1])

        assert answer.status_code == 200
        assert form == "https://www.iana.org/assignments/media-types/" + answer.headers["content-type"].split(";")[0]
        assert int(size) == int(answer.headers["content-length"]) == len(answer.content)

    assert described == {path.name for path in release.dumps.iterdir()}


def test_every_other_address_of_ours_answers(catalogue: Graph, server: Server) -> None:
    """Endpoint, its description, landing pages and the pages of access."""
    service = next(catalogue.subjects(RDF.type, URIRef(expand("dcat:DataService"))))
    endpoint = str(catalogue.value(service, URIRef(expand("dcat:endpointURL"))))
    ours = {str(value) for value in catalogue.objects() if str(value).startswith(server.url)}

    assert httpx.get(endpoint, params={"query": "ASK {}"}, timeout=30).json()["boolean"] is True
    assert {f"{server.url}/{path}" for path in ("sparql", ".well-known/void", "dumps/", "query", "")} <= ours
    assert [url for url in ours - {endpoint} if httpx.get(url, timeout=30).status_code != 200] == []
