"""Canonical groups of blank nodes, from which names follow that depend on the statements and on nothing else.

Statements hang together where they share a blank node. Each connected group is canonicalised by itself (RDFC-1.0), so
that an edit renames only what it touches; groups that are alike get an ordinal, so that none of them is lost.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from pyoxigraph import BlankNode, Quad, RdfFormat, Triple, serialize

from clustergraph.sources.canonical import blank_nodes, canonicalised

_DIGITS = 32
#: Gives a blank node's name as hexadecimal digits.
Naming = Callable[[BlankNode], str]


def canonical_statements(quads: Sequence[Quad], name: str, seen: Counter[bytes]) -> Iterator[tuple[Quad, Naming]]:
    """Give the statements that have blank nodes, with canonical labels, and what gives each of these a lasting name.

    ``name`` says in errors what was read; ``seen`` counts groups that are alike, over as many calls as belong together.
    Raises :class:`SyntaxProblem` where the nodes of a group are too much alike.
    """
    for canonical in canonicalised(list(_groups(quads)), name):
        text = b"\n".join(sorted((serialize(canonical, format=RdfFormat.N_QUADS) or b"").splitlines()))
        state = hashlib.sha256(text)
        seen[state.digest()] += 1
        naming = partial(_name, state, seen[state.digest()])
        yield from ((quad, naming) for quad in canonical)


def label_blank_nodes(quads: Sequence[Quad], name: str, seen: Counter[bytes]) -> list[Quad]:
    """Give blank nodes labels that depend on the statements alone; they stay blank nodes.

    ``seen`` goes on from file to file, because what is alike in two files is two. Raises as
    :func:`canonical_statements` does.
    """
    result = [quad for quad in quads if not blank_nodes(quad)]
    for quad, naming in canonical_statements(quads, name, seen):
        subject, value = _labelled(quad.subject, naming), _labelled(quad.object, naming)
        result.append(Quad(subject, quad.predicate, value, quad.graph_name))
    return result


def _labelled(term: Any, naming: Naming) -> Any:
    if isinstance(term, BlankNode):
        return BlankNode("b" + naming(term))
    if isinstance(term, Triple):
        return Triple(*(_labelled(part, naming) for part in term))
    return term


def _name(state: "hashlib._Hash", ordinal: int, node: BlankNode) -> str:
    own = state.copy()  # the group's text is read once, not once for each of its nodes
    own.update(f"{node.value} {ordinal}".encode())
    return own.hexdigest()[:_DIGITS]


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
