"""Every shape is shown what it accepts and what it refuses, and says so in the words that were approved."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import OWL, RDF, RDFS, SH, Graph, URIRef
from rdflib.term import Node

from clustergraph.ns import CG, PREFIXES, compact
from conftest import ROOT, SHARED, needs
from shapes.cases import (
    CASES,
    HERE,
    OTHERS,
    PROFILE,
    all_shapes,
    found_by_ours,
    found_by_reference,
    read,
    rendered,
    report_file,
    shapes,
)  # fmt: skip

FILES = sorted(path.stem for path in (ROOT / "shapes").glob("*.ttl"))
SEVERITIES = {SH.Violation, SH.Warning, SH.Info}
REVIEW = URIRef(CG.reviewStatus)
TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
# the parameters of SHACL Core that our shapes use, each with a constraint component of its own name (section 4)
PARAMETERS = (
    "class", "datatype", "disjoint", "equals", "hasValue", "in", "languageIn", "lessThanOrEquals", "maxCount",
    "maxExclusive", "maxInclusive", "maxLength", "minCount", "minExclusive", "minInclusive", "minLength", "nodeKind",
    "not", "or", "pattern", "qualifiedMaxCount", "qualifiedMinCount", "uniqueLang", "xone",
)  # fmt: skip
# what is neither a parameter nor a constraint
REST = ("name", "message", "severity", "path", "inversePath", "alternativePath", "property", "flags",
          "qualifiedValueShape", "targetClass", "targetObjectsOf", "targetSubjectsOf")  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_report_is_the_approved_one(case: str) -> None:
    """Severity, node, path, shape and message of each result; to change one, see approve.py.

    Our engine finds what the reference finds, in every part of every result.
    """
    assert report_file(case).read_text(encoding="utf-8") == rendered(case)
    assert found_by_ours(case) == found_by_reference(case)


@pytest.mark.parametrize("case", CASES)
def test_the_name_of_a_case_says_how_grave_it_is(case: str) -> None:
    """Valid: nothing to say; info and warning: nothing graver; invalid: blocked."""
    found = {line.split(" | ")[0] for line in report_file(case).read_text(encoding="utf-8").splitlines()}
    kind = Path(case).name.split(".")[0]
    milder = {"Info"} if case.split("/")[0] in OTHERS else set()

    assert kind in {"valid", "warning", "invalid", *(["info"] if milder else [])}
    assert {
        "valid": found == set(),
        "info": found == {"Info"},
        "warning": found - milder == {"Warning"},
        "invalid": "Violation" in found,
    }[kind]


@pytest.mark.parametrize("file", [*FILES, *OTHERS])
def test_every_file_of_shapes_has_a_valid_and_an_invalid_case(file: str) -> None:
    """In a folder of its name; other profiles than publication in one of theirs."""
    kinds = {Path(case).name.split(".")[0] for case in CASES if case.startswith(f"{file}/")}

    assert {"valid", "invalid"} <= kinds


def test_nothing_is_left_over() -> None:
    """No folder without a file of shapes, no report without a case, no file that no profile asks for."""
    kept = set((ROOT / "shapes/versions").rglob("*.ttl"))

    assert {*FILES, *OTHERS} == {case.split("/")[0] for case in CASES}
    asked = {path for profile in OTHERS.values() for path in (*profile.shapes, *profile.background)}
    assert asked & set((ROOT / "shapes").rglob("*")) == set((ROOT / "shapes").glob("*/*.ttl")) - kept
    assert set(map(report_file, CASES)) == set(HERE.glob("*/*.report.txt"))
    assert set(PROFILE.known) == set((ROOT / "shapes").glob("*.ttl"))


def test_every_shape_was_seen_to_fail() -> None:
    """Each shape with a message stands in an approved report."""
    reported = {
        line.split(" | ")[3] for case in CASES for line in report_file(case).read_text(encoding="utf-8").splitlines()
    }

    assert {compact(str(shape)) for shape in all_shapes().subjects(SH.message)} == reported


def test_every_constraint_was_seen_to_fail() -> None:
    """Of a shape with several constraints, each has a case; a target that is misspelt has none."""
    failed = {
        (URIRef(result.shape[1:-1]), URIRef(result.component[1:-1])) for case in CASES for result in found_by_ours(case)
    }
    components = {SH[name]: SH[f"{name[0].upper()}{name[1:]}ConstraintComponent"] for name in PARAMETERS}
    expected = {
        (shape, components[parameter])
        for shape in all_shapes().subjects(SH.message)
        for parameter in all_shapes().predicates(shape)
        if parameter in components
    }

    assert expected <= failed


@pytest.mark.parametrize("target", sorted({o for t in TARGETS for o in all_shapes().objects(None, t)}))
def test_every_target_is_met_by_a_case(target: URIRef) -> None:
    """A misspelt target would conform without a word."""
    assert target in used_in_cases()


@pytest.mark.parametrize(
    "file",
    sorted(
        [*(ROOT / "data").rglob("*.ttl"), *(ROOT / "ontology/alignments").glob("*.ttl"), ROOT / "ontology/cube.ttl"]
    ),
    ids=str,
)
def test_every_typed_node_of_the_data_is_looked_at(file: Path) -> None:
    """Each has a class that is the target of some shape; the header of a set of alignments has a test of its own."""
    targets = set(shapes().objects(None, SH.targetClass))
    graph = read(file)

    for node in set(graph.subjects(RDF.type)) - set(graph.subjects(RDF.type, OWL.Ontology)):
        classes = {c for kind in graph.objects(node, RDF.type) for c in superclasses(kind)}
        assert classes & targets, compact(str(node))


def test_every_class_of_ours_has_a_shape() -> None:
    """As the target of one, or as a kind of what is one."""
    ontology = read(ROOT / "ontology/cluster.ttl")
    targets = set(shapes().objects(None, SH.targetClass))
    classes = {kind for kind in ontology.subjects(RDF.type, OWL.Class) if kind.startswith(PREFIXES["cg"])}

    assert classes
    assert {kind for kind in classes if not set(superclasses(kind)) & targets} == set()


@pytest.mark.parametrize("shape", sorted(set(all_shapes().subjects(RDF.type))), ids=compact)
def test_every_shape_teaches(shape: URIRef) -> None:
    """A name, one severity, a message in English and Serbian in both scripts; a shape that only groups needs none."""
    graph = all_shapes()
    named = SH.name if (shape, RDF.type, SH.PropertyShape) in graph else RDFS.label
    messages = list(graph.objects(shape, SH.message))
    grouping = (shape, SH.property, None) in graph

    assert shape.startswith(PREFIXES["shapes"])
    assert (shape, named, None) in graph
    assert all(isinstance(part, URIRef) for part in graph.objects(shape, SH.property))
    if grouping:
        assert messages == []
        assert (shape, RDFS.comment, None) in graph
    else:
        languages = [message.language for message in messages]
        assert sorted(languages) == ["en", "sr-Cyrl", "sr-Latn"]
        assert graph.value(shape, REVIEW) is not None, "a Serbian text says whether somebody looked it over"
        assert len(set(graph.objects(shape, SH.severity)) & SEVERITIES) == 1


def test_shapes_are_shacl_core() -> None:
    """And only what PARAMETERS and REST list, so that a new kind of constraint is noticed by the test of coverage."""
    used = {str(p).removeprefix(PREFIXES["sh"]) for p in all_shapes().predicates() if p.startswith(PREFIXES["sh"])}

    assert used <= {*PARAMETERS, *REST}


@pytest.mark.parametrize("judge", [
    "w3c-shacl-tests/shacl/shacl-shacl.ttl",
    "semic-style-guide-shapes/shapes/semic-shapes_shacl.ttl",
])  # fmt: skip
def test_shapes_conform_to_the_shapes_for_shapes(judge: str) -> None:
    """Those of the W3C recommendation, and those of the SEMIC style guide."""
    file = needs(SHARED / "suites" / judge)
    _, found, text = pyshacl.validate(all_shapes(), shacl_graph=read(file), inference="none", advanced=False)

    assert (None, SH.result, None) not in found, text


@cache
def used_in_cases() -> set[Node]:
    """Collect the classes and properties of all cases."""
    together = read(*(HERE / case for case in CASES))
    return set(together.objects(None, RDF.type)) | set(together.predicates())


def superclasses(kind: Node) -> Iterator[Node]:
    """Climb from a class by rdfs:subClassOf, the class itself included."""
    return hierarchy().transitive_objects(kind, RDFS.subClassOf)


@cache
def hierarchy() -> Graph:
    """Give the ontology and the code lists, whole."""
    return read(*PROFILE.background)
