"""Queries of listings: composed of fragments and of what visitors choose, and of nothing else a visitor writes.

`python tests/pages/test_listings.py` writes the golden files again, for a review to look at.
"""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, Store

from clustergraph.errors import BadParameter
from clustergraph.pages.browse import compose
from clustergraph.pages.browse.fragments import LISTINGS, Listing, listing
from clustergraph.pages.browse.selection import Selection, address, parameters, read_selection
from clustergraph.pages.browse.words import folded, patterns
from clustergraph.pages.language import ENGLISH, LANGUAGES
from clustergraph.pages.terms import Term

HERE = Path(__file__).parent
CLUSTERS = listing("clusters")
GIVEN = {
    "clusters-all": {},
    "clusters-two-sectors": {"sector": ["tourism", "automotive"]},
    "clusters-without-a-year": {"year": ["-", "2005"], "q": ["Čačak wood"], "sort": ["-employees"]},
    "clusters-by-name": {"sort": ["name"], "website": ["yes"]},
}


def golden() -> dict[str, str]:
    """Compose the queries of which golden files are kept."""
    return {
        name: compose.rows(CLUSTERS, read_selection(CLUSTERS, given), LANGUAGES["sr-Latn"])
        for name, given in GIVEN.items()
    }


@pytest.mark.parametrize("name", GIVEN)
def test_composed_queries_are_those_that_were_approved(name: str) -> None:
    """A change of the composer shows as a change of SPARQL."""
    assert golden()[name] == (HERE / f"golden/{name}.rq").read_text()


@pytest.mark.parametrize("name", LISTINGS)
def test_every_fragment_is_a_query_by_itself(name: str) -> None:
    """It parses and gives what its kind must."""
    for path in sorted((Path(compose.__file__).parent / name).glob("*.rq")):
        variables = [variable.value for variable in Store().query(path.read_text()).variables]
        assert variables == (["item"] if path.stem == "items" else ["item", "value"]), path.name


@pytest.mark.parametrize("name", LISTINGS)
def test_every_query_that_is_composed_parses(name: str) -> None:
    """Each facet with a value and without one, each column that sorts, in each language."""
    told = listing(name)
    for facet in told.facets.values():
        for sort in [column.name for column in told.columns.values() if column.sorts]:
            chosen = Selection(
                {facet.name: (Term("urn:x", is_iri=True), Term("a"), None)}, "dundjer", sort, descending=True
            )
            for language in LANGUAGES.values():
                for text in composed(told, chosen, language.tag):
                    Store().query(text)


def composed(told: Listing, chosen: Selection, tag: str = ENGLISH.tag) -> list[str]:
    """Compose all queries of a page."""
    language = LANGUAGES[tag]
    return [
        compose.total(told, chosen),
        compose.rows(told, chosen, language),
        compose.rows(told, chosen, language, whole=True),
        *(compose.counts(told, facet, chosen) for facet in told.facets.values()),
    ]


def bones(text: str) -> str:
    """Take IRIs and strings out of a query: what is left is its structure."""
    return re.sub(r'"(?:[^"\\]|\\.)*"', '""', re.sub(r"<[^>\s]*>", "<>", text))


ANYTHING = st.one_of(
    st.text(max_size=30), st.sampled_from(["tourism", "-", "RS12", '") }', "x> ?a ?b", "urn:x", "2005", "yes", "\\"])
)


@settings(deadline=None, max_examples=50)  # a case composes and parses some forty queries
@given(
    given=st.dictionaries(
        st.sampled_from([*CLUSTERS.facets, "q", "sort", "page"]), st.lists(ANYTHING, min_size=1, max_size=3)
    ),
    name=st.sampled_from(LISTINGS),
)
def test_whatever_is_chosen_is_a_value_and_nothing_else(given: dict[str, list[str]], name: str) -> None:
    """It is refused, or each query has the structure that it has for harmless values."""
    told = listing(name)
    try:
        chosen = read_selection(told, given)
    except BadParameter:
        return
    harmless = Selection(
        {facet: tuple(None if value is None else Term("urn:x", is_iri=True) for value in values)
         for facet, values in chosen.facets.items()},
        " ".join(["x"] * len(patterns(chosen.q))) if chosen.q else "", chosen.sort, chosen.descending, chosen.page,
    )  # fmt: skip
    spaced = [re.sub(r"(<>|\"\")( (<>|\"\"))*", "#", bones(text)) for text in composed(told, chosen)]
    for text in composed(told, chosen):
        Store().query(text)
    assert spaced == [re.sub(r"(<>|\"\")( (<>|\"\"))*", "#", bones(text)) for text in composed(told, harmless)]


@given(text=st.text(max_size=40))
def test_a_string_comes_back_from_the_query(text: str) -> None:
    """Whatever characters it has."""
    store = Store()
    try:
        [[found]] = store.query(f"SELECT ?x {{ BIND({compose.literal(text)} AS ?x) }}")
    except (SyntaxError, UnicodeEncodeError):
        assert any("\ud800" <= letter <= "\udfff" for letter in text)
        return
    assert found == Literal(text)


def test_an_address_leads_back_to_what_was_chosen() -> None:
    """With facets, words, order and page."""
    given = {"sector": ["tourism", "-"], "q": ["dundjer"], "sort": ["-employees"], "page": ["2"]}
    chosen = read_selection(CLUSTERS, given)
    again: dict[str, list[str]] = {}
    for name, value in parameters(CLUSTERS, chosen):
        again.setdefault(name, []).append(value)

    assert again == given
    assert read_selection(CLUSTERS, again) == chosen
    assert address(CLUSTERS, chosen.turned("sector", None)) == "/clusters?sector=tourism&q=dundjer&sort=-employees"


@pytest.mark.parametrize(
    "given",
    [
        {"colour": ["red"]},
        {"sector": ["Tou rism"]},
        {"website": ["maybe"]},
        {"year": ["MMV"]},
        {"sort": ["sector"]},
        {"sort": ["; DROP"]},
        {"page": ["0"]},
        {"page": ["1e9"]},
        {"q": ["!!!"]},
        {"q": ["a" * 200]},
        {"sector": ["tourism"] * 50},
    ],
)
def test_what_cannot_be_chosen_is_said(given: dict[str, list[str]]) -> None:
    """With what can."""
    with pytest.raises(BadParameter) as caught:
        read_selection(CLUSTERS, given)

    assert caught.value.remedy


@pytest.mark.parametrize("name", ["Đunđer", "Ђунђер", "DUNDJER", "Dunđer"])
@pytest.mark.parametrize("typed", ["dundjer", "Đunđer", "ђунђер", "dunđ"])
def test_names_are_found_in_either_script_with_accents_or_without(name: str, typed: str) -> None:
    """As they are typed on any keyboard."""
    [pattern] = patterns(typed)

    assert re.search(pattern, name, re.IGNORECASE), (pattern, folded(name))


if __name__ == "__main__":
    for stem, query in golden().items():
        (HERE / f"golden/{stem}.rq").write_text(query)
