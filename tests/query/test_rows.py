"""Counting rows in bytes: whatever the values are and wherever the pieces are cut."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, RdfFormat, Store

from clustergraph.query.rows import row_counter

FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
NASTY = st.lists(
    st.sampled_from(['"', "\\", "},{", "[{", "\n", "\r\n", "<result>", "<tr>", ",", "ć", "}", "{", "\t", "x"]),
    max_size=6,
)


def counted(syntax: str, content: bytes, size: int) -> int:
    feed = row_counter(syntax)
    assert feed is not None
    return max(feed(content[start : start + size]) for start in range(0, len(content) + 1, size))


@settings(max_examples=300, deadline=None)
@given(
    values=st.lists(NASTY.map("".join), max_size=8, unique=True),
    syntax=st.sampled_from(list(FORMATS)),
    size=st.integers(1, 40),
)
def test_rows_are_counted(values: list[str], syntax: str, size: int) -> None:
    """Texts that look like marks count for nothing."""
    store = Store()
    store.extend(Quad(NamedNode("a:s"), NamedNode("a:p"), Literal(value)) for value in values)
    out = io.BytesIO()
    store.query("SELECT ?s ?o ?unbound { ?s ?p ?o }").serialize(out, format=FORMATS[syntax])

    assert counted(syntax, out.getvalue(), size) == len(values)


@pytest.mark.parametrize("syntax", list(FORMATS))
@pytest.mark.parametrize("number", [0, 1, 2, 7])
def test_rows_without_columns_and_without_values(syntax: str, number: int) -> None:
    """Empty solutions are rows too."""
    out = io.BytesIO()
    query = f"SELECT ?x {{ VALUES ?x {{ {'UNDEF ' * number} }} }}"
    Store().query(query).serialize(out, format=FORMATS[syntax])

    assert counted(syntax, out.getvalue(), 3) == number


def test_statements_are_counted_where_each_has_a_line() -> None:
    """In N-Triples, and not in Turtle, where it cannot be told."""
    store = Store()
    store.extend(Quad(NamedNode("a:s"), NamedNode("a:p"), Literal(f"{number}\n")) for number in range(5))
    out = io.BytesIO()
    store.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }").serialize(out, format=RdfFormat.N_TRIPLES)

    assert counted("ntriples", out.getvalue(), 4) == 5
    assert row_counter("turtle") is None
