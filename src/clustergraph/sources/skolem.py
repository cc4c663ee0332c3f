"""Skolem names for blank nodes (RDF 1.1 Concepts, section 3.5), so that no blank node is ever stored.

A name depends on the graph and on the statements that reach the node through other blank nodes, and on nothing
else: not on the parser's labels, the order of a file or what stands elsewhere in it. Connected groups of blank nodes
are canonicalised one by one (RDFC-1.0); groups that are alike get an ordinal, so that none of them is lost.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, serialize

from clustergraph.errors import Place, SyntaxProblem
from clustergraph.iris import GENID

#: RDFC-1.0 can take exponential time on hostile graphs; ours and honest ones are far below.
MOST_STATEMENTS_IN_A_GROUP = 2_000


def skolemise(quads: Sequence[Quad], name: str) -> list[Quad]:
    """Replace every blank node of one named graph by an IRI below ``.well-known/genid/``.

    ``name`` says in errors what was read. Raises :class:`SyntaxProblem` where a group of blank nodes is too large.
    """
    result = [quad for quad in quads if not _blank(quad)]
    seen: Counter[bytes] = Counter()
    for group in _groups(quads):
        if len(group) > MOST_STATEMENTS_IN_A_GROUP:
            raise SyntaxProblem(
                f"{len(group)} statements hang together by blank nodes; at most {MOST_STATEMENTS_IN_A_GROUP} may.",
                place=Place(name),
                remedy="Give some of these nodes IRIs.",
            )
        canonical = Dataset(group)
        canonical.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        text = b"\n".join(sorted((serialize(canonical, format=RdfFormat.N_QUADS) or b"").splitlines()))
        seen[text] += 1
        result.extend(_named(quad, text, seen[text]) for quad in canonical)
    return result


def _blank(quad: Quad) -> list[BlankNode]:
    return [term for term in (quad.subject, quad.object) if isinstance(term, BlankNode)]


def _groups(quads: Sequence[Quad]) -> Iterator[list[Quad]]:
    """Split the statements that have blank nodes into connected groups (a walk over neighbours)."""
    touching: dict[BlankNode, list[Quad]] = defaultdict(list)
    for quad in quads:
        for node in _blank(quad):
            touching[node].append(quad)
    while touching:
        group: dict[Quad, None] = {}
        waiting = [next(iter(touching))]
        while waiting:
            for quad in touching.pop(waiting.pop(), ()):
                group[quad] = None
                waiting.extend(node for node in _blank(quad) if node in touching)
        yield list(group)


def _named(quad: Quad, text: bytes, ordinal: int) -> Quad:
    def name(node: BlankNode) -> NamedNode:
        seed = text + f"{node.value} {ordinal}".encode()
        return NamedNode(GENID + hashlib.sha256(seed).hexdigest()[:32])

    subject = name(quad.subject) if isinstance(quad.subject, BlankNode) else quad.subject
    value = name(quad.object) if isinstance(quad.object, BlankNode) else quad.object
    return Quad(subject, quad.predicate, value, quad.graph_name)
