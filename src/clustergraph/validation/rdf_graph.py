"""Triples as a graph of rdflib's and back, with each literal as it is spelt: what queries in shapes are evaluated on.

Graphs are made of statements that were parsed by Oxigraph: what looks like a path or a URL rdflib would open.
"""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import rdflib
from rdflib import Graph
from rdflib.plugins import sparql
from rdflib.term import BNode, Identifier, Literal, Node, URIRef

from clustergraph.graph.ntriples import iri, literal
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.terms import is_blank, is_iri, text
from clustergraph.validation.terms import literal as parts


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
    """Give triples and their background as a graph; literals keep their spelling while :func:`as_they_are` holds."""
    graph = Graph(bind_namespaces="none")
    terms: dict[str, Identifier] = {}

    def node(one: str) -> Identifier:
        if one not in terms:
            terms[one] = node_of(one)
        return terms[one]

    part: TripleIndex | None = index
    while part is not None:
        for subject, predicate, value in part.triples():
            graph.add((node(subject), node(predicate), node(value)))
        part = part.base
    return graph


def node_of(term: str) -> Identifier:
    """Give a term as rdflib has it."""
    if is_iri(term):
        return URIRef(text(term))
    if is_blank(term):
        return BNode(term[2:])
    words, datatype, tag = parts(term)
    if tag:
        return Literal(words, lang=tag, normalize=False)
    return Literal(words, datatype=None if term.endswith('"') else URIRef(datatype), normalize=False)


def term_of(node: Node) -> str:
    """Give a term of rdflib's as its text; raises :class:`ValueError` for what is no IRI."""
    if isinstance(node, Literal):
        return literal(str(node), language=node.language, datatype=None if node.language else node.datatype)
    return f"_:{node}" if isinstance(node, BNode) else iri(str(node))
