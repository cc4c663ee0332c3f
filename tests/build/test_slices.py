"""Schemes of codes made by others: generated from their tables, and nothing else."""

from pathlib import Path

import pytest
from rdflib import RDF, SKOS, Graph, URIRef

from clustergraph.build.slices import SCHEMES, write_schemes
from clustergraph.ns import CG
from conftest import ROOT, SHARED, needs

SIZES = {"observatory-category": 38, "traded-category": 51, "emerging-industry": 10}


def test_generating_again_gives_the_committed_files(tmp_path: Path) -> None:
    """Byte by byte."""
    (tmp_path / "ontology/schemes").mkdir(parents=True)
    written = write_schemes(needs(SHARED / "reference"), tmp_path)

    assert {path.name for path in written} == {f"{scheme.name}.ttl" for scheme in SCHEMES}
    for path in written:
        assert path.read_bytes() == (ROOT / "ontology/schemes" / path.name).read_bytes()


@pytest.mark.parametrize("scheme", SIZES)
def test_every_category_has_its_evidence(scheme: str) -> None:
    """None has an IRI of an observatory that never published one."""
    graph = Graph(bind_namespaces="none").parse(ROOT / f"ontology/schemes/{scheme}.ttl")
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))

    assert len(concepts) == SIZES[scheme]
    assert all(graph.value(concept, URIRef(CG.evidence)) is not None for concept in concepts)
    assert all(concept.startswith("https://w3id.org/clustergraph/scheme/") for concept in concepts)
    assert not any("clusterobservatory.eu" in str(term) for triple in graph for term in triple)


def test_a_table_with_a_name_that_is_no_code_is_refused(tmp_path: Path) -> None:
    """Nothing is repaired silently."""
    table = tmp_path / SCHEMES[0].table
    table.parent.mkdir(parents=True)
    table.write_text("n,local_slug,name_porter_style,name_evidence\n1,Not a slug,Name,C1\n")
    (tmp_path / "ontology/schemes").mkdir(parents=True)

    with pytest.raises(ValueError, match="Not a slug"):
        write_schemes(tmp_path, tmp_path)
