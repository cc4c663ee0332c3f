"""Canonical groups of blank nodes, from which names follow that depend on the statements and on nothing else.

Statements hang together where they share a blank node. Each connected group is canonicalised by itself (RDFC-1.0), so
that an edit renames only what it touches; groups that are alike get an ordinal, so that none of them is lost.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import lgamma
from typing import Any

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, Triple, serialize

from clustergraph.errors import Place, SyntaxProblem

#: RDFC-1.0 can take exponential time on hostile graphs; ours and honest ones are far below both.
MOST_STATEMENTS_IN_A_GROUP = 2_000
MOST_ALIKE = 10.7  # natural logarithm of the arrangements to be tried: those of eight nodes that are all alike
_DIGITS = 32


def canonical_statements(quads: Sequence[Quad], name: str, seen: Counter[bytes]) -> Iterator[tuple[Quad, bytes]]:
    """Give the statements that have blank nodes, with canonical labels, and the seed of their group's names.

    ``name`` says in errors what was read; ``seen`` counts groups that are alike, over as many calls as belong together.
    Raises :class:`SyntaxProblem` where a group is too large or its nodes are too much alike.
    """
    for group in _groups(quads):
        _check(group, name)
        canonical = Dataset(group)
        canonical.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        text = b"\n".join(sorted((serialize(canonical, format=RdfFormat.N_QUADS) or b"").splitlines()))
        key = hashlib.sha256(text).digest()
        seen[key] += 1
        ordinal = seen[key]
        yield from ((quad, text + f" {ordinal}".encode()) for quad in canonical)


def label_blank_nodes(quads: Sequence[Quad], name: str, seen: Counter[bytes]) -> list[Quad]:
    """Give blank nodes labels that depend on the statements alone; they stay blank nodes.

    ``seen`` goes on from file to file, because what is alike in two files is two. Raises as
    :func:`canonical_statements` does.
    """
    result = [quad for quad in quads if not blank_nodes(quad)]
    for quad, seed in canonical_statements(quads, name, seen):
        subject, value = _labelled(quad.subject, seed), _labelled(quad.object, seed)
        result.append(Quad(subject, quad.predicate, value, quad.graph_name))
    return result


def _labelled(term: Any, seed: bytes) -> Any:
    if isinstance(term, BlankNode):
        return BlankNode("b" + name_of(term, seed))
    if isinstance(term, Triple):
        return Triple(*(_labelled(part, seed) for part in term))
    return term


def name_of(node: BlankNode, seed: bytes) -> str:
    """Give the name of a canonical blank node as hexadecimal digits."""
    label, ordinal = node.value, seed.rsplit(b" ", 1)
    return hashlib.sha256(ordinal[0] + f"{label} {ordinal[1].decode()}".encode()).hexdigest()[:_DIGITS]


def blank_nodes(quad: Quad | Triple) -> list[BlankNode]:
    """List the blank nodes of a statement, those inside triple terms too."""
    found = [term for term in (quad.subject, quad.object) if isinstance(term, BlankNode)]
    return found + blank_nodes(quad.object) if isinstance(quad.object, Triple) else found


def _groups(quads: Sequence[Quad]) -> Iterator[list[Quad]]:
    """Split the statements that have blank nodes into connected groups (a walk over neighbours)."""
    touching: dict[BlankNode, list[Quad]] = defaultdict(list)
    for quad in quads:
        for node in blank_nodes(quad):
            touching[node].append(quad)
    while touching:
        group: dict[Quad, None] = {}
        waiting = [next(iter(touching))]
        while waiting:
            for quad in touching.pop(waiting.pop(), ()):
                group[quad] = None
                waiting.extend(node for node in blank_nodes(quad) if node in touching)
        yield list(group)


def _check(group: list[Quad], name: str) -> None:
    if len(group) > MOST_STATEMENTS_IN_A_GROUP:
        raise SyntaxProblem(
            f"{len(group)} statements hang together by blank nodes; at most {MOST_STATEMENTS_IN_A_GROUP} may.",
            place=Place(name),
            remedy="Give some of these nodes IRIs.",
        )
    if len(group) > 2 and _arrangements(group) > MOST_ALIKE:
        raise SyntaxProblem(
            "Blank nodes that hang together are so much alike that telling them apart could take for ever.",
            place=Place(name),
            remedy="Give these nodes IRIs, or leave out the repetitions.",
        )


def _arrangements(group: list[Quad]) -> float:
    """Estimate how many arrangements of like neighbours RDFC-1.0 would try (its section 4.8), as a logarithm."""
    looks: dict[BlankNode, list[str]] = defaultdict(list)
    for quad in group:
        for node in blank_nodes(quad):
            looks[node].append(_look(quad, node))
    face = {node: hash(tuple(sorted(lines))) for node, lines in looks.items()}
    alike: Counter[tuple[BlankNode, str, int]] = Counter()
    for quad in group:
        nodes = set(blank_nodes(quad))
        for node in nodes:
            alike.update((node, _look(quad, node), face[other]) for other in nodes - {node})
    return sum(lgamma(number + 1) for number in alike.values())


def _look(quad: Quad, node: BlankNode) -> str:
    """Write a statement as one of its blank nodes sees it."""
    terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return " ".join(
        "_:me" if term == node else "_:other" if isinstance(term, BlankNode) else str(term) for term in terms
    )
