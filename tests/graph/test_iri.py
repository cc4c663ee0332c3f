"""Absolute IRIs: what Oxigraph takes, and nothing else."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from clustergraph.graph.iri import foreign_character, is_absolute_iri

_PARTS = st.sampled_from(
    [
        "http:",
        "urn:",
        "a:",
        "//",
        "/",
        "?",
        "#",
        "[",
        "]",
        "@",
        ":",
        "[::1]",
        "[v1.a]",
        ":80",
        "%C4",
        "%4",
        "%zz",
        "x",
        "1",
    ]
)
_LETTERS = st.characters() | st.sampled_from(
    "\ufffd\ue000\ufdd0\ufff0\U0001fffe\U000e0001\U000e1000\U000f0000\x80\xa0Ђ"
)


@given(st.lists(_PARTS | _LETTERS, max_size=9).map("".join))
@example("http://x/\ufffd")
@example("http://a:b/")
@example("http://x/a#b#c")
@example("http://[::1%25a]/")
@example("http://[fe80::1%x]/")
@example("http://u@v@x/")
@example("http:///x")
def test_an_iri_is_what_the_engine_takes_for_one(text: str) -> None:
    """So that nothing is written into a query for which it does not parse."""
    try:
        NamedNode(text)
        taken = True
    except (ValueError, UnicodeEncodeError):
        taken = False

    assert is_absolute_iri(text) == taken


@pytest.mark.parametrize(("text", "letter"), [("a:b", None), ("a:<", "<"), ("a:%z", "%"), ("a:\ufffd", "\ufffd")])
def test_the_character_that_no_iri_has_is_found(text: str, letter: str | None) -> None:
    """The first of them."""
    assert foreign_character(text) == letter
