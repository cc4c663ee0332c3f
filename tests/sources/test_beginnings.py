"""Statements begin where their subject stands, whatever dots, strings and graphs are around it; in linear time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustergraph.sources.beginnings import beginnings

BETWEEN = st.sampled_from(
    ["\n", " ", "\r\n", "# a. comment\n", "PREFIX x: <http://e.example/.#>\n", "base <http://e.example/>\n", "\n\n\n"]
)
STATEMENTS = st.sampled_from(
    [
        "<http://e.example/a.b> a x:c .",
        "x:a.b a x:c.d.",
        "x:a x:p \"\"\"a. b\n. # \"\"\", '''\n.''' .",
        "x:a x:p 1.5, .5, -1.0e1 .",
        'x:a x:p "a. \\" b"@en-GB ; # c.\n x:q \'.\' .',
        "[ x:p [ x:q 'a' ] ] .",
        "_:b.c x:p\n x:d\n .",
        "x:a x:p x:\\.b .",
        "x:ž.č x:p x:ш .",
        "@prefix y: <http://e.example/y.> .",
    ]
)


@given(st.lists(st.tuples(st.lists(BETWEEN, max_size=3), STATEMENTS), min_size=1, max_size=6))
def test_each_statement_begins_where_it_was_written(parts: list[tuple[list[str], str]]) -> None:
    """By the count of line ends before it."""
    text, expected = "", []
    for between, statement in parts:
        text += "".join(between)
        expected.append(text.count("\n") + 1)
        text += f"{statement}\n"

    assert beginnings(text.encode()) == expected


def test_graphs_of_trig_are_no_subjects() -> None:
    """With a name or without, and statements in them that end without a dot."""
    text = "{\n x:a a x:b }\nGRAPH x:g {\n x:c a 1.5 .\n\nx:d a 'x. y' . } <http://e.example/g>\n{\n_:h a x:x }"

    assert beginnings(text.encode()) == [2, 4, 6, 8]


@pytest.mark.parametrize(
    "piece", [b'"', b"<", b". ", b"a.", b'"""', b"\\", b"{}", b"a:b", b"prefix ", b"graph ", b"a:b ", b"'''a\n", b"\n"]
)
def test_what_is_no_turtle_takes_no_longer(piece: bytes) -> None:
    """Two megabytes of it end; the timeout of the tests is the limit."""
    assert len(beginnings(piece * (2_000_000 // len(piece)))) <= 1_000_000
