"""Canonical names for blank nodes: the same however they are computed, and never for longer than allowed."""

import itertools
import random
import time
from collections import Counter

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from clustergraph.errors import SyntaxProblem
from clustergraph.sources import canonical
from clustergraph.sources.blank import label_blank_nodes

P, Q = NamedNode("http://a.org/p"), NamedNode("http://a.org/q")


def linked(edges: list[tuple[object, object]]) -> list[Quad]:
    """Make a graph of blank nodes."""
    return [Quad(BlankNode(f"n{one}"), P, BlankNode(f"n{other}")) for one, other in edges]


def labelled(quads: list[Quad]) -> set[Quad]:
    """Name the blank nodes of a graph."""
    return set(label_blank_nodes(quads, "file.ttl", Counter()))


def renamed(quads: list[Quad], seed: int) -> list[Quad]:
    """Shuffle a graph and its labels."""
    nodes = {node.value for quad in quads for node in canonical.blank_nodes(quad)}
    labels = dict(zip(sorted(nodes), random.Random(seed).sample(range(10_000), len(nodes)), strict=True))

    def other(term: object) -> object:
        return BlankNode(f"z{labels[term.value]}") if isinstance(term, BlankNode) else term

    moved = [Quad(other(quad.subject), quad.predicate, other(quad.object)) for quad in quads]  # type: ignore[arg-type]
    return random.Random(seed).sample(moved, len(moved))


TREE = [
    (f"r{'x' * depth}{branch}", f"r{'x' * (depth + 1)}{twig}") for depth in range(3) for branch in "01" for twig in "01"
]
ALIKE = {
    "clique": list(itertools.permutations(range(5), 2)),
    "cycle": [(number, (number + 1) % 40) for number in range(40)],
    "complete bipartite": list(itertools.product("abcd", "0123")),
    "tree": TREE,
    "star": [("hub", number) for number in range(500)],
}


@pytest.mark.parametrize("shape", ALIKE)
def test_names_of_nodes_that_are_alike_depend_on_the_graph_alone(shape: str) -> None:
    """Neither labels nor order nor the process that did the work can be seen in the result."""
    quads = linked(ALIKE[shape])  # type: ignore[arg-type]

    assert len(labelled(quads)) == len(set(quads))
    assert labelled(quads) == labelled(renamed(quads, 1)) == labelled(renamed(quads, 2))


def test_the_child_gives_what_this_process_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a group is named makes no difference: the rule for who goes to the child can change."""
    quads = [*linked(ALIKE["clique"]), Quad(BlankNode("n0"), Q, Literal("a\nb", language="sr-Latn"))]  # type: ignore[arg-type]
    mixed = quads + [Quad(BlankNode(f"s{number}"), Q, Literal(number)) for number in range(3)]
    in_child = labelled(mixed)
    monkeypatch.setattr(canonical, "_is_easy", lambda group: True)

    assert labelled(mixed) == in_child


@pytest.mark.parametrize(
    "edges",
    [
        [(number, (number + 1) % 1_500) for number in range(1_500)],
        list(itertools.permutations(range(12), 2)),
        [
            (f"{x}-{y}", f"{(x + dx) % 9}-{(y + dy) % 9}")
            for x in range(9)
            for y in range(9)
            for dx, dy in ((0, 1), (1, 0))
        ],
    ],
    ids=["long cycle", "clique", "torus"],
)
def test_what_would_take_for_ever_is_refused_in_time(
    edges: list[tuple[object, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file made to be hard costs its limit and no more, and the message says which nodes are meant."""
    monkeypatch.setattr(canonical, "MOST_SECONDS", 1)
    begun = time.monotonic()
    with pytest.raises(SyntaxProblem, match=r"so much alike.*more than 1 seconds.*_:n.*http://a.org/p") as caught:
        labelled(linked(edges))

    assert time.monotonic() - begun < 60  # for ever is longer
    assert "IRIs" in (caught.value.remedy or "")
    assert str(caught.value.place) == "file.ttl"


def test_what_is_large_and_honest_is_read() -> None:
    """Ten thousand statements that hang together are no reason to refuse them."""
    chain = linked([(number, number + 1) for number in range(6_000)])
    values = [Quad(BlankNode(f"n{number}"), Q, Literal(number)) for number in range(6_001)]

    assert len(labelled(chain + values)) == 12_001
