"""pySHACL as the reference for our engine: what it finds, in our terms."""

import re
from collections.abc import Iterator

import pyshacl
from rdflib import OWL, SH, Graph

from clustergraph.validation.index import TripleIndex
from clustergraph.validation.property_paths import read_path
from clustergraph.validation.rdf_graph import as_they_are, graph_of, term_of
from clustergraph.validation.results import Result
from clustergraph.validation.terms import sh

_PLACE = re.compile(r"\s*\(at char \d+\)(?:, \(line:\d+, col:\d+\))?")  # in a text that nobody sent


class NotEvaluated(Exception):
    """pySHACL could not evaluate the shapes; the message is its own."""


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


def _with_prefixes(shapes: Graph) -> Graph:
    """Say of each node the prefixes that its imports declare (SHACL, section 5.2.1): pySHACL does not look there."""
    for node in set(shapes.subjects(OWL.imports)):
        for imported in list(shapes.transitive_objects(node, OWL.imports)):
            for declaration in list(shapes.objects(imported, SH.declare)):
                shapes.add((node, SH.declare, declaration))
    return shapes


def results_of(graph: Graph, shapes: TripleIndex) -> Iterator[Result]:
    """Read the results of a report of pySHACL's; a constraint in SPARQL that has a severity of its own keeps it.

    The recommendation knows the shape's alone; the Test Bed, whose shapes have others, takes theirs.
    """
    index = TripleIndex("".join(f"{term_of(s)} {term_of(p)} {term_of(o)} .\n" for s, p, o in graph))
    # sh:detail nests results inside results: only those of the report itself count
    for result in graph.objects(None, SH.result):
        node = term_of(result)
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
