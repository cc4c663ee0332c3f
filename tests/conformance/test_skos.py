"""The integrity conditions of SKOS: our questions on the published examples, and published shapes on our lists."""

from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import RDF, SH, SKOS, VANN, Graph, URIRef

from clustergraph.build.hygiene import hygiene_findings
from clustergraph.store.staging import Staging
from conftest import ROOT, SHARED, needs

SUITE = SHARED / "suites/skos-integrity"
BASE = "http://example.org/"

#: Folders of examples that SKOS itself allows or forbids. Both projects copied them from the SKOS Reference.
REFERENCE = ("kos-kit/data/{}/skos-reference", "skohub/tests/{}/skos.shacl.ttl")
VALID = 35
#: Example of the SKOS Reference that breaks a condition → the question that must find it.
INVALID = {
    "ex12": "skos-s14", "ex13": "skos-s13", "ex14": "skos-s13", "ex15": "skos-s13",
    "ex26": "skos-s27", "ex27": "skos-s27", "ex28": "skos-s27", "ex29": "skos-s27",
    "ex45": "skos-s37", "ex46": "skos-s37", "ex47": "skos-s37",
    "ex52": "skos-s46", "ex53": "skos-s46",
    "ex59": "skos-s27", "ex60": "skos-s27", "ex61": "skos-s27",
}  # fmt: skip
#: Examples that SKOS allows and we do not: the questions that are stricter than the Reference.
STRICTER = {
    "ex08": {"top-concept-below"},
    "ex36": {"hierarchical-cycle"},
    "ex37": {"hierarchical-cycle"},
    "ex66": {"hierarchical-cycle"},
    "ex67": {"hierarchical-cycle"},
}

SKOHUB = "skohub/tests/{}/skohub.shacl.ttl"
#: SkoHub's valid files break SKOS: the entry c1 is related to c4, two steps below it, and one outside IRI is the
#: narrower, the broader, the related and the exact match of c1 at once. Its shapes look one step far.
SKOHUB_VALID = {"skos-s27": {"c4", "https://my-iri.org/"}, "skos-s46": {"c1", "https://my-iri.org/"}}
#: SkoHub's files that break a condition of SKOS as they mean to: what is found beside the slip with c4.
SKOHUB_INVALID = {
    "03_cs_target_class_hasTopConcept": {"skos-s37": {"c1"}},
    "30_c_inScheme_target_no_cs": {"skos-s9": {"c1"}},
    "31_c_topConceptOf_target_no_conceptScheme": {"skos-s9": {"c2"}},
    "34_collection_prefLabel_no_unique_language": {"skos-s14": {"collection"}},
}
#: SkoHub's files that rules of its profile make invalid, not the six conditions. Reason → numbers of the files.
SKOHUB_KNOWN = {
    "the profile wants a title, a top concept, a description, a licence and a namespace of a scheme, of a given type":
        {"01", "02", "04", "05", "06", "07", "08", "09"},
    "the profile wants a preferred label of every concept": {"10"},
    "the profile wants a language on every text": {"11", "12", "13", "14", "16", "17", "19", "33"},
    "the profile wants one definition a language; S14 is about preferred labels": {"15"},
    "the profile wants a string": {"18"},
    "the profile wants the target described as a concept; SKOS infers that it is one": {"20", "21", "23", "24", "26"},
    "the profile wants an IRI": {"22", "25", "27", "28", "29"},
    "the profile wants concepts as members; SKOS has no condition on members": {"35"},
}  # fmt: skip

QSKOS = "qskos/src/test/resources"
#: Findings in qSKOS's files, node by node as the comments in those files have them; the others must give none.
QSKOS_FOUND = {
    "ambiguousLabels": {
        "skos-s13": {"conceptD", "conceptF"},
        "skos-s14": {"conceptA", "conceptA2", "conceptA3", "conceptA4"},
    },
    "components_1": {
        "skos-s13": {"conceptB", "conceptJ"},
        "skos-s14": {"conceptN"},
        "hierarchical-cycle": {f"concept{letter}" for letter in "FGHIJKLMNO"},
    },
    "cycles": {"hierarchical-cycle": {"conceptF", "conceptH", "conceptG", "conceptI"}},
    "emptyLabels": {"skos-s13": {"conceptD"}},
    # 23 is broader and related at once: allowed by S46, of which the file treats, and forbidden by S27.
    "exactVsAssociativeMappingClashes": {
        "skos-s27": {"23"},
        "skos-s46": {"1", "3", "17", "19", "20", "22", "26"},
    },
    "hierarchicalAndAssociativeRelations": {"skos-s27": {"conceptA", "conceptD", "conceptE", "conceptG"}},
    "reflexivelyRelatedConcepts": {"hierarchical-cycle": {"conceptA", "conceptB"}},
    "relationClashes": {
        "skos-s27": {"1", "3", "5", "10", "26", "31", "34", "36", "38", "41"},
        "hierarchical-cycle": {"27", "28", "29", "30"},
    },
    "topConceptsHavingBroaderConcept": {"top-concept-below": {"resourceG"}},
}
#: Nodes that qSKOS finds and we do not, each with the reason.
QSKOS_KNOWN = {
    ("cycles", "hierarchical-cycle"): (
        {"conceptA", "conceptB", "conceptC"}, "the cycle runs through a sub-property of broader: RDFS entailment"),
    ("topConceptsHavingBroaderConcept", "top-concept-below"): (
        {"resourceA", "resourceB", "resourceE"}, "the concept above is not said to be in the same list"),
}  # fmt: skip
#: Files that are no RDF.
QSKOS_UNREADABLE = {
    "invalidCharacters": "an IRI with a backslash",
    "resources": "an IRI with a blank",
    "skosxl": "text between the elements of RDF/XML",
}

