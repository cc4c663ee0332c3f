"""Skolem names for blank nodes (RDF 1.1 Concepts, section 3.5), so that no blank node of ours is ever stored.

A name depends on the graph and on the statements that reach the node through other blank nodes, and on nothing
else: not on the parser's labels, the order of a file or what stands elsewhere in it.
"""

from collections import Counter
from collections.abc import Sequence

from pyoxigraph import BlankNode, NamedNode, Quad

from clustergraph.iris import GENID
from clustergraph.sources.blank import Naming, canonical_statements
from clustergraph.sources.canonical import blank_nodes


def skolemise(quads: Sequence[Quad], name: str) -> list[Quad]:
    """Replace every blank node of one named graph by an IRI below ``.well-known/genid/``.

    ``name`` says in errors what was read. Raises :class:`SyntaxProblem` where blank nodes are too much alike.
    """
    result = [quad for quad in quads if not blank_nodes(quad)]
    result.extend(_named(quad, naming) for quad, naming in canonical_statements(quads, name, Counter()))
    return result


def _named(quad: Quad, naming: Naming) -> Quad:
    subject = NamedNode(GENID + naming(quad.subject)) if isinstance(quad.subject, BlankNode) else quad.subject
    value = NamedNode(GENID + naming(quad.object)) if isinstance(quad.object, BlankNode) else quad.object
    return Quad(subject, quad.predicate, value, quad.graph_name)
