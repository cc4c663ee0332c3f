"""The W3C's SHACL suite: reading its manifests, and comparing reports whatever blank nodes are called."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, SH, BNode, Graph, Namespace
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.term import Node

from clustergraph.validation.rdf_graph import as_they_are
from conftest import SHARED

SUITE = SHARED / "suites/w3c-shacl-tests/data-shapes-test-suite/tests"
_BASE = "http://w3c.test/"
_MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
_SHT = Namespace("http://www.w3.org/ns/shacl-test#")
_COMPARED = (
    SH.focusNode,
    SH.value,
    SH.sourceConstraintComponent,
    SH.sourceShape,
    SH.resultSeverity,
    SH.resultPath,
)


@dataclass(frozen=True)
class Case:
    """One test; ``report`` is what matters of the report it expects, nothing where it expects a failure."""

    name: str
    data: Path
    shapes: Path
    report: Graph | None


def iri_of(path: Path) -> str:
    """Name a file of the suite."""
    return _BASE + path.relative_to(SUITE).as_posix()


def text_of(path: Path) -> str:
    """Give a file of the suite with the name that its relative IRIs are relative to."""
    return f"@base <{iri_of(path)}> .\n{path.read_text(encoding='utf-8')}"


def cases(part: str) -> Iterator[Case]:
    """Read the tests of a part: ``core`` or ``sparql``."""
    if SUITE.exists():
        yield from _cases(SUITE / part / "manifest.ttl")


def _cases(manifest: Path) -> Iterator[Case]:
    with as_they_are():
        graph = Graph().parse(manifest, format="turtle", publicID=iri_of(manifest))
    for included in sorted(graph.objects(None, _MF.include)):
        yield from _cases(_path(included))
    for entries in graph.objects(None, _MF.entries):
        for test in Collection(graph, entries):
            action, expected = graph.value(test, _MF.action), graph.value(test, _MF.result)
            data, shapes = (graph.value(action, one) for one in (_SHT.dataGraph, _SHT.shapesGraph))
            report = None if expected == _SHT.Failure else essence(graph, expected)
            yield Case(str(test).removeprefix(_BASE), _path(data), _path(shapes), report)


def _path(node: Node | None) -> Path:
    return SUITE / str(node).removeprefix(_BASE)


def essence(graph: Graph, report: Node | None = None) -> Graph:
    """Give what the suite compares of a report: whether data conforms, and of each result all but its message."""
    report = report or graph.value(None, RDF.type, SH.ValidationReport)
    found, top = Graph(), BNode()
    found.add((top, SH.conforms, graph.value(report, SH.conforms)))
    for result in graph.objects(report, SH.result):
        own = BNode()
        found.add((top, SH.result, own))
        for predicate in _COMPARED:
            for value in graph.objects(result, predicate):
                found.add((own, predicate, value))
                if predicate == SH.resultPath:
                    _copy(graph, value, found)
    return found


def _copy(graph: Graph, node: Node, found: Graph) -> None:
    if isinstance(node, BNode):
        for _, predicate, value in graph.triples((node, None, None)):
            found.add((node, predicate, value))
            _copy(graph, value, found)


def essence_of(text: bytes) -> Graph:
    """Give the same of a report in N-Triples."""
    with as_they_are():
        return essence(Graph().parse(data=text, format="nt"))


def equal(one: Graph, other: Graph) -> bool:
    """Compare two of them."""
    return isomorphic(one, other)
