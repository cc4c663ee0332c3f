"""Validation reports as lines of text, so that they can be approved, compared and read in a review."""

from collections.abc import Collection

from rdflib import RDF, SH, Graph
from rdflib.collection import Collection as List
from rdflib.term import BNode, Node

from clustergraph.ns import compact


def render(report: Graph, focus_nodes: Collection[Node]) -> str:
    """Give one sorted line for each result on one of ``focus_nodes``.

    A line is ``severity | focus node | path | source shape | message``, names compact, ``-`` where there is no path.
    """
    results = report.objects(None, SH.result)
    lines = [_line(report, result) for result in results if report.value(result, SH.focusNode) in focus_nodes]
    return "".join(f"{line}\n" for line in sorted(lines))


def _line(report: Graph, result: Node) -> str:
    path = report.value(result, SH.resultPath)
    return " | ".join((
        _name(report.value(result, SH.resultSeverity)).removeprefix("sh:"),
        _name(report.value(result, SH.focusNode)),
        "-" if path is None else render_path(report, path),
        _name(report.value(result, SH.sourceShape)),
        str(report.value(result, SH.resultMessage)),
    ))  # fmt: skip


def render_path(graph: Graph, path: Node) -> str:
    """Write a SHACL path (section 2.3.1) as a SPARQL property path; only the kinds of path that our shapes use."""
    if not isinstance(path, BNode):
        return _name(path)
    if (inverse := graph.value(path, SH.inversePath)) is not None:
        return f"^{render_path(graph, inverse)}"
    if (ways := graph.value(path, SH.alternativePath)) is not None:
        return "|".join(render_path(graph, way) for way in List(graph, ways))
    if (path, RDF.first, None) in graph:
        return "/".join(render_path(graph, step) for step in List(graph, path))
    raise ValueError(f"Unexpected kind of SHACL path: {path!r}")


def _name(term: Node | None) -> str:
    return compact(str(term))
