"""Alignments: foreign terms that exist, links that may be made, and files that can be left out."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from clustergraph import iris
from clustergraph.ns import PREFIXES, compact, expand
from clustergraph.sources.repository import graph_files
from clustergraph.validation.profiles import read_profile
from conftest import ROOT, SHARED, needs

FOLDER = ROOT / "ontology/alignments"
FILES = sorted(FOLDER.glob("*.ttl"))
LINKS = {RDFS.subClassOf, RDFS.subPropertyOf, SKOS.broadMatch, SKOS.closeMatch, SKOS.relatedMatch}
SEMIC = SHARED / "suites/semic-core-vocabularies"
#: Prefix → the vocabulary's own file.
VOCABULARIES = {
    "cpsv": SEMIC / "cpsv-ap/3.2.0/rdf/cpsv-ap.ttl",
    "cv": SEMIC / "cpsv-ap/3.2.0/rdf/cpsv-ap.ttl",
    "frapo": SHARED / "reference/vocab/frapo.ttl",
    "legal": SHARED / "reference/vocab/business-v1.00.rdf",
    "rov": SHARED / "suites/w3c-namespaces/regorg.ttl",
}
#: Prefix → terms read in a vocabulary of which we have no file: schema.org 30.0 and EURIO.
READ = {
    "schema": {
        *("CategoryCode", "Consortium", "FundingScheme", "MonetaryGrant", "QuantitativeValue", "StatisticalVariable"),
        *("areaServed", "funder", "funding"),
    },
    "eurio": {
        *("ForProfitOrganisation", "FundingScheme", "Grant", "Organisation", "Project", "PublicBody"),
        *("startDate", "endDate"),
    },
}
#: What sounds alike and is something else: a cluster of research infrastructures, a kind of project.
FALSE_FRIENDS = ("eurocris.org/ontologies/semcerif", "https://schema.org/FundingAgency")


@cache
def read(path: Path) -> Graph:
    return Graph(bind_namespaces="none").parse(path)


def links(path: Path) -> Iterator[tuple[Node, Node, Node]]:
    """Give the statements on terms of ours."""
    return (triple for triple in read(path) if str(triple[0]).startswith(PREFIXES["cg"]))


ALL = sorted({triple for path in FILES for triple in links(path)})
TERMS = sorted({str(target) for _, _, target in ALL})


def test_there_are_alignments() -> None:
    """One file for a vocabulary or a family of them, and none is empty."""
    assert [path.stem for path in FILES] == ["eurio", "frapo", "regorg", "schema-org", "semic"]
    assert all(set(links(path)) for path in FILES)
    assert len(ALL) >= 25


@pytest.mark.parametrize("term", TERMS, ids=compact)
def test_the_foreign_term_exists(term: str) -> None:
    """In the vocabulary's file, or in the table of what was read."""
    prefix, _, local = compact(term).partition(":")
    if prefix in READ:
        assert local in READ[prefix]
    else:
        assert (URIRef(term), RDF.type, None) in read(needs(VOCABULARIES[prefix]))


def test_no_term_of_the_table_is_left_over() -> None:
    """What no link uses was not read for one."""
    assert {expand(f"{prefix}:{local}") for prefix, names in READ.items() for local in names} <= set(TERMS)


@pytest.mark.parametrize("link", ALL, ids=lambda link: " ".join(compact(str(term)) for term in link))
def test_a_link_may_be_made(link: tuple[Node, Node, Node]) -> None:
    """From a term that the vocabulary has, of the right sort, never an equation, never to a false friend."""
    source, how, target = link
    ours = set(read(ROOT / "ontology/cluster.ttl").objects(source, RDF.type))

    assert ours
    assert how in LINKS
    assert how != RDFS.subClassOf or OWL.Class in ours
    assert how != RDFS.subPropertyOf or OWL.ObjectProperty in ours
    assert not any(friend in str(target) for friend in FALSE_FRIENDS)
    assert re.match("[A-Z]", compact(str(source))[3:]) or how != RDFS.subClassOf
    assert local(source)[0].isupper() == local(target)[0].isupper(), "classes with classes, properties with properties"


def local(term: Node) -> str:
    return compact(str(term)).partition(":")[2]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_set_describes_itself(path: Path) -> None:
    """Its graph is an ontology with a title, a description, a maker and a licence, and imports nothing."""
    graph = URIRef(f"{iris.GRAPH}alignment/{path.stem}")
    said = read(path)

    assert (graph, RDF.type, OWL.Ontology) in said
    assert {DCTERMS.title, DCTERMS.description, DCTERMS.creator, DCTERMS.license} <= set(said.predicates(graph))
    assert (None, OWL.imports, None) not in said


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_link_has_one_axiom(path: Path) -> None:
    """And each axiom its link; the same is asked of the release by a question of hygiene."""
    said = read(path)
    axioms = [
        tuple(said.value(axiom, part) for part in (OWL.annotatedSource, OWL.annotatedProperty, OWL.annotatedTarget))
        for axiom in said.subjects(RDF.type, OWL.Axiom)
    ]

    assert sorted(axioms) == sorted(links(path))


def test_they_are_graphs_of_their_own_and_no_background() -> None:
    """Whoever wants the vocabulary without them leaves out the folder."""
    graphs = {file.graph for file in graph_files(ROOT) if file.path.startswith("ontology/alignments/")}

    assert graphs == {f"{iris.GRAPH}alignment/{path.stem}" for path in FILES}
    for name in ("publication", "office-holders"):
        assert not set(read_profile(ROOT, name).background) & set(FILES)