#: Published shapes → the properties of which they warn. SkoHub's profile wants vann:preferredNamespaceUri on each list
#: for reconciliation services; ours begin with the IRI of their list and a slash, which says as much.
SHAPES: dict[str, set[URIRef]] = {
    "kos-kit/shapes/skos-reference.shacl.ttl": set(),
    "skohub/skos.shacl.ttl": set(),
    "skohub/skohub.shacl.ttl": {VANN.preferredNamespaceUri},
}

Findings = dict[str, set[str]]


def findings(path: Path) -> Findings:
    """Ask all our questions about SKOS of one file, as a graph of its own: question → local names of what is found."""
    kind = ox.RdfFormat.from_extension(path.suffix[1:])
    staging = Staging()
    graph = ox.NamedNode(f"{BASE}graph")
    staging.add(ox.Quad(*quad.triple, graph) for quad in ox.parse(path.read_bytes(), kind, base_iri=BASE))
    staging.fill_default_graph()
    found: Findings = defaultdict(set)
    for finding in hygiene_findings(ROOT, staging):
        question = finding.source.removeprefix("hygiene:")
        if question.startswith("skos-") or question in {"hierarchical-cycle", "top-concept-below"}:
            assert finding.focus is not None
            found[question].add(finding.focus if finding.focus.endswith("/") else finding.focus.rsplit("/", 1)[1])
    return dict(found)


def files(folder: str) -> dict[str, Path]:
    """Give the files of a folder of the suite by their names."""
    return {path.stem: path for path in sorted(needs(SUITE / folder).iterdir()) if path.is_file()}


@pytest.mark.parametrize("folder", REFERENCE)
def test_valid_examples_of_the_reference(folder: str) -> None:
    """None breaks a condition; what we do not allow beyond SKOS is in the table."""
    found = {name: findings(path) for name, path in files(folder.format("valid")).items()}

    assert len(found) == VALID
    assert {name: set(questions) for name, questions in found.items() if questions} == STRICTER


@pytest.mark.parametrize("folder", REFERENCE)
def test_invalid_examples_of_the_reference(folder: str) -> None:
    """Each breaks its condition, and no other."""
    found = {name: set(findings(path)) for name, path in files(folder.format("invalid")).items()}

    assert found == {name: {question} for name, question in INVALID.items()}


def test_valid_files_of_skohub() -> None:
    """They conform to SkoHub's profile, and not to SKOS."""
    found = [findings(path) for path in files(SKOHUB.format("valid")).values()]

    assert found == [SKOHUB_VALID] * 4


def test_invalid_files_of_skohub() -> None:
    """Those that mean a condition of SKOS are found; what we begin to find beside them must leave the table."""
    known = set.union(*SKOHUB_KNOWN.values())
    for name, path in files(SKOHUB.format("invalid")).items():
        found = findings(path)
        if found.get("skos-s27") == {"c4"}:
            del found["skos-s27"]

        assert found == SKOHUB_INVALID.get(name, {}), name
        assert (name in SKOHUB_INVALID) != (name[:2] in known), name


def test_files_of_qskos() -> None:
    """Every node that qSKOS means is found, or stands in the table of those we leave."""
    found, unreadable = {}, set()
    for name, path in files(QSKOS).items():
        try:
            found[name] = findings(path)
        except SyntaxError:
            unreadable.add(name)

    assert unreadable == set(QSKOS_UNREADABLE)
    assert {name: questions for name, questions in found.items() if questions} == QSKOS_FOUND
    for (name, question), (nodes, _) in QSKOS_KNOWN.items():
        assert not nodes & found[name][question]


@pytest.fixture(scope="module")
def lists() -> Graph:
    """Our lists of concepts, with the inverse of skos:topConceptOf (SKOS, S8), which shapes cannot infer."""
    graph = Graph(bind_namespaces="none")
    for path in sorted((ROOT / "ontology/schemes").glob("*.ttl")):
        graph.parse(path)
    for concept, scheme in list(graph.subject_objects(SKOS.topConceptOf)):
        graph.add((scheme, SKOS.hasTopConcept, concept))
    return graph


@pytest.mark.parametrize("file", SHAPES)
def test_published_shapes_on_our_lists(lists: Graph, file: str) -> None:
    """No violation; the warnings are in the table."""
    assert len(set(lists.subjects(RDF.type, SKOS.ConceptScheme))) == len(list((ROOT / "ontology/schemes").iterdir()))
    shapes = Graph(bind_namespaces="none").parse(needs(SUITE / file))
    _, report, text = pyshacl.validate(lists, shacl_graph=shapes, inference="none", advanced=False)

    assert (None, SH.resultSeverity, SH.Violation) not in report, text
    assert set(report.objects(None, SH.resultPath)) == SHAPES[file]


@pytest.mark.parametrize("file", SHAPES)
def test_published_shapes_can_fail(file: str) -> None:
    """A concept that has two preferred labels in one language breaks each of them."""
    shapes = Graph(bind_namespaces="none").parse(needs(SUITE / file))
    broken = Graph(bind_namespaces="none").parse(
        data=f'@prefix skos: <{SKOS}> . <urn:x> a skos:Concept ; skos:prefLabel "a"@en , "b"@en .', format="turtle"
    )

    _, report, _ = pyshacl.validate(broken, shacl_graph=shapes, inference="none", advanced=False)

    assert (None, SH.resultSeverity, SH.Violation) in report
