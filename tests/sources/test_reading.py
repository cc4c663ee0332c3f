"""Bytes into quads: errors with places, skolem names, the one spelling and its lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Quad

from clustergraph.errors import SyntaxProblem
from clustergraph.iris import GENID
from clustergraph.sources.rdf import parse_graph, parse_quads
from clustergraph.sources.skolem import skolemise
from clustergraph.sources.turtle import canonical_spelling, line_index

G = "https://w3id.org/clustergraph/graph/test"


def read(text: str) -> list[Quad]:
    return skolemise(parse_graph(text.encode(), G, "test.ttl"), "test.ttl")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<http://a> <http://b> .", 1),
        ('<http://a> <http://b>\n  "x\ny" .', 2),
        ("<http://a>\n  unknown:b 1 .", 2),
        ("<http://a> <b> 1 .", 1),
        ('<http://a> <http://b> "x"@123 .', 1),
    ],
)
def test_a_syntax_error_says_where(text: str, line: int) -> None:
    """A curator is sent to the line."""
    with pytest.raises(SyntaxProblem) as caught:
        read(text)

    assert caught.value.place is not None
    assert (caught.value.place.source, caught.value.place.line) == ("test.ttl", line)
    assert caught.value.place.column is not None


def test_a_statement_outside_any_graph_is_refused() -> None:
    """Every fact has a record."""
    with pytest.raises(SyntaxProblem, match="no named graph"):
        parse_quads(b"<http://a> <http://b> <http://c> .\n", "x.nq")


def test_no_blank_node_is_left() -> None:
    """Skolem names stand in subject and object."""
    quads = read("<http://a> <http://b> [ <http://c> [ <http://d> 1 ] , ( 1 2 ) ] .")

    assert not any(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object))
    assert len(quads) == 8


def test_names_do_not_depend_on_labels_or_order() -> None:
    """The parser's labels and the order of a file are accidents."""
    one = read("_:x <http://p> _:y . _:y <http://q> 1 . <http://a> <http://b> _:x .")
    two = read("<http://a> <http://b> _:n1 . _:n0 <http://q> 1 . _:n1 <http://p> _:n0 .")

    assert set(one) == set(two)


def test_names_do_not_depend_on_the_rest_of_the_file() -> None:
    """An edit renames only what it touches."""
    before = read("<http://a> <http://b> [ <http://c> 1 ] .")
    after = read("<http://a> <http://b> [ <http://c> 1 ] . <http://z> <http://b> [ <http://c> 2 ] .")

    assert set(before) < set(after)


def test_nodes_that_are_alike_are_all_kept() -> None:
    """Two equal descriptions are two things until somebody says otherwise."""
    quads = read("<http://a> <http://b> [ <http://c> 1 ] , [ <http://c> 1 ] .")

    assert len({quad.object for quad in quads if quad.predicate.value == "http://b"}) == 2


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(0, 5)), min_size=1, max_size=12))
def test_no_statement_is_lost(edges: list[tuple[int, int, int]]) -> None:
    """However blank nodes hang together, as many statements come out as went in, under stable names."""
    text = "\n".join(f"_:n{a} <http://p{p}> _:n{b} ." for a, p, b in edges)
    quads = read(text)

    assert len(set(quads)) == len(set(edges))
    assert all(str(quad.subject).startswith(f"<{GENID}") for quad in quads)
    assert set(quads) == set(read("\n".join(reversed(text.splitlines()))))


def test_the_one_spelling_is_stable_and_its_lines_are_found() -> None:
    """Spelling twice changes nothing; a finding's place is the line of its predicate."""
    text = canonical_spelling(
        "@prefix cg: <https://w3id.org/clustergraph/ns#> . @prefix id: <https://w3id.org/clustergraph/id/cluster/> . "
        'id:x a cg:Cluster ; cg:asPrinted """two\nlines""" ; cg:sector <http://s/1> , <http://s/2> .'
    )
    lines = text.splitlines()
    index = line_index(text)
    cluster, ns = "https://w3id.org/clustergraph/id/cluster/x", "https://w3id.org/clustergraph/ns#"

    assert text == canonical_spelling(text)
    assert lines[index[cluster, None] - 1] == "cluster:x"
    assert lines[index[cluster, ns + "sector"] - 1].strip().startswith("cg:sector")
    assert lines[index[cluster, ns + "asPrinted"] - 1].strip().startswith("cg:asPrinted")
