"""SHACL paths (SHACL, section 2.3.1) in the words of SPARQL, so that a report is the same in every run."""

from rdflib import RDF, SH, Graph
from rdflib.collection import Collection
from rdflib.term import BNode, Node

from clustergraph.ns import compact


def path_text(graph: Graph, path: Node) -> str:
    """Write a path: a predicate as its IRI, anything else as a SPARQL property path with compact names.

    Raises :class:`ValueError` for a kind of path that no shape of ours uses.
    """
    return _written(graph, path) if isinstance(path, BNode) else str(path)


def _written(graph: Graph, path: Node) -> str:
    if not isinstance(path, BNode):
        return compact(str(path))
    if (inverse := graph.value(path, SH.inversePath)) is not None:
        return f"^{_written(graph, inverse)}"
    if (ways := graph.value(path, SH.alternativePath)) is not None:
        return "|".join(_written(graph, way) for way in Collection(graph, ways))
    if (path, RDF.first, None) in graph:
        return "/".join(_written(graph, step) for step in Collection(graph, path))
    raise ValueError(f"Unexpected kind of SHACL path: {path!r}")
