"""Pairs of values that are counted in a moment are those that a comparison of each with each gives."""

from hypothesis import given
from hypothesis import strategies as st

from clustergraph.validation.datatypes import less
from clustergraph.validation.ordering import Ordered

_XSD = "http://www.w3.org/2001/XMLSchema#"
_WORDS = {
    "integer": ["1", "2", "02", "-7", "x"],
    "decimal": ["1.0", "2.5", "0.1"],
    "double": ["1", "2.5", "NaN", "INF", "-INF"],
    "boolean": ["true", "0"],
    "string": ["", "a", "b", "2"],
    "date": ["2020-01-01", "2020-01-01Z", "2020-01-02+14:00", "2019-12-31-14:00", "2020-02-30"],
    "dateTime": ["2020-01-01T00:00:00", "2020-01-01T14:00:00Z", "2020-01-01T10:00:00Z", "2019-12-31T10:00:00+01:00"],
    "gYear": ["2020", "2020Z", "2021"],
    "duration": ["P1D"],
}
_TERMS = st.one_of(
    st.sampled_from([f'"{word}"^^<{_XSD}{name}>' for name, words in _WORDS.items() for word in words]),
    st.sampled_from(['"a"@en', "<http://e.example/a>", "_:a", '"1"^^<http://e.example/t>', '"plain"']),
)


@given(_TERMS, st.lists(_TERMS, max_size=12), st.booleans())
def test_as_many_as_a_comparison_of_each_gives(term: str, terms: list[str], or_equal: bool) -> None:
    """Of any kind, in any order, with and without zones."""
    one_by_one = sum(not less(term, other, or_equal=or_equal) for other in terms)

    assert Ordered(terms).not_above(term, or_equal=or_equal) == one_by_one
