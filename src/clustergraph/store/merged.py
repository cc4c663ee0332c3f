"""Several graphs as one default graph: their merge, a set (SPARQL 1.1, 13.1), in memory.

Oxigraph looks into one graph after the other instead, so that a triple that lies in two is there twice.
"""

from collections.abc import Iterable

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store


def merged(store: Store, default: Iterable[NamedNode], named: Iterable[NamedNode]) -> Store:
    """Copy graphs: the first ones into the default graph, each triple once, the others as they are."""
    target = Store()
    for graph in default:
        _copy(store, graph, target, DefaultGraph())
    for graph in named:
        _copy(store, graph, target, graph)
    return target


def _copy(store: Store, graph: NamedNode, target: Store, name: NamedNode | DefaultGraph) -> None:
    triples = store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph)
    target.load(triples, format=RdfFormat.N_TRIPLES, to_graph=name)
