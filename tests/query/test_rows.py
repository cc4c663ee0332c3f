"""Counting rows in bytes: whatever the values are and wherever the pieces are cut."""

import io
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryResultsFormat, QueryTriples, Store

from clustergraph.query.formats import FORMATS as FORMAT_TABLE
from clustergraph.query.rows import row_counter
from clustergraph.store.formats import GRAPH_FORMATS
from clustergraph.store.release import Release
from clustergraph.store.sealed import Question, SealedStore

FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
NASTY = st.lists(
    st.sampled_from(
        [
            '"',
            "\\",
            "},{",
            "[{",
            "\n",
            "\r\n",
            "<result>",
            "<tr>",
            ",",
            " , ",
            "\n\t",
            "\n\t\t",
            "<",
            "]",
            "ć",
            "}",
            "{",
            "\t",
            "x",
        ]
    ),
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


TERMS = st.one_of(
    st.sampled_from(["a:s", "a:p", "http://x/a,b;c.d(f)", "http://x/'%7B%7D'", "urn:x:,"]).map(NamedNode),
    NASTY.map("".join).map(Literal),
    st.builds(Literal, NASTY.map("".join), language=st.just("sr-Latn")),
    st.sampled_from(["1", "01", "true"]).map(lambda value: Literal(value, datatype=NamedNode("a:type"))),
    st.sampled_from([Literal(1), Literal(1.5), Literal(value=True), BlankNode("b")]),
)
STATEMENTS = st.tuples(
    st.sampled_from([NamedNode("a:s"), NamedNode("http://x/a,b;c.#d"), BlankNode("b"), BlankNode("c")]),
    st.sampled_from(["a:p", "http://x/p", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"]).map(NamedNode),
    TERMS,
)


@settings(max_examples=500, deadline=None)
@given(triples=st.sets(STATEMENTS, max_size=12), syntax=st.sampled_from(list(GRAPH_FORMATS)), size=st.integers(1, 40))
def test_statements_are_counted(triples: set[Any], syntax: str, size: int) -> None:
    """In every format of graphs, however subjects and predicates are shared."""
    store = Store()
    store.extend(Quad(*triple) for triple in triples)
    out = io.BytesIO()
    cast("QueryTriples", store.query("CONSTRUCT WHERE { ?s ?p ?o }")).serialize(out, format=GRAPH_FORMATS[syntax])

    assert counted(syntax, out.getvalue(), size) == len(store)


@pytest.mark.parametrize("syntax", list(GRAPH_FORMATS))
def test_all_statements_of_the_release_are_counted(release: Release, syntax: str) -> None:
    """Forty thousand real ones."""
    store = SealedStore(release.store)
    out = io.BytesIO()
    store.evaluate(Question("CONSTRUCT WHERE { ?s ?p ?o }"), lambda _: syntax, out)

    assert counted(syntax, out.getvalue(), 65_536) == release.manifest.triples


def test_every_format_of_answers_is_counted() -> None:
    """But for the excerpt that our own pages ask for, whose rows are few."""
    assert all(row_counter(row.name) for row in FORMAT_TABLE)
