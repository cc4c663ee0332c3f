"""Every question of ontology/hygiene, made to fail by one addition to the real repository."""

from pathlib import Path

import pytest

from clustergraph.build.assemble import assemble
from clustergraph.build.hygiene import FOLDER, hygiene_findings
from clustergraph.errors import RepositoryError
from clustergraph.ns import PREFIXES, expand
from clustergraph.sources.rdf import Quad
from clustergraph.store.staging import Staging
from conftest import ROOT

#: Question → statements that break it, and the node that is found.
BROKEN = {
    "alignment-without-axiom": (
        """alignment:x owl:annotatedSource cg:Cluster ; owl:annotatedProperty rdfs:subClassOf ;
        owl:annotatedTarget schema:Consortium .""",
        "alignment:x",
    ),
    "activities-out-of-order": ("activity:netwood-5 cg:position 8 .", "cluster:netwood"),
    "code-without-class": (
        "<https://w3id.org/clustergraph/scheme/sector/new> a skos:Concept .",
        "sector:new",
    ),
    "derivation-cycle": ("passage:x prov:wasDerivedFrom passage:x .", "passage:x"),
    "entity-and-activity": ("cluster-record:netwood a prov:Activity .", "cluster-record:netwood"),
    "hierarchical-cycle": (
        "kind:company skos:broader kind:x . kind:y skos:narrower kind:x ; skos:broadMatch kind:company .",
        "kind:company",
    ),
    "key-twice": (
        """observation:again a qb:Observation ; cg:cluster cluster:netwood ; cg:indicator indicator:companies ;
        cg:refPeriod period:unstated-2009 .""",
        "observation:again",
    ),
    "mapping-outside-its-lists": (
        "mapping:sector-nace2-tourism-79 xkos:targetConcept eurovoc:4470 .",
        "mapping:sector-nace2-tourism-79",
    ),
    "mapping-without-judgement": ("sector:tourism skos:closeMatch nace2:55 .", "sector:tourism"),
    "not-described": ("cluster:netwood cg:website website:nowhere .", "website:nowhere"),
    "derived-on-stated": ("address:netwood cg:town town:kragujevac .", "address:netwood"),
    "orphan": ("telephone:alone a cg:Telephone .", "telephone:alone"),
    "preferred-name-not-of-the-list": (
        "cluster:netwood skosxl:prefLabel name:x . name:x cg:basis basis:stated ; cg:printedIn name-place:heading .",
        "name:x",
    ),
    "shared-and-told-once": ('telephone:again cg:e164 "+381112542158" .', "telephone:bipom-1"),
    "supporter-and-its-part": (
        "event:x cg:supportedBy institution:merr , institution:government-serbia .",
        "event:x",
    ),
    "skos-s9": ("kind:x skos:topConceptOf kind:y . kind:y skos:broader kind:z .", "kind:y"),
    "skos-s13": ('cluster:netwood skos:altLabel "N"@en ; skos:hiddenLabel "N"@en .', "cluster:netwood"),
    "skos-s14": ('cluster:netwood skos:prefLabel "N"@en .', "cluster:netwood"),
    "skos-s27": (
        "kind:x skos:broader kind:y . kind:z skos:narrowMatch kind:y ; skos:relatedMatch kind:x .",
        "kind:x",
    ),
    "skos-s37": ("kind:x skos:member kind:y ; skos:related kind:z .", "kind:x"),
    "skos-s46": ("kind:y skos:exactMatch kind:x , kind:z . kind:x skos:narrowMatch kind:z .", "kind:z"),
    "top-concept-below": (
        "kind:x skos:topConceptOf kind:s ; skos:broader kind:y . kind:y skos:inScheme kind:s .",
        "kind:x",
    ),
    "value-and-gap": (
        "gap:netwood-x a cg:Gap ; cg:cluster cluster:netwood ; cg:indicator indicator:companies .",
        "gap:netwood-x",
    ),
    "without-lines": ("telephone:alone a cg:Telephone .", "telephone:alone"),
}  # fmt: skip
RECORD = "cluster-record:netwood"


@pytest.fixture(scope="module")
def assembled() -> list[Quad]:
    """The quads of the real repository."""
    return list(assemble(ROOT).named_quads())


@pytest.fixture
def staging(assembled: list[Quad]) -> Staging:
    """The real repository, to be broken."""
    staging = Staging()
    staging.add(assembled)
    staging.fill_default_graph()
    return staging


def test_the_repository_is_clean(staging: Staging) -> None:
    """No question finds anything."""
    assert list(hygiene_findings(ROOT, staging)) == []


def test_every_question_is_tried() -> None:
    """And none is left over."""
    assert {path.stem for path in (ROOT / FOLDER).glob("*.rq")} == set(BROKEN)


@pytest.mark.parametrize("question", BROKEN)
def test_it_can_fail(staging: Staging, question: str) -> None:
    """The node is named."""
    statements, focus = BROKEN[question]
    prefixes = "".join(f"PREFIX {name}: <{start}>\n" for name, start in PREFIXES.items())
    more = f"{prefixes}INSERT DATA {{ GRAPH {RECORD} {{ {statements} }} }}"
    staging.apply(more, question)
    staging.fill_default_graph()

    found = {finding.focus for finding in hygiene_findings(ROOT, staging) if finding.source == f"hygiene:{question}"}

    assert expand(focus) in found


def test_a_link_to_another_vocabulary_wants_its_axiom(staging: Staging) -> None:
    """In the same graph: the axiom of another link, or of another set, is not its own."""
    prefixes = "".join(f"PREFIX {name}: <{start}>\n" for name, start in PREFIXES.items())
    graph = "<https://w3id.org/clustergraph/graph/alignment/eurio>"
    links = "cg:Cluster skos:closeMatch schema:Consortium . cg:Company rdfs:subClassOf eurio:ForProfitOrganisation ."
    staging.apply(f"{prefixes}INSERT DATA {{ GRAPH {graph} {{ {links} }} }}", "links")
    staging.fill_default_graph()

    found = {finding.focus for finding in hygiene_findings(ROOT, staging)}

    assert found == {expand("cg:Cluster"), expand("cg:Company")}


def test_a_question_without_a_message_is_refused(repository: Path, staging: Staging) -> None:
    """A finding must teach."""
    (repository / FOLDER / "new.rq").write_text("SELECT ?focus { ?focus ?p ?o }")
    with pytest.raises(RepositoryError, match="no message"):
        list(hygiene_findings(repository, staging))
