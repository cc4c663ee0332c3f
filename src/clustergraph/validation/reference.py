"""pySHACL behind its one door: the reference for SHACL Core, and the engine for SPARQL in shapes.

It is given graphs that were parsed by Oxigraph: a string that looks like a path or a URL it would open. Literals keep
their spelling, blank nodes their labels, and a query that has ``FROM`` loads nothing.
"""

import logging
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import pyshacl
import rdflib
from rdflib import OWL, SH, Graph
from rdflib.plugins import sparql
from rdflib.term import BNode, Literal, Node, URIRef

from clustergraph.graph.ntriples import iri, literal
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.property_paths import read_path
from clustergraph.validation.results import Result
from clustergraph.validation.shapes import KINDS, TARGETS, Shapes
from clustergraph.validation.terms import TYPE, is_blank, is_iri, sh, text
from clustergraph.validation.terms import literal as parts

_PLACE = re.compile(r"\s*\(at char \d+\)(?:, \(line:\d+, col:\d+\))?")  # in a text that nobody sent
ENGINE = f"pySHACL {pyshacl.__version__}"


class NotEvaluated(Exception):
    """pySHACL could not evaluate the shapes; the message is its own."""


def sparql_results(data: TripleIndex, shapes: Shapes, focus: Mapping[str, Sequence[str]]) -> list[Result]:
    """Give what the parts of shapes that need SPARQL find at their focus nodes, which are known by shape.

    Raises :class:`NotEvaluated`.
    """
    parts = shapes.sparql
    of_targets = {shape.node for shape, _, _ in shapes.targets}
    asked = TripleIndex(
        "".join(
            f"{subject} {predicate} {value} .\n"
            for subject, predicate, value in shapes.graph.triples()
            if predicate not in TARGETS and not (subject in of_targets and predicate == TYPE and value not in KINDS)
        )
        + "".join(
            f"{shape} {sh('targetNode')} {node} .\n"
            for shape, nodes in focus.items()
            if shape in parts.shapes
            for node in nodes
        )
    )
    return [one for one in reference_results(data, asked) if parts.has(one.shape, one.component)]


def reference_results(data: TripleIndex, shapes: TripleIndex) -> list[Result]:
    """Validate by pySHACL, which sees the background of the data as if it were a part of it.

    Raises :class:`NotEvaluated` where it fails.
    """
    with as_they_are():
        try:
            _, results, words = pyshacl.validate(
                graph_of(data),
                shacl_graph=_with_prefixes(graph_of(shapes)),
                inference="none",
                advanced=False,
                inplace=True,
                debug=False,
            )
        except (MemoryError, KeyboardInterrupt):
            raise
        except Exception as error:
            # parsers and evaluators of queries raise whatever they meet; none of it is a verdict
            raise NotEvaluated(_first_line(error)) from error
        if not isinstance(results, Graph):
            raise NotEvaluated(_first_line(results) or str(words))
        return list(results_of(results, shapes))


@contextmanager
def as_they_are() -> Iterator[None]:
    """Keep rdflib from changing literals, from loading what a query names, and from talking."""
    before = rdflib.NORMALIZE_LITERALS, sparql.SPARQL_LOAD_GRAPHS, logging.root.manager.disable
    rdflib.NORMALIZE_LITERALS = sparql.SPARQL_LOAD_GRAPHS = False
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        rdflib.NORMALIZE_LITERALS, sparql.SPARQL_LOAD_GRAPHS = before[:2]
        logging.disable(before[2])


def graph_of(index: TripleIndex) -> Graph:
    """Give triples and their background as a graph of rdflib's.

    Literals keep their spelling while :func:`as_they_are` holds.
    """
    graph = Graph(bind_namespaces="none")
    terms: dict[str, Node] = {}

    def term(one: str) -> Node:
        if one not in terms:
            terms[one] = _node(one)
        return terms[one]

    part: TripleIndex | None = index
    while part is not None:
        for subject, predicate, value in part.triples():
            graph.add((term(subject), term(predicate), term(value)))
        part = part.base
    return graph


def _with_prefixes(shapes: Graph) -> Graph:
    """Say of each node the prefixes that its imports declare (SHACL, section 5.2.1): pySHACL does not look there."""
    for node in set(shapes.subjects(OWL.imports)):
        for imported in list(shapes.transitive_objects(node, OWL.imports)):
            for declaration in list(shapes.objects(imported, SH.declare)):
                shapes.add((node, SH.declare, declaration))
    return shapes


def _node(term: str) -> Node:
    if is_iri(term):
        return URIRef(text(term))
    if is_blank(term):
        return BNode(term[2:])
    words, datatype, tag = parts(term)
    return Literal(words, lang=tag, normalize=False) if tag else Literal(words, datatype=_datatype(term, datatype))


def _datatype(term: str, datatype: str) -> URIRef | None:
    return None if term.endswith('"') else URIRef(datatype)


def _term(node: Node) -> str:
    if isinstance(node, Literal):
        return literal(str(node), language=node.language, datatype=None if node.language else node.datatype)
    return f"_:{node}" if isinstance(node, BNode) else iri(str(node))


def results_of(graph: Graph, shapes: TripleIndex) -> Iterator[Result]:
    """Read the results of a report of pySHACL's; a constraint in SPARQL that has a severity of its own keeps it.

    The recommendation knows the shape's alone; the Test Bed, whose shapes have others, takes theirs.
    """
    index = TripleIndex("".join(f"{_term(s)} {_term(p)} {_term(o)} .\n" for s, p, o in graph))
    # sh:detail nests results inside results: only those of the report itself count
    for result in graph.objects(None, SH.result):
        node = _term(result)
        path = next(iter(index.objects(node, sh("resultPath"))), None)
        yield Result(
            focus=index.objects(node, sh("focusNode"))[0],
            path=None if path is None else read_path(index, path),
            value=next(iter(index.objects(node, sh("value"))), None),
            component=index.objects(node, sh("sourceConstraintComponent"))[0],
            shape=index.objects(node, sh("sourceShape"))[0],
            severity=_own_severity(index, node, shapes) or index.objects(node, sh("resultSeverity"))[0],
            messages=tuple(sorted(index.objects(node, sh("resultMessage")))),
        )


def _own_severity(report: TripleIndex, result: str, shapes: TripleIndex) -> str | None:
    constraints = report.objects(result, sh("sourceConstraint"))
    return next((one for constraint in constraints for one in shapes.objects(constraint, sh("severity"))), None)


def _first_line(error: object) -> str:
    lines = str(error).strip().splitlines()
    return _PLACE.sub("", lines[0] if lines else type(error).__name__)[:300].rstrip(".")
